"""Where what follows is not what an example expects, the difference is told in one sentence."""
# ruff: noqa: E501 - each sentence stands whole

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways import definitions as d
from pathways.examples import run
from pathways.examples_read import Example, Expected
from pathways.tests.given import (
    CALENDAR,
    CHILD,
    at,
    duty,
    fact,
    gate,
    guidance,
    on,
    pack,
    prompt,
    some,
    supersession,
    weeks,
    where,
    working_days,
)

SET, HELD, ENDED = some("rating.set"), some("discussion.held"), some("plan.ended")
HIGH = d.Latest("rating.set", where(level="high"))
REFERRED = some("referral.received")
TWICE = d.Count(SET, 2)
SCHOOL = d.Is("school", ("yes",))
TALK = d.MeetingKind(
    id="talk",
    label="talk",
    name="Talk",
    plural="talks",
    clauses=("T-9",),
    core_members=(d.Member("police", "Police", "police", clauses=("T-8", "T-9")),),
    invitees=(
        d.Member("doctor", "Doctor", "health", when=HIGH, strength=d.Strength.SHOULD),
        d.Member("nurse", "Nurse", "health", when=d.Exists(REFERRED, working_days(1))),
        d.Member("school", "School", "education", when=SCHOOL, strength=d.Strength.MAY),
    ),
)
CLOCK = d.After(SET, weeks(2), proposal=weeks(1), tolerated=weeks(3))
PACK = replace(
    pack(
        duty(CLOCK, id="review-first", met_by=(HELD,), clauses=("T-1", "T-2")),
        duty(d.After(REFERRED, d.Period(3, "hours")), id="answer"),
        duty(d.Standing(), id="keep", when=d.Exists(ENDED)),
        prompt(TWICE, id="danger", asked_of=("chair", "manager"), clauses=("T-3", "T-4")),
        prompt(HIGH, id="plan", asked_of=("chair",)),
        gate(
            "end", id="power", by=("chair",), only_if=d.Exists(HELD, working_days(5)), effects=(ENDED,),
            clauses=("T-5", "T-6"),
        ),
        guidance(HIGH, id="family", clauses=("T-7", "T-9")),
        guidance(d.Exists(REFERRED, weeks(8)), id="recent"),
        supersession("keep", when=d.Exists(some("enquiry.started")), clauses=("T-4",)),
    ),
    meeting_kinds={"talk": TALK},
    roles={"chair": d.Role("chair", "chair", "x"), "manager": d.Role("manager", "manager", "x")},
)  # fmt: skip

RATED = on("rating.set", "2026-02-02", "rated", level="high")
AGAIN = on("rating.set", "2026-02-09", "again", level="low")
UNCLEAR = [
    on("rating.set", "2026-02-09", "one", level="high"),
    on("rating.set", "2026-02-09", "other", level="low"),
]
TOLD = fact("referral.received", "2026-02-09 10:15", "told")
OVER = fact("plan.ended", "2026-02-09 12:00", "over", role="chair")
HIGHER = fact("enquiry.started", "2026-02-09 13:00", "higher")
MET = on("discussion.held", "2026-02-05", "talk")


def answer(which: str, said: str):
    return fact("prompt.answered", "2026-02-09 15:00", prompt=which, answer=said, reason="Because")


def differences(facts, *expected: dict[str, str], moment: str = "2026-02-10 09:00") -> list[str]:
    example = Example(
        "it", "It", "test", "", CHILD, tuple(facts), at(moment), None,
        tuple(Expected(**each) for each in expected), "examples.yaml", 1,
    )  # fmt: skip
    return run(example, PACK, CALENDAR).differences


OBLIGATIONS = [
    ([RATED], {"duty": "review-first", "due": "2026-02-16"}, ""),
    ([RATED], {"duty": "review", "due": "2026-02-16"}, ""),
    ([RATED], {"due": "2026-02-16"}, ""),
    (
        [RATED],
        {
            "duty": "review",
            "due": "2026-02-16",
            "proposal": "2026-02-09",
            "tolerated": "2026-02-23",
            "bearer": "chair",
            "status": "upcoming",
            "governed": "no",
            "clause": "T-2",
        },
        "",
    ),
    ([TOLD], {"duty": "answer", "due": "2026-02-09 13:15"}, ""),
    ([OVER], {"duty": "keep", "due": "no date", "status": "open"}, ""),
    ([RATED, AGAIN], {"duty": "review", "due": "2026-02-23", "governed": "yes"}, ""),
    ([OVER, HIGHER], {"duty": "keep", "status": "superseded", "clause": "T-4"}, ""),
    ([RATED, MET], {"duty": "review", "status": "met"}, ""),
    ([], {"duty": "review"}, "review was expected, and did not arise"),
    ([], {"due": "2026-02-16"}, "an obligation was expected, and did not arise"),
    ([RATED], {"duty": "rev"}, "rev was expected, and did not arise"),
    ([RATED], {"duty": "first"}, "first was expected, and did not arise"),
    (
        [RATED],
        {"duty": "review", "due": "2026-02-17", "status": "due"},
        "review-first: expected due 2026-02-17, status due;"
        " found due 2026-02-16, status upcoming under T-1, T-2",
    ),
    (
        [RATED],
        {"duty": "review", "due": "2026-02-16", "clause": "T-3"},
        "review-first: expected due 2026-02-16, clause T-3; found due 2026-02-16 under T-1, T-2",
    ),
    (
        [RATED, TOLD],
        {"due": "2026-02-16", "bearer": "manager"},
        "review-first: expected due 2026-02-16, bearer manager;"
        " found due 2026-02-16, bearer chair under T-1, T-2",
    ),
    (
        [TOLD],
        {"duty": "answer", "proposal": "2026-02-09", "governed": "yes"},
        "answer: expected proposal 2026-02-09, governed yes;"
        " found proposal no date, governed no under CLAUSE-01",
    ),
    (
        [OVER],
        {"duty": "keep", "clause": "T-4"},
        "keep: expected clause T-4; found  under CLAUSE-01",
    ),
]

