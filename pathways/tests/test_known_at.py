from dataclasses import replace

from pathways import definitions as d
from pathways.answers import Status
from pathways.tests.given import at, days, duty, evaluated, fact, only_obligation, pack, some

MINUTES = duty(d.After(some("meeting.held"), days(2)), met_by=(some("minutes.sent"),))
HELD = fact("meeting.held", "2026-11-02 10:00", "held")
SENT = replace(fact("minutes.sent", "2026-11-03 10:00", "sent"), recorded_at=at("2026-11-09 10:00"))


def test_what_was_recorded_late_was_not_known_on_the_day():
    found = evaluated(pack(MINUTES), [HELD, SENT], "2026-11-06", known_at="2026-11-06")

    assert only_obligation(found).status is Status.OVERDUE


def test_a_past_day_can_be_seen_with_what_is_known_now():
    found = evaluated(pack(MINUTES), [HELD, SENT], "2026-11-06", known_at="2026-11-20")

    assert only_obligation(found).status is Status.MET


def test_a_withdrawn_fact_counted_until_it_was_withdrawn():
    withdrawn = replace(HELD, withdrawn_at=at("2026-11-05 10:00"))

    before = evaluated(pack(MINUTES), [withdrawn], "2026-11-04")
    after = evaluated(pack(MINUTES), [withdrawn], "2026-11-06")

    assert len(before.obligations) == 1
    assert after.obligations == ()


def test_a_fact_is_known_from_the_moment_it_is_recorded_until_it_is_withdrawn():
    recorded, withdrawn = at("2026-11-05 10:00"), at("2026-11-06 10:00")
    known = replace(HELD, recorded_at=recorded, withdrawn_at=withdrawn)

    moments = ("2026-11-05 09:59", "2026-11-05 10:00", "2026-11-06 09:59", "2026-11-06 10:00")

    assert [known.known_at(at(moment)) for moment in moments] == [False, True, True, False]
    assert HELD.known_at(HELD.at)
    assert not HELD.known_at(at("2026-11-02 09:59"))
