"""Lines of the log: when in UTC, how grave, from where, what; and never what a record says.

An error's own text may quote a row of the database or what somebody typed, so of an error
only its kind and the lines of code are written. A letter that could begin a new line or
steer a terminal is written as its number. `HOLDFAST_LOG=json` gives one object a line.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any


class Line(logging.Formatter):
    """A line that people read."""

    def format(self, record: logging.LogRecord) -> str:
        told = parts(record)
        frames = "".join(f"\n  {each}" for each in told.pop("where", []))
        return " ".join(told.values()) + frames


class Json(logging.Formatter):
    """The same as an object, for another system to take in."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(parts(record), ensure_ascii=True)


def parts(record: logging.LogRecord) -> dict[str, Any]:
    """What is told of an event, by name."""
    moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    told: dict[str, Any] = {
        "at": moment,
        "level": record.levelname,
        "from": record.name,
        "said": plain(record.getMessage()),
    }
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        told["where"] = where(error)
    return told


def plain(text: str) -> str:
    """Text on one line, in which nothing steers a terminal."""
    return "".join(each if each.isprintable() else f"\\x{ord(each):02x}" for each in text)


def where(error: BaseException | None) -> list[str]:
    """The kinds of an error and its causes, and the lines of code; nothing of what it says."""
    lines: list[str] = []
    while error is not None:
        kind = type(error)
        lines += [
            f"{frame.filename}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        lines.append(f"{kind.__module__}.{kind.__qualname__} (its text is left out)")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines
