"""The link with which somebody chooses a password: theirs, once, and for three days.

What is kept of it (`mark`) names the account and how it stood; the signature is added
only when the mail is sent, so that nobody can take a way in from the database.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.signing import BadSignature
from django.utils.crypto import constant_time_compare, salted_hmac

from casework.agencies.models import Account
from casework.notices import signing
from casework.web.numbers import whole

VALID_FOR = timedelta(days=3)


def mark(account: Account) -> str:
    """The account, and how it stands: a new password or sign-in makes an old link void."""
    state = f"{account.pk}:{account.password}:{account.last_login}"
    return f"{account.pk}-{salted_hmac('welcome', state, algorithm='sha256').hexdigest()[:24]}"


def account_for(mark_given: str, signature: str, path: str) -> Account | None:
    """Whose link this is, as long as it holds; None for every other."""
    try:
        signing.check(path, signature, max_age=VALID_FOR)
    except BadSignature:
        return None
    key = mark_given.partition("-")[0]
    account = Account.objects.filter(pk=whole(key), is_active=True).first()
    good = account is not None and constant_time_compare(mark(account), mark_given)
    return account if good else None
