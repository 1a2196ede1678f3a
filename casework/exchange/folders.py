"""A folder of files, or a zip of them: which of them are tables that we know."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from casework.exchange.reading.logs import TABLES
from casework.exchange.reading.problems import FileRefused, Level, Problem
from casework.exchange.reading.profiles import Profile
from casework.exchange.reading.reader import TableFile

LARGEST_UNPACKED = 4 << 30
REQUIRED_TOGETHER = ("ssd_person", "ssd_missing")
"""Where any table of the data set is there, these two must be."""


@dataclass(slots=True)
class Folder:
    """The files of one import: those that can be read, those refused, those not known."""

    path: Path
    files: dict[str, TableFile] = field(default_factory=dict)
    refused: dict[str, tuple[str, Problem]] = field(default_factory=dict)
    """By table: the file's name and why it cannot be read."""
    unknown: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def open_folder(path: Path, profile: Profile, today: date) -> Folder:
    """Look at every file of a folder: examine it and map its headings.

    Raises FileRefused where the folder holds none of our tables.
    """
    folder = Folder(path)
    for file in sorted(each for each in path.rglob("*") if each.is_file()):
        _look_at(file, folder, profile, today)
    found = folder.files.keys() | folder.refused.keys()
    if not found:
        raise FileRefused(
            "no-tables",
            f"{path} holds none of the tables that can be read. Name each file after its "
            "table, such as ssd_person.csv.",
        )
    if any(name.startswith("ssd_") for name in found):
        folder.missing = [name for name in REQUIRED_TOGETHER if name not in found]
    return folder


def _look_at(file: Path, folder: Folder, profile: Profile, today: date) -> None:
    table = TABLES.get(file.stem.lower())
    if table is None or file.suffix.lower() not in {".csv", ".txt"}:
        folder.unknown.append(file.name)
        return
    if table.name in folder.files or table.name in folder.refused:
        folder.files.pop(table.name, None)
        folder.refused[table.name] = (file.name, _twice(file.name))
        return
    try:
        folder.files[table.name] = TableFile(file, table, profile, today)
    except FileRefused as refused:
        folder.refused[table.name] = (file.name, refused.problem)


def _twice(name: str) -> Problem:
    return Problem(
        Level.REFUSED, "twice", f"{name} is there more than once. Keep one file for each table."
    )


def unpack(archive: Path, into: Path) -> None:
    """Unpack the CSV files of a zip side by side, whatever folders they lay in.

    Raises FileRefused for what is no zip, and for one that would unpack beyond measure.
    """
    into.mkdir(parents=True, exist_ok=True)
    if not zipfile.is_zipfile(archive):
        raise FileRefused("not-zip", "This is not a zip file. Choose a zip file, or CSV files.")
    with zipfile.ZipFile(archive) as packed:
        members = [each for each in packed.infolist() if not each.is_dir()]
        if sum(each.file_size for each in members) > LARGEST_UNPACKED:
            raise FileRefused("too-large", "The zip file unpacks to more than 4 gigabytes.")
        names = [Path(each.filename.replace("\\", "/")).name for each in members]
        if double := next((name for name in names if names.count(name) > 1), None):
            raise FileRefused("twice", _twice(double).message)
        for member in members:
            name = Path(member.filename.replace("\\", "/")).name
            with packed.open(member) as source, (into / name).open("wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)


def refused_for_missing(name: str) -> Problem:
    """What to say of a table that should have come with the others."""
    return Problem(
        Level.REFUSED,
        "missing-file",
        f"{name}.csv is missing. Export it with the other tables and try again.",
    )
