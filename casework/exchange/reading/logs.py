"""The local logs that no standard holds; the headings are ours and are matched loosely."""

from __future__ import annotations

from casework.exchange.reading.columns import Table, must, the
from casework.exchange.reading.log_columns import AGENCIES, NAME, child_number
from casework.exchange.reading.tables import SSD
from casework.exchange.reading.tracker import (
    AROUND_THE_CHILD,
    CHILD_DETAILS,
    MEETING_LIST,
    MEETINGS,
    PLAN_POINTS,
    TIMELINE,
)

COHORT = Table(
    "cohort", "Children named for the system", ("la_child_id",), (child_number(),), tier=3
)

POLICE_MISSING = Table(
    "police_missing",
    "Police missing reports",
    ("police_ref",),
    (
        must("police_ref", aliases=("reference", "police_reference")),
        *NAME,
        child_number(filled=False),
        must("reported_at", "moment", aliases=("date_reported",)),
        the("last_seen_at", "moment"),
        the("missing_from", aliases=("from",)),
        the("missing_from_postcode", "postcode", sensitive=True),
        the("reported_by", "name", sensitive=True),
        the(
            "risk_grade",
            "choice",
            options=("high", "medium", "low", "no_apparent_risk"),
            value_map="risk_grade",
        ),
        the("exploitation_flags", "codes"),
        the("found_at", "moment", aliases=("returned_at", "date_found")),
        the("found_location", "note", sensitive=True),
        the("found_by", "name", sensitive=True),
        the("harm", "note", sensitive=True),
        the("prevention_interview_at", "moment"),
        the("status"),
    ),
    person="la_child_id",
    spans=(("last_seen_at", "found_at"),),
    tier=3,
)

RETURN_INTERVIEWS = Table(
    "return_interviews",
    "Return interviews",
    ("rhi_id",),
    (
        must("rhi_id", aliases=("rhi_ref", "interview_id")),
        the("police_ref", "id"),
        the("missing_id", "id", aliases=("miss_table_id", "missing_episode_id")),
        child_number(),
        the("returned_at", "moment"),
        the("due_at", "moment"),
        the("offered_at", "moment"),
        the(
            "offer_outcome",
            "choice",
            options=("accepted", "declined", "not_reached", "missing_again", "not_offered"),
            value_map="offer_outcome",
        ),
        the("reason_not_offered", "note", sensitive=True),
        the("held_at", "moment"),
        the("interviewer", "name", sensitive=True),
        the("independent", "yes_no"),
        the("provider"),
        the("seen_alone", "yes_no"),
        the("push_factors", "note", sensitive=True),
        the("pull_factors", "note", sensitive=True),
        the("whereabouts", "note", sensitive=True),
        the("companions", "note", sensitive=True),
        the("travel", "note", sensitive=True),
        the("harm_disclosed", "note", sensitive=True),
        the("substance", "note", sensitive=True),
        the("exploitation_indicators", "note", sensitive=True),
        the("shared_with_police_at", "moment"),
        the("actions", "note", sensitive=True),
    ),
    person="la_child_id",
    spans=(("returned_at", "held_at"),),
    tier=3,
)

RISK_REGISTER = Table(
    "risk_register",
    "Risk register",
    ("la_child_id", "referred_at", "level_set_at"),
    (
        child_number(),
        *NAME,
        the("panel", aliases=("meeting", "forum")),
        the("area", required=True, aliases=("quadrant", "locality")),
        must("referred_at", "moment", aliases=("date_referred", "referral_date")),
        the("risk_types", "codes", aliases=("key_risks",)),
        the(
            "risk_level",
            "choice",
            options=("minimal", "emerging", "significant", "experiencing"),
            value_map="risk_level",
            aliases=("rating", "level"),
        ),
        the("level_set_at", "moment"),
        the(
            "previous_level",
            "choice",
            options=("minimal", "emerging", "significant", "experiencing"),
            value_map="risk_level",
        ),
        the("change_reasons", "codes", aliases=("reason_for_change",)),
        the("risk_factors", "codes", aliases=("current_factors", "factors")),
        the("assessment_date", "date", aliases=("rat_date", "tool_completed")),
        the("young_person_told_at", "date", aliases=("child_told",)),
        the("plan_type"),
        the("plan_start", "date"),
        the("last_meeting_at", "moment", aliases=("last_meeting",)),
        the("next_review_due", "date", aliases=("next_review",)),
        the("lead_professional", "name", aliases=("lead", "social_worker")),
        the("lead_agency"),
        the("status"),
        the("closed_at", "date"),
        the("closure_reason", "note"),
    ),
    person="la_child_id",
    spans=(("referred_at", "closed_at"),),
    tier=3,
)

