"""A discussion from its first word to the facts that it leaves."""

from datetime import date

import pytest

from casework.access.queries import holder
from casework.cast import at
from casework.concerns.models import KeptText
from casework.meetings import deciding, finishing_commands, slot_commands
from casework.meetings.models import Slot
from casework.meetings.outcome import (
    NewAction,
    NextReview,
    Outcome,
    Rating,
    ReviewedAction,
)
from casework.meetings.slot_outcome import outcome_of
from casework.meetings.slot_queries import SlotDesk
from casework.plans import commands as plans
from casework.plans.commands import Point

TEN_TWENTY = at("2026-11-20", "10:20")
SIGNIFICANT = Rating("significant", ("criminal", "missing"), (), "Targeted by older boys")
SAFETY = (Point("safety", "home", "Mum rings Hannah before midnight"),)


def finish(stage, slot, outcome, **more):
    return finishing_commands.finish_slot(
        slot=slot, outcome=outcome, by=stage.cast.marcus, now=TEN_TWENTY, **more
    )


def kinds(case):
    return sorted(case.facts.exclude(kind="discussion.listed").values_list("kind", flat=True))


def save(stage, slot, section, content, revision=0, by="dilys"):
    return slot_commands.save_section(
        slot=slot,
        section=section,
        content=content,
        revision=revision,
        by=stage.cast.posts[by],
        now=TEN_TWENTY,
    )


# --- what is written ------------------------------------------------------------------


def test_what_was_saved_stays_as_it_was_typed(stage):
    slot = stage.talk_about("ellis")

    save(stage, slot, "new_actions", {"what_1": "See him weekly"})

    assert SlotDesk(slot, TEN_TWENTY).content("new_actions") == {"what_1": "See him weekly"}


def test_a_second_writer_is_told_and_both_texts_are_kept(stage):
    slot = stage.talk_about("ellis")
    save(stage, slot, "agencies", {"police": "Two reports"})

    second = save(stage, slot, "agencies", {"police": "One report"}, by="marcus")

    assert second.conflict
    assert second.section.content == {"police": "Two reports"}
    assert KeptText.objects.get(settled_at=None).text == {"police": "One report"}


def test_the_same_person_in_two_windows_loses_nothing(stage):
    slot = stage.talk_about("ellis")
    save(stage, slot, "agencies", {"police": "Two reports"})

    second = save(stage, slot, "agencies", {"police": "One report"})

    assert not second.conflict
    assert second.section.content == {"police": "One report"}
    assert KeptText.objects.get().text == {"police": "Two reports"}


def test_choosing_between_two_texts_settles_it(stage):
    slot = stage.talk_about("ellis")
    first = save(stage, slot, "agencies", {"police": "Two reports"})
    save(stage, slot, "agencies", {"police": "One report"}, by="marcus")

    save(stage, slot, "agencies", {"police": "Two, one unclear"}, first.section.revision, "marcus")

    assert not KeptText.objects.filter(settled_at=None).exists()


def test_a_finished_discussion_is_no_longer_written_into(stage):
    slot = stage.talk_about("ellis")
    finish(stage, slot, Outcome(rating=SIGNIFICANT, points=SAFETY))

    with pytest.raises(slot_commands.CannotWrite, match="finished"):
        save(stage, slot, "agencies", {"police": "More"})


def test_a_confidential_part_is_marked_as_such(stage):
    slot = stage.talk_about("ellis")

    saved = save(stage, slot, "confidential", {"text": "From a source"})

    assert saved.section.confidential


# --- what it comes to -----------------------------------------------------------------


