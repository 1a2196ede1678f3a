"""Letting somebody in for the first time, or afresh, and ending what is open."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.urls import reverse

from casework.agencies import sign_in_commands
from casework.agencies.models import Account, Post
from casework.agencies.welcome import mark
from casework.audit import commands as audit
from casework.notices import commands as notices
from casework.notices.models import Kind


@transaction.atomic
def welcome(*, account: Account, by: Post, now: datetime) -> None:
    """Send a link with which somebody chooses a password: once, and within three days."""
    # Read afresh: the link holds only as long as the account stands as it does now.
    as_it_stands = Account.objects.select_for_update().get(pk=account.pk)
    link = reverse("welcome_mark", kwargs={"mark": mark(as_it_stands)})
    notices.send(to=account.email, kind=Kind.WELCOME, link=link, now=now)
    audit.write(by=by, action="way in sent", now=now, detail={"account": account.pk})


@transaction.atomic
def choose_password(*, account: Account, password: str, now: datetime) -> None:
    """Keep the password that somebody chose; the link that led here is used up with it."""
    account.set_password(password)
    account.save(update_fields=["password"])
    sign_in_commands.note(account=account, action="password chosen", now=now)


@transaction.atomic
def end_sessions(
    *, account: Account, by: Post, now: datetime, session: UserSession | None = None
) -> None:
    """Sign somebody out of one browser, or of all of them, from their next request on."""
    for each in [session] if session else list(UserSession.objects.filter(user=account)):
        each.end()
    audit.write(by=by, action="sessions ended", now=now, detail={"account": account.pk})


@transaction.atomic
def begin_afresh(*, account: Account, by: Post, now: datetime) -> None:
    """For a lost phone or key: forget every way in, end every session, send a new way in.

    An account that was closed because nobody used it is open again.
    """
    Authenticator.objects.filter(user=account).delete()
    account.set_unusable_password()
    account.is_active, account.opened_at = True, now
    account.save(update_fields=["password", "is_active", "opened_at"])
    end_sessions(account=account, by=by, now=now)
    welcome(account=account, by=by, now=now)
