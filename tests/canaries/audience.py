"""Who may read a canary at a moment: worked out by the oracle of the model, not by the product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from casework.access.models import Exclusion, Grant, Opening
from casework.agencies.models import Post
from casework.subjects.models import Case
from tests.model.oracle import RECORD, Bar, Entry, File, Oracle, Person, Tie
from tests.model.oracle import Opening as Emergency


@dataclass(frozen=True, slots=True)
class Canary:
    """Where a word was put: in which case, in which compartment, by whom."""

    case: int
    compartment: str
    by: int
    agency: int
    fact: str = ""

    @property
    def name(self) -> str:
        return f"{self.compartment} of case {self.case}"


class Reader:
    """Somebody in a post, or nobody, at one moment: may they be shown a canary?"""

    def __init__(
        self, post: int | None, *, now: datetime, today: date, gathering: bool = False
    ) -> None:
        self.post, self.now, self.today = post, now, today
        self.gathering = gathering
        """Whether it is a page on which is gathered what is held on somebody who asks."""
        self._known: dict[int, Oracle] = {}

    def may_read(self, canary: Canary) -> bool:
        """By what stands in the database now; nobody may without a post."""
        if self.post is None:
            return False
        oracle = self._known.get(canary.case) or as_it_is(canary.case)
        self._known[canary.case] = oracle
        person, file = str(self.post), str(canary.case)
        oracle.entries = {"": Entry(file, canary.compartment, str(canary.by), str(canary.agency))}
        if canary.fact:
            oracle.entries = {canary.fact: oracle.entries[""]}
        seen = oracle.reads(person, file, self.now, self.today)
        return bool(seen) or self._was_sent(oracle, canary) or self._gathers(oracle, canary)

    def _gathers(self, oracle: Oracle, canary: Canary) -> bool:
        """Who governs information reads all that is gathered, of their authority, there alone."""
        who, file = Post.objects.get(pk=self.post), str(canary.case)
        return (
            self.gathering
            and who.role == "information_governance"
            and who.authority_id == oracle.files[file].authority
            and oracle.acts(str(who.pk), self.today)
            and not oracle.closed(str(who.pk), file, self.today)
        )

    def _was_sent(self, oracle: Oracle, canary: Canary) -> bool:
        """A meeting record that was sent shows what the shared record says."""
        person, file = str(self.post), str(canary.case)
        return (
            canary.compartment in RECORD
            and oracle.acts(person, self.today)
            and not oracle.closed(person, file, self.today)
            and any(
                tie.relation == "record_reader"
                for tie in oracle.related(person, file, self.today)
            )
        )  # fmt: skip


def as_it_is(number: int) -> Oracle:
    """The oracle, told what stands in the database of one case."""
    oracle = Oracle()
    case = Case.objects.get(pk=number)
    file = str(case.pk)
    oracle.files[file] = File(case.kind, case.authority_id, _area(case))
    for post in Post.objects.all():
        oracle.people[str(post.pk)] = Person(
            str(post.account_id), post.authority_id, str(post.agency_id), _area(post),
            post.reach, post.ends_on,
        )  # fmt: skip
    oracle.ties = [
        Tie(str(row.post_id), file, row.relation, row.starts_on, row.ends_on, row.source)
        for row in Grant.objects.filter(case=case)
    ]
    oracle.bars = [
        Bar(str(row.account_id), file, row.ground, row.starts_on, row.ends_on,
            row.lifted_at is not None)
        for row in Exclusion.objects.filter(case=case)
    ]  # fmt: skip
    oracle.openings = [
        Emergency(str(row.post_id), file, row.opened_at, row.ends_at)
        for row in Opening.objects.filter(case=case)
    ]
    return oracle


def _area(one: Post | Case) -> str | None:
    return str(one.area_id) if one.area_id else None