def test_finishing_leaves_every_decision_as_a_fact(stage):
    slot, cast = stage.talk_about("ellis"), stage.cast
    action = plans.add_action(
        case=cast.ellis,
        text="Ask the school for a safe place",
        owner=cast.graham,
        due_on=date(2026, 11, 6),
        agreed_on=date(2026, 10, 9),
        by=cast.marcus,
        now=at("2026-10-09"),
    )

    stage.speaker_here(slot)

    finish(
        stage,
        slot,
        Outcome(
            rating=SIGNIFICANT,
            factors=("regularly_missing",),
            reviewed=(ReviewedAction(action, "completed"),),
            points=SAFETY,
            actions=(NewAction("See Ellis weekly", cast.hannah, date(2026, 11, 27)),),
            review=NextReview(date(2026, 12, 30), stage.meeting("2026-12-30")),
            strategy_reason="Carried a knife for others",
            disruption_about="The man with the grey car",
        ),
    )

    assert kinds(cast.ellis) == [
        "action.agreed", "action.agreed", "action.reviewed", "charmm.recommended",
        "discussion.held", "factor.recorded", "lead.informed", "plan.agreed", "rating.set",
        "review.scheduled", "strategy_discussion.needed",
    ]  # fmt: skip
    held = cast.ellis.facts.get(kind="discussion.held")
    assert held.data["quorate"] is True
    assert cast.ellis.standing.rating == "significant"
    assert cast.ellis.standing.next_review_on == date(2026, 12, 30)
    assert deciding.verdicts(slot, now=TEN_TWENTY) == []


def test_the_next_review_stands_on_the_list_of_its_meeting_and_the_lead_is_told(stage):
    from casework.notices.models import Notice

    slot = stage.talk_about("ellis")

    finish(
        stage,
        slot,
        Outcome(
            rating=SIGNIFICANT,
            points=SAFETY,
            review=NextReview(date(2026, 12, 30), stage.meeting("2026-12-30")),
        ),
    )

    review = Slot.objects.get(case=stage.cast.ellis, meeting=stage.meeting("2026-12-30"))
    assert review.kind == Slot.Kind.REVIEW
    assert review.invitations.filter(post=stage.cast.hannah).exists()
    notice = Notice.objects.get(recipient_post=stage.cast.hannah.pk)
    assert "artwood" not in notice.link
    assert stage.cast.ellis.obligations.get(duty="tell-lead-of-review").state == "met"


def test_a_changed_rating_needs_a_reason(stage):
    earlier(stage, "emerging")
    slot = stage.talk_about("ellis")

    with pytest.raises(finishing_commands.CannotFinish, match="why the rating changed"):
        finish(stage, slot, Outcome(rating=SIGNIFICANT, points=SAFETY))


def test_an_unchanged_rating_needs_none(stage):
    earlier(stage, "significant")
    slot = stage.talk_about("ellis")

    finish(stage, slot, Outcome(rating=SIGNIFICANT, points=SAFETY))

    assert stage.cast.ellis.standing.rating == "significant"


def test_moved_away_is_not_open_to_a_child_whom_surrey_placed_elsewhere(stage):
    from casework.chronology import commands as chronology

    earlier(stage, "significant")
    chronology.record_many(
        facts=[
            chronology.NewFact(stage.cast.ellis, "legal_status.changed", at("2026-11-01"),
                               data={"value": "looked_after"}),
            chronology.NewFact(stage.cast.ellis, "placement.changed", at("2026-11-01"),
                               data={"place_authority": "kent"}),
        ],
        by=stage.cast.hannah,
        now=at("2026-11-02"),
    )  # fmt: skip
    slot = stage.talk_about("ellis")

    closed = deciding.closed_reasons(slot, now=TEN_TWENTY)

    assert set(closed) == {"moved", "turned_18"}
    with pytest.raises(finishing_commands.CannotFinish):
        finish(stage, slot, Outcome(rating=Rating("emerging", ("missing",), ("moved",))))


def test_turned_eighteen_is_not_open_at_fifteen_and_says_why(stage):
    slot = stage.talk_about("ellis")

    assert "the age is 15" in deciding.closed_reasons(slot, now=TEN_TWENTY)["turned_18"]


def test_a_rating_above_the_lowest_needs_a_key_risk(stage):
    slot = stage.talk_about("ellis")

    with pytest.raises(finishing_commands.CannotFinish, match="key risk"):
        finish(stage, slot, Outcome(rating=Rating("emerging")))


