"""What follows from the facts: the one place where pack, facts, calendar and moment meet.

Deterministic and total: no clock, no input or output, and any set of well-formed facts
gives an answer, the same one in whatever order they were recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pathways import definitions as d
from pathways import telling
from pathways.answers import (
    Effect,
    Evaluation,
    Obligation,
    PromptRaised,
    Reason,
    Ruling,
    Status,
)
from pathways.arising import ready
from pathways.asking import Question, raised
from pathways.calendars import Calendar, start_of_day
from pathways.drafts import Draft, Rule, in_force
from pathways.explain import Words
from pathways.facts import Fact, Subject
from pathways.gates import Judgement, Power, rule_on, verdicts
from pathways.guiding import Advice, GuidanceShown, shown
from pathways.holding import Nodes, build
from pathways.nodes import Node, next_change
from pathways.outcomes import UNSETTLED, by_due, lapsing, let_earliest_govern, place
from pathways.superseding import Ranking
from pathways.taking_effect import delayed
from pathways.timeline import Timeline

EMPTY = d.Vocabulary(kinds={}, states={})
NEVER = datetime.max.replace(tzinfo=UTC)


class Prepared:
    """A pack made ready to be asked; conditions that are equal are asked once."""

    def __init__(self, pack: d.Pack, vocabulary: d.Vocabulary) -> None:
        self._made: Nodes = {}
        self._by_subject: dict[str, Applying] = {}
        self.pack = pack
        self.vocabulary = vocabulary
        self.words = Words(pack, vocabulary)
        rankings = self._rankings()
        self.rules = [
            ready(duty, self._node(duty.when), rankings.get(duty.id, []), rank)
            for rank, duty in enumerate(pack.duties)
        ]
        self.questions = [Question(p, build(p.when, vocabulary, self._made)) for p in pack.prompts]
        self.powers = [Power(gate, self._node(gate.only_if), pack) for gate in pack.gates]
        self.advices = [Advice(entry, self._node(entry.when)) for entry in pack.guidance]

    def _node(self, condition: d.Condition | None) -> Any:
        return build(condition, self.vocabulary, self._made) if condition else None

    def _rankings(self) -> dict[str, list[Ranking]]:
        found: dict[str, list[Ranking]] = {}
        for entry in self.pack.supersessions:
            ranking = Ranking(entry, self._node(entry.when))
            for duty in entry.duties:
                found.setdefault(duty, []).append(ranking)
        return found

    def applying_to(self, subject: str) -> Applying:
        """The entries about one kind of subject."""
        known = self._by_subject.get(subject)
        if known is None:
            known = self._by_subject[subject] = Applying(self, subject)
        return known


class Applying:
    """The entries of a pack that are about one kind of subject."""

    def __init__(self, ready: Prepared, subject: str) -> None:
        self.rules = [rule for rule in ready.rules if subject in rule.duty.subjects]
        self.questions = [q for q in ready.questions if subject in q.prompt.subjects]
        self.powers = [p for p in ready.powers if subject in p.gate.subjects]
        self.watched = [power for power in self.powers if power.gate.effects]
        self.advices = [a for a in ready.advices if subject in a.entry.subjects]
        # Time alone can change what is shown only of these.
        self.moving = [a for a in self.advices if a.dated or (a.node and not a.node.timeless)]


_PREPARED: dict[tuple[int, int], Prepared] = {}
KEPT = 64


def prepare(pack: d.Pack, vocabulary: d.Vocabulary | None = None) -> Prepared:
    """Make a pack ready, once for each pack and vocabulary in use."""
    words = vocabulary or pack.vocabulary or EMPTY
    known = _PREPARED.get((id(pack), id(words)))
    if known is not None and known.pack is pack and known.vocabulary is words:
        return known
    if len(_PREPARED) >= KEPT:
        _PREPARED.clear()
    made = _PREPARED[(id(pack), id(words))] = Prepared(pack, words)
    return made


def evaluate(
    pack: d.Pack,
    facts: Iterable[Fact],
    subject: Subject,
    calendar: Calendar,
    moment: datetime,
    known_at: datetime | None = None,
    vocabulary: d.Vocabulary | None = None,
) -> Evaluation:
    """Say what must be done, by whom and by when, what is asked, and what acts are worth.

    `moment` is aware. `known_at`: use only what was on record then; without it, what was
    on record at the moment. Facts later than the moment have not happened yet.
    """
    ready = prepare(pack, vocabulary)
    line = Timeline(facts, subject, calendar, moment, known_at, ready.words, pack.in_force_from)
    return _Evaluating(ready.applying_to(subject.kind), line).answer(moment)


class _Evaluating:
    """One evaluation on its way."""

    __slots__ = ("applying", "line", "next_change", "watching")

    def __init__(self, applying: Applying, line: Timeline) -> None:
        self.applying = applying
        self.line = line
        self.next_change = min(line.later, default=NEVER)
        self.watching: dict[Node, None] = {}
        """Conditions that time alone can change, each once."""

    def answer(self, moment: datetime) -> Evaluation:
        found = self._verdicts()
        later = delayed(found, self.line)
        self.line.without(verdict.fact for verdict in found if verdict.effect is Effect.VOID)
        self.line.taking_effect(later)
        current, prompts = self._current(), self._prompts()
        self._watch_guidance()
        self._edge(next_change(self.watching, self.line, self.next_change))
        next_change_at = self.next_change if self.next_change < NEVER else None
        return Evaluation(
            moment, current, prompts, found, next_change_at, self._history, self._silent,
            self._guidance,
        )  # fmt: skip

    def _verdicts(self) -> tuple[Judgement, ...]:
        return tuple(verdicts(self.applying.watched, self.line))

    # --- obligations ------------------------------------------------------------------

    def _current(self) -> tuple[Obligation, ...]:
        """What is not settled, and when time alone will change that."""
        line = self.line
        found: list[Draft] = []
        present = line.kinds.keys()
        for rule in self.applying.rules:
            if rule.needs and present.isdisjoint(rule.needs):
                continue
            current = []
            for draft in rule.current(line):
                place(draft, line)
                if draft.status in UNSETTLED:
                    current.append(draft)
            if current or rule.watched:
                found += [draft for draft in current if draft.status is not Status.SUPERSEDED]
                self._watch(rule, current)
        let_earliest_govern(found)
        found.sort(key=by_due)
        return tuple(found)

    def _history(self) -> tuple[Obligation, ...]:
        """All that ever arose, worked out anew from the first fact on."""
        found = [draft for rule in self.applying.rules for draft in rule.history(self.line)]
        for draft in found:
            place(draft, self.line)
        let_earliest_govern(found)
        found.sort(key=by_due)
        return tuple(found)

    def _silent(self) -> tuple[Reason, ...]:
        arisen = {obligation.duty for obligation in self._history()}
        asked = {raised_.prompt for raised_ in self._prompts()}
        duties = [rule for rule in self.applying.rules if rule.duty.id not in arisen]
        prompts = [q for q in self.applying.questions if q.prompt.id not in asked]
        return (
            *(telling.silent_duty(rule, self.line) for rule in duties),
            *(telling.silent_prompt(question, self.line) for question in prompts),
        )

    # --- when time alone changes the answer -------------------------------------------

    def _watch(self, rule: Rule, current: list[Draft]) -> None:
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

    def _guidance(self) -> tuple[GuidanceShown, ...]:
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


def may(
    pack: d.Pack,
    action: str,
    by_role: str,
    facts: Iterable[Fact],
    subject: Subject,
    calendar: Calendar,
    moment: datetime,
    vocabulary: d.Vocabulary | None = None,
    about: Mapping[str, Any] | None = None,
) -> Ruling:
    """Say, before the act, whether somebody may do it, under which clause, what is missing.

    `about` holds fields of the planned act, such as the meeting at which it would be done.
    """
    ready = prepare(pack, vocabulary)
    line = Timeline(facts, subject, calendar, moment, None, ready.words, pack.in_force_from)
    powers = [
        power
        for power in ready.applying_to(subject.kind).powers
        if power.gate.action == action and (not power.dated or in_force(power.gate, line.today))
    ]
    kinds = [selector.kind for power in powers for selector in power.gate.effects]
    planned = Fact(
        "planned act", kinds[0] if kinds else action, moment.astimezone(UTC), data=about or {}
    )
    return rule_on(powers, action, by_role, planned, line)
