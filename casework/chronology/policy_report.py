"""A procedure on a terminal, and as plain data: sentences, tables, what follows, what is proved."""

from __future__ import annotations

import shutil
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pathways import ledger
from pathways.definitions import Duty, Entry, Gate, Guidance, Pack, Prompt, Supersession, Vocabulary
from pathways.examples import Outcome
from pathways.explain import Words

NARROW = 100
"""Columns where the terminal does not say: what is sent to a file stays readable."""


def console_on(out: TextIO) -> Console:
    width = max(shutil.get_terminal_size((NARROW, 40)).columns, 60)
    return Console(file=out, width=width, highlight=False, soft_wrap=False)


def table_of(*columns: str, title: str = "") -> Table:
    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold", header_style="bold")
    return table


# --- check ----------------------------------------------------------------------------


def checked(
    out: TextIO,
    pack: Pack,
    outcomes: list[Outcome],
    lines: tuple[ledger.Line, ...],
    unpublished: list[str],
) -> None:
    """What was found in a pack, in a few lines; and forms that may still change."""
    console = console_on(out)
    held = sum(outcome.holds for outcome in outcomes)
    faults = sum(len(line.faults) for line in lines)
    console.print(Text(f"{pack.authority}, edition {pack.edition}", style="bold"))
    console.print(
        f"  {len(pack.duties)} duties, {len(pack.prompts)} prompts, {len(pack.gates)} gates, "
        f"{len(pack.guidance)} pieces of guidance, {len(pack.meeting_kinds)} kinds of meeting, "
        f"{len(pack.forms)} forms"
    )
    console.print(f"  {held} of {len(outcomes)} worked examples hold")
    told = "every claim is proved" if not faults else f"{faults} claims are not proved"
    console.print(f"  {len(lines)} clauses in the ledger: {told}")
    console.print(f"  identity {pack.identity[:16]}")
    if unpublished:
        console.print("  Not published yet; to publish, add to forms/published.yaml:")
        for line in unpublished:
            console.print(f"    {line}", soft_wrap=True)


# --- facts ----------------------------------------------------------------------------


def facts(out: TextIO, vocabulary: Vocabulary) -> None:
    """Every kind of fact with what it means and holds."""
    console = console_on(out)
    for kind in vocabulary.kinds.values():
        console.print(Text(kind.name, style="bold"))
        console.print(f"  {kind.meaning} On the file of: {', '.join(kind.subjects)}.")
        for field in kind.fields:
            values = f" One of: {', '.join(field.options)}." if field.options else ""
            if field.options_from:
                values = f" One of the pack's {field.options_from.replace('_', ' ')}."
            needed = ", needed" if field.required else ""
            console.print(f"    {field.name} ({field.type}{needed}): {field.meaning}.{values}")
    console.print()
    table = table_of("State", "Begins with", "Ends with", "Told apart by", title="States")
    for state in vocabulary.states.values():
        table.add_row(state.name, state.begins, ", ".join(state.ends), state.key or "")
    console.print(table)
    table = table_of("Attribute", "Meaning", title="\nAttributes of the subject")
    for attribute in vocabulary.attributes.values():
        table.add_row(attribute.name, attribute.meaning)
    console.print(table)


def facts_data(vocabulary: Vocabulary) -> dict[str, Any]:
    """The vocabulary as plain data."""
    return {
        "facts": [
            {
                "name": kind.name,
                "label": kind.label,
                "meaning": kind.meaning,
                "subjects": list(kind.subjects),
                "fields": [
                    {
                        "name": field.name,
                        "type": field.type,
                        "meaning": field.meaning,
                        "required": field.required,
                        "options": list(field.options),
                        "options_from": field.options_from,
                    }
                    for field in kind.fields
                ],
            }
            for kind in vocabulary.kinds.values()
        ],
        "states": [
            {"name": s.name, "begins": s.begins, "ends": list(s.ends), "key": s.key}
            for s in vocabulary.states.values()
        ],
        "attributes": [
            {"name": a.name, "meaning": a.meaning, "options": list(a.options)}
            for a in vocabulary.attributes.values()
        ],
    }


