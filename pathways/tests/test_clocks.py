from datetime import UTC, date

import pytest

from pathways import definitions as d
from pathways.answers import Status
from pathways.tests.given import (
    at,
    days,
    duty,
    evaluated,
    fact,
    hours,
    months,
    on,
    only_obligation,
    pack,
    some,
    weeks,
    where,
    working_days,
)

MINUTES = duty(
    d.After(some("meeting.held"), working_days(2)),
    met_by=(some("minutes.sent"),),
)
LIST = duty(
    d.Before(some("meeting.scheduled"), hours(48)),
    met_by=(some("list.sent"),),
    match=("meeting",),
)
REVIEW = duty(
    d.Interval((some("discussion.held"),), months(3), earlier=some("review.scheduled")),
    met_by=(some("discussion.held", quorate="true"),),
)


def statuses(found):
    return {obligation.key: str(obligation.status) for obligation in found.obligations}


# --- deadline after -------------------------------------------------------------------


def test_a_duty_after_an_event_is_upcoming_then_due_then_late():
    facts = [fact("meeting.held", "2026-11-20 10:00")]

    seen = [
        only_obligation(evaluated(pack(MINUTES), facts, moment)).status
        for moment in ("2026-11-23 09:00", "2026-11-24 23:59", "2026-11-25 00:00")
    ]

    assert seen == [Status.UPCOMING, Status.DUE, Status.OVERDUE]


def test_the_status_at_another_moment_needs_no_new_evaluation():
    facts = [fact("meeting.held", "2026-11-20 10:00")]

    obligation = only_obligation(evaluated(pack(MINUTES), facts, "2026-11-23 09:00"))

    assert obligation.status_at(at("2026-11-24 12:00")) is Status.DUE
    assert obligation.status_at(at("2026-11-25 12:00")) is Status.OVERDUE


@pytest.mark.parametrize(
    ("sent", "status"),
    [("2026-11-24 23:59", Status.MET), ("2026-11-25 00:00", Status.MET_LATE)],
)
def test_a_duty_done_on_its_last_day_is_met_and_after_it_met_late(sent, status):
    facts = [fact("meeting.held", "2026-11-20 10:00"), fact("minutes.sent", sent, "sent")]

    obligation = only_obligation(evaluated(pack(MINUTES), facts, "2026-12-01 09:00"))

    assert (obligation.status, obligation.met_by) == (status, "sent")


def test_each_event_raises_its_own_obligation_and_past_ones_stay():
    facts = [
        fact("meeting.held", "2026-11-06 10:00", "one"),
        fact("minutes.sent", "2026-11-09 10:00"),
        fact("meeting.held", "2026-11-13 10:00", "two"),
    ]

    found = evaluated(pack(MINUTES), facts, "2026-11-14 09:00")

    assert statuses(found) == {"duty:one": "met", "duty:two": "upcoming"}


def test_a_duty_without_a_figure_has_no_date_and_stays_open():
    record = duty(d.After(some("meeting.held"), None), met_by=(some("record.completed"),))
    facts = [fact("meeting.held", "2025-11-20 10:00")]

    obligation = only_obligation(evaluated(pack(record), facts, "2026-11-20 10:00"))

    assert (obligation.due, obligation.status) == (None, Status.OPEN)


REPORT = duty(
    d.After(some("response.agreed"), None, by="report_by"),
    met_by=(some("response.reported"),),
)


def test_a_duty_by_an_agreed_day_is_due_on_that_day_and_late_after_it():
    facts = [fact("response.agreed", "2026-11-20 10:00", report_by="2026-12-18")]

    seen = [
        only_obligation(evaluated(pack(REPORT), facts, moment)).status
        for moment in ("2026-12-17 09:00", "2026-12-18 23:59", "2026-12-19 00:00")
    ]

    assert seen == [Status.UPCOMING, Status.DUE, Status.OVERDUE]


def test_a_duty_by_an_agreed_day_that_nobody_wrote_down_has_no_date():
    facts = [fact("response.agreed", "2026-11-20 10:00", report_by="soon")]

    obligation = only_obligation(evaluated(pack(REPORT), facts, "2027-06-01 09:00"))

    assert obligation.due is None
    assert obligation.status is Status.OPEN


