"""An authority that nothing was brought into yet, and a hand that writes small files."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from casework.agencies import commands as agencies
from casework.exchange import commands
from casework.exchange.reading.logs import TABLES
from casework.exchange.reading.profiles import PROFILES
from casework.exchange.reading.reader import TableFile

TODAY = date(2026, 11, 20)
PERSON = {
    "pers_person_id": "100",
    "pers_forename": "Ellis",
    "pers_surname": "Hartwood",
    "pers_dob": "2011-05-02",
    "pers_sex": "M",
}
EPISODE = {
    "miss_table_id": "M1",
    "miss_person_id": "100",
    "miss_missing_episode_start_date": "2026-10-01 21:00:00.000",
    "miss_missing_episode_type": "Missing from home",
    "miss_missing_episode_end_date": "2026-10-02 08:30:00.000",
}


@pytest.fixture
def write(tmp_path) -> Callable[..., Path]:
    """Write rows as a table's file; every row begins from the given ones."""

    def write_file(table: str, *rows: dict[str, str], folder: Path = tmp_path) -> Path:
        names = list(dict.fromkeys(name for row in rows for name in row))
        path = folder / f"{table}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write_file


@pytest.fixture
def opened() -> Callable[..., TableFile]:
    """Open a file as one of our tables, as it stands on the day of the tests."""

    def open_file(path: Path, source: str = "lcs") -> TableFile:
        return TableFile(path, TABLES[path.stem], PROFILES[source], TODAY)

    return open_file


@pytest.fixture
def pack(tmp_path, write) -> Path:
    """One child who was missing once: the smallest pack that can be brought in."""
    write("ssd_person", PERSON)
    write("ssd_missing", EPISODE)
    return tmp_path


@pytest.fixture
def analyst(db):
    """Priya Nair, who may bring files in for Surrey."""
    authority = agencies.open_authority(
        code="surrey", name="Surrey", areas={"nw": "North West", "ne": "North East",
                                             "sw": "South West", "se": "South East"},
    )  # fmt: skip
    return agencies.first_administrator(
        authority=authority, holder="Amara Nwosu", email="amara@example.org", on=TODAY
    )


@pytest.fixture
def bring(analyst, now) -> Callable[..., tuple]:
    """Try a folder and bring it in; gives the run and what the trial said."""

    def bring_folder(folder: Path, source: str = "lcs"):
        run, tried = commands.try_import(
            folder=folder, authority=analyst.authority, source=source, by=analyst, now=now
        )
        commands.bring_in(run=run, by=analyst, now=now)
        return run, tried

    return bring_folder
