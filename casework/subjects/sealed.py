"""The NHS number of a child: sealed in its row, and found again only by who names it exactly.

The digest beside it is made with a key of the authority, so that one number gives two
authorities two digests: nobody learns from one that the other knows the child. It is no
unique column for the same reason: a refusal would tell that there is a child.
"""

from __future__ import annotations

from django.db.models import Q

from casework.config import sealing
from casework.subjects.models import Case, Child


def nhs_number(child: Child) -> str:
    """The number, opened; empty where none is known."""
    if not child.nhs_number_sealed:
        return ""
    return sealing.unseal(child.nhs_number_sealed, place=place_of_number(child.case))


def columns(case: Case, number: str) -> dict[str, str]:
    """What stands in the row of the child of this case for a number, or for none."""
    if not number:
        return {"nhs_number_sealed": "", "nhs_number_digest": ""}
    return {
        "nhs_number_sealed": sealing.seal(number, place=place_of_number(case)),
        "nhs_number_digest": digest_of(number, case.authority_id),
    }


def has_number(number: str, authority: str) -> Q:
    """Children of an authority with exactly this number."""
    found = sealing.digests(number, purpose=_purpose(authority))
    return Q(case__authority=authority, nhs_number_digest__in=found)


def digest_of(number: str, authority: str) -> str:
    """The digest of a number, as an authority's rows hold it."""
    return sealing.digest(number, purpose=_purpose(authority))


def place_of_number(case: Case) -> str:
    """What a sealed number is bound to: column, authority and case."""
    return f"subjects_child.nhs_number:{case.authority_id}:{case.pk}"


def _purpose(authority: str) -> str:
    return f"subjects_child.nhs_number:{authority}"