# --- evaluate -------------------------------------------------------------------------


def evaluated(out: TextIO, outcome: Outcome, pack: Pack) -> None:
    """What follows from one example."""
    console = console_on(out)
    found, words = outcome.evaluation, Words(pack, pack.vocabulary or Vocabulary({}, {}))
    console.print(Text(outcome.example.title, style="bold"))
    table = table_of("Due", "What", "Who", "Stands", "Clause")
    for each in found.obligations:
        due = each.due.day.strftime("%a %-d %b %Y") if each.due else "no date given"
        status = "late" if each.status.value == "overdue" else each.status.value
        table.add_row(due, each.title, words.role(each.bearer), status, ", ".join(each.clauses))
    if found.obligations:
        console.print(table)
    for prompt in found.prompts:
        state = f" Answered: {prompt.answer}." if prompt.answer else ""
        missing = f" Cannot tell: {'; '.join(prompt.missing)}." if prompt.missing else ""
        console.print(
            f"Asked of {words.roles(prompt.asked_of)}: {prompt.question}{missing}{state}"
            f" ({', '.join(prompt.clauses)})"
        )
    for each in found.guidance:
        missing = f" Cannot tell: {'; '.join(each.missing)}." if each.missing else ""
        told = "".join(f"\n  - {item}" for item in each.items)
        console.print(f"Shown: {each.title}{missing} ({', '.join(each.clauses)}){told}")
    for verdict in found.verdicts:
        console.print(f"{verdict.gate}: {verdict.effect} ({', '.join(verdict.clauses)})")
    if found.next_change_at:
        console.print(
            f"Time alone changes this next on {found.next_change_at:%a %-d %b %Y, %H:%M}."
        )
    told = "as expected" if outcome.holds else "not as expected"
    console.print(f"{len(outcome.example.expect)} expectations: {told}.\n")


# --- explain --------------------------------------------------------------------------


def sentence(entry: Entry, words: Words) -> str:
    """An entry as the handbook says it."""
    match entry:
        case Duty():
            return words.duty(entry)
        case Prompt():
            return words.prompt(entry)
        case Gate():
            return words.gate(entry)
        case Supersession():
            return words.supersession(entry)
        case Guidance():
            return words.guidance(entry)
    raise TypeError(f"{entry!r} is not an entry of a pack.")


def by_stage(pack: Pack) -> list[tuple[str, list[Entry]]]:
    """The entries of a pack under the stages of the way through, by their first clause."""
    found: dict[str, list[Entry]] = {stage.label: [] for stage in pack.stages}
    for entry in ledger.entries(pack):
        stage = ledger.stage_of(pack, entry.clauses[0])
        found.setdefault(stage.label if stage else "Elsewhere", []).append(entry)
    return [(label, entries) for label, entries in found.items() if entries]


def explained(out: TextIO, pack: Pack) -> None:
    """The whole procedure in sentences, stage by stage."""
    console = console_on(out)
    words = Words(pack, pack.vocabulary or Vocabulary({}, {}))
    console.print(Text(pack.title, style="bold"))
    console.print(pack.prevails)
    for label, entries in by_stage(pack):
        console.print(Text(f"\n{label}", style="bold"))
        for entry in entries:
            console.print(f"- {sentence(entry, words)}")
            reading = f" We read: {entry.reading}" if entry.reading else ""
            console.print(f"  {', '.join(entry.clauses)}.{reading}", style="dim")


def explained_data(pack: Pack) -> dict[str, Any]:
    """The same as plain data."""
    words = Words(pack, pack.vocabulary or Vocabulary({}, {}))
    return {
        "pack": pack.id,
        "title": pack.title,
        "edition": pack.edition,
        "identity": pack.identity,
        "prevails": pack.prevails,
        "stages": [
            {
                "stage": label,
                "entries": [
                    {
                        "id": entry.id,
                        "kind": type(entry).__name__.lower(),
                        "says": sentence(entry, words),
                        "clauses": list(entry.clauses),
                        "reading": entry.reading,
                        "local_setting": entry.local_setting,
                    }
                    for entry in entries
                ],
            }
            for label, entries in by_stage(pack)
        ],
    }
