"""Turns what the checker found into sentences: one mistake, one sentence, one remedy."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher, get_close_matches
from typing import Any

from pydantic import ValidationError

from pathways import schema, schema_clocks
from pathways.schema_values import Written
from pathways.sources import Problem, Source, nearest

_OUR_OWN = {
    "period", "yes_no", "day", "condition", "clock", "strength", "is", "length", "question_type",
}  # fmt: skip

Loc = tuple[int | str, ...]
_ONE_KEY_OF = {"condition": schema.OPERATORS, "clock": schema_clocks.CLOCKS}


def mistakes(
    error: ValidationError, source: Source, at: tuple[int, ...], name: str
) -> Iterator[Problem]:
    """Each mistake in an entry, with the line that it stands on."""
    found: list[dict[str, Any]] = [dict(each) for each in error.errors(include_url=False)]
    # Of a list it counts only the parts without a mistake; the mistake itself is told.
    found = [each for each in found if each["type"] != "too_short" or not _within(each, found)]
    meant = _misspelt(found)
    for each in found:
        if each["type"] == "missing" and each["loc"] in meant.values():
            continue
        steps = _steps_in(source.data, (*at, *each["loc"]))
        what, remedy = _sentence(each, source.data, steps)
        if each["loc"] in meant:
            remedy = f"Did you mean {meant[each['loc']][-1]}?"
        yield Problem(source.file, source.line(steps), name, what, remedy)


def _within(one: dict[str, Any], found: list[dict[str, Any]]) -> bool:
    """Whether something inside of it is a mistake as well."""
    length = len(one["loc"])
    return any(len(each["loc"]) > length and each["loc"][:length] == one["loc"] for each in found)


def _misspelt(found: list[dict[str, Any]]) -> dict[Loc, Loc]:
    """For each key that is not known the missing one that it was to be, so that one is told."""
    missing = [each["loc"] for each in found if each["type"] == "missing"]
    pairs: dict[Loc, Loc] = {}
    for extra in (each["loc"] for each in found if each["type"] == "extra_forbidden"):
        beside = [loc for loc in missing if loc[:-1] == extra[:-1] and loc not in pairs.values()]
        close = get_close_matches(str(extra[-1]), [str(loc[-1]) for loc in beside], 1)
        if close or len(beside) == 1:
            pairs[extra] = next(loc for loc in beside if not close or str(loc[-1]) == close[0])
    return pairs


def _steps_in(data: Any, loc: tuple[Any, ...]) -> list[Any]:
    """The steps of a location that exist in the file; the checker's own marks are left out."""
    steps = []
    for step in loc:
        named = isinstance(data, dict) and step in data
        if named or (isinstance(data, list) and isinstance(step, int) and step < len(data)):
            steps.append(step)
            data = data[step]
    return steps


def _sentence(error: dict[str, Any], data: Any, steps: list[Any]) -> tuple[str, str]:
    kind, key = error["type"], str(error["loc"][-1]) if error["loc"] else ""
    if kind in _ONE_KEY_OF and isinstance(error["input"], dict):
        meant = [m for key in error["input"] for m in get_close_matches(key, _ONE_KEY_OF[kind], 1)]
        if len(meant) == 1 and meant[0] not in error["input"]:
            return error["msg"], f"Did you mean {meant[0]}?"
    if kind in _OUR_OWN:
        what, _, remedy = error["msg"].partition(". ")
        return (f"{what}.", remedy) if remedy else (error["msg"], _REMEDIES.get(kind, ""))
    if kind == "missing":
        return f"“{key}” is missing.", "Add it."
    if kind == "extra_forbidden":
        return f"“{key}” is not known here.", nearest(key, _keys_beside(key, data, steps))
    if kind == "literal_error":
        expected = error["ctx"]["expected"].replace("'", "")
        named = next((str(s) for s in reversed(error["loc"]) if not str(s).isdigit()), key)
        return f"“{error['input']}” is not a value of {named}.", f"Use one of: {expected}."
    if kind == "too_short":
        if error["input"]:
            return f"“{key}” is too short.", f"Give at least {error['ctx']['min_length']}."
        return f"“{key}” is empty.", _REMEDIES.get(key, "Give at least one.")
    if kind == "string_pattern_mismatch":
        return f"“{error['input']}” is not a name.", "Use small letters, figures, _ - . and :."
    if kind == "string_too_short":
        return f"“{key}” is empty.", "Write what it is."
    if kind == "greater_than_equal":
        least = error["ctx"]["ge"]
        return f"“{error['input']}” is not a number of {least} or more.", "Write it in figures."
    if kind == "int_parsing":
        return f"“{error['input']}” is not a whole number.", "Write it in figures."
    if kind in _WANTED:
        what, remedy = _WANTED[kind]
        where = f" of {key}" if key and not key.isdigit() else ""
        return f"The value{where} is not {what}.", remedy
    return f"“{error['input']}” does not fit “{key}”.", f"{error['msg']}."


_WANTED = {
    "string_type": ("a text", "Write one text, without brackets."),
    "tuple_type": ("a list", "Write each item on a line of its own after “- ”, or in [ ]."),
    "dict_type": ("a mapping", "Write it as “key: value”."),
    "model_type": ("a mapping", "Write it as “key: value”."),
    "model_attributes_type": ("a mapping", "Write it as “key: value”."),
}


_REMEDIES = {
    "condition": "Write one, and join several with all, any or none.",
    "clock": "Say from which facts it counts.",
    "strength": "Write for example: must: {bearer: rmm_chair}.",
    "is": "Write for example: {is: age, under: 18}.",
    "length": "Write for example: {longest: missing, at_least: 24 hours}.",
    "yes_no": "Write yes or no.",
    "clauses": "Name the clause that it rests on: an entry without one is not taken in.",
}


def _keys_beside(key: str, data: Any, steps: list[Any]) -> set[str]:
    """The keys of whatever the wrong one stands in, told by those that stand beside it."""
    for step in steps[:-1]:
        data = data[step]
    beside = set(data) if isinstance(data, dict) else set()
    likeliest = max(
        _shapes(Written), key=lambda keys: (len(keys & beside), _likeness(key, keys), -len(keys))
    )
    return likeliest - {key}


def _likeness(key: str, keys: set[str]) -> float:
    return max(SequenceMatcher(None, key, each).ratio() for each in keys)


def _shapes(model: type[Written]) -> Iterator[set[str]]:
    """The keys of every mapping that may be written."""
    for each in model.__subclasses__():
        if each.model_fields:
            yield {field.alias or name for name, field in each.model_fields.items()}
        yield from _shapes(each)
