"""Pairs of addresses: of something that is there and not the reader's, and of nothing at all."""

from __future__ import annotations

import gc
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter_ns

from django.http import HttpResponse
from django.urls import reverse

from casework.cast import LONG_AGO
from casework.subjects.models import Case, PersonOfConcern, Place
from tests.matrix.stage import Stage

NOBODYS = "ZZZZ222222"
NUMBER = 987_654_321
ONCE_ONLY = re.compile(rb"nonce-[\w+/=-]+|nonce=\"[^\"]*\"|csrfmiddlewaretoken\" value=\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class Pair:
    """One kind of object: the address of somebody else's, and one like it of nothing."""

    not_yours: str
    absent: str

    def typed(self) -> tuple[list[str], list[str]]:
        """What of each address the reader typed themselves, and a page may say again."""
        one, other = self.not_yours.split("/"), self.absent.split("/")
        return _only_in(one, other), _only_in(other, one)


def _only_in(one: list[str], other: list[str]) -> list[str]:
    return [part for part in one if part not in other and not part.isdecimal()]


def pairs(stage: Stage) -> dict[str, Pair]:
    """A pair for each kind of object that an address can name."""
    ellis, meeting = stage.cast.ellis.reference, stage.slot.meeting.reference
    place, person = _place(stage), _person(stage)
    known = stage.addresses
    return {
        "record": _by_reference("concerns:record", ellis),
        "case": _by_reference("worklists:who_can_see", ellis),
        "meeting": _by_reference("meetings:meeting", meeting),
        "forum": _by_reference("meetings:forum", stage.cast.forum_nw.reference),
        "child's time at a meeting": _by_reference("meetings:slot", meeting, number=1),
        "meeting record": _renumbered(known["meetings:record"], stage.discussed.meeting.reference),
        "file of a meeting record": _renumbered(
            known["meetings:record_pdf"], stage.discussed.meeting.reference
        ),
        "action": Pair(known["worklists:action"], reverse("worklists:action", args=[NUMBER])),
        "document": _renumbered(known["concerns:response"], ellis),
        "place": _by_reference("worklists:who_can_see", place),
        "person of concern": _by_reference("worklists:who_can_see", person),
    }


def _by_reference(name: str, reference: str, **more: int) -> Pair:
    mine = reverse(name, kwargs={"reference": reference} | more)
    return Pair(mine, reverse(name, kwargs={"reference": NOBODYS} | more))


def _renumbered(address: str, reference: str) -> Pair:
    return Pair(address, address.replace(reference, NOBODYS))


def _place(stage: Stage) -> str:
    case = _case(stage, Case.Kind.PLACE)
    Place.objects.create(case=case, label="The car park")
    return case.reference


def _person(stage: Stage) -> str:
    case = _case(stage, Case.Kind.PERSON_OF_CONCERN)
    PersonOfConcern.objects.create(case=case, label="Somebody")
    return case.reference


def _case(stage: Stage, kind: str) -> Case:
    return Case.objects.create(
        kind=kind, authority=stage.cast.authority, area=stage.cast.north_west, opened_on=LONG_AGO
    )


# --- what an answer tells -------------------------------------------------------------


def told(response: HttpResponse, typed: list[str]) -> tuple:
    """Everything of an answer but what is random in each, and what the reader typed."""
    body = ONCE_ONLY.sub(b"", response.content)
    headers = {name: ONCE_ONLY.sub(b"", value.encode()) for name, value in response.headers.items()}
    for text in typed:
        body = body.replace(text.encode(), b"what was typed")
    for name in ("Content-Length", "Expires"):
        headers.pop(name, None)
    return response.status_code, body, headers, sorted(response.cookies)


# --- time -----------------------------------------------------------------------------

Ask = Callable[[str], object]


def times(pair: Pair, ask: Ask, *, tries: int, seed: int) -> tuple[list[int], list[int]]:
    """Nanoseconds for each of the two, so many tries of each, in random order."""
    order = [True, False] * tries
    random.Random(seed).shuffle(order)
    for address in (pair.not_yours, pair.absent) * 25:
        ask(address)
    found: dict[bool, list[int]] = {True: [], False: []}
    gc.collect()
    gc.disable()
    for theirs in order:
        address = pair.not_yours if theirs else pair.absent
        began = perf_counter_ns()
        ask(address)
        found[theirs].append(perf_counter_ns() - began)
        if len(found[True]) % 250 == 0:
            gc.collect()
    gc.enable()
    return found[True], found[False]


def asking_twice(ask: Ask, pair: Pair) -> Ask:
    """The control: what a page would cost that asks once more for what is not the reader's."""
    reference = pair.not_yours.strip("/").split("/")[-1]

    def twice(address: str) -> object:
        response = ask(address)
        if address == pair.not_yours:
            Case.objects.filter(reference=reference).exists()
        return response

    return twice
