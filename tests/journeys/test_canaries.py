"""The watch over the journeys: it hears what it should, and every address is asked under it."""

from __future__ import annotations

import logging
import os

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from casework.cast import NOW, TODAY
from tests.canaries import everywhere, planting, recording
from tests.canaries.words import word
from tests.house_rules.permission_matrix import MATRIX
from tests.house_rules.scene import set_scene
from tests.house_rules.walking import at_the_door, walk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FULL = "HOLDFAST_PROOF_PLACES" in os.environ
READERS = ["hannah", "lorna", *(["tom", "dilys", "colin", "marcus", "ruth", "priya", "judith"]
                                if FULL else [])]  # fmt: skip


def canary_of(watch, case, compartment):
    return next(
        number for number, one in watch.canaries.items()
        if (one.case, one.compartment) == (case.pk, compartment)
    )  # fmt: skip


@pytest.fixture
def show(watch, cast):
    """Answer somebody with a text, as if the product had; gives the faults that were heard."""

    def answered(post, text, address="/"):
        request = RequestFactory().get(address)
        request.post, request.now, request.today = post, NOW, TODAY
        recording.Recorder(lambda _: HttpResponse(text))(request)
        heard = list(watch.faults)
        watch.faults.clear()
        return heard

    return answered


# --- controls -------------------------------------------------------------------------


def test_a_word_shown_to_who_may_read_it_is_no_fault(show, watch, cast):
    said = word(canary_of(watch, cast.ellis, "shared"))

    assert show(cast.hannah, f"<p>{said}</p>") == []


@pytest.mark.parametrize(
    ("who", "compartment"),
    [("tom", "shared"), ("lorna", "footprint"), ("hannah", "confidential"),
     ("hannah", "intelligence"), ("marcus", "safe_address"), ("priya", "shared"), (None, "shared")],
)  # fmt: skip
def test_a_word_shown_to_who_may_not_read_it_is_heard(who, compartment, show, watch, cast):
    said = word(canary_of(watch, cast.ellis, compartment))

    [heard] = show(cast.posts[who] if who else None, f"<p>{said[:4]}<b>{said[4:]}</b></p>")

    assert heard.startswith(f"GET /: {compartment} of case {cast.ellis.pk} shown to")


def test_a_word_of_another_authority_is_for_nobody_here(show, watch, cast):
    elsewhere = [one for one in watch.canaries.values() if one.case > cast.ellis.pk]

    assert len({one.case for one in elsewhere}) >= len(planting.OTHERS)
    assert show(cast.ruth, word(len(watch.canaries) - 1)) != []


def test_a_name_in_an_address_a_log_a_cookie_or_the_title_of_a_mail_is_heard(
    show, watch, cast, mailoutbox
):
    assert show(cast.hannah, "", "/search/?q=hartwood") != []

    logging.getLogger("casework.somewhere").warning("Could not save %s", cast.ellis.child)
    watch.stored("cookies", '[{"name": "last", "value": "Ellis"}]')
    recording.mail.EmailMessage("About Tegan", "A link", to=["a@example.org"]).send()
    watch.mails()

    heard = [fault.partition(":")[0] for fault in watch.faults]
    watch.faults.clear()
    recording.mail.outbox.clear()
    assert heard == ["log line", "cookies", "title of a mail"]


# --- every address --------------------------------------------------------------------


def test_no_address_shows_a_word_outside_its_audience(watch, cast, time_stands_still):
    scene = set_scene(cast)
    slot = scene.things["slot"]
    watch.canaries |= everywhere.plant(cast.ellis, by=cast.ruth)
    watch.canaries |= dict(everywhere.in_the_meeting(slot, by=cast.marcus, first=3000))

    asked = [(one.who, one.name) for one in walk(scene, at_the_door(cast, READERS))]

    assert len(asked) == len(MATRIX) * len(READERS)
    assert watch.counted["words in their place"] > 40, "the canaries sing"


@pytest.mark.parametrize("who", ["tom", "ruth"])
def test_looking_for_somebody_of_another_authority_finds_as_little_as_for_nobody(
    who, watch, cast, client, time_stands_still
):
    client.force_login(cast.posts[who].account)
    there, absent = word(len(cast.cases) * 8), "Zqxnobody"

    pages = [client.post(reverse("worklists:search"), {"q": one}, follow=True)
             for one in (there, absent)]  # fmt: skip

    known, unknown = [page.content.decode().split("<main")[1] for page in pages]
    assert known.replace(there, absent) == unknown