def test_only_an_act_of_the_same_meeting_meets_a_duty_that_says_so():
    matched = duty(
        d.After(some("meeting.held"), days(2)),
        met_by=(some("minutes.sent"),),
        match=("meeting",),
    )
    facts = [
        fact("meeting.held", "2026-11-06 10:00", "one", meeting="1"),
        fact("meeting.held", "2026-11-06 14:00", "two", meeting="2"),
        fact("minutes.sent", "2026-11-07 10:00", meeting="2"),
    ]

    found = evaluated(pack(matched), facts, "2026-11-07 11:00")

    assert statuses(found) == {"duty:one": "upcoming", "duty:two": "met"}


def test_the_decision_may_come_after_the_event_from_which_the_days_run():
    first_meeting = duty(
        d.After(some("strategy.held"), working_days(15)),
        when=d.Exists(some("process.chosen")),
        met_by=(some("marmm.held"),),
    )
    facts = [fact("strategy.held", "2026-11-03 14:00"), fact("process.chosen", "2026-11-10 10:00")]

    before = evaluated(pack(first_meeting), facts, "2026-11-09 10:00")
    after = only_obligation(evaluated(pack(first_meeting), facts, "2026-11-11 10:00"))

    assert before.obligations == ()
    assert after.due.by_day == date(2026, 11, 24)
    assert after.arose_at == at("2026-11-10 10:00")


def test_a_window_that_empties_does_not_raise_a_duty_for_an_event_long_past():
    tool = duty(
        d.After(some("referral.received"), None),
        when=d.NoneOf((d.Exists(some("assessment.completed"), months(3)),)),
        met_by=(some("assessment.completed"),),
    )
    facts = [
        fact("assessment.completed", "2026-01-05 10:00"),
        fact("referral.received", "2026-01-10 10:00"),
    ]

    found = evaluated(pack(tool), facts, "2026-06-01 10:00")

    assert found.obligations == ()


def test_proposal_limit_and_tolerated_date_are_all_given():
    bounded = duty(
        d.Interval((some("discussion.held"),), months(1), proposal=weeks(4), tolerated=weeks(6))
    )
    facts = [fact("discussion.held", "2026-11-20 10:00")]

    obligation = only_obligation(evaluated(pack(bounded), facts, "2026-11-21 10:00"))

    assert obligation.proposal.by_day == date(2026, 12, 18)
    assert obligation.due.by_day == date(2026, 12, 20)
    assert obligation.tolerated_until.by_day == date(2027, 1, 1)


def test_later_than_the_limit_is_late_even_while_tolerated():
    bounded = duty(d.Interval((some("discussion.held"),), months(1), tolerated=weeks(6)))
    facts = [fact("discussion.held", "2026-11-20 10:00")]

    obligation = only_obligation(evaluated(pack(bounded), facts, "2026-12-22 10:00"))

    assert obligation.status is Status.OVERDUE


def test_a_duty_that_can_no_longer_be_done_lapses():
    same_day = duty(d.After(some("meeting.held"), days(0)), persists=False)
    facts = [fact("meeting.held", "2026-11-20 10:00")]

    obligation = only_obligation(evaluated(pack(same_day), facts, "2026-11-21 10:00"))

    assert (obligation.status, obligation.ended_at) == (Status.LAPSED, at("2026-11-21"))


def test_a_waived_duty_is_not_required_and_says_by_which_entry():
    facts = [
        fact("meeting.held", "2026-11-20 10:00", "held"),
        fact("duty.waived", "2026-11-21 10:00", obligation="duty:held", reason="sent by post"),
    ]

    obligation = only_obligation(evaluated(pack(MINUTES), facts, "2026-12-21 10:00"))

    assert obligation.status is Status.NOT_REQUIRED
    assert any("sent by post" in part.text for part in obligation.why.parts)


def test_a_duty_ends_undone_with_a_fact_that_takes_it_away():
    ending = duty(d.After(some("meeting.held"), days(9)), ends_with=(some("case.closed"),))
    facts = [fact("meeting.held", "2026-11-20 10:00"), fact("case.closed", "2026-11-21 10:00")]

    obligation = only_obligation(evaluated(pack(ending), facts, "2026-12-21 10:00"))

    assert obligation.status is Status.NOT_REQUIRED


