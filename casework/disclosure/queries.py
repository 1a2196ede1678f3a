"""What the pages of a request show: clocks, progress, a text with its marks, the way on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q, QuerySet

from casework.access import accountable
from casework.agencies.models import Agency, Post
from casework.disclosure.models import (
    AccessRequest,
    AgencyView,
    Item,
    Mark,
    Release,
    ReleasedFile,
    Stay,
)
from casework.disclosure.releasing import allowed_in
from casework.disclosure.scanning import Hit, needles_of, where_they_stand
from casework.subjects.models import Case
from casework.web import words

AUDIENCES = {
    "footprint": "Everybody who knows that there is a record",
    "shared": "Everybody who works with the child",
    "confidential": "The professionals in the room alone",
    "agency": "The agency that brought it",
    "intelligence": "Readers whom the originator named",
    "person_of_concern": "Those who work on the person of concern",
    "safe_address": "Those who have to know where the child lives",
    "third_party": "Those who work with the other child",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How many items there are, and how many are decided."""

    decided: int
    all: int

    @property
    def left(self) -> int:
        return self.all - self.decided

    @property
    def words(self) -> str:
        return f"{self.decided} of {words.counted(self.all, 'item')} decided"


def requests_of(post: Post, *, today: date) -> QuerySet[AccessRequest]:
    """The requests that exist for this post, with all that their pages name."""
    found = AccessRequest.objects.visible_to(post, today=today)
    return found.select_related(
        "case", "authority", "prepared_by", "closed_by", "taken_in_by", "release"
    )


def rows(post: Post, *, today: date) -> list[dict[str, Any]]:
    """Open requests, the earliest due first, then those that were closed last."""
    found = list(requests_of(post, today=today).annotate(number_of_items=Count("items")))
    decided = dict(
        Item.objects.decided()
        .filter(request__in=[one.pk for one in found])
        .values_list("request")
        .annotate(number=Count("pk"))
        .order_by()
    )
    shown = [
        {
            "request": one,
            "state": state_of(one, today=today),
            "step": step_of(one, Progress(decided.get(one.pk, 0), one.number_of_items)),
        }
        for one in found
    ]
    closed = [row for row in shown if not row["request"].is_open]
    closed.sort(key=lambda row: row["request"].closed_at, reverse=True)
    closed.sort(key=lambda row: not to_hand_over(row["request"]))
    return [row for row in shown if row["request"].is_open] + closed


def to_hand_over(request: AccessRequest) -> bool:
    """Whether a copy was released that the asker does not have yet."""
    given = request.outcome == AccessRequest.Outcome.GIVEN
    return given and request.release.handed_on is None


def state_of(request: AccessRequest, *, today: date) -> dict[str, str]:
    """The clock of a request as a sign and a word."""
    if to_hand_over(request):
        return {"kind": "today", "text": "To hand over"}
    if not request.is_open:
        return {"kind": "met", "text": request.get_outcome_display()}
    days = (request.due_on - today).days
    if days < 0:
        return {"kind": "late", "text": f"{words.sentence(words.counted(-days, 'day'))} late"}
    if days == 0:
        return {"kind": "today", "text": "Today"}
    return {"kind": "next", "text": f"In {words.counted(days, 'day')}"}


def step_of(request: AccessRequest, progress: Progress) -> str:
    """Where a request stands, in words."""
    if to_hand_over(request):
        return f"Released {words.day_and_year(request.closed_at)}"
    if not request.is_open:
        return f"Closed {words.day_and_year(request.closed_at)}"
    if request.prepared_at:
        return "Waits for a second person"
    if request.gathered_at:
        return words.sentence(progress.words)
    if request.identity == AccessRequest.Identity.NOT_YET:
        return "Waits for proof of who asks"
    return "To gather"


def progress_of(request: AccessRequest) -> Progress:
    return Progress(request.items.decided().count(), request.items.count())


def case_named(post: Post, reference: str, *, today: date) -> Case | None:
    """The child’s case that an officer may give a copy of, if there is one."""
    cases = accountable.cases(post, today=today).filter(kind=Case.Kind.CHILD)
    return cases.filter(reference=reference).first()


# --- items ----------------------------------------------------------------------------


