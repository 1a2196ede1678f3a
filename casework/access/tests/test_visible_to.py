"""A case exists for those who have to do with it, and for nobody else."""

from casework.access import commands
from casework.access.models import Grant
from casework.audit.models import Entry
from casework.cast import NOW, TODAY
from casework.subjects.models import Case


def seen(post):
    return set(Case.objects.visible_to(post, today=TODAY).filter(kind="child"))


def test_a_worker_sees_the_children_allocated_to_them_and_no_others(cast):
    assert seen(cast.hannah) == {cast.ellis, cast.skye, cast.leon}


def test_a_manager_sees_the_children_of_their_area(cast):
    assert seen(cast.ruth) == {cast.ellis, cast.tegan, cast.skye, cast.leon}


def test_a_stranger_and_a_post_without_records_see_nothing(cast):
    assert seen(cast.lorna) == seen(cast.amara) == seen(None) == set()


def test_an_invitation_opens_one_case_until_its_day_has_passed(cast):
    commands.relate(
        post=cast.lorna,
        case=cast.tegan,
        relation="invited",
        starts_on=TODAY,
        ends_on=TODAY,
        source="meeting:1",
        by=cast.dilys,
        now=NOW,
    )

    tomorrow = TODAY.replace(day=21)

    assert seen(cast.lorna) == {cast.tegan}
    assert not Case.objects.visible_to(cast.lorna, today=tomorrow).exists()


def test_ending_a_relation_is_audited_and_closes_the_case_the_day_after(cast):
    grant = Grant.objects.get(post=cast.hannah, case=cast.ellis)

    commands.end_relation(grant=grant, ends_on=TODAY.replace(day=19), by=cast.ruth, now=NOW)

    assert cast.ellis not in seen(cast.hannah)
    assert Entry.objects.filter(action="relation ended", who__startswith="Ruth").exists()
