"""The shape of clocks as they are written: after, before, at intervals, or standing."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pathways import definitions as d
from pathways.schema import Selector, Selectors
from pathways.schema_values import Name, Names, Period, Written, period


def _period_or_none(value: Any) -> d.Period | None:
    return None if value == "no figure" else period(value)


PeriodOrNone = Annotated[
    d.Period | None,
    PlainValidator(_period_or_none),
    WithJsonSchema({"type": "string", "description": "A length of time, or: no figure"}),
]


class After(Written):
    each: Selector
    within: PeriodOrNone | None = None
    by: str = ""
    proposal: Period | None = None
    tolerated: Period | None = None

    @model_validator(mode="after")
    def _one_end(self) -> After:
        if ("within" in self.model_fields_set) == bool(self.by):
            raise PydanticCustomError(
                "clock",
                "“after” says when it ends in one way. Write within: and a length of time or"
                " no figure, or by: and the field that holds the agreed day.",
            )
        return self

    def built(self) -> d.After:
        return d.After(self.each.built(), self.within, self.proposal, self.tolerated, self.by)


class Before(Written):
    each: Selector
    at_least: Period
    moment: Name = "starts_at"
    key: Name = "meeting"
    moved_by: Names = ("meeting.moved",)
    cancelled_by: Names = ("meeting.cancelled",)

    def built(self) -> d.Before:
        return d.Before(
            self.each.built(),
            self.at_least,
            self.moment,
            self.key,
            self.moved_by,
            self.cancelled_by,
        )


class Interval(Written):
    since: Annotated[Selectors, Field(min_length=1)]
    limit: Period
    proposal: Period | None = None
    tolerated: Period | None = None
    earlier: Selector | None = None

    def built(self) -> d.Interval:
        return d.Interval(
            tuple(each.built() for each in self.since),
            self.limit,
            self.proposal,
            self.tolerated,
            self.earlier.built() if self.earlier else None,
        )


class AfterClock(Written):
    after: After

    def built(self) -> d.After:
        return self.after.built()


class BeforeClock(Written):
    before: Before

    def built(self) -> d.Before:
        return self.before.built()


class IntervalClock(Written):
    interval: Interval

    def built(self) -> d.Interval:
        return self.interval.built()


class StandingClock(Written):
    standing: Literal["while it holds"]

    def built(self) -> d.Standing:
        return d.Standing()


CLOCKS = ("after", "before", "interval", "standing")
_ONE_CLOCK = "A clock has exactly one of the keys after, before, interval, standing."


def _clock(value: Any) -> str | None:
    found = [key for key in CLOCKS if isinstance(value, dict) and key in value]
    return found[0] if len(found) == 1 else None


Clock = Annotated[
    Annotated[AfterClock, Tag("after")]
    | Annotated[BeforeClock, Tag("before")]
    | Annotated[IntervalClock, Tag("interval")]
    | Annotated[StandingClock, Tag("standing")],
    Discriminator(
        _clock,
        custom_error_type="clock",
        custom_error_message=_ONE_CLOCK,
    ),
]
