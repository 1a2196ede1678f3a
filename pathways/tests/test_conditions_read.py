"""Each way of writing a condition, a length of time and a field, and what it means."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from pathways import definitions as d
from pathways.schema import OPERATORS, Condition, Over, WhereMap, where
from pathways.schema_values import Period, YesNo

CONDITION = TypeAdapter(Condition)
SET = d.Selector("rating.set")
LOW = (d.Where("level", ("low",)),)
ONLY_LOW = d.Selector("rating.set", LOW)
THREE_MONTHS = d.Period(3, "months")

CONDITIONS = [
    ({"exists": "rating.set"}, d.Exists(SET)),
    (
        {"exists": "rating.set", "where": {"level": "low"}, "within": "3 months"},
        d.Exists(ONLY_LOW, THREE_MONTHS),
    ),
    ({"count": "rating.set", "at_least": "2"}, d.Count(SET, 2)),
    (
        {
            "count": "rating.set",
            "at_least": "2",
            "where": {"level": ["low"]},
            "within": "3 months",
            "same": "agency",
        },
        d.Count(ONLY_LOW, 2, THREE_MONTHS, "agency"),
    ),
    (
        {"longest": "missing", "at_least": "24 hours"},
        d.Longest("missing", d.Period(24, "hours")),
    ),
    (
        {"longest": "missing", "more_than": "1 day", "within": "3 months"},
        d.Longest("missing", d.Period(1, "days"), THREE_MONTHS, beyond=True),
    ),
    ({"latest": "rating.set", "where": {"level": "low"}}, d.Latest("rating.set", LOW)),
    (
        {"first": "rating.set", "on_or_after": "referral.received"},
        d.First(SET, d.Selector("referral.received")),
    ),
    (
        {
            "first": "rating.set",
            "where": {"level": "low"},
            "on_or_after": {"fact": "rating.set", "where": {"level": "low"}},
        },
        d.First(ONLY_LOW, ONLY_LOW),
    ),
    ({"open": "missing"}, d.Open("missing")),
    ({"open": "missing", "where": {"level": "low"}}, d.Open("missing", LOW)),
    ({"linked": "place"}, d.Linked("place")),
    (
        {"linked": "place", "at_least": "2", "where": {"level": "low"}},
        d.Linked("place", 2, LOW),
    ),
    ({"act": {"level": "low"}}, d.Act(LOW)),
    ({"judged": "in_danger"}, d.Judged("in_danger")),
    (
        {"judged": "in_danger", "answer": "no", "by": "chair"},
        d.Judged("in_danger", "no", ("chair",)),
    ),
    ({"decided_at": "talk", "decision": "rating.set"}, d.DecidedAt("talk", "rating.set")),
    (
        {"decided_at": "talk", "decision": "rating.set", "quorate": "yes"},
        d.DecidedAt("talk", "rating.set", quorate=True),
    ),
    ({"agreement_of": "chair", "to": "end"}, d.AgreementOf("chair", "end")),
    ({"is": "status", "one_of": "none"}, d.Is("status", ("none",))),
    ({"is": "status", "not": ["none", "care"]}, d.Is("status", ("none", "care"), negated=True)),
    ({"is": "age", "under": "18"}, d.Is("age", under=18)),
    ({"is": "age", "from": "16", "under": "18"}, d.Is("age", under=18, from_age=16)),
    ({"once": {"exists": "rating.set"}}, d.Once(d.Exists(SET))),
    (
        {"all": [{"exists": "rating.set"}, {"open": "missing"}]},
        d.All((d.Exists(SET), d.Open("missing"))),
    ),
    (
        {"any": [{"exists": "rating.set"}, {"open": "missing"}]},
        d.AnyOf((d.Exists(SET), d.Open("missing"))),
    ),
    (
        {"none": [{"exists": "rating.set"}, {"open": "missing"}]},
        d.NoneOf((d.Exists(SET), d.Open("missing"))),
    ),
]


@pytest.mark.parametrize(("written", "meant"), CONDITIONS, ids=str)
def test_a_condition_means_what_is_written(written, meant):
    assert CONDITION.validate_python(written).built() == meant


ONE_TEST = "“is” needs one test: one_of, not, or an age with under, from or both."
ONE_LENGTH = "“longest” has exactly one of the keys at_least, more_than."
ONE_KEY = f"A condition has exactly one of the keys {', '.join(OPERATORS)}."


@pytest.mark.parametrize(
    ("written", "kind", "said"),
    [
        ({"is": "age"}, "is", ONE_TEST),
        ({"is": "age", "under": "18", "one_of": "none"}, "is", ONE_TEST),
        ({"is": "age", "from": "18", "not": "none"}, "is", ONE_TEST),
        ({"is": "age", "one_of": "none", "not": "care"}, "is", ONE_TEST),
        ({"longest": "missing"}, "length", ONE_LENGTH),
        ({"longest": "missing", "at_least": "1 day", "more_than": "1 day"}, "length", ONE_LENGTH),
        ({"exists": "rating.set", "open": "missing"}, "condition", ONE_KEY),
        ({}, "condition", ONE_KEY),
        ("rating.set", "condition", ONE_KEY),
        (["exists"], "condition", ONE_KEY),
    ],
)
def test_a_condition_that_says_too_much_or_too_little_is_refused(written, kind, said):
    with pytest.raises(ValidationError) as refused:
        CONDITION.validate_python(written)

    [mistake] = refused.value.errors()
    assert (mistake["type"], mistake["msg"]) == (kind, said)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0 hours", d.Period(0, "hours")),
        ("1 hour", d.Period(1, "hours")),
        ("2 days", d.Period(2, "days")),
        ("1 day", d.Period(1, "days")),
        ("15 working days", d.Period(15, "working days")),
        ("1 working day", d.Period(1, "working days")),
        (" 6 weeks ", d.Period(6, "weeks")),
        ("12 months", d.Period(12, "months")),
    ],
)
def test_a_length_of_time_keeps_its_unit(written, meant):
    assert TypeAdapter(Period).validate_python(written) == meant


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "3 fortnights",
            "“3 fortnights” is not a length of time. Write a number and one of hours, days,"
            " working days, weeks, months.",
        ),
        (
            ["3 days"],
            "“['3 days']” is not a length of time. Write a number and one of hours, days,"
            " working days, weeks, months.",
        ),
        ("-1 day", "“-1 day” is negative. Write the number of units as 0 or more."),
    ],
)
def test_what_is_no_length_of_time_is_refused(written, said):
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(Period).validate_python(written)

    [mistake] = refused.value.errors()
    assert (mistake["type"], mistake["msg"]) == ("period", said)


def test_yes_and_no_are_words():
    adapter = TypeAdapter(YesNo)

    read = [adapter.validate_python(word) for word in ("yes", "true", "no", "false")]

    assert read == [True, True, False, False]
    with pytest.raises(ValidationError, match="“maybe” is neither yes nor no") as refused:
        adapter.validate_python("maybe")
    assert refused.value.errors()[0]["type"] == "yes_no"


def test_a_field_is_narrowed_to_values_to_any_but_these_or_to_more_than_a_number():
    written = {"level": "low", "tool": {"not": ["short", "long"]}, "weeks": {"over": "4"}}
    more = {"again": Over(over=5)}

    narrowed = where(TypeAdapter(WhereMap).validate_python({**written, **more}))

    assert narrowed == (
        d.Where("level", ("low",)),
        d.Where("tool", ("short", "long"), negated=True),
        d.Where("weeks", (), over=4),
        d.Where("again", (), over=5),
    )
    assert [each.listed for each in narrowed] == [True, False, False, False]
