"""Files sent through the page: kept until the import is over, and then no longer."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from casework.exchange.folders import put, unpack
from casework.exchange.models import ImportRun
from casework.exchange.reading.problems import FileRefused


def place() -> Path:
    return Path(settings.VAR) / "imports"


def keep(files: Iterable[UploadedFile]) -> Path:
    """Put files sent through the page into a folder of their own; a zip is unpacked.

    Raises reading.problems.FileRefused for a zip that cannot be unpacked, and for two
    files of one name. What a file is, is found out from what is in it.
    """
    folder = place() / uuid.uuid4().hex
    folder.mkdir(parents=True, mode=0o700)
    try:
        for file in files:
            kept = put(file.file, str(file.name), folder)
            if kept.suffix.lower() == ".zip":
                unpack(kept, folder)
                kept.unlink()
    except FileRefused:
        remove(folder)
        raise
    return folder


def forget(run: ImportRun) -> None:
    """Remove what was sent for an import."""
    remove(Path(run.folder))


def remove(folder: Path) -> None:
    """Remove a folder of sent files; one that somebody named in a terminal is not ours."""
    if folder.parent == place():
        shutil.rmtree(folder, ignore_errors=True)
