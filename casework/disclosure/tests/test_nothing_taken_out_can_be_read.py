"""Whatever is taken out of a made-up record cannot be read in any file made of the rest.

`HOLDFAST_PROOF_BUNDLES` says how many records are made up; the test prints what it counted.
"""

from __future__ import annotations

import os
import unicodedata

import pikepdf
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from casework.cast import NOW
from casework.disclosure import copies, scanning
from casework.disclosure.copies import Copy, Entry, Part
from casework.disclosure.kept import TAKEN_OUT, kept, merged, places_of, sentences, taken_out
from casework.disclosure.rereading import readings
from casework.disclosure.scanning import Needle, plain
from casework.disclosure.tests.bundles import Bundle, bundles

BUNDLES = int(os.environ.get("HOLDFAST_PROOF_BUNDLES", "8"))
SECRET = "Zq00017wort"
counted = {"bundles": 0, "tokens": 0, "found": 0}


@pytest.fixture(scope="module", autouse=True)
def _say_what_was_counted():
    yield
    if BUNDLES > 8:
        print(f"\n{counted['bundles']:,} bundles, {counted['tokens']:,} tokens, "
              f"{counted['found']:,} found")  # fmt: skip


def naked(text: str) -> str:
    """Only letters and figures; another reading than the product's own, on purpose."""
    return "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())


@seed(4)
@settings(
    max_examples=BUNDLES, deadline=None, database=None,
    phases=[Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(bundles())
def test_no_token_is_recoverable_by_any_extractor_or_from_metadata(bundle: Bundle):
    files = copies.files_of(bundle.copy, now=NOW)
    read = readings(files)

    everything = "\n".join(naked(one.text) for one in read)
    leaked = [token for token in bundle.tokens if naked(token) in everything]

    counted["bundles"] += 1
    counted["tokens"] += len(bundle.tokens)
    counted["found"] += len(leaked)
    assert leaked == []
    needles = [Needle(plain(one.words), one.item) for one in bundle.needles if plain(one.words)]
    assert scanning.in_files(files, [n for n in needles if len(n.words) > 8]) == []


# --- controls: something is left behind, and is found ---------------------------------


def a_copy(text: str = f"He was with {TAKEN_OUT} there.") -> Copy:
    return Copy("REFERENCE1", "Surrey", (Part("What happened", (Entry("Fact", "", text, 7),)),))


NEEDLE = Needle(plain(SECRET), 12)


def found_in(copy: Copy | None = None) -> set[str]:
    checked = scanning.checked(copy or a_copy(), [NEEDLE], now=NOW)
    return {hit.place for hit in checked.hits}


def test_without_a_leak_nothing_is_found():
    assert found_in() == set()


def test_a_word_left_in_the_properties_of_the_word_file_is_found(monkeypatch):
    describe = copies.word.word_styles.describe

    def careless(word, document, now):
        describe(word, document, now)
        word.core_properties.comments = f"Redacted: {SECRET}"

    monkeypatch.setattr(copies.word.word_styles, "describe", careless)
    files = copies.files_of(a_copy(), now=NOW)

    found = {hit.place for hit in scanning.in_files(files, [NEEDLE])}

    assert found == {"Word file, docProps/core.xml"}


def test_a_word_left_in_the_metadata_of_the_pdf_is_found():
    files = copies.files_of(a_copy(), now=NOW)
    with pikepdf.open(io_of(files["pdf"])) as pdf:
        with pdf.open_metadata() as about:
            about["dc:description"] = f"Without {SECRET}"
        files["pdf"] = saved(pdf)

    places = {hit.place for hit in scanning.in_files(files, [NEEDLE])}

    assert "PDF, raw strings and metadata" in places


@pytest.mark.parametrize("where", ["/Keywords", "/Author"])
def test_a_word_left_in_the_old_properties_of_the_pdf_is_found(where):
    files = copies.files_of(a_copy(), now=NOW)
    with pikepdf.open(io_of(files["pdf"])) as pdf:
        pdf.docinfo[where] = SECRET
        files["pdf"] = saved(pdf)

    places = {hit.place for hit in scanning.in_files(files, [NEEDLE])}

    assert "PDF, properties" in places


def test_a_word_under_a_black_box_is_found(monkeypatch):
    files = copies.files_of(a_copy(f"He was with {SECRET} there."), now=NOW)

    places = {hit.place for hit in scanning.in_files(files, [NEEDLE])}

    assert {"PDF, text", "Word file, word/document.xml", "JSON, values"} <= places


def test_a_word_in_an_attachment_is_found():
    files = copies.files_of(a_copy(), now=NOW)
    with pikepdf.open(io_of(files["pdf"])) as pdf:
        pdf.attachments["original.txt"] = f"The original: {SECRET}".encode()
        files["pdf"] = saved(pdf)

    assert scanning.in_files(files, [NEEDLE])


def test_a_word_in_a_name_of_the_json_is_found():
    files = copies.files_of(a_copy(), now=NOW)
    files["json"] = files["json"].replace(b'"parts"', f'"{SECRET}"'.encode())

    assert "JSON, names" in {hit.place for hit in scanning.in_files(files, [NEEDLE])}


def test_a_word_kept_in_another_item_is_told_by_the_numbers_of_the_items():
    checked = scanning.checked(a_copy(f"Here {SECRET.upper()} stands."), [NEEDLE], now=NOW)

    assert {(hit.item, hit.stands_in) for hit in checked.hits} == {(12, 7)}


def test_words_that_stand_in_every_copy_alike_give_nothing_away():
    checked = scanning.checked(a_copy(), [Needle("serious harm", 12)], now=NOW)

    assert checked.hits == []


def io_of(file: bytes):
    import io

    return io.BytesIO(file)


def saved(pdf) -> bytes:
    import io

    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


# --- what is kept ---------------------------------------------------------------------


def test_what_is_taken_out_is_replaced_by_the_same_mark_whatever_its_length():
    text = "He met Tegan Marlowe at Mill Lane."

    assert kept(text, [(7, 20)]) == f"He met {TAKEN_OUT} at Mill Lane."
    assert kept(text, [(7, 12), (13, 20)]) == f"He met {TAKEN_OUT} at Mill Lane."
    assert taken_out(text, [(13, 20), (7, 14)]) == ["Tegan Marlowe"]
    assert kept(text, []) == text


@seed(4)
@settings(max_examples=200, deadline=None, database=None)
@given(bundles())
def test_pieces_taken_out_and_pieces_kept_make_up_the_whole(bundle):
    for entry in bundle.copy.entries:
        spans = [(0, 3), (2, 9), (40, 44), (41, 42)]
        text = entry.text

        pieces = taken_out(text, spans)

        left = len(text) - sum(map(len, pieces))
        assert len(kept(text, spans)) == left + len(TAKEN_OUT) * len(pieces)
        assert len(pieces) == len(merged(text, spans))


def test_sentences_cover_every_word_and_lines_end_them():
    text = "He rang. “Come home!” she said.\nSchool: Wexcombe. Mr. B was there"

    found = [text[start:end] for start, end in sentences(text)]

    assert "".join("".join(found).split()) == "".join(text.split())
    assert "School: Wexcombe." in found


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Ann met Annabel and ANN", "ann", ["Ann", "ANN"]),
        ("Celia  \n Hartwood", "Celia Hartwood", ["Celia  \n Hartwood"]),
        ("(07700)", "(07700)", ["(07700)"]),
        ("nothing", "", []),
    ],
)
def test_words_are_found_as_words(text, words, found):
    assert [text[start:end] for start, end in places_of(text, words)] == found
