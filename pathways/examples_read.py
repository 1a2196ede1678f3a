"""Reads worked examples: a subject, the facts, a moment, and what must follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from pathways.answers import LONDON
from pathways.facts import Fact, Precision, Subject
from pathways.pack_files import content_hash
from pathways.schema_mistakes import mistakes
from pathways.schema_values import Name, Text, Written
from pathways.sources import PackRefused, Problem, read

EARLIEST, LATEST = 1900, 2199


class NotAMoment(ValueError):
    """A text that is no day and no moment, or one that no record can hold."""


class SubjectWritten(Written):
    """The subject as at the start; further keys are its attributes."""

    model_config = ConfigDict(extra="allow", frozen=True)
    kind: Name = "child"
    born: str = ""


class FactWritten(Written):
    """One fact; further keys are its fields."""

    model_config = ConfigDict(extra="allow", frozen=True)
    at: Text
    fact: Name
    id: str = ""
    precision: Literal["instant", "date", "proxy"] | None = None
    recorded: str = ""
    withdrawn: str = ""


class Expected(Written):
    """One thing that must follow; which keys it has says what it is about."""

    due: str = ""
    duty: str = ""
    bearer: str = ""
    status: str = ""
    clause: str = ""
    proposal: str = ""
    tolerated: str = ""
    governed: str = ""
    prompt: str = ""
    truth: str = ""
    asked: str = ""
    missing: str = ""
    answer: str = ""
    gate: str = ""
    by: str = ""
    permission: str = ""
    verdict: str = ""
    effect: str = ""
    guidance: str = ""
    attends: str = ""
    not_attending: str = ""
    meeting: str = ""
    strength: str = ""
    none: str = ""
    changes: str = ""

    @property
    def proves(self) -> str:
        """The clause that it proves: only what has to arise proves one, nothing does not."""
        idle = self.none or self.not_attending or self.changes or self.effect == "not judged"
        return "" if idle else self.clause


class ExampleWritten(Written):
    example: Text
    pack: Name = ""
    story: str = ""
    subject: SubjectWritten = SubjectWritten()
    facts: tuple[FactWritten, ...] = ()
    moment: Text
    known_at: str = ""
    expect: tuple[Expected, ...] = ()


WRITTEN = TypeAdapter(ExampleWritten)
KEPT = 64
_read_before: dict[str, tuple[Example, ...]] = {}
"""What was read, by the content of the files."""


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example, read; `id` is its title as a name, `line` where it stands."""

    id: str
    title: str
    pack: str
    story: str
    subject: Subject
    facts: tuple[Fact, ...]
    moment: datetime
    known_at: datetime | None
    expect: tuple[Expected, ...]
    file: str
    line: int

    @property
    def clauses(self) -> frozenset[str]:
        """The clauses that it proves."""
        return frozenset(each.proves for each in self.expect if each.proves)


# --- reading --------------------------------------------------------------------------


def load_examples(path: Path, pack: str = "") -> tuple[Example, ...]:
    """The examples of a file, or of every file of a folder; read once while none is changed."""
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    content = content_hash(files, pack)
    if content not in _read_before:
        if len(_read_before) >= KEPT:
            _read_before.clear()
        _read_before[content] = _examples(files, pack)
    return _read_before[content]


def _examples(files: list[Path], pack: str) -> tuple[Example, ...]:
    problems: list[Problem] = []
    found: list[Example] = []
    for file in files:
        found.extend(_read(file, pack, problems))
    seen: dict[str, Example] = {}
    for example in found:
        if example.id in seen:
            what = f"There is an example of this title in {seen[example.id].file} already."
            problems.append(
                Problem(example.file, example.line, example.title, what, "Give it another title.")
            )
        seen[example.id] = example
    if problems:
        raise PackRefused(problems)
    return tuple(found)


def _read(path: Path, pack: str, problems: list[Problem]) -> Iterator[Example]:
    source = read(path)
    problems.extend(source.problems)
    if source.problems:
        return
    if not source.data:
        what = "The file holds no example."
        problems.append(Problem(source.file, 1, "", what, "Begin with “- example: …”."))
        return
    listed = isinstance(source.data, list)
    for index, raw in enumerate(source.data if listed else [source.data]):
        at = (index,)  # Of one that stands alone there is no such step, and it is passed over.
        title = raw.get("example", "") if isinstance(raw, dict) else ""
        line = source.line(at)
        try:
            written = WRITTEN.validate_python(raw)
        except ValidationError as error:
            problems.extend(mistakes(error, source, at, f"example {title}"))
            continue
        try:
            yield _example(written, pack, source.file, line)
        except NotAMoment as error:
            what, remedy = f"“{error}” is not a day or a moment.", "Write 2026-11-20 09:30."
            problems.append(Problem(source.file, line, f"example {title}", what, remedy))


def _example(written: ExampleWritten, pack: str, file: str, line: int) -> Example:
    subject = written.subject
    return Example(
        id=slug(written.example),
        title=written.example,
        pack=written.pack or pack,
        story=written.story,
        subject=Subject(
            kind=subject.kind,
            born=moment_of(subject.born).date() if subject.born else None,
            attributes=dict(subject.model_extra or {}),
        ),
        facts=tuple(_fact(fact, number) for number, fact in enumerate(written.facts, 1)),
        moment=moment_of(written.moment),
        known_at=moment_of(written.known_at) if written.known_at else None,
        expect=written.expect,
        file=file,
        line=line,
    )


def _fact(written: FactWritten, number: int) -> Fact:
    precision = Precision.DATE if len(written.at) == 10 else Precision.INSTANT
    return Fact(
        id=written.id or f"f{number}",
        kind=written.fact,
        at=moment_of(written.at),
        precision=Precision(written.precision) if written.precision else precision,
        recorded_at=moment_of(written.recorded) if written.recorded else None,
        withdrawn_at=moment_of(written.withdrawn) if written.withdrawn else None,
        data=dict(written.model_extra or {}),
    )


def moment_of(text: str) -> datetime:
    """A moment as people write it, in Europe/London; a day alone is its start."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise NotAMoment(text) from None
    if not EARLIEST <= moment.year <= LATEST:
        raise NotAMoment(text)
    if len(text) == 10:
        moment = datetime.combine(moment.date(), time())
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


def slug(title: str) -> str:
    """A title as a name: `emerging-risk-is-reviewed-within-three-months`."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
