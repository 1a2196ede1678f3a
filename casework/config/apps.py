"""Lets Django know of our own checks."""

from django.apps import AppConfig


class Config(AppConfig):
    """Nothing but the checks at the start; it has no models."""

    name = "casework.config"

    def ready(self) -> None:
        from casework.config import checks  # noqa: F401
