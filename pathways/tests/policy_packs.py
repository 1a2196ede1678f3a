"""The packs of the product as they lie in `policy/`, each read by itself.

A pack that is refused does not hide the others: its own test says what is wrong with it.
"""

from __future__ import annotations

from pathlib import Path

from pathways import definitions as d
from pathways.calendars import Calendar, load_calendar
from pathways.examples import Example, load_examples
from pathways.packs import PackRefused, load_pack

POLICY = Path(__file__).parents[2] / "policy"
FOLDERS = sorted(path.parent for path in POLICY.glob("*/pack.yaml"))
PACKS: dict[str, d.Pack] = {}
EXAMPLES: dict[str, tuple[Example, ...]] = {}
REFUSED: dict[str, str] = {}

for folder in FOLDERS:
    try:
        PACKS[folder.name] = load_pack(folder)
        EXAMPLES[folder.name] = load_examples(folder / "examples", folder.name)
    except PackRefused as refused:
        PACKS.pop(folder.name, None)
        REFUSED[folder.name] = str(refused)


def calendar_of(pack: d.Pack) -> Calendar:
    return load_calendar(POLICY / "calendars" / f"{pack.nation}.yaml")
