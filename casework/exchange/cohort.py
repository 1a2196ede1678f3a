"""Whose rows are taken in: the fewest that the work needs, all others only counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from casework.exchange.folders import Folder
from casework.exchange.reading.columns import Table
from casework.exchange.reading.dates import NotADate, read_moment
from casework.exchange.reading.problems import FileRefused
from casework.exchange.reading.reader import TableFile
from casework.exchange.reading.values import age_on, codes

CORE_FACTORS = frozenset({"10A", "11A", "12A", "13A", "24A"})
MISSING_WITHIN = timedelta(days=731)
"""Two years."""
UNDER = 25
NAMED_BY = (
    "cohort", "risk_register", "return_interviews", "police_missing", "nrm", "actions",
    "meeting_list", "timeline",
)  # fmt: skip
"""Logs kept for these children: whoever stands in one is named by the authority itself."""


@dataclass(slots=True)
class Cohort:
    """The children whose rows are kept, by number; and whose row each other row is."""

    kept: frozenset[str]
    by_assessment: dict[str, str] = field(default_factory=dict)
    by_referral: dict[str, str] = field(default_factory=dict)

    def child_of(self, table: Table, cells: dict[str, str | None]) -> str | None:
        """The number of the child whose row this is, or None for a row of nobody's."""
        if table.person and (person := cells.get(table.person)):
            return person
        if table.via is None:
            return None
        column, of = table.via
        leads = self.by_assessment if of == "ssd_cin_assessments" else self.by_referral
        return leads.get(cells.get(column) or "")

    def drops(self, table: Table, cells: dict[str, str | None]) -> bool:
        """Whether a row is left out because it is not about a child who is kept."""
        if not table.person and table.via is None:
            return False
        person = self.child_of(table, cells)
        if person is None:
            return table.tier == 1
        return person not in self.kept


def choose(folder: Folder, today: date, known: frozenset[str] = frozenset()) -> Cohort:
    """Read the tables that decide, and choose: under 25, and missing within two years,
    with a core factor, or named in a log. `known` are those taken in before.
    """
    wanted = {*known, *_lately_missing(folder, today), *_named(folder)}
    by_assessment = dict(_pairs(folder, "ssd_cin_assessments", "cina_assessment_id"))
    wanted.update(_with_core_factor(folder, by_assessment))
    born = dict(_births(folder, wanted))
    kept = {
        person
        for person in wanted
        if (day := born.get(person)) is None or age_on(day, today) < UNDER
    }
    by_referral = (
        dict(_pairs(folder, "ssd_cin_episodes", "cine_referral_id"))
        if "ssd_involvements" in folder.files
        else {}
    )
    return Cohort(
        frozenset(kept),
        {key: person for key, person in by_assessment.items() if person in kept},
        {key: person for key, person in by_referral.items() if person in kept},
    )


def _columns(file: TableFile, *names: str) -> Iterator[tuple[str | None, ...]]:
    """Columns of a file as far as it can be read; that it breaks off is said elsewhere."""
    with suppress(FileRefused):
        yield from file.columns(*names)


def _lately_missing(folder: Folder, today: date) -> Iterator[str]:
    first = today - MISSING_WITHIN
    if file := folder.files.get("ssd_missing"):
        for person, start in _columns(file, "miss_person_id", "miss_missing_episode_start_date"):
            if person and start and (day := _day(start)) and day >= first:
                yield person


def _named(folder: Folder) -> Iterator[str]:
    for name in NAMED_BY:
        if file := folder.files.get(name):
            for (person,) in _columns(file, file.table.person or "la_child_id"):
                if person:
                    yield person


def _pairs(folder: Folder, table: str, key: str) -> Iterator[tuple[str, str]]:
    file: TableFile | None = folder.files.get(table)
    if file:
        for number, person in _columns(file, key, file.table.person):
            if number and person:
                yield number, person


def _with_core_factor(folder: Folder, by_assessment: dict[str, str]) -> Iterator[str]:
    file = folder.files.get("ssd_assessment_factors")
    if file is None:
        return
    for assessment, text in _columns(file, "cinf_assessment_id", "cinf_assessment_factors_json"):
        if text and _is_core(text) and (person := by_assessment.get(assessment or "")):
            yield person


def _is_core(text: str) -> bool:
    if not any(code in text for code in CORE_FACTORS):
        return False
    try:
        return not CORE_FACTORS.isdisjoint(codes(text))
    except ValueError:
        return False


def _births(folder: Folder, wanted: set[str]) -> Iterator[tuple[str, date]]:
    if file := folder.files.get("ssd_person"):
        for person, born in _columns(file, "pers_person_id", "pers_dob"):
            if person in wanted and born and (day := _day(born)):
                yield person, day


def _day(text: str) -> date | None:
    try:
        read: datetime = read_moment(text).at
    except NotADate:
        return None
    return read.date()
