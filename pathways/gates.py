"""Powers: who may do what, before the act; and what the act is worth, after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial

from pathways import definitions as d
from pathways.answers import Effect, Permission, Reason, Ruling, Trace, Verdict
from pathways.calendars import end_of_day, local_day
from pathways.counting import listed
from pathways.drafts import in_force
from pathways.facts import Fact
from pathways.nodes import NO, TRUTHS, UNCLEAR, YES, Node
from pathways.picking import picker, texts
from pathways.timeline import Timeline

SEVERITY = (
    Permission.ALLOWED,
    Permission.WITH_REASON,
    Permission.CANNOT_TELL,
    Permission.NOT_ALLOWED,
)
INSTANT = timedelta(microseconds=1)


class Power:
    """A gate made ready; `roles` are all roles that hold one of its powers."""

    __slots__ = ("effects", "gate", "node", "roles")

    def __init__(self, gate: d.Gate, node: Node | None, pack: d.Pack) -> None:
        self.gate = gate
        self.node = node
        self.effects = picker(*gate.effects)
        able = (r.id for r in pack.roles.values() if set(r.capabilities) & set(gate.by))
        self.roles = frozenset((*gate.by, *able))


# --- after the act --------------------------------------------------------------------


def verdicts(powers: Iterable[Power], line: Timeline) -> Iterator[Verdict]:
    """What each act that a gate watches is worth."""
    for power in powers:
        for fact in line.pick(power.effects).facts:
            if in_force(power.gate, local_day(fact.at)):
                yield _verdict(power, fact, line)


def _verdict(power: Power, fact: Fact, line: Timeline) -> Verdict:
    line.act = fact
    role, held = _role_of(power, fact), _held(power, line, fact)
    line.act = None
    effect = _worth(power.gate, min(role, held), fact)
    trace = Trace(partial(_why, power, fact, role, line))
    return Verdict(power.gate.id, fact.id, effect, power.gate.clauses, trace)


def _role_of(power: Power, fact: Fact) -> int:
    """Whether the act was done in a role that has the power."""
    if not power.gate.by:
        return YES
    roles = texts(fact.data.get(power.gate.role_field))
    if not roles:
        return UNCLEAR
    return YES if power.roles.intersection(roles) else NO


def _held(power: Power, line: Timeline, fact: Fact) -> int:
    return power.node.truth(line, _judged_at(fact)) if power.node else YES


def _judged_at(fact: Fact) -> datetime:
    """The end of the act's day, so that the order of entries of one meeting plays no part."""
    return end_of_day(local_day(fact.at)) - INSTANT


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


def _why(power: Power, fact: Fact, role: int, line: Timeline) -> Reason:
    parts = []
    if power.gate.by:
        shown = texts(fact.data.get(power.gate.role_field))
        who = (
            f"it was {listed([line.words.role(each) for each in shown])}"
            if shown
            else "it is not recorded who"
        )
        parts.append(
            Reason(
                f"Done by {line.words.roles(power.gate.by)}: {who}.", TRUTHS[role], (), (fact.id,)
            )
        )
    if power.node is not None:
        line.act = fact
        parts.append(power.node.reason(line, _judged_at(fact)))
        line.act = None
    truth = min((part.truth for part in parts), key=TRUTHS.index, default=TRUTHS[YES])
    return Reason(line.words.gate(power.gate), truth, power.gate.clauses, (fact.id,), tuple(parts))


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
    line.act = about
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
