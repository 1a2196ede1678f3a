"""A kept query answers what the same query answers when it is composed afresh.

Every kept query that the pages below ask is asked a second time, composed from the values
themselves; whoever reads, and wherever they may not.
"""

from __future__ import annotations

import os

import pytest
from django.db.models import Model

from casework.cast import TODAY
from casework.config.postgresql import kept
from casework.meetings.models import Meeting
from casework.subjects.models import Case
from tests.journeys import friday

FULL = "HOLDFAST_PROOF_PLACES" in os.environ
READERS = ["hannah", "marcus", "dilys", *(["ruth", "colin", "amara", "wen"] if FULL else [])]
PAGES = ["/", "/late/", "/late/?sort=child", "/actions/", "/due/", "/children/",
         "/children/{ellis}/", "/children/{skye}/", "/children/{ellis}/timeline/",
         "/children/{ellis}/missing/", "/meetings/", "/meetings/{meeting}/",
         "/who-looked/{ellis}/"]  # fmt: skip


@pytest.fixture
def asked(monkeypatch):
    """The kept queries that were asked, with what."""
    found: list[kept.Question] = []
    values = kept.Question.values

    def noted(question):
        found.append(question)
        return values(question)

    monkeypatch.setattr(kept.Question, "values", noted)
    return found


def plain(row):
    if isinstance(row, Model):
        values = {name: value for name, value in row.__dict__.items() if name != "_state"}
        return type(row), values, {name: plain(one) for name, one in cached(row) if one}
    return [list(one) if isinstance(one, (list, tuple)) else one for one in row]


def told(rows, afresh):
    """The rows in the order that the query asks for; without one, in any that is the same."""
    plainly = [plain(row) for row in rows]
    return plainly if getattr(afresh, "ordered", True) else sorted(plainly, key=repr)


def cached(row):
    """Related instances that came with it, not those that lead back."""
    return [(name, one) for name, one in row._state.fields_cache.items()
            if row._meta.get_field(name).concrete]  # fmt: skip


@pytest.mark.parametrize("who", READERS)
def test_a_kept_query_answers_as_one_composed_afresh(who, cast, client, asked, time_stands_still):
    friday.stage(cast)
    client.force_login(cast.posts[who].account)
    meeting = Meeting.objects.get(starts_at__date="2026-11-27").reference

    found = client.post("/search/", {"q": "Hart"}).headers.get("Location", "/search/")
    for page in [*PAGES, found]:
        client.get(
            page.format(ellis=cast.ellis.reference, skye=cast.skye.reference, meeting=meeting)
        )

    questions = list(asked)
    assert len({one.compose for one in questions}) > 5
    for one in questions:
        afresh = one.compose(**one.given)
        [together] = kept.together([one])
        assert told(one.rows(), afresh) == told(afresh, afresh), one.compose
        assert told(together, afresh) == told(afresh, afresh), one.compose


def test_a_moment_that_comes_from_no_argument_is_refused(db):
    @kept.kept
    def opened(*, case: int):
        return Case.objects.filter(pk=case, opened_on=TODAY)

    with pytest.raises(ValueError, match="comes from none of its arguments"):
        opened(case=1)
