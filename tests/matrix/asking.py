"""Asks the product, request by request, and holds each answer to what the oracle says."""

from __future__ import annotations

import io
import logging
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdf
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from casework.audit.models import Entry
from casework.cast import TODAY
from tests.house_rules.permission_matrix import MATRIX
from tests.matrix import compartments as c
from tests.matrix import oracle
from tests.matrix.hiring import enter
from tests.matrix.pages import page_of
from tests.matrix.personas import Persona
from tests.matrix.stage import Stage

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
SHUT = (oracle.NOT_THERE, oracle.REFUSED, oracle.TO_SIGN_IN, oracle.TO_CHOOSE, oracle.NOT_SO)
NOTED = (
    "looked", "list looked at", "searched", "spreadsheet taken", "audit searched", "not let in",
)  # fmt: skip
DAY = {"on_0": TODAY.day, "on_1": TODAY.month, "on_2": TODAY.year}
VALID = {
    "concerns:safe_address": {"reason": "I drive him there"},
    "concerns:withdraw": {"reason": "It was somebody else"},
    "concerns:withdraw_episode": {"reason": "It was somebody else"},
    "concerns:answer": {"answer": "yes", "reason": "We spoke of it"},
    "concerns:duty": {"outcome": "not_needed", "note": "They were told"},
    "plans:action": {"state": "ongoing", "explanation": "Still to do"},
    "worklists:action": {"state": "ongoing", "explanation": "Still to do"},
    "worklists:i_know_them": {"ground": "relative"},
    "worklists:lift": {"because": "It was a mistake"},
    "worklists:opening": {"verdict": "right", "note": "He was missing"},
    "meetings:finish": {"reason": "Nothing more"},
    "meetings:leave": {"because": "He moved away"},
    "meetings:cancel": {"because": "Snow"},
    "meetings:confidential": {"confidential": "on"},
    "meetings:kind": {"kind": "missing"},
    "meetings:shift": {"way": "up"},
    "meetings:save": {"version": "0"},
    "meetings:send": {"what": "list"},
}
"""A form that is filled in, where a few words do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of one person; it answers for eight cells, one for each compartment."""

    name: str
    method: str
    who: Persona
    relation: str
    filled: bool = False

    def __str__(self) -> str:
        how = f"{self.method} filled in" if self.filled else self.method
        return f"{how} {self.name}, {self.who.name}, {self.relation}"


@dataclass
class Tally:
    """What was compared, and where the two differ."""

    requests: int = 0
    cells: int = 0
    must: int = 0
    """Cells in which somebody must see something."""
    wrong: Counter[str] = field(default_factory=Counter)
    different: list[str] = field(default_factory=list)

    def note(self, asked: Asked, found: list[tuple[str, str]]) -> None:
        for kind, what in found:
            self.wrong[kind] += 1
            self.different.append(f"{asked}: {what}")

    def __iadd__(self, other: Tally) -> Tally:
        self.requests += other.requests
        self.cells += other.cells
        self.must += other.must
        self.wrong += other.wrong
        self.different += other.different
        return self

    def __str__(self) -> str:
        return (
            f"{self.cells:,} cells by {self.requests:,} requests, {self.must:,} of them must show "
            f"or open something; shown or opened too much: {self.wrong['too much']}, "
            f"denied wrongly: {self.wrong['too little']}, other: {self.wrong['other']}"
        )


def every(who: Persona, relation: str) -> Iterator[Asked]:
    """All requests of one person in one relation."""
    for name, _ in sorted(MATRIX.items()):
        for method in METHODS:
            yield Asked(name, method, who, relation)
        if name in VALID:
            yield Asked(name, "POST", who, relation, filled=True)


def compare(stage: Stage, who: Persona, relation: str, wanted: Iterable[Asked]) -> Tally:
    """Ask everything of one person in one relation; nothing that was written stays."""
    tally = Tally()
    logging.disable(logging.CRITICAL)
    with transaction.atomic():
        client = enter(stage, who, relation)
        cookies, deeds = dict(client.cookies), _deeds()
        for asked in wanted:
            client.cookies.clear()
            client.cookies.update(cookies)
            with transaction.atomic():
                answer, words = _ask(client, stage, asked)
                wrote = answer in SHUT and _deeds() != deeds
                transaction.set_rollback(True)
            _hold(tally, stage, asked, answer, words)
            if wrote:
                tally.note(asked, [("too much", "something was written")])
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
    return tally


def _hold(tally: Tally, stage: Stage, asked: Asked, answer: str, words: frozenset[str]) -> None:
    row = MATRIX[asked.name]
    page = page_of(asked.name, row.audience, row.method)
    expected = oracle.expected(
        asked.name, page, asked.method, asked.who, asked.relation, filled=asked.filled
    )
    if asked.name in stage.without and expected.answer == oracle.OPEN:
        expected = oracle.Expected(oracle.NOT_THERE)
    tally.requests += 1
    tally.cells += len(c.COMPARTMENTS)
    tally.must += len(c.COMPARTMENTS) if expected.answer == oracle.OPEN else 0
    tally.note(asked, list(_differences(expected, answer, words)))


def _differences(expected, answer: str, words: frozenset[str]) -> Iterator[tuple[str, str]]:
    if expected.answer == oracle.NOT_SO and answer == oracle.NOT_THERE:
        answer = oracle.NOT_SO  # It says even less.
    anyhow = expected.answer == oracle.ANYHOW and not answer.startswith("crashed")
    if answer != expected.answer and not anyhow:
        kind = {oracle.OPEN: "too little"}.get(expected.answer, "other")
        kind = "too much" if answer == oracle.OPEN else kind
        yield kind, f"{answer}, and should be {expected.answer}"
    if words - expected.may:
        yield "too much", f"shows {sorted(words - expected.may)}"
    if expected.must - words and answer == expected.answer:
        yield "too little", f"does not show {sorted(expected.must - words)}"


# --- one request ----------------------------------------------------------------------


def _ask(client: Client, stage: Stage, asked: Asked) -> tuple[str, frozenset[str]]:
    send = getattr(client, asked.method.lower())
    data: dict[str, Any] = VALID[asked.name] if asked.filled else {}
    try:
        response = (
            send(stage.addresses[asked.name], data) if data else send(stage.addresses[asked.name])
        )
    except Exception as problem:
        return f"crashed with {problem!r}", frozenset()
    return _kind(response), c.heard(text_of(response))


def _kind(response: HttpResponse) -> str:
    known = {404: oracle.NOT_THERE, 403: oracle.REFUSED, 405: oracle.NOT_SO}
    if response.status_code in known:
        return known[response.status_code]
    if response.status_code >= 500:
        return f"crashed with {response.status_code}"
    to = response.headers.get("Location", "")
    if to.startswith(reverse("account_login")):
        return oracle.TO_SIGN_IN
    if to == reverse("agencies:change_post"):
        return oracle.TO_CHOOSE
    return oracle.OPEN


def text_of(response: HttpResponse) -> str:
    """What a reader or a program could read of an answer, files and headers included."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:4] == b"%PDF":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b" ".join(packed.read(name) for name in packed.namelist())
    return f"{response.headers} {body.decode(errors='replace')}"


def _deeds() -> int:
    return Entry.objects.exclude(action__in=NOTED).count()
