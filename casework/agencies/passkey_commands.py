"""What is noted of a passkey's use; its counter tells a copy from the real one."""

from __future__ import annotations

import logging
from datetime import datetime

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


def _at_registration(authenticator: Authenticator) -> int:
    counter: int = authenticator.wrap().authenticator_data.counter
    return counter
