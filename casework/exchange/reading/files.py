"""Is this a text file that we can read, and in which encoding?"""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from casework.exchange.reading.problems import FileRefused

BLOCK = 1 << 18

NOT_CSV = (
    (b"PK\x03\x04", "an Excel workbook or a zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip file"),
)
MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta")
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that can be read: how it is encoded, how large it is and what it hashes to."""

    path: Path
    encoding: str
    size: int
    sha256: str


def examine(path: Path) -> Examined:
    """Read a file once, in blocks: hash it, and find an encoding that fits all of it.

    Raises FileRefused for an empty file, for one that is not text, and for text that is
    neither UTF-8 nor Windows-1252.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    _refuse_what_is_not_text(head)
    return _encoding_and_hash(path)


def _refuse_what_is_not_text(head: bytes) -> None:
    if not head.removeprefix(codecs.BOM_UTF8).strip():
        raise FileRefused("empty", "The file is empty. Export it again with its heading row.")
    for start, what in NOT_CSV:
        if head.startswith(start):
            raise FileRefused(
                "not-csv",
                f"This is {what}, not a CSV file. Open it and save it as CSV UTF-8.",
            )
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(MARKUP):
        raise FileRefused(
            "not-csv",
            "This is a web page or XML, not a CSV file; an export that failed often looks so. "
            "Export it again as CSV.",
        )
    if head.startswith(WIDE) or b"\x00" in head:
        raise FileRefused(
            "encoding",
            "The file is not in UTF-8 or Windows-1252 (it may be UTF-16 or binary). "
            "Save it as CSV UTF-8.",
        )


def _encoding_and_hash(path: Path) -> Examined:
    digest = hashlib.sha256()
    utf8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    western_breaks_at: int | None = None
    rows = size = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            if western_breaks_at is None and (bad := _outside_windows_1252(block)) is not None:
                western_breaks_at = rows + block.count(b"\n", 0, bad) + 1
            rows += block.count(b"\n")
            size += len(block)
            utf8 = _still_utf8(utf8, block)
    if utf8 and _still_utf8(utf8, b"", final=True):
        return Examined(path, "utf-8-sig", size, digest.hexdigest())
    if western_breaks_at is None:
        return Examined(path, "cp1252", size, digest.hexdigest())
    raise FileRefused(
        "encoding",
        f"Row {western_breaks_at} holds characters that are neither UTF-8 nor Windows-1252. "
        "Save the file as CSV UTF-8.",
        western_breaks_at,
    )


def _still_utf8(
    decoder: codecs.IncrementalDecoder | None, block: bytes, final: bool = False
) -> codecs.IncrementalDecoder | None:
    if decoder is None:
        return None
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return None
    return decoder


def _outside_windows_1252(block: bytes) -> int | None:
    """Where the first byte stands that Windows-1252 leaves undefined, if there is one."""
    try:
        block.decode("cp1252")
    except UnicodeDecodeError as error:
        return error.start
    return None
