"""Every address of the permission matrix, asked for by several people one after the other.

What an address names is made once for all who ask for it; what each answer wrote is undone
before the next.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.cast import Cast
from tests.house_rules.permission_matrix import MATRIX, Row
from tests.house_rules.scene import Scene

FULL = "HOLDFAST_PROOF_PLACES" in os.environ
OTHERS = ["ruth", "lorna", "priya", "wen"]
ASKING: list[str | None] = [
    None, "hannah", "marcus", "dilys", "colin", "amara", "judith", "tom",
    *(OTHERS if FULL else []),
]  # fmt: skip
"""Who asks for every address, nobody among them. The others are asked in the full proof;
`tests/matrix` has all kinds of people, by sample."""

KEPT_OF_A_LOOK = re.compile(
    r'(insert into|update) "?(audit_|agencies_session|django_session)', re.I
)
WRITES = re.compile(r"^\s*(insert|update|delete)\b", re.I)


@dataclass(frozen=True)
class Asked:
    """One address, who asked for it and how, the answer, and what was said to the database."""

    name: str
    row: Row
    who: str | None
    method: str
    answer: Any
    statements: list[str] = field(repr=False)

    @property
    def body(self) -> bytes:
        return b"" if self.answer.streaming else self.answer.content


def as_written(row: Row) -> list[str]:
    """The method that the matrix gives for an address."""
    return [row.method]


def at_the_door(cast: Cast, people: Iterable[str | None]) -> dict[str | None, Client]:
    """A browser for each of these people, signed in; nobody’s is not."""
    clients: dict[str | None, Client] = {}
    for who in people:
        clients[who] = Client()
        if who:
            clients[who].force_login(cast.posts[who].account)
    return clients


def walk(
    scene: Scene,
    clients: dict[str | None, Client],
    *,
    only: Callable[[str, Row], bool] = lambda name, row: True,
    methods: Callable[[Row], list[str]] = as_written,
    sent: dict[str, str] | None = None,
) -> Iterator[Asked]:
    """Ask for each address; while an answer is looked at, what it did still stands."""
    for name, row in sorted(MATRIX.items()):
        if not only(name, row):
            continue
        with transaction.atomic():
            here = replace(scene, things=dict(scene.things))
            address = reverse(name, kwargs=row.where(here))
            for who, client in clients.items():
                for method in methods(row):
                    with transaction.atomic():
                        yield _ask(name, row, who, client, method, address, sent)
                        transaction.set_rollback(True)
            transaction.set_rollback(True)


def _ask(name, row, who, client, method, address, sent) -> Asked:
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as said:
        answer = getattr(client, method.lower())(address, sent)
    return Asked(name, row, who, method, answer, [one["sql"] for one in said.captured_queries])


def changes(statements: list[str]) -> list[str]:
    """What was written, but that somebody looked and is here."""
    wrote = [one for one in statements if WRITES.match(one)]
    return [one[:120] for one in wrote if not KEPT_OF_A_LOOK.match(one)]
