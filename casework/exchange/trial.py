"""Trying an import: every file read and checked, every row compared, nothing brought in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from typing import Any

from casework.exchange import cohort, sealed_rows, staging
from casework.exchange.folders import Folder, refused_for_missing
from casework.exchange.reading.cells import Conversion, When
from casework.exchange.reading.columns import Table
from casework.exchange.reading.episodes import Span, impossible_episodes
from casework.exchange.reading.logs import LOGS
from casework.exchange.reading.problems import FileRefused, Level, Problem
from casework.exchange.reading.reader import Row, TableFile
from casework.exchange.reading.tables import SSD

ORDER = tuple(table.name for table in (*SSD, *LOGS))
KEPT_PROBLEMS = 300
"""Of each kind and file; the rest is counted."""
Say = Callable[[str, int, int], None]
"""What is being read (a file's name), rows so far, bytes of the file."""


@dataclass(slots=True)
class FileReport:
    """What became of one file."""

    name: str
    table: str
    label: str
    sha256: str = ""
    refused: str = ""
    """Why the whole file is refused, or nothing."""
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    questions: list[tuple[str, Problem]] = field(default_factory=list)
    """Questions for people, each with its row's key."""
    by_code: Counter[str] = field(default_factory=Counter)
    unknown_columns: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def note(self, problem: Problem, key: str = "") -> None:
        self.by_code[problem.code] += 1
        if problem.level is Level.QUESTION:
            self.questions.append((key, problem))
        if self.by_code[problem.code] <= KEPT_PROBLEMS:
            self.problems.append(problem)

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "file": self.name,
            "table": self.table,
            "sha256": self.sha256,
            "refused": self.refused,
            **{name: self.counts[name] for name in COUNTS},
            "unknown_columns": list(self.unknown_columns),
            "left_out": list(self.left_out),
            "notes": dict(self.by_code),
            "problems": [asdict(problem) for problem in self.problems],
        }


COUNTS = ("read", "new", "changed", "unchanged", "dropped", "refused")


@dataclass(slots=True)
class Trial:
    """What an import would do."""

    files: list[FileReport]
    unknown_files: list[str]
    children: int
    """How many children the rows that are kept belong to."""

    @property
    def refused(self) -> list[FileReport]:
        """Files that stand in the way: nothing is brought in while one is refused."""
        return [report for report in self.files if report.refused]

    def plain(self) -> dict[str, Any]:
        return {
            "children": self.children,
            "files": [report.plain() for report in self.files],
            "unknown_files": self.unknown_files,
            "can_be_brought_in": not self.refused,
        }


def attempt(
    folder: Folder,
    *,
    authority: str,
    source: str,
    today: date,
    known: frozenset[str],
    say: Say = lambda *_: None,
) -> Trial:
    """Read everything and put the rows that are kept in their place beside the tables.

    Must run in a transaction; the rows stay there until it ends.
    """
    reports = [*_refused(folder)]
    copy_in = partial(staging.copy_in, authority=authority, source=source)
    staging.begin()
    chosen = cohort.choose(folder, today, known)
    for place, name in enumerate(ORDER):
        if file := folder.files.get(name):
            report = FileReport(file.path.name, name, file.table.label, file.examined.sha256)
            reports.append(report)
            _read(file, report, chosen, place, say, copy_in)
    for table, counts in staging.compare(authority=authority, source=source).items():
        next(report for report in reports if report.table == table).counts.update(counts)
    return Trial(reports, folder.unknown, len(chosen.kept))


def _refused(folder: Folder) -> Iterator[FileReport]:
    for name in folder.missing:
        problem = refused_for_missing(name)
        yield FileReport(f"{name}.csv", name, name, refused=problem.message, problems=[problem])
    for table, (name, problem) in folder.refused.items():
        yield FileReport(name, table, table, refused=problem.message, problems=[problem])


def _read(
    file: TableFile,
    report: FileReport,
    chosen: cohort.Cohort,
    place: int,
    say: Say,
    copy_in: Callable[[Iterator[tuple[Any, ...]]], None],
) -> None:
    report.unknown_columns = file.headings.unknown
    report.left_out = file.headings.left_out
    for problem in file.headings.notes:
        report.note(problem)
    spans = Spans(file.table, file.today)
    copy_in(_until_refused(_kept(file, report, chosen, place, spans, say), report))
    for key, problem in spans.impossible():
        report.note(problem, key)
    for problem in file.doubts_about_dates():
        report.note(problem)


def _until_refused(
    rows: Iterator[tuple[Any, ...]], report: FileReport
) -> Iterator[tuple[Any, ...]]:
    """End quietly where the file turns out unreadable; the copy itself must not break."""
    try:
        yield from rows
    except FileRefused as refused:
        report.refused = refused.problem.message
        report.note(refused.problem)


def _kept(
    file: TableFile,
    report: FileReport,
    chosen: cohort.Cohort,
    place: int,
    spans: Spans,
    say: Say,
) -> Iterator[tuple[Any, ...]]:
    keys: dict[str, int] = {}
    for found in file.rows():
        report.counts["read"] += 1
        if report.counts["read"] % 5_000 == 0:
            say(file.path.name, report.counts["read"], file.examined.size)
        if isinstance(found, Problem):
            report.counts["refused"] += 1
            report.note(found)
        elif chosen.drops(file.table, found.cells):
            report.counts["dropped"] += 1
        elif _accepted(file, found, report, keys, spans):
            person = chosen.child_of(file.table, found.cells)
            yield (
                place, file.table.name, found.key, found.number,
                sealed_rows.fingerprint(found.cells, file.table), found.cells, person,
            )  # fmt: skip
    say(file.path.name, report.counts["read"], file.examined.size)


def _accepted(
    file: TableFile, row: Row, report: FileReport, keys: dict[str, int], spans: Spans
) -> bool:
    done = file.convert(row)
    if row.key in keys:
        done.say(
            Level.REFUSED,
            "same-key",
            f"Row {row.number} has the same key as row {keys[row.key]}. Keep one of them.",
            "",
        )
    for problem in done.problems:
        report.note(problem, row.key)
    if any(problem.level is Level.REFUSED for problem in done.problems):
        report.counts["refused"] += 1
        return False
    keys[row.key] = row.number
    spans.add(row, done)
    return True


class Spans:
    """The episodes of each child in one file, to find those that cannot all be right."""

    def __init__(self, table: Table, today: date) -> None:
        self.table, self.today = table, today
        self.by_person: dict[str, list[Span]] = {}
        self.keys: dict[int, str] = {}

    def add(self, row: Row, done: Conversion) -> None:
        if not self.table.overlaps:
            return
        start, end = (done.values.get(name) for name in self.table.spans[0])
        ended_too_early = any(each.code == "ended-before-started" for each in done.problems)
        if not isinstance(start, When) or ended_too_early:
            return
        person = done.values[self.table.person]
        finish = end.at if isinstance(end, When) else None
        self.by_person.setdefault(person, []).append(Span(row.number, start.at, finish))
        self.keys[row.number] = row.key

    def impossible(self) -> Iterator[tuple[str, Problem]]:
        for spans in self.by_person.values():
            for problem in impossible_episodes(spans, self.today):
                yield self.keys.get(problem.row or 0, ""), problem
