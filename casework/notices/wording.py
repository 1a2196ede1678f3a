"""What each kind of message says: the same words for everybody, and nothing about anybody."""

from __future__ import annotations

from dataclasses import dataclass

from casework.notices.models import Kind


@dataclass(frozen=True, slots=True)
class Wording:
    """Subject line and first sentence of a message."""

    subject: str
    sentence: str


WORDINGS = {
    Kind.WELCOME: Wording(
        "Your way into Holdfast",
        "You can sign in to Holdfast. The link below lets you choose a password. It works once, "
        "for three days.",
    ),
    Kind.READ: Wording(
        "You have something to read in Holdfast",
        "There is something for you to read in Holdfast.",
    ),
    Kind.ACT: Wording(
        "You have something to do in Holdfast",
        "There is something for you to do in Holdfast.",
    ),
    Kind.CONTRIBUTE: Wording(
        "You are asked to add something in Holdfast",
        "You are asked to add what your agency knows before a meeting.",
    ),
    Kind.DECIDE: Wording(
        "A decision is asked of you in Holdfast",
        "A question in Holdfast waits for your decision.",
    ),
    Kind.DATE: Wording(
        "A date to keep free, from Holdfast",
        "Please keep a date free. It is in the calendar file that came with this message.",
    ),
    Kind.DATE_MOVED: Wording(
        "A date has moved, from Holdfast",
        "A date that you kept free has moved. The calendar file with this message moves it.",
    ),
    Kind.DATE_CANCELLED: Wording(
        "A date is free again, from Holdfast",
        "A date that you kept free is free again. The calendar file with this message takes "
        "it out of your calendar.",
    ),
}

BODY = """{sentence}

Sign in to see what it is:
{address}

This message says no more, because e-mail may be read by others. Please do not reply to it.
"""
