"""Conditions about facts: there is one, there are so many, the latest says so."""

from __future__ import annotations

from datetime import datetime

from pathways import definitions as d
from pathways.answers import Reason
from pathways.calendars import local_day
from pathways.counting import spoken
from pathways.facts import Fact, Precision
from pathways.nodes import (
    NO,
    NOTHING_FOUND,
    UNCLEAR,
    YES,
    Answer,
    Change,
    Node,
    during,
    first_since,
    possibly_latest,
)
from pathways.picking import fitting, picker, texts, window
from pathways.timeline import Picked, Timeline


class ExistsNode(Node):
    """One fact at least, in the whole record."""

    __slots__ = ("picker", "what")

    def __init__(self, what: d.Exists) -> None:
        self.what = what
        self.picker = picker(what.fact)
        self.fact_kinds = self.picker.kinds
        self.timeless = True

    def truth(self, line: Timeline, moment: datetime) -> int:
        ats = line.pick(self.picker).ats
        return YES if ats and ats[0] <= moment else NO

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        picked = line.pick(self.picker)
        count = picked.up_to(moment)
        return picked.facts[count - 1 : count] if count else []

    def changes(self, line: Timeline) -> list[Change]:
        ats = line.pick(self.picker).ats
        return during([(ats[0], None)], line) if ats else [(line.start, NO)]

    def reason(self, line: Timeline, moment: datetime) -> Reason:
        return self._told(self.what, line, moment)

    def missing(self, line: Timeline, moment: datetime) -> list[str]:
        return [] if self.truth(line, moment) else [line.words.selector(self.what.fact)]


class CountNode(Node):
    """Enough facts in a window; those of a proxy moment count as perhaps."""

    __slots__ = ("least", "picker", "same", "what", "within")

    def __init__(self, what: d.Count | d.Exists) -> None:
        self.what = what
        self.picker = picker(what.fact)
        self.least = what.at_least if isinstance(what, d.Count) else 1
        self.same = what.same if isinstance(what, d.Count) else ""
        self.within = window(what.within)
        self.fact_kinds = self.picker.kinds
        self.timeless = self.within is None

    def truth(self, line: Timeline, moment: datetime) -> int:
        return self.answer(line, moment)[0]

    def answer(self, line: Timeline, moment: datetime) -> Answer:
        picked = line.pick(self.picker)
        if len(picked.ats) < self.least:
            return NOTHING_FOUND
        first, last = self._first(line, picked, moment), picked.up_to(moment)
        if last - first < self.least:
            return NOTHING_FOUND
        facts = picked.facts[first:last]
        if self.same:
            facts = self._largest_group(facts)
            if len(facts) < self.least:
                return NOTHING_FOUND
        if self.within is None or not line.proxied:
            return YES, facts
        sure = sum(fact.precision is not Precision.PROXY for fact in facts)
        return YES if sure >= self.least else UNCLEAR, facts

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        picked = line.pick(self.picker)
        facts = picked.facts[self._first(line, picked, moment) : picked.up_to(moment)]
        return self._largest_group(facts) if self.same else facts

    def _first(self, line: Timeline, picked: Picked, moment: datetime) -> int:
        if self.within is None or not picked.ats:
            return 0
        return picked.since(line.window_start(self.within, moment))

    def _largest_group(self, facts: list[Fact]) -> list[Fact]:
        groups: dict[tuple[str, ...], list[Fact]] = {}
        for fact in facts:
            value = texts(fact.data.get(self.same))
            if value:
                groups.setdefault(value, []).append(fact)
        return max(groups.values(), key=lambda g: (len(g), g[-1].at, g[-1].id), default=[])

    def edge(self, line: Timeline, moment: datetime) -> datetime | None:
        if self.within is None:
            return None
        picked = line.pick(self.picker)
        if len(picked.ats) < self.least:
            return None
        first = self._first(line, picked, moment)
        if picked.up_to(moment) - first < self.least:
            return None
        return self.within.leaves(picked.ats[first], line.calendar)

    def changes(self, line: Timeline) -> list[Change]:
        if self.same or (self.within is not None and line.proxied):
            return super().changes(line)
        ats, least = line.pick(self.picker).ats, self.least
        if len(ats) < least:
            return [(line.start, NO)]
        if self.within is None:
            return during([(at, None) for at in ats[least - 1 : least]], line)
        # While the last of so many has happened and the first of them has not left.
        leaves = [self.within.leaves(at, line.calendar) for at in ats[: len(ats) - least + 1]]
        return during(list(zip(ats[least - 1 :], leaves, strict=True)), line)

    def reason(self, line: Timeline, moment: datetime) -> Reason:
        facts = self.evidence(line, moment)
        found = f"{len(facts)} found" if facts else "none found"
        if self.within is not None:
            found += f" since {spoken(local_day(line.window_start(self.within, moment)))}"
        told = self._told(self.what, line, moment, found)
        return Reason(told.text, told.truth, (), tuple(fact.id for fact in facts))

    def missing(self, line: Timeline, moment: datetime) -> list[str]:
        truth = self.truth(line, moment)
        if truth == NO and isinstance(self.what, d.Exists):
            return [line.words.selector(self.what.fact)]
        return [] if truth != UNCLEAR else untimed(self.evidence(line, moment), line, "when")


