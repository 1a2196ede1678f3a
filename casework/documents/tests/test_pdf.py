"""Claims about the PDFs, read back from their tags and their text."""

import io
from collections import Counter
from time import perf_counter

import pikepdf
import pypdf
import pytest
import typst

from casework.documents import pdf
from casework.documents.shapes import (
    Bullets,
    Column,
    Document,
    Field,
    Fields,
    Paragraphs,
    Section,
    Table,
)
from casework.documents.tests.examples import (
    NOW,
    a_list_of_children,
    a_long_record,
    a_meeting_record,
    a_pack_of_papers,
)

HOSTILE = [
    "*bold*",
    "#panic()",
    "<b>",
    "$a$",
    "_x_",
    "@ref",
    "\\n",
    "// gone",
    "[x]",
    "`raw`",
    "= Title",
]


def text_of(printed):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed)).pages)


def tags_of(printed):
    found = Counter()

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for each in node:
                walk(each)
        elif isinstance(node, pikepdf.Dictionary):
            found.update([str(node.S)] if "/S" in node else [])
            if "/K" in node:
                walk(node.K)

    with pikepdf.open(io.BytesIO(printed)) as file:
        walk(file.Root.StructTreeRoot)
    return found


def test_the_pdf_says_that_it_is_accessible_and_in_which_language():
    printed = pdf.render(a_meeting_record(), now=NOW)

    file = pikepdf.open(io.BytesIO(printed))
    with file.open_metadata() as about:
        assert about["pdfuaid:part"] == "1"
        assert about["dc:title"] == "Ellis Hartwood: RMM record"
    assert file.Root.Lang == "en-GB"
    assert file.Root.MarkInfo.Marked
    assert file.Root.ViewerPreferences.DisplayDocTitle


def test_a_record_is_printed_at_any_moment_of_the_clock():
    printed = pdf.render(a_meeting_record(), now=NOW.replace(microsecond=123_456))

    assert printed.startswith(b"%PDF")


def test_headings_lists_and_table_headers_are_tagged():
    tags = tags_of(pdf.render(a_meeting_record(), now=NOW))

    assert tags["/H1"] == 1
    assert tags["/H2"] == len(a_meeting_record().sections)
    assert tags["/H3"] > 0
    assert tags["/Table"] == 5
    assert tags["/TH"] == 2 + 2 + 4 + 3 + 3
    assert tags["/LI"] > 0


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_what_people_write_is_printed_as_written(text):
    document = Document(
        title=text,
        reference=text,
        marking=text,
        footer=(text,),
        sections=(
            Section(
                text,
                (Paragraphs(text), Bullets((text,)), Fields((Field(text, text),))),
            ),
        ),
    )

    printed = pdf.render(document, now=NOW)

    assert text_of(printed).count(text) == 9


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\x0bb", "a\ud800b", "a\uffffb", "a\ue000b", "", "\n\n"]
)
def test_characters_that_no_document_can_carry_do_not_stop_the_print(text):
    printed = pdf.render(a_meeting_record(title=f"Record {text}", subtitle=text), now=NOW)

    assert printed.startswith(b"%PDF")


@pytest.mark.parametrize("name", ["Łukasz Ștefănescu", "Nguyễn Thị Ánh", "Ирина", "Ωmega"])
def test_names_keep_the_letters_of_their_own_language(name):
    printed = pdf.render(a_meeting_record(title=name), now=NOW)

    assert name in text_of(printed)


def test_a_character_that_no_font_can_draw_is_named_instead(monkeypatch):
    monkeypatch.setattr(pdf, "_can_be_drawn", lambda character: False)

    printed = pdf.render(a_meeting_record(title="see you 😀"), now=NOW)

    assert "see you [grinning face]" in text_of(printed)


def test_an_empty_answer_is_printed_and_not_left_out():
    printed = pdf.render(a_meeting_record(), now=NOW)

    assert "Ethnicity Not recorded" in " ".join(text_of(printed).split())
    assert "None known since the last meeting." in text_of(printed)


def test_without_our_own_letters_the_document_is_printed_in_others(monkeypatch):
    monkeypatch.setattr(pdf, "_fonts", lambda: typst.Fonts(include_system_fonts=False))

    printed = pdf.render(a_meeting_record(), now=NOW)

    assert "Ellis Hartwood: RMM record" in text_of(printed)


def test_the_headings_of_a_table_are_shown_on_each_page_and_tagged_once():
    rows = tuple((f"Action {number}", "27 Nov 2026") for number in range(120))
    table = Table((Column("What", 3), Column("By when")), rows)

    printed = pdf.render(a_meeting_record(sections=(Section("Actions", (table,)),)), now=NOW)

    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed)).pages]
    assert len(pages) > 2
    assert all("By when" in page for page in pages)
    assert tags_of(printed)["/TH"] == 2


def test_every_page_says_what_prevails_and_that_people_are_invented():
    printed = pdf.render(a_pack_of_papers(), now=NOW)

    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed)).pages]
    for number, page in enumerate(pages, start=1):
        assert "the published procedure prevails" in page
        assert "everybody in this document is invented" in page
        assert f"Page {number} of {len(pages)}" in page


def test_the_papers_of_a_meeting_list_what_is_in_them():
    printed = pdf.render(a_pack_of_papers(), now=NOW)

    front = pypdf.PdfReader(io.BytesIO(printed)).pages[0].extract_text()
    assert "Children to be discussed" in front
    assert "Ellis Hartwood: RMM record" in front


def test_the_same_document_gives_the_same_bytes():
    first = pdf.render(a_list_of_children(), now=NOW)

    second = pdf.render(a_list_of_children(), now=NOW)

    assert first == second


def test_a_record_of_sixty_pages_is_printed_while_one_waits(capsys):
    started = perf_counter()

    printed = pdf.render(a_long_record(), now=NOW)

    took = perf_counter() - started
    pages = len(pypdf.PdfReader(io.BytesIO(printed)).pages)
    with capsys.disabled():
        print(f"\nPDF: {pages} pages in {took:.2f} s, {len(printed) // 1024} kB")
    assert pages >= 60
    assert took < 10
