"""The authority of docs/new-authority.md, from an empty database to a child's record.

It rates nobody, keeps no list, and meets about one child at a time: nothing of the product
may take for granted what another authority has.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from casework.access import commands as access
from casework.agencies import commands as agencies
from casework.agencies.models import Account, Agency, Authority, Post
from casework.cast import LONG_AGO, NOW
from casework.chronology import commands as chronology
from casework.chronology import policy
from casework.concerns.models import Referral
from casework.meetings import list_commands, series_commands
from casework.subjects import commands as subjects
from casework.subjects.models import Case
from pathways.examples import load_examples, run

PEOPLE = [
    # first name, agency, role, relation to the child, relation to the forum
    ("Sam", "childrens_services", "social_worker", "lead_professional", ""),
    ("Toni", "childrens_services", "team_manager", "team_manager", "team_manager"),
    ("Alex", "childrens_services", "meeting_admin", "", "meeting_admin"),
    ("Robin", "police", "ward_officer", "", "ward_officer"),
]


def open_harrowby(*more: str) -> str:
    out = StringIO()
    call_command(
        "open_authority", "harrowby", "--area", "north=North ward", "--area", "south=South ward",
        "--administrator", "Ada Field", "--email", "ada.field@harrowby.example", *more, stdout=out,
    )  # fmt: skip
    return out.getvalue()


@pytest.fixture
def harrowby(db, with_sixth, time_stands_still):
    """Opened by its command; four people; one child, whom Sam works with."""
    open_harrowby()
    administrator = Post.objects.get(role="administrator", authority="harrowby")
    town = Authority.objects.get(code="harrowby")
    north = town.areas.get(code="north")
    forum = Case.objects.get(kind="forum", area=north)
    by = {"by": administrator, "now": NOW}
    child = subjects.add_child(
        authority=town, area=north, forename="Wren", surname="Alder", born=date(2013, 3, 1),
        opened_on=LONG_AGO, **by,
    )  # fmt: skip
    people = {}
    for name, kind, role, to_child, to_forum in PEOPLE:
        agency, _ = Agency.objects.get_or_create(authority=town, kind=kind, name=kind)
        post = agencies.add_post(
            agency=agency, holder=name, role=role, title=policy.label("harrowby", role),
            starts_on=LONG_AGO, area=north, **by,
        )  # fmt: skip
        agencies.open_account(post=post, email=f"{name}@harrowby.example".lower(), **by)
        for case, relation in ((child.case, to_child), (forum, to_forum)):
            if relation:
                access.relate(
                    post=post, case=case, relation=relation, starts_on=LONG_AGO, source="test", **by
                )  # fmt: skip
        people[name.lower()] = post
    return {"child": child, "case": child.case, "forum": forum, **people}


@pytest.fixture
def meeting(harrowby):
    """A family meeting next week, with Wren on it."""
    by = {"by": harrowby["alex"], "now": NOW}
    series = series_commands.convene_series(
        case=harrowby["forum"], kind="risk_meeting", name="Family meetings North", weekday=2,
        starts_at=time(14), **by,
    )  # fmt: skip
    for name, place in (("toni", "chair"), ("robin", "officer"), ("alex", "admin")):
        series_commands.add_member(
            series=series, post=harrowby[name], place=place, starts_on=LONG_AGO, **by
        )
    series_commands.plan_meetings(series=series, until=date(2026, 12, 4), **by)
    first = series.meetings.order_by("starts_at").first()
    slot = list_commands.list_child(
        meeting=first, case=harrowby["case"], kind="new", because="Referral", **by
    )
    return {"meeting": first, "slot": slot}


@pytest.fixture
def as_seen_by(client, harrowby):
    """`as_seen_by("sam", address)`: the page as text; anything but a page fails."""

    def see(name: str, address: str, data: dict | None = None, status: int = 200) -> str:
        client.force_login(harrowby[name].account)
        session = client.session
        session["post"] = harrowby[name].pk
        session.save()
        answer = client.post(address, data) if data is not None else client.get(address)
        assert answer.status_code == status, address
        return re.sub(r"\s+", " ", answer.content.decode())

    return see


# --- the guide ------------------------------------------------------------------------


def test_what_the_guide_says_holds(with_sixth):
    pack = policy.pack_for("harrowby")
    examples = load_examples(with_sixth / "harrowby" / "examples", "harrowby")

    outcomes = [run(each, pack, policy.calendar_for(pack)) for each in examples]

    assert [(one.example.title, one.differences) for one in outcomes if not one.holds] == []
    assert len(outcomes) == 8


def test_the_guide_explains_every_structure_of_the_language():
    from tests.sixth.conftest import GUIDE
    from tests.sixth.structures import all_structures

    text = GUIDE.read_text()
    aliases = {"not_": "not", "is_": "is", "from_": "from"}
    keys = {aliases.get(key, key) for structure, key in all_structures() if "." not in structure}
    quiet = {"label", "plural", "sha256", "says", "how", "story", "of"}
    untold = {key for key in keys - quiet if not re.search(rf"\b{key}\b", text)}

    assert untold == set()


# --- opening --------------------------------------------------------------------------


def test_an_authority_is_opened_with_forums_and_an_administrator_once(db, with_sixth):
    first = open_harrowby()
    again = open_harrowby()

    assert "Harrowby is open, with 2 areas and 2 new forums" in first
    assert "holdfast changepassword ada.field@harrowby.example" in first
    assert "0 new forums" in again
    assert Case.objects.filter(authority="harrowby", kind="forum").count() == 2
    assert Account.objects.get(email="ada.field@harrowby.example").name == "Ada Field"


def test_a_procedure_with_a_mistake_opens_no_authority(db, with_sixth):
    duties = with_sixth / "harrowby" / "duties.yaml"
    duties.write_text(duties.read_text().replace("referral.received", "referral.receved"))
    policy.forget()

    with pytest.raises(CommandError, match=r"Did you mean referral\.received"):
        open_harrowby()

    assert not Authority.objects.filter(code="harrowby").exists()


def test_an_area_without_a_name_is_refused(db, with_sixth):
    with pytest.raises(CommandError, match="CODE=NAME"):
        open_harrowby("--area", "east")


# --- a child's case -------------------------------------------------------------------


def test_facts_about_a_child_show_what_follows_on_the_record(harrowby, as_seen_by):
    chronology.record(
        case=harrowby["case"], kind="referral.received", at=NOW, by=harrowby["sam"], now=NOW
    )

    page = as_seen_by("sam", reverse("concerns:record", args=[harrowby["case"].reference]))

    assert "Hold the first family meeting" in page
    assert "Fri 4 Dec" in page
    assert "/procedure/HARR-ref-01/" in page
    assert "Begin with the child" in page


def test_a_child_is_referred_with_the_form_of_the_pack(harrowby, as_seen_by):
    reference = harrowby["case"].reference
    tool = reverse("concerns:tool", args=[reference])

    assert "First look" in as_seen_by("sam", tool)
    as_seen_by("sam", tool, {}, 302)
    section = reverse("concerns:tool_section", args=[reference, "child"])
    assert "Wren Alder" in as_seen_by("sam", section)
    as_seen_by("sam", section, {"name": "Wren Alder", "safe": "yes", "worry": ["away"]}, 302)
    as_seen_by("sam", reverse("concerns:tool_complete", args=[reference]), {}, 302)
    page = as_seen_by("sam", reverse("concerns:refer", args=[reference]))
    assert "Refer to the family meeting" in page
    assert "First look" in page
    given = {
        "forum": harrowby["forum"].reference, "concerns": ["missing"], "reason": "Away again",
        "documents": ["risk-assessment-tool"], "crime_report_link": "none", "told": "no",
        "not_told_because": "Not reached yet",
    }  # fmt: skip
    as_seen_by("sam", reverse("concerns:refer", args=[reference]), given, 302)

    assert Referral.objects.get(case=harrowby["case"]).complete
    page = as_seen_by("sam", reverse("concerns:record", args=[reference]))
    assert "Hold the first family meeting" in page


RECORD_PAGES = (
    "concerns:record", "concerns:done", "concerns:idle", "concerns:earlier", "concerns:timeline",
    "concerns:ratings", "concerns:people", "concerns:documents", "concerns:missing",
    "concerns:choose", "concerns:tool", "concerns:refer", "plans:plan", "plans:sharing",
    "meetings:of_child",
)  # fmt: skip


@pytest.mark.parametrize("name", RECORD_PAGES)
def test_every_page_of_a_record_works_without_a_scale(harrowby, as_seen_by, name):
    page = as_seen_by("sam", reverse(name, args=[harrowby["case"].reference]))

    assert "Wren" in page
    assert not re.search(r"\b(RMM|Surrey|quadrant|LCS)\b", page)


LISTS = (
    "worklists:home", "worklists:due", "worklists:late", "worklists:actions", "worklists:calendar",
    "worklists:search", "concerns:children", "meetings:forums", "places", "procedure:index",
)  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("who", ["sam", "toni", "alex", "robin"])
def test_every_list_works_for_everybody(harrowby, as_seen_by, meeting, name, who):
    chronology.record(
        case=harrowby["case"], kind="referral.received", at=NOW - timedelta(days=40),
        by=harrowby["sam"], now=NOW,
    )  # fmt: skip

    page = as_seen_by(who, reverse(name))

    assert name == "procedure:index" or not re.search(r"\b(RMM|quadrant|LCS)\b", page)


# --- a meeting about one child --------------------------------------------------------


def test_every_page_of_a_meeting_about_one_child_works(harrowby, as_seen_by, meeting):
    reference = meeting["meeting"].reference
    one = (reference, meeting["slot"].position)
    for name, args in [
        ("meetings:forum", [harrowby["forum"].reference]),
        ("meetings:plan", [harrowby["forum"].reference]),
        ("meetings:meeting", [reference]),
        ("meetings:move", [reference]),
        ("meetings:send", [reference]),
        ("meetings:run", [reference]),
        ("meetings:attendance", [reference]),
        ("meetings:slot", one),
        ("meetings:next_review", one),
        ("meetings:questions", [*one, "checklist"]),
        ("meetings:questions", [*one, "case"]),
        ("meetings:screen", one),
        ("meetings:arrange", one),
    ]:
        page = as_seen_by("alex", reverse(name, args=args))
        assert not re.search(r"\b(RMM|quadrant)\b", page), name


def test_a_meeting_is_held_and_its_record_written_without_a_scale(
    harrowby, as_seen_by, meeting, monkeypatch
):
    then = meeting["meeting"].starts_at
    monkeypatch.setattr("casework.agencies.middleware.timezone.now", lambda: then)
    reference = meeting["meeting"].reference
    one = (reference, meeting["slot"].position)

    as_seen_by("alex", reverse("meetings:run", args=[reference]),
               {"chair": harrowby["toni"].pk, "note_taker": harrowby["alex"].pk,
                "held_as": "face_to_face"}, 302)  # fmt: skip
    as_seen_by("alex", reverse("meetings:begin", args=one), {}, 302)
    page = as_seen_by("alex", reverse("meetings:slot", args=one))
    assert "Rating" not in page
    assert "Begin with the child" in page
    as_seen_by("alex", reverse("meetings:finish", args=one), {"reason": "For the test"}, 302)

    facts = harrowby["case"].facts
    assert facts.filter(kind="discussion.held").exists()
    assert not facts.filter(kind="rating.set").exists()
    record = as_seen_by("alex", reverse("meetings:record", args=one))
    assert "Wren" in record
    page = as_seen_by("sam", reverse("concerns:record", args=[harrowby["case"].reference]))
    assert "Hold the first family meeting" not in page
