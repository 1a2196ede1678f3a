"""Columns that several of the local logs have."""

from __future__ import annotations

from casework.exchange.reading.columns import Column, the

AGENCIES = (
    "childrens_services", "police", "health", "education", "camhs", "youth_justice", "housing",
    "probation", "early_help", "leaving_care", "voluntary", "school", "placement", "other",
)  # fmt: skip

NAME = (
    the("forename", "name", aliases=("first_name", "child_forename"), sensitive=True),
    the("surname", "name", aliases=("last_name", "family_name"), sensitive=True),
    the("dob", "date", aliases=("date_of_birth", "born"), sensitive=True),
)
CHILD_ALIASES = (
    "child_id", "lcs_id", "mosaic_id", "person_id", "childs_number", "la_child_number",
)  # fmt: skip


def child_number(filled: bool = True) -> Column:
    """The number by which the authority knows the child."""
    return Column(
        "la_child_id",
        "id",
        required=True,
        filled=filled,
        aliases=CHILD_ALIASES,
        sensitive=True,
    )
