"""Missing episodes of one child that cannot all be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from casework.exchange.reading.problems import Level, Problem

LONG_OPEN_DAYS = 60


@dataclass(frozen=True, slots=True)
class Span:
    """One episode: its row, its start, and its end where it has one."""

    row: int
    start: datetime
    end: datetime | None


def impossible_episodes(spans: Iterable[Span], today: date) -> Iterator[Problem]:
    """Yield a question for each pair that overlaps, and for one open implausibly long."""
    last: Span | None = None
    for span in sorted(spans, key=lambda each: (each.start, each.row)):
        if last is not None and (last.end is None or span.start < last.end):
            yield _overlap(last, span)
        if span.end is None and (today - span.start.date()).days > LONG_OPEN_DAYS:
            yield _open_long(span, today)
        if last is None or (last.end is not None and (span.end is None or span.end > last.end)):
            last = span


def _overlap(earlier: Span, later: Span) -> Problem:
    if earlier.end is None:
        message = (
            f"Row {later.row} begins on {later.start:%-d %B %Y} while the episode of row "
            f"{earlier.row} has no end. When did that one end?"
        )
        return Problem(Level.QUESTION, "open-overlap", message, later.row)
    message = (
        f"Row {later.row} begins on {later.start:%-d %B %Y}, before the episode of row "
        f"{earlier.row} ended on {earlier.end:%-d %B %Y}. Are they one episode?"
    )
    return Problem(Level.QUESTION, "overlap", message, later.row)


def _open_long(span: Span, today: date) -> Problem:
    days = (today - span.start.date()).days
    message = (
        f"The episode that began on {span.start:%-d %B %Y} has no end after {days} days. "
        "Is the child still missing?"
    )
    return Problem(Level.QUESTION, "open-long", message, span.row)
