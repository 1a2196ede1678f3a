"""One object of each kind that an address can name, for the permission matrix."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.cast import Cast
from casework.meetings.tests.stage import north_west


@dataclass
class Scene:
    """The cast, and by name whatever the addresses need: `scene.things["meeting"]`."""

    cast: Cast
    things: dict[str, Any] = field(default_factory=dict)


def set_scene(cast: Cast) -> Scene:
    """Build the scene through the product's own commands."""
    forum = north_west(cast, until=date(2026, 11, 27))
    return Scene(cast=cast, things={"slot": forum.list("ellis", "2026-11-27")})