def test_a_duty_that_was_late_when_its_condition_ended_stays_in_the_record_as_missed():
    conditional = duty(d.After(some("meeting.held"), days(1)), when=d.Open("plan"))
    facts = [
        fact("plan.agreed", "2026-11-01 10:00"),
        fact("meeting.held", "2026-11-02 10:00", "early"),
        fact("meeting.held", "2026-11-09 10:00", "late"),
        fact("plan.ended", "2026-11-10 10:00"),
    ]

    found = evaluated(pack(conditional), facts, "2026-12-21 10:00")

    assert statuses(found) == {"duty:early": "lapsed", "duty:late": "not required"}


# --- deadline before ------------------------------------------------------------------


def test_a_duty_before_a_meeting_is_due_by_the_hour_and_lapses_with_the_meeting():
    facts = [
        fact("meeting.scheduled", "2026-11-01 10:00", meeting="1", starts_at="2026-11-27T09:30")
    ]

    seen = [
        only_obligation(evaluated(pack(LIST), facts, moment)).status
        for moment in (
            "2026-11-24 09:00",
            "2026-11-25 09:00",
            "2026-11-25 09:30",
            "2026-11-27 09:30",
        )
    ]

    assert seen == [Status.UPCOMING, Status.DUE, Status.OVERDUE, Status.LAPSED]


def test_a_moved_meeting_moves_the_date_and_keeps_the_obligation():
    facts = [
        fact(
            "meeting.scheduled",
            "2026-11-01 10:00",
            "first",
            meeting="1",
            starts_at="2026-12-25T09:30",
        ),
        fact("meeting.moved", "2026-11-02 10:00", meeting="1", starts_at="2026-12-23T09:30"),
    ]

    obligation = only_obligation(evaluated(pack(LIST), facts, "2026-11-24 09:00"))

    assert obligation.key == "duty:first"
    assert obligation.due.moment == at("2026-12-21 09:30").astimezone(UTC)


def test_a_cancelled_meeting_needs_no_list():
    facts = [
        fact("meeting.scheduled", "2026-11-01 10:00", meeting="1", starts_at="2026-12-25T09:30"),
        fact("meeting.cancelled", "2026-11-02 10:00", meeting="1"),
    ]

    obligation = only_obligation(evaluated(pack(LIST), facts, "2026-12-24 09:00"))

    assert obligation.status is Status.NOT_REQUIRED


def test_a_list_sent_for_another_meeting_does_not_count():
    facts = [
        fact(
            "meeting.scheduled", "2026-11-01 10:00", "a", meeting="1", starts_at="2026-11-20T09:30"
        ),
        fact(
            "meeting.scheduled", "2026-11-01 11:00", "b", meeting="2", starts_at="2026-11-27T09:30"
        ),
        fact("list.sent", "2026-11-17 10:00", meeting="1"),
    ]

    found = evaluated(pack(LIST), facts, "2026-11-18 09:00")

    assert statuses(found) == {"duty:a": "met", "duty:b": "upcoming"}


def test_a_list_sent_late_is_met_late_and_after_the_meeting_not_at_all():
    start = fact("meeting.scheduled", "2026-11-01 10:00", meeting="1", starts_at="2026-11-20T09:30")

    late = [start, fact("list.sent", "2026-11-19 10:00", meeting="1")]
    after = [start, fact("list.sent", "2026-11-20 10:00", meeting="1")]

    assert only_obligation(evaluated(pack(LIST), late, "2026-12-01")).status is Status.MET_LATE
    assert only_obligation(evaluated(pack(LIST), after, "2026-12-01")).status is Status.LAPSED


@pytest.mark.parametrize("starts_at", [None, "soon", "", 7])
def test_a_meeting_without_a_readable_time_cannot_be_told(starts_at):
    facts = [fact("meeting.scheduled", "2026-11-01 10:00", meeting="1", starts_at=starts_at)]

    obligation = only_obligation(evaluated(pack(LIST), facts, "2026-11-24 09:00"))

    assert (obligation.status, obligation.due) == (Status.CANNOT_TELL, None)


# --- greatest interval ----------------------------------------------------------------


