"""Why somebody can see a record, who else can, and who must not: in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from casework.access.grants import (
    ANSWER_FOR,
    BY_REACH,
    CONTRIBUTE,
    LOOK_IN,
    READ,
    WRITE,
    opened_by,
)
from casework.access.models import Compartment, Exclusion, Grant, Opening
from casework.agencies.models import Post
from casework.chronology import policy
from casework.config.postgresql.acting import procedure
from casework.meetings.models import Meeting
from casework.sharing.models import Sharing
from casework.subjects.models import Case
from casework.web import words

OPENS = {
    Compartment.SHARED: "the shared record",
    Compartment.CONFIDENTIAL: "the confidential part of the meeting",
    Compartment.AGENCY: "what an agency keeps to itself",
    Compartment.INTELLIGENCE: "sensitive intelligence",
    Compartment.PERSON_OF_CONCERN: "what is known of a person of concern",
    Compartment.SAFE_ADDRESS: "the safe address",
    Compartment.THIRD_PARTY: "what is known of others",
}

DOES = {
    ANSWER_FOR: "read, write, and decide who else sees it",
    WRITE: "read and write",
    CONTRIBUTE: "read and take part",
    READ: "read",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One way in which a post comes to see a case, in words."""

    who: str
    relation: str
    since: str
    until: str
    because: str
    opens: str
    does: str = ""
    """What they may do there: “read and take part”."""
    grant: int | None = None
    """The key of the relation; none for reach and for an emergency."""


def people_to_choose(post: Post, *, today: date) -> list[Post]:
    """Those of the authority who sign in, but for oneself."""
    found = Post.objects.colleagues_of(post, today=today).filter(account__isnull=False)
    return list(found.exclude(account=post.account_id).order_by("holder", "pk"))


def own_reasons(case: Case, post: Post, *, today: date) -> list[Reason]:
    """Why this post can see the case, the oldest reason first."""
    grants = Grant.objects.live(post=post, today=today).filter(case=case)
    return _by_grants(case, grants, today) + _by_reach(case, [post], today)


def everybody(case: Case, *, today: date, now: datetime) -> list[Reason]:
    """Every post that can see the case, by name: by relation, by reach, or in an emergency."""
    barred = Exclusion.objects.on(today).filter(case=case).values("account")
    grants = Grant.objects.on(today).filter(case=case).exclude(post__account__in=barred)
    posts = Post.objects.live(today).filter(authority=case.authority_id, account__isnull=False)
    wide = posts.filter(reach=Post.Reach.AUTHORITY) | posts.filter(
        reach=Post.Reach.AREA, area__isnull=False, area=case.area_id
    )
    reached = wide.exclude(account__in=barred).select_related("authority", "area")
    found = _by_grants(case, grants, today) + _by_reach(case, reached.order_by("holder"), today)
    openings = Opening.objects.filter(case=case, ends_at__gt=now).exclude(post__account__in=barred)
    found += [_in_emergency(one) for one in openings.select_related("post")]
    return sorted(found, key=lambda one: one.who)


def exclusions(case: Case) -> QuerySet[Exclusion]:
    """Who must not see a case or must not have, the newest first."""
    return Exclusion.objects.filter(case=case).select_related("account", "said_by", "lifted_by")


def exclusion_of(case: Case, number: int) -> Exclusion:
    """One exclusion of a case that was not lifted; 404 for any other."""
    standing = Exclusion.objects.filter(case=case, lifted_at__isnull=True)
    return get_object_or_404(standing.select_related("account"), pk=number)


def _by_grants(case: Case, grants: QuerySet[Grant], today: date) -> list[Reason]:
    found = list(grants.select_related("post").order_by("starts_on", "pk"))
    because = _sources(found, today)
    return [
        Reason(
            str(one.post),
            relation_in_words(case, one.relation),
            words.day_and_year(one.starts_on),
            words.day_and_year(one.ends_on) if one.ends_on else "",
            because[one.source],
            _opens(one),
            does(opened_by(one.relation).actions),
            one.pk,
        )
        for one in found
    ]


