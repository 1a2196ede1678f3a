"""The home page of who governs information: what waits, by reference, with the next step."""

import pytest

from casework.cast import NOW
from casework.disclosure import releasing
from casework.disclosure.tests import stage as disclosing
from casework.retention import commands as retention
from casework.retention.tests import stage as old_records


@pytest.fixture(autouse=True)
def _the_clock(time_stands_still):
    """Every page is asked for on Friday 20 November 2026 at 10:40."""


@pytest.fixture
def home(signed_in):
    return lambda post: signed_in(post).get("/").content.decode()


def test_where_nothing_waits_it_says_so(cast, home):
    page = home(cast.judith)

    assert "Nothing waits for you." in page
    assert "What is due" not in page


def test_a_copy_waits_for_the_second_officer_and_then_to_be_handed_over(cast, home):
    request = disclosing.handed_over(cast)
    farah = disclosing.second_officer(cast).farah
    page = home(farah)
    assert "One thing waits." in page
    assert f"/subject-access/{request.reference}/" in page
    assert "Waits for a second person. The answer is due by Wed 16 Dec 2026" in page

    releasing.release(request=request, invented=False, by=farah, now=NOW)

    assert "To hand over" in home(cast.judith)
    assert f"/subject-access/{request.reference}/given/" in home(cast.judith)


def test_a_disposal_waits_for_somebody_else_than_who_proposed_it(cast, home):
    case = old_records.due(cast)
    norma = old_records.second_officer(cast)
    retention.propose(case=case, reason="Nobody asks for it", by=cast.judith, now=NOW)

    assert "You proposed it: somebody else confirms it" in home(cast.judith)
    assert "Proposed by Judith Amoah on Fri 20 Nov 2026" in home(norma)
    assert "Hartwood" not in home(norma)


def test_nobody_else_reads_it(cast, home):
    disclosing.handed_over(cast)

    assert "What waits for you" not in home(cast.hannah)
    assert "What waits for you" not in home(cast.amara)
