"""What the same column means when it comes from different systems."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Precision(StrEnum):
    """How exactly a moment is known; the same three words as the engine's."""

    INSTANT = "instant"
    DATE = "date"
    PROXY = "proxy"


@dataclass(frozen=True, slots=True)
class Profile:
    """A source: how exact its moments are at best, and how it spells some values."""

    name: str
    label: str
    missing: Precision
    """Precision of the start and end of a missing episode."""
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    why: str = ""


MISSING_TYPES = {
    "m": "missing",
    "missing": "missing",
    "missing from care": "missing",
    "missing from home": "missing",
    "missing person": "missing",
    "a": "away",
    "absent": "away",
    "absence": "away",
    "away": "away",
    "away from placement": "away",
    "away from placement without authorisation": "away",
    "unauthorised absence": "away",
}
ECLIPSE_TYPES = MISSING_TYPES | {
    "missing child form": "missing",
    "missing episode": "missing",
    "child last seen form": "missing",
}

PROFILES = {
    profile.name: profile
    for profile in (
        Profile(
            "lcs",
            "Liquidlogic LCS",
            Precision.INSTANT,
            {"missing_type": MISSING_TYPES},
            "The start and end are those of the missing record.",
        ),
        Profile(
            "mosaic",
            "Mosaic",
            Precision.PROXY,
            {"missing_type": MISSING_TYPES},
            "The start and end are when somebody worked on the record, not the child's.",
        ),
        Profile(
            "eclipse",
            "OLM Eclipse",
            Precision.DATE,
            {"missing_type": ECLIPSE_TYPES},
            "The form gives days only.",
        ),
        Profile(
            "903",
            "SSDA903 return",
            Precision.DATE,
            {"missing_type": MISSING_TYPES},
            "The return gives days only, and looked-after children only.",
        ),
        Profile(
            "annexa",
            "Annex A workbook",
            Precision.DATE,
            {"missing_type": MISSING_TYPES},
            "The lists give days only.",
        ),
        Profile(
            "manual",
            "Kept by hand",
            Precision.INSTANT,
            {"missing_type": MISSING_TYPES},
            "As written: with a time where one was typed.",
        ),
    )
}