PROMPTS = [
    ([RATED, AGAIN], {"prompt": "danger"}, ""),
    ([RATED, AGAIN], {"prompt": "danger", "clause": "T-4", "asked": "manager"}, ""),
    ([RATED, AGAIN, answer("danger", "no")], {"prompt": "danger", "answer": "no"}, ""),
    ([], {"prompt": "none"}, ""),
    ([RATED, AGAIN, answer("danger", "no")], {"prompt": "none"}, ""),
    (UNCLEAR, {"prompt": "plan", "truth": "cannot tell"}, ""),
    ([RATED], {"prompt": "none"}, "nothing was to be asked, but plan is"),
    (
        [AGAIN, RATED, replace(RATED, id="third")],
        {"prompt": "none"},
        "nothing was to be asked, but danger is",
    ),
    ([], {"prompt": "danger"}, "the question danger was expected, and is not asked"),
    (
        [RATED, AGAIN],
        {"prompt": "danger", "truth": "cannot tell"},
        "danger: its threshold is yes, not cannot tell",
    ),
    (UNCLEAR, {"prompt": "plan"}, "plan: its threshold cannot be told"),
    (
        [RATED, AGAIN],
        {"prompt": "danger", "answer": "yes"},
        "danger: its answer is not given, not yes",
    ),
    (
        [RATED, AGAIN, answer("danger", "no")],
        {"prompt": "danger", "answer": "yes"},
        "danger: its answer is no, not yes",
    ),
    (
        [RATED, AGAIN, answer("danger", "no")],
        {"prompt": "danger"},
        "danger: it is answered already (no)",
    ),
    (
        [RATED, AGAIN],
        {"prompt": "danger", "clause": "T-5"},
        "danger: clause T-5 is not among T-3, T-4",
    ),
    (
        [RATED, AGAIN],
        {"prompt": "danger", "asked": "doctor"},
        "danger: asked doctor is not among chair, manager",
    ),
    (
        [RATED, AGAIN],
        {"prompt": "danger", "missing": "level"},
        "danger: what is missing is nothing",
    ),
]

GATES = [
    ([MET], {"gate": "end", "by": "chair", "permission": "allowed", "clause": "T-6"}, ""),
    ([], {"gate": "end", "by": "chair", "permission": "allowed"}, "end: it is not allowed, not allowed"),
    ([MET], {"gate": "end", "by": "chair", "clause": "T-7"}, "end: clause T-7 is not among T-5, T-6"),
    ([MET], {"gate": "end", "by": "chair", "missing": "day"}, "end: what is missing is nothing"),
    ([], {"gate": "end", "by": "chair", "missing": "discussion held"}, ""),
    ([], {"gate": "end", "by": "chair", "missing": "day off"}, "end: what is missing is an entry “discussion held”"),
    ([MET, OVER], {"verdict": "power", "effect": "effective", "clause": "T-5"}, ""),
    ([OVER], {"verdict": "power", "effect": "effective but in breach"}, ""),
    ([], {"verdict": "power", "effect": "not judged"}, ""),
    ([OVER], {"verdict": "power", "effect": "not judged"}, "power: it was judged effective but in breach"),
    ([], {"verdict": "power"}, "power: no act was judged"),
    ([OVER], {"verdict": "power", "effect": "void"}, "power: the act is effective but in breach, not void"),
    ([MET, OVER], {"verdict": "power", "clause": "T-7"}, "power: clause T-7 is not among T-5, T-6"),
]  # fmt: skip

