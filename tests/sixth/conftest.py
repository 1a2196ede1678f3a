"""A policy folder with the invented authorities beside the real ones, for a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.chronology import policy

HERE = Path(__file__).resolve().parent
INVENTED = ("merrowdale",)


@pytest.fixture
def with_sixth(tmp_path, settings):
    """The policy folder as it is, and the invented authorities in it; nothing else changes."""
    folder = tmp_path / "policy"
    folder.mkdir()
    for each in settings.POLICY.iterdir():
        (folder / each.name).symlink_to(each)
    for name in INVENTED:
        (folder / name).symlink_to(HERE / name)
    settings.POLICY = folder
    policy.forget()
    yield folder
    policy.forget()
