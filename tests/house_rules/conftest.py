"""What several house rules look at and what takes long to make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from casework import cast as casting
from casework.subjects.models import Case
from tests.house_rules.scene import Scene, set_scene
from tests.house_rules.walking import ASKING, Asked, at_the_door, walk


@dataclass(frozen=True)
class Everywhere:
    """The answer at every address for each of these people, and which cases exist for whom."""

    scene: Scene
    asked: list[Asked]
    visible: dict[str, set[int]]
    absent: Any
    """What Tom, a stranger to all of it, is told of what was never there."""

    def of(self, who: str | None) -> list[Asked]:
        return [one for one in self.asked if one.who == who]


@pytest.fixture(scope="session")
def everywhere(django_db_setup, django_db_blocker) -> Everywhere:
    """Asked for once, for all that is claimed of every address."""
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        patch.setattr("casework.agencies.middleware.timezone.now", lambda: casting.NOW)
        scene = set_scene(casting.surrey())
        clients = at_the_door(scene.cast, ASKING)
        found = Everywhere(
            scene=scene,
            asked=list(walk(scene, clients)),
            visible={who: visible(scene, who) for who in ASKING if who},
            absent=clients["tom"].get("/children/RMM-NOT-THERE/"),
        )
        transaction.set_rollback(True)
    return found


def visible(scene: Scene, who: str) -> set[int]:
    cases = Case.objects.visible_to(scene.cast.posts[who], today=casting.TODAY)
    return set(cases.values_list("pk", flat=True))