ACTIONS = Table(
    "actions",
    "Actions agreed at meetings",
    ("la_child_id", "meeting_at", "action"),
    (
        child_number(),
        must("meeting_at", "moment", aliases=("meeting_date",)),
        must("action", "note", aliases=("what",), sensitive=True),
        the("owner_name", "name", aliases=("owner", "who")),
        the("owner_agency", aliases=("agency",)),
        the("due", "date", aliases=("due_date", "by_when")),
        the(
            "status",
            "choice",
            options=("ongoing", "outstanding", "completed"),
            value_map="action_status",
        ),
        the("completed_at", "date", aliases=("date_completed",)),
        the("explanation", "note", aliases=("comment",), sensitive=True),
    ),
    person="la_child_id",
    spans=(("meeting_at", "completed_at"),),
    tier=3,
)

PEOPLE_OF_CONCERN = Table(
    "people_of_concern",
    "People of concern",
    ("ref",),
    (
        must("ref", aliases=("reference",)),
        must("label", "name", aliases=("name",), sensitive=True),
        the("aliases", "codes", sensitive=True),
        the("dob", "date", sensitive=True),
        the("type"),
        the("linked_child_ids", "codes", aliases=("linked_children",), sensitive=True),
        the("source"),
        the("police_ref", "id", sensitive=True),
        the("note", "note", sensitive=True),
    ),
    tier=3,
)

PLACES_OF_CONCERN = Table(
    "places_of_concern",
    "Places of concern",
    ("ref",),
    (
        must("ref", aliases=("reference",)),
        must("label", "name", aliases=("name",)),
        the("address", sensitive=True),
        the("postcode", "postcode", sensitive=True),
        the("type"),
        the("linked_child_ids", "codes", aliases=("linked_children",), sensitive=True),
        the("source"),
        the("police_ref", "id"),
        the("note", "note", sensitive=True),
    ),
    tier=3,
)

NRM = Table(
    "nrm",
    "Referrals to the National Referral Mechanism",
    ("nrm_ref",),
    (
        child_number(),
        must("nrm_ref", aliases=("reference",), sensitive=True),
        the("first_responder_org", aliases=("first_responder",)),
        must("submitted_at", "moment", aliases=("date_submitted",)),
        the("exploitation_types", "codes", sensitive=True),
        the("county_lines", "yes_no"),
        the("rg_decision", aliases=("reasonable_grounds",)),
        the("rg_at", "date"),
        the("cg_decision", aliases=("conclusive_grounds",)),
        the("cg_at", "date"),
    ),
    person="la_child_id",
    spans=(("submitted_at", "rg_at"), ("rg_at", "cg_at")),
    tier=3,
)

PROFESSIONALS = Table(
    "professionals",
    "Professionals and panel members",
    ("email",),
    (
        must("name", "name"),
        the("role", required=True),
        the("agency", "choice", required=True, options=AGENCIES, value_map="agency"),
        must("email", aliases=("e_mail", "email_address")),
        the("phone", aliases=("telephone",)),
        the("area", aliases=("quadrant",)),
        the("panel_member", "yes_no"),
        the("deputy_for", "name"),
    ),
    tier=3,
)


LOGS = (
    PROFESSIONALS, COHORT, POLICE_MISSING, RETURN_INTERVIEWS, RISK_REGISTER, MEETINGS,
    MEETING_LIST, ACTIONS, PEOPLE_OF_CONCERN, PLACES_OF_CONCERN, NRM, TIMELINE,
    CHILD_DETAILS, AROUND_THE_CHILD, PLAN_POINTS,
)  # fmt: skip

TABLES: dict[str, Table] = {table.name: table for table in (*SSD, *LOGS)}
