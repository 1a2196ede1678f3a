"""Short ways to write down facts, packs and moments in the tests of the engine."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from typing import Any

from pathways import definitions as d
from pathways.answers import LONDON, Evaluation, Obligation, PromptRaised
from pathways.calendars import load_calendar
from pathways.engine import evaluate
from pathways.facts import Fact, Precision, Subject

CALENDAR = load_calendar("england-and-wales")
CHILD = Subject("child", date(2011, 5, 2), {"legal_status": "looked_after"})

VOCABULARY = d.Vocabulary(
    kinds={
        "legal_status.changed": d.FactKind(
            "legal_status.changed", "legal status", "", ("child",), sets="legal_status"
        ),
        "placement.changed": d.FactKind(
            "placement.changed",
            "placement",
            "",
            ("child",),
            (d.Field("place_authority", "text", "", sets="placement_authority"),),
        ),
        "missing.started": d.FactKind("missing.started", "missing since", "", ("child",)),
        "missing.ended": d.FactKind("missing.ended", "back", "", ("child",)),
    },
    states={
        "missing": d.State("missing", "missing", "missing.started", ("missing.ended",), "episode"),
        "plan": d.State("plan", "plan in force", "plan.agreed", ("plan.ended",)),
        "strategy": d.State("strategy", "strategy", "strategy.opened", ("strategy.closed",)),
    },
)

_numbers = count(1)


def at(text: str) -> datetime:
    """A moment on a clock in London: `2026-01-14 09:40`, or the start of a day."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def fact(kind: str, when: str, id: str = "", precision: str = "instant", **data: Any) -> Fact:
    return Fact(id or f"f{next(_numbers):05}", kind, at(when), Precision(precision), data=data)


def on(kind: str, day: str, id: str = "", **data: Any) -> Fact:
    """A fact of which only the day is known."""
    return fact(kind, day, id, "date", **data)


def days(amount: int) -> d.Period:
    return d.Period(amount, "days")


def hours(amount: int) -> d.Period:
    return d.Period(amount, "hours")


def months(amount: int) -> d.Period:
    return d.Period(amount, "months")


def weeks(amount: int) -> d.Period:
    return d.Period(amount, "weeks")


def working_days(amount: int) -> d.Period:
    return d.Period(amount, "working days")


def where(**fields: str | tuple[str, ...]) -> tuple[d.Where, ...]:
    return tuple(
        d.Where(name, values if isinstance(values, tuple) else (values,))
        for name, values in fields.items()
    )


def some(kind: str, **fields: str | tuple[str, ...]) -> d.Selector:
    return d.Selector(kind, where(**fields))


def duty(clock: d.Clock, id: str = "duty", **more: Any) -> d.Duty:
    settings: dict[str, Any] = {
        "title": f"Do what {id} asks",
        "clauses": ("CLAUSE-01",),
        "act": id,
        "bearer": "chair",
    }
    return d.Duty(id=id, clock=clock, **(settings | more))


def prompt(when: d.Condition, id: str = "prompt", **more: Any) -> d.Prompt:
    settings: dict[str, Any] = {
        "title": "What is to be done?",
        "clauses": ("CLAUSE-02",),
        "asked_of": ("chair",),
    }
    return d.Prompt(id=id, when=when, **(settings | more))


def gate(action: str, id: str = "gate", **more: Any) -> d.Gate:
    settings: dict[str, Any] = {"title": "Who may do it", "clauses": ("CLAUSE-03",)}
    return d.Gate(id=id, action=action, **(settings | more))


def supersession(*duties: str, when: d.Condition, **more: Any) -> d.Supersession:
    settings: dict[str, Any] = {"title": "The higher process", "clauses": ("CLAUSE-04",)}
    return d.Supersession(id="higher", duties=duties, when=when, **(settings | more))


def guidance(when: d.Condition | None = None, id: str = "guidance", **more: Any) -> d.Guidance:
    settings: dict[str, Any] = {"title": "Think of the whole family", "clauses": ("CLAUSE-05",)}
    return d.Guidance(id=id, when=when, **(settings | more))


def pack(*entries: d.Entry, roles: dict[str, d.Role] | None = None) -> d.Pack:
    def of(kind: type) -> Any:
        return tuple(entry for entry in entries if isinstance(entry, kind))

    return d.Pack(
        id="test",
        authority="test",
        title="A procedure",
        edition="1",
        in_force_from=date(2020, 1, 1),
        nation="england-and-wales",
        prevails="The source prevails.",
        labels={},
        roles=roles or {},
        duties=of(d.Duty),
        prompts=of(d.Prompt),
        gates=of(d.Gate),
        supersessions=of(d.Supersession),
        scales={},
        meeting_kinds={},
        forms={},
        clauses={},
        guidance=of(d.Guidance),
        vocabulary=VOCABULARY,
    )


def evaluated(
    of: d.Pack, facts: list[Fact], moment: str, known_at: str = "", subject: Subject = CHILD
) -> Evaluation:
    known = at(known_at) if known_at else None
    return evaluate(of, facts, subject, CALENDAR, at(moment), known)


def only_obligation(found: Evaluation) -> Obligation:
    [obligation] = found.obligations
    return obligation


def only_prompt(found: Evaluation) -> PromptRaised:
    [raised] = found.prompts
    return raised
