"""Why something is left out of a copy: the four reasons, in plain words, with their source.

A designer's reading of the law and no advice; the authority's own officer decides.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models


class Reason(models.TextChoices):
    """The code that everything left out carries."""

    THIRD_PARTY = "third_party", "Somebody else"
    SERIOUS_HARM = "serious_harm", "Serious harm"
    CHILD_ABUSE_DATA = "child_abuse_data", "Child-abuse data"
    CRIME = "crime", "Crime"


@dataclass(frozen=True, slots=True)
class Said:
    """A reason in plain words, and where the law says so."""

    words: str
    source: str


SAID = {
    Reason.THIRD_PARTY: Said(
        "It is about somebody else, or would show who somebody else is. They have not agreed, "
        "and it would not be reasonable to tell without that.",
        "Data Protection Act 2018, Schedule 2, paragraph 16",
    ),
    Reason.SERIOUS_HARM: Said(
        "It is social-work data, and telling it would be likely to cause serious harm to the "
        "body or mind of the child or of somebody else.",
        "Data Protection Act 2018, Schedule 3, Part 3",
    ),
    Reason.CHILD_ABUSE_DATA: Said(
        "It says whether a child is, has been or may be at risk of abuse; a person with "
        "parental responsibility asked; and telling them would not be best for the child.",
        "Data Protection Act 2018, Schedule 3, Part 5, paragraph 21",
    ),
    Reason.CRIME: Said(
        "Telling it would be likely to get in the way of preventing or detecting a crime, or of "
        "bringing somebody to justice.",
        "Data Protection Act 2018, Schedule 2, paragraph 2",
    ),
}


def open_to(asked_by: str) -> list[Reason]:
    """The reasons that can hold: child-abuse data is kept only from those who act as a parent."""
    return [one for one in Reason if one != Reason.CHILD_ABUSE_DATA or asked_by != "young_person"]
