"""Each relation opens what the page on who sees what promises, says why, and ends."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from django.urls import reverse

from casework.access import commands
from casework.access.grants import ANSWER_FOR, RELATIONS, WRITE, opened_by
from casework.access.models import Compartment, Grant
from casework.access.queries import may, rights
from casework.cast import NOW, TODAY
from casework.chronology import commands as chronology
from casework.chronology import queries as facts
from casework.meetings import holding_commands, series_commands
from casework.meetings.models import Invitation
from casework.meetings.tests.stage import north_west
from casework.subjects.models import Case
from casework.worklists import giving_commands
from casework.worklists.giving_queries import BY_HAND

OPENING = [name for name, one in RELATIONS.items() if one.opens_the_record]
GIVEN = [name for name in BY_HAND if name != "named_by_agency"]


def relate(cast, relation: str, who: str = "lorna", case: Case | None = None, **more) -> Grant:
    given = {"starts_on": TODAY, "ends_on": TODAY, "source": "test", "by": cast.ruth, "now": NOW}
    given |= {"post": cast.posts[who], "case": case or cast.ellis, "relation": relation}
    return commands.relate(**(given | more))


def sees(post, case, day=TODAY) -> bool:
    return Case.objects.visible_to(post, today=day).filter(pk=case.pk).exists()


def page(client, name: str, case) -> str:
    answer = client.get(reverse(f"worklists:{name}", args=[case.reference]))
    return " ".join(html.unescape(answer.content.decode()).split())


# --- what each opens, and until when --------------------------------------------------


@pytest.mark.parametrize("relation", OPENING)
def test_a_relation_opens_its_row_of_the_table_and_nothing_else(relation, cast):
    relate(cast, relation)

    found = rights(cast.lorna, cast.ellis, today=TODAY)

    assert found.compartments == {str(one) for one in opened_by(relation).compartments}
    assert found.actions == set(opened_by(relation).actions)
    assert found.agencies == (cast.lorna.agency_id,)
    assert not sees(cast.lorna, cast.tegan)


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_relation_ends_by_itself_after_its_last_day(relation, cast):
    relate(cast, relation)

    after = TODAY + timedelta(days=1)

    assert sees(cast.lorna, cast.ellis) == opened_by(relation).opens_the_record
    assert not sees(cast.lorna, cast.ellis, after)
    assert rights(cast.lorna, cast.ellis, today=after) == rights(cast.lorna, cast.nell, today=after)


@pytest.mark.parametrize("relation", OPENING)
def test_what_is_revoked_is_gone_with_the_next_request(
    relation, cast, signed_in, time_stands_still
):
    grant = relate(cast, relation)
    client, address = signed_in(cast.lorna), reverse("concerns:record", args=[cast.ellis.reference])
    assert client.get(address).status_code == 200

    commands.revoke(grant=grant, by=cast.ruth, now=NOW)

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("relation", OPENING)
def test_whoever_stands_in_a_relation_reads_why_until_when_and_what_it_opens(
    relation, cast, signed_in, time_stands_still
):
    relate(cast, relation)

    said = page(signed_in(cast.lorna), "who_can_see", cast.ellis)

    assert "Until Fri 20 Nov 2026" in said
    assert "shared record" in said.lower()
    works = {WRITE, ANSWER_FOR} & set(opened_by(relation).actions) == {WRITE}
    assert ("You read and write" in said) == works


@pytest.mark.parametrize("compartments", [["footprint"], ["confidential"], ["safe_address"], []])
def test_without_the_shared_record_there_is_no_record(compartments, cast):
    relate(cast, "forum_member", compartments=compartments)

    found = rights(cast.lorna, cast.ellis, today=TODAY)

    assert not sees(cast.lorna, cast.ellis)
    assert found.compartments <= {"footprint"}
    assert found.actions == frozenset()


def test_reach_over_an_authority_looks_and_reach_over_an_area_works(cast):
    for reach, writes in [("area", True), ("authority", False)]:
        cast.marcus.reach = reach

        assert may(cast.marcus, cast.tegan, WRITE, today=TODAY) == writes
        assert may(cast.marcus, cast.tegan, "read", today=TODAY)


# --- what its holder decides ----------------------------------------------------------


@pytest.fixture
def kept_by_health(cast):
    return chronology.record(
        case=cast.ellis, kind="factor.recorded", at=NOW, by=cast.oluchi, now=NOW,
        data={"factors": [], "concerns": []}, compartment=Compartment.AGENCY,
    )  # fmt: skip


def reads(cast, who: str, fact) -> bool:
    return facts.timeline(cast.ellis, post=cast.posts[who], now=NOW).filter(pk=fact.pk).exists()


def test_what_an_agency_keeps_is_for_that_agency_where_the_record_is_open(cast, kept_by_health):
    relate(cast, "invited", "oluchi")
    relate(cast, "forum_member", "colin")

    assert [who for who in cast.posts if reads(cast, who, kept_by_health)] == ["oluchi"]


def test_a_record_that_is_not_open_does_not_open_by_the_agency_alone(cast, kept_by_health):
    assert not reads(cast, "oluchi", kept_by_health)


def test_who_is_named_by_an_agency_reads_what_that_agency_keeps_and_no_others_do(
    cast, kept_by_health
):
    relate(cast, "forum_member", "oluchi")
    police = chronology.record(
        case=cast.ellis, kind="factor.recorded", at=NOW, by=cast.colin, now=NOW,
        data={"factors": [], "concerns": []}, compartment=Compartment.AGENCY,
    )  # fmt: skip

    giving_commands.give(
        person=cast.hannah, case=cast.ellis, relation="named_by_agency", because="His inhaler",
        starts_on=TODAY, until=TODAY, by=cast.oluchi, now=NOW,
    )  # fmt: skip

    assert reads(cast, "hannah", kept_by_health)
    assert not reads(cast, "hannah", police)
    assert not reads(cast, "ruth", kept_by_health)


def test_intelligence_is_for_who_recorded_it_and_for_each_entry_who_is_named(cast):
    relate(cast, "forum_member", "colin")
    one, other = (
        chronology.record(
            case=cast.ellis, kind="intelligence.recorded", at=NOW, by=cast.colin, now=NOW,
            compartment=Compartment.INTELLIGENCE,
        )
        for _ in range(2)
    )  # fmt: skip
    relate(cast, "intelligence_reader", "hannah", source=f"fact:{one.pk}")

    assert [reads(cast, "colin", each) for each in (one, other)] == [True, True]
    assert [reads(cast, "hannah", each) for each in (one, other)] == [True, False]
    assert [reads(cast, "ruth", each) for each in (one, other)] == [False, False]


# --- given by hand --------------------------------------------------------------------


@pytest.mark.parametrize("relation", GIVEN)
def test_what_is_given_by_hand_says_who_gave_it_and_what_for_and_is_taken_away(
    relation, cast, signed_in, time_stands_still
):
    client = signed_in(cast.ruth)
    sent = {"who": cast.lorna.pk, "relation": relation, "because": "The review of his plan",
            "until_day": "1", "until_month": "12", "until_year": "2026",
            "signed_for_home": "A Director, Surrey", "signed_for_host": "B Head, Kent"}  # fmt: skip

    answer = client.post(reverse("worklists:give", args=[cast.ellis.reference]), sent)

    assert answer.status_code == 302, answer.content.decode()
    said = page(client, "who_can_see", cast.ellis)
    assert "Ruth Pemberton, Team manager gave on Fri 20 Nov 2026: The review of his plan" in said
    signed = "Signed by A Director, Surrey and B Head, Kent" in said
    assert signed == opened_by(relation).both_sign
    theirs = page(signed_in(cast.lorna), "who_can_see", cast.ellis)
    assert "gave on Fri 20 Nov 2026: The review of his plan" in theirs, "to the guest as well"
    grant = Grant.objects.get(post=cast.lorna)
    assert sees(cast.lorna, cast.ellis, grant.ends_on)

    taking_away = reverse("worklists:take_away", args=[cast.ellis.reference, grant.pk])
    signed_in(cast.ruth).post(taking_away)

    assert not sees(cast.lorna, cast.ellis)


def test_the_form_asks_for_the_last_day_and_for_both_signatures(cast, signed_in):
    sent = {"who": cast.lorna.pk, "relation": "host_authority", "because": "He lives there"}

    answer = signed_in(cast.ruth).post(reverse("worklists:give", args=[cast.ellis.reference]), sent)

    said = answer.content.decode()
    assert answer.status_code == 422
    for wanted in ("Enter the last day", "Enter who signed for the home authority",
                   "Enter who signed for the host authority"):  # fmt: skip
        assert wanted in said
    assert not Grant.objects.filter(post=cast.lorna).exists()


def test_whom_a_record_is_closed_to_is_given_nothing(cast, signed_in):
    commands.exclude(
        account=cast.lorna.account, case=cast.ellis, ground="relative", starts_on=TODAY,
        by=cast.ruth, now=NOW,
    )  # fmt: skip
    sent = {"who": cast.lorna.pk, "relation": "reviewing_officer", "because": "Review"}

    answer = signed_in(cast.ruth).post(reverse("worklists:give", args=[cast.ellis.reference]), sent)

    assert "This record is closed to Lorna Fenwick" in answer.content.decode()
    assert not Grant.objects.filter(post=cast.lorna).exists()


# --- given by a meeting ---------------------------------------------------------------


@pytest.fixture
def forum(cast):
    return north_west(cast, until=TODAY + timedelta(days=14))


@pytest.fixture
def meeting(cast, forum):
    """The meeting of today, being held, with Ellis on its list."""
    forum.list("ellis")
    return forum.begin()


def came(cast, meeting) -> Invitation:
    return holding_commands.add_attendee(
        meeting=meeting, post=cast.lorna, place="education", by=cast.dilys, now=NOW
    )


def test_who_came_without_a_place_sees_the_children_while_there(cast, meeting):
    invitation = came(cast, meeting)
    assert sees(cast.lorna, cast.ellis)
    assert not may(cast.lorna, cast.ellis, WRITE, today=TODAY)

    holding_commands.mark_presence(invitation=invitation, presence="left", by=cast.dilys, now=NOW)

    assert not sees(cast.lorna, cast.ellis)


def test_being_there_ends_with_the_meeting_and_with_the_day(cast, meeting):
    came(cast, meeting)
    assert not sees(cast.lorna, cast.ellis, TODAY + timedelta(days=1))

    holding_commands.end_meeting(meeting=meeting, reason="Snow", by=cast.marcus, now=NOW)

    assert not sees(cast.lorna, cast.ellis)


def test_a_chair_without_a_place_runs_the_meeting_and_writes_its_records_for_84_days(cast, forum):
    forum.list("ellis")
    meeting = forum.begin(chair="lorna", chair_reason="Snow on the roads")

    last = TODAY + timedelta(days=84)

    assert may(cast.lorna, cast.ellis, WRITE, today=last)
    assert may(cast.lorna, meeting.series.case, WRITE, today=last)
    assert not sees(cast.lorna, cast.ellis, last + timedelta(days=1))


def test_a_place_that_is_given_up_takes_the_children_and_the_forum_with_it(cast, forum):
    forum.list("ellis")
    assert sees(cast.colin, cast.ellis)
    member = forum.series.memberships.get(post=cast.colin)

    yesterday = TODAY - timedelta(days=1)
    series_commands.end_membership(member=member, ends_on=yesterday, by=cast.dilys, now=NOW)

    assert not sees(cast.colin, cast.ellis)
    assert not sees(cast.colin, forum.series.case)


def test_named_in_the_terms_opens_no_case_and_brings_each_record(cast, forum):
    from casework.meetings.record_copies import recipients_of

    slot = forum.talk_about("ellis")
    series_commands.name_in_terms(series=forum.series, post=cast.lorna, by=cast.dilys, now=NOW)

    assert not sees(cast.lorna, cast.ellis)
    assert not sees(cast.lorna, forum.series.case)
    assert cast.lorna in [one.post for one in recipients_of(slot, now=NOW)]

    [grant] = Grant.objects.filter(post=cast.lorna)
    series_commands.strike_from_terms(grant=grant, by=cast.dilys, now=NOW)

    assert cast.lorna not in [one.post for one in recipients_of(slot, now=NOW)]
