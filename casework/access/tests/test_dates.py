"""What was opened for a time ends by itself, and what is taken away is gone at once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.access import commands
from casework.access.grants import RELATIONS
from casework.access.models import Grant
from casework.cast import NOW, TODAY
from casework.meetings import holding_commands, list_commands
from casework.meetings.models import Meeting
from casework.meetings.tests.stage import north_west
from casework.subjects.models import Case

FOR_A_TIME = {name for name, one in RELATIONS.items() if one.for_a_time}


@pytest.mark.parametrize("relation", sorted(FOR_A_TIME))
def test_what_is_for_a_time_is_never_given_without_its_last_day(relation, cast):
    with pytest.raises(commands.WithoutEnd):
        commands.relate(
            post=cast.tom, case=cast.ellis, relation=relation, starts_on=TODAY, source="x",
            by=cast.ruth, now=NOW,
        )  # fmt: skip


def sees(post, case):
    return Case.objects.visible_to(post, today=TODAY).filter(pk=case.pk).exists()


@pytest.fixture
def forum(cast):
    return north_west(cast, until=TODAY + timedelta(days=14))


@pytest.fixture
def guest(cast, forum):
    """Lorna, asked to come for Ellis only, to the meeting of today's week."""
    slot = forum.list("ellis", "2026-11-27")
    list_commands.invite(slot=slot, post=cast.lorna, place="school", by=cast.dilys, now=NOW)
    return slot


def test_a_guest_for_one_child_sees_that_child_until_the_day_of_the_meeting(cast, guest):
    grant = Grant.objects.get(post=cast.lorna)

    assert sees(cast.lorna, cast.ellis)
    assert f"{grant.ends_on}" == "2026-11-27"


def test_a_child_who_leaves_the_list_is_closed_to_the_guests_at_once(cast, guest):
    list_commands.take_off(slot=guest, because="Moved away", by=cast.dilys, now=NOW)

    assert not sees(cast.lorna, cast.ellis)


def test_back_on_the_list_the_same_day_it_is_open_to_them_again(cast, guest):
    list_commands.take_off(slot=guest, because="By mistake", by=cast.dilys, now=NOW)
    list_commands.list_child(
        meeting=guest.meeting, case=cast.ellis, kind="new", because="Still here",
        by=cast.dilys, now=NOW,
    )  # fmt: skip

    assert sees(cast.hannah, cast.ellis)
    assert Grant.objects.live(post=cast.hannah, today=TODAY).filter(relation="invited").exists()


def test_an_invitation_ends_with_the_meeting(cast, forum, guest):
    meeting = guest.meeting
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.OPEN, began_at=NOW)

    holding_commands.end_meeting(meeting=meeting, reason="Snow", by=cast.marcus, now=NOW)

    assert not sees(cast.lorna, cast.ellis)


def test_what_is_revoked_is_gone_with_the_next_request(cast, signed_in):
    client = signed_in(cast.hannah)
    address = reverse("concerns:record", args=[cast.ellis.reference])
    assert client.get(address).status_code == 200

    grant = Grant.objects.get(post=cast.hannah, case=cast.ellis)
    commands.revoke(grant=grant, by=cast.ruth, now=NOW)

    assert client.get(address).status_code == 404
