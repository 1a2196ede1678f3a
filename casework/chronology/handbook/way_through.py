"""The way through a procedure as a drawing: boxes for its stages, arrows between them.

Where the stages of a pack say their column and row, they stand there; else they are laid
out by what leads to what. The same stands in a table and in sentences beside it.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from casework.chronology.handbook import placing
from casework.chronology.handbook.coverage import HONOURED
from pathways import ledger
from pathways.definitions import Pack, Stage

WIDE, STEP, FIRST = 184, 214, 20
TOP, GAP, BELOW = 30, 50, 46
"""Where the first row begins, the space between rows, the space below the last."""
LABEL, NOTE = 19, 25
"""Letters that go into one line of a box."""
BOLD_STEP, SMALL_STEP, MARGIN = 20, 18, 12


@dataclass(frozen=True, slots=True)
class Text:
    """One line in a box: how far below its top."""

    text: str
    down: int
    bold: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A stage as a box: where it stands, what is written in it."""

    stage: str
    label: str
    texts: tuple[Text, ...]
    column: int
    row: int
    x: int
    y: int
    height: int
    linked: bool
    here: bool
    width: int = WIDE

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
    """A line from one box to another; `dashed` when it is called for only at times."""

    path: str
    dashed: bool


def drawing(pack: Pack, here: str = "") -> dict[str, Any]:
    """Boxes, arrows and size of the drawing, with the stage that one reads marked."""
    numbers = Counter(stage.id for stage in _stages_of_clauses(pack))
    boxes = _boxes(pack, numbers, here)
    width = max((box.right for box in boxes.values()), default=0) + 20
    return {
        "centre": round(boxes[here].middle / width, 2) if here in boxes else "",
        "boxes": list(boxes.values()),
        "arrows": list(_arrows(pack.stages, boxes)),
        "width": width,
        "height": max((box.bottom for box in boxes.values()), default=0) + BELOW,
        "back": _back(pack, boxes),
        "dashed": any(stage.calls_for for stage in pack.stages),
        "not_drawn": [
            (stage.label, numbers[stage.id])
            for stage in pack.stages
            if stage.id not in boxes and stage.sections
        ],
        "in_words": list(_in_words(pack.stages)),
    }


def _boxes(pack: Pack, numbers: Counter[str], here: str) -> dict[str, Box]:
    places = placing.places(pack.stages)
    drawn = {stage.id: stage for stage in pack.stages if stage.id in places}
    found = {id: _box(stage, *places[id], numbers[id], id == here) for id, stage in drawn.items()}
    tops, top = {}, TOP
    for row in sorted({box.row for box in found.values()}):
        tops[row] = (top, max(box.height for box in found.values() if box.row == row))
        top += tops[row][1] + GAP
    return {
        id: replace(box, y=tops[box.row][0], height=tops[box.row][1]) for id, box in found.items()
    }


def _box(stage: Stage, column: int, row: int, number: int, here: bool) -> Box:
    small = [f"{number} clause{'s' * (number != 1)}"] if number else []
    small += ["you are here"] if here else textwrap.wrap(stage.note, NOTE)
    label = textwrap.wrap(stage.label, LABEL)
    bold = [Text(text, 23 + BOLD_STEP * n, True) for n, text in enumerate(label)]
    first = 3 + BOLD_STEP * (len(label) + 1)
    texts = [*bold, *(Text(text, first + SMALL_STEP * n, False) for n, text in enumerate(small))]
    return Box(
        stage=stage.id,
        label=stage.label,
        texts=tuple(texts),
        column=column,
        row=row,
        x=FIRST + (column - 1) * STEP,
        y=0,
        height=texts[-1].down + MARGIN,
        linked=bool(stage.sections),
        here=here,
    )


def _stages_of_clauses(pack: Pack) -> Iterable[Stage]:
    for clause in pack.clauses:
        stage = ledger.stage_of(pack, clause)
        if stage is not None:
            yield stage


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


# --- arrows ---------------------------------------------------------------------------


def _arrows(stages: Iterable[Stage], boxes: dict[str, Box]) -> Iterator[Arrow]:
    taken = {(box.column, box.row) for box in boxes.values()}
    lanes: Counter[tuple[str, str | int]] = Counter()
    for stage in stages:
        for others, dashed in ((stage.leads_to, False), (stage.calls_for, True)):
            for other in others:
                if stage.id not in boxes or other not in boxes or stage.id == other:
                    continue
                one, to = boxes[stage.id], boxes[other]
                path = _straight(one, to, taken) or _bent(one, to, lanes)
                yield Arrow(path, dashed)


