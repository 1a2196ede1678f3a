"""A pack made ready to be asked: conditions as nodes, duties as rules; once for each pack."""

from __future__ import annotations

from typing import Any

from pathways import definitions as d
from pathways.arising import ready
from pathways.asking import Question
from pathways.drafts import Rule
from pathways.explain import Words
from pathways.gates import Power, holders_of
from pathways.guiding import Advice
from pathways.holding import Nodes, build
from pathways.superseding import Ranking

EMPTY = d.Vocabulary(kinds={}, states={})


class Prepared:
    """A pack made ready to be asked; conditions that are equal are asked once."""

    def __init__(self, pack: d.Pack, vocabulary: d.Vocabulary) -> None:
        self._made = _nodes_for(vocabulary)
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
        holders = holders_of(pack)
        self.powers = [Power(gate, self._node(gate.only_if), holders) for gate in pack.gates]
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
        self.by_act: dict[str, list[Rule]] = {}
        for rule in self.rules:
            self.by_act.setdefault(rule.duty.act, []).append(rule)
        self.advices = [a for a in ready.advices if subject in a.entry.subjects]
        # Time alone can change what is shown only of these.
        self.moving = [a for a in self.advices if a.dated or (a.node and not a.node.timeless)]


_PREPARED: dict[tuple[int, int], Prepared] = {}
_NODES: dict[int, tuple[d.Vocabulary, Nodes]] = {}
"""The nodes made over each vocabulary: another edition has most conditions of the one before."""
KEPT, KEPT_NODES = 64, 5_000


def _nodes_for(vocabulary: d.Vocabulary) -> Nodes:
    known = _NODES.get(id(vocabulary))
    if known is None or known[0] is not vocabulary or len(known[1]) >= KEPT_NODES:
        if len(_NODES) >= KEPT:
            _NODES.clear()
        known = _NODES[id(vocabulary)] = (vocabulary, {})
    return known[1]


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
