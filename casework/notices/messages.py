"""The e-mail that a notice becomes."""

from __future__ import annotations

from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from casework.documents import calendar
from casework.documents.shapes import Invitation
from casework.notices import signing
from casework.notices.models import Kind, Notice
from casework.notices.wording import BODY, WORDINGS


def message(notice: Notice) -> EmailMultiAlternatives:
    """Make the e-mail of a notice: the words of its kind, the link, and its calendar file.

    The same notice always has the same Message-ID, so that a copy sent twice (a worker
    stopped between sending and noting it) can be told as one.
    """
    wording = WORDINGS[Kind(notice.kind)]
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    email = EmailMultiAlternatives(
        subject=wording.subject,
        body=BODY.format(sentence=wording.sentence, address=_address(notice)),
        to=[notice.recipient_email],
        headers={
            "Message-ID": f"<{notice.id}@{sender.rpartition('@')[2]}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    if notice.invitation:
        _enclose(email, notice, sender)
    return email


def _enclose(email: EmailMultiAlternatives, notice: Notice, sender: str) -> None:
    """Add the calendar file twice: as a part that calendars act on, and to save by hand."""
    invitation = _invitation(notice.invitation)
    file = calendar.render(
        invitation,
        link=_address(notice),
        organiser=sender,
        attendee=notice.recipient_email,
        now=notice.created_at,
    )
    kind = f"text/calendar; method={calendar.method(invitation)}"
    email.attach_alternative(file.decode(), kind)
    email.attach("date.ics", file.decode(), "text/calendar")


def _address(notice: Notice) -> str:
    path = signing.sign(notice.link) if notice.kind == Kind.WELCOME else notice.link
    return settings.SITE_ADDRESS.rstrip("/") + path


def _invitation(kept: dict[str, Any]) -> Invitation:
    moments = {name: datetime.fromisoformat(kept[name]) for name in ("starts_at", "ends_at")}
    return Invitation(**{**kept, **moments})
