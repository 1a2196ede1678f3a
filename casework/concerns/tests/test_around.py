"""Who sees a place or a person that is named around a child: those who work with the child."""

from datetime import timedelta

from casework.access import commands as access
from casework.cast import NOW, TODAY
from casework.concerns import commands
from casework.subjects import commands as subjects
from casework.subjects.models import Case


def place(cast):
    return subjects.add_place(
        authority=cast.authority, label="Station Parade", opened_on=TODAY, by=cast.hannah, now=NOW
    ).case  # fmt: skip


def seen_by(post):
    return Case.objects.visible_to(post, today=TODAY)


def test_those_who_work_with_the_child_see_the_place(cast):
    parade = place(cast)

    commands.share_with_network(subject=parade, case=cast.ellis, by=cast.hannah, now=NOW)

    assert parade in seen_by(cast.hannah)
    assert parade not in seen_by(cast.tom)


def test_somebody_who_was_sent_one_record_does_not(cast):
    parade = place(cast)
    access.relate(
        post=cast.lorna, case=cast.ellis, relation="record_reader", starts_on=TODAY,
        ends_on=TODAY + timedelta(days=84), source="record:1", by=cast.dilys, now=NOW,
    )  # fmt: skip

    commands.share_with_network(subject=parade, case=cast.ellis, by=cast.hannah, now=NOW)

    assert parade not in seen_by(cast.lorna)
