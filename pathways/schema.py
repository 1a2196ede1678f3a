"""The shape of facts and conditions as they are written, checked at the door.

Each operator is told by its key, so that one mistake gives one message. The models are
only the door: each turns itself into the frozen definition that the evaluator reads.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pathways import definitions as d
from pathways.schema_values import Name, Names, Period, Text, Texts, WholeNumber, Written, YesNo

# --- facts and their fields -----------------------------------------------------------


class Not(Written):
    """Any value but these."""

    not_: Annotated[Texts, Field(alias="not", min_length=1)]


class Over(Written):
    """A number greater than this."""

    over: WholeNumber


def _where_kind(value: Any) -> str:
    if isinstance(value, Over) or (isinstance(value, dict) and "over" in value):
        return "over"
    return "not" if isinstance(value, dict | Not) else "values"


WhereValue = Annotated[
    Annotated[Texts, Tag("values")] | Annotated[Not, Tag("not")] | Annotated[Over, Tag("over")],
    Discriminator(_where_kind),
]
WhereMap = dict[Name, WhereValue]


def where(written: WhereMap) -> tuple[d.Where, ...]:
    return tuple(_where(name, value) for name, value in written.items())


def _where(name: str, value: tuple[str, ...] | Not | Over) -> d.Where:
    if isinstance(value, Over):
        return d.Where(name, (), over=value.over)
    if isinstance(value, Not):
        return d.Where(name, value.not_, negated=True)
    return d.Where(name, value)


class Facts(Written):
    """Facts of one kind, narrowed by their fields."""

    fact: Name
    where: WhereMap = Field(default_factory=dict)

    def built(self) -> d.Selector:
        return d.Selector(self.fact, where(self.where))


def _short_fact(value: Any) -> Any:
    return {"fact": value} if isinstance(value, str) else value


Selector = Annotated[Facts, BeforeValidator(_short_fact)]


def _selectors(value: Any) -> Any:
    return [value] if isinstance(value, str | dict) else value


Selectors = Annotated[tuple[Selector, ...], BeforeValidator(_selectors)]


# --- conditions -----------------------------------------------------------------------


class Exists(Written):
    exists: Name
    where: WhereMap = Field(default_factory=dict)
    within: Period | None = None

    def built(self) -> d.Exists:
        return d.Exists(d.Selector(self.exists, where(self.where)), self.within)


class Count(Written):
    count: Name
    at_least: WholeNumber
    where: WhereMap = Field(default_factory=dict)
    within: Period | None = None
    same: str = ""

    def built(self) -> d.Count:
        fact = d.Selector(self.count, where(self.where))
        return d.Count(fact, self.at_least, self.within, self.same)


class Longest(Written):
    longest: Name
    at_least: Period | None = None
    more_than: Period | None = None
    within: Period | None = None

    @model_validator(mode="after")
    def _one_length(self) -> Longest:
        if (self.at_least is None) is (self.more_than is None):
            raise PydanticCustomError(
                "length", "“longest” has exactly one of the keys at_least, more_than."
            )
        return self

    def built(self) -> d.Longest:
        length = self.more_than or self.at_least
        assert length is not None
        return d.Longest(self.longest, length, self.within, self.more_than is not None)


class Latest(Written):
    latest: Name
    where: Annotated[WhereMap, Field(min_length=1)]

    def built(self) -> d.Latest:
        return d.Latest(self.latest, where(self.where))


class Act(Written):
    act: Annotated[WhereMap, Field(min_length=1)]

    def built(self) -> d.Act:
        return d.Act(where(self.act))


class First(Written):
    first: Name
    on_or_after: Selector
    where: WhereMap = Field(default_factory=dict)

    def built(self) -> d.First:
        return d.First(d.Selector(self.first, where(self.where)), self.on_or_after.built())


class Open(Written):
    open: Name
    where: WhereMap = Field(default_factory=dict)

    def built(self) -> d.Open:
        return d.Open(self.open, where(self.where))


class Linked(Written):
    linked: Name
    at_least: WholeNumber = 1
    where: WhereMap = Field(default_factory=dict)

    def built(self) -> d.Linked:
        return d.Linked(self.linked, self.at_least, where(self.where))


class Judged(Written):
    judged: Name
    answer: Text = "yes"
    by: Names = ()

    def built(self) -> d.Judged:
        return d.Judged(self.judged, self.answer, self.by)


class DecidedAt(Written):
    decided_at: Name
    decision: Name
    quorate: YesNo = False

    def built(self) -> d.DecidedAt:
        return d.DecidedAt(self.decided_at, self.decision, self.quorate)


class AgreementOf(Written):
    agreement_of: Name
    to: Name

    def built(self) -> d.AgreementOf:
        return d.AgreementOf(self.agreement_of, self.to)


class Is(Written):
    is_: Annotated[Name, Field(alias="is")]
    one_of: Texts = ()
    not_: Annotated[Texts, Field(alias="not")] = ()
    under: WholeNumber | None = None
    from_: Annotated[WholeNumber | None, Field(alias="from")] = None

    @model_validator(mode="after")
    def _one_test(self) -> Is:
        tests = (self.one_of or None, self.not_ or None, self.under or self.from_)
        if sum(each is not None for each in tests) != 1:
            raise PydanticCustomError(
                "is", "“is” needs one test: one_of, not, or an age with under, from or both."
            )
        return self

    def built(self) -> d.Is:
        values = self.not_ or self.one_of
        return d.Is(self.is_, values, bool(self.not_), self.under, self.from_)


class All(Written):
    all: Annotated[tuple[Condition, ...], Field(min_length=1)]

    def built(self) -> d.All:
        return d.All(tuple(each.built() for each in self.all))


class AnyOf(Written):
    any: Annotated[tuple[Condition, ...], Field(min_length=1)]

    def built(self) -> d.AnyOf:
        return d.AnyOf(tuple(each.built() for each in self.any))


class NoneOf(Written):
    none: Annotated[tuple[Condition, ...], Field(min_length=1)]

    def built(self) -> d.NoneOf:
        return d.NoneOf(tuple(each.built() for each in self.none))


class Once(Written):
    once: Condition

    def built(self) -> d.Once:
        return d.Once(self.once.built())


OPERATORS = (
    "all", "any", "none", "once", "exists", "count", "longest", "latest", "first", "open", "linked",
    "judged", "decided_at", "agreement_of", "is", "act",
)  # fmt: skip


def operator(value: Any) -> str | None:
    """The key that says what a condition asks; None where there is none, or more than one."""
    if isinstance(value, Written):
        return type(value).__name__.lower()
    if not isinstance(value, dict):
        return None
    found = [name for name in OPERATORS if name in value]
    return found[0] if len(found) == 1 else None


_ONE_OPERATOR = "A condition has exactly one of the keys " + ", ".join(OPERATORS) + "."

Condition = Annotated[
    Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[NoneOf, Tag("none")]
    | Annotated[Once, Tag("once")]
    | Annotated[Exists, Tag("exists")]
    | Annotated[Count, Tag("count")]
    | Annotated[Longest, Tag("longest")]
    | Annotated[Latest, Tag("latest")]
    | Annotated[First, Tag("first")]
    | Annotated[Open, Tag("open")]
    | Annotated[Linked, Tag("linked")]
    | Annotated[Judged, Tag("judged")]
    | Annotated[DecidedAt, Tag("decided_at")]
    | Annotated[AgreementOf, Tag("agreement_of")]
    | Annotated[Is, Tag("is")]
    | Annotated[Act, Tag("act")],
    Discriminator(operator, custom_error_type="condition", custom_error_message=_ONE_OPERATOR),
]


for model in (All, AnyOf, NoneOf, Once):
    model.model_rebuild()
