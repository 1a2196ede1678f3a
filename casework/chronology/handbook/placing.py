"""Where the stages of a procedure stand in its drawing, where the pack does not say."""

from __future__ import annotations

from collections import defaultdict

from pathways.definitions import Stage

WIDEST = 5
"""Boxes beside each other; a longer way turns and goes on below, back to the left."""

Places = dict[str, tuple[int, int]]
"""Column and row of each stage that is drawn, from 1."""


def places(stages: tuple[Stage, ...]) -> Places:
    """The pack's own places; else those that follow from what leads to what."""
    given = {stage.id: (stage.column, max(stage.row, 1)) for stage in stages if stage.column}
    return given or _worked_out(stages)


def _worked_out(stages: tuple[Stage, ...]) -> Places:
    joined = _joined(stages) or [stage.id for stage in stages if stage.sections]
    steps = _steps([stage for stage in stages if stage.id in joined])
    by_step: dict[int, list[str]] = defaultdict(list)
    for id in joined:
        by_step[steps[id]].append(id)
    return _in_bands(by_step)


def _joined(stages: tuple[Stage, ...]) -> list[str]:
    """The stages that something leads to, or that lead anywhere, in their order."""
    ends = {other for stage in stages for other in (*stage.leads_to, *stage.calls_for)}
    return [stage.id for stage in stages if stage.id in ends or stage.leads_to or stage.calls_for]


def _steps(stages: list[Stage]) -> dict[str, int]:
    """How many steps in each stage comes; lines back to an earlier stage are left out.

    What is only called for stands with the one that calls. With no lines at all, each
    stage follows the one before.
    """
    order = {stage.id: number for number, stage in enumerate(stages)}
    if not any(stage.leads_to or stage.calls_for for stage in stages):
        return order
    steps = dict.fromkeys(order, 0)
    led = {other for stage in stages for other in stage.leads_to if other in order}
    for stage in stages:
        for other in stage.leads_to:
            if order.get(other, -1) > order[stage.id]:
                steps[other] = max(steps[other], steps[stage.id] + 1)
    for stage in stages:
        for other in stage.calls_for:
            if other in order and other not in led:
                steps[other] = steps[stage.id]
    return steps


def _in_bands(by_step: dict[int, list[str]]) -> Places:
    """Steps side by side; after the widest the way turns back, one band further down."""
    found: Places = {}
    top = 1
    numbers = sorted(by_step)
    for start in range(0, len(numbers), WIDEST):
        band = numbers[start : start + WIDEST]
        back = (start // WIDEST) % 2 == 1
        for n, step in enumerate(band):
            column = WIDEST - n if back else n + 1
            for down, id in enumerate(by_step[step]):
                found[id] = (column, top + down)
        top += max(len(by_step[step]) for step in band)
    return found
