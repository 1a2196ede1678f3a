from pathways import definitions as d
from pathways.answers import Truth
from pathways.tests.given import (
    at,
    days,
    evaluated,
    fact,
    only_prompt,
    pack,
    prompt,
    some,
)

PATTERN = d.Count(some("missing.started"), 3, days(90))
CRIME = d.AnyOf((d.Exists(some("crime_report.linked")), d.Judged("risk of harm")))
THRESHOLD = prompt(d.All((PATTERN, CRIME)), id="threshold", settled_by=(some("discussion.listed"),))
MISSING = [fact("missing.started", f"2026-11-{day:02} 22:00", f"m{day}") for day in (2, 9, 16)]
LINK = fact("crime_report.linked", "2026-10-01 10:00", "link")


def test_a_threshold_reached_names_its_evidence_and_whom_it_asks():
    raised = only_prompt(evaluated(pack(THRESHOLD), [*MISSING, LINK], "2026-11-17"))

    assert raised.truth is Truth.YES
    assert raised.evidence == ("link", "m2", "m9", "m16")
    assert raised.asked_of == ("chair",)
    assert raised.raised_at == at("2026-11-16 22:00")


def test_a_pattern_without_the_other_half_cannot_be_told_and_says_what_is_missing():
    raised = only_prompt(evaluated(pack(THRESHOLD), MISSING, "2026-11-17"))

    assert raised.truth is Truth.CANNOT_TELL
    assert raised.missing == (
        "an entry “crime report linked” or an answer to the question “risk of harm”",
    )


def test_below_the_threshold_nothing_is_asked_and_the_reason_is_kept():
    found = evaluated(pack(THRESHOLD), MISSING[:2], "2026-11-17")

    [why_not] = found.not_fired
    assert found.prompts == ()
    assert "2 found" in why_not.parts[0].parts[0].text


def test_an_answer_closes_the_question_and_stays_with_it():
    answer = fact(
        "prompt.answered", "2026-11-17 10:00", "answer", prompt="threshold:m16", answer="no"
    )

    raised = only_prompt(evaluated(pack(THRESHOLD), [*MISSING, LINK, answer], "2026-11-18"))

    assert (raised.answered_by, raised.answer, raised.open) == ("answer", "no", False)


def test_new_evidence_asks_anew():
    answer = fact("prompt.answered", "2026-11-17 10:00", prompt="threshold:m16", answer="no")
    again = fact("missing.started", "2026-11-19 22:00", "m19")

    raised = only_prompt(evaluated(pack(THRESHOLD), [*MISSING, LINK, answer, again], "2026-11-20"))

    assert (raised.key, raised.open) == ("threshold:m19", True)


def test_an_answer_by_the_name_of_the_prompt_covers_what_was_there_when_it_was_given():
    answer = fact("prompt.answered", "2026-11-17 10:00", prompt="threshold", answer="no")
    again = fact("missing.started", "2026-11-19 22:00", "m19")

    before = only_prompt(evaluated(pack(THRESHOLD), [*MISSING, LINK, answer], "2026-11-18"))
    after = only_prompt(evaluated(pack(THRESHOLD), [*MISSING, LINK, answer, again], "2026-11-20"))

    assert (before.open, after.open) == (False, True)


def test_an_answer_that_names_its_evidence_covers_no_more_than_that():
    evidence = ["link", "m2", "m9"]
    answer = fact(
        "prompt.answered", "2026-11-17 10:00", prompt="threshold", answer="no", evidence=evidence
    )

    raised = only_prompt(evaluated(pack(THRESHOLD), [*MISSING, LINK, answer], "2026-11-18"))

    assert raised.open


def test_a_question_is_idle_once_the_thing_was_done():
    listed = fact("discussion.listed", "2026-11-17 10:00", "listed")

    raised = only_prompt(evaluated(pack(THRESHOLD), [*MISSING, LINK, listed], "2026-11-18"))

    assert (raised.answered_by, raised.answer) == ("listed", "settled")


def test_a_thing_done_before_the_evidence_does_not_settle_it():
    listed = fact("discussion.listed", "2026-11-15 10:00")

    raised = only_prompt(evaluated(pack(THRESHOLD), [*MISSING, LINK, listed], "2026-11-18"))

    assert raised.open


def test_a_prompt_for_each_fact_asks_once_for_each():
    each = prompt(
        d.Exists(some("risk.noted")),
        each=some("interview.held"),
        settled_by=(some("nrm.referred"),),
        match=("episode",),
    )
    facts = [
        fact("risk.noted", "2026-11-01"),
        fact("interview.held", "2026-11-02", "a", episode="1"),
        fact("interview.held", "2026-11-09", "b", episode="2"),
        fact("nrm.referred", "2026-11-10", episode="1"),
    ]

    found = evaluated(pack(each), facts, "2026-11-11")

    assert {raised.key: raised.open for raised in found.prompts} == {
        "prompt:a": False,
        "prompt:b": True,
    }


def test_what_comes_to_hold_after_the_next_one_is_asked_about_that_one_only():
    asked = prompt(d.Exists(some("worry")), each=some("missing.ended"))
    facts = [
        fact("missing.ended", "2026-11-20 10:00", "one"),
        fact("missing.ended", "2026-11-21 10:00", "two"),
        fact("worry", "2026-11-22 10:00", "worry"),
    ]

    raised = only_prompt(evaluated(pack(asked), facts, "2026-11-23"))

    assert (raised.key, raised.evidence) == ("prompt:two", ("two", "worry"))
