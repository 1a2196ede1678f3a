"""Deciding on one item: what is given, what is taken out, for which reason; and agencies' views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from casework.agencies.models import Agency, Post
from casework.audit import commands as audit
from casework.config.postgresql.acting import command
from casework.disclosure.kept import Span, merged, places_of
from casework.disclosure.models import AccessRequest, AgencyView, Item, Mark
from casework.disclosure.reasons import open_to
from casework.disclosure.request_commands import CannotChange, changing


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody decided: `decision` of an item or a mark, with its reason."""

    decision: str
    code: str = ""
    comment: str = ""


class DecidedMeanwhile(Exception):
    """Somebody else decided on the same item first; nothing was changed."""


@command
def decide(
    *,
    item: Item,
    choice: Choice,
    marks: Mapping[int, Choice],
    revision: int,
    by: Post,
    now: datetime,
) -> Item:
    """Keep what was decided so far on an item and on the marks in it, by their keys.

    What is half decided is kept, too, and counts as open: a part to take out without a
    reason stays a proposal.
    """
    request = changing(item.request)
    item = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.revision != revision and item.saved_by_id != by.pk:
        raise DecidedMeanwhile
    _check_view(request, item, choice)
    _check_codes(request, [choice, *marks.values()])
    for mark in item.marks.filter(pk__in=list(marks)):
        _decide_mark(mark, marks[mark.pk], by, now)
    if (item.decision, item.code, item.comment) != (choice.decision, choice.code, choice.comment):
        item.decision, item.code, item.comment = choice.decision, choice.code, choice.comment
        item.decided_by, item.decided_at = (by, now) if choice.decision else (None, None)
    item.revision, item.saved_by = item.revision + 1, by
    item.save()
    _note(item, request, "decided on an item", by, now, {"decision": item.decision})
    return item


def _decide_mark(mark: Mark, choice: Choice, by: Post, now: datetime) -> None:
    decision, code, comment = choice.decision, choice.code, choice.comment
    if decision == Mark.Decision.OUT and not code:
        decision = Mark.Decision.PROPOSED
    if decision == Mark.Decision.STAYS:
        code = ""
    if (mark.decision, mark.code, mark.comment) == (decision, code, comment):
        return
    mark.decision, mark.code, mark.comment = decision, code, comment
    mark.decided_by, mark.decided_at = (by, now) if decision else (None, None)
    mark.save()


def _check_view(request: AccessRequest, item: Item, choice: Choice) -> None:
    if not choice.decision or not item.needs_view:
        return
    if not request.views.filter(agency=item.agency_id).exclude(answer="").exists():
        raise CannotChange("Ask the agency that brought this, and write down what it said")


def _check_codes(request: AccessRequest, choices: Iterable[Choice]) -> None:
    known = {"", *open_to(request.asked_by)}
    if any(one.code not in known for one in choices):
        raise CannotChange("This reason cannot hold for who asked")


# --- parts that people mark -----------------------------------------------------------


@command
def take_out(
    *, item: Item, spans: Iterable[Span], choice: Choice, by: Post, now: datetime
) -> list[Mark]:
    """Mark parts of an item as taken out; what was marked there before goes into them."""
    request = changing(item.request)
    item = Item.objects.select_for_update(of=("self",)).select_related("case").get(pk=item.pk)
    _check_codes(request, [choice])
    made = [_mark(item, span, choice, by, now) for span in merged(item.text, spans)]
    if made:
        Item.objects.filter(pk=item.pk).update(revision=F("revision") + 1, saved_by=by)
        _note(item, request, "part of an item taken out", by, now,
              {"parts": len(made), "reason": choice.code})  # fmt: skip
    return made


def _mark(item: Item, span: Span, choice: Choice, by: Post, now: datetime) -> Mark:
    start, end = span
    item.marks.filter(start__gte=start, end__lte=end).delete()
    return Mark.objects.create(
        item=item, case=item.case, start=start, end=end, found=Mark.Found.OWN, decision="out",
        code=choice.code, comment=choice.comment, made_by=by, made_at=now, decided_by=by,
        decided_at=now,
    )  # fmt: skip


