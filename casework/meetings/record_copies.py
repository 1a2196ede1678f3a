"""Who gets the record of one child, on which ground, and what is left out of each copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from casework.access.queries import closed_to, holders
from casework.agencies.models import Agency, Post
from casework.chronology import policy
from casework.chronology import queries as chronology
from casework.meetings import agenda, record_guard, table_queries
from casework.meetings.models import Circulation, Slot
from casework.meetings.record_content import notes_of
from casework.meetings.sending_queries import CLOSED, NO_ACCOUNT, NO_ADDRESS
from casework.web import words

if TYPE_CHECKING:
    from pathways.definitions import Member

RELEASES = "record_releases"
"""The step of a slot in which people decided that a name which was found may stay."""
PLAN_SOURCES = (
    "child.name",
    "safety.",
    "disruption.",
    "reviewed.",
    "agreed.",
    "review.",
    "removal.",
)
"""What the responsible authority gets: actions and plans, and until when they hold."""
HERE, NAMED, ADDED = "attended", "terms_of_reference", "added"
"""Recipients whom the meeting itself gives, by the names that packs use."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One recipient's copy: everybody gets one only, on however many grounds."""

    recipient: str
    agency: str
    grounds: tuple[str, ...]
    clauses: tuple[str, ...]
    audiences: tuple[str, ...]
    """`members`, `health`, `responsible_authority`: for whom the procedure means it."""
    post: Post | None = None
    not_sent_because: str = ""
    found: tuple[record_guard.Found, ...] = ()
    release: dict[str, Any] = field(default_factory=dict)
    sent: Circulation | None = None

    @property
    def key(self) -> str:
        """What names this copy in an address; nothing about anybody."""
        return (
            f"post-{self.post.pk}"
            if self.post
            else self.audiences[0] + "-" + _plain(self.grounds[0])
        )

    @property
    def ground(self) -> str:
        return words.sentence(words.joined(list(self.grounds)))

    @property
    def stopped(self) -> bool:
        """A person has to decide about a name before this copy can go."""
        return bool(self.found) and not self.release

    @property
    def can_go(self) -> bool:
        return not (self.stopped or self.not_sent_because or self.sent)

    @property
    def whole(self) -> bool:
        return self.audiences != ("responsible_authority",)


def _plain(text: str) -> str:
    return "".join(one if one.isalnum() else "-" for one in text.lower())[:40]


def copies_of(slot: Slot, content: dict[str, Any], *, now: datetime) -> list[Copy]:
    """Every copy of a record, each checked for the names of other families."""
    names = record_guard.names_of_others(slot)
    sent, released = _sent(slot), releases_of(slot)
    barred = closed_to([slot.case_id], today=timezone.localdate(now))
    found = []
    for copy in _merged(recipients_of(slot, now=now)):
        if copy.post and (slot.case_id, copy.post.account_id) in barred:
            copy = replace(copy, not_sent_because=CLOSED)
        names_found = tuple(record_guard.found_in(part_for(content, copy), names))
        found.append(
            replace(
                copy,
                found=names_found,
                release=released.get(copy.key, {}) if _covers(released, copy, names_found) else {},
                sent=sent.get(copy.post.pk) if copy.post else None,
            )
        )
    return found


def _covers(released: dict[str, Any], copy: Copy, found: Iterable[record_guard.Found]) -> bool:
    """A decision holds for the names that it was made about, and for no other."""
    agreed = set(released.get(copy.key, {}).get("whose", []))
    return all(one.whose in agreed for one in found)


def releases_of(slot: Slot) -> dict[str, Any]:
    """The decisions about names, by copy."""
    section = slot.sections.filter(section=RELEASES, confidential=False).first()
    return section.content if section else {}


def _sent(slot: Slot) -> dict[int, Circulation]:
    """What went out of the present version, by post."""
    record = slot.records.defer("content").first()
    if record is None:
        return {}
    rows = slot.circulations.filter(what=Circulation.What.RECORD, sent_at__gte=record.completed_at)
    return {row.post_id: row for row in rows.order_by("sent_at")}


# --- who ------------------------------------------------------------------------------


def recipients_of(slot: Slot, *, now: datetime) -> Iterator[Copy]:
    """Every recipient that the procedure names, ground by ground."""
    named = agenda.kind_of(slot.meeting.series).notes_recipients
    for member in chronology.applying(slot.case, named, now=now):
        if member.id == HERE:
            yield from (_to(post, member, "members") for post in _attended(slot))
        elif member.id == NAMED:
            yield from (_to(post, member, "members") for post in _named_in_terms(slot))
        elif member.id == ADDED:
            yield from _added(slot, member)
        else:
            yield _named(slot, member, now)


