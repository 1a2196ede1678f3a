"""Every key of the language of packs is read, and means what it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pathways import definitions as d
from pathways.packs import load_pack, load_vocabulary
from pathways.tests import whole

EVERY, OTHER = ("T-1-01",), ("T-1-02",)
HELD = d.Selector("discussion.held")
SET = d.Selector("rating.set")
LISTED = d.Open("listed")


@pytest.fixture
def folder(tmp_path) -> Path:
    return whole.write(tmp_path)


@pytest.fixture
def pack(folder) -> d.Pack:
    return load_pack(folder)


def test_the_vocabulary(folder):
    vocabulary = load_vocabulary(folder.parent / "vocabulary.yaml")

    assert list(vocabulary.kinds) == [
        "rating.set", "discussion.held", "meeting.scheduled", "meeting.put_off", "meeting.given_up",
    ]  # fmt: skip
    assert vocabulary.kinds["rating.set"] == d.FactKind(
        name="rating.set",
        label="rating",
        meaning="A rating was agreed.",
        subjects=("child", "care_leaver"),
        sets="legal_status",
        fields=(
            d.Field("level", "choice", "The level", required=True, options_from="levels"),
            d.Field("agreed", "boolean", "Whether all agreed"),
            d.Field("weeks", "number", "For how long"),
            d.Field("tool", "choice", "The tool", options=("short", "long"), sets="tool_used"),
            d.Field("by", "date", "By when"),
        ),
    )
    assert vocabulary.kinds["discussion.held"] == d.FactKind(
        "discussion.held", "discussion", "It was discussed.", ("child",)
    )
    assert vocabulary.states == {
        "listed": d.State("listed", "listed", "rating.set", ("discussion.held",), "episode")
    }
    assert vocabulary.attributes == {
        "legal_status": d.Attribute(
            "legal_status", "legal status", "By law", ("none", "looked_after")
        )
    }


def test_what_stands_at_the_head_of_a_pack(pack, folder):
    head = (pack.id, pack.authority, pack.title, pack.edition, pack.nation, pack.prevails)

    assert head == (
        "testshire", "Testshire", "A procedure", "1", "scotland", "The source prevails.",
    )  # fmt: skip
    assert pack.in_force_from == date(2026, 1, 1)
    assert pack.labels == {"in_danger": "In danger", "risk": "Risk"}
    assert pack.vocabulary is load_vocabulary(folder.parent / "vocabulary.yaml")


def test_roles_scales_stages_editions_and_clauses(pack):
    assert pack.roles == {
        "chair": d.Role("chair", "the chair", "childrens_services", ("chair:talk", "look")),
        "visitor": d.Role("visitor", "a visitor", "police"),
    }
    assert pack.scales == {
        "risk": d.Scale(
            id="risk",
            label="How great the risk is",
            levels=(d.Level("low", "Low", "Little", EVERY), d.Level("high", "High", "", OTHER)),
            key_risks=(d.Level("harm", "Harm", "", EVERY),),
            change_reasons=(d.Level("news", "News", "", EVERY),),
            factors=(d.Level("away", "Away", "", EVERY),),
        )
    }
    assert pack.stages == (
        d.Stage("begin", "It begins", ("1",), "The door", ("end",), ("begin",), 1, 2),
        d.Stage("end", "It ends", ("2", "3")),
    )
    assert pack.clauses == {
        "T-1-01": d.Clause(
            "T-1-01", "Review", "timescale", "One", "It is reviewed.", "enforced", "By a duty",
            ("example:in-time", "form:visit"),
        ),
        "T-1-02": d.Clause("T-1-02", "Other", "practice", "One", "It is so.", "not yet"),
    }  # fmt: skip


def test_the_earliest_edition_comes_first(pack):
    assert pack.editions == (
        d.Edition("first", "First", "The first text", date(2020, 1, 1), ("T-1", "T-2")),
        d.Edition("later", "Later", "The later text", date(2024, 1, 1), ("S",)),
    )


def test_a_duty_with_all_that_can_be_said(pack):
    assert pack.duties[0] == d.Duty(
        id="review",
        title="Discuss again",
        clauses=("T-1-01", "T-1-02"),
        reading="From the day of the rating.",
        subjects=("child", "care_leaver"),
        in_force_from=date(2026, 2, 1),
        in_force_to=date(2026, 12, 31),
        local_setting=True,
        act="discuss",
        bearer="chair",
        strength=d.Strength.SHOULD,
        clock=d.Interval(
            since=(HELD,),
            limit=d.Period(3, "months"),
            proposal=d.Period(10, "weeks"),
            tolerated=d.Period(14, "weeks"),
            earlier=SET,
        ),
        when=d.Latest("rating.set", (d.Where("level", ("high",)),)),
        met_by=(HELD,),
        match=("number",),
        ends_with=(d.Selector("meeting.given_up"),),
        persists=False,
    )


def test_duties_that_say_no_more_than_they_must(pack):
    tool = d.Selector("rating.set", (d.Where("tool", ("short",), negated=True),))
    one, more = d.Period(1, "hours"), d.Period(1, "weeks")

    assert pack.duties[1:] == (
        duty("tell", "visitor", d.Standing()),
        duty("write", "chair", d.After(tool, d.Period(2, "working days"), one, more), "may"),
        duty("plan", "chair", d.After(SET, None, by="by")),
        duty("ask", "chair", d.After(SET, None)),
        duty(
            "send",
            "chair",
            d.Before(
                each=d.Selector("meeting.scheduled"),
                at_least=d.Period(2, "days"),
                moment="begins",
                key="number",
                moved_by=("meeting.put_off",),
                cancelled_by=("meeting.given_up",),
            ),
        ),
    )


def duty(act: str, bearer: str, clock: d.Clock, strength: str = "must") -> d.Duty:
    return d.Duty(
        id=act,
        title=act.title(),
        clauses=EVERY,
        act=act,
        bearer=bearer,
        clock=clock,
        strength=d.Strength(strength),
    )


def test_prompts(pack):
    assert pack.prompts == (
        d.Prompt(
            id="in-danger",
            title="Is the child in danger",
            clauses=EVERY,
            asked_of=("chair", "visitor"),
            when=d.Count(SET, 2),
            each=SET,
            answers=("now", "later"),
            settled_by=(HELD,),
            match=("number",),
        ),
        d.Prompt(id="why", title="Why", clauses=EVERY, asked_of=("chair",), when=d.Exists(SET)),
    )


def test_gates(pack):
    assert pack.gates == (
        d.Gate(
            id="ends-it",
            title="Who may end it",
            clauses=EVERY,
            action="end",
            by=("chair",),
            only_if=LISTED,
            otherwise=d.Otherwise.VOID,
            effects=(HELD,),
            role_field="chair_role",
        ),
        d.Gate(id="shares", title="Who may share", clauses=OTHER, action="share"),
    )


def test_supersessions_and_guidance(pack):
    assert pack.supersessions == (
        d.Supersession(
            id="higher",
            title="A higher process",
            clauses=EVERY,
            duties=("review", "tell"),
            when=LISTED,
            effect="replace",
            clocks="pause",
            replaced_by=("write",),
        ),
        d.Supersession(
            id="while", title="For a while", clauses=EVERY, duties=("tell",), when=d.Exists(SET)
        ),
    )
    assert pack.guidance == (
        d.Guidance(
            id="family",
            title="Think of the family",
            clauses=EVERY,
            at=("plan", "review"),
            when=d.Once(d.Exists(SET)),
            items=("grandparents", "friends"),
        ),
        d.Guidance(id="alone", title="See the child alone", clauses=OTHER),
    )


def test_kinds_of_meeting(pack):
    police = d.Member(
        id="police",
        label="The police",
        agency="police",
        role="visitor",
        clauses=EVERY,
        when=LISTED,
        own_item_only=True,
        strength=d.Strength.SHOULD,
    )

    assert pack.meeting_kinds == {
        "talk": d.MeetingKind(
            id="talk",
            label="talk",
            name="The talk",
            plural="talks",
            clauses=EVERY,
            forum="panel",
            rhythm=d.Period(1, "weeks"),
            chair=("chair",),
            officers={"chair": "chair", "admin": "visitor"},
            quorum=(
                d.QuorumPart("police", "Police", ("visitor",), OTHER),
                d.QuorumPart("health", "Health"),
            ),
            core_members=(police,),
            invitees=(d.Member("school", "The school", "education", clauses=OTHER),),
            slots={"missing": 10, "risk": 20},
            local_slots=("missing",),
            held_as=(d.Option("online", "Online"), d.Option("room", "In a room")),
            steps=(
                d.AgendaStep("first", "First", EVERY, "visit", ("seen",)),
                d.AgendaStep("last", "Last", OTHER),
            ),
            list_before=d.Period(3, "working days"),
            papers_before=d.Period(2, "working days"),
            cut_off=d.Period(5, "working days"),
            list_recipients=(d.Member("listed", "Listed", "police", clauses=EVERY),),
            papers_recipients=(d.Member("reader", "Reader", "police", clauses=EVERY),),
            notes_recipients=(d.Member("noted", "Noted", "police", clauses=EVERY),),
            defer_grounds=(d.Option("late", "The papers came late"),),
            forms={"record": "visit"},
            reading="Every week.",
        ),
        "chat": d.MeetingKind("chat", "chat", "The chat", "chats", OTHER),
    }


def test_forms(pack):
    levels = (d.Option("low", "Low", "Little"), d.Option("high", "High", ""))
    questions = (
        d.Question(
            id="alone",
            label="Was the child alone",
            type="yes_no",
            required=True,
            hint="Or not",
            clause="T-1-01",
            fills_from="child.alone",
            clauses=EVERY,
        ),
        d.Question(
            id="why",
            label="Why not",
            type="choice",
            options=(d.Option("fear", "Of fear"), d.Option("wish", "By wish")),
            clause="T-1-02",
            show_if=d.ShowIf("alone", ("no",)),
            clauses=("T-1-02", "T-1-01"),
        ),
        d.Question("level", "The level", "choice", options=levels),
    )
    note = d.Question("note", "A note", "textarea")
    both = ("T-1-01", "T-1-02")

    assert pack.forms["visit"] == d.Form(
        id="visit",
        version="1.2",
        label="Visit",
        sections=(
            d.Section("seen", "Who was seen", questions, "One by one", True, both),
            d.Section("more", "More", (note,)),
        ),
        hint="After each visit",
        clauses=EVERY,
        local_setting=True,
    )
    assert pack.forms["plain"] == d.Form(
        "plain", "1", "Plain", (d.Section("one", "One", (d.Question("it", "It", "text"),)),)
    )
    assert pack.forms["visit"].questions() == (*questions, note)
