"""One evaluation on its way: each entry of a pack is asked, and when its answer next changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from pathways import definitions as d
from pathways import telling
from pathways.answers import Evaluation, Obligation, PromptRaised, Reason, Status
from pathways.asking import raised
from pathways.calendars import start_of_day
from pathways.drafts import Draft, Rule, arisen
from pathways.gates import Judgement, verdicts
from pathways.guiding import GuidanceShown, shown
from pathways.nodes import Node, next_change
from pathways.outcomes import SETTLED, by_due, lapsing, let_earliest_govern, place
from pathways.preparing import Applying
from pathways.rulings import Effect
from pathways.taking_effect import delayed
from pathways.timeline import Timeline

NEVER = datetime.max.replace(tzinfo=UTC)


class Evaluating:
    """One evaluation on its way; kept with the answer, for what is asked of it later."""

    __slots__ = ("all", "applying", "line", "next_change", "open", "watching", "whole")

    def __init__(self, applying: Applying, line: Timeline, whole: bool) -> None:
        self.applying = applying
        self.line = line
        self.whole = whole
        self.all: list[Draft] = []
        """The whole history, where it was asked for."""
        self.open: tuple[Draft, ...] = ()
        self.next_change = min(line.later) if line.later else NEVER
        self.watching: dict[Node, None] = {}
        """Conditions that time alone can change, each once."""

    def answer(self, moment: datetime) -> Evaluation:
        found = self._verdicts() if self.applying.watched else ()
        self.open, prompts = self._current(), self._prompts()
        self._watch_guidance()
        if self.watching:
            self._edge(next_change(self.watching, self.line, self.next_change))
        next_change_at = self.next_change if self.next_change is not NEVER else None
        return Evaluation(moment, self.open, prompts, found, next_change_at, self)

    def _verdicts(self) -> tuple[Judgement, ...]:
        """What acts are worth; the void ones are left out of what follows."""
        line = self.line
        found = tuple(verdicts(self.applying.watched, line))
        later = delayed(found, line)
        line.without([verdict.fact for verdict in found if verdict.effect is Effect.VOID])
        line.taking_effect(later)
        return found

    # --- obligations ------------------------------------------------------------------

    def _current(self) -> tuple[Draft, ...]:
        """What is not settled, and when time alone will change that."""
        line = self.line
        found: list[Draft] = []
        present = line.kinds.keys()
        for rule in self.applying.rules:
            if rule.needs and present.isdisjoint(rule.needs):
                continue
            drafts = rule.history(line) if self.whole else rule.current(line)
            if drafts:
                if self.whole:
                    self.all += drafts
                drafts = [draft for draft in drafts if place(draft, line) not in SETTLED]
                found += [draft for draft in drafts if draft.status is not Status.SUPERSEDED]
            if drafts or rule.watched:
                self._watch(rule, drafts)
        return _in_order(found)

    def history(self) -> tuple[Draft, ...]:
        """All that ever arose, worked out anew from the first fact on."""
        if self.whole:
            return tuple(sorted(self.all, key=by_due))
        found = [draft for rule in self.applying.rules for draft in rule.history(self.line)]
        for draft in found:
            place(draft, self.line)
        return _in_order(found)

    def latest(self, act: str) -> Obligation | None:
        """The obligation for an act that arose last."""
        rules = self.applying.by_act.get(act, ())
        found = [draft for rule in rules if (draft := rule.latest(self.line)) is not None]
        if not found:
            return None
        last = max(found, key=arisen) if len(found) > 1 else found[0]
        if place(last, self.line) in SETTLED:
            return last
        # What is open was compared with others of its act: that very one is given.
        return next((draft for draft in self.open if draft.key == last.key), last)

    def silent(self) -> tuple[Reason, ...]:
        arisen = {obligation.duty for obligation in self.history()}
        asked = {raised_.prompt for raised_ in self._prompts()}
        duties = [rule for rule in self.applying.rules if rule.duty.id not in arisen]
        prompts = [q for q in self.applying.questions if q.prompt.id not in asked]
        return (
            *(telling.silent_duty(rule, self.line) for rule in duties),
            *(telling.silent_prompt(question, self.line) for question in prompts),
        )

    # --- when time alone changes the answer -------------------------------------------

    def _watch(self, rule: Rule, current: Sequence[Draft]) -> None:
        for ranking in rule.rankings:
            self._when(ranking.node)
            self._dates(ranking.entry)
        for draft in current:
            self._edge(lapsing(draft))
        standing = isinstance(rule.duty.clock, d.Standing)
        if standing and rule.dated:
            self._dates(rule.duty)
        if rule.node is None or rule.node.timeless:
            return
        if current or standing or self._may_still_arise(rule):
            self._when(rule.node)

    def _may_still_arise(self, rule: Rule) -> bool:
        """Whether the condition, once it holds, would raise the duty for what happened."""
        return not isinstance(rule.duty.clock, d.After) and bool(self.line.pick(rule.starts).ats)

    def _dates(self, entry: d.Entry) -> None:
        """An entry comes into force, or ends, at the start of a day."""
        if entry.in_force_from is not None:
            self._edge(start_of_day(entry.in_force_from))
        if entry.in_force_to is not None and entry.in_force_to < date.max:
            self._edge(start_of_day(entry.in_force_to + timedelta(1)))

    def _when(self, node: Node) -> None:
        if not node.timeless:
            self.watching[node] = None

    def _edge(self, edge: datetime | None) -> None:
        if edge is not None and self.line.moment < edge < self.next_change:
            self.next_change = edge

    # --- guidance ---------------------------------------------------------------------

    def guidance(self) -> tuple[GuidanceShown, ...]:
        return shown(self.applying.advices, self.line)

    def _watch_guidance(self) -> None:
        for advice in self.applying.moving:
            self._dates(advice.entry)
            if advice.node is not None:
                self._when(advice.node)

    # --- prompts ----------------------------------------------------------------------

    def _prompts(self) -> tuple[PromptRaised, ...]:
        found: list[PromptRaised] = []
        for question in self.applying.questions:
            found += raised(question, self.line)
            self._when(question.node)
            if question.dated and question.each is None:
                self._dates(question.prompt)
        return tuple(found)


def _in_order(found: list[Draft]) -> tuple[Draft, ...]:
    let_earliest_govern(found)
    found.sort(key=by_due)
    return tuple(found)
