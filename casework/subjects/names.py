"""How names are compared: without accents and hyphens, and by how they sound."""

from __future__ import annotations

import unicodedata

import jellyfish

_SOUND_LENGTH = 60


def plain(name: str) -> str:
    """A name in small letters, without accents, apostrophes and hyphens; words stay apart."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    kept = (letter for letter in letters if not _is_mark(letter))
    spaced = "".join(letter if letter.isalnum() else " " for letter in kept)
    return " ".join(spaced.split())


def sound(name: str) -> str:
    """How a name sounds, the same for Hartwood and Hartwoode; empty for no letters."""
    return jellyfish.metaphone(plain(name).replace(" ", ""))[:_SOUND_LENGTH]


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn" or letter in "'’‘`"
