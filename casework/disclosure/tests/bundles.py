"""Made-up records to be given out, with a word of its own in everything that is taken out."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from casework.disclosure.copies import Copy, Entry, Part
from casework.disclosure.kept import Span, kept, taken_out
from casework.disclosure.scanning import Needle

LETTERS = st.text("abcdefghijklmnopqrstuvwxyzéßñøłαж", min_size=2, max_size=9)
SIGNS = [*"\n“”&\\'🙂…\t=*", "<b>", "#let", "$x$", "]]>", "%PDF"]
WORDS = st.one_of(LETTERS, st.sampled_from(SIGNS))
GLUE = st.sampled_from([" ", " ", " ", "\n", ", ", " (", ") ", "-", "’s ", ".", "\u00a0"])


@dataclass(frozen=True)
class Bundle:
    """Texts with the spans that are taken out; withheld ones are not in the copy at all."""

    copy: Copy
    needles: tuple[Needle, ...]
    tokens: tuple[str, ...]
    """Every word that was taken out and stands nowhere else."""


@st.composite
def token(draw: st.DrawFn, number: int) -> str:
    """A word that nothing else holds: a name, a telephone number, an address, a long slip."""
    mark = f"{number:05d}"
    shapes = [
        f"Zq{mark}wort", f"O’Zq{mark}", f"zq{mark}@example.org", f"0{7_700_900_000 + number}",
        f"Zq-{mark} Straße", f"ZQ{mark}" + "x" * 60, f"Zq{mark}ﬁeld", f"Zoë Zq{mark}",
    ]  # fmt: skip
    return draw(st.sampled_from(shapes))


@st.composite
def item(draw: st.DrawFn, number: int) -> tuple[str, tuple[Span, ...], list[str]]:
    """A text with tokens in it, and where they stand."""
    text, spans, tokens = "", [], []
    for each in range(draw(st.integers(1, 6))):
        text += "".join(word + draw(GLUE) for word in draw(st.lists(WORDS, min_size=0, max_size=8)))
        if draw(st.booleans()):
            secret = draw(token(number * 10 + each))
            spans.append((len(text), len(text) + len(secret)))
            tokens.append(secret)
            text += secret + draw(GLUE)
    return text, tuple(spans), tokens


@st.composite
def bundles(draw: st.DrawFn) -> Bundle:
    """A copy of up to eight items; each given, with parts taken out, or withheld."""
    entries, needles, tokens = [], [], []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        text, spans, secrets = draw(item(number))
        tokens += secrets
        if draw(st.integers(0, 4)) == 0:
            needles += [Needle(one, number) for one in secrets]
            continue
        needles += [Needle(one, number) for one in taken_out(text, spans)]
        entries.append(Entry("What happened", "2 May 2026", kept(text, spans), number))
    copy = Copy("REFERENCE1", "Surrey", (Part("What happened", tuple(entries)),))
    return Bundle(copy, tuple(needles), tuple(tokens))
