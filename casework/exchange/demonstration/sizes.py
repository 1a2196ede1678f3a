"""How much of everything, from the published volumes of one authority."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Rows of six years, and what is open now."""

    people: int
    missing_children_a_year: int
    enquiries: int
    assessments: int
    referrals: int
    plans: int
    protection_plans: int
    looked_after: int
    involvements: int
    staff: int
    on_register: int
    left_register: int
    people_of_concern: int
    places_of_concern: int


SIZES = {
    "tiny": Size(120, 6, 40, 90, 90, 30, 12, 8, 120, 12, 4, 2, 2, 2),
    "small": Size(3_000, 90, 1_500, 4_000, 4_200, 1_100, 420, 300, 6_000, 60, 42, 20, 8, 6),
    "medium": Size(
        22_000, 380, 9_000, 25_000, 26_000, 7_000, 2_600, 1_700, 38_000, 220, 120, 70, 25, 20
    ),
    "large": Size(
        80_000, 1_400, 30_000, 85_000, 95_000, 26_000, 9_000, 6_000, 150_000, 850, 350, 300, 60, 50
    ),
}
YEARS = 6

# --- distributions, each with its source in the reference on interoperability ---------

REPEATS_AT_HOME = ((1, 1, 273), (2, 2, 51), (3, 3, 21), (4, 4, 18), (5, 5, 7), (6, 10, 20),
                   (11, 20, 4), (21, 50, 2))  # fmt: skip
REPEATS_LOOKED_AFTER = ((1, 1, 44), (2, 2, 19), (3, 3, 12), (4, 4, 15), (5, 5, 9), (6, 10, 21),
                        (11, 20, 18), (21, 50, 9))  # fmt: skip
"""Episodes of one child in a year: (from, to, children); a county's answer, 2020/21."""
SHARE_LOOKED_AFTER = 147 / 543

DURATION_HOURS = ((1, 23, 334), (24, 71, 565), (72, 191, 79), (192, 263, 8), (264, 743, 9),
                  (744, 1_400, 5))  # fmt: skip
"""Hours missing: (from, to, in a thousand); looked-after children, England 2024."""
SHARE_BOYS = 0.56
SHARE_PLACED_OUTSIDE = 0.46
SHARE_INTERVIEWED_IN_72_HOURS = 0.63

ETHNICITIES = {
    "WBRI": 66, "WOTH": 6, "MWBC": 4, "MWBA": 2, "MOTH": 4, "AIND": 2, "APKN": 4, "ABAN": 2,
    "AOTH": 2, "BCRB": 2, "BAFR": 4, "OOTH": 2, "WROM": 1, "NOBT": 1,
}  # fmt: skip
