"""What somebody looks for stands in no address."""

from datetime import timedelta

import pytest

from casework.cast import NOW
from casework.config import sealing
from casework.web import sealed_words


def of(text, whose=7, now=NOW):
    return sealed_words.sealed(text, whose=whose, now=now)


def opened(token, whose=7, now=NOW):
    return sealed_words.opened(token, whose=whose, now=now)


def test_sealed_words_open_for_who_wrote_them():
    assert opened(of("  Hartwood\0 ")) == "Hartwood"
    assert "Hartwood" not in of("Hartwood")
    assert of("") == of("  ") == ""


def test_they_are_of_use_to_nobody_else():
    assert opened(of("Hartwood"), whose=8) == ""


def test_they_hold_for_an_hour():
    token = of("Hartwood")

    assert opened(token, now=NOW + timedelta(hours=1)) == "Hartwood"
    assert opened(token, now=NOW + timedelta(hours=1, seconds=1)) == ""


def test_the_same_words_look_different_each_time():
    assert of("Hartwood") != of("Hartwood")


@pytest.mark.parametrize(
    "rubbish", ["", "x", "first.", "first.AAAA", "first.é", "Hartwood", "." * 500, "first.====="]
)
def test_rubbish_is_no_words(rubbish):
    assert opened(rubbish) == ""


def test_what_was_sealed_for_another_purpose_is_no_words():
    assert opened(sealing.seal('["Hartwood", 1]', place="somewhere else")) == ""
    assert opened(sealing.seal("7", place="words of account 7")) == ""