def test_reviews_make_a_chain_in_which_each_meets_the_one_before():
    facts = [
        fact("discussion.held", "2026-01-14 09:40", "one", quorate=True),
        fact("discussion.held", "2026-04-10 09:40", "two", quorate=True),
        fact("discussion.held", "2026-08-20 09:40", "three", quorate=True),
    ]

    found = evaluated(pack(REVIEW), facts, "2026-09-01 09:00")

    assert statuses(found) == {"duty:one": "met", "duty:two": "met late", "duty:three": "upcoming"}
    assert found.obligations[-1].due.by_day == date(2026, 11, 20)


def test_a_meeting_that_is_not_quorate_leaves_the_duty_and_its_date():
    facts = [
        fact("discussion.held", "2026-01-14 09:40", "one", quorate=True),
        fact("discussion.held", "2026-04-10 09:40", "two", quorate=False),
    ]

    obligation = only_obligation(evaluated(pack(REVIEW), facts, "2026-04-20 09:00"))

    assert (obligation.key, obligation.status) == ("duty:one", Status.OVERDUE)


def test_an_earlier_day_that_people_agreed_is_the_due_date():
    facts = [
        fact("discussion.held", "2026-01-14 09:40", quorate=True),
        fact("review.scheduled", "2026-01-14 09:50", "agreed", due="2026-02-20"),
    ]

    obligation = only_obligation(evaluated(pack(REVIEW), facts, "2026-01-20 09:00"))

    assert obligation.due.by_day == date(2026, 2, 20)
    assert any("agreed" in part.facts for part in obligation.why.parts)


def test_a_day_agreed_beyond_the_limit_does_not_move_it():
    facts = [
        fact("discussion.held", "2026-01-14 09:40", quorate=True),
        fact("review.scheduled", "2026-01-14 09:50", due="2026-06-20"),
    ]

    obligation = only_obligation(evaluated(pack(REVIEW), facts, "2026-01-20 09:00"))

    assert obligation.due.by_day == date(2026, 4, 14)


def test_the_day_agreed_at_a_review_belongs_to_the_next_one():
    facts = [
        fact("discussion.held", "2026-01-14 09:40", "one", quorate=True),
        fact("review.scheduled", "2026-03-10 09:30", due="2026-03-30"),
        fact("discussion.held", "2026-03-10 09:40", "two", quorate=True),
    ]

    dues = {o.key: o.due.by_day for o in evaluated(pack(REVIEW), facts, "2026-03-20").obligations}

    assert dues == {"duty:one": date(2026, 4, 14), "duty:two": date(2026, 3, 30)}


def test_a_rating_that_changes_hands_the_review_to_another_duty():
    def review(level, limit):
        return duty(
            d.Interval((some("discussion.held"),), limit),
            id=level,
            act="discuss",
            when=d.Latest("rating.set", where(level=level)),
        )

    facts = [
        fact("rating.set", "2026-01-14 09:38", level="emerging"),
        fact("discussion.held", "2026-01-14 09:40", "one"),
        fact("rating.set", "2026-03-10 09:30", level="significant"),
        fact("discussion.held", "2026-03-10 09:40", "two"),
    ]

    both = pack(review("emerging", months(3)), review("significant", weeks(8)))
    found = evaluated(both, facts, "2026-03-20")

    assert statuses(found) == {"emerging:one": "met", "significant:two": "upcoming"}


def test_where_two_clocks_bear_on_one_act_the_earliest_governs():
    monthly = duty(d.Interval((some("discussion.held"),), months(1)), id="monthly", act="discuss")
    quarterly = duty(d.Interval((some("discussion.held"),), months(3)), id="quarter", act="discuss")
    facts = [fact("discussion.held", "2026-01-14 09:40", "one")]

    found = evaluated(pack(quarterly, monthly), facts, "2026-01-20")

    assert [o.key for o in found.outstanding] == ["monthly:one"]
    assert [o.governed_by for o in found.obligations] == [None, "monthly:one"]


def test_of_duties_without_a_date_the_one_that_arose_first_governs_whatever_facts_are_called():
    def undated(id: str, kind: str) -> d.Duty:
        return duty(d.After(some(kind), None), id=id, act="write")

    after_review, after_rating = undated("a", "discussion.held"), undated("z", "rating.set")
    governing = [
        evaluated(
            pack(after_review, after_rating),
            [
                fact("rating.set", "2026-01-14 09:40", names[0]),
                fact("discussion.held", "2026-01-14 09:45", names[1]),
            ],
            "2026-01-20",
        ).outstanding[0].duty
        for names in (("one", "two"), ("two", "one"))
    ]  # fmt: skip

    assert governing == ["z", "z"]


