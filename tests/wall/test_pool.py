"""Connections that go from one person to the next carry nothing over.

Many threads share few connections; each request acts for somebody, some break off in the
middle, and some forget to say who acts. The control says who acts for the session and not
for the transaction: then whoever forgets reads as the person before, and the test must see it.
"""

from __future__ import annotations

import os
import random
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import pytest
from django.db import connection

from casework.cast import NOW, TODAY
from casework.config.postgresql import acting
from casework.subjects.models import Case

REQUESTS = int(os.environ.get("HOLDFAST_PROOF_PLACES", "4")) * 100
THREADS, CONNECTIONS = 16, 8
READ = "select case_id from subjects_child"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pool():
    """Connections of the product's own kind, to the test database as the running application."""
    free: SimpleQueue = SimpleQueue()
    every = [connection.copy() for _ in range(CONNECTIONS)]
    for one in every:
        one.inc_thread_sharing()
        free.put(one)
    yield free
    for one in every:
        one.close()


def readers(cast) -> list:
    posts = [cast.posts[name] for name in ("hannah", "ben", "marcus", "lorna", "tom", "amara")]
    of_children = Case.objects.filter(kind="child")
    return [
        (post.pk, {one.pk for one in of_children.visible_to(post, today=TODAY)}) for post in posts
    ]


def one_request(pool, chance, people) -> int:
    """How many rows came that are not the reader's; nobody's are none."""
    forgets, breaks_off = chance.random() < 0.2, chance.random() < 0.1
    post, own = chance.choice(people)
    who = acting.nobody() if forgets else acting.person(post, today=TODAY, now=NOW)
    one = pool.get()
    try:
        with who:
            one.set_autocommit(False)
            with one.cursor() as cursor:
                cursor.execute(READ)
                found = {case for (case,) in cursor.fetchall()}
            one.rollback() if breaks_off else one.commit()
            one.set_autocommit(True)
        return len(found - (set() if forgets else own))
    finally:
        pool.put(one)


def foreign(pool, people) -> int:
    """The foreign rows of all requests."""
    with ThreadPoolExecutor(THREADS) as threads:
        asked = [
            threads.submit(one_request, pool, random.Random(n), people) for n in range(REQUESTS)
        ]
        return sum(each.result() for each in asked)


def test_no_request_reads_a_row_of_another(cast, pool):
    assert foreign(pool, readers(cast)) == 0


def test_the_control_that_tells_the_session_leaks(cast, pool, monkeypatch):
    monkeypatch.setattr(acting, "TELL", acting.TELL.replace("set local", "set session"))

    assert foreign(pool, readers(cast)) > 0


def test_without_a_transaction_a_statement_has_one_of_its_own(cast, pool):
    people = readers(cast)
    one = pool.get()

    for post, own in [*people, (None, set())]:
        who = acting.person(post, today=TODAY, now=NOW) if post else acting.nobody()
        with who, one.cursor() as cursor:
            cursor.execute(READ)
            assert {case for (case,) in cursor.fetchall()} == own
    pool.put(one)
