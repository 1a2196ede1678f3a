"""What every test of the engine begins with."""

import importlib
import pkgutil

import pytest

import pathways


@pytest.fixture(autouse=True, scope="session")
def _nothing_kept_from_before():
    """Forget what was read and made ready while tests were collected.

    A change to the code that reads or prepares (mutation testing makes one after
    collecting) then shows in the tests, not only in what was kept from before it.
    """
    for found in pkgutil.iter_modules(pathways.__path__):
        module = importlib.import_module(f"pathways.{found.name}")
        for name, value in vars(module).items():
            if hasattr(value, "cache_clear"):
                value.cache_clear()
            elif isinstance(value, dict) and name in {"_packs", "_vocabularies", "_PREPARED"}:
                value.clear()