def test_of_duties_that_arose_together_the_first_of_the_pack_governs():
    def undated(id: str) -> d.Duty:
        return duty(d.After(some("rating.set"), None), id=id, act="write")

    facts = [fact("rating.set", "2026-01-14 09:40", "one")]

    found = evaluated(pack(undated("z"), undated("a")), facts, "2026-01-20")

    assert [o.duty for o in found.outstanding] == ["z"]


def test_acts_for_different_meetings_do_not_govern_each_other():
    facts = [
        fact("meeting.scheduled", "2026-11-01 10:00", meeting="1", starts_at="2026-11-20T09:30"),
        fact("meeting.scheduled", "2026-11-01 11:00", meeting="2", starts_at="2026-11-27T09:30"),
    ]

    found = evaluated(pack(LIST), facts, "2026-11-10 09:00")

    assert len(found.outstanding) == 2


# --- standing condition ---------------------------------------------------------------


def test_a_standing_duty_is_open_while_its_condition_holds_and_met_when_it_ends():
    lead = duty(
        d.Standing(),
        when=d.All((d.Open("plan"), d.NoneOf((d.Exists(some("lead.allocated")),)))),
    )
    facts = [
        fact("plan.agreed", "2026-11-01 10:00", "plan"),
        fact("lead.allocated", "2026-11-05 10:00", "lead"),
    ]

    before = only_obligation(evaluated(pack(lead), facts, "2026-11-04"))
    after = only_obligation(evaluated(pack(lead), facts, "2026-11-06"))

    assert (before.key, before.status) == ("duty:plan", Status.OPEN)
    assert (after.key, after.status, after.met_by) == ("duty:plan", Status.MET, "lead")


def test_a_standing_duty_returns_with_its_condition_under_a_key_of_its_own():
    interview = duty(d.Standing(), when=d.Open("missing"), met_by=(some("police.told"),))
    facts = [
        on("missing.started", "2026-11-01", "a", episode="1"),
        on("missing.ended", "2026-11-03", episode="1"),
        on("missing.started", "2026-11-10", "b", episode="2"),
        on("police.told", "2026-11-10"),
    ]

    found = evaluated(pack(interview), facts, "2026-11-12")

    assert statuses(found) == {"duty:a": "not required", "duty:b": "met"}


# --- dated entries, other subjects ----------------------------------------------------


def test_a_duty_that_arose_under_an_old_entry_keeps_it():
    old = duty(d.After(some("meeting.held"), days(5)), id="old", in_force_to=date(2026, 3, 31))
    new = duty(d.After(some("meeting.held"), days(2)), id="new", in_force_from=date(2026, 4, 1))
    facts = [
        fact("meeting.held", "2026-03-31 10:00", "march"),
        fact("meeting.held", "2026-04-01 10:00", "april"),
    ]

    found = evaluated(pack(old, new), facts, "2026-04-02")

    assert {o.key: o.due.by_day.day for o in found.obligations} == {"old:march": 5, "new:april": 3}


def test_a_duty_towards_places_says_nothing_of_a_child():
    place = duty(d.After(some("meeting.held"), days(5)), subjects=("place",))
    facts = [fact("meeting.held", "2026-03-31 10:00")]

    assert evaluated(pack(place), facts, "2026-04-02").obligations == ()


def test_what_lies_ahead_has_not_happened_yet_and_is_the_next_change():
    ahead = fact("meeting.held", "2026-11-20 10:00")
    planned = type(ahead)(ahead.id, ahead.kind, ahead.at, recorded_at=at("2026-11-01"))

    found = evaluated(pack(MINUTES), [planned], "2026-11-10")

    assert found.obligations == ()
    assert found.next_change_at == at("2026-11-20 10:00")


def test_a_meeting_called_off_and_announced_again_needs_its_list():
    scheduled = {"meeting": "1", "starts_at": "2026-12-25T09:30"}
    facts = [
        fact("meeting.scheduled", "2026-11-01 10:00", "first", **scheduled),
        fact("meeting.cancelled", "2026-11-02 10:00", meeting="1"),
        fact("meeting.scheduled", "2026-11-03 10:00", meeting="1", starts_at="2026-12-23T09:30"),
    ]

    obligation = only_obligation(evaluated(pack(LIST), facts, "2026-12-01 09:00"))

    assert (obligation.key, obligation.status) == ("duty:first", Status.UPCOMING)


