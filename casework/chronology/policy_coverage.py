"""What every published text asks, beside what the packs make of it: counted, with each fault.

The register says what there is, the ledger what is claimed, the worked examples what is
proved. A pack that cannot be read leaves all of its clauses out, and says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from casework.chronology.policy_report import console_on, table_of
from pathways import ledger
from pathways.definitions import Entry, Pack
from pathways.examples import load_examples
from pathways.packs import PackRefused, Problem, load_pack
from pathways.register import RULES, Register, Registered, load_register, missing

HONOURED = ("enforced", "required", "prompted", "shown", "not yet", "out of scope")


@dataclass(slots=True)
class Covered:
    """One authority's text and what becomes of it here."""

    authority: str
    register: Register
    pack: Pack | None = None
    lines: tuple[ledger.Line, ...] = ()
    missing: tuple[Registered, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    @property
    def uncited(self) -> list[Entry]:
        """Rules that rest on no clause of the published text."""
        if self.pack is None or not self.register:
            return []
        return [e for e in ledger.entries(self.pack) if not set(e.clauses) & set(self.register)]


@dataclass(slots=True)
class Coverage:
    """All that was asked about; `totals` over everything."""

    authorities: list[Covered]

    @property
    def faults(self) -> list[str]:
        return [fault for each in self.authorities for fault in _faults_of(each)]

    @property
    def totals(self) -> dict[str, int]:
        found: Counter[str] = Counter()
        for each in self.authorities:
            found.update(totals_of(each))
        return dict(found)


def covered(policy: Path, authority: str | None = None) -> Coverage:
    """One authority, or all that have a pack or a register."""
    folders = sorted({path.parent for path in policy.glob("*/pack.yaml")}
                     | {path.parent for path in policy.glob("*/register.yaml")})  # fmt: skip
    if authority is not None:
        named = authority.lower().replace(" ", "-")
        known = ", ".join(folder.name for folder in folders)
        folders = [folder for folder in folders if folder.name == named]
        if not folders:
            what, remedy = f"There is no pack of “{authority}”.", f"Use one of: {known}."
            raise PackRefused([Problem(str(policy), 1, "", what, remedy)])
    return Coverage([_covered(folder) for folder in folders])


def _covered(folder: Path) -> Covered:
    register = load_register(folder)
    found = Covered(folder.name, register, missing=tuple(register.values()))
    try:
        found.pack = load_pack(folder)
        examples = load_examples(folder / "examples", found.pack.id)
    except PackRefused as refused:
        found.problems = list(refused.problems)
        return found
    found.lines = ledger.lines(found.pack, examples, register, known_tests(folder.parent.parent))
    found.missing = missing(found.pack, register)
    return found


def known_tests(root: Path) -> Callable[[str], bool] | None:
    """Looks a named test up; None where the product was installed without its tests."""
    if not (root / "casework").is_dir() or not (root / "tests").is_dir():
        return None

    def there(name: str) -> bool:
        file, _, test = name.partition("::")
        path = root / file
        return path.is_file() and f"def {test.partition('[')[0]}(" in path.read_text()

    return there


# --- counting -------------------------------------------------------------------------


def totals_of(each: Covered) -> dict[str, int]:
    """The figures of one authority."""
    registered = each.register or {line.clause.id: line for line in each.lines}
    rules = [line for line in each.lines if line.rule]
    known = {line.clause.id: line for line in each.lines}
    return {
        "registered": len(registered),
        "in_ledger": sum(clause in known for clause in registered),
        "rules": sum(clause.rule for clause in registered.values()),
        "rules_proved": sum(line.proved for line in rules),
        "items": sum(clause.items for clause in each.register.values()),
        "items_present": sum(min(line.present, line.items) for line in each.lines),
        **{_name(kind): count for kind, count in _honoured(each.lines).items()},
        "uncited": len(each.uncited),
        "faults": len(list(_faults_of(each))),
    }


def _honoured(lines: Iterable[ledger.Line]) -> dict[str, int]:
    counts = ledger.counts(lines)
    return {kind: counts[kind] for kind in HONOURED}


def _name(kind: str) -> str:
    return kind.replace(" ", "_")


def _faults_of(each: Covered) -> Iterator[str]:
    yield from (str(problem) for problem in each.problems)
    for line in each.lines:
        yield from (f"{each.authority}: {line.clause.id}: {fault}" for fault in line.faults)
    if each.pack is not None:
        for clause in each.missing:
            yield f"{each.authority}: {clause.id}: It is not in the ledger."
    for entry in each.uncited:
        yield f"{each.authority}: {entry.id}: It rests on no clause of the register."


def summary(totals: dict[str, int]) -> str:
    """The whole in one line."""
    told = (
        f"{totals['in_ledger']} of {totals['registered']} clauses in the ledger; "
        f"{totals['rules_proved']} of {totals['rules']} rules proved by worked examples; "
        f"{totals['items_present']} of {totals['items']} listed things present as data; "
    )
    counted = [f"{totals[_name(kind)]} {kind}" for kind in HONOURED if totals[_name(kind)]]
    kinds = f"{', '.join(counted)}; " if counted else ""
    return f"{told}{kinds}{totals['uncited']} rules that cite no clause; " + (
        f"{totals['faults']} faults." if totals["faults"] != 1 else "1 fault."
    )


# --- on a terminal --------------------------------------------------------------------


def printed(out: TextIO, found: Coverage) -> None:
    """One authority clause by clause; all of them by kind; then the sums."""
    console = console_on(out)
    if len(found.authorities) == 1:
        console.print(_clause_table(found.authorities[0]))
        console.print()
    for each in found.authorities:
        console.print(_kind_table(each))
        if len(found.authorities) > 1:
            console.print(summary(totals_of(each)))
        console.print()
    console.print(summary(found.totals), soft_wrap=True)


def _clause_table(each: Covered) -> Any:
    table = table_of("Clause", "What it is about", "Honoured", "Proof", title=_named(each))
    for line in each.lines:
        proof = ", ".join(line.clause.proof) or line.clause.how
        table.add_row(line.clause.id, line.clause.title, line.clause.honoured, proof)
    return table


def _kind_table(each: Covered) -> Any:
    table = table_of("Kind", "Text", "Ledger", *HONOURED, "Faults", title=_named(each))
    kinds = Counter(clause.kind for clause in each.register.values())
    kinds = kinds or Counter(line.clause.kind for line in each.lines)
    for kind in sorted(kinds, key=lambda name: (name not in RULES, name)):
        lines = [line for line in each.lines if line.clause.kind == kind]
        figures = (kinds[kind], len(lines), *_honoured(lines).values())
        faults = sum(len(line.faults) for line in lines)
        told = [str(figure) if figure else "" for figure in (*figures, faults)]
        table.add_row(f"{kind} (rule)" if kind in RULES else kind, *told)
    return table


def _named(each: Covered) -> str:
    return each.pack.authority if each.pack else f"{each.authority}: the pack is not taken in"


# --- as plain data --------------------------------------------------------------------


def data(found: Coverage) -> dict[str, Any]:
    """Everything, for another program."""
    return {
        "totals": found.totals,
        "authorities": {each.authority: totals_of(each) for each in found.authorities},
        "clauses": [line for each in found.authorities for line in _lines(each)],
        "missing": [
            {"id": clause.id, "authority": each.authority, "kind": clause.kind}
            for each in found.authorities
            for clause in each.missing
        ],
        "uncited": [
            {"id": entry.id, "authority": each.authority}
            for each in found.authorities
            for entry in each.uncited
        ],
        "faults": found.faults,
    }


def _lines(each: Covered) -> Iterator[dict[str, Any]]:
    for line in each.lines:
        yield {
            "id": line.clause.id,
            "authority": each.authority,
            "kind": line.clause.kind,
            "section": line.clause.section,
            "title": line.clause.title,
            "honoured": line.clause.honoured,
            "how": line.clause.how,
            "proof": list(line.clause.proof),
            "proved": line.proved,
            "held": list(line.held),
            "broken": list(line.broken),
            "items": line.items,
            "present": line.present,
            "entries": [entry.id for entry in line.entries],
            "faults": list(line.faults),
        }