def _attended(slot: Slot) -> list[Post]:
    invitations = [*slot.meeting.invitations.filter(slot=None).select_related("post__agency"),
                   *slot.invitations.select_related("post__agency")]  # fmt: skip
    return [one.post for one in invitations if one.here_from]


def _members(slot: Slot) -> list[Post]:
    day = timezone.localdate(slot.meeting.starts_at)
    members = slot.meeting.series.memberships.select_related("post__agency")
    return [one.post for one in members if one.is_on(day)]


def _named_in_terms(slot: Slot) -> list[Post]:
    """Who has a place at the table, and who is named without one."""
    day = timezone.localdate(slot.meeting.starts_at)
    named = table_queries.named_in_terms(slot.meeting.series, today=day)
    return [*_members(slot), *(one.post for one in named)]


def _added(slot: Slot, member: Member) -> Iterator[Copy]:
    wanted = notes_of(slot).get("added") or []
    day = words.day_and_year(slot.meeting.starts_at)
    posts = Post.objects.filter(authority=slot.case.authority_id, pk__in=wanted)
    label = agenda.kind_of(slot.meeting.series).label
    for post in posts.select_related("agency").order_by("pk"):
        yield replace(_to(post, member, "members"), grounds=(f"added at {label} {day}",))


def _named(slot: Slot, member: Member, now: datetime) -> Copy:
    """Who holds a place that the procedure names, or why nobody can be written to."""
    audience = "health" if member.agency != Agency.Kind.OTHER_AUTHORITY else "responsible_authority"
    if member.role == "gp":
        name = slot.case.child.gp_name
        why = NO_ACCOUNT if name else "the GP is not known"
        return _nobody(member, audience, name or "GP not known", why)
    post = _holder(slot, member, now)
    if post is None:
        return _nobody(
            member, audience, words.sentence(member.label), "nobody holds this place yet"
        )
    return _to(post, member, audience)


def _holder(slot: Slot, member: Member, now: datetime) -> Post | None:
    """Who has this role towards the child, or else holds it in the area."""
    today = timezone.localdate(now)
    own = holders(slot.case, today=today).get(member.role)
    if own or member.agency == Agency.Kind.OTHER_AUTHORITY:
        return own
    return agenda.post_for(slot.meeting.series, member, today)


def _to(post: Post, member: Member, audience: str) -> Copy:
    why = (NO_ACCOUNT if not post.account_id else "") if post.email else NO_ADDRESS
    return Copy(
        post.holder, post.agency.name, (member.label,), member.clauses, (audience,), post, why
    )


def _nobody(member: Member, audience: str, recipient: str, why: str) -> Copy:
    return Copy(recipient, "", (member.label,), member.clauses, (audience,), None, why)


def _merged(copies: Iterable[Copy]) -> list[Copy]:
    """One copy for each person; the ground that gives most decides what is in it."""
    found: dict[str, Copy] = {}
    for copy in copies:
        key = f"post-{copy.post.pk}" if copy.post else copy.key
        first = found.get(key)
        found[key] = copy if first is None else _both(first, copy)
    return list(found.values())


def _both(first: Copy, second: Copy) -> Copy:
    return replace(
        first,
        grounds=tuple(dict.fromkeys(first.grounds + second.grounds)),
        clauses=tuple(dict.fromkeys(first.clauses + second.clauses)),
        audiences=tuple(dict.fromkeys(first.audiences + second.audiences)),
    )


# --- what is in a copy ----------------------------------------------------------------


def part_for(content: dict[str, Any], copy: Copy) -> dict[str, Any]:
    """The record as this recipient gets it."""
    return content if copy.whole else plan_part(content)


def plan_part(content: dict[str, Any]) -> dict[str, Any]:
    """Actions and plans only, under the child's name."""
    sections = [_only_plan(one) for one in content["sections"]]
    return content | {
        "sections": [one for one in sections if one["questions"]],
        "annexes": [],
        "recipients": [],
        "not_in_line": [],
        "why_then": [],
        "left_out": ["meeting"],
    }


def _only_plan(section: dict[str, Any]) -> dict[str, Any]:
    kept = [one for one in section["questions"] if one["fills_from"].startswith(PLAN_SOURCES)]
    return section | {"questions": kept}


def left_out(content: dict[str, Any], copy: Copy) -> list[str]:
    """The headings that a copy does not have. What nobody's copy has is not named."""
    if copy.whole:
        return []
    kept = {one["id"] for one in plan_part(content)["sections"]}
    gone = [one["label"] for one in content["sections"] if one["id"] not in kept]
    return ["The meeting: who was there", *gone, *(one["label"] for one in content["annexes"])]


def why_left_out(authority: str, copy: Copy) -> str:
    """Why, in the procedure's words as we read it."""
    name = policy.pack_for(authority).authority
    return f"A child of another authority: its workers get actions and plans from {name}"
