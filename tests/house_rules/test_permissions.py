"""What every address answers to everybody: to whom it exists, what it tells the browser.

No address is reachable that the matrix does not allow, and none lacks a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from casework.cast import CHILDREN, PEOPLE
from tests.house_rules import permission_matrix as matrix
from tests.house_rules.permission_matrix import MATRIX
from tests.house_rules.scene import set_scene
from tests.house_rules.walking import ASKING, Asked, at_the_door, walk

pytestmark = pytest.mark.django_db

TOLD = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
NAMES = {name for first, last, *_ in CHILDREN for name in (first.title(), last)} | {
    part for _, full, *_ in PEOPLE for part in full.split() if part not in {"DS", "Dr", "Li"}
}
"""Whoever is in the cast, children and professionals: words that no address may hold."""
NAMED = re.compile(rf"\b({'|'.join(sorted(NAMES))})\b", re.IGNORECASE)
OTHERS = re.compile(rf"\b({'|'.join(sorted(NAMES - {'Tom', 'Heald'}))})\b")
"""Everybody but Tom, who may read his own name on any page."""


def lacking(response) -> list[str]:
    """What a browser should have been told and was not."""
    faults = [name for name, value in TOLD.items() if response.headers.get(name) != value]
    if "no-store" not in response.headers.get("Cache-Control", ""):
        faults.append("Cache-Control")
    if "camera=()" not in response.headers.get("Permissions-Policy", ""):
        faults.append("Permissions-Policy")
    policy = response.headers.get("Content-Security-Policy", "")
    if not all(part in policy for part in POLICY) or "unsafe" in policy:
        faults.append("Content-Security-Policy")
    if "Access-Control-Allow-Origin" in response.headers:
        faults.append("Access-Control-Allow-Origin")
    if response.content and "charset" not in response.headers["Content-Type"]:
        kind = response.headers["Content-Type"]
        faults += ["charset"] if kind.startswith("text/") else []
    return faults


CHANGES = re.compile(r"^\s*(insert|update|delete|with)\b", re.IGNORECASE)
MAY_CHANGE = re.compile(r"audit_entry|audit_head|agencies_session|agencies_attempts|usersession")
"""That somebody looked, and that they are here."""


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


def plain(response) -> tuple[int, str]:
    """Status and what the page says; around it stands what follows from the address alone."""
    return response.status_code, response.content.decode().split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("persona", ASKING)
def test_every_answer_is_kept_out_of_caches_and_frames(persona, everywhere):
    """And no address names anybody."""
    asked = everywhere.of(persona)

    assert {one.name: found for one in asked if (found := lacking(one.answer))} == {}
    assert [
        one.name
        for one in asked
        if NAMED.search(f"{one.answer.request['PATH_INFO']} {one.answer.headers.get('Location')}")
    ] == []


def test_what_is_not_for_one_reads_like_what_is_not_there_and_names_nobody(everywhere):
    absent, asked = plain(everywhere.absent), everywhere.of("tom")

    closed = {one.name: plain(one.answer) for one in asked if one.row.audience == matrix.CASE}
    refused = [(one.name, one.body.decode()) for one in asked if one.answer.status_code >= 400]

    assert len(closed) > 30
    assert {name for name, page in closed.items() if page != absent} == set()
    assert len(refused) > 50
    assert [(name, OTHERS.findall(page)) for name, page in refused if OTHERS.search(page)] == []


def test_reading_changes_nothing_but_that_it_was_read(everywhere):
    read = [one for one in everywhere.asked if one.method == "GET"]

    assert len({one.name for one in read}) > 100
    assert wrongly_changed(read) == {}


def test_asking_by_get_for_what_is_sent_by_post_changes_nothing(cast, time_stands_still):
    clients = at_the_door(cast, ["hannah", "dilys"])

    asked = walk(
        set_scene(cast), clients,
        only=lambda name, row: row.method == "POST", methods=lambda row: ["GET"],
    )  # fmt: skip

    assert wrongly_changed(asked) == {}


def wrongly_changed(asked: Iterable[Asked]) -> dict[tuple, list[str]]:
    """What was written beside that somebody looked, and that they are here."""
    found = {}
    for one in asked:
        wrote = [sql for sql in one.statements if CHANGES.match(sql)]
        if wrong := [sql[:120] for sql in wrote if not MAY_CHANGE.search(sql)]:
            found[one.who, one.name] = wrong
    return found
