"""`holdfast policy`: what the authorities' procedures say, as this system runs them.

Needs no database. Ends with 0 where all is well and 1 where something is refused; then
each mistake stands on the error stream with file, line, entry and remedy.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from casework.chronology import editions, policy
from casework.chronology import policy_coverage as coverage
from casework.chronology import policy_report as report
from pathways import ledger
from pathways.calendars import load_calendar
from pathways.definitions import Pack
from pathways.examples import Example, Outcome, as_data, load_examples, run, unknown_names
from pathways.forms import unpublished
from pathways.packs import PackRefused, Problem, load_all, load_pack, load_vocabulary
from pathways.register import load_register, missing
from pathways.schedules import FILE, load_schedule
from pathways.schema_entries import json_schema
from pathways.sources import read

SUBJECTS = {
    "check": "read the packs, run their worked examples, check their ledgers",
    "facts": "the vocabulary: each kind of fact with its fields and meaning",
    "evaluate": "what follows from the facts of a file",
    "explain": "an authority's procedure in sentences",
    "accept": "keep a copy of each procedure that can be run, for the day it cannot be read",
    "coverage": "how each clause is honoured, and what proves it",
    "schema": "the JSON Schema of a pack's files, for editors",
}


class Command(BaseCommand):
    help = "Check, explain and try out the procedures that the system runs."
    requires_system_checks: list[str] = []  # Nothing of the database is touched.

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
        parsers = {name: what.add_parser(name, help=text) for name, text in SUBJECTS.items()}
        parsers["check"].add_argument("directory", nargs="?", metavar="DIR", type=Path)
        parsers["evaluate"].add_argument("file", metavar="FILE", type=Path)
        parsers["evaluate"].add_argument(
            "--pack",
            metavar="DIR",
            type=Path,
            help="the folder of the pack, if not the installed one",
        )
        parsers["explain"].add_argument("authority", metavar="AUTHORITY")
        parsers["coverage"].add_argument("authority", nargs="?", metavar="AUTHORITY")
        for name in ("facts", "evaluate", "explain", "coverage"):
            parsers[name].add_argument("--json", action="store_true", help="print it as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            well = getattr(self, f"_{options['what']}")(options)
        except PackRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem), style_func=str)
            well = False
        if not well:
            sys.exit(1)

    # --- what can be asked --------------------------------------------------------------

    def _check(self, options: dict[str, Any]) -> bool:
        packs = _packs_in(options["directory"] or settings.POLICY)
        well = True
        for folder, pack in packs:
            if (folder.parent / FILE).exists():
                load_schedule(folder.parent, folder.name)
            outcomes = _run_all(folder, pack)
            register = load_register(folder)
            examples = [outcome.example for outcome in outcomes]
            is_test = coverage.known_tests(folder.parent.parent)
            lines = ledger.lines(pack, examples, register, is_test)
            report.checked(self.stdout, pack, outcomes, lines, unpublished(folder / "forms"))
            well &= self._tell_differences(outcomes)
            for line in lines:
                for fault in line.faults:
                    self.stderr.write(f"{folder.name}: {line.clause.id}: {fault}", style_func=str)
                    well = False
            for clause in missing(pack, register):
                told = f"{folder.name}: {clause.id}: It is not in the ledger."
                self.stderr.write(told, style_func=str)
                well = False
        return well

    def _facts(self, options: dict[str, Any]) -> bool:
        vocabulary = load_vocabulary(settings.POLICY / "vocabulary.yaml")
        if options["json"]:
            self._print(report.facts_data(vocabulary))
        else:
            report.facts(self.stdout, vocabulary)
        return True

    def _evaluate(self, options: dict[str, Any]) -> bool:
        examples = _examples_in(options["file"], options["pack"])
        outcomes = []
        for example in examples:
            pack = _pack_of(example, options["pack"])
            outcomes.append((run(example, pack, _calendar(pack)), pack))
        if options["json"]:
            data = [as_data(outcome, pack, _calendar(pack)) for outcome, pack in outcomes]
            self._print(data if isinstance(read(options["file"]).data, list) else data[0])
        else:
            for outcome, pack in outcomes:
                report.evaluated(self.stdout, outcome, pack)
        return self._tell_differences([outcome for outcome, _ in outcomes])

    def _explain(self, options: dict[str, Any]) -> bool:
        pack = _installed(options["authority"])
        if options["json"]:
            self._print(report.explained_data(pack))
        else:
            report.explained(self.stdout, pack)
        return True

    def _accept(self, options: dict[str, Any]) -> bool:
        """Well where something is in force for everybody, be it an edition accepted before."""
        well = True
        for found in editions.accept(settings.POLICY, policy.kept()):
            for problem in found.refused:
                self.stderr.write(str(problem), style_func=str)
            if not found.refused:
                told = "accepted" if found.new else "in force already"
                self.stdout.write(f"{found.authority}: edition {found.edition[:16]} {told}.")
            elif found.edition:
                told = f"edition {found.edition[:16]} stays in force"
                self.stdout.write(f"{found.authority}: not taken in; {told}.")
            else:
                self.stdout.write(f"{found.authority}: not taken in, and nothing is in force.")
                well = False
        policy.forget()
        return well

    def _coverage(self, options: dict[str, Any]) -> bool:
        found = coverage.covered(settings.POLICY, options["authority"])
        if options["json"]:
            self._print(coverage.data(found))
        else:
            coverage.printed(self.stdout, found)
        for fault in found.faults:
            self.stderr.write(fault, style_func=str)
        return not found.faults

    def _schema(self, options: dict[str, Any]) -> bool:
        self._print(json_schema())
        return True

    def _print(self, data: Any) -> None:
        self.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))

    def _tell_differences(self, outcomes: list[Outcome]) -> bool:
        for outcome in outcomes:
            example = outcome.example
            for difference in outcome.differences:
                self.stderr.write(
                    f"{example.file}:{example.line}: example {example.title}: {difference}.",
                    style_func=str,
                )
        return all(outcome.holds for outcome in outcomes)


def _packs_in(directory: Path) -> list[tuple[Path, Pack]]:
    """The pack of a folder, or every pack of a policy folder."""
    if (directory / "pack.yaml").exists():
        return [(directory, load_pack(directory))]
    if not directory.is_dir() or not list(directory.glob("*/pack.yaml")):
        what = "There is no pack in this folder."
        remedy = "Name a folder that holds pack.yaml, or one that holds such folders."
        raise PackRefused([Problem(str(directory), 1, "", what, remedy)])
    load_all(directory)
    return [(path.parent, load_pack(path.parent)) for path in sorted(directory.glob("*/pack.yaml"))]


def _run_all(folder: Path, pack: Pack) -> list[Outcome]:
    examples = load_examples(folder / "examples", pack.id)
    _refuse_unknown(examples, pack)
    return [run(example, pack, _calendar(pack)) for example in examples]


def _refuse_unknown(examples: tuple[Example, ...], pack: Pack) -> None:
    if problems := list(unknown_names(examples, pack)):
        raise PackRefused(problems)


def _examples_in(file: Path, pack: Path | None) -> tuple[Example, ...]:
    if not file.exists():
        what = "There is no such file."
        raise PackRefused([Problem(str(file), 1, "", what, "Check the path.")])
    beside = file.resolve().parent.parent
    default = beside.name if (beside / "pack.yaml").exists() else ""
    examples = load_examples(file, pack.name if pack else default)
    for example in examples:
        _refuse_unknown((example,), _pack_of(example, pack))
    return examples


def _pack_of(example: Example, folder: Path | None) -> Pack:
    if folder is not None:
        return load_pack(folder)
    if not example.pack:
        what = "It does not say by which procedure."
        remedy = "Add a line with “pack:” and the name of its folder."
        raise PackRefused(
            [Problem(example.file, example.line, f"example {example.title}", what, remedy)]
        )
    return _installed(example.pack, example)


def _installed(authority: str, example: Example | None = None) -> Pack:
    folder = settings.POLICY / authority.lower().replace(" ", "-")
    if not (folder / "pack.yaml").exists():
        known = ", ".join(sorted(path.parent.name for path in settings.POLICY.glob("*/pack.yaml")))
        what, remedy = f"There is no pack of “{authority}”.", f"Use one of: {known}."
        place = (example.file, example.line) if example else (str(settings.POLICY), 1)
        name = f"example {example.title}" if example else ""
        raise PackRefused([Problem(*place, name, what, remedy)])
    return load_pack(folder)


def _calendar(pack: Pack) -> Any:
    return load_calendar(settings.POLICY / "calendars" / f"{pack.nation}.yaml")
