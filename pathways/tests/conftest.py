"""What every test of the engine begins with."""

import importlib
import os
import pkgutil
from pathlib import Path

import pytest

import pathways
from pathways.tests import given, telling_in_full
from pathways.tests.written import DUTY, PACK, VOCABULARY

KEPT = {"_packs", "_vocabularies", "_read_before", "_PREPARED", "_NODES"}
"""What is kept of one reading for the next, by name."""


@pytest.fixture(autouse=True, scope="session")
def _nothing_kept_from_before():
    """Forget what was read and made ready while tests were collected, if the code changes.

    Mutation testing changes the code that reads or prepares after collecting: that then shows
    in the tests, not only in what was kept from before it.
    """
    if "MUTANT_UNDER_TEST" not in os.environ:
        return
    for found in pkgutil.iter_modules(pathways.__path__):
        module = importlib.import_module(f"pathways.{found.name}")
        for name, value in vars(module).items():
            if hasattr(value, "cache_clear"):
                value.cache_clear()
            elif isinstance(value, dict) and name in KEPT:
                value.clear()
    for calendar in (given.CALENDAR, telling_in_full.CALENDAR):
        calendar.counted.clear()


@pytest.fixture
def write(tmp_path):
    """Writes a small policy folder; gives the folder of its one pack."""

    def _write(duty: str = DUTY, pack: str = PACK, **forms: str) -> Path:
        folder = tmp_path / "policy" / "testshire"
        (folder / "forms").mkdir(parents=True, exist_ok=True)
        (tmp_path / "policy" / "vocabulary.yaml").write_text(VOCABULARY)
        (folder / "pack.yaml").write_text(pack)
        (folder / "duties.yaml").write_text(duty)
        for name, text in forms.items():
            (folder / "forms" / f"{name}.yaml").write_text(text)
        return folder

    return _write
