"""The overview of a record: everything on one page, each look written with the read."""

from datetime import date

from django.urls import reverse

from casework.audit.models import Entry
from casework.cast import TODAY, at
from casework.chronology import commands as chronology
from casework.plans import commands
from casework.subjects import commands as subjects


def overview(client, case):
    return client.get(reverse("concerns:record", args=[case.reference]))


def test_actions_stand_beside_what_the_procedure_asks(cast, signed_in, now, time_stands_still):
    commands.add_action(
        case=cast.ellis,
        text="Share a photograph of Ellis",
        owner=cast.colin,
        due_on=date(2026, 10, 16),
        agreed_on=date(2026, 10, 2),
        by=cast.marcus,
        now=now,
    )

    page = overview(signed_in(cast.hannah), cast.ellis).content.decode()

    assert "Share a photograph of Ellis" in page
    assert "25 working days late" in page
    assert "Action agreed at RMM 2 Oct. Surrey Police." in page
    assert "One thing is late" in page


def test_strengths_stand_beside_worries(cast, signed_in, now, time_stands_still):
    for kind, text in [("strength", "Rings Mr Bassett"), ("worry", "Owes money")]:
        subjects.note_observation(
            case=cast.ellis, kind=kind, text=text, noted_on=TODAY, by=cast.hannah, now=now
        )

    page = overview(signed_in(cast.hannah), cast.ellis).content.decode()

    assert page.index("What is strong") < page.index("Rings Mr Bassett")
    assert page.index("What worries us") < page.index("Owes money")


def test_a_look_at_a_record_is_written(cast, signed_in, time_stands_still):
    overview(signed_in(cast.hannah), cast.ellis)

    entry = Entry.objects.get(action="looked", case_reference=cast.ellis.reference)
    assert entry.post_id == cast.hannah.pk
    assert entry.detail == {"section": "Overview"}


def test_a_look_that_found_nothing_is_not_written(cast, signed_in, time_stands_still):
    response = overview(signed_in(cast.tom), cast.ellis)

    assert response.status_code == 404
    assert not Entry.objects.filter(action="looked").exists()


def test_a_forum_is_not_a_child(cast, signed_in, time_stands_still):
    assert overview(signed_in(cast.marcus), cast.forum_nw).status_code == 404


def test_the_record_of_a_child_without_history_says_so(cast, signed_in, time_stands_still):
    page = overview(signed_in(cast.hannah), cast.leon).content.decode()

    for words in (
        "The procedure asks for nothing at present.",
        "Nobody has written the story yet.",
        "Nothing is recorded yet.",
        "Not yet rated.",
    ):
        assert words in page


def test_the_plan_of_childrens_services_stands_in_the_identity_bar(
    cast, signed_in, now, time_stands_still
):
    for kind, day, which in [
        ("care_plan.started", "2026-03-02", "cp"),
        ("care_plan.ended", "2026-06-03", "cp"),
        ("care_plan.started", "2026-06-04", "cin"),
    ]:
        chronology.record(
            case=cast.ellis,
            kind=kind,
            at=at(day),
            by=cast.hannah,
            now=at(day),
            data={"kind": which},
        )

    page = overview(signed_in(cast.hannah), cast.ellis).content.decode()

    assert "LCS 2044187 · Child in Need plan" in page
    assert "Child Protection plan ·" not in page
