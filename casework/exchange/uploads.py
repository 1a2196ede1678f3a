"""Files sent through the page: kept until the import is over, and then no longer."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from casework.exchange.folders import unpack
from casework.exchange.models import ImportRun
from casework.exchange.reading.problems import FileRefused


def place() -> Path:
    return Path(settings.VAR) / "imports"


def keep(files: Iterable[UploadedFile]) -> Path:
    """Put files sent through the page into a folder of their own; a zip is unpacked.

    Raises reading.problems.FileRefused for a zip that cannot be unpacked.
    """
    folder = place() / uuid.uuid4().hex
    folder.mkdir(parents=True, mode=0o700)
    for file in files:
        target = folder / Path(str(file.name).replace("\\", "/")).name
        with target.open("wb") as kept:
            shutil.copyfileobj(file.file, kept, 1 << 20)
        if target.suffix.lower() == ".zip":
            _unpack(target, folder)
    return folder


def _unpack(archive: Path, folder: Path) -> None:
    try:
        unpack(archive, folder)
    except FileRefused:
        remove(folder)
        raise
    archive.unlink()


def forget(run: ImportRun) -> None:
    """Remove what was sent for an import."""
    remove(Path(run.folder))


def remove(folder: Path) -> None:
    """Remove a folder of sent files; one that somebody named in a terminal is not ours."""
    if folder.parent == place():
        shutil.rmtree(folder, ignore_errors=True)