def sections_of(request: AccessRequest) -> list[dict[str, Any]]:
    """The items by section, each with where it stands; no text of any is opened."""
    decided = set(request.items.decided().values_list("pk", flat=True))
    counted = request.items.annotate(
        proposed=Count("marks", filter=Q(marks__decision="")),
        out=Count("marks", filter=Q(marks__decision="out")),
    )
    items = list(counted.order_by("number"))
    found = []
    for section in Item.Section:
        shown = [(one, item_state(one, one.pk in decided)) for one in items
                 if one.section == section]  # fmt: skip
        if shown:
            done = len([one for one, _ in shown if one.pk in decided])
            found.append({"label": section.label, "items": shown, "done": done})
    return found


def item_state(item: Any, decided: bool) -> dict[str, str]:
    """An item in a list: open, given, given in part, or withheld."""
    if not decided:
        proposed = words.counted(item.proposed, "proposal") if item.proposed else ""
        return {"kind": "next", "text": words.sentence(proposed) or "To decide"}
    if item.decision == Item.Decision.WITHHOLD:
        return {"kind": "met", "text": f"Withheld: {item.get_code_display().lower()}"}
    if item.out:
        return {"kind": "met", "text": f"Given, {words.counted(item.out, 'part')} out"}
    return {"kind": "met", "text": "Given whole"}


def next_open(request: AccessRequest, after: int = 0) -> int | None:
    """The number of the next item that is not decided, from one on, and round again."""
    decided = request.items.decided().values("pk")
    numbers = list(
        request.items.exclude(pk__in=decided).order_by("number").values_list("number", flat=True)
    )
    later = [one for one in numbers if one > after]
    return next(iter(later or numbers), None)


def segments(item: Item) -> list[dict[str, Any]]:
    """A text cut at its marks: each piece with the marks that cover it, if any."""
    text, marks = item.text, list(item.marks.all())
    edges = sorted({0, len(text), *(edge for one in marks for edge in (one.start, one.end))})
    shown: list[dict[str, Any]] = []
    for start, end in pairwise(edges):
        over = [one for one in marks if one.start <= start and end <= one.end]
        strongest = max(over, key=lambda one: STRENGTH[one.decision], default=None)
        shown.append({"text": text[start:end], "mark": strongest})
    return shown


STRENGTH = {"stays": 0, "": 1, "out": 2}


def quoted(item: Item, mark: Mark) -> str:
    """The words of a mark, shortened in the middle where they are many."""
    text = " ".join(item.text[mark.start : mark.end].split())
    return text if len(text) <= 90 else f"{text[:60]} … {text[-25:]}"


def view_of(item: Item) -> AgencyView | None:
    """What the agency that brought an item said, if it was asked."""
    if not item.needs_view:
        return None
    return AgencyView.objects.filter(request=item.request_id, agency=item.agency_id).first()


def agencies_to_ask(request: AccessRequest) -> list[tuple[Agency, AgencyView | None]]:
    """The agencies whose view is needed, each with what it said so far."""
    items = request.items.filter(compartment__in=Item.NEEDS_VIEW, agency__isnull=False)
    found = Agency.objects.filter(pk__in=items.values("agency")).order_by("name")
    views = {one.agency_id: one for one in request.views.all()}
    return [(one, views.get(one.pk)) for one in found]


def professionals_waiting(request: AccessRequest) -> int:
    """How many names of professionals are proposed and not decided."""
    if not request.may_change:
        return 0
    waiting = Mark.objects.filter(item__request=request, decision=Mark.Decision.PROPOSED)
    return waiting.filter(found=Mark.Found.PROFESSIONAL).count()


# --- before the release ---------------------------------------------------------------


def standing_elsewhere(request: AccessRequest, copy: Any) -> list[Hit]:
    """What was taken out of one item and stands in the kept text of another, to be decided."""
    needles = needles_of(request.items.prefetch_related("marks").order_by("number"))
    allowed = allowed_in(request)
    hits = [
        Hit(needle.item, f"item {number}", number)
        for needle, numbers in where_they_stand(copy.entries, needles).items()
        for number in numbers
        if (needle.item, number) not in allowed
    ]
    return list(dict.fromkeys(hits))


def stays_of(request: AccessRequest) -> QuerySet[Stay]:
    return request.stays.select_related("taken_from", "stands_in", "said_by").order_by("pk")


def releases_of(request: AccessRequest) -> QuerySet[Release]:
    found = Release.objects.filter(request=request)
    return found.select_related("prepared_by", "released_by", "handed_noted_by", "request", "case")


def files_of(request: AccessRequest) -> QuerySet[ReleasedFile]:
    return ReleasedFile.objects.filter(release__request=request).select_related("case")
