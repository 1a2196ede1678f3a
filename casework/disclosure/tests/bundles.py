"""Made-up records to be given out, with a word of its own in everything that is taken out."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st

from casework.disclosure.copies import Copy, Entry, Part
from casework.disclosure.kept import Span, kept, taken_out
from casework.disclosure.scanning import Needle

LETTERS = "abcdefghijklmnopqrstuvwxyzéßñøłαж"
SIGNS = [*"\n“”&\\'🙂…\t=*", "<b>", "#let", "$x$", "]]>", "%PDF", "\u00ad", "\u200b"]
GLUE = [" ", " ", " ", "\n", ", ", " (", ") ", "-", "’s ", ".", "\u00a0"]


@dataclass(frozen=True)
class Bundle:
    """Texts with the spans that are taken out; withheld ones are not in the copy at all."""

    copy: Copy
    needles: tuple[Needle, ...]
    tokens: tuple[str, ...]
    """Every word that was taken out and stands nowhere else."""


@st.composite
def bundles(draw: st.DrawFn) -> Bundle:
    """A copy of up to eight items; each given, with parts taken out, or withheld."""
    # One number is drawn and all else made from it: drawing each word takes longer than a PDF.
    chance = draw(st.randoms(use_true_random=True))
    entries, needles, tokens = [], [], []
    for number in range(1, chance.randint(1, 8) + 1):
        text, spans, secrets = item(chance, number)
        tokens += secrets
        if chance.random() < 0.2:
            needles += [Needle(one, number) for one in secrets]
            continue
        needles += [Needle(one, number) for one in taken_out(text, spans)]
        entries.append(Entry("What happened", "2 May 2026", kept(text, spans), number))
    copy = Copy("REFERENCE1", "Surrey", (Part("What happened", tuple(entries)),))
    return Bundle(copy, tuple(needles), tuple(tokens))


def item(chance: Random, number: int) -> tuple[str, tuple[Span, ...], list[str]]:
    """A text with tokens in it, and where they stand."""
    text, spans, tokens = "", [], []
    for each in range(chance.randint(1, 6)):
        for _ in range(chance.randint(0, 12)):
            text += word(chance) + chance.choice(GLUE)
        if chance.random() < 0.6:
            secret = token(chance, number * 10 + each)
            spans.append((len(text), len(text) + len(secret)))
            tokens.append(secret)
            text += secret + chance.choice(GLUE)
    return text, tuple(spans), tokens


def word(chance: Random) -> str:
    if chance.random() < 0.2:
        return chance.choice(SIGNS)
    return "".join(chance.choices(LETTERS, k=chance.randint(2, 9)))


def token(chance: Random, number: int) -> str:
    """A word that nothing else holds: a name, a telephone number, an address, a long slip."""
    mark = f"{number:05d}"
    shapes = [
        f"Zq{mark}wort", f"O’Zq{mark}", f"zq{mark}@example.org", f"0{7_700_900_000 + number}",
        f"Zq-{mark} Straße", f"ZQ{mark}" + "x" * 60, f"Zq{mark}ﬁeld", f"Zoë Zq{mark}",
    ]  # fmt: skip
    return chance.choice(shapes)
