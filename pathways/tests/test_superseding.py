from datetime import date

from pathways import definitions as d
from pathways.answers import Status
from pathways.tests.given import (
    days,
    duty,
    evaluated,
    fact,
    only_obligation,
    pack,
    some,
    supersession,
)

REVIEW = duty(d.After(some("meeting.held"), days(20)), met_by=(some("review.held"),))
OPEN = d.Open("strategy")
HELD = fact("meeting.held", "2026-11-01 10:00", "held")
OPENED = fact("strategy.opened", "2026-11-05 10:00")
CLOSED = fact("strategy.closed", "2026-11-15 10:00")


def test_a_suspended_duty_rests_and_says_why():
    of = pack(REVIEW, supersession("duty", when=OPEN))

    obligation = only_obligation(evaluated(of, [HELD, OPENED], "2026-11-10"))

    assert obligation.status is Status.SUPERSEDED
    assert "CLAUSE-04" in obligation.why.parts[-1].clauses


def test_a_suspended_duty_comes_back_with_its_date_where_clocks_are_kept():
    of = pack(REVIEW, supersession("duty", when=OPEN))

    obligation = only_obligation(evaluated(of, [HELD, OPENED, CLOSED], "2026-11-16"))

    assert (obligation.status, obligation.due.by_day) == (Status.UPCOMING, date(2026, 11, 21))


def test_a_paused_clock_moves_the_date_by_the_days_it_stood_still():
    of = pack(REVIEW, supersession("duty", when=OPEN, clocks="pause"))

    obligation = only_obligation(evaluated(of, [HELD, OPENED, CLOSED], "2026-11-16"))

    assert obligation.due.by_day == date(2026, 12, 1)
    assert "stood still for 10 days" in obligation.due.arithmetic


def test_an_ended_duty_does_not_come_back_and_a_new_trigger_raises_it_again():
    of = pack(REVIEW, supersession("duty", when=OPEN, effect="end"))
    again = fact("meeting.held", "2026-11-17 10:00", "again")

    found = evaluated(of, [HELD, OPENED, CLOSED, again], "2026-11-18")

    assert {o.key: o.status for o in found.obligations} == {
        "duty:held": Status.SUPERSEDED,
        "duty:again": Status.UPCOMING,
    }


def test_what_was_done_before_stays_done():
    of = pack(REVIEW, supersession("duty", when=OPEN, effect="replace"))
    done = fact("review.held", "2026-11-03 10:00")

    assert only_obligation(evaluated(of, [HELD, done, OPENED], "2026-11-10")).status is Status.MET


def test_a_supersession_that_cannot_be_told_leaves_the_duty_standing():
    of = pack(REVIEW, supersession("duty", when=d.Judged("high risk incident")))

    assert only_obligation(evaluated(of, [HELD], "2026-11-10")).status is Status.UPCOMING


def test_a_clock_that_had_run_out_does_not_stand_still():
    soon = duty(d.After(some("meeting.held"), days(2)), met_by=(some("review.held"),))
    of = pack(soon, supersession("duty", when=OPEN, clocks="pause"))

    obligation = only_obligation(evaluated(of, [HELD, OPENED, CLOSED], "2026-11-16"))

    assert (obligation.status, obligation.due.by_day) == (Status.OVERDUE, date(2026, 11, 3))


def test_why_something_gave_way_is_told_as_it_was_then():
    of = pack(REVIEW, supersession("duty", when=OPEN, effect="end"))

    why = only_obligation(evaluated(of, [HELD, OPENED, CLOSED], "2026-11-18")).why

    assert why.parts[-1].parts[0].text == "Yes: “strategy” holds; since Thu 5 November 2026."


def test_where_an_earlier_day_was_agreed_its_limit_moves_too():
    coming_round = duty(
        d.Interval((some("meeting.held"),), days(20), earlier=some("review.scheduled"))
    )
    of = pack(coming_round, supersession("duty", when=OPEN, clocks="pause"))
    agreed = fact("review.scheduled", "2026-11-01 11:00", due="2026-11-11")

    obligation = only_obligation(evaluated(of, [HELD, agreed, OPENED, CLOSED], "2026-11-16"))

    assert obligation.due.by_day == date(2026, 11, 21)
    assert "Limit of the text: 20 days after Sun 1 November 2026 is Sat 21 November 2026." in (
        part.text.removesuffix(" The clock stood still for 10 days.")
        for part in obligation.why.parts
        if "stood still" in part.text
    )
