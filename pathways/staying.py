"""A threshold that was reached stays reached: what was so once counts from then on.

Three episodes in a month raise a question. That the first of them is more than a month ago
tomorrow does not answer it.
"""

from __future__ import annotations

from datetime import datetime

from pathways import definitions as d
from pathways.answers import Reason
from pathways.calendars import local_day
from pathways.counting import spoken
from pathways.facts import Fact
from pathways.nodes import NO, SAID, TRUTHS, YES, Change, Node, answers
from pathways.picking import INSTANT_AFTER
from pathways.timeline import Timeline


class OnceNode(Node):
    """Yes from the first moment at which another condition was yes."""

    __slots__ = ("of", "what")

    def __init__(self, what: d.Once, of: Node) -> None:
        self.what = what
        self.of = of
        self.fact_kinds = of.fact_kinds
        self.timeless = of.timeless

    def truth(self, line: Timeline, moment: datetime) -> int:
        truth = self.of.truth(line, moment)
        if truth == YES:
            return YES
        return max([truth, *(was for at, was in answers(self.of, line) if at <= moment)])

    def evidence(self, line: Timeline, moment: datetime) -> list[Fact]:
        """The facts of the last time that it was so."""
        truth = self.truth(line, moment)
        if truth == NO:
            return []
        return self.of.evidence(line, self._last(truth, line, moment))

    def _last(self, truth: int, line: Timeline, moment: datetime) -> datetime:
        """Last moment, up to another, at which the other condition had this truth."""
        if self.of.truth(line, moment) == truth:
            return moment
        found = answers(self.of, line)
        until = moment
        for at, was in reversed(found):
            if at < moment and was == truth:
                return until - INSTANT_AFTER
            until = at
        return moment

    def edge(self, line: Timeline, moment: datetime) -> datetime | None:
        return self.of.edge(line, moment)

    def changes(self, line: Timeline) -> list[Change]:
        found: list[Change] = []
        for at, truth in answers(self.of, line):
            if not found or truth > found[-1][1]:
                found.append((at, truth))
        return found

    def reason(self, line: Timeline, moment: datetime) -> Reason:
        truth = self.truth(line, moment)
        if self.of.truth(line, moment) == truth:
            return self.of.reason(line, moment)
        last = self._last(truth, line, moment)
        facts = tuple(fact.id for fact in self.evidence(line, moment))
        told = f"{SAID[truth]}: {line.words.condition(self.what)}; last {spoken(local_day(last))}."
        return Reason(told, TRUTHS[truth], (), facts, (self.of.reason(line, last),))

    def missing(self, line: Timeline, moment: datetime) -> list[str]:
        truth = self.truth(line, moment)
        if truth == YES:
            return []
        return self.of.missing(line, self._last(truth, line, moment) if truth else moment)
