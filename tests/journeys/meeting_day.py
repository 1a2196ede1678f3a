"""Friday 20 November at the North West forum: one child done, one being talked about."""

from __future__ import annotations

from datetime import date

from casework.cast import Cast, at
from casework.chronology import commands as chronology
from casework.chronology.commands import NewFact
from casework.concerns import commands as concerns
from casework.meetings import finishing_commands, list_commands, slot_commands
from casework.meetings.models import Slot
from casework.meetings.outcome import NextReview, Outcome, Rating
from casework.meetings.tests.stage import Stage, north_west
from casework.plans import commands as plans
from casework.plans.commands import Point
from casework.subjects import commands as subjects

OCTOBER = at("2026-10-09", "10:15")
UPDATES = {
    "chair": "Tegan came back from the coast on 11 November with a man’s bank card. She says "
    "she “owes a week”. Hollybank staff are the people she talks to.",
    "police": "Two reports since 9 October place her in the same car as ‘Dex’. The driver is "
    "not known.",
    "health": "Seen on 12 November, bruised wrist, treated. Sleeping badly.",
    "education": "In school 7 of 10 days. Kept her place on the catering course.",
    "camhs": "Second appointment kept. Will see her at Hollybank.",
}


def set_the_day(cast: Cast) -> Stage:
    """Ellis is done, Tegan is being talked about, Skye and Leon are still to come."""
    stage = north_west(cast)
    _october(cast)
    for first, kind in [("ellis", "review"), ("tegan", "review"), ("skye", "review")]:
        stage.list(first, kind=kind)
    stage.list("leon", kind="new")
    _ask_the_school_lead(stage)
    meeting = stage.begin()
    stage.here(meeting, "colin", "oluchi", "sian")
    _finish_ellis(stage)
    _talk_about_tegan(stage)
    return stage


def set_the_week(cast: Cast) -> Stage:
    """The week before 27 November, as who keeps the list finds it on the 20th."""
    stage = north_west(cast)
    now = at("2026-11-20", "10:00")
    for first, kind in [("skye", "review"), ("tegan", "review"), ("ellis", "missing")]:
        stage.list(first, "2026-11-27", kind=kind, now=now)
    concerns.refer(
        case=cast.leon,
        forum=cast.forum_nw,
        documents=["risk_assessment_tool"],
        concerns=["criminal"],
        received_at=at("2026-11-19", "11:20"),
        by=cast.hannah,
        now=at("2026-11-19", "11:20"),
    )
    return stage


def slot_of(stage: Stage, first: str, day: str = "2026-11-20") -> Slot:
    return Slot.objects.get(case=stage.cast.cases[first], meeting=stage.meeting(day))


def _october(cast: Cast) -> None:
    held = {"meeting": "october", "forum": "risk_meeting", "quorate": True,
            "chair_role": "service_manager"}  # fmt: skip
    rated = {"level": "significant", "risks": ["criminal", "missing"], "meeting": "october"}
    factors = {"factors": ["regularly_missing", "older_person", "unexplained_gifts"]}
    for first in ("tegan", "ellis"):
        case = cast.cases[first]
        chronology.record_many(
            facts=[
                NewFact(case, "discussion.held", OCTOBER, data=held),
                NewFact(case, "rating.set", OCTOBER, data=rated),
                NewFact(case, "factor.recorded", OCTOBER, data=factors),
                NewFact(case, "legal_status.changed", OCTOBER, data={"value": "child_in_need"}),
            ],
            by=cast.marcus,
            now=OCTOBER,
        )
    _tegans_actions(cast)
    _tegans_plan(cast)


def _tegans_actions(cast: Cast) -> None:
    agreed = [
        ("Tell Hollybank what to note down and where to send it", "colin", date(2026, 10, 16)),
        ("See Tegan away from the home each week", "ben", date(2026, 10, 30)),
        ("Appointment for sleep and worry", "oluchi", date(2026, 11, 6)),
    ]
    for text, owner, due in agreed:
        plans.add_action(
            case=cast.tegan, text=text, owner=cast.posts[owner], due_on=due,
            agreed_on=OCTOBER.date(), agreed_at=OCTOBER, by=cast.marcus, now=OCTOBER,
        )  # fmt: skip


def _tegans_plan(cast: Cast) -> None:
    points = [
        ("safety", "home", "Hollybank knows who may collect her. Night staff ring Ben before "
         "midnight if she is out."),
        ("safety", "safe_spaces", "Catering kitchen at lunch; the café with Ben on Tuesdays."),
        ("safety", "safe_friendships", "Her cousin; two friends from catering."),
        ("safety", "who_to_call", "Hollybank, Ben, Mrs Fenwick. In danger: 999."),
        ("disruption", "local_police", "Police actions: Look for the car at Station Parade, "
         "Fridays and Saturdays."),
        ("disruption", "other", "Licensing: Visit the takeaway."),
    ]  # fmt: skip
    plans.agree_plan(
        case=cast.tegan, points=[Point(*one) for one in points], agreed_at=OCTOBER,
        meeting="october", by=cast.marcus, now=OCTOBER,
    )  # fmt: skip
    subjects.note_voice(
        case=cast.tegan, words="Don’t send a police car to Hollybank, everyone sees.",
        said_by="Tegan", said_on=date(2026, 11, 16), by=cast.ben, now=at("2026-11-16"),
    )  # fmt: skip


def _ask_the_school_lead(stage: Stage) -> None:
    list_commands.invite(
        slot=slot_of(stage, "tegan"), post=stage.cast.lorna, place="school",
        by=stage.cast.dilys, now=at("2026-11-18"),
    )  # fmt: skip


def _finish_ellis(stage: Stage) -> None:
    slot = slot_commands.open_slot(
        slot=slot_of(stage, "ellis"), by=stage.cast.dilys, now=at("2026-11-20", "09:46")
    )
    slot_commands.save_section(
        slot=slot, section="rating", content={"level": "significant", "risks": ["criminal"]},
        revision=0, by=stage.cast.dilys, now=at("2026-11-20", "09:55"),
    )  # fmt: skip
    finishing_commands.finish_slot(
        slot=slot,
        outcome=Outcome(
            rating=Rating("significant", ("criminal", "missing"), (), "As before"),
            points=(Point("safety", "home", "Mum rings Hannah"),),
            review=NextReview(date(2026, 12, 30), stage.meeting("2026-12-30")),
        ),
        by=stage.cast.marcus,
        now=at("2026-11-20", "10:03"),
    )


def _talk_about_tegan(stage: Stage) -> None:
    slot = slot_commands.open_slot(
        slot=slot_of(stage, "tegan"), by=stage.cast.dilys, now=at("2026-11-20", "10:32")
    )
    slot_commands.save_section(
        slot=slot, section="agencies", content=UPDATES, revision=0, by=stage.cast.dilys,
        now=at("2026-11-20", "10:36"),
    )  # fmt: skip
    for post in (stage.cast.ben, stage.cast.lorna):
        slot.invitations.filter(post=post).update(
            presence="here", here_from=at("2026-11-20", "10:30")
        )