class LatestNode(Node):
    """What the latest fact of a kind says; two of one day that disagree cannot be told."""

    __slots__ = ("fits", "kind", "what")

    def __init__(self, what: d.Latest) -> None:
        self.what = what
        self.kind = what.fact
        self.fits = fitting(what.where)
        self.fact_kinds = frozenset({what.fact})
        self.timeless = True

    def truth(self, line: Timeline, moment: datetime) -> int:
        picked = line.kind(self.kind)
        return self._truth(picked, picked.up_to(moment), line)

    def _truth(self, picked: Picked, count: int, line: Timeline) -> int:
        """What the last of so many facts says."""
        if not count:
            return NO
        if self.fits is None:
            return YES
        fits = self.fits(picked.facts[count - 1].data)
        alone = count == 1 or (line.exact and picked.ats[count - 2] != picked.ats[count - 1])
        if not alone:
            others = possibly_latest(picked, count, line)
            if any(self.fits(fact.data) is not fits for fact in others):
                return UNCLEAR
        return YES if fits else NO

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        picked = line.kind(self.kind)
        count = picked.up_to(moment)
        return self._evidence(picked, count, self._truth(picked, count, line), line)

    def answer(self, line: Timeline, moment: datetime) -> Answer:
        picked = line.kind(self.kind)
        count = picked.up_to(moment)
        truth = self._truth(picked, count, line)
        return (truth, self._evidence(picked, count, truth, line)) if truth else NOTHING_FOUND

    def _evidence(self, picked: Picked, count: int, truth: int, line: Timeline) -> list[Fact]:
        if truth == UNCLEAR:
            return possibly_latest(picked, count, line)
        return picked.facts[count - 1 : count] if count else []

    def changes(self, line: Timeline) -> list[Change]:
        picked = line.kind(self.kind)
        found = [(line.start, NO)]
        for index, at in enumerate(picked.ats):
            if index + 1 < len(picked.ats) and picked.ats[index + 1] == at:
                continue
            truth = self._truth(picked, index + 1, line)
            if found[-1][1] != truth:
                if found[-1][0] == at:
                    found.pop()
                found.append((at, truth))
        return found

    def reason(self, line: Timeline, moment: datetime) -> Reason:
        facts = self.evidence(line, moment)
        if not facts:
            return self._told(self.what, line, moment, "there is none yet")
        when = spoken(local_day(facts[-1].at))
        if len(facts) > 1:
            return self._told(self.what, line, moment, f"{len(facts)} of {when} disagree")
        said = line.words.values(facts[-1], self.what.where)
        return self._told(self.what, line, moment, f"it is of {when}{said}")

    def missing(self, line: Timeline, moment: datetime) -> list[str]:
        if self.truth(line, moment) != UNCLEAR:
            return []
        return [f"which entry “{line.words.kind(self.kind)}” was the last of that day"]


class FirstNode(Node):
    """Some fact on or after the latest of another kind."""

    __slots__ = ("anchor", "picker", "what")

    def __init__(self, what: d.First) -> None:
        self.what = what
        self.picker = picker(what.fact)
        self.anchor = picker(what.on_or_after)
        self.fact_kinds = self.picker.kinds | self.anchor.kinds
        self.timeless = True

    def truth(self, line: Timeline, moment: datetime) -> int:
        return YES if self.evidence(line, moment) else NO

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        anchors = line.pick(self.anchor)
        count = anchors.up_to(moment)
        if not count:
            return []
        picked = line.pick(self.picker)
        index = first_since(picked, anchors.facts[count - 1], line)
        if index < len(picked.ats) and picked.ats[index] <= moment:
            return picked.facts[index : index + 1]
        return []

    def reason(self, line: Timeline, moment: datetime) -> Reason:
        return self._told(self.what, line, moment)

    def missing(self, line: Timeline, moment: datetime) -> list[str]:
        return [] if self.truth(line, moment) else [line.words.selector(self.what.fact)]


class LinkedNode(Node):
    """Links to enough others of a kind, each counted once."""

    __slots__ = ("picker", "what")

    def __init__(self, what: d.Linked) -> None:
        self.what = what
        where = (d.Where("to", (what.to,)), *what.where)
        self.picker = picker(d.Selector("link.recorded", where))
        self.fact_kinds = self.picker.kinds
        self.timeless = True

    def truth(self, line: Timeline, moment: datetime) -> int:
        return YES if len(self.evidence(line, moment)) >= self.what.at_least else NO

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        picked = line.pick(self.picker)
        others = {
            str(fact.data.get("other", fact.id)): fact
            for fact in picked.facts[: picked.up_to(moment)]
        }
        return sorted(others.values(), key=lambda fact: (fact.at, fact.id))

    def reason(self, line: Timeline, moment: datetime) -> Reason:
        return self._told(self.what, line, moment)

    def missing(self, line: Timeline, moment: datetime) -> list[str]:
        return [] if self.truth(line, moment) else [line.words.condition(self.what)]


def untimed(facts: list[Fact], line: Timeline, what: str = "the time of") -> list[str]:
    """What is not known of facts without a time: `the time of the entry “back” of …`."""
    return [
        f"{what} the entry “{line.words.kind(fact.kind)}” of {spoken(local_day(fact.at))}"
        + (" happened" if what == "when" else "")
        for fact in facts
        if fact.precision is not Precision.INSTANT
    ]
