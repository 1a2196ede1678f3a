"""Closing a record when the work is done, and opening it again: from then on its time counts."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from casework.agencies.models import Post
from casework.chronology import commands as chronology
from casework.config.postgresql.acting import command
from casework.subjects.models import Case


class CannotClose(ValueError):
    """The record cannot be closed or opened again like this; the message says why."""


@command
def close(*, case: Case, on: date, because: str, by: Post, now: datetime) -> None:
    """Close a record from a day on; it stays to be read, and is kept for its time.

    That it was closed is a fact on its timeline, with the reason. Raises CannotClose for a
    forum, a record that is closed, and a day before it was opened.
    """
    case = _locked(case)
    if case.kind == Case.Kind.FORUM:
        raise CannotClose("A forum is not closed")
    if case.closed_on is not None:
        raise CannotClose("This record is closed already")
    if on < case.opened_on:
        raise CannotClose("Day it was closed must be on or after the day it was opened")
    _set(case, on)
    _note(case, "case.closed", on, because, by, now)


@command
def open_again(*, case: Case, because: str, by: Post, now: datetime) -> None:
    """Go on with a record that was closed; while it is open nothing of it is disposed of."""
    case = _locked(case)
    if case.closed_on is None:
        raise CannotClose("This record is open")
    _set(case, None)
    _note(case, "case.reopened", timezone.localdate(now), because, by, now)


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def _set(case: Case, closed_on: date | None) -> None:
    case.closed_on = closed_on
    case.save(update_fields=["closed_on"])


def _note(case: Case, kind: str, on: date, because: str, by: Post, now: datetime) -> None:
    """The fact, with its row in the audit."""
    at = timezone.make_aware(datetime.combine(on, time()))
    chronology.record(
        case=case, kind=kind, at=at, precision="date", note=because, by=by, now=now
    )  # fmt: skip
