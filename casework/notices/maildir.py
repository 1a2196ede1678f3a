"""Mail into a folder instead of out of the house: for the demonstration and for trials."""

from __future__ import annotations

import mailbox
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Keeps each message as a file in `settings.MAILDIR`, which any mail reader can open."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAILDIR)
        folder.parent.mkdir(parents=True, exist_ok=True)
        outbox = mailbox.Maildir(folder, create=True)
        for email in email_messages:
            outbox.add(email.message().as_bytes(linesep="\n"))
        return len(email_messages)
