"""Reads how long records are kept: the national schedule, and what an authority sets in it.

`policy/retention.yaml` holds the rules with their sources. An authority's own file, beside
its pack, gives figures to rules that are there; what is wrong is refused with file, line,
entry and remedy, as with every file of policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from pathways.keeping import Basis, From, Rule, Schedule
from pathways.schema_mistakes import mistakes
from pathways.schema_values import Name, Names, Text, WholeNumber, Written
from pathways.sources import PackRefused, Problem, Source, nearest, read, shown

FILE = "retention.yaml"


class DiedWritten(Written):
    age: WholeNumber
    years: WholeNumber


class RuleWritten(Written):
    keep: Name
    label: Text
    subjects: Annotated[Names, Field(min_length=1)]
    statuses: Names = ()
    years: WholeNumber | None = None
    since: From = Field(alias="from")
    died_under: DiedWritten | None = None
    basis: Basis
    source: str = ""
    reading: str = ""

    def built(self) -> Rule:
        died = (self.died_under.age, self.died_under.years) if self.died_under else None
        return Rule(
            self.keep, self.label, self.subjects, self.statuses, self.years, self.since, died,
            self.basis, self.source, self.reading,
        )  # fmt: skip


class OwnWritten(Written):
    """A figure that an authority sets, with who decided it."""

    keep: Name
    years: WholeNumber
    since: Literal["", "birth", "closure"] = Field("", alias="from")
    source: Text


_RULE: TypeAdapter[RuleWritten] = TypeAdapter(RuleWritten)
_OWN: TypeAdapter[OwnWritten] = TypeAdapter(OwnWritten)


def load_schedule(policy: Path, authority: str = "") -> Schedule:
    """The national schedule, with an authority's own figures; PackRefused where one is wrong."""
    source = read(policy / FILE, shown_as=shown(policy / FILE)) if _there(policy) else None
    if source is None:
        what = "There is no schedule."
        remedy = "Put retention.yaml there; without it nothing is disposed of."
        raise PackRefused([Problem(shown(policy / FILE), 1, "", what, remedy)])
    problems = list(source.problems)
    rules = {one.keep: one.built() for one in _written(_RULE, source, problems)}
    problems.extend(_odd(rules, source))
    own = policy / authority / FILE
    if authority and own.exists() and not problems:
        rules = _with_own(rules, authority, read(own, shown_as=shown(own)), problems)
    if problems:
        raise PackRefused(problems)
    return Schedule(tuple(rules.values()))


def _there(policy: Path) -> bool:
    return (policy / FILE).exists()


def _written(adapter: TypeAdapter[Any], source: Source, problems: list[Problem]) -> Iterator[Any]:
    """Each entry that is well formed; one that is there twice is a mistake."""
    seen: set[str] = set()
    if not isinstance(source.data, list) and not source.problems:
        what = "The file is not a list of entries."
        problems.append(Problem(source.file, 1, "", what, "Begin each entry with “- keep: ”."))
    for index, raw in enumerate(source.data if isinstance(source.data, list) else []):
        name = f"keep {raw.get('keep', '')}".strip() if isinstance(raw, dict) else ""
        try:
            one = adapter.validate_python(raw)
        except ValidationError as error:
            problems.extend(mistakes(error, source, (index,), name))
            continue
        if one.keep in seen:
            what, remedy = "It is there already.", "Keep one of the two."
            problems.append(Problem(source.file, source.line([index]), name, what, remedy))
        seen.add(one.keep)
        yield one


def _odd(rules: dict[str, Rule], source: Source) -> Iterator[Problem]:
    """A figure has a source, and what is the authority's own has none."""
    for rule in rules.values():
        line = source.line_of_word(rule.id)
        if rule.basis == "own" and rule.years is not None:
            what = "It is the authority's own to set, and gives a figure."
            remedy = "Leave “years” out, or name the source and another basis."
            yield Problem(source.file, line, f"keep {rule.id}", what, remedy)
        if rule.basis != "own" and (rule.years is None or not rule.source):
            what = f"It rests on {rule.basis} and lacks “years” or “source”."
            remedy = "Add both, or write “basis: own”."
            yield Problem(source.file, line, f"keep {rule.id}", what, remedy)


def _with_own(
    rules: dict[str, Rule], authority: str, source: Source, problems: list[Problem]
) -> dict[str, Rule]:
    problems.extend(source.problems)
    found = dict(rules)
    for one in _written(_OWN, source, problems):
        rule, line = rules.get(one.keep), source.line_of_word(one.keep)
        if rule is None:
            what = f"“{one.keep}” is not a rule of the national schedule."
            name, remedy = f"keep {one.keep}", nearest(one.keep, rules)
            problems.append(Problem(source.file, line, name, what, remedy))
            continue
        shorter = rule.years is not None and one.years < rule.years
        if rule.basis == "law" and (shorter or one.since not in {"", rule.since}):
            what = f"The law asks for at least {rule.years} years from {rule.since}."
            remedy = "An authority may keep longer, never shorter."
            problems.append(Problem(source.file, line, f"keep {one.keep}", what, remedy))
            continue
        found[one.keep] = replace(
            rule, years=one.years, since=one.since or rule.since, source=one.source,
            set_by=authority, died_under=None if rule.basis == "own" else rule.died_under,
        )  # fmt: skip
    return found
