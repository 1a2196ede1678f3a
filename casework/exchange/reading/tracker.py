"""What business support keeps of the forums, and what stands on the front of a record."""

from __future__ import annotations

from casework.exchange.reading.columns import Table, must, the
from casework.exchange.reading.log_columns import AGENCIES, child_number

MEETINGS = Table(
    "meetings",
    "Meetings of the area forums",
    ("panel", "area", "starts_at"),
    (
        the("panel"),
        must("area", "text"),
        must("starts_at", "moment"),
        the("ends_at", "moment"),
        the("status"),
        the("moved_from", "moment"),
        the("moved_reason"),
        the("chair", "name"),
        the("list_sent_at", "moment"),
        the("papers_sent_at", "moment"),
        the("agencies_present", "codes"),
    ),
    tier=3,
)

MEETING_LIST = Table(
    "meeting_list",
    "Children on meeting lists",
    ("la_child_id", "meeting_at"),
    (
        child_number(),
        must("area", "text"),
        must("meeting_at", "moment"),
        the("slot", "number"),
        the("starts", "text"),
        the("minutes", "number"),
        the(
            "kind",
            "choice",
            options=("new", "review", "missing", "short"),
            value_map="item_kind",
        ),
        the("presenter", "name"),
        the("presenter_coming", "yes_no"),
        the("also_invited", "codes"),
        the("tool_received_at", "moment"),
        the("update_received_at", "moment"),
        the("outcome"),
        the("record_completed_at", "moment", aliases=("notes_written",)),
        the("record_sent_at", "moment", aliases=("notes_sent",)),
        the("case_record_updated_at", "moment", aliases=("uploaded",)),
        the("agencies_copied_at", "moment"),
        the("young_person_told_at", "moment", aliases=("child_told",)),
        the("family_told_at", "moment"),
        the("professionals_told_at", "moment"),
        the("missing_plan_given_at", "moment"),
    ),
    person="la_child_id",
    tier=3,
)

TIMELINE = Table(
    "timeline",
    "Entries of the chronology kept by hand",
    ("entry_ref",),
    (
        must("entry_ref", aliases=("reference",)),
        child_number(),
        must("happened_at", "moment"),
        the("what", required=True),
        the("text", "note", sensitive=True),
        the("recorded_at", "moment"),
        the("recorded_by", "name"),
        the("agency", "choice", options=AGENCIES, value_map="agency"),
        the("withdrawn_at", "moment"),
        the("withdrawn_because", "note", sensitive=True),
        the("details_json", "flags", sensitive=True),
    ),
    person="la_child_id",
    tier=3,
)

CHILD_DETAILS = Table(
    "child_details",
    "What is said about a child on the front of the record",
    ("la_child_id",),
    (
        child_number(),
        the("known_as", "name", sensitive=True),
        the("pronouns", sensitive=True),
        the("home_postcode", "postcode", sensitive=True),
        the("living_at", sensitive=True),
        the("school", sensitive=True),
        the("gp_name", "name", sensitive=True),
        the("story", "note", sensitive=True),
        the("story_by", "name"),
        the("story_on", "date"),
    ),
    person="la_child_id",
    tier=3,
)

AROUND_THE_CHILD = Table(
    "around_the_child",
    "People around a child, what the child said, what is strong and what worries",
    ("la_child_id", "kind", "what"),
    (
        child_number(),
        the(
            "kind",
            "choice",
            required=True,
            filled=True,
            options=("relation", "voice", "strength", "worry"),
        ),
        must("what", "note", sensitive=True),
        the("who", "name", sensitive=True),
        the("note", "note", sensitive=True),
        the("day", "date"),
        the("trusted", "yes_no"),
    ),
    person="la_child_id",
    tier=3,
)

PLAN_POINTS = Table(
    "plan_points",
    "Points of the safety and disruption plans",
    ("la_child_id", "part", "heading", "text"),
    (
        child_number(),
        the(
            "part",
            "choice",
            required=True,
            filled=True,
            options=("safety", "disruption", "support", "missing", "transition"),
        ),
        must("heading", "text"),
        must("text", "note", sensitive=True),
        the("agreed_at", "moment"),
    ),
    person="la_child_id",
    tier=3,
)
