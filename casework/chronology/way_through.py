"""The way through a procedure as a drawing: boxes for its stages, arrows between them.

Positions come from the stages of the pack (column and row), so that each authority's way
is drawn by the same few rules. The same figures stand in a table beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pathways import ledger
from pathways.definitions import Pack, Stage

WIDE, STEP, FIRST = 184, 214, 6
TOPS = {1: (30, 52), 2: (126, 80), 3: (260, 76)}
"""Top and height of the boxes of each row."""
HONOURED = ("enforced", "required", "prompted", "shown", "not yet", "out of scope")


@dataclass(frozen=True, slots=True)
class Box:
    """A stage as a box: where it stands, what is written in it."""

    stage: str
    label: str
    small: tuple[str, ...]
    x: int
    y: int
    width: int
    height: int
    linked: bool
    here: bool

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def right(self) -> int:
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line from one box to another; `dashed` when only some discussions call for it."""

    path: str
    dashed: bool


def drawing(pack: Pack, here: str = "") -> dict[str, Any]:
    """Boxes, arrows and size of the drawing, with the stage that one reads marked."""
    numbers = Counter(stage.id for stage in _stages_of_clauses(pack))
    boxes = {
        stage.id: _box(stage, numbers[stage.id], here) for stage in pack.stages if stage.column
    }
    width = max((box.right for box in boxes.values()), default=0) + 14
    return {
        "centre": round(boxes[here].middle / width, 2) if here in boxes else "",
        "boxes": list(boxes.values()),
        "arrows": list(_arrows(pack.stages, boxes)),
        "width": width,
        "height": max((box.bottom for box in boxes.values()), default=0) + 40,
        "back": _back(pack, boxes),
        "not_drawn": [
            (stage.label, numbers[stage.id]) for stage in pack.stages if not stage.column
        ],
    }


def _back(pack: Pack, boxes: dict[str, Box]) -> dict[str, Any] | None:
    """What is written below the line that leads back to an earlier stage."""
    text = pack.labels.get("way_back")
    for stage in pack.stages:
        for other in stage.leads_to:
            if text and stage.id in boxes and other in boxes:
                one, to = boxes[stage.id], boxes[other]
                if to.y < one.y and to.x < one.x:
                    return {"text": text, "x": to.x - 4, "y": one.bottom + 36}
    return None


def _stages_of_clauses(pack: Pack) -> Iterable[Stage]:
    for clause in pack.clauses:
        stage = ledger.stage_of(pack, clause)
        if stage is not None:
            yield stage


def _box(stage: Stage, number: int, here: str) -> Box:
    top, height = TOPS[stage.row]
    small = [f"{number} clause{'s' * (number != 1)}"] if number else []
    small.append("you are here" if stage.id == here else stage.note)
    return Box(
        stage=stage.id,
        label=stage.label,
        small=tuple(small),
        x=FIRST + (stage.column - 1) * STEP,
        y=top,
        width=WIDE,
        height=height,
        linked=bool(stage.sections),
        here=stage.id == here,
    )


def _arrows(stages: Iterable[Stage], boxes: dict[str, Box]) -> Iterable[Arrow]:
    for stage in stages:
        for others, dashed in ((stage.leads_to, False), (stage.calls_for, True)):
            for other in others:
                if stage.id in boxes and other in boxes:
                    yield Arrow(_path(boxes[stage.id], boxes[other]), dashed)


def _path(one: Box, other: Box) -> str:
    if one.y == other.y:
        start, end = (one.right, other.x) if one.x < other.x else (one.x, other.right)
        return f"M{start} {one.y + one.height // 2}H{end}"
    if one.x == other.x:
        start, end = (one.bottom, other.y) if one.y < other.y else (one.y, other.bottom)
        return f"M{one.middle} {start}V{end}"
    if other.y > one.y:
        return f"M{one.x + 46} {one.bottom}v20H{other.middle}V{other.y}"
    # Back to an earlier stage: under the lower row, up the gap, in from the left.
    return f"M{one.middle + 3} {one.bottom}v18H{other.x - 15}V{other.bottom - 14}h13"


def table(pack: Pack, lines: Iterable[ledger.Line]) -> list[dict[str, Any]]:
    """For each stage how many clauses it has, and how they are honoured; the sum last."""
    rows = {stage.id: Counter[str]() for stage in pack.stages}
    for line in lines:
        stage = ledger.stage_of(pack, line.clause.id)
        if stage is not None:
            rows[stage.id][line.clause.honoured] += 1
    told = [
        {"stage": stage.id, "label": stage.label, **_figures(rows[stage.id])}
        for stage in pack.stages
        if rows[stage.id]
    ]
    return [*told, {"stage": "", "label": "All", **_figures(sum(rows.values(), Counter()))}]


def _figures(counted: Counter[str]) -> dict[str, Any]:
    return {"all": counted.total(), "by": [counted[each] for each in HONOURED]}
