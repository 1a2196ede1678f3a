"""Eleven ways to tamper with what is sealed: each is refused, and says no word of it."""

import base64
import os
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.config import sealing

PLACE = "subjects_safeaddress.sealed:surrey:17:one"
SAYS = "The blue house, 7 Larkspur Close"
PLACES = int(os.environ.get("HOLDFAST_PROOF_PLACES", "3"))
FIRST, SECOND = b"1" * 32, b"2" * 32


def opened(text, place=PLACE):
    return sealing.unseal(text, place=place)


def unpacked(sealed):
    name, _, encoded = sealed.partition(".")
    return name, base64.urlsafe_b64decode(encoded)


def packed(name, raw):
    return f"{name}.{base64.urlsafe_b64encode(raw).decode()}"


def moved_to_another_row(sealed, chance, settings):
    opened(sealed, PLACE.replace("one", f"row{chance.random()}"))


def moved_to_another_column(sealed, chance, settings):
    opened(sealed, PLACE.replace(".sealed", ".note"))


def moved_to_another_authority(sealed, chance, settings):
    opened(sealed, PLACE.replace("surrey", "bristol"))


def one_bit_is_flipped(sealed, chance, settings):
    name, raw = unpacked(sealed)
    at = chance.randrange(len(raw) * 8)
    flipped = bytearray(raw)
    flipped[at // 8] ^= 1 << at % 8
    opened(packed(name, bytes(flipped)))


def one_letter_is_changed(sealed, chance, settings):
    at = chance.randrange(len(sealed))
    letter = chance.choice([one for one in "AZaz09-_=. !" if one != sealed[at]])
    opened(sealed[:at] + letter + sealed[at + 1 :])


def it_is_cut_short(sealed, chance, settings):
    opened(sealed[: chance.randrange(len(sealed))])


def something_is_put_on(sealed, chance, settings):
    name, raw = unpacked(sealed)
    opened(packed(name, raw + os.urandom(chance.randrange(1, 20))))


def under_the_name_of_another_key(sealed, chance, settings):
    opened(f"second.{sealed.partition('.')[2]}")


def with_another_key_of_that_name(sealed, chance, settings):
    settings.SEALING_KEYS = {"first": SECOND}
    opened(sealed)


def with_a_key_that_was_taken_away(sealed, chance, settings):
    settings.SEALING_KEYS = {"second": SECOND}
    opened(sealed)


def nothing_is_left(sealed, chance, settings):
    opened(chance.choice(["", ".", "first", "first.", ".first", "\x00"]))


WAYS = [
    moved_to_another_row, moved_to_another_column, moved_to_another_authority,
    one_bit_is_flipped, one_letter_is_changed, it_is_cut_short, something_is_put_on,
    under_the_name_of_another_key, with_another_key_of_that_name, with_a_key_that_was_taken_away,
    nothing_is_left,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_was_tampered_with_does_not_open_and_says_nothing(way, settings):
    chance = random.Random(way.__name__)

    for _ in range(PLACES):
        settings.SEALING_KEYS = {"first": FIRST, "second": SECOND}
        sealed = sealing.seal(SAYS, place=PLACE)
        with pytest.raises(sealing.CannotOpen) as refused:
            way(sealed, chance, settings)
        assert "Larkspur" not in str(refused.value)
        assert base64.b64encode(FIRST).decode() not in str(refused.value)


def test_what_was_left_alone_opens(settings):
    """The control: the same texts and keys, untouched."""
    settings.SEALING_KEYS = {"first": FIRST, "second": SECOND}

    assert opened(sealing.seal(SAYS, place=PLACE)) == SAYS


@given(text=st.text() | st.text(min_size=2_000, max_size=4_000) | st.just("\x00 Zoë 😀 ‮abc"))
def test_any_text_comes_back_letter_by_letter(text):
    assert opened(sealing.seal(text, place=PLACE)) == text


@given(one=st.text(), other=st.text())
def test_two_texts_have_one_digest_only_if_they_are_one(one, other):
    same = sealing.digest(one, purpose=PLACE) == sealing.digest(other, purpose=PLACE)

    assert same == (one == other)


def test_without_a_key_nothing_is_sealed_and_nothing_opens(settings):
    settings.SEALING_KEYS = {"first": FIRST}
    sealed = sealing.seal(SAYS, place=PLACE)
    settings.SEALING_KEYS = {}

    with pytest.raises(sealing.CannotOpen, match="“first”"):
        opened(sealed)
    with pytest.raises(Exception, match="There is no sealing key"):
        sealing.seal(SAYS, place=PLACE)


def test_a_live_service_makes_no_key_by_itself(tmp_path):
    assert sealing.keys("NOT_SET_HERE", tmp_path / "keys", make=False) == {}
    assert not (tmp_path / "keys").exists()
