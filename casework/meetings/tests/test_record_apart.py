"""What a record keeps apart: numbers, safe addresses, and every other child of the meeting."""

import io
import json
from datetime import date

import docx
import pypdf
import pytest
from django.urls import reverse

from casework.meetings import finishing_commands, record_commands, slot_commands
from casework.meetings.models import Record
from casework.meetings.outcome import NewAction, NextReview, Outcome, Rating
from casework.meetings.record_copies import copies_of, part_for
from casework.meetings.tests.after import TALKED, WRITTEN, complete, end, talk
from casework.notices.models import Notice
from casework.plans.commands import Point
from casework.subjects import safe_address, sealed

HERE = "The blue house, 7 Larkspur Close"
OF_TEGAN = ("Heronsgate", "Quillfeather", "Moorcock", "Saltmarsh")
"""Words that were said of Tegan alone: in what agencies brought, plan, action and rating."""


def address(slot, page="record"):
    return reverse(f"meetings:{page}", args=[slot.meeting.reference, slot.position])


def read(slot, post, signed_in):
    """The record as somebody gets it: its page, its PDF and its Word file, as text."""
    client = signed_in(post)
    page = client.get(address(slot)).content.decode()
    pdf = pypdf.PdfReader(io.BytesIO(client.get(address(slot, "record_pdf")).content))
    printed = " ".join(one.extract_text() for one in pdf.pages) + str(pdf.metadata)
    file = docx.Document(io.BytesIO(client.get(address(slot, "record_docx")).content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    written = " ".join([one.text for one in file.paragraphs] + cells)
    core = file.core_properties
    return page, printed, f"{written} {core.title} {core.subject} {core.keywords}"


@pytest.fixture
def slot(stage, time_stands_still):
    found = talk(stage)
    end(stage)
    return found


# --- number and address ---------------------------------------------------------------


def test_a_frozen_record_holds_no_number_and_each_reader_gets_it(stage, slot, signed_in):
    record = complete(stage, slot)

    assert "943" not in json.dumps(Record.objects.get(pk=record.pk).content)
    for text in read(slot, stage.cast.hannah, signed_in):
        assert "943 476 5919" in " ".join(text.split())


def test_completed_again_with_the_same_number_it_is_the_same_record(stage, slot):
    assert complete(stage, slot) == complete(stage, slot)


def test_a_record_of_before_shows_no_address_once_there_is_a_safe_one(stage, slot, signed_in):
    complete(stage, slot)
    assert "KT16 9AA" in read(slot, stage.cast.hannah, signed_in)[0]

    safe_address.set_safe_address(
        case=stage.cast.ellis, address=HERE, by=stage.cast.hannah, now=WRITTEN
    )

    for text in read(slot, stage.cast.hannah, signed_in):
        flat = " ".join(text.split())
        assert safe_address.KEPT_APART in flat
        for word in ("KT16", "At home with his mum", "Abbey Surgery", "Larkspur"):
            assert word not in flat


def test_a_record_written_afterwards_holds_neither_address(stage, slot):
    safe_address.set_safe_address(
        case=stage.cast.ellis, address=HERE, by=stage.cast.hannah, now=WRITTEN
    )

    content = json.dumps(complete(stage, slot).content)

    assert safe_address.KEPT_APART in content
    assert not any(word in content for word in ("KT16", "Larkspur", "with his mum"))


@pytest.mark.parametrize(
    "typed",
    [
        "Taken back to GU1 3UW",
        "Taken back to gu13uw.",
        "He is at 7 larkspur close",
        "7, Larkspur  Close",
    ],
)
def test_a_copy_in_which_somebody_typed_the_safe_address_stops(stage, slot, typed):
    safe_address.set_safe_address(
        case=stage.cast.ellis, address=HERE, postcode="GU1 3UW", by=stage.cast.hannah, now=WRITTEN
    )
    content = record_commands.whole_content(record_commands.held(slot), now=WRITTEN)
    assert not any(one.found for one in copies_of(slot, content, now=WRITTEN))

    row = slot.sections.get(section="further")
    row.content = {"other_activities": typed}
    row.save()

    content = record_commands.whole_content(record_commands.held(slot), now=WRITTEN)
    stopped = [one for one in copies_of(slot, content, now=WRITTEN) if one.whole]
    assert stopped
    assert all(one.found[0].whose == "The safe address" for one in stopped)


# --- two children of one meeting ------------------------------------------------------


def talk_of_tegan(stage):
    """The discussion of Tegan at the same meeting, with words that were said of her alone."""
    cast, slot = stage.cast, stage.meeting("2026-11-20").slots.get(case=stage.cast.tegan)
    slot = slot_commands.open_slot(slot=slot, by=cast.dilys, now=TALKED)
    for section, content in {
        "agencies": {"police": "Seen at Heronsgate"},
        "rating": {"words": "Quillfeather is behind it"},
        "further": {"other_activities": "Quillfeather again"},
    }.items():
        slot_commands.save_section(
            slot=slot, section=section, content=content, revision=0, by=cast.dilys, now=TALKED
        )
    outcome = Outcome(
        rating=Rating("significant", ("criminal",), ("new_incident",), "Quillfeather"),
        points=(
            Point("safety", "home", "Moorcock Farm"),
            Point("safety", "safe_spaces", "Moorcock stables"),
            Point("safety", "safe_friendships", "Her cousin"),
            Point("safety", "who_to_call", "Ben"),
            Point("safety", "immediate", "A lift"),
        ),
        actions=(NewAction("Visit Saltmarsh", cast.ben, date(2026, 11, 27)),),
        review=NextReview(date(2026, 12, 30), stage.meeting("2026-12-30")),
    )
    finishing_commands.finish_slot(slot=slot, outcome=outcome, by=cast.marcus, now=TALKED)
    return type(slot).objects.get(pk=slot.pk)


@pytest.fixture
def both(stage, time_stands_still):
    """Ellis and Tegan were talked about at one meeting; both records are complete and sent."""
    ellis = talk(stage)
    tegan = talk_of_tegan(stage)
    end(stage)
    for slot in (ellis, tegan):
        complete(stage, slot, although="for the test")
        record_commands.circulate(slot=slot, by=stage.cast.dilys, now=WRITTEN)
    return ellis, tegan


def test_each_record_holds_its_own_words(stage, both, signed_in):
    for text in read(both[1], stage.cast.marcus, signed_in):
        assert all(word in text for word in OF_TEGAN)


@pytest.mark.parametrize("reader", ["hannah", "marcus", "dilys", "colin"])
def test_no_form_of_one_childs_record_holds_anything_of_another_child(
    stage, both, signed_in, reader
):
    tegan = stage.cast.tegan
    named = (tegan.reference, tegan.child.forename, tegan.child.surname, tegan.child.local_id)

    for text in read(both[0], stage.cast.posts[reader], signed_in):
        assert "Ellis" in text
        for word in (*OF_TEGAN, *(one for one in named if one)):
            assert word not in text


def test_every_copy_that_is_sent_and_the_page_that_sends_it_hold_one_child_only(
    stage, both, signed_in
):
    client = signed_in(stage.cast.dilys)
    record = both[0].records.get()
    copies = copies_of(record_commands.held(both[0]), record.content, now=WRITTEN)

    assert len(copies) > 3
    for copy in copies:
        page = client.get(address(both[0], "record_circulate"), {"copy": copy.key})
        text = json.dumps(part_for(record.content, copy)) + page.content.decode()
        assert not any(word in text for word in (*OF_TEGAN, "Tegan", "Marlowe"))


def test_no_message_names_a_child(stage, both):
    for notice in Notice.objects.all():
        told = json.dumps(notice.__dict__, default=str)
        assert not any(word in told for word in ("Ellis", "Tegan", "Hartwood", "Marlowe"))


@pytest.mark.parametrize("way", ["reference", "number", "number in groups"])
def test_a_copy_with_another_childs_reference_or_number_in_it_stops(stage, slot, way):
    tegan = stage.cast.tegan
    for name, value in sealed.columns(tegan, "9990000018").items():
        setattr(tegan.child, name, value)
    tegan.child.save()
    typed = {
        "reference": tegan.reference,
        "number": "9990000018",
        "number in groups": "999 000 0018",
    }
    row = slot.sections.get(section="further")
    row.content = {"other_activities": f"Together with {typed[way]}"}
    row.save()

    content = record_commands.whole_content(record_commands.held(slot), now=WRITTEN)

    stopped = [one for one in copies_of(slot, content, now=WRITTEN) if one.whole]
    assert stopped
    assert all(one.stopped for one in stopped)
