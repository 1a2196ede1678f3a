"""One object of each kind that an address can name, for the permission matrix."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from casework.cast import Cast


@dataclass
class Scene:
    """The cast, and by name whatever the addresses need: `scene.things["meeting"]`."""

    cast: Cast
    things: dict[str, Any] = field(default_factory=dict)


def set_scene(cast: Cast) -> Scene:
    """Build the scene through the product's own commands."""
    return Scene(cast=cast)