def _by_reach(case: Case, posts: Iterable[Post], today: date) -> list[Reason]:
    found = []
    for post in posts:
        if post.authority_id != case.authority_id:
            continue
        if post.reach == Post.Reach.AREA and post.area_id and post.area_id == case.area_id:
            over = f"works for all of {post.area.name}"
        elif post.reach == Post.Reach.AUTHORITY:
            over = f"works for all of {post.authority.name}"
        else:
            continue
        since, table = words.day_and_year(post.starts_on), BY_REACH[post.reach]
        may = does(table.actions)
        found.append(Reason(str(post), over, since, "", "the post", opens(table.compartments), may))
    return found


def _in_emergency(opening: Opening) -> Reason:
    return Reason(
        str(opening.post),
        "opened it in an emergency",
        words.day_and_year(opening.opened_at),
        words.time_of_day(opening.ends_at),
        words.within(opening.get_category_display()),
        "the record",
        does(LOOK_IN),
    )


def relation_in_words(case: Case, relation: str) -> str:
    """“lead professional”: the procedure’s word where it has one."""
    known = opened_by(relation).words
    return known or words.within(policy.label(case.authority_id, relation))


def _opens(grant: Grant) -> str:
    only = opened_by(grant.relation).one_thing or "that there is such a record"
    return opens(grant.compartments) or only


def opens(compartments: Iterable[str]) -> str:
    """“the shared record and the safe address”."""
    return words.joined([OPENS[one] for one in OPENS if one in compartments])


def does(actions: Iterable[str]) -> str:
    """What one may do, as the most that it is: “read and take part”."""
    return next((said for action, said in DOES.items() if action in actions), "")


def _sources(grants: list[Grant], today: date) -> dict[str, str]:
    """What gave each relation, in words; meetings and agreements are read in one query each."""
    meetings = Meeting.objects.in_bulk(_numbered(grants, "meeting"))
    rows = _gave(_numbered(grants, "sharing") | _numbered(grants, "agency"))
    return {one.source: _source(one.source, meetings, rows) for one in grants}


@procedure("whoever was let in reads who did it, why and until when; the ledger is for others")
def _gave(numbers: set[int]) -> dict[int, Sharing]:
    """The rows of the ledger that gave these relations."""
    return Sharing.objects.in_bulk(numbers)


def _numbered(grants: list[Grant], kind: str) -> set[int]:
    """The numbers at the end of the sources of a kind."""
    ends = [one.source.rpartition(":")[2] for one in grants if one.source.startswith(f"{kind}:")]
    return {int(one) for one in ends if one.isdecimal()}


def _source(source: str, meetings: dict[int, Meeting], rows: dict[int, Sharing]) -> str:
    kind, _, number = source.partition(":")
    key = int(end) if (end := number.rpartition(":")[2]).isdecimal() else None
    if kind == "meeting" and key in meetings:
        return f"the meeting of {words.day_and_year(meetings[key].starts_at)}"
    if kind in {"sharing", "agency"} and key in rows:
        return _given(rows[key])
    said = {
        "record": "a meeting record that was sent",
        "import": "a file that was brought in",
        "case": "a link with a child",
        "fact": "an entry on the timeline",
        "series": "the terms of reference",
        "sharing": "what those who answer for the record decided",
        "agency": "what the agency decided",
    }
    return said.get(kind, "an allocation")


def _given(row: Sharing) -> str:
    """Who gave it, when and what for, and who signed where two authorities agreed."""
    said = f"what {row.decided_by} gave on {words.day_and_year(row.at)}: {row.purpose}"
    if not row.across_a_border:
        return said
    return f"{said}. Signed by {row.signed_for_home} and {row.signed_for_host}"
