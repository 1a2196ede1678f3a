"""A folder of files, or a zip of them: which of them are tables that we know."""

from __future__ import annotations

import errno
import re
import shutil
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO

from casework.exchange.reading.logs import TABLES
from casework.exchange.reading.problems import FileRefused, Level, Problem
from casework.exchange.reading.profiles import Profile
from casework.exchange.reading.reader import TableFile

LARGEST_UNPACKED = 2 << 30
"""Bytes of all files of a zip together."""
MOST_FILES = 200
TIGHTEST = 100
"""How many times its size a zip may unpack to; CSV gives ten to twenty."""
SMALL = 10 << 20
"""Bytes up to which nobody minds how tightly something was packed."""
BROKEN = (
    zipfile.BadZipFile, RuntimeError, EOFError, ValueError, LookupError, zlib.error,
)  # fmt: skip
"""What reading a zip that is damaged, locked or packed in an unknown way ends with."""
SIZES = ("file_size", "compress_size")
LONGEST_NAME = 60
"""Letters."""
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
            "None of the tables that can be read is among the files. Name each file after its "
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
    """Unpack the files of a zip side by side, whatever folders they lay in.

    Raises FileRefused for what is no zip, cannot be read, or would unpack beyond measure.
    No more than what the zip declares is unpacked, and that is looked at first.
    """
    into.mkdir(parents=True, exist_ok=True)
    if not zipfile.is_zipfile(archive):
        raise FileRefused("not-zip", "This is not a zip file. Choose a zip file, or CSV files.")
    try:
        with zipfile.ZipFile(archive) as packed:
            members = [each for each in packed.infolist() if not each.is_dir()]
            _refuse_beyond_measure(members)
            for member in members:
                with packed.open(member) as source:
                    put(source, member.filename, into)
    except (*BROKEN, OSError) as error:
        if isinstance(error, OSError) and error.errno != errno.EINVAL:
            raise
        raise FileRefused(
            "broken-zip",
            "The zip file is damaged, or needs a password. Make it again, or choose CSV files.",
        ) from error


def _refuse_beyond_measure(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_FILES:
        raise FileRefused("too-many", f"The zip file holds more than {MOST_FILES} files.")
    unpacked, sent = (sum(getattr(one, size) for one in members) for size in SIZES)
    if unpacked > LARGEST_UNPACKED:
        raise FileRefused("too-large", "The zip file unpacks to more than 2 gigabytes.")
    if unpacked > SMALL and unpacked > sent * TIGHTEST:
        raise FileRefused(
            "too-tight", "The zip file unpacks to more than a hundred times its own size."
        )


def put(source: IO[bytes], named: str, into: Path) -> Path:
    """Copy one file into a folder, under a name that cannot lead elsewhere.

    Raises FileRefused where one of that name is there already.
    """
    name = safe_name(named)
    try:
        with (into / name).open("xb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
    except FileExistsError as error:
        raise FileRefused("twice", _twice(name).message) from error
    return into / name


def safe_name(named: str) -> str:
    """The last part of a name that somebody else chose, without what a disk may take amiss."""
    last = re.split(r"[/\\]", named)[-1]
    kept = re.sub(r"[^\w .()-]", "_", last)[-LONGEST_NAME:].lstrip(". ").rstrip(". ")
    return kept or "unnamed"


def refused_for_missing(name: str) -> Problem:
    """What to say of a table that should have come with the others."""
    return Problem(
        Level.REFUSED,
        "missing-file",
        f"{name}.csv is missing. Export it with the other tables and try again.",
    )
