"""Values as they are written: names, texts, lengths of time, yes and no."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from pathways import definitions as d

UNITS = ("hours", "days", "working days", "weeks", "months")
_PERIOD = re.compile(r"(-?\d+) (working day|hour|day|week|month)s?")


class Written(BaseModel):
    """A mapping as somebody wrote it; a key that is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def period(value: Any) -> d.Period:
    match = _PERIOD.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError(
            "period",
            "“{value}” is not a length of time. Write a number and one of {units}.",
            {"value": str(value), "units": ", ".join(UNITS)},
        )
    amount = int(match[1])
    if amount < 0:
        raise PydanticCustomError(
            "period",
            "“{value}” is negative. Write the number of units as 0 or more.",
            {"value": value},
        )
    return d.Period(amount, match[2] + "s")  # type: ignore[arg-type]


Period = Annotated[
    d.Period,
    PlainValidator(period),
    WithJsonSchema({"type": "string", "pattern": r"^\d+ (hour|day|working day|week|month)s?$"}),
]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.:-]*$", strip_whitespace=True)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
WholeNumber = Annotated[int, Field(ge=1)]


def listed(value: Any) -> Any:
    """One thing may be written without the brackets of a list."""
    return [value] if isinstance(value, str | dict) else value


Names = Annotated[tuple[Name, ...], BeforeValidator(listed)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(listed)]
ClauseIds = Annotated[tuple[Text, ...], BeforeValidator(listed), Field(min_length=1)]


def _yes_no(value: Any) -> bool:
    if value in ("yes", "true"):
        return True
    if value in ("no", "false"):
        return False
    raise PydanticCustomError("yes_no", "“{value}” is neither yes nor no.", {"value": str(value)})


YesNo = Annotated[bool, PlainValidator(_yes_no), WithJsonSchema({"enum": ["yes", "no"]})]
