"""A record is closed when the work is done; from then on its time counts."""

import pytest

from casework.audit.models import Entry
from casework.cast import NOW, TODAY
from casework.chronology import commands as chronology
from casework.chronology.models import Fact
from casework.retention import closing_commands, queries
from casework.retention.closing_commands import CannotClose
from casework.retention.tests import stage

CLOSED = {
    "on_day": "20", "on_month": "11", "on_year": "2026", "because": "The review found no risk"
}  # fmt: skip


@pytest.fixture(autouse=True)
def _the_clock(time_stands_still):
    """Every page is asked for on Friday 20 November 2026 at 10:40."""


def address(case, what=""):
    return f"/retention/{case.reference}/{what}"


def test_a_closed_record_is_kept_for_its_time_and_its_timeline_says_why(cast, signed_in):
    stage.was(cast.ellis, "looked_after", "2012-01-06", by=cast.hannah)
    client = signed_in(cast.hannah)
    assert "because the record is open" in client.get(address(cast.ellis)).content.decode()

    page = client.post(address(cast.ellis, "close/"), CLOSED, follow=True).content.decode()

    assert "2 May 2086" in page, "75 years from birth"
    assert "Closed since Fri 20 Nov 2026" in page
    fact = Fact.objects.get(kind="case.closed")
    assert (fact.note, fact.recorded_by) == ("The review found no risk", cast.hannah)
    assert Entry.objects.filter(detail__kind="case.closed", post_id=cast.hannah.pk).count() == 1
    record = client.get(f"/children/{cast.ellis.reference}/").content.decode()
    assert "Record closed Fri 20 Nov 2026" in record


def test_it_is_opened_again_and_has_no_last_day(cast, signed_in):
    closing_commands.close(case=cast.ellis, on=TODAY, because="Done", by=cast.hannah, now=NOW)
    client = signed_in(cast.ruth)

    client.post(address(cast.ellis, "open-again/"), {"because": "He was seen with Dex again"})

    cast.ellis.refresh_from_db()
    assert cast.ellis.closed_on is None
    assert queries.kept_of(cast.ellis, today=TODAY).because == "open"
    assert Fact.objects.get(kind="case.reopened").note == "He was seen with Dex again"


def test_an_officer_closes_an_old_record_by_reference(cast, signed_in):
    page = signed_in(cast.judith).post(address(cast.ellis, "close/"), CLOSED, follow=True)

    assert "The record is closed." in page.content.decode()
    assert "Hartwood" not in page.content.decode()


def test_what_is_still_to_be_done_is_said_first(cast, signed_in):
    chronology.record(
        case=cast.ellis, kind="referral.received", at=NOW, by=cast.hannah, now=NOW,
        data={"documents": ["risk-assessment-tool"]},
    )  # fmt: skip

    page = signed_in(cast.hannah).get(address(cast.ellis, "close/")).content.decode()

    assert "still to be done" in page


@pytest.mark.parametrize("day", ["21", ""])
def test_a_day_to_come_or_none_is_refused(cast, signed_in, day):
    answer = signed_in(cast.hannah).post(address(cast.ellis, "close/"), CLOSED | {"on_day": day})

    assert answer.status_code == 422
    assert "Day it was closed" in answer.content.decode()


def test_it_is_closed_once_and_a_forum_never(cast):
    people = {"because": "Done", "by": cast.hannah, "now": NOW}
    closing_commands.close(case=cast.ellis, on=TODAY, **people)

    with pytest.raises(CannotClose, match="already"):
        closing_commands.close(case=cast.ellis, on=TODAY, **people)
    with pytest.raises(CannotClose, match="forum"):
        closing_commands.close(case=cast.forum_nw, on=TODAY, **people)
    with pytest.raises(CannotClose, match="open"):
        closing_commands.open_again(case=cast.tegan, **people)


@pytest.mark.parametrize("who", ["tom", "colin", "lorna", "amara"])
def test_nobody_else_closes_it(cast, signed_in, who):
    assert signed_in(cast.posts[who]).post(address(cast.ellis, "close/"), CLOSED).status_code == 404
    cast.ellis.refresh_from_db()
    assert cast.ellis.closed_on is None
