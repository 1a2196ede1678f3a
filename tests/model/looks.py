"""What the product shows somebody, by the ways on which its pages read."""

from __future__ import annotations

from collections.abc import Sequence
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
from tests.model.world import World


class Lists:
    """What anybody may find in lists, composed by the product's own queries and then kept."""

    def __init__(self) -> None:
        self.files = kept(_files)
        self.times = kept(_times)
        self.posts = kept(_posts)

    def at_work(self, world: World, names: Sequence[str]) -> dict[str, Post | None]:
        """These people as a request finds them; None whose post is over."""
        rows = self.posts(ids=[world.posts[name].pk for name in names]).rows()
        found = {post.pk: post if post.held_on(world.today) else None for post in rows}
        return {name: found[world.posts[name].pk] for name in names}


def _files(*, post: Post, today: date) -> QuerySet:
    return Case.objects.visible_to(post, today=today).order_by().values_list("pk")


def _times(*, post: Post, today: date) -> QuerySet:
    return Slot.objects.visible_to(post, today=today).order_by().values_list("pk")


def _posts(*, ids: list[int]) -> QuerySet:
    return Post.objects.filter(pk__in=ids).order_by()


def listed(world: World, lists: Lists, post: Post | None) -> tuple[set[str], set[int]]:
    """The files, and the times at meetings, that lists have for somebody; one statement."""
    if post is None:
        return set(), set()
    who = {"post": post, "today": world.today}
    files, times = together([lists.files(**who), lists.times(**who)])
    return {world.called[pk] for (pk,) in files}, {pk for (pk,) in times}


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


IS_THERE = """
    select array(select case_id from subjects_child),
           array(select id::text from chronology_fact),
           array(select slot_id from meetings_record)"""


@dataclass(frozen=True, slots=True)
class Raw:
    """What somebody would find who got a statement of their own into the product."""

    children: set[str]
    entries: set[str]
    records: set[int]


def raw(world: World, names: Sequence[str]) -> dict[str, Raw]:
    """Every row that the database gives to each, without any filter, in the runtime role.

    Asked in one round trip, each told to the transaction as a request would tell it. Also of
    those whose post is over, though no request would act for them then.
    """
    _make_ready()
    told = [
        acting.Acting("person", world.posts[name].pk, world.today, world.now).telling()
        for name in names
    ]
    with connection.connection.cursor() as cursor:
        cursor.execute("; ".join(f"{one}; execute is_there" for one in told), prepare=False)
        answers = [
            one.fetchone() for one in cursor.results() if len(one.description or ()) == 3
        ]  # fmt: skip
    connection.told = None
    return {
        name: Raw(
            {world.called[key] for key in children},
            {world.named[key] for key in facts if key in world.named},
            set(records),
        )
        for name, (children, facts, records) in zip(names, answers, strict=True)
    }


def _make_ready() -> None:
    """Planned once for a connection, as the product's own statements are."""
    with connection.connection.cursor() as cursor:
        cursor.execute("select 1 from pg_prepared_statements where name = 'is_there'")
        if cursor.fetchone() is None:
            cursor.execute(f"prepare is_there as {IS_THERE}", prepare=False)
