"""Who reads a record only because of an emergency reads these pages, and writes nothing."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.urls import reverse

from casework.access import emergency
from casework.access.models import Grant
from casework.audit.models import Entry
from casework.cast import NOW, TODAY
from casework.chronology.models import Fact
from casework.plans.models import Action
from casework.subjects.models import Case
from tests.house_rules import permission_matrix as matrix
from tests.house_rules.permission_matrix import MATRIX
from tests.house_rules.scene import set_scene

READS = {
    "concerns:record", "concerns:done", "concerns:idle", "concerns:earlier", "concerns:timeline",
    "concerns:ratings", "concerns:people", "concerns:documents", "concerns:missing",
    "concerns:safe_address",
    "concerns:response", "plans:plan", "plans:sharing", "meetings:of_child",
}  # fmt: skip
"""Of all addresses of a record, those that an emergency opens, and only to be read."""


def ask(scene, client, method):
    for name, row in sorted(MATRIX.items()):
        if row.audience != matrix.CASE:
            continue
        with transaction.atomic():
            address = reverse(name, kwargs=row.where(replace(scene, things=dict(scene.things))))
            before = written()
            response = getattr(client, method)(address)
            yield name, response.status_code, written() == before
            transaction.set_rollback(True)


def written() -> tuple:
    """What a page could have changed: facts, actions, relations, cases, and deeds in the audit."""
    deeds = Entry.objects.exclude(action__in=["looked", "not let in"]).count()
    counts = [model.objects.count() for model in (Fact, Action, Grant, Case)]
    return deeds, *counts


def test_an_emergency_opens_the_pages_of_the_record_and_no_other_address(
    cast, client, time_stands_still
):
    scene = set_scene(cast)
    emergency.note(
        case=cast.ellis, category="missing", reason="Found", review_by=TODAY, by=cast.tom, now=NOW
    )
    client.force_login(cast.tom.account)

    read = {name for name, status, _ in ask(scene, client, "get") if status == 200}

    assert read == READS


def test_nobody_writes_because_of_an_emergency(cast, client, time_stands_still):
    scene = set_scene(cast)
    emergency.note(
        case=cast.ellis, category="missing", reason="Found", review_by=TODAY, by=cast.tom, now=NOW
    )
    client.force_login(cast.tom.account)

    answers = list(ask(scene, client, "post"))

    assert [name for name, status, _ in answers if status not in {404, 405}] == []
    assert [name for name, _, same in answers if not same] == []
