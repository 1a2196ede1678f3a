"""A discussion of Ellis from end to end, with something in every field of the record."""

from __future__ import annotations

from datetime import date

from casework.cast import at
from casework.chronology import commands as chronology
from casework.chronology.commands import NewFact
from casework.meetings import (
    finishing_commands,
    holding_commands,
    record_commands,
    slot_commands,
)
from casework.meetings.models import Record, Slot
from casework.meetings.outcome import NewAction, NextReview, Outcome, Rating, ReviewedAction
from casework.meetings.tests.stage import Stage
from casework.plans import commands as plans
from casework.plans.commands import Point
from casework.subjects import sealed

TALKED = at("2026-11-20", "10:20")
WRITTEN = at("2026-11-20", "15:10")
SECRET = "Kingfisher"
"""Stands only in the confidential part."""

SAID = {
    "agencies": {
        "police": "Two new reports since October",
        "education": "Attendance is 71 per cent",
        "health": "Seen by the school nurse",
    },
    "additional_risks": {
        "associates": "An older boy with a grey car",
        "unsafe_places": "Station Parade after nine",
        "unsafe_adults": "The driver",
    },
    "rating": {
        "at_risk_exploitation": "yes",
        "at_risk_missing": "yes",
        "words": "Targeted by older boys",
        "differently": "Education sees it lower",
    },
    "further": {"other_activities": "Visit to the off-licence"},
    "next_review": {"recommendations": "Keep the mentor going"},
    "checklist": {
        "q1_aware": "yes",
        "q3_concerns": "Seen with new trainers",
        "c1_assessment": "yes",
        "c2_charmm": "no",
    },
    "confidential": {"text": f"{SECRET} told us where he sleeps"},
}
POINTS = (
    Point("safety", "home", "His mum rings before midnight"),
    Point("safety", "safe_spaces", "The climbing wall on Thursdays"),
    Point("safety", "safe_friendships", "His cousin"),
    Point("safety", "who_to_call", "Hannah, nine to five"),
    Point("safety", "immediate", "A mentor from Monday"),
    Point("disruption", "local_police", "Police actions: Plain clothes at the parade"),
    Point("disruption", "other", "Licensing: Visit to the shop"),
)


def know(stage: Stage) -> None:
    """What the record knew of Ellis before the meeting."""
    cast, child = stage.cast, stage.cast.ellis.child
    child.living_at, child.school = "At home with his mum", "Wexcombe Academy, year 11"
    child.ethnicity = "White British"
    for name, value in sealed.columns(cast.ellis, "9434765919").items():
        setattr(child, name, value)
    child.gp_name, child.gp_address = "Dr Okafor", "Abbey Surgery, Chertsey"
    child.home_postcode = "KT16 9AA"
    child.save()
    cast.hannah.phone, cast.ruth.phone = "01632 960 155", "01632 960 156"
    cast.hannah.save()
    cast.ruth.save()
    tool = {"tool": "risk-assessment-tool"}
    ellis = cast.ellis
    chronology.record_many(
        facts=[
            NewFact(ellis, "referral.received", at("2026-06-02"), data={"from_agency": "police"}),
            NewFact(
                ellis, "legal_status.changed", at("2026-06-03"), data={"value": "child_in_need"}
            ),
            NewFact(ellis, "assessment.completed", at("2026-07-14"), data=tool),
            NewFact(ellis, "assessment.completed", at("2026-10-12"), data=tool),
            NewFact(
                ellis,
                "rating.set",
                at("2026-10-09"),
                data={"level": "emerging", "risks": ["criminal"]},
            ),
        ],
        by=cast.hannah,
        now=at("2026-10-12"),
    )


def talk(stage: Stage, **more) -> Slot:
    """The discussion of Ellis, with everything said and decided; a second child on the list."""
    cast = stage.cast
    know(stage)
    stage.list("tegan")
    action = plans.add_action(
        case=cast.ellis,
        text="Ask the school for a safe place",
        owner=cast.graham,
        due_on=date(2026, 11, 6),
        agreed_on=date(2026, 10, 9),
        by=cast.marcus,
        now=at("2026-10-09"),
    )
    slot = stage.talk_about("ellis")
    for section, content in SAID.items():
        slot_commands.save_section(
            slot=slot, section=section, content=content, revision=0, by=cast.dilys, now=TALKED
        )
    finish(stage, slot, ReviewedAction(action, "ongoing", "The mentor is named"), **more)
    return Slot.objects.get(pk=slot.pk)


def finish(stage: Stage, slot: Slot, reviewed: ReviewedAction, **more) -> None:
    cast = stage.cast
    outcome = {
        "rating": Rating(
            "significant", ("criminal", "missing"), ("new_incident",), "Targeted by older boys"
        ),
        "factors": ("regularly_missing", "others_at_risk"),
        "reviewed": (reviewed,),
        "points": POINTS,
        "actions": (NewAction("See Ellis weekly", cast.hannah, date(2026, 11, 27)),),
        "review": NextReview(date(2026, 12, 30), stage.meeting("2026-12-30")),
        "disruption_about": "The man with the grey car",
    } | more
    finishing_commands.finish_slot(
        slot=slot, outcome=Outcome(**outcome), by=cast.marcus, now=TALKED
    )


def end(stage: Stage, reason: str = "The other child was not ready") -> None:
    """End the meeting of 20 November."""
    holding_commands.end_meeting(
        meeting=stage.meeting("2026-11-20"),
        reason=reason,
        by=stage.cast.dilys,
        now=at("2026-11-20", "12:00"),
    )


def complete(stage: Stage, slot: Slot, now=WRITTEN, although="") -> Record:
    return record_commands.complete_record(
        slot=slot, by=stage.cast.dilys, now=now, although=although
    )