def test_one_act_meets_every_duty_of_its_kind():
    monthly = duty(d.Interval((some("discussion.held"),), months(1)), id="monthly", act="discuss")
    quarterly = duty(d.Interval((some("discussion.held"),), months(3)), id="quarter", act="discuss")
    facts = [
        fact("discussion.held", "2026-01-14 09:40", "one"),
        fact("discussion.held", "2026-02-10 09:40", "two"),
    ]

    found = evaluated(pack(quarterly, monthly), facts, "2026-02-11")

    assert statuses(found) == {
        "monthly:one": "met",
        "quarter:one": "met",
        "monthly:two": "upcoming",
        "quarter:two": "upcoming",
    }


def test_a_day_agreed_beyond_the_limit_is_shown_with_its_reason():
    facts = [
        fact("discussion.held", "2026-01-14 09:40", quorate=True),
        fact("review.scheduled", "2026-01-14 09:50", "later", due="2026-06-20", reason="exams"),
    ]

    why = only_obligation(evaluated(pack(REVIEW), facts, "2026-01-20 09:00")).why

    assert why.parts[-1].facts == ("later",)
    assert why.parts[-1].text == (
        "People agreed Sat 20 June 2026, after the limit, with the reason “exams”; "
        "from the limit on it is late."
    )


def test_what_is_to_happen_again_and_again_comes_back_with_its_condition():
    review = duty(
        d.Interval((some("discussion.held"),), months(3)),
        when=d.Is("legal_status", ("looked_after",)),
    )
    facts = [
        fact("discussion.held", "2026-09-01 10:00"),
        fact("legal_status.changed", "2026-10-01", value="none"),
        fact("legal_status.changed", "2026-10-05", value="looked_after"),
    ]

    away = evaluated(pack(review), facts, "2026-10-03")
    back = only_obligation(evaluated(pack(review), facts, "2026-10-06"))

    assert [each.status for each in away.obligations] == [Status.NOT_REQUIRED]
    assert (back.status, back.due.by_day) == (Status.UPCOMING, date(2026, 12, 1))


def test_what_comes_round_for_each_matter_is_not_settled_by_another_matter():
    review = duty(
        d.Interval((some("action.agreed"),), months(1)),
        met_by=(some("action.reviewed"),),
        match=("action",),
    )
    facts = [
        fact("action.agreed", "2026-02-02", "mine", action="a"),
        fact("action.reviewed", "2026-02-20", action="b"),
    ]

    found = evaluated(pack(review), facts, "2026-03-05")

    assert [each.key for each in found.open] == ["duty:mine"]
    assert statuses(found) == {"duty:mine": "overdue"}


RATED_OR_HELD = duty(
    d.Interval((some("discussion.held"), some("rating.set")), months(1)),
    met_by=(some("discussion.held", quorate="true"),),
)


def test_a_clock_that_started_again_in_time_leaves_no_lateness_behind():
    facts = [
        fact("rating.set", "2026-01-05 09:40", "one"),
        fact("rating.set", "2026-02-01 09:40", "two"),
        fact("discussion.held", "2026-02-27 09:40", "held", quorate="true"),
    ]

    found = evaluated(pack(RATED_OR_HELD), facts, "2026-02-28")

    assert statuses(found) == {"duty:two": "met", "duty:held": "upcoming"}


def test_a_clock_that_started_again_late_stays_missed_whatever_is_done_later():
    facts = [
        fact("rating.set", "2026-01-05 09:40", "one"),
        fact("rating.set", "2026-02-20 09:40", "two"),
    ]
    later = fact("discussion.held", "2026-03-10 09:40", "held", quorate="true")

    before = evaluated(pack(RATED_OR_HELD), facts, "2026-03-01")
    after = evaluated(pack(RATED_OR_HELD), [*facts, later], "2026-03-11")

    assert statuses(before) == {"duty:one": "lapsed", "duty:two": "upcoming"}
    assert statuses(after) == {"duty:one": "lapsed", "duty:two": "met", "duty:held": "upcoming"}