@command
def take_out_words(
    *, item: Item, words: str, everywhere: bool, choice: Choice, by: Post, now: datetime
) -> int:
    """Take words out wherever they stand in this item, or in every item; how often they did."""
    request = changing(item.request)
    items = request.items.select_related("case") if everywhere else [item]
    made = 0
    for each in items:
        spans = list(places_of(each.text, words))
        if spans:
            made += len(take_out(item=each, spans=spans, choice=choice, by=by, now=now))
    return made


@command
def same_everywhere(*, mark: Mark, by: Post, now: datetime) -> int:
    """Decide alike on every open proposal with the same words; how many there were."""
    request = changing(mark.item.request)
    mark.refresh_from_db()
    if mark.decision == Mark.Decision.PROPOSED:
        return 0
    waiting = Mark.objects.filter(item__request=request, decision=Mark.Decision.PROPOSED)
    words = words_of(mark)
    same = [one for one in waiting.select_related("item") if words_of(one) == words]
    Mark.objects.filter(pk__in=[one.pk for one in same]).update(
        decision=mark.decision, code=mark.code, comment=mark.comment, decided_by=by, decided_at=now
    )
    items = {one.item_id for one in same}
    Item.objects.filter(pk__in=items).update(revision=F("revision") + 1, saved_by=by)
    _note(mark.item, request, "decided alike on the same words", by, now, {"parts": len(same)})
    return len(same)


def words_of(mark: Mark) -> str:
    """The words of a mark, for comparing."""
    return " ".join(mark.item.text[mark.start : mark.end].casefold().split())


@command
def put_back(*, mark: Mark, by: Post, now: datetime) -> None:
    """Undo a part that was marked by hand."""
    request = changing(mark.item.request)
    if mark.found != Mark.Found.OWN:
        raise CannotChange("A proposal is answered and not removed")
    item = mark.item
    mark.delete()
    Item.objects.filter(pk=item.pk).update(revision=F("revision") + 1, saved_by=by)
    _note(item, request, "part of an item put back", by, now)


@command
def professionals_stay(*, request: AccessRequest, by: Post, now: datetime) -> int:
    """Leave in all names of professionals on which nothing was decided yet.

    People who work with a child in their office are as a rule named to who asks.
    """
    request = changing(request)
    waiting = Mark.objects.filter(
        item__request=request, found=Mark.Found.PROFESSIONAL, decision=Mark.Decision.PROPOSED
    )
    items = set(waiting.values_list("item", flat=True))
    count = waiting.update(decision=Mark.Decision.STAYS, decided_by=by, decided_at=now)
    Item.objects.filter(pk__in=items).update(revision=F("revision") + 1, saved_by=by)
    detail = {"request": request.reference, "parts": count}
    audit.write(by=by, action="names of professionals left in", case=request.case, now=now,
                detail=detail)  # fmt: skip
    return count


# --- what an agency says --------------------------------------------------------------


@command
def ask_agency(
    *, request: AccessRequest, agency: Agency, asked_of: str, on: date, by: Post, now: datetime
) -> AgencyView:
    """Write down that an agency was asked about what it keeps to itself, and whom."""
    request = changing(request)
    view, _ = AgencyView.objects.update_or_create(
        request=request, agency=agency,
        defaults={"case": request.case, "asked_of": asked_of, "asked_on": on, "asked_by": by},
    )  # fmt: skip
    _note_view(view, "agency asked for its view", by, now)
    return view


@command
def agency_said(
    *, view: AgencyView, answer: str, said: str, on: date, by: Post, now: datetime
) -> None:
    """Write down what an agency said."""
    changing(view.request)
    view.answer, view.said, view.answered_on = answer, said, on
    view.save()
    _note_view(view, "view of an agency written down", by, now)


def _note_view(view: AgencyView, action: str, by: Post, now: datetime) -> None:
    detail = {"request": view.request.reference, "agency": view.agency_id, "answer": view.answer}
    audit.write(by=by, action=action, case=view.request.case, now=now, detail=detail)


def _note(
    item: Item, request: AccessRequest, action: str, by: Post, now: datetime,
    detail: dict | None = None,
) -> None:  # fmt: skip
    told = {"request": request.reference, "item": item.number, **(detail or {})}
    audit.write(by=by, action=action, case=request.case, now=now, detail=told)
