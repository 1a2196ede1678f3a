"""From the text in a cell to a value, and what to say when it does not fit."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import nhs_number

NULLS = frozenset({"", "null", "#n/a", "n/a", "#null!"})
"""Not “nan”: that is what many children call their grandmother."""
SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")
FORMULA_STARTS = "=+-@"
PLAIN_NUMBER = re.compile(r"[+-]?[\d .,()/:-]+$")
CODE_PREFIX = re.compile(r"^(?:[a-z]\)|\d+\s*-|[A-Z0-9]{1,3}\s*-)\s*")
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?(\d[A-Z]{2})?$")
UPN = re.compile(r"[A-Z]\d{12}$|[A-Z]\d{11}[A-Z]$")
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
YES = frozenset({"y", "yes", "true", "1", "t"})
NO = frozenset({"n", "no", "false", "0", "f"})


def clean(text: str) -> str | None:
    """Trim a cell, make its spaces plain ones, and give None for what means nothing."""
    if "\u00a0" in text or "  " in text or not text.isprintable() or text != text.strip():
        text = SPACES.sub(" ", text).strip()
    return None if text.lower() in NULLS else text


def clean_lines(text: str) -> str | None:
    """As `clean`, for running text, whose line breaks stay."""
    lines = (SPACES.sub(" ", line).strip() for line in text.splitlines())
    joined = "\n".join(lines).strip()
    return None if joined.lower() in NULLS else joined


def clean_identifier(text: str) -> str | None:
    """As `clean`; Excel turns 9212044 into 9212044.0, and the number is meant."""
    found = clean(text)
    return found[:-2] if found and found.endswith(".0") and found[:-2].isdecimal() else found


def looks_like_a_formula(text: str) -> bool:
    return text[0] in FORMULA_STARTS and len(text) > 1 and not PLAIN_NUMBER.match(text)


def yes_no(text: str) -> bool | None:
    """True, False, or None for a word that is neither; "not applicable" counts as None."""
    word = text.lower()
    return True if word in YES else False if word in NO else None


def without_code(text: str) -> str:
    """What a value says behind its code: b) Female and 2 - Female both say Female."""
    return CODE_PREFIX.sub("", text).strip() or text


def nhs_number_is_right(text: str) -> bool:
    return bool(nhs_number.is_valid(text))


def upn_is_right(text: str) -> bool:
    """Whether a unique pupil number has its form and its check letter (weights 2 to 13)."""
    upn = text.upper()
    if not UPN.match(upn):
        return False
    digits = [int(each) if each.isdigit() else UPN_LETTERS.find(each) for each in upn[1:]]
    total = sum(weight * digit for weight, digit in enumerate(digits, 2))
    return UPN_LETTERS[total % 23] == upn[0]


def upn_with_check(twelve_digits: str) -> str:
    """The pupil number whose last twelve characters these are, with its check letter."""
    total = sum(weight * int(digit) for weight, digit in enumerate(twelve_digits, 2))
    return UPN_LETTERS[total % 23] + twelve_digits


def postcode(text: str) -> str | None:
    """A postcode or its first half in the usual spelling, or None for what is none."""
    squeezed = text.upper().replace(" ", "")
    if len(squeezed) > 4:
        squeezed = f"{squeezed[:-3]} {squeezed[-3:]}"
    return squeezed if POSTCODE.match(squeezed) else None


def codes(text: str) -> list[str]:
    """Codes out of a JSON list, a JSON map of flags, or a list with commas.

    Raises ValueError where it begins like JSON and is none.
    """
    if text[:1] not in {"[", "{"}:
        return [each.strip() for each in re.split(r"[,;|]", text) if each.strip()]
    held = _json(text)
    if isinstance(held, dict):
        return [str(key) for key, value in held.items() if _is_set(value)]
    return [str(each) for each in held if each not in (None, "")]


def flags(text: str) -> dict[str, Any]:
    """A JSON object; raises ValueError for anything else."""
    held = _json(text)
    if not isinstance(held, dict):
        raise ValueError("not an object")
    return held


def _json(text: str) -> Any:
    """JSON, or ValueError: also for what is nested so deeply that the reader gives up."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested beyond measure") from error


def _is_set(value: object) -> bool:
    return str(value).lower() not in {"", "n", "no", "false", "0", "none", "null"}


def age_on(born: date, day: date) -> int:
    """Whole years; somebody born on 29 February has the birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
