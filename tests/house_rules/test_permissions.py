"""No address is reachable that the matrix does not allow, and none lacks a row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from casework.cast import TODAY
from casework.subjects.models import Case
from tests.house_rules import permission_matrix as matrix
from tests.house_rules.permission_matrix import MATRIX
from tests.house_rules.scene import set_scene

PERSONAS = ["hannah", "ruth", "marcus", "dilys", "colin", "lorna", "tom", "amara", "priya", "wen"]


def routes(patterns=None, namespace="") -> Iterator[str]:
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"


def may(audience, post, scene) -> bool:
    """Whom the address exists for, worked out apart from the product’s own views."""
    if audience in {matrix.OPEN, matrix.POST}:
        return True
    if audience == matrix.IMPORT:
        return post.role in {"analyst", "administrator"}
    if audience == matrix.ADMIN:
        return post.role == "administrator"
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


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_who_has_not_signed_in_is_sent_to_the_door(name, cast, client):
    row, scene = MATRIX[name], set_scene(cast)

    response = ask(client, row, name, scene)

    if row.audience != matrix.OPEN:
        assert response.status_code == 302
        assert "/accounts/sign-in/" in response["Location"]


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_only_its_audience_finds_it(name, cast, client, now, time_stands_still):
    row, scene = MATRIX[name], set_scene(cast)

    for persona in PERSONAS:
        post = cast.posts[persona]
        client.force_login(post.account)
        response = ask(client, row, name, scene)
        allowed = may(row.audience, post, scene)
        assert (response.status_code != 404) == allowed, f"{name} for {persona}"
        assert response.status_code < 500
