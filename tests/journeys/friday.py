"""Friday 20 November as the pictures show it, made through the product's own commands.

What is due on it follows from the facts: nothing here writes an obligation.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from casework.cast import LONG_AGO, NOW, Cast, at
from casework.chronology import commands as chronology
from casework.concerns.models import FormResponse
from casework.meetings import list_commands, series_commands
from casework.meetings.models import Meeting
from casework.plans import commands as plans
from casework.subjects import names
from casework.subjects.models import Case, Child

HOUR = timedelta(hours=1)
MORE_CHILDREN = [
    # first name, surname, born, lead, living at, rating, key risks, rated, tool
    ("jaden", "Whitcombe", date(2009, 1, 4), "hannah", "at home", "significant",
     ["criminal", "trafficking"], "2026-10-09", "2026-08-17"),
    ("rafi", "Banerjee", date(2012, 6, 3), "hannah", "at home", "emerging",
     ["criminal"], "2026-09-11", "2026-09-04"),
    ("imogen", "Tate", date(2011, 3, 14), "hannah", "looked after, placed in Kent", "emerging",
     ["sexual"], "2026-09-25", "2026-09-18"),
    ("bryony", "Shaw", date(2010, 12, 1), "ben", "at home", "significant",
     ["sexual"], "2026-10-30", "2026-07-02"),
    ("zac", "Lindqvist", date(2011, 8, 8), "ben", "with foster carers", "emerging",
     ["criminal"], "2026-09-25", "2026-08-09"),
    ("priya_d", "Dhaliwal", date(2010, 5, 20), "ben", "at home", "significant",
     ["criminal"], "2026-09-04", "2026-09-01"),
]  # fmt: skip
RATED = {
    "ellis": ("significant", ["criminal", "missing"], "2026-10-02", "2026-08-26", "at home"),
    "skye": ("experiencing", ["sexual", "modern_slavery"], "2026-10-30", "2026-10-23",
             "with her aunt"),
    "tegan": ("experiencing", ["sexual"], "2026-10-23", "2026-10-16", "at Hollybank"),
}  # fmt: skip
ACTIONS = [
    # child, what, who, agreed, due
    ("ellis", "Share a photograph", "colin", "2026-10-02", "2026-10-16"),
    ("skye", "Ring Skye’s aunt about the weekend", "hannah", "2026-10-30", "2026-11-20"),
    ("tegan", "Appointment for sleep and worry", "oluchi", "2026-10-09", "2026-11-06"),
    ("zac", "Meet the landlord about the front door", "ben", "2026-09-25", "2026-10-20"),
    ("bryony", "Tell Bryony about the plan, or record why not", "ben", "2026-11-06", "2026-11-16"),
    ("rafi", "Ask the school for his timetable", "graham", "2026-10-16", "2026-11-10"),
    ("jaden", "Agree with Probation who calls him", "colin", "2026-10-16", "2026-11-13"),
    ("zac", "Visit with the family support worker", "ben", "2026-10-30", "2026-11-12"),
    ("ellis", "Talk with the bus company about the last stop", "colin", "2026-10-02", "2026-11-27"),
]


def stage(cast: Cast) -> None:
    """Put the day on stage: children, ratings, tools, actions, meetings, what is new."""
    team = cast.hannah.team
    for row in MORE_CHILDREN:
        _a_child(cast, team, *row[:5])
        _rated(cast, row[0], *row[5:])
    for name, (level, risks, rated, tool, living) in RATED.items():
        Case.objects.filter(pk=cast.cases[name].pk).update(team=team)
        Child.objects.filter(case=cast.cases[name]).update(living_at=living)
        _rated(cast, name, level, risks, rated, tool)
    Case.objects.filter(pk=cast.leon.pk).update(team=team)
    Child.objects.filter(case=cast.leon).update(living_at="at home")
    for child, text, who, agreed, due in ACTIONS:
        _action(cast, child, text, who, date.fromisoformat(agreed), date.fromisoformat(due))
    _news(cast)
    _meetings(cast)
    _draft(cast)


def _a_child(cast: Cast, team, first, surname, born, lead, living) -> None:
    from casework.access import commands as access

    case = Case.objects.create(
        kind="child", authority=cast.authority, area=cast.north_west, team=team, opened_on=LONG_AGO
    )
    forename = first.partition("_")[0].title()
    Child.objects.create(case=case, forename=forename, surname=surname, born=born, living_at=living)
    cast.cases[first] = case
    for who, relation in [(lead, "lead_professional"), ("ruth", "team_manager")]:
        access.relate(
            post=cast.posts[who], case=case, relation=relation, starts_on=LONG_AGO,
            source="cast", by=cast.amara, now=at("2026-01-05"),
        )  # fmt: skip


def _rated(cast: Cast, name, level, risks, rated, tool) -> None:
    """A tool completed on one day, and a rating agreed at a meeting on another."""
    case, chair = cast.cases[name], cast.marcus
    then = at(rated, "10:00")
    for kind, moment, by, data in [
        ("assessment.completed", at(tool, "16:00"), cast.hannah, {"tool": "risk-assessment-tool"}),
        ("discussion.held", then, chair, {"forum": "risk_meeting", "quorate": True,
                                          "chair_role": "service_manager", "meeting": rated}),
        ("rating.set", then, chair, {"level": level, "risks": risks, "meeting": rated}),
    ]:  # fmt: skip
        chronology.record(case=case, kind=kind, at=moment, by=by, now=moment + HOUR, data=data)
    points = [plans.Point("safety", "home", "Rings an aunt before going out")]
    plans.agree_plan(case=case, points=points, agreed_at=then, by=chair, now=then + HOUR)
    child = case.child
    Child.objects.filter(pk=child.pk).update(name_sound=names.sound(child.surname))


def _action(cast: Cast, child, text, who, agreed, due) -> None:
    moment = datetime.combine(agreed, time(10), tzinfo=NOW.tzinfo)
    action = plans.add_action(
        case=cast.cases[child], text=text, agreed_on=agreed, owner=cast.posts[who], due_on=due,
        by=cast.marcus, now=moment, agreed_at=moment,
    )  # fmt: skip
    if text == "Share a photograph":
        plans.review_action(
            action=action, state="outstanding", explanation="Asked again, third time",
            by=cast.colin, now=at("2026-11-18", "09:00"),
        )  # fmt: skip


def _news(cast: Cast) -> None:
    """What came in this week: a return interview, a referral, a missing episode without times."""
    record = chronology.record
    record(case=cast.leon, kind="referral.received", at=at("2026-11-19", "11:20"), by=cast.hannah,
           now=at("2026-11-19", "11:20"))  # fmt: skip
    record(case=cast.ellis, kind="missing.started", at=at("2026-11-14", "00:00"), by=cast.colin,
           now=at("2026-11-16", "09:30"), precision="date", data={"episode": "e1"})  # fmt: skip
    record(case=cast.ellis, kind="missing.ended", at=at("2026-11-16", "00:00"), by=cast.colin,
           now=at("2026-11-16", "09:30"), precision="date", data={"episode": "e1"})  # fmt: skip
    record(case=cast.ellis, kind="return_interview.held", at=at("2026-11-19", "16:10"),
           by=cast.ruth, now=at("2026-11-19", "16:30"), data={"episode": "e1"},
           told_by="Jo Whitlock, return interview worker")  # fmt: skip


def _meetings(cast: Cast) -> None:
    """The RMM of the North West: today at 09:30 and the Fridays after."""
    series = series_commands.convene_series(
        case=cast.forum_nw, kind="risk_meeting", name="RMM North West", weekday=4,
        starts_at=time(9, 30), by=cast.dilys, now=at("2026-11-02"),
    )  # fmt: skip
    for who, place in [("marcus", "chair"), ("dilys", "admin"), ("colin", "police"),
                       ("oluchi", "health")]:  # fmt: skip
        series_commands.add_member(
            series=series, post=cast.posts[who], place=place, starts_on=LONG_AGO,
            by=cast.dilys, now=at("2026-11-02"),
        )  # fmt: skip
    series_commands.plan_meetings(
        series=series, until=date(2026, 12, 18), by=cast.dilys, now=at("2026-11-02")
    )
    for day, children in [("2026-11-20", ["tegan", "ellis"]), ("2026-11-27", ["skye", "leon"]),
                       ("2026-12-04", ["jaden"])]:  # fmt: skip
        meeting = Meeting.objects.get(series=series, starts_at__date=day)
        for name in children:
            list_commands.list_child(
                meeting=meeting, case=cast.cases[name], kind="new" if name == "leon" else "review",
                because="Review", by=cast.dilys, now=at("2026-11-17", "12:00"),
            )  # fmt: skip


def _draft(cast: Cast) -> None:
    FormResponse.objects.create(
        case=cast.skye, form="risk-assessment-tool", form_version="1", started_by=cast.hannah,
        started_at=at("2026-11-19", "17:00"), saved_by=cast.hannah,
        saved_at=at("2026-11-19", "17:42"),
    )  # fmt: skip
