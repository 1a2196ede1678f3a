"""What the proofs counted, added up over all processes and printed at the end of a run."""

from __future__ import annotations

from collections import Counter

COUNTED: dict[str, Counter[str]] = {}


def add(proof: str, counted: Counter[str] | dict[str, int]) -> None:
    """Add to the figures of a proof."""
    COUNTED.setdefault(proof, Counter()).update(counted)
