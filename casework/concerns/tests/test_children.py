"""The list of children: only those who exist for the post, narrowed and paged by plain links."""

import pytest
from django.urls import reverse

from casework.cast import at
from casework.chronology import commands as chronology
from casework.concerns import listed_queries


@pytest.fixture
def rated(cast):
    chronology.record_many(
        facts=[
            chronology.NewFact(
                case=cast.ellis,
                kind="discussion.held",
                at=at("2026-11-20", "09:46"),
                data={"meeting": "m", "forum": "risk_meeting", "kind": "new", "quorate": True},
            ),
            chronology.NewFact(
                case=cast.ellis,
                kind="rating.set",
                at=at("2026-11-20", "09:46"),
                data={"meeting": "m", "level": "significant", "risks": ["criminal"]},
            ),
        ],
        by=cast.marcus,
        now=at("2026-11-20", "10:03"),
    )
    return cast.ellis


def names(client, **asked):
    page = client.post(reverse("concerns:children"), asked, follow=True).content.decode()
    known = ("Ellis Hartwood", "Tegan Marlowe", "Skye Penrose", "Leon Draycott", "Nell Ferrante")
    return [name for name in known if name in page]


def test_a_social_worker_sees_the_children_of_their_relations(cast, signed_in, time_stands_still):
    found = names(signed_in(cast.hannah))

    assert found == ["Ellis Hartwood", "Skye Penrose", "Leon Draycott"]


def test_reach_over_an_area_shows_its_children(cast, signed_in, time_stands_still):
    found = names(signed_in(cast.marcus))

    assert "Tegan Marlowe" in found
    assert "Nell Ferrante" not in found


def test_the_list_is_narrowed_by_rating(rated, cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)

    assert names(client, rating="significant") == ["Ellis Hartwood"]
    assert names(client, rating="none") == ["Skye Penrose", "Leon Draycott"]


def test_the_list_is_narrowed_to_mine_and_by_name(cast, signed_in, time_stands_still):
    client = signed_in(cast.marcus)

    assert names(client, lead="me") == []
    assert names(client, name="penrose") == ["Skye Penrose"]


def test_nobody_found_is_said_without_giving_anybody_away(cast, signed_in, time_stands_still):
    page = signed_in(cast.hannah).post(
        reverse("concerns:children"), {"name": "Ferrante"}, follow=True
    ).content.decode()  # fmt: skip

    assert "No one you may see matches" in page


def test_pages_follow_each_other_without_gap_or_repetition(
    cast, signed_in, time_stands_still, monkeypatch
):
    monkeypatch.setattr(listed_queries, "PAGE", 2)
    client = signed_in(cast.marcus)

    first = client.get(reverse("concerns:children")).content.decode()
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = client.get(reverse("concerns:children") + following).content.decode()

    assert "Draycott" in first
    assert "Hartwood" in first
    assert "Marlowe" in second
    assert "Penrose" in second
    assert "/children/" + cast.ellis.reference not in second


def test_the_number_of_queries_does_not_grow_with_the_children(
    cast, signed_in, time_stands_still, django_assert_num_queries
):
    client = signed_in(cast.marcus)
    client.get(reverse("concerns:children"))

    # Two of them open and close the transaction in which the page is read.
    with django_assert_num_queries(5):
        client.get(reverse("concerns:children"))
