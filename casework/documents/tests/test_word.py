"""Claims about the Word files, read back from what they hold."""

import io
from time import perf_counter

import docx
import pytest
from docx.oxml.ns import qn

from casework.documents import word
from casework.documents.shapes import Column, Document, Paragraphs, Section, Table
from casework.documents.tests.examples import (
    NOW,
    a_long_record,
    a_meeting_record,
    a_pack_of_papers,
)


def opened(file):
    return docx.Document(io.BytesIO(file))


def headings_of(file):
    return [
        (paragraph.style.name, paragraph.text)
        for paragraph in opened(file).paragraphs
        if paragraph.style.name.startswith("Heading")
    ]


def test_headings_are_real_and_in_order():
    headings = headings_of(word.render(a_meeting_record(), now=NOW))

    assert headings[0] == ("Heading 1", "Ellis Hartwood: RMM record")
    assert ("Heading 2", "Safety plan") in headings
    assert ("Heading 3", "Who to call") in headings


def test_the_first_row_of_every_table_is_repeated_as_its_heading():
    file = opened(word.render(a_meeting_record(), now=NOW))

    assert len(file.tables) == 5
    for table in file.tables:
        marked = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert marked == [True] + [False] * (len(table.rows) - 1)


def test_the_file_is_in_british_english_and_names_no_author():
    file = opened(word.render(a_meeting_record(), now=NOW))

    defaults = file.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert defaults.get(qn("w:val")) == "en-GB"
    assert file.core_properties.author == "Holdfast"
    assert file.core_properties.created.replace(tzinfo=None) == NOW.replace(tzinfo=None)


def test_every_style_that_a_paragraph_asks_for_exists():
    file = opened(word.render(a_pack_of_papers(), now=NOW))

    known = {style.style_id for style in file.styles}
    used = {each.get(qn("w:val")) for each in file.element.iter(qn("w:pStyle"))}
    assert used <= known


def test_the_properties_of_each_style_stand_in_the_order_that_word_insists_on():
    file = opened(word.render(a_meeting_record(), now=NOW))

    order = ["pStyle", "keepNext", "keepLines", "numPr", "pBdr", "tabs", "spacing", "ind"]
    for properties in file.styles.element.iter(qn("w:pPr")):
        names = [each.tag.rpartition("}")[2] for each in properties]
        known = [order.index(name) for name in names if name in order]
        assert known == sorted(known)


@pytest.mark.parametrize("text", ["*bold*", "#panic()", "<b>", "$a$", "{{ x }}", "&amp;"])
def test_markup_in_what_people_write_stays_as_written(text):
    document = Document(
        text, (Section(text, (Paragraphs(text), Table((Column(text),), ((text,),)))),)
    )

    file = opened(word.render(document, now=NOW))

    assert [paragraph.text for paragraph in file.paragraphs[:3]] == [text, text, text]
    assert [row.cells[0].text for row in file.tables[0].rows] == [text, text]


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\ud800b", "a\uffffb"])
def test_characters_that_no_document_can_carry_do_not_stop_the_file(text):
    file = word.render(a_meeting_record(title=text, reference=text, footer=(text,)), now=NOW)

    assert headings_of(file)[0][1].startswith("a")


def test_each_document_of_a_pack_keeps_its_own_reference_and_footer():
    file = opened(word.render(a_pack_of_papers(), now=NOW))

    tops = [part.header.paragraphs[0].text for part in file.sections]
    assert ["RMM-NW-2026-11-20" in tops[0], "NW-2026-0114" in tops[2]] == [True, True]
    assert all("procedure prevails" in part.footer.paragraphs[0].text for part in file.sections)


def test_a_long_record_becomes_a_word_file_while_one_waits(capsys):
    started = perf_counter()

    file = word.render(a_long_record(), now=NOW)

    took = perf_counter() - started
    with capsys.disabled():
        print(f"\nWord: record of 60 children in {took:.2f} s, {len(file) // 1024} kB")
    assert took < 20
