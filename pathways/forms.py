"""Reads the forms of a pack: what a page asks, in which order, and which clause wants it.

A version that was published never changes, because records were made on it: its
fingerprint stands in `forms/published.yaml`, and a file that differs is refused.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, get_args

from pydantic import (
    BeforeValidator,
    Field,
    PlainValidator,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from pathways import definitions as d
from pathways import schema_mistakes
from pathways.schema_meetings import Options, built_options
from pathways.schema_values import Name, Text, Texts, Written, YesNo
from pathways.sources import Problem, Source, nearest, read, shown

QUESTION_TYPES = get_args(d.QuestionType)


def _type(value: Any) -> str:
    if value not in QUESTION_TYPES:
        raise PydanticCustomError(
            "question_type",
            "“{value}” is not a type of question. Use one of: {known}.",
            {"value": str(value), "known": ", ".join(QUESTION_TYPES)},
        )
    return str(value)


class ShowIfWritten(Written):
    question: Name
    one_of: Texts


def _clauses(one: str, several: tuple[str, ...]) -> tuple[str, ...]:
    """`clause: X`, `clauses: [X, Y]`, or both: each once, in their order."""
    return tuple(dict.fromkeys((*((one,) if one else ()), *several)))


class QuestionWritten(Written):
    question: Name
    label: Text
    type: Annotated[str, PlainValidator(_type), WithJsonSchema({"enum": list(QUESTION_TYPES)})]
    options: Options = ()
    options_from: str = ""
    required: YesNo = False
    hint: str = ""
    clause: str = ""
    clauses: Texts = ()
    show_if: ShowIfWritten | None = None
    fills_from: str = ""

    def built(self, lists: dict[str, tuple[d.Option, ...]]) -> d.Question:
        show_if = d.ShowIf(self.show_if.question, self.show_if.one_of) if self.show_if else None
        clauses = _clauses(self.clause, self.clauses)
        return d.Question(
            id=self.question,
            label=self.label,
            type=self.type,  # type: ignore[arg-type]
            options=lists.get(self.options_from, ()) or built_options(self.options),
            required=self.required,
            hint=self.hint,
            clause=clauses[0] if clauses else "",
            show_if=show_if,
            fills_from=self.fills_from,
            clauses=clauses,
        )


class SectionWritten(Written):
    section: Name
    label: Text
    hint: str = ""
    repeats: YesNo = False
    clause: str = ""
    clauses: Texts = ()
    questions: Annotated[tuple[QuestionWritten, ...], Field(min_length=1)]

    def built(self, lists: dict[str, tuple[d.Option, ...]]) -> d.Section:
        questions = tuple(each.built(lists) for each in self.questions)
        clauses = _clauses(self.clause, self.clauses)
        return d.Section(self.section, self.label, questions, self.hint, self.repeats, clauses)


class FormWritten(Written):
    form: Name
    version: Text
    label: Text
    hint: str = ""
    clauses: Annotated[Texts, BeforeValidator(lambda v: [v] if isinstance(v, str) else v)] = ()
    local_setting: YesNo = False
    sections: Annotated[tuple[SectionWritten, ...], Field(min_length=1)]

    def built(self, lists: dict[str, tuple[d.Option, ...]]) -> d.Form:
        return d.Form(
            id=self.form,
            version=self.version,
            label=self.label,
            sections=tuple(each.built(lists) for each in self.sections),
            hint=self.hint,
            clauses=self.clauses,
            local_setting=self.local_setting,
        )


class PublishedWritten(Written):
    form: Name
    version: Text
    sha256: Text


FORM = TypeAdapter(FormWritten)
PUBLISHED = TypeAdapter(tuple[PublishedWritten, ...])


PUBLISHED_IN = "published.yaml"
LISTS = ("levels", "key_risks", "change_reasons", "factors")


def option_lists(scales: dict[str, d.Scale]) -> dict[str, tuple[d.Option, ...]]:
    """What `options_from` may name: the levels, key risks, factors and reasons of the pack."""
    lists: dict[str, tuple[d.Option, ...]] = {}
    for scale in scales.values():
        for name in LISTS:
            entries = getattr(scale, name)
            lists[name] = tuple(d.Option(e.id, e.label, e.meaning) for e in entries)
    return lists


def fingerprint(source: Source) -> str:
    """SHA-256 of what a form's file says, whatever its layout and comments."""
    canonical = json.dumps(source.data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def mistakes(form: d.Form, source: Source, clauses: set[str], written: Any) -> list[Problem]:
    """What pydantic cannot see: questions named twice, shown by none, options missing."""
    found: list[Problem] = []

    def add(word: str, what: str, remedy: str) -> None:
        line = source.line_of_word(word)
        found.append(Problem(source.file, line, f"form {form.id}", what, remedy))

    seen: set[str] = set()
    for question in form.questions():
        if question.id in seen:
            add(question.id, f"Question “{question.id}” stands twice.", "Give one another id.")
        if question.type in {"choice", "choices"} and not question.options:
            add(question.id, f"Question “{question.id}” offers no options.", "Add options.")
        if question.show_if and question.show_if.question not in seen:
            other = question.show_if.question
            add(other, f"“{other}” is not an earlier question.", nearest(other, seen))
        seen.add(question.id)
    named = [*form.clauses, *(clause for section in form.sections for clause in section.clauses)]
    named += [clause for question in form.questions() for clause in question.clauses]
    for clause in dict.fromkeys(named):
        if clause not in clauses:
            what = f"“{clause}” is not a clause of the ledger."
            add(clause, what, nearest(clause, clauses))
    return found


def changed_since_published(
    directory: Path, sources: dict[str, Source], *, whole: bool
) -> list[Problem]:
    """Published versions whose file no longer says what it said, or is not there any more.

    Without `whole`, some forms could not be read, and none is said to be gone.
    """
    register = _published(directory)
    found = list(register.problems)
    for name, (sha256, line) in register.known.items():
        form, _, version = name.partition("@")
        if name not in sources:
            if not whole:
                continue
            what = f"Version {version} was published and is not there any more."
            remedy = "Put its file back: records were made on it."
            found.append(Problem(register.file, line, f"form {form}", what, remedy))
        elif fingerprint(sources[name]) != sha256:
            what = f"Version {version} was published and has changed since."
            remedy = "Undo the change, or give the changed form the next version."
            found.append(Problem(sources[name].file, 1, f"form {form}", what, remedy))
    return found


def unpublished(directory: Path) -> list[str]:
    """The lines to add to `published.yaml` for forms that may still change."""
    published = _published(directory).known
    found = []
    for path in sorted(directory.glob("*.yaml")):
        source = read(path)
        if path.name == PUBLISHED_IN or not isinstance(source.data, dict):
            continue
        form, version = source.data["form"], source.data["version"]
        if f"{form}@{version}" not in published:
            sha256 = fingerprint(source)
            found.append(f'- {{form: {form}, version: "{version}", sha256: {sha256}}}')
    return found


@dataclass(frozen=True, slots=True)
class _Published:
    """What `published.yaml` says: of each version its fingerprint and its line."""

    file: str
    known: dict[str, tuple[str, int]]
    problems: tuple[Problem, ...] = ()


def _published(directory: Path) -> _Published:
    register = directory / PUBLISHED_IN
    if not register.exists():
        return _Published("", {})
    source = read(register, shown_as=shown(register))
    try:
        listed = PUBLISHED.validate_python(source.data or ())
    except ValidationError as error:
        problems = (*source.problems, *schema_mistakes.mistakes(error, source, (), "published"))
        return _Published(source.file, {}, problems)
    known = {
        f"{each.form}@{each.version}": (each.sha256, source.line((index,)))
        for index, each in enumerate(listed)
    }
    return _Published(source.file, known, tuple(source.problems))


__all__ = [
    "FORM",
    "LISTS",
    "PUBLISHED_IN",
    "changed_since_published",
    "fingerprint",
    "mistakes",
    "option_lists",
    "unpublished",
]
