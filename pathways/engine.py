"""What follows from the facts: the one place where pack, facts, calendar and moment meet.

Deterministic and total: no clock, no input or output, and any set of well-formed facts
gives an answer, the same one in whatever order they were recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from pathways import asking, outcomes
from pathways import definitions as d
from pathways.answers import Effect, Evaluation, Ruling, Status, Trace, Verdict
from pathways.arising import Rule, arising
from pathways.asking import Question, raised
from pathways.calendars import Calendar, start_of_day
from pathways.explain import Words
from pathways.facts import Fact, Subject
from pathways.gates import Power, rule_on, verdicts
from pathways.holding import Nodes, build, next_change
from pathways.outcomes import GOVERNABLE, Outcome, outcome, published
from pathways.superseding import Ranking
from pathways.timeline import Timeline

LIVE = GOVERNABLE | {Status.CANNOT_TELL, Status.SUPERSEDED}
EMPTY = d.Vocabulary(kinds={}, states={})


class Prepared:
    """A pack made ready to be asked; conditions that are equal are asked once."""

    def __init__(self, pack: d.Pack, vocabulary: d.Vocabulary) -> None:
        made: Nodes = {}
        self.pack = pack
        self.vocabulary = vocabulary
        self.words = Words(pack, vocabulary)
        self.rules = [
            Rule(duty, build(duty.when, vocabulary, made) if duty.when else None)
            for duty in pack.duties
        ]
        self.questions = [Question(p, build(p.when, vocabulary, made)) for p in pack.prompts]
        self.powers = [
            Power(gate, build(gate.only_if, vocabulary, made) if gate.only_if else None, pack)
            for gate in pack.gates
        ]
        self.rankings = _rankings(pack, vocabulary, made)


def _rankings(pack: d.Pack, vocabulary: d.Vocabulary, made: Nodes) -> dict[str, list[Ranking]]:
    found: dict[str, list[Ranking]] = {}
    for entry in pack.supersessions:
        ranking = Ranking(entry, build(entry.when, vocabulary, made))
        for duty in entry.duties:
            found.setdefault(duty, []).append(ranking)
    return found


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
    line = Timeline(
        facts, subject, calendar, moment, known_at, ready.vocabulary, pack.in_force_from
    )
    return _Evaluating(ready, line).answer(moment)


class _Evaluating:
    """One evaluation on its way."""

    def __init__(self, ready: Prepared, line: Timeline) -> None:
        self.ready = ready
        self.line = line
        self.words = ready.words
        self.silent: list[Trace] = []
        self.edges: list[datetime] = list(line.later)

    def answer(self, moment: datetime) -> Evaluation:
        found = self._verdicts()
        self.line.without(v.fact for v in found if v.effect is Effect.VOID)
        stands = self._obligations()
        prompts = tuple(p for q in self.ready.questions for p in self._raised(q))
        return Evaluation(
            moment,
            tuple([published(each, self.words, self.line) for each in stands]),
            prompts,
            found,
            tuple(self.silent),
            min(self.edges, default=None),
        )

    def _applies(self, entry: d.Entry) -> bool:
        return self.line.subject.kind in entry.subjects

    def _verdicts(self) -> tuple[Verdict, ...]:
        powers = (p for p in self.ready.powers if p.gate.effects and self._applies(p.gate))
        return tuple(verdicts(powers, self.words, self.line))

    # --- obligations ------------------------------------------------------------------

    def _obligations(self) -> list[Outcome]:
        found: list[Outcome] = []
        for rule in self.ready.rules:
            if self._applies(rule.duty):
                found += self._under(rule)
        outcomes.let_earliest_govern(found)
        return outcomes.in_order(found)

    def _under(self, rule: Rule) -> list[Outcome]:
        rankings = self.ready.rankings.get(rule.duty.id)
        found = [outcome(draft, rankings, self.line) for draft in arising(rule, self.line)]
        if not found:
            self.silent.append(Trace(partial(outcomes.silent, rule, self.words, self.line)))
        self._watch(rule, found, rankings or [])
        return found

    def _watch(self, rule: Rule, found: list[Outcome], rankings: list[Ranking]) -> None:
        """Note when time alone changes what stands under this duty."""
        if rule.node is not None and self._undecided(rule, found):
            self._edge(next_change(rule.node, self.line))
        for ranking in rankings:
            self._edge(next_change(ranking.node, self.line))
            self._dates(ranking.entry)
        for each in found:
            if each.status in GOVERNABLE:
                self._edge(each.draft.lapses_at)
                if not rule.duty.persists and each.draft.due is not None:
                    self._edge(each.draft.due.moment)
        if isinstance(rule.duty.clock, d.Standing):
            self._dates(rule.duty)

    def _undecided(self, rule: Rule, found: list[Outcome]) -> bool:
        """Whether a change of the condition could still matter for this duty."""
        clock = rule.duty.clock
        if isinstance(clock, d.Standing):
            return True
        if any(each.status in LIVE for each in found):
            return True
        if isinstance(clock, d.After):
            return False
        since = clock.since if isinstance(clock, d.Interval) else (clock.each,)
        picked = self.line.merge(since)
        last = picked.facts[-1].id if picked.facts else None
        return last is not None and not any(
            fact.id == last for each in found for fact in each.draft.triggers
        )

    def _dates(self, entry: d.Entry) -> None:
        """An entry comes into force, or ends, at the start of a day."""
        if entry.in_force_from is not None:
            self._edge(start_of_day(entry.in_force_from))
        if entry.in_force_to is not None and entry.in_force_to < date.max:
            self._edge(start_of_day(entry.in_force_to + timedelta(1)))

    def _edge(self, edge: datetime | None) -> None:
        if edge is not None and edge > self.line.moment:
            self.edges.append(edge)

    # --- prompts ----------------------------------------------------------------------

    def _raised(self, question: Question) -> Iterator[Any]:
        if not self._applies(question.prompt):
            return
        found = list(raised(question, self.words, self.line))
        if not found:
            self.silent.append(Trace(partial(asking.silent, question, self.words, self.line)))
        self._edge(next_change(question.node, self.line))
        if question.prompt.each is None:
            self._dates(question.prompt)
        yield from found


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
    line = Timeline(facts, subject, calendar, moment, None, ready.vocabulary, pack.in_force_from)
    powers = [
        power
        for power in ready.powers
        if power.gate.action == action and subject.kind in power.gate.subjects
    ]
    kinds = [selector.kind for power in powers for selector in power.gate.effects]
    kind = kinds[0] if kinds else action
    planned = Fact("planned act", kind, moment.astimezone(UTC), data=about or {})
    return rule_on(powers, action, by_role, planned, ready.words, line)