def test_minimal_ends_review_with_full_reasons(stage):
    slot = stage.talk_about("ellis")
    with pytest.raises(finishing_commands.CannotFinish, match="full reasons"):
        finish(stage, slot, Outcome(rating=Rating("minimal", removal="minimal")))

    finish(
        stage, slot, Outcome(rating=Rating("minimal", words="A year of quiet", removal="minimal"))
    )

    ellis = stage.cast.ellis
    assert ellis.facts.get(kind="rating.removed").data["ground"] == "minimal"
    assert not ellis.obligations.filter(duty__startswith="rating-review", state="open").exists()
    assert ellis.obligations.filter(duty="close-episode", state="open").exists()


def test_an_action_that_is_not_completed_needs_a_few_words(stage):
    slot, cast = stage.talk_about("ellis"), stage.cast
    action = plans.add_action(
        case=cast.ellis, text="Ask the school", owner=cast.graham, due_on=date(2026, 11, 6),
        agreed_on=date(2026, 10, 9), by=cast.marcus, now=at("2026-10-09"),
    )  # fmt: skip

    with pytest.raises(finishing_commands.CannotFinish, match="few words"):
        finish(stage, slot, Outcome(reviewed=(ReviewedAction(action, "ongoing"),)))


def test_finishing_is_never_silent_about_what_is_open(stage):
    slot = stage.talk_about("ellis")
    outcome = Outcome(rating=SIGNIFICANT, still_open=("one earlier action without a state",))
    with pytest.raises(finishing_commands.StillOpen):
        finish(stage, slot, outcome)

    slot = finish(stage, slot, outcome, reason="Health will answer on Monday")

    assert slot.still_open == ["one earlier action without a state"]
    assert slot.finished_because == "Health will answer on Monday"


def test_a_failed_finish_leaves_nothing_behind(stage):
    slot = stage.talk_about("ellis")

    with pytest.raises(finishing_commands.CannotFinish):
        finish(stage, slot, Outcome(rating=Rating("emerging"), points=SAFETY))

    assert kinds(stage.cast.ellis) == []


def test_a_lead_professional_whom_the_meeting_agrees_takes_over(stage):
    slot = stage.talk_about("ellis")

    finish(stage, slot, Outcome(rating=SIGNIFICANT, points=SAFETY, lead=stage.cast.ben))

    assert holder(stage.cast.ellis, "lead_professional", today=TEN_TWENTY.date()) == stage.cast.ben


# --- put off --------------------------------------------------------------------------


def put_off(stage, slot):
    return finishing_commands.defer_slot(
        slot=slot,
        ground="insufficient_information",
        because="No update and nobody who knows him",
        agency="childrens_services",
        by=stage.cast.marcus,
        now=TEN_TWENTY,
    )


def test_a_discussion_put_off_counts_and_is_listed_again(stage):
    slot = put_off(stage, stage.talk_about("ellis"))

    assert slot.state == Slot.State.DEFERRED
    fact = stage.cast.ellis.facts.get(kind="discussion.deferred")
    assert fact.data["agency"] == "childrens_services"
    assert Slot.objects.filter(
        case=stage.cast.ellis, meeting=stage.meeting("2026-11-27"), state="listed"
    ).exists()


def test_the_second_time_the_chair_is_asked_to_raise_it(stage):
    put_off(stage, stage.talk_about("ellis"))
    meeting = stage.begin("2026-11-27")
    again = Slot.objects.get(case=stage.cast.ellis, meeting=meeting)

    finishing_commands.defer_slot(
        slot=again, ground="insufficient_information", because="Again nothing",
        agency="childrens_services", by=stage.cast.marcus, now=at("2026-11-27", "10:00"),
    )  # fmt: skip

    assert stage.cast.ellis.prompts.filter(prompt="raise-with-agency-lead").exists()


# --- not in line ----------------------------------------------------------------------


