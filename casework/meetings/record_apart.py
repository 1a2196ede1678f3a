"""What a record that is frozen does not hold: the NHS number, and where a child must not be found.

The number is put in when the record is read, from where it is sealed. Where a child lives
at a safe address, no record says where they live, those frozen before it was set included.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from casework.subjects import sealed
from casework.subjects.models import Child
from casework.subjects.safe_address import FILLED, KEPT_APART

NUMBER = "child.nhs_number"

Answer = dict[str, Any]


def in_groups(number: str) -> str:
    """An NHS number as it is read: 943 476 5919."""
    return f"{number[:3]} {number[3:6]} {number[6:]}" if len(number) == 10 else number


def closed(content: dict[str, Any]) -> dict[str, Any]:
    """The content of a record as it is stored."""
    return _each(content, lambda fills, answer: said("") if fills == NUMBER else answer)


def shown(content: dict[str, Any], child: Child) -> dict[str, Any]:
    """The content of a stored record as it is read."""
    number = in_groups(sealed.nhs_number(child))

    def read(fills: str, answer: Answer) -> Answer:
        if fills == NUMBER:
            return said(number)
        hidden = fills in FILLED and child.address_is_safe
        return said(KEPT_APART) if hidden else answer

    return _each(content, read)


def said(text: str) -> Answer:
    """An answer in words."""
    return {"text": text, "chosen": []}


def _each(content: dict[str, Any], put: Callable[[str, Answer], Answer]) -> dict[str, Any]:
    annexes = [
        annex | {"sections": [_section(one, put) for one in annex["sections"]]}
        for annex in content["annexes"]
    ]
    sections = [_section(one, put) for one in content["sections"]]
    return content | {"sections": sections, "annexes": annexes}


def _section(section: dict[str, Any], put: Callable[[str, Answer], Answer]) -> dict[str, Any]:
    fills = {one["id"]: one["fills_from"] for one in section["questions"]}
    rows = [
        {question: put(fills[question], answer) for question, answer in row.items()}
        for row in section["rows"]
    ]
    return section | {"rows": rows}
