"""What an authority's pack speaks of, so that nobody is asked for what it does not know."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from casework.chronology import policy
from pathways import ledger


def words_in(node: Any) -> set[str]:
    """Every name that an entry is built of: kinds of fact, values, roles, meetings."""
    if isinstance(node, str):
        return {node}
    if isinstance(node, tuple):
        return {word for each in node for word in words_in(each)}
    if not is_dataclass(node):
        return set()
    return {word for part in fields(node) for word in words_in(getattr(node, part.name))}


@cache
def _spoken(authority: str, identity: str) -> frozenset[str]:
    return frozenset(words_in(ledger.entries(policy.pack_for(authority))))


def speaks_of(authority: str, word: str) -> bool:
    """Whether any rule of the authority names a kind of fact, a value, a role or a meeting."""
    return word in _spoken(authority, policy.pack_for(authority).identity)
