"""Whatever is sent, what reads it answers or refuses; counts grow with HOLDFAST_PROOF_FUZZ."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import seeds
from tests.fuzz.targets import TARGETS

TRIES = int(os.environ.get("HOLDFAST_PROOF_FUZZ", "60"))
"""Inputs that are tried of each target."""


def inputs(name: str) -> st.SearchStrategy[bytes]:
    """Bytes as they come, text, and what is known with a part of it changed."""
    known = st.sampled_from(seeds.of(name))
    changed = st.builds(
        lambda whole, at, new, length: (
            whole[: at % (len(whole) + 1)] + new + whole[at % (len(whole) + 1) + length :]
        ),
        known, st.integers(0, 10_000), st.binary(max_size=20), st.integers(0, 20),
    )  # fmt: skip
    joined = st.builds(bytes.__add__, known, known)
    text = st.text(max_size=300).map(lambda each: each.encode("utf-8", "replace"))
    return st.one_of(known, changed, joined, st.binary(max_size=500), text)


@pytest.mark.parametrize("name", TARGETS)
def test_it_reads_or_refuses_and_never_breaks(name):
    target = TARGETS[name]

    @settings(
        max_examples=TRIES, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(inputs(name))
    def run(data):
        target(data)

    for data in seeds.of(name):
        target(data)
    run()


def test_each_target_has_something_to_begin_with():
    assert set(seeds.GOOD) == set(TARGETS)


def test_a_target_that_breaks_is_noticed():
    """The control: a reader that cannot do with a letter that is no letter."""
    found = []

    @settings(max_examples=300, deadline=None, database=None)
    @given(inputs("value"))
    def run(data):
        found.append(data)
        data.decode("ascii")

    with pytest.raises(UnicodeDecodeError):
        run()
    assert found
