"""Every story is told in full as it was read and found right; `telling_in_full.py` says how."""

from __future__ import annotations

import pytest

from pathways.tests.telling_in_full import evaluated, golden, stories, told_file

STORIES = {golden(file, pack).stem: (golden(file, pack), pack, examples)
           for file, pack, examples in stories()}  # fmt: skip


@pytest.mark.parametrize("name", STORIES)
def test_a_story_is_told_as_it_was_found_right(name):
    file, pack, examples = STORIES[name]

    assert told_file(pack, examples).splitlines() == file.read_text().splitlines()


@pytest.mark.parametrize("name", STORIES)
def test_the_history_worked_out_in_one_go_is_the_same(name):
    _, pack, examples = STORIES[name]

    for example in examples:
        whole, later = (evaluated(example, pack, example.moment, each) for each in (True, False))
        assert whole.open == later.open
        assert whole.obligations == later.obligations
        assert whole.next_change_at == later.next_change_at
