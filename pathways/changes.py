"""What differs between two answers: the same facts under another edition, or another day."""

from __future__ import annotations

from typing import NamedTuple

from pathways.answers import Evaluation, Obligation


class Changed(NamedTuple):
    """An obligation in both answers that moved or stands differently."""

    before: Obligation
    after: Obligation

    @property
    def moved(self) -> bool:
        """Whether its date is another one."""
        dates = [o.due.moment if o.due else None for o in self]
        return dates[0] != dates[1]


class Difference(NamedTuple):
    """Obligations that came, went, or changed; each told by its duty and trigger."""

    added: tuple[Obligation, ...]
    removed: tuple[Obligation, ...]
    changed: tuple[Changed, ...]

    @property
    def nothing(self) -> bool:
        return not (self.added or self.removed or self.changed)


def difference(before: Evaluation, after: Evaluation) -> Difference:
    """Compare two answers by duty and triggering fact."""
    old = {o.key: o for o in before.obligations}
    new = {o.key: o for o in after.obligations}
    return Difference(
        tuple(new[key] for key in new if key not in old),
        tuple(old[key] for key in old if key not in new),
        tuple(
            Changed(old[key], new[key])
            for key in new
            if key in old and _substance(old[key]) != _substance(new[key])
        ),
    )


def _substance(obligation: Obligation) -> tuple[object, ...]:
    """What matters of an obligation to those who have to keep it."""
    return (
        obligation.due.moment if obligation.due else None,
        obligation.status,
        obligation.bearer,
        obligation.strength,
        obligation.met_by,
        obligation.governed_by,
    )
