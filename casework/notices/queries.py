"""What has been sent, for those who look after the system."""

from __future__ import annotations

from casework.notices.models import Notice


def newest(at_most: int = 50) -> list[Notice]:
    """The latest notices, sent or still waiting, newest first."""
    return list(Notice.objects.all()[:at_most])
