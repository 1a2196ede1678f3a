"""The handbooks on the shelf: one for each authority, with its ledger and worked examples."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.urls import reverse

from casework.chronology import policy
from pathways import ledger
from pathways.definitions import (
    Duty,
    Entry,
    Gate,
    Guidance,
    Pack,
    Prompt,
    Supersession,
    Vocabulary,
)
from pathways.examples import Example, load_examples
from pathways.explain import Words
from pathways.register import load_register
from pathways.sources import PackRefused

KEPT = {
    "enforced": ("met", "Enforced"),
    "required": ("met", "An answer is required"),
    "prompted": ("decide", "People are asked"),
    "shown": ("plain", "Shown where it is needed"),
    "not yet": ("next", "Not yet"),
    "out of scope": ("plain", "Left out, with a reason"),
}
"""Sign and words of each way in which a clause is honoured."""
ENTRY_KINDS: dict[str, tuple[type[Entry], str, str]] = {
    "duties": (Duty, "Duties", "What somebody has to do, and by when"),
    "decisions": (Gate, "Who decides", "Who may do what, on which conditions, otherwise what"),
    "questions": (Prompt, "Questions to people", "When a threshold is reached, people are asked"),
    "precedence": (Supersession, "What gives way", "While one thing holds, others rest or end"),
    "guidance": (Guidance, "Guidance", "What is shown where it is needed, for people to weigh"),
}
"""The pages that list entries: their sort, their heading, and one line about them."""


@dataclass(frozen=True)
class Handbook:
    """One authority's procedure with its words; ledger and examples are read when asked for."""

    pack: Pack
    words: Words

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """The worked examples, in the order of their files."""
        folder = policy.in_force(self.pack.id).folder / "examples"
        return load_examples(folder, self.pack.id) if folder.is_dir() else ()

    @cached_property
    def lines(self) -> dict[str, ledger.Line]:
        """The ledger, clause by clause, checked."""
        register = load_register(policy.in_force(self.pack.id).folder)
        checked = ledger.lines(self.pack, self.examples, register)
        return {line.clause.id: line for line in checked}

    @property
    def entries(self) -> tuple[Entry, ...]:
        return ledger.entries(self.pack)

    def of_kind(self, kind: str, on: date | None = None) -> list[Entry]:
        """The entries of one sort, as on a day where one is asked for."""
        sort = ENTRY_KINDS[kind][0]
        found = [entry for entry in self.entries if isinstance(entry, sort)]
        return [entry for entry in found if holds(entry, on)]


@cache
def _open(authority: str, identity: str) -> Handbook:
    pack = policy.pack_for(authority)
    return Handbook(pack, Words(pack, pack.vocabulary or Vocabulary({}, {})))


def handbook(authority: str) -> Handbook | None:
    """The handbook of an authority; None where there is no pack, or none that can be read."""
    if not (settings.POLICY / authority / "pack.yaml").exists():
        return None
    try:
        return _open(authority, policy.pack_for(authority).identity)
    except PackRefused:
        return None


def shelf() -> list[Handbook]:
    """Every handbook that can be read, by the name of its authority."""
    found = [handbook(authority) for authority in authorities()]
    return sorted((book for book in found if book), key=lambda book: book.pack.authority)


def authorities() -> list[str]:
    """Every authority that has a folder of policy."""
    return sorted(path.parent.name for path in settings.POLICY.glob("*/pack.yaml"))


def of_clause(clause: str, first: str) -> Handbook | None:
    """The handbook that holds a clause; that of `first`, one's own authority, goes before."""
    books = [handbook(name) for name in sorted(authorities(), key=lambda name: name != first)]
    return next((book for book in books if book and clause in book.pack.clauses), None)


# --- in force -------------------------------------------------------------------------


def holds(entry: Entry, on: date | None) -> bool:
    """Whether an entry is in force on a day; every entry is, where no day is asked for."""
    if on is None:
        return True
    begun = entry.in_force_from is None or entry.in_force_from <= on
    return begun and (entry.in_force_to is None or on <= entry.in_force_to)


# --- where a clause stands ------------------------------------------------------------


def clauses_in(node: Any) -> set[str]:
    """Every clause that a form, a kind of meeting or a scale names, at any depth."""
    if isinstance(node, tuple):
        return {clause for each in node for clause in clauses_in(each)}
    if not is_dataclass(node):
        return set()
    own = {*getattr(node, "clauses", ()), getattr(node, "clause", "")} - {""}
    return own.union(*(clauses_in(getattr(node, part.name)) for part in fields(node)))


def kind_of(entry: Entry) -> str:
    """The page that lists an entry of this sort: `duties`."""
    return next(kind for kind, (sort, _, _) in ENTRY_KINDS.items() if isinstance(entry, sort))


@dataclass(frozen=True, slots=True)
class Pages:
    """The addresses of one handbook, as on the day on which it is read."""

    authority: str
    on: date | None = None

    def __call__(self, name: str, *args: str) -> str:
        return self._as_on(reverse(f"procedure:{name}", args=[self.authority, *args]))

    def clause(self, clause: str) -> str:
        return self._as_on(reverse("procedure:clause", args=[clause]))

    def entry(self, entry: Entry) -> str:
        return self("entry", kind_of(entry), entry.id)

    def _as_on(self, address: str) -> str:
        return f"{address}?on={self.on}" if self.on else address


__all__ = [
    "ENTRY_KINDS",
    "KEPT",
    "Handbook",
    "Pages",
    "authorities",
    "clauses_in",
    "handbook",
    "holds",
    "kind_of",
    "of_clause",
    "shelf",
]
