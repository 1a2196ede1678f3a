"""Whether two lots of times differ: the rank test of Mann and Whitney, and Holm's correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import erfc, sqrt


def p_value(one: Sequence[float], other: Sequence[float]) -> float:
    """How likely so great a difference of ranks is where there is none; two-sided.

    By the normal distribution, with ties, which is exact enough from some fifty values on.
    """
    ranks, ties = _ranks([*one, *other])
    first, second = len(one), len(other)
    both = first + second
    above = sum(ranks[:first]) - first * (first + 1) / 2
    spread = first * second / 12 * (both + 1 - ties / (both * (both - 1)))
    if spread == 0:
        return 1.0
    away = abs(above - first * second / 2) / sqrt(spread)
    return erfc(away / sqrt(2))


def corrected(values: Mapping[str, float]) -> dict[str, float]:
    """Each p-value for the fact that several were looked at (Holm)."""
    found, greatest = {}, 0.0
    ordered = sorted(values.items(), key=lambda item: item[1])
    for place, (name, value) in enumerate(ordered):
        greatest = max(greatest, min(1.0, value * (len(ordered) - place)))
        found[name] = greatest
    return found


def _ranks(values: Sequence[float]) -> tuple[list[float], float]:
    """The rank of each value, equal ones sharing theirs, and what equal ones take off."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks, ties, start = [0.0] * len(values), 0.0, 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for place in order[start:end]:
            ranks[place] = (start + 1 + end) / 2
        same = end - start
        ties += same**3 - same
        start = end
    return ranks, ties
