"""One plan at a time, actions with a person and a day, and each change a fact."""

from datetime import date

import pytest
from django.urls import reverse

from casework.cast import TODAY, at
from casework.chronology.models import Fact
from casework.plans import commands, queries
from casework.plans.models import Action, Plan

POINTS = [
    commands.Point("safety", "home", "Mum rings Hannah if he is not back by ten"),
    commands.Point("safety", "who_to_call", "Mr Bassett"),
    commands.Point("disruption", "local_police", "Police actions: patrols after eight"),
]


@pytest.fixture
def action(cast, now):
    return commands.add_action(
        case=cast.ellis,
        text="Agree with school how Ellis gets home on Mondays",
        owner=cast.graham,
        due_on=date(2026, 11, 27),
        agreed_on=TODAY,
        by=cast.marcus,
        now=now,
    )


def agree(cast, now, **more):
    return commands.agree_plan(
        case=cast.ellis, points=POINTS, agreed_at=now, by=cast.marcus, now=now, **more
    )


def kinds(case):
    return list(
        Fact.objects.filter(case=case).order_by("recorded_at").values_list("kind", flat=True)
    )


def stand(client, cast, action, **data):
    return client.post(reverse("plans:action", args=[cast.ellis.reference, action.pk]), data)


def test_a_new_plan_replaces_the_old_which_stays_in_history(cast, now):
    first = agree(cast, at("2026-10-02", "09:46"))
    second = agree(cast, now)

    first.refresh_from_db()
    assert (first.version, second.version) == (1, 2)
    assert first.ended_on == TODAY
    assert queries.plan_in_effect(cast.ellis) == second
    assert kinds(cast.ellis) == ["plan.agreed", "plan.agreed"]


def test_a_plan_knows_the_fact_that_agreed_it(cast, now):
    plan = agree(cast, now, meeting="ABC")

    assert plan.agreed_by.data == {"plan": "1", "kind": "safety_and_disruption", "meeting": "ABC"}


def test_an_empty_point_is_no_point(cast, now):
    plan = commands.agree_plan(
        case=cast.ellis,
        points=[commands.Point("safety", "home", "  ")],
        agreed_at=now,
        by=cast.marcus,
        now=now,
    )

    assert plan.points.count() == 0


def test_the_plan_page_shows_safety_by_heading_and_disruption_by_who_acts(
    cast, signed_in, now, time_stands_still
):
    agree(cast, now)

    page = signed_in(cast.hannah).get(
        reverse("plans:plan", args=[cast.ellis.reference])
    ).content.decode()  # fmt: skip

    assert "Safe spaces" in page
    assert "Nothing agreed under this heading." in page
    assert "Local police" in page
    assert "patrols after eight" in page


def test_an_action_is_a_fact_with_who_and_when(action, cast):
    assert action.agency == cast.graham.agency
    assert action.agreed_by.data["due"] == "2026-11-27"
    assert action.agreed_by.data["action"] == str(action.pk)


def test_an_action_done_says_on_which_day(action, cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)
    day = {"completed_on_day": "19", "completed_on_month": "11", "completed_on_year": "2026"}

    stand(client, cast, action, state="completed", **day)

    action.refresh_from_db()
    assert action.state == Action.State.COMPLETED
    assert action.completed_on == date(2026, 11, 19)
    assert "action.completed" in kinds(cast.ellis)


@pytest.mark.parametrize("state", ["ongoing", "outstanding", "withdrawn"])
def test_what_is_not_done_wants_a_word_why(state, action, cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)

    response = stand(client, cast, action, state=state, explanation="")

    action.refresh_from_db()
    assert response.status_code == 422
    assert "Enter why it is not done" in response.content.decode()
    assert action.state == Action.State.AGREED


def test_an_outstanding_action_stays_open_with_its_explanation(
    action, cast, signed_in, time_stands_still
):
    client = signed_in(cast.hannah)

    stand(client, cast, action, state="outstanding", explanation="School was closed")

    assert action in queries.open_actions(cast.ellis)
    assert action.reviews.get().explanation == "School was closed"
    assert Fact.objects.get(kind="action.reviewed").data["state"] == "outstanding"


def test_an_action_taken_back_counts_no_more_and_stays_readable(
    action, cast, signed_in, time_stands_still
):
    client = signed_in(cast.hannah)

    stand(client, cast, action, state="withdrawn", explanation="He changed school")

    page = client.get(reverse("plans:plan", args=[cast.ellis.reference])).content.decode()
    assert queries.open_actions(cast.ellis) == []
    assert "He changed school" in page
    assert Fact.objects.standing().filter(kind="action.agreed").count() == 0


def test_an_action_is_not_done_in_the_future(action, cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)
    day = {"completed_on_day": "21", "completed_on_month": "11", "completed_on_year": "2026"}

    response = stand(client, cast, action, state="completed", **day)

    assert "Day it was done must be on or before 20 November 2026" in response.content.decode()


def test_a_stranger_finds_neither_plan_nor_action(action, cast, signed_in):
    client = signed_in(cast.tom)

    assert client.get(reverse("plans:plan", args=[cast.ellis.reference])).status_code == 404
    assert stand(client, cast, action, state="completed").status_code == 404


def test_an_action_of_another_child_is_not_found_here(action, cast, signed_in):
    client = signed_in(cast.hannah)

    response = client.get(reverse("plans:action", args=[cast.skye.reference, action.pk]))

    assert response.status_code == 404


def test_giving_the_plan_to_the_child_is_recorded(cast, signed_in, now, time_stands_still):
    agree(cast, now)
    client = signed_in(cast.hannah)
    data = {"audience": "young_person", "on_day": "20", "on_month": "11", "on_year": "2026"}

    client.post(reverse("plans:sharing", args=[cast.ellis.reference]), data)

    page = client.get(reverse("plans:sharing", args=[cast.ellis.reference])).content.decode()
    assert Fact.objects.get(kind="plan.shared").data["audience"] == "young_person"
    assert "Young person" in page


def test_without_a_plan_nothing_can_be_given(cast, signed_in, now, time_stands_still):
    client = signed_in(cast.hannah)

    client.post(reverse("plans:sharing", args=[cast.ellis.reference]), {"audience": "family"})

    assert not Plan.objects.exists()
    assert not Fact.objects.exists()
