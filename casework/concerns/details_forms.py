"""The form for what is known of a child, and where they live."""

from __future__ import annotations

from typing import Any

import nhs_number
from django.core.exceptions import ValidationError
from django.utils import timezone

from casework.concerns.forms import HappenedForm, line
from casework.subjects import sealed
from casework.subjects.models import Child
from casework.subjects.safe_address import ORDINARY
from casework.web.forms import DateField


class DetailsForm(HappenedForm):
    """What is known of a child; only what changed is written.

    Where a child lives at a safe address there is no ordinary one to put right.
    """

    forename = line("First name", "Enter the first name", longest=100)
    surname = line("Last name", "Enter the last name", longest=100)
    known_as = line("Known as", longest=100)
    pronouns = line("Pronouns", longest=40)
    born = DateField(label="Date of birth", what="Date of birth", required=False)
    nhs_number = line("NHS number", hint="10 digits, for example 999 000 0018", longest=14)
    legal_status = line("Legal status or plan", hint="For example Child in Need plan", longest=80)
    living_at = line("Lives where and with whom", hint="For example at home with his mum")
    school = line("School or other education")
    gp_name = line("GP", longest=120)
    gp_address = line("Address of the GP")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["born"].latest = timezone.localdate(self.now)
        for name in ORDINARY if self.case.child.address_is_safe else ():
            self.fields.pop(name, None)

    def clean_nhs_number(self) -> str:
        number = self.cleaned_data["nhs_number"].replace(" ", "")
        if number and not (number.isascii() and nhs_number.is_valid(number)):
            raise ValidationError("Enter the 10 digits of the NHS number as they stand on a letter")
        return number


def known_of(child: Child) -> dict[str, Any]:
    """What the form starts with."""
    fields = [name for name in DetailsForm.base_fields if name != "nhs_number"]
    number = sealed.nhs_number(child)
    return {name: getattr(child, name) for name in fields} | {"nhs_number": number}
