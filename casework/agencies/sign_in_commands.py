"""Who came in, who tried, and who left: rows of the audit, with no more than an account's number.

An account may have posts in several authorities: each has a row. What belongs to no
authority, such as an address that nobody here has, goes on a chain of the site itself.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from casework.agencies.models import Account, Post, Session
from casework.audit import chain
from casework.audit import commands as audit

THE_SITE = ""
"""The chain of what belongs to no authority."""
KEPT = timedelta(days=1)
"""For how long an ended session still tells its owner that it ended."""


@transaction.atomic
def note(
    *, account: Account | None, action: str, now: datetime, detail: dict[str, Any] | None = None
) -> None:
    """Note what somebody did at the door, for each authority in which they hold a post."""
    number = account.pk if account else None
    for authority in _authorities(account, now):
        by = audit.WithoutPost(number, authority)
        audit.write(by=by, action=action, now=now, detail=detail)


@transaction.atomic
def note_failure(*, email: str, action: str, now: datetime) -> None:
    """Note a sign-in that did not work.

    An address that nobody here has may be a slip in somebody's password: it is kept only
    as a mark that tells the same address again, and that needs the audit's key to make.
    """
    account = Account.objects.filter(email__iexact=email).first()
    detail = None if account else {"address": mark(email)}
    note(account=account, action=action, now=now, detail=detail)


def mark(email: str) -> str:
    """What an unknown address is kept as."""
    said = b"address:" + email.strip().lower().encode()
    return hmac.digest(chain.sealing_key(), said, "sha256").hex()[:16]


@transaction.atomic
def note_end(*, account: Account, session_key: str, now: datetime) -> None:
    """Note once that a session ended by itself; what was in it is forgotten."""
    ended = Session.objects.select_for_update().filter(session_key=session_key)
    row = ended.exclude(session_data="").first()
    if row is None:
        return
    ended.update(session_data="")
    UserSession.objects.filter(session_key=session_key).delete()
    note(account=account, action="session ended", now=now)


@transaction.atomic
def end_what_is_over(*, now: datetime) -> int:
    """Note each session that has ended by itself, and forget those of days ago; says how many."""
    over = Session.objects.filter(expire_date__lte=now).exclude(session_data="")
    found = list(over.filter(account__isnull=False).select_related("account"))
    for each in found:
        note_end(account=each.account, session_key=each.session_key, now=now)
    over.filter(account__isnull=True).delete()
    Session.objects.filter(expire_date__lte=now - KEPT).delete()
    return len(found)


@transaction.atomic
def close_dormant(*, now: datetime) -> int:
    """Close each account that nobody has signed in to for long; says how many.

    Long is `HOLDFAST_DORMANT_DAYS`. An administrator opens it again with a new way in; so
    the last administrator of an authority stays, as do accounts that stand by for emergencies.
    """
    unused = Account.objects.select_for_update().filter(is_active=True, demo_reason="")
    closed = [each for each in unused.order_by("pk") if _is_dormant(each, now)]
    for account in closed:
        _close(account, now)
    return len(closed)


def _is_dormant(account: Account, now: datetime) -> bool:
    long_ago = now - timedelta(days=settings.DORMANT_DAYS)
    used = [moment for moment in (account.last_login, account.opened_at) if moment]
    if not used or max(used) > long_ago or account.email.lower() in settings.STANDBY_ACCOUNTS:
        return False
    return not _is_last_administrator(account, now, since=long_ago)


def _is_last_administrator(account: Account, now: datetime, *, since: datetime) -> bool:
    """Whether an authority would be left without an administrator who comes here."""
    live = Post.objects.live(timezone.localdate(now)).filter(role="administrator")
    led = live.filter(account=account).values_list("authority", flat=True)
    others = live.exclude(account=account).filter(account__is_active=True)
    return any(
        not others.filter(authority=each, account__last_login__gt=since).exists() for each in led
    )


def _close(account: Account, now: datetime) -> None:
    account.is_active = False
    account.save(update_fields=["is_active"])
    for each in UserSession.objects.filter(user=account):
        each.end()
    note(account=account, action="dormant account closed", now=now)


def _authorities(account: Account | None, now: datetime) -> list[str]:
    held = Post.objects.live(timezone.localdate(now)).filter(account=account)
    found = held.order_by("authority").values_list("authority", flat=True).distinct()
    return list(found) if account and found else [THE_SITE]
