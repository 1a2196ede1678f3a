"""Names that are written differently and mean one person are found."""

import pytest

from casework.subjects import names


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("O’Brien-Smith", "obrien smith"),
        ("  Zoë   Lindqvist ", "zoe lindqvist"),
        ("D'Souza", "dsouza"),
        ("", ""),
    ],
)
def test_accents_apostrophes_and_hyphens_do_not_count(written, plain):
    assert names.plain(written) == plain


@pytest.mark.parametrize(("one", "other"), [("Hartwood", "Hartwoode"), ("Philips", "Fillips")])
def test_names_that_sound_alike_have_one_sound(one, other):
    assert names.sound(one) == names.sound(other)


def test_a_name_without_letters_has_no_sound():
    assert names.sound("–") == ""
