"""Sensitive intelligence: its words are sealed in the row of the fact; rules still read the rest.

What the engine works with stays as it is: kind, moment, and the fields of the kind that
hold a choice, a day, a number or a code. Note, source and everything that people put in
words go into one sealed text, bound to the fact, its case, authority and compartment.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from casework.access.models import Compartment
from casework.chronology import policy
from casework.chronology.models import Fact
from casework.config import sealing

PROSE = frozenset(
    {"about", "concern", "found", "name", "note", "other", "rationale", "reason", "with", "wording"}
)
"""Texts of the vocabulary that hold words, whatever stands in them."""
CODES = {"text": re.compile(r"[a-z0-9][a-z0-9_.:-]{0,59}"), "reference": re.compile(r"\S{1,200}")}
"""How a text looks that rules compare, `risk_meeting`, and what names another thing, `RMM-47`."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a fact says in words, opened."""

    note: str
    told_by: str
    data: dict[str, Any] = field(default_factory=dict)
    """All fields of the fact, those that stand open as well."""


def close(fact: Fact) -> None:
    """Seal the words of a fact that is about to be stored, where its compartment wants it."""
    if fact.compartment != Compartment.INTELLIGENCE:
        return
    open_still = {
        name: value for name, value in fact.data.items() if _for_rules(fact.kind, name, value)
    }
    words = {name: value for name, value in fact.data.items() if name not in open_still}
    told = {"note": fact.note, "told_by": fact.told_by, "data": words}
    fact.sealed = sealing.seal(json.dumps(told, default=str), place=place_of(fact))
    fact.note, fact.told_by, fact.data = "", "", open_still


def words_of(fact: Fact) -> Words:
    """What a fact says; opens what is sealed. Whoever calls it has asked who may read it."""
    if not fact.sealed:
        return Words(fact.note, fact.told_by, dict(fact.data))
    told = json.loads(sealing.unseal(fact.sealed, place=place_of(fact)))
    return Words(told["note"], told["told_by"], {**fact.data, **told["data"]})


def close_reason(fact: Fact, reason: str) -> str:
    """Why a fact was taken back, as its row keeps it."""
    if fact.compartment != Compartment.INTELLIGENCE or not reason:
        return reason
    return sealing.seal(reason, place=place_of_reason(fact))


def reason_of(fact: Fact) -> str:
    """Why a fact was taken back, opened."""
    if fact.compartment != Compartment.INTELLIGENCE or not fact.withdrawn_reason:
        return fact.withdrawn_reason
    return sealing.unseal(fact.withdrawn_reason, place=place_of_reason(fact))


def place_of(fact: Fact) -> str:
    """What the sealed words are bound to: column, fact, case and compartment."""
    return f"chronology_fact.sealed:{_row_of(fact)}"


def place_of_reason(fact: Fact) -> str:
    """What a sealed reason is bound to."""
    return f"chronology_fact.withdrawn_reason:{_row_of(fact)}"


def _row_of(fact: Fact) -> str:
    return f"{fact.case.authority_id}:{fact.case_id}:{fact.pk}:{fact.compartment}"


def _for_rules(kind: str, name: str, value: Any) -> bool:
    """Whether a field is one that rules compare: never words, nor what the kind does not have."""
    types = {each.name: each.type for each in policy.vocabulary().kinds[kind].fields}
    if name not in types or (name in PROSE and types[name] == "text"):
        return False
    code = CODES.get(types[name])
    return code is None or (isinstance(value, str) and code.fullmatch(value) is not None)
