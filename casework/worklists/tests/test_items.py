"""What stands on whose list, in which order, and how one goes on from page to page."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.cast import TODAY, at
from casework.chronology.models import Obligation
from casework.plans.models import Action
from casework.worklists import cursors, queries, scopes
from casework.worklists.cursors import Cursor
from casework.worklists.queries import Narrowed


def a_duty(case, *, due_day=None, due_at=None, owner=None, title="Bring it up to date", **more):
    """An open obligation as the chronology writes it."""
    if due_day is not None:
        due_at = at(str(due_day + timedelta(days=1)), "00:00")
    return Obligation.objects.create(
        case=case,
        key=f"duty:{Obligation.objects.count()}",
        duty="some-duty",
        act=more.pop("act", "bring_up_to_date"),
        title=title,
        strength="must",
        bearer=more.pop("bearer", "lead_professional"),
        owner=owner,
        team=owner.team if owner else None,
        arose_at=at("2026-01-05"),
        due_at=due_at,
        due_day=due_day,
        state="open",
        **more,
    )


def an_action(case, *, due_on=None, owner=None, text="Ring the school", **more):
    return Action.objects.create(
        case=case,
        text=text,
        owner=owner,
        agency=owner.agency if owner else None,
        team=owner.team if owner else None,
        due_on=due_on,
        agreed_on=date(2026, 10, 2),
        **more,
    )


def titles(found):
    return [item.title for item in found]


def listed(scope, post, **more):
    more.setdefault("limit", 50)
    narrowed = more.pop("narrowed", Narrowed())
    return queries.page(scope, post=post, today=TODAY, narrowed=narrowed, **more)


def test_duties_and_actions_stand_on_one_list_by_their_moment(cast):
    a_duty(cast.ellis, due_day=date(2026, 11, 26), owner=cast.hannah, title="Third")
    an_action(cast.skye, due_on=date(2026, 11, 20), owner=cast.hannah, text="Second")
    a_duty(cast.leon, due_at=at("2026-11-20", "09:45"), owner=cast.hannah, title="First")
    a_duty(cast.leon, owner=cast.hannah, title="No date")

    found = listed(scopes.mine(cast.hannah), cast.hannah, narrowed=Narrowed())

    assert titles(found) == ["First", "Second", "Third", "No date"]


def test_what_another_person_must_do_is_not_on_my_list(cast):
    a_duty(cast.ellis, due_day=TODAY, owner=cast.ben, title="His")
    a_duty(cast.ellis, due_day=TODAY, owner=cast.hannah, title="Mine")

    found = listed(scopes.mine(cast.hannah), cast.hannah)

    assert titles(found) == ["Mine"]


def test_a_duty_of_a_case_that_one_may_not_see_is_on_no_list(cast):
    a_duty(cast.nell, due_day=TODAY, owner=cast.hannah)

    found = listed(scopes.mine(cast.hannah), cast.hannah)

    assert found == []


def test_my_own_action_for_a_child_whom_i_may_not_see_names_no_child(cast):
    an_action(cast.ellis, due_on=TODAY, owner=cast.colin, text="Share a photograph")

    [item] = listed(scopes.mine(cast.colin), cast.colin)

    assert item.title == "Share a photograph"
    assert item.subject == ""


def test_a_manager_sees_what_other_agencies_owe_her_teams_children(cast):
    team = cast.hannah.team
    for case in (cast.ellis, cast.skye):
        case.team = team
        case.save()
    an_action(cast.ellis, due_on=TODAY - timedelta(days=4), owner=cast.colin, text="Photograph")
    a_duty(cast.skye, due_day=TODAY - timedelta(days=2), owner=cast.hannah, title="Tool")

    [first, *_] = scopes.scopes(cast.ruth, today=TODAY)
    found = listed(first, cast.ruth, narrowed=Narrowed(late_before=at("2026-11-20", "10:40")))

    assert first.code == "teams"
    assert titles(found) == ["Photograph", "Tool"]


def test_a_team_can_be_looked_at_alone(cast):
    cast.ellis.team = cast.hannah.team
    cast.ellis.save()
    a_duty(cast.ellis, due_day=TODAY, owner=cast.hannah, title="Of the team")
    an_action(cast.tegan, due_on=TODAY, owner=cast.hannah, text="For a child of no team")

    one = scopes.of_teams(cast.ruth, today=TODAY, team=cast.hannah.team)
    every = scopes.of_teams(cast.ruth, today=TODAY)

    assert titles(listed(one, cast.ruth)) == ["Of the team"]
    assert sorted(titles(listed(every, cast.ruth))) == ["For a child of no team", "Of the team"]


@pytest.mark.parametrize("sort", ["days", "child", "who"])
def test_page_after_page_shows_everything_once_and_in_order(cast, sort):
    for n in range(7):
        due = TODAY - timedelta(days=n % 3)
        an_action(cast.ellis, due_on=due, owner=cast.hannah, text=f"a{n}")
        a_duty(cast.skye if n % 2 else cast.leon, due_day=due, owner=cast.hannah, title=f"d{n}")
    a_duty(cast.ellis, due_at=at("2026-11-19", "09:30"), owner=cast.hannah, title="timed")
    whole = listed(scopes.mine(cast.hannah), cast.hannah, sort=sort)

    seen, after = [], None
    while found := listed(scopes.mine(cast.hannah), cast.hannah, sort=sort, after=after, limit=4):
        seen += found
        text = Cursor.behind(found[-1]).as_text()
        after = cursors.with_sort(Cursor.from_text(text), sort)

    assert len(whole) == 15
    assert seen == whole


def test_page_after_page_goes_on_to_what_has_no_date(cast, now):
    for n in range(3):
        a_duty(cast.skye, due_day=TODAY + timedelta(days=n), owner=cast.hannah, title=f"d{n}")
        a_duty(cast.skye, owner=cast.hannah, title=f"undated {n}")
        an_action(cast.skye, owner=cast.hannah, text=f"undated action {n}")
    narrowed = Narrowed(due_from=now)

    seen, after = [], None
    while found := listed(
        scopes.mine(cast.hannah), cast.hannah, narrowed=narrowed, after=after, limit=2
    ):
        seen += titles(found)
        after = Cursor.from_text(Cursor.behind(found[-1]).as_text())

    assert seen == ["d0", "d1", "d2", *(f"undated action {n}" for n in range(3)),
                    *(f"undated {n}" for n in range(3))]  # fmt: skip


def test_a_made_up_cursor_begins_at_the_beginning():
    assert Cursor.from_text("DROP-TABLE") is None
    assert Cursor.from_text("") is None


def test_counts_say_how_much_is_late_today_and_soon(cast, now):
    a_duty(cast.ellis, due_day=TODAY - timedelta(days=3), owner=cast.hannah)
    a_duty(cast.ellis, due_at=at("2026-11-20", "10:00"), owner=cast.hannah)
    a_duty(cast.ellis, due_at=at("2026-11-20", "16:00"), owner=cast.hannah)
    an_action(cast.ellis, due_on=TODAY, owner=cast.hannah)
    an_action(cast.ellis, due_on=TODAY + timedelta(days=12), owner=cast.hannah)
    a_duty(cast.ellis, due_day=TODAY + timedelta(days=60), owner=cast.hannah)

    found = queries.counts(
        scopes.mine(cast.hannah),
        post=cast.hannah,
        now=now,
        soon_from=TODAY + timedelta(days=7),
        soon_until=TODAY + timedelta(days=30),
    )

    assert (found.late, found.today, found.soon) == (2, 2, 1)


def plan_of(found):
    """How the database can read a list without sorting it, by the kinds of its steps.

    Of a handful of rows it would read and sort all, or not, as its counts of rows happen to be.
    """
    with CaptureQueriesContext(connection) as asked:
        found()
    with connection.cursor() as cursor:
        for way in ("seqscan", "sort", "bitmapscan"):
            cursor.execute(f"set local enable_{way} = off")
        cursor.execute(f"explain (costs off) {asked[0]['sql']}")
        lines = [row[0].strip() for row in cursor.fetchall()]
    return [line for line in lines if line.startswith(("->", "Sort", "Limit", "Append"))]


def test_page_200_is_read_as_page_1_is(cast, now):
    for n in range(40):
        a_duty(cast.skye, due_day=TODAY - timedelta(days=n + 1), owner=cast.hannah)
        an_action(cast.skye, due_on=TODAY - timedelta(days=n + 1), owner=cast.hannah)
    scope, late = scopes.mine(cast.hannah), Narrowed(late_before=now)
    far = listed(scope, cast.hannah, narrowed=late, limit=70)[-1]

    first = plan_of(lambda: listed(scope, cast.hannah, narrowed=late, limit=10))
    later = plan_of(
        lambda: listed(scope, cast.hannah, narrowed=late, limit=10, after=Cursor.behind(far))
    )

    assert first == later
    assert any("open_by_owner" in step for step in first), first
    assert any("open_actions_by_owner" in step for step in first), first
