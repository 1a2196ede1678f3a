"""Looking for a child, counting, choosing and naming tell the same of another's and of nobody."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.cast import NOW, TODAY
from casework.subjects import commands as subjects
from casework.subjects.models import PersonOfConcern
from tests.matrix import absent
from tests.matrix import compartments as c

THEIRS, NOBODY = c.WORDS[c.FOOTPRINT], "Umberslade"
FIELDS = ["name", "lead", "area", "rating", "after", "case", "q"]


@pytest.fixture
def tom(cast, client, time_stands_still):
    """A browser of Tom, who works in another quadrant and knows one child there."""
    cast.ellis.child.surname = THEIRS
    cast.ellis.child.save()
    client.force_login(cast.tom.account)
    return client


def alike(ask, one: str, other: str) -> bool:
    """Whether two answers say the same, but for the words that were typed."""
    told = [absent.told(ask(word), [word]) for word in (one, other)]
    return told[0] == told[1]


def test_a_search_for_another_s_child_finds_what_a_search_for_nobody_finds(tom):
    def search(word):
        return tom.post(reverse("worklists:search"), {"q": word}, follow=True)

    assert alike(search, THEIRS, NOBODY)
    assert THEIRS not in search(NOBODY).content.decode()


def test_a_number_that_belongs_to_another_s_child_finds_what_no_number_finds(cast, tom):
    def search(number):
        return tom.post(reverse("worklists:search"), {"q": number}, follow=True)

    assert alike(search, cast.ellis.child.local_id, "9087162")
    assert alike(search, cast.ellis.reference, absent.NOBODYS)


@pytest.mark.parametrize("address", ["concerns:children", "worklists:due", "worklists:actions"])
def test_a_list_narrowed_to_another_s_child_is_the_list_narrowed_to_nobody(address, tom):
    def narrowed(by):
        return lambda word: tom.get(reverse(address), {by: word})

    assert [by for by in FIELDS if not alike(narrowed(by), THEIRS, NOBODY)] == []


def test_a_list_is_counted_and_sorted_as_if_another_s_child_were_not_there(cast, tom):
    before = absent.told(tom.get(reverse("concerns:children")), [])

    child = cast.tegan.child
    child.surname = "Aaaldous"
    child.save()

    assert absent.told(tom.get(reverse("concerns:children")), []) == before


def test_another_s_child_cannot_be_chosen_as_nobody_can(cast, tom):
    """In a form that offers children, the refusal is that of a reference that is not there."""
    address = reverse("concerns:add", args=[cast.nell.reference, "link"])

    def link(reference):
        return tom.post(address, {"other": reference, "kind": "seen together"})

    assert alike(link, cast.ellis.reference, absent.NOBODYS)
    assert link(cast.ellis.reference).status_code == 422


def test_a_name_that_another_s_person_has_is_as_free_as_any(cast, tom):
    """A new person is put on record without a word of one who has the same name."""
    subjects.add_person_of_concern(
        authority=cast.authority, area=cast.north_west, label="Duke",
        opened_on=TODAY, by=cast.hannah, now=NOW,
    )  # fmt: skip
    address = reverse("concerns:add", args=[cast.nell.reference, "link"])

    def name(label):
        told = {"new_kind": "person_of_concern", "label": label, "kind": "seen together"}
        return tom.post(address, told)

    assert alike(name, "Duke", "Baron")
    assert PersonOfConcern.objects.filter(label="Duke").count() == 2
