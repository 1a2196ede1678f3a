"""The dirt that real exports have, in the shares in which samples show it."""

from __future__ import annotations

import json
from datetime import date

from casework.exchange.demonstration.chance import Chance


def name(text: str, chance: Chance) -> str:
    """A non-breaking space, a stray blank, or capitals throughout."""
    if chance.happens(0.006):
        return f"\u00a0{text}"
    if chance.happens(0.006):
        return f"{text} "
    return text.upper() if chance.happens(0.01) else text


def sex(text: str, chance: Chance) -> str:
    if not chance.happens(0.06):
        return text
    spelt = {"M": ("Male", "a) Male", "1", "1 - Male"), "F": ("Female", "b) Female", "2 - Female")}
    return chance.one_of(spelt[text])


def upn(text: str, chance: Chance) -> str | None:
    """Some have none, some fail their check letter, some were typed into a sheet."""
    if chance.happens(0.1):
        return None
    if chance.happens(0.03):
        return "B" + text[1:] if text[0] != "B" else "C" + text[1:]
    return "#N/A" if chance.happens(0.01) else text


def team(text: str, chance: Chance) -> str:
    return "#N/A" if chance.happens(0.01) else text


def need(text: str, chance: Chance) -> str:
    """A code of adult services turns up among those of children."""
    return "PSRMEM - Memory and cognition" if chance.happens(0.002) else text


def postcode(text: str, chance: Chance) -> str:
    return "nope" if chance.happens(0.01) else text


def factors(codes: list[str], chance: Chance) -> str:
    """A list, or a map of flags; now and then a code that does not exist."""
    if chance.happens(0.005):
        codes = [*codes, "RB"]
    if chance.happens(0.4):
        return json.dumps(dict.fromkeys(codes, "Yes"))
    return json.dumps(codes)


def swapped(day: date) -> date:
    """Day and month the wrong way round, where that gives a day."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else day