def test_a_rating_agreed_without_quorum_stands_and_is_shown_as_not_in_line(stage):
    slot = stage.list("ellis")
    stage.begin()

    finish(stage, slot, Outcome(rating=SIGNIFICANT, points=SAFETY))

    assert stage.cast.ellis.standing.rating == "significant"
    clauses = {clause for one in deciding.verdicts(slot, now=TEN_TWENTY) for clause in one.clauses}
    assert "SURR-attend-01" in clauses


def test_a_discussion_under_another_chair_is_shown_with_its_clause(stage):
    slot = stage.list("ellis")
    meeting = stage.begin(chair="ruth", chair_reason="Marcus was in court")
    stage.here(meeting, "colin", "oluchi")

    finish(stage, slot, Outcome(rating=SIGNIFICANT, points=SAFETY))

    clauses = {clause for one in deciding.verdicts(slot, now=TEN_TWENTY) for clause in one.clauses}
    assert "SURR-attend-04" in clauses


def test_a_child_whose_review_was_not_quorate_is_still_due(stage):
    earlier(stage, "significant")
    slot = stage.list("ellis")
    stage.begin()

    finish(stage, slot, Outcome(rating=SIGNIFICANT, points=SAFETY))

    assert stage.cast.ellis.obligations.filter(
        duty="rating-review-significant", state="open", due_at=at("2026-12-05", "00:00")
    ).exists()


# --- bounds ---------------------------------------------------------------------------


def test_experiencing_is_proposed_in_four_weeks_limited_to_a_month_tolerated_to_six_weeks(stage):
    slot = stage.talk_about("ellis")

    bounds = deciding.bounds(slot, "experiencing", ["criminal"], now=TEN_TWENTY)

    assert (bounds.proposal, bounds.limit, bounds.tolerated) == (
        date(2026, 12, 18),
        date(2026, 12, 20),
        date(2027, 1, 1),
    )
    assert "SURR-review-03" in bounds.clauses


def test_the_choices_are_real_meetings_with_their_papers(stage):
    slot = stage.talk_about("ellis")
    bounds = deciding.bounds(slot, "experiencing", ["criminal"], now=TEN_TWENTY)

    choices = {one.day.isoformat(): one for one in deciding.choices(slot, bounds, now=TEN_TWENTY)}

    assert choices["2026-12-18"].proposed
    assert choices["2026-12-18"].papers_close_on == date(2026, 12, 16)
    assert choices["2026-12-23"].needs_reason
    assert not choices["2026-12-23"].beyond_tolerated
    assert choices["2027-01-08"].beyond_tolerated


def test_no_meeting_is_proposed_where_planning_does_not_reach_the_proposal(stage):
    slot = stage.talk_about("ellis")
    stage.series.meetings.filter(starts_at__gt=at("2026-12-12")).update(state="cancelled")
    bounds = deciding.bounds(slot, "significant", ["criminal"], now=TEN_TWENTY)

    choices = deciding.choices(slot, bounds, now=TEN_TWENTY)

    assert [one.day for one in choices][-1] == date(2026, 12, 11)
    assert not any(one.proposed for one in choices)


def test_a_review_beyond_the_limit_needs_a_reason(stage):
    slot = stage.talk_about("ellis")
    late = NextReview(date(2026, 12, 23), stage.meeting("2026-12-23"))
    rating = Rating("experiencing", ("criminal",))
    with pytest.raises(finishing_commands.CannotFinish, match="later than 20 December"):
        finish(stage, slot, Outcome(rating=rating, points=SAFETY, review=late))

    reasoned = NextReview(late.day, late.meeting, "Her placement changes on the 21st")
    finish(stage, slot, Outcome(rating=rating, points=SAFETY, review=reasoned))

    fact = stage.cast.ellis.facts.get(kind="review.scheduled")
    assert fact.note == "Her placement changes on the 21st"


