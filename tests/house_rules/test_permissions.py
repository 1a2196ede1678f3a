"""No address is reachable that the matrix does not allow, and none lacks a row."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from casework.cast import TODAY
from casework.subjects.models import Case
from tests.house_rules import permission_matrix as matrix
from tests.house_rules.permission_matrix import MATRIX
from tests.house_rules.scene import set_scene

FULL = "HOLDFAST_PROOF_PLACES" in os.environ
OTHERS = ["ruth", "lorna", "tom", "priya", "wen"]
PERSONAS = ["hannah", "marcus", "dilys", "colin", "amara", "judith", *(OTHERS if FULL else [])]
"""The others are asked in the full proof; `tests/matrix` has all kinds of people, by sample."""


def routes(patterns=None, namespace="") -> Iterator[str]:
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"


def may(audience, post, scene) -> bool:
    """Whom the address exists for, worked out apart from the views."""
    if audience in {matrix.OPEN, matrix.POST}:
        return True
    if audience == matrix.OPEN_WHERE_SET_UP:
        return False
    if audience == matrix.IMPORT:
        return post.role in {"analyst", "administrator"}
    if audience == matrix.ADMIN:
        return post.role == "administrator"
    if audience == matrix.EVIDENCE:
        return post.role == "information_governance"
    if audience == matrix.ANSWERS:
        answers = {"Hannah Osei", "Ruth Pemberton", "Marcus Aldridge", "Dilys Frome"}
        return post.holder in answers or post.role == "information_governance"
    if audience == matrix.ACCOUNTS:
        return post.holder in {"Hannah Osei", "Ruth Pemberton", "Judith Amoah"}
    if audience == matrix.HOLDS:
        return post.holder in {"Hannah Osei", "Ruth Pemberton"}
    if audience == matrix.OWN:
        return post == scene.cast.hannah
    case = scene.cast.ellis if audience == matrix.CASE else scene.cast.forum_nw
    return Case.objects.visible_to(post, today=TODAY).filter(pk=case.pk).exists()


def ask(client, row, name, scene):
    address = reverse(name, kwargs=row.where(scene))
    return client.post(address) if row.method == "POST" else client.get(address)


def test_every_address_has_a_row_and_every_row_an_address():
    known = set(routes())

    assert known - set(MATRIX) == set(), "addresses without a row in permission_matrix.py"
    assert set(MATRIX) - known == set(), "rows whose address is gone"


def answers(client, scene) -> Iterator[tuple[str, object]]:
    """Ask for every address in turn; what each wrote, on stage too, is undone before the next."""
    for name, row in sorted(MATRIX.items()):
        with transaction.atomic():
            yield name, ask(client, row, name, replace(scene, things=dict(scene.things)))
            transaction.set_rollback(True)


def test_who_has_not_signed_in_is_sent_to_the_door(cast, client):
    scene = set_scene(cast)

    let_in = [
        name
        for name, response in answers(client, scene)
        if MATRIX[name].audience not in {matrix.OPEN, matrix.OPEN_WHERE_SET_UP}
        and "/accounts/sign-in/" not in response.headers.get("Location", "")
    ]

    assert let_in == []


@pytest.mark.parametrize("persona", PERSONAS)
def test_each_person_finds_what_exists_for_them_and_nothing_else(
    persona, cast, client, time_stands_still
):
    scene, post = set_scene(cast), cast.posts[persona]
    client.force_login(post.account)

    found = {name: response.status_code for name, response in answers(client, scene)}

    expected = {name: may(row.audience, post, scene) for name, row in MATRIX.items()}
    wrong = {name: code for name, code in found.items() if (code != 404) != expected[name]}
    assert wrong == {}
    assert {name: code for name, code in found.items() if code >= 500} == {}