def _straight(one: Box, to: Box, taken: set[tuple[int, int]]) -> str | None:
    """A line that meets no other box on its way; None where there is none."""
    if one.row == to.row:
        low, high = sorted((one.column, to.column))
        if not any((column, one.row) in taken for column in range(low + 1, high)):
            start, end = (one.right, to.x) if one.x < to.x else (one.x, to.right)
            return f"M{start} {one.y + one.height // 2}H{end}"
    if one.column == to.column:
        low, high = sorted((one.row, to.row))
        if not any((one.column, row) in taken for row in range(low + 1, high)):
            start, end = (one.bottom, to.y) if one.y < to.y else (one.y, to.bottom)
            return f"M{one.middle} {start}V{end}"
    return None


def _bent(one: Box, to: Box, lanes: Counter[tuple[str, str | int]]) -> str:
    """A line around other boxes: through the space between rows, and between columns.

    `lanes` counts the lines that go the same way already, so that none lies on another.
    """
    out, into, under = ("out", one.stage), ("into", to.stage), ("under", one.row)
    number, other, below = lanes[out], lanes[into], lanes[under]
    lanes.update([out, into, under])
    down, left = 18 + 5 * below, to.x - 15 - 4 * other
    if to.row == one.row:
        over = one.y - 16 - 4 * number
        return f"M{one.middle + 10} {one.y}V{over}H{to.middle - 10}V{to.y}"
    if to.row == one.row + 1:
        start = one.x + 46 if to.x < one.x else one.right - 46
        return f"M{start + 12 * number} {one.bottom}v{down}H{to.middle - 12 * other}V{to.y}"
    if to.row == one.row - 1 and to.x > one.x:
        start = one.right - 46 - 12 * number
        return f"M{start} {one.y}v{-18 - 5 * number}H{to.middle - 12 * other}V{to.bottom}"
    if to.row > one.row:
        over = to.y - 18 - 4 * other
        start = one.x + 46 + 12 * number
        return f"M{start} {one.bottom}v{down}H{left}V{over}H{to.middle - 30 - 8 * other}V{to.y}"
    # Back to an earlier stage: under the lower row, up the gap, in from the left.
    start, end = one.middle + 3 - 12 * number, to.bottom - 14 - 8 * other
    return f"M{start} {one.bottom}v{down}H{left}V{end}h{to.x - left - 2}"


# --- the same in words ----------------------------------------------------------------


def _in_words(stages: tuple[Stage, ...]) -> Iterator[str]:
    """`Referral leads to Weekly RMM.`"""
    labels = {stage.id: stage.label for stage in stages}
    for stage in stages:
        told = []
        for verb, others in (("leads to", stage.leads_to), ("may call for", stage.calls_for)):
            if others:
                told.append(f"{verb} {_listed([labels[each] for each in others])}")
        if told:
            yield f"{stage.label} {'; it '.join(told)}."


def _listed(labels: list[str]) -> str:
    *most, last = labels
    return f"{'; '.join(most)} and {last}" if most else last


def table(pack: Pack, lines: Iterable[ledger.Line]) -> list[dict[str, Any]]:
    """For each stage how many clauses it has, and how they are honoured; the sum last."""
    rows = {stage.id: Counter[str]() for stage in pack.stages}
    elsewhere: Counter[str] = Counter()
    for line in lines:
        stage = ledger.stage_of(pack, line.clause.id)
        counted = rows[stage.id] if stage is not None else elsewhere
        counted[line.clause.honoured] += 1
    told = [
        {"stage": stage.id, "label": stage.label, **_figures(rows[stage.id])}
        for stage in pack.stages
        if rows[stage.id]
    ]
    if elsewhere:
        told.append({"stage": "", "label": "At no stage", **_figures(elsewhere)})
    everything = sum(rows.values(), Counter(elsewhere))
    return [*told, {"stage": "", "label": "All", **_figures(everything)}]


def _figures(counted: Counter[str]) -> dict[str, Any]:
    return {"all": counted.total(), "by": [counted[each] for each in HONOURED]}
