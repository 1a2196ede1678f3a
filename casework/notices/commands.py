"""Sending a notice: written and put in the queue with the change that it tells of."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from casework.documents.shapes import Invitation
from casework.notices import jobs
from casework.notices.models import Kind, Notice


@transaction.atomic
def send(
    *,
    to: str,
    kind: str,
    link: str,
    now: datetime,
    post: int | None = None,
    invitation: Invitation | None = None,
) -> Notice:
    """Send one reader a link, once the change that it tells of has been kept.

    `to` is an e-mail address, `post` the number of the reader's post, `link` a path of this
    site such as `/meetings/RMM-NW-2026-11-20/`. The row and its job are written in the
    caller's transaction: a change that is rolled back sends nothing.
    """
    _check_link(link)
    notice = Notice.objects.create(
        recipient_email=to,
        recipient_post=post,
        kind=Kind(kind),
        link=link,
        created_at=now,
        invitation=_kept(invitation) if invitation else None,
    )
    jobs.deliver.defer(notice_id=str(notice.id))
    return notice


def _kept(invitation: Invitation) -> dict[str, Any]:
    moments = {name: getattr(invitation, name).isoformat() for name in ("starts_at", "ends_at")}
    return {**asdict(invitation), **moments}


def _check_link(link: str) -> None:
    """Refuse a link that leads elsewhere, or that carries more than a way to a page."""
    if not link.startswith("/") or link.startswith("//") or not link.isascii():
        raise ValueError(f"A notice needs a path of this site, not {link!r}")
    if any(sign in link for sign in "?#\\ \r\n\t"):
        raise ValueError(f"A notice's link is a plain path without anything added: {link!r}")
