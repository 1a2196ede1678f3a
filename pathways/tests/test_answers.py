"""What an answer says of itself: alike or not, its name, and where it stands at another moment."""

from pathways import definitions as d
from pathways.answers import Status
from pathways.tests.given import (
    CHILD,
    at,
    days,
    duty,
    evaluated,
    fact,
    gate,
    guidance,
    hours,
    only_obligation,
    only_prompt,
    pack,
    prompt,
    some,
)

VISIT = duty(d.After(some("worry"), days(2)), met_by=(some("visit"),))
RING = duty(d.After(some("worry"), hours(6)), id="ring", met_by=(some("visit"),))
ASKED = prompt(d.Exists(some("worry")))
WATCHED = gate("go", by=("chair",), effects=(some("visit"),))
SAID = guidance(d.Exists(some("worry")))
WORRY = fact("worry", "2026-07-01 10:00", "worry")
VISITED = fact("visit", "2026-07-02 10:00", "visit", role="chair")
OF = pack(VISIT, ASKED, WATCHED, SAID)


def test_two_evaluations_of_the_same_are_alike_in_all_parts():
    one, other = (evaluated(OF, [WORRY, VISITED], "2026-07-03") for _ in range(2))

    for part in ("obligations", "prompts", "verdicts", "guidance"):
        assert getattr(one, part) == getattr(other, part)
        assert len({*getattr(one, part), *getattr(other, part)}) == 1


def test_an_obligation_is_another_once_it_is_met_or_its_duty_reads_differently():
    longer = pack(duty(d.After(some("worry"), days(3)), met_by=(some("visit"),)))

    before = only_obligation(evaluated(OF, [WORRY], "2026-07-02"))
    met = only_obligation(evaluated(OF, [WORRY, VISITED], "2026-07-03"))
    reworded = only_obligation(evaluated(longer, [WORRY], "2026-07-02"))

    assert before != met
    assert before != reworded
    assert before != "duty:worry"


def test_a_prompt_is_another_with_other_evidence_or_an_answer():
    said = fact("prompt.answered", "2026-07-02 10:00", prompt="prompt:worry", answer="yes")
    again = fact("worry", "2026-07-02 11:00", "again")

    open_, answered, later = (
        only_prompt(evaluated(OF, facts, "2026-07-03"))
        for facts in ([WORRY], [WORRY, said], [WORRY, again])
    )

    assert open_ != answered
    assert open_ != later
    assert open_ != "prompt:worry"


def test_a_verdict_and_guidance_are_others_for_other_facts():
    by_worker = fact("visit", "2026-07-02 10:00", "visit", role="worker")
    again = fact("worry", "2026-07-02 11:00", "again")

    first = evaluated(OF, [WORRY, VISITED], "2026-07-03")
    second = evaluated(OF, [WORRY, again, by_worker], "2026-07-03")

    assert first.verdicts != second.verdicts
    assert first.guidance != second.guidance
    assert first.verdicts[0] != "visit"
    assert first.guidance[0] != "guidance"


def test_each_part_names_itself_and_where_it_stands():
    found = evaluated(OF, [WORRY, VISITED], "2026-07-03")
    undated = pack(duty(d.After(some("worry"), None)))

    assert repr(found.obligations[0]) == "<Obligation duty:worry by 2026-07-03: met>"
    assert repr(found.prompts[0]) == "<PromptRaised prompt:worry: yes>"
    assert repr(found.verdicts[0]) == "<Verdict gate on visit: effective>"
    assert repr(found.guidance[0]) == "<GuidanceShown guidance: yes>"
    assert repr(only_obligation(evaluated(undated, [WORRY], "2026-07-03"))) == (
        "<Obligation duty:worry: open>"
    )


def test_a_day_at_another_moment_is_the_day_in_london():
    obligation = only_obligation(evaluated(pack(VISIT), [WORRY], "2026-07-01 12:00"))

    late_evening_in_utc = at("2026-07-03 00:30")

    assert obligation.status_at(late_evening_in_utc) is Status.DUE
    assert obligation.status_at(at("2026-07-02 23:59")) is Status.UPCOMING


def test_what_is_due_at_a_time_is_late_from_that_time_on():
    obligation = only_obligation(evaluated(pack(RING), [WORRY], "2026-07-01 12:00"))

    seen = [obligation.status_at(at(f"2026-07-01 {time}")) for time in ("15:59", "16:00", "16:01")]

    assert seen == [Status.DUE, Status.OVERDUE, Status.OVERDUE]


def test_what_is_settled_or_cannot_be_told_is_so_at_any_moment():
    met = only_obligation(evaluated(pack(VISIT), [WORRY, VISITED], "2026-07-03"))
    unclear = pack(duty(d.After(some("worry"), days(2)), when=d.Is("area", ("docks",))))
    untold = only_obligation(evaluated(unclear, [WORRY], "2026-07-02", subject=CHILD))

    assert met.status_at(at("2027-01-01")) is Status.MET
    assert untold.status_at(at("2027-01-01")) is Status.CANNOT_TELL
