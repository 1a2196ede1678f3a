"""Whoever may only read a case cannot change it: every address that would is as absent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve, reverse

from casework.access import commands as access
from casework.cast import NOW, TODAY
from tests.house_rules import permission_matrix as matrix
from tests.house_rules.permission_matrix import MATRIX
from tests.house_rules.scene import Scene, set_scene

READERS_TOO = {
    "worklists:i_know_them": "closing a record to oneself takes rights away and gives none",
    "meetings:answer": "whether one comes oneself: asked by invitation, for any post",
}
"""What somebody who may only read does by POST, and why that changes no record."""
OF_A_CASE = {matrix.CASE, matrix.FORUM, matrix.HOLDS, matrix.ACCOUNTS}
KEPT_OF_A_LOOK = re.compile(
    r'(insert into|update) "?(audit_|agencies_session|django_session)', re.I
)
WRITES = re.compile(r"^\s*(insert|update|delete)\b", re.I)


@pytest.fixture
def sampler(cast) -> Scene:
    """Tom samples Ellis's record and the forum of his area: he reads, and no more."""
    scene = set_scene(cast)
    for case in (cast.ellis, cast.forum_nw):
        access.relate(
            post=cast.tom, case=case, relation="quality_sampler", starts_on=TODAY, ends_on=TODAY,
            source="test", by=cast.ruth, now=NOW,
        )  # fmt: skip
    return scene


def asked(client, scene: Scene, method: str) -> Iterator[tuple[str, object, list[str]]]:
    """Ask for every address of a case; what it did is undone before the next."""
    for name, row in sorted(MATRIX.items()):
        if row.audience not in OF_A_CASE or name in READERS_TOO:
            continue
        with transaction.atomic():
            address = reverse(name, kwargs=row.where(replace(scene, things=dict(scene.things))))
            with CaptureQueriesContext(
                connection,
            ) as said:
                answer = getattr(client, method)(address, {"what": "both", "do": "end"})
            yield name, answer, [one["sql"] for one in said.captured_queries]
            transaction.set_rollback(True)


def changes(statements: list[str]) -> list[str]:
    wrote = [one for one in statements if WRITES.match(one)]
    return [one[:120] for one in wrote if not KEPT_OF_A_LOOK.match(one)]


def test_a_post_by_somebody_who_may_only_read_changes_nothing_and_is_absent_where_it_would(
    sampler, client, time_stands_still
):
    client.force_login(sampler.cast.tom.account)

    found = {
        name: (answer.status_code, changes(statements))
        for name, answer, statements in asked(client, sampler, "post")
    }

    wrong = {name: one for name, one in found.items() if one[1] or one[0] not in {404, 405, 200}}
    assert wrong == {}
    assert len([name for name, (code, _) in found.items() if code == 404]) > 40


def plain(answer) -> str:
    """What the page says, without its frame and the marks that are made anew each time."""
    said = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r'(value|nonce)="[^"]{20,}"', "", said)


def test_the_absent_answer_is_the_page_that_an_unknown_address_gets(
    sampler, client, time_stands_still
):
    client.force_login(sampler.cast.tom.account)
    unknown = client.post("/children/NOBODY2222/refer/")

    bodies = {
        plain(answer)
        for _, answer, _ in asked(client, sampler, "post")
        if answer.status_code == 404
    }

    assert bodies == {plain(unknown)}


def test_no_page_shows_them_a_form_or_a_link_to_what_they_may_not_do(
    sampler, client, time_stands_still
):
    client.force_login(sampler.cast.tom.account)
    pages, offered, forms = 0, set(), set()

    for name, answer, _ in asked(client, sampler, "get"):
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        main = answer.content.decode().partition("<main")[2]
        pages += 1
        forms |= {name} if 'method="post"' in main else set()
        links = set(re.findall(r'(?:href|action)="(/[^"?#]*)', main))
        offered |= {(name, one) for one in links if not exists(client, one)}

    assert pages > 10
    assert offered == set()
    assert forms == set()


def exists(client, address: str) -> bool:
    """Whether an address offered on a page exists for who reads the page."""
    try:
        resolve(address)
    except Resolver404:
        return True
    return client.get(address).status_code not in {403, 404}


def test_who_may_write_finds_what_readers_do_not(sampler, client, time_stands_still):
    """The control: nothing of it is absent for everybody."""
    client.force_login(sampler.cast.ruth.account)

    absent = {
        name for name, answer, _ in asked(client, sampler, "get") if answer.status_code == 404
    }

    assert absent == set()
