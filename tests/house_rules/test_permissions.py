"""No address is reachable that the matrix does not allow, and none lacks a row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.house_rules import permission_matrix as matrix
from tests.house_rules.permission_matrix import MATRIX
from tests.house_rules.walking import ASKING

pytestmark = pytest.mark.django_db


def routes(patterns=None, namespace="") -> Iterator[str]:
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"


def may(audience, post, everywhere) -> bool:
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
        return post.holder == "Hannah Osei"
    cast = everywhere.scene.cast
    case = cast.ellis if audience == matrix.CASE else cast.forum_nw
    [who] = [name for name, one in cast.posts.items() if one == post]
    return case.pk in everywhere.visible[who]


def test_every_address_has_a_row_and_every_row_an_address():
    known = set(routes())

    assert known - set(MATRIX) == set(), "addresses without a row in permission_matrix.py"
    assert set(MATRIX) - known == set(), "rows whose address is gone"


def test_who_has_not_signed_in_is_sent_to_the_door(everywhere):
    let_in = [
        one.name
        for one in everywhere.of(None)
        if one.row.audience not in {matrix.OPEN, matrix.OPEN_WHERE_SET_UP}
        and "/accounts/sign-in/" not in one.answer.headers.get("Location", "")
    ]

    assert let_in == []


@pytest.mark.parametrize("persona", [who for who in ASKING if who])
def test_each_person_finds_what_exists_for_them_and_nothing_else(persona, everywhere):
    post = everywhere.scene.cast.posts[persona]

    found = {one.name: one.answer.status_code for one in everywhere.of(persona)}

    expected = {name: may(row.audience, post, everywhere) for name, row in MATRIX.items()}
    wrong = {name: code for name, code in found.items() if (code != 404) != expected[name]}
    assert wrong == {}
    assert {name: code for name, code in found.items() if code >= 500} == {}
