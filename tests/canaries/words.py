"""A word for each thing that is to be kept in its place; it tells which by itself.

The letters form no word of any language and none of the pairs that typesetting draws as one
sign; so a word is found however it was broken, marked up or written in capitals.
"""

from __future__ import annotations

import re

LETTERS = "bcdghjkmnprstvwz"
MARK = "zqx"
LENGTH = 5
WORD = re.compile(rf"{MARK}([{LETTERS}]{{{LENGTH}}})([{LETTERS}])")


def word(number: int) -> str:
    """The canary with a number; its last letter checks the others."""
    if not 0 <= number < len(LETTERS) ** LENGTH:
        raise ValueError(number)
    rest, text = number, ""
    for _ in range(LENGTH):
        rest, letter = divmod(rest, len(LETTERS))
        text = LETTERS[letter] + text
    return (MARK + text + _check(text)).capitalize()


def numbers(text: str) -> set[int]:
    """The canaries in a text of small letters; where one is cut short there is none."""
    return {_number(letters) for letters, check in WORD.findall(text) if _check(letters) == check}


def _number(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * len(LETTERS) + LETTERS.index(letter)
    return value


def _check(letters: str) -> str:
    return LETTERS[sum(n * LETTERS.index(letter) for n, letter in enumerate(letters, 1)) % 16]