def test_a_meeting_that_did_not_count_raises_nothing_once_one_has_counted():
    facts = [
        fact("discussion.held", "2026-01-14 09:40", "one", quorate=True),
        fact("discussion.held", "2026-04-10 09:40", "two", quorate=False),
        fact("discussion.held", "2026-04-20 09:40", "three", quorate=True),
    ]

    found = evaluated(pack(REVIEW), facts, "2026-04-21 09:00")

    assert statuses(found) == {"duty:one": "met late", "duty:three": "upcoming"}


def test_what_can_no_longer_be_done_is_not_met_by_what_is_done_later():
    same_day = duty(
        d.After(some("meeting.held"), days(0)), met_by=(some("minutes.sent"),), persists=False
    )
    held = fact("meeting.held", "2026-11-20 10:00")
    in_time = fact("minutes.sent", "2026-11-20 23:59")
    too_late = fact("minutes.sent", "2026-11-21 00:00")

    met = only_obligation(evaluated(pack(same_day), [held, in_time], "2026-11-22"))
    missed = only_obligation(evaluated(pack(same_day), [held, too_late], "2026-11-22"))

    assert (met.status, met.ended_at) == (Status.MET, None)
    assert (missed.status, missed.met_by) == (Status.LAPSED, None)
    assert missed.ended_at == at("2026-11-21")


def test_what_was_taken_away_is_not_met_and_not_late_by_what_is_done_later():
    ending = duty(
        d.After(some("meeting.held"), days(2)),
        met_by=(some("minutes.sent"),),
        ends_with=(some("case.closed"),),
    )
    held, closed = fact("meeting.held", "2026-11-20 10:00"), fact("case.closed", "2026-11-21 10:00")
    before = fact("minutes.sent", "2026-11-21 10:00")
    after = fact("minutes.sent", "2026-11-25 10:00")

    met = only_obligation(evaluated(pack(ending), [held, closed, before], "2026-11-26"))
    fell_away = only_obligation(evaluated(pack(ending), [held, closed, after], "2026-11-26"))

    assert (met.status, met.ended_at) == (Status.MET, None)
    assert (fell_away.status, fell_away.met_by) == (Status.NOT_REQUIRED, None)


def test_a_closing_of_which_only_the_day_is_known_does_not_undo_what_was_done_that_day():
    ending = duty(
        d.After(some("meeting.held"), days(2)),
        met_by=(some("minutes.sent"),),
        ends_with=(some("case.closed"),),
    )
    facts = [
        fact("meeting.held", "2026-11-20 10:00"),
        on("case.closed", "2026-11-21"),
        fact("minutes.sent", "2026-11-21 10:00"),
    ]

    obligation = only_obligation(evaluated(pack(ending), facts, "2026-11-26"))

    assert obligation.status is Status.MET


@pytest.mark.parametrize(
    "clock",
    [
        d.After(some("held"), days(9)),
        d.Before(some("held"), days(9)),
        d.Interval((some("held"),), days(9)),
        d.Standing(),
    ],
)
def test_of_two_duties_of_one_date_the_one_that_stands_first_in_the_pack_governs(clock):
    first = duty(clock, id="z", act="write", when=d.Exists(some("held")))
    second = duty(clock, id="a", act="write", when=d.Exists(some("held")))
    facts = [fact("held", "2026-11-01 10:00", starts_at="2026-11-27T09:30")]

    found = evaluated(pack(first, second), facts, "2026-11-02")

    assert [each.duty for each in found.obligations] == ["z", "a"]
    assert [each.duty for each in found.outstanding] == ["z"]


def test_only_the_closing_of_the_same_meeting_takes_a_duty_away():
    ending = duty(
        d.After(some("meeting.held"), days(9)), ends_with=(some("closed"),), match=("meeting",)
    )
    facts = [
        fact("meeting.held", "2026-11-20 10:00", "one", meeting="1"),
        fact("meeting.held", "2026-11-20 10:00", "two", meeting="2"),
        fact("closed", "2026-11-21 10:00", meeting="2"),
    ]

    found = evaluated(pack(ending), facts, "2026-11-22")

    assert statuses(found) == {"duty:one": "upcoming", "duty:two": "not required"}
