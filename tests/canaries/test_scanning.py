"""The scanner finds a word in whatever it is hidden: else nothing that it says is worth much."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import pytest

from casework.cast import NOW
from casework.documents import calendar, pdf
from casework.documents import word as word_file
from casework.documents.shapes import Document, Invitation, Paragraphs, Section
from tests.canaries.scanning import found_in, found_in_text
from tests.canaries.words import numbers, word

NUMBER = 4711
WORD = word(NUMBER)
HALF, REST = WORD[:5], WORD[5:]
PAPER = Document("Record", (Section("What was said", (Paragraphs(f"He said {WORD}. " * 40),)),))


def test_a_word_tells_its_number():
    words = [word(n) for n in range(2000)]

    assert len(set(words)) == 2000
    assert [numbers(one.lower()) for one in words] == [{n} for n in range(2000)]


@pytest.mark.parametrize(
    "text",
    [
        WORD,
        f"<p>Said: {WORD}.</p>",
        WORD.upper(),
        f"{HALF}<strong>{REST}</strong>",
        f"{HALF}<wbr/>{REST}",
        f"{HALF}&shy;{REST}",
        f"{HALF}&#x200b;{REST}",
        "".join(f"&#{ord(letter)};" for letter in WORD),
        f"{HALF}-\n{REST}",
        f"DESCRIPTION:{HALF}\r\n {REST}",
        f'<a title="{WORD}" href="/">there</a>',
        f"<!-- {WORD} -->",
        "/search/?q=" + "".join(f"%{ord(letter):02x}" for letter in WORD),
        '{"a": "' + "".join(f"\\u{ord(letter):04x}" for letter in WORD) + '"}',
        json.dumps({"name": WORD}),
        "".join(chr(ord(letter) + 0xFEE0) for letter in WORD),
    ],
)
def test_a_word_is_found_however_it_is_written(text):
    assert found_in_text(text) == {NUMBER}


def test_what_is_near_a_word_is_none():
    assert found_in_text(f"{WORD[1:]} zqx Zqxaeiou {WORD[:-1]}!") == set()


def test_a_word_is_found_on_any_page_of_a_pdf():
    printed = pdf.render(PAPER, now=NOW)

    assert WORD.encode() not in printed
    assert found_in(printed) == {NUMBER}


@pytest.mark.parametrize("where", ["title", "subtitle", "marking"])
def test_a_word_is_found_in_the_head_and_the_properties_of_a_pdf(where):
    paper = Document(**{"title": "Record", "sections": PAPER.sections[:0], where: WORD})

    assert found_in(pdf.render(paper, now=NOW)) == {NUMBER}


def test_a_word_is_found_in_a_word_file():
    written = word_file.render(PAPER, now=NOW)

    assert WORD.encode() not in written
    assert found_in(written) == {NUMBER}


def test_a_word_is_found_in_packed_files_and_in_their_names():
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.csv", f"name\n{WORD}\n")
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("inner.zip", inner.getvalue())
        packed.writestr(f"{word(7)}.txt", "nothing")

    assert found_in(outer.getvalue()) == {NUMBER, 7}
    assert found_in(gzip.compress(WORD.encode())) == {NUMBER}


def test_a_word_is_found_across_the_folded_lines_of_a_calendar_file():
    files = []
    for before in range(40, 70):
        invitation = Invitation(
            uid="1", sequence=0, starts_at=NOW, ends_at=NOW.replace(hour=12),
            reference="x" * before + WORD,
        )  # fmt: skip
        who = {"organiser": "a@example.org", "attendee": "b@example.org"}
        files.append(calendar.render(invitation, link="/", now=NOW, **who))

    assert any(WORD.encode() not in file for file in files)
    assert all(found_in(file) == {NUMBER} for file in files)
