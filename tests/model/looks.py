"""What the product shows somebody, by the ways on which its pages read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from casework.access import queries as access
from casework.agencies.models import Post
from casework.chronology import queries as chronology
from casework.config.postgresql import acting
from casework.config.postgresql.kept import kept, together
from casework.meetings.models import Record, Slot
from casework.meetings.record_queries import content_for
from casework.subjects.models import Case
from tests.model.world import WATCHED, World


class Lists:
    """What anybody may find in lists, composed by the product's own queries and then kept."""

    def __init__(self) -> None:
        self.files = kept(_files)
        self.times = kept(_times)


def _files(*, post: Post, today: date) -> QuerySet:
    return Case.objects.visible_to(post, today=today).order_by().values_list("pk")


def _times(*, post: Post, today: date) -> QuerySet:
    return Slot.objects.visible_to(post, today=today).order_by().values_list("pk")


def at_work(world: World) -> dict[str, Post | None]:
    """Everybody who is watched, as a request finds them; None whose post is over."""
    rows = Post.objects.in_bulk([world.posts[name].pk for name in WATCHED])
    found = {name: rows[world.posts[name].pk] for name in WATCHED}
    return {name: post if post.held_on(world.today) else None for name, post in found.items()}


def listed(
    world: World, lists: Lists, people: dict[str, Post | None]
) -> tuple[dict[str, set[str]], dict[str, set[int]]]:
    """The files, and the times at meetings, that exist for each; asked in one statement."""
    names = {case.pk: name for name, case in world.cases.items()}
    there = [(name, post) for name, post in people.items() if post is not None]
    given = [{"post": post, "today": world.today} for _, post in there]
    answers = together(
        [lists.files(**one) for one in given] + [lists.times(**one) for one in given]
    )
    files: dict[str, set[str]] = {name: set() for name in people}
    times: dict[str, set[int]] = {name: set() for name in people}
    for (name, _), rows in zip(there, answers[: len(there)], strict=True):
        files[name] = {names[pk] for (pk,) in rows}
    for (name, _), rows in zip(there, answers[len(there) :], strict=True):
        times[name] = {pk for (pk,) in rows}
    return files, times


def sections(world: World, post: Post | None, file: str) -> set[str]:
    """The compartments of a file that are open as they are, by the rule that pages ask."""
    if post is None:
        return set()
    rights = access.rights(post, world.cases[file], today=world.today, now=world.now)
    return {str(one) for one in rights.compartments}


def told(world: World, post: Post | None, file: str) -> set[str]:
    """Of the facts that the world began with, those that the timeline of a file shows."""
    if post is None:
        return set()
    facts = chronology.facts_seen(world.cases[file], post=post, now=world.now)
    return {world.named[str(fact.pk)] for fact in facts if str(fact.pk) in world.named}


def records(world: World, post: Post | None) -> dict[int, str]:
    """The meeting records that somebody may read, whole or in part, by their slot."""
    if post is None:
        return {}
    found = {}
    for record in Record.objects.visible_to(post, today=world.today).select_related("slot"):
        content = content_for(record, post, today=world.today)
        found[record.slot_id] = "plan" if "meeting" in content.get("left_out", ()) else "whole"
    return found


RAW = """
    select 'child', case_id::text from subjects_child
    union all select 'entry', id::text from chronology_fact
    union all select 'record', slot_id::text from meetings_record"""


@dataclass(frozen=True, slots=True)
class Raw:
    """What somebody would find who got a statement of their own into the product."""

    children: set[str]
    entries: set[str]
    records: set[int]


def raw(world: World, name: str) -> Raw:
    """Every row that the database gives to a person, without any filter, in the runtime role.

    Also where their post is over, though no request would act for them then.
    """
    files = {str(case.pk): name for name, case in world.cases.items()}
    who = {"today": world.today, "now": world.now}
    with acting.person(world.posts[name].pk, **who), connection.cursor() as cursor:
        cursor.execute(RAW)
        rows = cursor.fetchall()
    return Raw(
        children={files[key] for kind, key in rows if kind == "child"},
        entries={world.named[key] for kind, key in rows if kind == "entry" and key in world.named},
        records={int(key) for kind, key in rows if kind == "record"},
    )
