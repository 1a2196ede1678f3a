"""Forms of a safe address: set it, ask for it, end it."""

from __future__ import annotations

from casework.concerns.forms import line, radios, textarea
from casework.web.forms import Form


class AskForm(Form):
    reason = line(
        "What do you need it for?", hint="You may leave this empty. It is noted with your name."
    )


class SafeAddressForm(Form):
    address = textarea(
        "Where does the child live?", "Enter where the child lives", rows=3,
        hint="Nobody sees this on a page, in a list, paper, message or file until they ask for it.",
    )  # fmt: skip
    postcode = line("Postcode", longest=10)
    note = textarea(
        "What must colleagues know before they go there?", "", rows=2, required=False,
        hint="For example who may visit, and how not to be followed.",
    )  # fmt: skip


class EndForm(Form):
    restore = radios(
        "Does the child live again where the record said before?",
        [("yes", "Yes, put that address back"), ("no", "No, I will write the new one")],
        "Select whether the address of before is put back",
    )
