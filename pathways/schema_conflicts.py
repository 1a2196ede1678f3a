"""Checks what entries say together: the same thing asked twice, limits out of order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pathways import definitions as d

Found = tuple[str, str, str, str]
"""The entry, a word to find its line by, what is wrong, and the remedy."""

_DAYS = {"hours": 1 / 24, "days": 1.0, "working days": 1.4, "weeks": 7.0, "months": 30.4}


def conflicts(duties: Iterable[d.Duty], supersessions: Iterable[d.Supersession]) -> Iterator[Found]:
    """Everything that contradicts itself or another entry."""
    duties = tuple(duties)
    for duty in duties:
        yield from _order(duty)
    yield from _same_act_same_trigger(duties)
    supersessions = tuple(supersessions)
    yield from _twice_superseded(supersessions)
    yield from _circles(supersessions)


def _order(duty: d.Duty) -> Iterator[Found]:
    clock = duty.clock
    if isinstance(clock, d.After):
        limit = clock.within
    elif isinstance(clock, d.Interval):
        limit = clock.limit
    else:
        return
    if limit is None:
        return
    if clock.proposal and _days(clock.proposal) > _days(limit):
        what = "The proposal lies after the limit."
        yield duty.id, "proposal", what, "Make the proposal shorter or the limit longer."
    if clock.tolerated and _days(clock.tolerated) < _days(limit):
        what = "What is tolerated ends before the limit."
        yield duty.id, "tolerated", what, "Make it longer than the limit, or leave it out."


def _days(period: d.Period) -> float:
    return period.amount * _DAYS[period.unit]


def _same_act_same_trigger(duties: tuple[d.Duty, ...]) -> Iterator[Found]:
    seen: dict[object, list[d.Duty]] = {}
    for duty in duties:
        alike = seen.setdefault((duty.act, _trigger(duty.clock), duty.when), [])
        first = next((each for each in alike if _meet(each, duty)), None)
        alike.append(duty)
        if first is not None:
            yield (
                duty.id,
                duty.act,
                f"It asks for the same act from the same facts as {first.id}.",
                "Say in “when” where they differ, give one another act, or keep the stricter.",
            )


def _meet(one: d.Duty, other: d.Duty) -> bool:
    """Whether both speak of one subject on one day."""
    return bool(set(one.subjects) & set(other.subjects)) and not _apart_in_time(one, other)


def _trigger(clock: d.Clock) -> object:
    if isinstance(clock, d.Interval):
        return ("interval", clock.since)
    if isinstance(clock, d.After | d.Before):
        return (type(clock).__name__, clock.each)
    return "standing"


def _apart_in_time(one: d.Duty, other: d.Duty) -> bool:
    """Dated editions of one duty follow each other and do not conflict."""
    for first, second in ((one, other), (other, one)):
        if first.in_force_to and second.in_force_from and first.in_force_to < second.in_force_from:
            return True
    return False


def _twice_superseded(supersessions: tuple[d.Supersession, ...]) -> Iterator[Found]:
    effect: dict[tuple[str, d.Condition], d.Supersession] = {}
    for entry in supersessions:
        for duty in entry.duties:
            first = effect.setdefault((duty, entry.when), entry)
            if first is not entry:
                what = f"{first.id} already speaks of {duty} under the same condition."
                yield entry.id, duty, what, "Keep one of the two."


def _circles(supersessions: tuple[d.Supersession, ...]) -> Iterator[Found]:
    """A duty that, by way of others, is replaced by itself."""
    after: dict[str, set[str]] = {}
    for entry in supersessions:
        for duty in entry.duties:
            after.setdefault(duty, set()).update(entry.replaced_by)
    for entry in supersessions:
        for duty in entry.duties:
            if duty in _reached(entry.replaced_by, after):
                what = f"{duty} would in the end be replaced by itself."
                yield entry.id, duty, what, "Take one link out of the circle."


def _reached(start: Iterable[str], after: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        duty = waiting.pop()
        if duty not in found:
            found.add(duty)
            waiting.extend(after.get(duty, ()))
    return found
