"""Powers: who may do what, before the act; and what the act is worth, after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from pathways import definitions as d
from pathways.answers import Reason
from pathways.calendars import end_of_day, local_day
from pathways.counting import listed
from pathways.drafts import in_force
from pathways.facts import Fact
from pathways.nodes import NO, TRUTHS, UNCLEAR, YES, Node
from pathways.picking import picker, texts
from pathways.rulings import Effect, Permission, Ruling, Verdict
from pathways.timeline import Timeline

SEVERITY = (
    Permission.ALLOWED,
    Permission.WITH_REASON,
    Permission.CANNOT_TELL,
    Permission.NOT_ALLOWED,
)
INSTANT = timedelta(microseconds=1)
Holders = Mapping[str, list[str]]
"""For each capability the roles that have it."""


def holders_of(pack: d.Pack) -> Holders:
    found: dict[str, list[str]] = {}
    for role in pack.roles.values():
        for capability in role.capabilities:
            found.setdefault(capability, []).append(role.id)
    return found


class Power:
    """A gate made ready; `roles` are all roles that hold one of its powers."""

    __slots__ = ("dated", "effects", "gate", "node", "roles")

    def __init__(self, gate: d.Gate, node: Node | None, holders: Holders) -> None:
        self.gate = gate
        self.node = node
        self.dated = gate.in_force_from is not None or gate.in_force_to is not None
        self.effects = picker(*gate.effects)
        self.roles = frozenset(gate.by).union(*[holders.get(each, ()) for each in gate.by])


# --- after the act --------------------------------------------------------------------


class Judgement(Verdict):
    """A verdict that remembers how it came about."""

    __slots__ = ("act", "line", "power", "role")

    def __init__(self, power: Power, act: Fact, role: int, effect: Effect, line: Timeline) -> None:
        self.definition = power.gate
        self.fact = act.id
        self.effect = effect
        self.power = power
        self.act = act
        self.role = role
        self.line = line

    @property
    def why(self) -> Reason:
        return _why(self)


def verdicts(powers: Iterable[Power], line: Timeline) -> list[Judgement]:
    """What each act that a gate watches is worth."""
    found: list[Judgement] = []
    present = line.kinds.keys()
    for power in powers:
        if not present.isdisjoint(power.effects.kinds):
            found += _judged(power, line.pick(power.effects).facts, line)
    return found


def _judged(power: Power, acts: list[Fact], line: Timeline) -> list[Judgement]:
    """What each act that one gate watches is worth; `acts` are all of them."""
    gate, node, found = power.gate, power.node, []
    line.acts = acts
    for act in acts:
        if power.dated and not in_force(gate, local_day(act.at)):
            continue
        role = truth = _role_of(power, act) if gate.by else YES
        if node is not None and role:
            line.act = act
            held = node.truth(line, judged_at(act.at))
            line.act = None
            if held < truth:
                truth = held
        found.append(Judgement(power, act, role, _worth(gate, truth, act), line))
    return found


def _role_of(power: Power, act: Fact) -> int:
    """Whether the act was done in a role that has the power."""
    said = act.data.get(power.gate.role_field)
    if said.__class__ is str and said in power.roles:
        return YES
    roles = texts(said)
    if not roles:
        return UNCLEAR
    return YES if power.roles.intersection(roles) else NO


@lru_cache(maxsize=20_000)
def judged_at(at: datetime) -> datetime:
    """The end of an act's day, so that the order of entries of one meeting plays no part."""
    return end_of_day(local_day(at)) - INSTANT


def _worth(gate: d.Gate, truth: int, fact: Fact) -> Effect:
    if truth == YES:
        return Effect.EFFECTIVE
    if truth == UNCLEAR:
        return Effect.CANNOT_TELL
    if gate.otherwise is d.Otherwise.VOID:
        return Effect.VOID
    if gate.otherwise is d.Otherwise.WITH_REASON and fact.data.get("reason"):
        return Effect.EFFECTIVE
    return Effect.IN_BREACH


def _why(verdict: Judgement) -> Reason:
    power, act, line = verdict.power, verdict.act, verdict.line
    parts = [_by_whom(verdict)] if power.gate.by else []
    if power.node is not None:
        line.act, line.acts = act, line.pick(power.effects).facts
        parts.append(power.node.reason(line, judged_at(act.at)))
        line.act = None
    truth = min((part.truth for part in parts), key=TRUTHS.index, default=TRUTHS[YES])
    text = line.words.gate(power.gate)
    return Reason(text, truth, power.gate.clauses, (act.id,), tuple(parts))


def _by_whom(verdict: Judgement) -> Reason:
    gate, words = verdict.power.gate, verdict.line.words
    roles = [words.role(role) for role in texts(verdict.act.data.get(gate.role_field))]
    who = f"it was {listed(roles)}" if roles else "it is not recorded who"
    text = f"Done by {words.roles(gate.by)}: {who}."
    return Reason(text, TRUTHS[verdict.role], (), (verdict.fact,))


# --- before the act -------------------------------------------------------------------


def rule_on(
    powers: Iterable[Power], action: str, by_role: str, about: Fact, line: Timeline
) -> Ruling:
    """Whether somebody may do it now; the strictest gate decides."""
    rulings = [_ruling(power, by_role, about, line) for power in powers]
    if not rulings:
        return Ruling(
            action, Permission.ALLOWED, (), Reason("The procedure sets no condition on this.")
        )
    strictest = max((r.permission for r in rulings), key=SEVERITY.index)
    deciding = [r for r in rulings if r.permission is strictest]
    if len(deciding) == 1:
        return deciding[0]
    clauses = tuple(dict.fromkeys(c for r in deciding for c in r.clauses))
    missing = tuple(dict.fromkeys(text for r in deciding for text in r.missing))
    parts = tuple(r.why for r in deciding)
    return Ruling(
        action, strictest, clauses, Reason(f"{strictest}.".capitalize(), parts=parts), missing
    )


def _ruling(power: Power, by_role: str, about: Fact, line: Timeline) -> Ruling:
    gate = power.gate
    role = YES if not gate.by or by_role in power.roles else NO
    line.act, line.acts = about, line.pick(power.effects).facts
    held = power.node.truth(line, line.moment) if power.node else YES
    missing = power.node.missing(line, line.moment) if power.node and held < YES else []
    parts = [power.node.reason(line, line.moment)] if power.node else []
    line.act = None
    if role == NO:
        missing = [line.words.roles(gate.by), *missing]
    if gate.by:
        parts.insert(
            0,
            Reason(
                f"Done by {line.words.roles(gate.by)}: {line.words.role(by_role)}.", TRUTHS[role]
            ),
        )
    truth = min(role, held)
    why = Reason(line.words.gate(gate), TRUTHS[truth], gate.clauses, (), tuple(parts))
    return Ruling(gate.action, _permission(gate, truth), gate.clauses, why, tuple(missing))


def _permission(gate: d.Gate, truth: int) -> Permission:
    if truth == YES:
        return Permission.ALLOWED
    if truth == UNCLEAR:
        return Permission.CANNOT_TELL
    if gate.otherwise is d.Otherwise.WITH_REASON:
        return Permission.WITH_REASON
    return Permission.NOT_ALLOWED
