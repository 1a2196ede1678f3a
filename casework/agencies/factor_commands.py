"""What is noted of a second factor's use, so that nothing heard or copied works again."""

from __future__ import annotations

import logging
from datetime import datetime

from allauth.mfa.app_settings import TOTP_PERIOD
from allauth.mfa.models import Authenticator
from django.db import transaction

from casework.agencies.models import PasskeyUse

log = logging.getLogger(__name__)


@transaction.atomic
def use_passkey(*, authenticator: Authenticator, count: int, now: datetime) -> bool:
    """Note a use of a passkey; False, and nothing noted, where its counter did not go on.

    A counter that stays at 0 is of a kind of passkey that does not count.
    """
    used, _ = PasskeyUse.objects.select_for_update().get_or_create(
        authenticator=authenticator,
        defaults={"count": _at_registration(authenticator), "used_at": now},
    )
    if (count or used.count) and count <= used.count:
        log.warning("Passkey %s answered with counter %s after %s", used.pk, count, used.count)
        return False
    used.count, used.used_at = count, now
    used.save(update_fields=["count", "used_at"])
    return True


@transaction.atomic
def use_code(*, authenticator: Authenticator, period: int, now: datetime) -> bool:
    """Note that an app's code was used; False where it, or a later one, was used before.

    `period`: the half-minute, counted since 1970, to which the code belongs.
    """
    used, _ = PasskeyUse.objects.select_for_update().get_or_create(
        authenticator=authenticator,
        defaults={"count": _added_in(authenticator), "used_at": now},
    )
    if period <= used.count:
        return False
    used.count, used.used_at = period, now
    used.save(update_fields=["count", "used_at"])
    return True


def _added_in(authenticator: Authenticator) -> int:
    """The half-minute in which an app was added: its first code was used for that."""
    return int(authenticator.created_at.timestamp()) // TOTP_PERIOD


def _at_registration(authenticator: Authenticator) -> int:
    counter: int = authenticator.wrap().authenticator_data.counter
    return counter
