"""Cases are opened and corrected by command, and every change is written to the audit."""

from datetime import date

import pytest

from casework.audit.models import Entry
from casework.cast import TODAY
from casework.subjects import commands, queries
from casework.subjects.models import Case, Link


def test_a_child_is_added_with_a_case_and_a_sound(cast, now):
    child = commands.add_child(
        authority=cast.authority,
        area=cast.north_west,
        forename="Zoë",
        surname="O’Brien",
        born=date(2011, 2, 3),
        opened_on=TODAY,
        by=cast.ruth,
        now=now,
    )

    assert child.case.kind == Case.Kind.CHILD
    assert child.name_sound
    assert Entry.objects.filter(action="case opened", case_reference=child.case.reference).exists()


def test_a_detail_that_no_child_has_is_refused(cast, now):
    with pytest.raises(TypeError, match="A child has no shoe_size"):
        commands.add_child(
            authority=cast.authority,
            forename="Zoë",
            surname="Lind",
            shoe_size=38,
            opened_on=TODAY,
            by=cast.ruth,
            now=now,
        )


def test_a_correction_names_its_fields_and_never_their_content(cast, now):
    child = cast.ellis.child

    commands.correct_child(child=child, school="Northdown School", by=cast.hannah, now=now)

    entry = Entry.objects.get(action="child corrected")
    assert entry.detail == {"fields": ["school"]}
    child.refresh_from_db()
    assert child.school == "Northdown School"


def test_correcting_nothing_writes_nothing(cast, now):
    child = cast.ellis.child

    commands.correct_child(child=child, surname="Hartwood", by=cast.hannah, now=now)

    assert not Entry.objects.filter(action="child corrected").exists()


def test_a_corrected_surname_is_found_by_its_new_sound(cast, now):
    commands.correct_child(child=cast.ellis.child, surname="Fillips", by=cast.hannah, now=now)

    found = queries.find_children(cast.hannah, "Philips", today=TODAY)

    assert [str(child) for child in found] == ["Ellis Fillips"]


@pytest.mark.parametrize("text", ["ellis", "Hartwood", "HARTWOOD ellis", "2044187", "hartwoode"])
def test_a_child_is_found_by_name_number_or_sound(text, cast, now):
    commands.correct_child(child=cast.ellis.child, pronouns="he/him", by=cast.hannah, now=now)

    found = queries.find_children(cast.hannah, text, today=TODAY)

    assert [str(child) for child in found] == ["Ellis Hartwood"]


@pytest.mark.parametrize("text", ["", "   ", "Nobody", "%", "_"])
def test_what_matches_nobody_finds_nobody(text, cast):
    assert queries.find_children(cast.hannah, text, today=TODAY) == []


def test_search_finds_only_children_who_exist_for_the_post(cast):
    assert queries.find_children(cast.tom, "Hartwood", today=TODAY) == []
    assert queries.find_children(cast.tom, "Ferrante", today=TODAY)


def test_a_link_made_twice_is_one_link_with_the_later_day(cast, now):
    given = {"from_case": cast.ellis, "to_case": cast.tegan, "kind": "seen together"}
    commands.link(**given, seen_on=date(2026, 11, 1), by=cast.hannah, now=now)
    commands.link(**given, seen_on=date(2026, 11, 16), by=cast.hannah, now=now)

    [link] = Link.objects.all()
    assert link.seen_on == date(2026, 11, 16)


def test_a_link_to_somebody_unseen_is_as_absent(cast, now):
    commands.link(
        from_case=cast.ellis, to_case=cast.nell, kind="seen together", by=cast.hannah, now=now
    )

    assert list(queries.links_of(cast.ellis, cast.hannah, today=TODAY)) == []


def test_a_linked_place_is_named_and_a_linked_person_is_not(cast, now):
    given = {"authority": cast.authority, "opened_on": TODAY, "by": cast.colin, "now": now}
    place = commands.add_place(label="Station Parade", **given)
    person = commands.add_person_of_concern(label="Dex", **given)
    for other in (place.case, person.case):
        commands.link(
            from_case=other, to_case=cast.ellis, kind="of concern", by=cast.colin, now=now
        )

    [link] = queries.links_of(cast.ellis, cast.hannah, today=TODAY)

    assert queries.name_of(link.from_case) == "Station Parade"


def test_the_story_stands_under_the_name_of_its_writer(cast, now):
    commands.write_story(
        case=cast.ellis, story="Ellis is funny.", written_on=TODAY, by=cast.hannah, now=now
    )

    cast.ellis.child.refresh_from_db()
    assert cast.ellis.child.story_by == "Hannah Osei"
    assert cast.ellis.child.story_on == TODAY