def test_a_meeting_written_up_later_counts_from_its_own_day(stage):
    slot = stage.list("ellis")
    meeting = stage.begin(began_at=at("2026-11-20", "09:40"))
    stage.here(meeting, "colin", "oluchi")
    monday = at("2026-11-23", "15:00")
    slot = Slot.objects.get(pk=slot.pk)

    bounds = deciding.bounds(slot, "experiencing", ["criminal"], now=monday)
    finishing_commands.finish_slot(
        slot=slot,
        outcome=Outcome(rating=SIGNIFICANT, points=SAFETY),
        by=stage.cast.dilys,
        now=monday,
    )

    assert (bounds.start, bounds.limit) == (date(2026, 11, 20), date(2026, 12, 20))
    held = stage.cast.ellis.facts.get(kind="discussion.held")
    assert (held.at, held.recorded_at) == (at("2026-11-20", "09:40"), monday)
    assert stage.cast.ellis.plans.get().in_effect_from == date(2026, 11, 20)


def test_ticking_trafficking_puts_the_question_of_a_national_referral_at_once(stage):
    slot = stage.talk_about("ellis")

    asked = deciding.asked(slot, "experiencing", ["trafficking"], now=TEN_TWENTY)
    without = deciding.asked(slot, "experiencing", ["missing"], now=TEN_TWENTY)

    assert any("National Referral Mechanism" in one.text for one in asked)
    assert not any("National Referral Mechanism" in one.text for one in without)
    assert not stage.cast.ellis.facts.filter(kind="rating.set").exists()


def test_the_lowest_level_has_no_review(stage):
    assert deciding.bounds(stage.talk_about("ellis"), "minimal", [], now=TEN_TWENTY) is None


# --- from the saved steps -------------------------------------------------------------


def test_the_saved_steps_come_to_an_outcome(stage):
    slot, cast = stage.talk_about("ellis"), stage.cast
    rating = {"level": "significant", "risks": ["criminal"], "factors": ["self_harm"]}
    save(stage, slot, "rating", rating | {"factors_confirmed": True})
    plan = {"safety-home": "Mum rings Hannah\nDoor locked at ten"}
    save(stage, slot, "plan", plan | {"disruption-local_police-licensing": "Visit the takeaway"})
    line = {"what_1": "See him weekly", "who_1": str(cast.hannah.pk), "when_1": "27/11/2026"}
    save(stage, slot, "new_actions", line)

    outcome, wrong = outcome_of(SlotDesk(slot, TEN_TWENTY))

    assert wrong == {}
    assert outcome.rating.risks == ("criminal",)
    assert outcome.factors == ("self_harm",)
    assert [point.text for point in outcome.points] == [
        "Mum rings Hannah", "Door locked at ten", "Licensing: Visit the takeaway",
    ]  # fmt: skip
    assert outcome.actions == (NewAction("See him weekly", cast.hannah, date(2026, 11, 27)),)
    assert "no next review" in outcome.still_open


def test_a_new_action_without_person_and_date_is_not_saved_as_one(stage):
    slot = stage.talk_about("ellis")
    save(stage, slot, "new_actions", {"what_1": "See him weekly"})

    outcome, wrong = outcome_of(SlotDesk(slot, TEN_TWENTY))

    assert outcome.actions == ()
    assert wrong["new_actions"].errors["who_1"] == [
        "Say who will do it. An action needs a person and a date"
    ]


def earlier(stage, level):
    """A discussion of Ellis on 9 October that agreed a level."""
    from casework.chronology import commands as chronology

    held = at("2026-10-09", "10:00")
    data = {"meeting": "october", "forum": "risk_meeting", "quorate": True,
            "chair_role": "service_manager"}  # fmt: skip
    chronology.record_many(
        facts=[
            chronology.NewFact(stage.cast.ellis, "discussion.held", held, data=data),
            chronology.NewFact(
                stage.cast.ellis,
                "rating.set",
                held,
                data={"level": level, "risks": ["missing"], "meeting": "october"},
            ),
        ],
        by=stage.cast.marcus,
        now=held,
    )
