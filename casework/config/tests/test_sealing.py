"""What is sealed opens only where it was sealed, and only unchanged."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from casework.config import sealing

PLACE = "subjects.child.nhs_number:17"
OLD, NEW = sealing.new_key("old"), sealing.new_key("new")


@pytest.fixture
def kept(settings, tmp_path):
    def keep(*lines):
        file = tmp_path / "keys"
        file.write_text("".join(lines))
        settings.SEALING_KEYS = sealing.keys("NOT_SET_HERE", file)

    keep(OLD)
    return keep


@given(st.text())
def test_a_text_comes_back_as_it_was(text):
    assert sealing.unseal(sealing.seal(text, place=PLACE), place=PLACE) == text


def test_the_same_text_is_never_sealed_alike(kept):
    assert sealing.seal("943 476 5919", place=PLACE) != sealing.seal("943 476 5919", place=PLACE)


def test_moved_to_another_row_it_does_not_open(kept):
    sealed = sealing.seal("12 Acacia Road", place=PLACE)

    with pytest.raises(sealing.CannotOpen, match="changed or moved"):
        sealing.unseal(sealed, place="subjects.child.nhs_number:18")


def test_changed_in_any_letter_it_does_not_open(kept):
    sealed = sealing.seal("12 Acacia Road", place=PLACE)

    for at in range(len(sealed)):
        letter = "A" if sealed[at] != "A" else "B"
        changed = sealed[:at] + letter + sealed[at + 1 :]
        with pytest.raises(sealing.CannotOpen):
            sealing.unseal(changed, place=PLACE)


def test_after_a_change_of_keys_the_old_still_opens_and_the_new_seals(kept):
    before = sealing.seal("12 Acacia Road", place=PLACE)

    kept(NEW, OLD)
    after = sealing.seal("12 Acacia Road", place=PLACE)

    assert sealing.unseal(before, place=PLACE) == "12 Acacia Road"
    assert sealing.needs_resealing(before)
    assert not sealing.needs_resealing(after)


def test_without_its_key_nothing_opens(kept):
    sealed = sealing.seal("12 Acacia Road", place=PLACE)

    kept(NEW)

    with pytest.raises(sealing.CannotOpen, match="key “old”"):
        sealing.unseal(sealed, place=PLACE)


def test_a_key_is_made_once_and_only_we_can_read_it(tmp_path):
    file = tmp_path / "deep" / "keys"

    first, second = sealing.keys("NOT_SET_HERE", file), sealing.keys("NOT_SET_HERE", file)

    assert first == second
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("line", ["short QUJD", "nobase64 %%%", "alone", "two names QUJD"])
def test_a_line_that_is_no_key_says_what_one_is(tmp_path, line):
    file = tmp_path / "keys"
    file.write_text(line)

    with pytest.raises(ImproperlyConfigured, match="32 random bytes in base64"):
        sealing.keys("HOLDFAST_SEALING_KEYS", file)
