"""The common vocabulary: kinds of fact with their fields, states, attributes of a subject."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a fact: its type, what it means, and its possible values.

    `sets` names the attribute of the subject that this field changes.
    """

    name: str
    type: Literal["text", "choice", "choices", "boolean", "date", "moment", "number", "reference"]
    meaning: str
    options: tuple[str, ...] = ()
    required: bool = False
    options_from: str = ""
    """Where the pack gives the values: `levels`, `key_risks`, `change_reasons`, `factors`,
    `members` (of its kinds of meeting)."""
    sets: str | None = None


@dataclass(frozen=True, slots=True)
class FactKind:
    """A kind of fact: what it means and which fields it has.

    `sets` names the attribute of the subject that the field `value` changes.
    """

    name: str
    label: str
    meaning: str
    subjects: tuple[str, ...]
    fields: tuple[Field, ...] = ()
    sets: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A state that one fact begins and another ends, paired by a field."""

    name: str
    label: str
    begins: str
    ends: tuple[str, ...]
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something true of a subject as at a day; `options` empty: any text."""

    name: str
    label: str
    meaning: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    kinds: dict[str, FactKind]
    states: dict[str, State]
    attributes: dict[str, Attribute] = field(default_factory=dict)
