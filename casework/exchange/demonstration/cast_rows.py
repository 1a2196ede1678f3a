"""The cast's histories as rows of the files."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

from casework.exchange.demonstration.cast_care import write_social_care
from casework.exchange.demonstration.days import working_day_on_or_after
from casework.exchange.demonstration.story import Cast, Discussion, discussions, moment
from casework.exchange.demonstration.writer import Writer

INTERVIEW_OUTCOMES = {"held": "accepted", "declined": "declined", "not_reached": "not_reached"}


def write_cast(cast: Cast, to: Writer) -> None:
    """Write every child of the cast, and the people and places around them."""
    workers = {each["name"]: each.get("id", "") for each in cast.professionals}
    agencies = {each["name"]: each["agency"] for each in cast.professionals}
    for child in cast.children:
        _person(child, to)
        write_social_care(child, workers, to)
        _register(child, to)
        _missing(child, to)
        _actions(child, agencies, to)
        _front_of_record(child, to)
        _timeline(child, to)
        _national_referral(child, to)
    _people_and_places(cast, to)


def _person(child: dict[str, Any], to: Writer) -> None:
    forename, surname = child["name"].split(" ", 1)
    to.row(
        "ssd_person",
        pers_person_id=child["id"],
        pers_legacy_id=child["id"],
        pers_upn=to.chance.upn(child["born"]),
        pers_forename=forename,
        pers_surname=surname,
        pers_sex=child["sex"],
        pers_ethnicity=to.chance.one_of(("WBRI", "WOTH", "MOTH", "AOTH")),
        pers_dob=child["born"],
        pers_single_unique_id=to.chance.nhs_number(),
    )


def _register(child: dict[str, Any], to: Writer) -> None:
    made = [each for each in discussions(child) if each.day < to.today]
    name = dict(zip(("forename", "surname"), child["name"].split(" ", 1), strict=True))
    tools = sorted(day for day in child.get("tools", ()) if day <= to.today)
    if not made and child.get("referred") and to.past(child["referred"]):
        _register_row(child, name, None, tools, to)
    for discussion in made:
        _register_row(child, name, discussion, tools, to)
        tools = [day for day in tools if day > discussion.day]
        done = child.get("left_open", ()) if discussion is made[-1] else ()
        to.list_child("nw", discussion.day, child["id"], child["lead"], left_open=done)
    if made and made[-1].next_day:
        to.list_child("nw", made[-1].next_day, child["id"], child["lead"])
    for day in tools if made else ():
        _tool_after_the_last_meeting(child, name, day, to)


def _register_row(
    child: dict[str, Any],
    name: dict[str, str],
    discussion: Discussion | None,
    tools: list[date],
    to: Writer,
) -> None:
    """One line of the register for a discussion; the tool is the last one before it."""
    before = [day for day in tools if discussion is None or day <= discussion.day]
    left = discussion is not None and discussion.level == "minimal"
    to.row(
        "risk_register",
        la_child_id=child["id"],
        **name,
        dob=child["born"],
        panel="RMM",
        area="nw",
        referred_at=child["referred"],
        risk_types=discussion.risks if discussion else None,
        risk_level=discussion.level.title() if discussion else None,
        level_set_at=_held(discussion),
        previous_level=discussion.previous.title() if discussion else None,
        change_reasons=discussion.reasons if discussion else None,
        risk_factors=factors_for(discussion.risks) if discussion else None,
        assessment_date=before[-1] if before else None,
        young_person_told_at=_next_day(child["referred"]) if discussion else None,
        plan_type="Safety and disruption plan" if discussion and not left else None,
        plan_start=discussion.day if discussion and not left else None,
        last_meeting_at=_held(discussion),
        next_review_due=discussion.next_day if discussion else None,
        lead_professional=child["lead"],
        lead_agency="Children’s Services",
        status="Closed" if left else "Open",
        closed_at=discussion.day if discussion and left else None,
        closure_reason="No further evidence of risk" if left else None,
    )


FACTORS = {
    "S": "internet_phone",
    "T": "older_person",
    "C": "others_at_risk",
    "M": "regularly_missing",
    "V": "unexplained_gifts",
}


def factors_for(risks: str) -> str:
    """Risk factors that go with key risks, as a meeting would tick them."""
    return "; ".join(FACTORS[letter] for letter in risks.split(",") if letter)


def _next_day(moment_: datetime) -> date:
    return working_day_on_or_after(moment_.date() + timedelta(days=1))


def _held(discussion: Discussion | None) -> datetime | None:
    if discussion is None:
        return None
    return moment(discussion.day).replace(hour=discussion.hour, minute=discussion.minute)


def _tool_after_the_last_meeting(
    child: dict[str, Any], name: dict[str, str], day: date, to: Writer
) -> None:
    to.row(
        "timeline",
        entry_ref=to.key("Q"),
        la_child_id=child["id"],
        happened_at=moment(day).replace(hour=15),
        what="assessment.completed",
        text="Risk Assessment Tool brought up to date.",
        recorded_at=moment(day).replace(hour=15, minute=20),
        recorded_by=child["lead"],
        agency="childrens_services",
        details_json='{"tool": "risk-assessment-tool"}',
    )


def _missing(child: dict[str, Any], to: Writer) -> None:
    for episode in child.get("missing", ()):
        if not to.past(episode["from"]):
            continue
        key, interview = to.key("M"), episode.get("interview")
        to.row(
            "ssd_missing",
            miss_table_id=key,
            miss_person_id=child["id"],
            miss_missing_episode_start_date=moment(episode["from"]),
            miss_missing_episode_type="Missing from care"
            if child.get("care")
            else "Missing from home",
            miss_missing_episode_end_date=to.past(moment(episode["to"])),
            miss_missing_rhi_offered=bool(interview),
            miss_missing_rhi_accepted=interview == "held",
        )
        reference = f"SYP-{key}" if episode.get("police") else None
        if reference:
            _police_report(child, episode, reference, to)
        if interview:
            _interview(child, episode, key, reference, to)


def _police_report(
    child: dict[str, Any], episode: dict[str, Any], reference: str, to: Writer
) -> None:
    forename, surname = child["name"].split(" ", 1)
    begin = moment(episode["from"])
    to.row(
        "police_missing",
        police_ref=reference,
        forename=forename,
        surname=surname,
        dob=child["born"],
        la_child_id=child["id"],
        reported_at=begin + timedelta(hours=2) if begin.hour else begin,
        last_seen_at=begin,
        missing_from="childrens_home" if child.get("care") else "home",
        reported_by="Residential staff" if child.get("care") else "Parent",
        risk_grade="High",
        exploitation_flags="CCE",
        found_at=to.past(moment(episode["to"])),
        found_by="Returned",
        status="Closed",
    )


def _interview(
    child: dict[str, Any],
    episode: dict[str, Any],
    key: str,
    reference: str | None,
    to: Writer,
) -> None:
    returned = moment(episode["to"])
    offered = (returned + timedelta(days=1)).replace(hour=10, minute=0)
    held = episode.get("held_at") or (offered + timedelta(days=1)).replace(hour=15)
    if not to.past(offered):
        return
    to.row(
        "return_interviews",
        rhi_id=to.key("H"),
        police_ref=reference,
        missing_id=key,
        la_child_id=child["id"],
        returned_at=returned,
        due_at=returned + timedelta(hours=72),
        offered_at=offered,
        offer_outcome=INTERVIEW_OUTCOMES[episode["interview"]],
        held_at=to.past(held) if episode["interview"] == "held" else None,
        interviewer=episode.get("interviewer", "Jo Whitlock"),
        independent=True,
        provider="Return interview service",
        seen_alone=True,
        pull_factors=episode.get("pull"),
        whereabouts=episode.get("whereabouts"),
        companions=episode.get("companions"),
        travel=episode.get("travel"),
        exploitation_indicators=episode.get("indicators"),
    )


def _actions(child: dict[str, Any], agencies: dict[str, str], to: Writer) -> None:
    for action in child.get("actions", ()):
        if not to.past(action["meeting"]):
            continue
        done = to.past(action.get("done"))
        to.row(
            "actions",
            la_child_id=child["id"],
            meeting_at=moment(action["meeting"]).replace(hour=9, minute=30),
            action=action["what"],
            owner_name=action["who"],
            owner_agency=agencies[action["who"]],
            due=action["due"],
            status=action["status"].title(),
            completed_at=done,
            explanation=action.get("note"),
        )


def _front_of_record(child: dict[str, Any], to: Writer) -> None:
    to.row("child_details", la_child_id=child["id"], **child.get("details", {}))
    for line in child.get("around", ()):
        to.row("around_the_child", la_child_id=child["id"], **line)
    last = [each for each in discussions(child) if each.day < to.today][-1:]
    for point in child.get("plan", ()) if last else ():
        to.row("plan_points", la_child_id=child["id"], agreed_at=_held(last[0]), **point)


def _timeline(child: dict[str, Any], to: Writer) -> None:
    for entry in child.get("timeline", ()):
        if not to.past(entry["at"]):
            continue
        to.row(
            "timeline",
            entry_ref=to.key("Q"),
            la_child_id=child["id"],
            happened_at=moment(entry["at"]),
            what=entry["what"],
            text=entry["text"],
            recorded_at=to.past(entry["recorded"]) if "recorded" in entry else None,
            recorded_by=entry["by"],
            agency=entry["agency"],
            withdrawn_at=to.past(entry.get("withdrawn")),
            withdrawn_because=entry.get("reason"),
            details_json=_json(entry.get("details")),
        )


def _json(details: dict[str, Any] | None) -> str | None:
    return json.dumps(details) if details else None


def _national_referral(child: dict[str, Any], to: Writer) -> None:
    nrm = child.get("nrm")
    if not nrm or not to.past(nrm["at"]):
        return
    to.row(
        "nrm",
        la_child_id=child["id"],
        nrm_ref=nrm["ref"],
        first_responder_org=nrm["by"],
        submitted_at=nrm["at"],
        exploitation_types=nrm["types"],
        county_lines=nrm.get("county_lines", False),
        rg_decision=nrm.get("rg"),
        rg_at=to.past(nrm.get("rg_at")),
    )


def _people_and_places(cast: Cast, to: Writer) -> None:
    for person in cast.people_of_concern:
        fields = {key: value for key, value in person.items() if key != "children"}
        to.row("people_of_concern", linked_child_ids="; ".join(person["children"]), **fields)
    for place in cast.places_of_concern:
        fields = {key: value for key, value in place.items() if key != "children"}
        to.row("places_of_concern", linked_child_ids="; ".join(place["children"]), **fields)
