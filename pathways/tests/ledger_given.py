"""An invented pack in which each clause rests on one part, and examples to prove it by."""

from __future__ import annotations

from dataclasses import replace

from pathways import definitions as d
from pathways.examples_read import Example, Expected
from pathways.tests.given import (
    CHILD,
    at,
    duty,
    gate,
    guidance,
    months,
    pack,
    prompt,
    some,
    supersession,
    weeks,
)

SET = some("rating.set")
THERE = d.Exists(SET)
AFTER = d.After(SET, weeks(2))


def ledger_clause(id: str, **more: object) -> d.Clause:
    """A clause that is shown and has no proof yet."""
    return d.Clause(id, "A title", str(more.pop("kind", "practice")), "One", "Says.", **more)  # type: ignore[arg-type]


def example(id: str, *expected: dict[str, str]) -> Example:
    return Example(
        id=id,
        title=id,
        pack="test",
        story="",
        subject=CHILD,
        facts=(),
        moment=at("2026-11-20"),
        known_at=None,
        expect=tuple(Expected(**each) for each in expected),
        file="examples.yaml",
        line=1,
    )


def member(id: str, clause: str, strength: str = "must") -> d.Member:
    return d.Member(id, id.title(), id, clauses=(clause,), strength=d.Strength(strength))


TALK = d.MeetingKind(
    id="talk",
    label="talk",
    name="Talk",
    plural="talks",
    clauses=("kind",),
    quorum=(d.QuorumPart("police", "Police", clauses=("quorum",)),),
    core_members=(member("police", "core"),),
    invitees=(member("adults", "invited"), member("school", "welcome", "should")),
    steps=(d.AgendaStep("first", "First", ("step",)),),
    list_recipients=(member("listed", "list"),),
    papers_recipients=(member("reader", "papers"),),
    notes_recipients=(member("noted", "notes"),),
)
VISIT = d.Form(
    id="visit",
    version="1",
    label="Visit",
    clauses=("form",),
    sections=(
        d.Section(
            id="seen",
            label="Seen",
            clauses=("section",),
            questions=(
                d.Question("alone", "Alone", "yes_no", clause="asked", clauses=("asked", "too")),
                d.Question(
                    "why",
                    "Why",
                    "choice",
                    options=(d.Option("a", "A"), d.Option("b", "B"), d.Option("c", "C")),
                    clauses=("chosen",),
                ),
            ),
        ),
    ),
)
SCALE = d.Scale(
    id="risk",
    label="Risk",
    levels=(d.Level("low", "Low", "", ("level",)), d.Level("high", "High", "", ("level",))),
    key_risks=(d.Level("harm", "Harm", "", ("risk",)),),
    change_reasons=(d.Level("news", "News", "", ("reason",)),),
    factors=(d.Level("away", "Away", "", ("factor",)),),
)
PACK = replace(
    pack(
        duty(AFTER, id="review", clauses=("dated",)),
        duty(d.Interval((SET,), months(3)), id="again", clauses=("again",)),
        duty(d.Before(SET, weeks(1)), id="send", clauses=("before",)),
        duty(d.Standing(), id="keep", clauses=("standing",)),
        duty(AFTER, id="look", clauses=("allowed",), strength=d.Strength.MAY),
        duty(AFTER, id="think", clauses=("hoped",), strength=d.Strength.SHOULD),
        duty(d.After(SET, None), id="ask", clauses=("no-figure",)),
        duty(d.After(SET, None, by="due"), id="plan", clauses=("agreed",)),
        prompt(THERE, id="danger", clauses=("question",)),
        gate("end", id="power", by=("chair",), clauses=("power",)),
        gate("end", id="only", only_if=THERE, clauses=("only",)),
        gate("end", id="free", clauses=("free",)),
        supersession("review", when=THERE, clauses=("higher",)),
        guidance(id="family", items=("one", "two"), clauses=("advice",)),
        guidance(id="alone", clauses=("hint",)),
    ),
    meeting_kinds={"talk": TALK},
    forms={"visit": VISIT},
    scales={"risk": SCALE},
)
