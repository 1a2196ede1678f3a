"""Whoever may only read a case cannot change it: every address that would is as absent."""

from __future__ import annotations

import re

import pytest
from django.urls import Resolver404, resolve

from casework.access import commands as access
from casework.cast import NOW, TODAY
from tests.house_rules import permission_matrix as matrix
from tests.house_rules.scene import Scene, set_scene
from tests.house_rules.walking import at_the_door, changes, walk

READERS_TOO = {
    "worklists:i_know_them": "closing a record to oneself takes rights away and gives none",
    "meetings:answer": "whether one comes oneself: asked by invitation, for any post",
}
"""What somebody who may only read does by POST, and why that changes no record."""
OF_A_CASE = {matrix.CASE, matrix.FORUM, matrix.HOLDS, matrix.ACCOUNTS}
SENT = {"what": "both", "do": "end"}


@pytest.fixture
def sampled(cast, time_stands_still) -> Scene:
    """Tom samples Ellis's record and the forum of his area: he reads, and no more."""
    scene = set_scene(cast)
    for case in (cast.ellis, cast.forum_nw):
        access.relate(
            post=cast.tom, case=case, relation="quality_sampler", starts_on=TODAY, ends_on=TODAY,
            source="test", by=cast.ruth, now=NOW,
        )  # fmt: skip
    return scene


def of_a_case(name: str, row: matrix.Row) -> bool:
    return row.audience in OF_A_CASE and name not in READERS_TOO


def plain(answer) -> str:
    """What the page says, without its frame and the marks that are made anew each time."""
    said = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r'(value|nonce)="[^"]{20,}"', "", said)


def test_a_post_by_somebody_who_may_only_read_changes_nothing_and_is_absent_where_it_would(sampled):
    clients = at_the_door(sampled.cast, ["tom"])
    unknown = clients["tom"].post("/children/NOBODY2222/refer/")

    found, absent = {}, set()
    for asked in walk(sampled, clients, only=of_a_case, methods=lambda row: ["POST"], sent=SENT):
        found[asked.name] = asked.answer.status_code, changes(asked.statements)
        absent |= {plain(asked.answer)} if asked.answer.status_code == 404 else set()

    wrong = {name: one for name, one in found.items() if one[1] or one[0] not in {404, 405, 200}}
    assert wrong == {}
    assert len([name for name, (code, _) in found.items() if code == 404]) > 40
    assert absent == {plain(unknown)}, "the page that an unknown address gets"


def test_no_page_shows_them_a_form_or_a_link_to_what_they_may_not_do(sampled):
    clients = at_the_door(sampled.cast, ["tom", "ruth"])
    pages, offered, forms, absent = 0, set(), set(), set()

    for asked in walk(sampled, clients, only=of_a_case, methods=lambda row: ["GET"], sent=SENT):
        code = asked.answer.status_code
        if asked.who == "ruth":
            absent |= {asked.name} if code == 404 else set()
        elif code == 200 and "html" in asked.answer.headers["Content-Type"]:
            main = asked.body.decode().partition("<main")[2]
            pages += 1
            forms |= {asked.name} if 'method="post"' in main else set()
            links = set(re.findall(r'(?:href|action)="(/[^"?#]*)', main))
            offered |= {(asked.name, one) for one in links if not exists(clients["tom"], one)}

    assert pages > 10
    assert offered == set()
    assert forms == set()
    assert absent == set(), "the control: who may write finds what readers do not"


def exists(client, address: str) -> bool:
    """Whether an address offered on a page exists for who reads the page."""
    try:
        resolve(address)
    except Resolver404:
        return True
    return client.get(address).status_code not in {403, 404}