SHOWN = [
    ([RATED], {"guidance": "family", "clause": "T-9"}, ""),
    (UNCLEAR, {"guidance": "family", "truth": "cannot tell"}, ""),
    ([AGAIN], {"guidance": "family"}, "the guidance family was expected, and is not shown"),
    (UNCLEAR, {"guidance": "family"}, "family: it is cannot tell whether it applies, not yes"),
    ([RATED], {"guidance": "family", "truth": "cannot tell"}, "family: it is yes whether it applies, not cannot tell"),
    ([RATED], {"guidance": "family", "missing": "level"}, "family: what is missing is nothing"),
    ([RATED], {"guidance": "family", "clause": "T-1"}, "family: clause T-1 is not among T-7, T-9"),
    ([], {"attends": "police", "meeting": "talk", "clause": "T-8"}, ""),
    ([], {"attends": "police", "meeting": "talk", "strength": "must"}, ""),
    ([RATED], {"attends": "doctor", "meeting": "talk"}, ""),
    ([AGAIN], {"not_attending": "doctor", "meeting": "talk"}, ""),
    ([TOLD], {"attends": "nurse", "meeting": "talk"}, ""),
    ([], {"not_attending": "nurse", "meeting": "talk"}, ""),
    ([], {"attends": "school", "meeting": "talk", "truth": "cannot tell", "strength": "may"}, ""),
    ([], {"attends": "police"}, "police: say at which kind of meeting of the pack"),
    ([], {"not_attending": "police", "meeting": "tolk"}, "police: say at which kind of meeting of the pack"),
    ([], {"not_attending": "police", "meeting": "talk"}, "police was not to be expected at talk, and is"),
    ([AGAIN], {"attends": "doctor", "meeting": "talk"}, "doctor was to be expected at talk, and is not"),
    (UNCLEAR, {"attends": "doctor", "meeting": "talk"}, "doctor: it is cannot tell whether it applies, not yes"),
    ([], {"attends": "police", "meeting": "talk", "clause": "T-1"}, "police: clause T-1 is not among T-8, T-9"),
    ([], {"attends": "school", "meeting": "talk", "truth": "cannot tell"}, "school: the text says may, not must or should"),
    ([], {"attends": "police", "meeting": "talk", "strength": "should"}, "police: the text says must, not should"),
]  # fmt: skip

NOTHING = [
    ([], {"none": "obligation"}, ""),
    ([RATED, MET], {"none": "review"}, ""),
    ([OVER], {"none": "review"}, ""),
    ([AGAIN], {"none": "danger"}, ""),
    ([RATED], {"none": "danger"}, ""),
    ([AGAIN], {"none": "family"}, ""),
    ([AGAIN], {"none": "prompt"}, ""),
    ([RATED], {"none": "review"}, "nothing was to be outstanding, but review-first is upcoming"),
    ([RATED], {"none": "due"}, "nothing was to be outstanding, but review-first is upcoming"),
    ([OVER], {"none": "obligation"}, "nothing was to be outstanding, but keep is open"),
    ([RATED], {"none": "prompt"}, "nothing was to be asked, but plan is"),
    ([RATED], {"none": "plan"}, "nothing was to be asked, but plan is"),
    ([RATED, answer("plan", "no")], {"none": "plan"}, ""),
    ([RATED], {"none": "family"}, "family was not to be shown, and is"),
    ([], {"changes": "never"}, ""),
    ([TOLD], {"changes": "2026-04-07"}, ""),
    ([TOLD], {"changes": "2026-04-07 00:00"}, ""),
    ([TOLD], {"changes": "2026-03"}, "time alone changes it next 2026-04-07 00:00, not 2026-03"),
    ([], {"changes": "2026-03"}, "time alone changes it next never, not 2026-03"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "expected", "said"), [*OBLIGATIONS, *PROMPTS, *GATES, *SHOWN, *NOTHING]
)
def test_the_difference_is_told(facts, expected, said):
    assert differences(facts, expected) == ([said] if said else [])


def test_all_differences_of_an_example_are_told():
    found = differences([RATED], {"none": "family"}, {"duty": "review"}, {"prompt": "danger"})

    assert found == [
        "family was not to be shown, and is",
        "the question danger was expected, and is not asked",
    ]


def test_an_unclear_threshold_says_what_would_have_to_be_known():
    missing = "which entry “rating set” was the last of that day"
    asked = {"truth": "cannot tell", "missing": "the last of that day"}
    vain = {"truth": "cannot tell", "missing": "the weather"}

    for about in ({"prompt": "plan"}, {"guidance": "family"}):
        name = next(iter(about.values()))
        assert differences(UNCLEAR, {**about, **asked}) == []
        assert differences(UNCLEAR, {**about, **vain}) == [f"{name}: what is missing is {missing}"]


def test_what_was_not_known_at_the_time_is_left_out():
    late = replace(RATED, recorded_at=at("2026-02-09"))
    example = Example(
        "it", "It", "test", "", CHILD, (late,), at("2026-02-10"), at("2026-02-08"),
        (Expected(none="obligation"), Expected(not_attending="doctor", meeting="talk")),
        "examples.yaml", 1,
    )  # fmt: skip

    before = run(example, PACK, CALENDAR)
    after = run(replace(example, known_at=None), PACK, CALENDAR)

    assert (before.holds, after.holds) == (True, False)
    assert after.differences == [
        "nothing was to be outstanding, but review-first is upcoming",
        "doctor was not to be expected at talk, and is",
    ]
