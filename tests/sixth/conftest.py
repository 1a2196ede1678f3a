"""A policy folder with the invented authorities beside the real ones, for a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from casework.chronology import policy

HERE = Path(__file__).resolve().parent
GUIDE = HERE.parents[1] / "docs" / "new-authority.md"
INVENTED = ("merrowdale",)


def write_down(policy_folder: Path) -> None:
    """The authority of the guide, file by file, as a reader of it would write it down."""
    blocks = re.findall(r"```yaml\n# policy/(\S+)\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    for name, text in blocks:
        path = policy_folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(text)


@pytest.fixture
def with_sixth(tmp_path, settings):
    """The policy folder as it is, and the invented authorities in it; nothing else changes."""
    folder = tmp_path / "policy"
    folder.mkdir()
    for each in settings.POLICY.iterdir():
        (folder / each.name).symlink_to(each)
    for name in INVENTED:
        (folder / name).symlink_to(HERE / name)
    write_down(folder)
    settings.POLICY = folder
    policy.forget()
    yield folder
    policy.forget()
