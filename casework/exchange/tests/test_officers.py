"""The demonstration has something to release and something whose time has come, both to the end."""

import pytest

from casework.cast import NOW, TODAY
from casework.disclosure import releasing
from casework.disclosure.models import AccessRequest
from casework.disclosure.tests import stage as disclosing
from casework.exchange.demonstration import officers
from casework.retention import commands as retention
from casework.retention import queries
from casework.retention.models import Disposal
from casework.sharing.models import Sharing
from casework.subjects.models import Case, PersonOfConcern


@pytest.fixture
def second(cast):
    """The other officer; everything is laid out."""
    disclosing.fill_record(cast)
    PersonOfConcern.objects.update(label="‘Dex’", aliases="")
    cast.ellis.child.story = "A man he calls Dex gave him a phone at the parade."
    cast.ellis.child.save()
    found = disclosing.second_officer(cast).farah
    officers.lay_out(authority=cast.authority, now=NOW)
    return found


def test_a_copy_waits_and_the_second_officer_can_release_it(cast, second):
    request = AccessRequest.objects.get()
    assert (request.case, request.prepared_by) == (cast.ellis, cast.judith)

    made = releasing.release(request=request, invented=True, by=second, now=NOW)

    assert made.items_given > 5
    assert sum(made.codes["items"].values()) > 3


def test_one_record_waits_for_a_second_person_and_another_for_the_first(cast, second):
    due = queries.due(cast.judith, today=TODAY)
    assert sorted(one.waiting for one in due) == [False, True]
    disposal = Disposal.objects.get()
    seen = queries.contents(disposal.case_id)

    certificate = retention.confirm(disposal=disposal, seen=seen, by=second, now=NOW)

    assert certificate.because == "Looked after by an authority: 75 years from birth"
    assert not Case.objects.filter(reference=certificate.case_reference).exists()


def test_a_refusal_to_share_stands_in_the_ledger(cast, second):
    assert Sharing.objects.get(outcome="refused").case == cast.ellis


def test_it_is_laid_out_once(cast, second):
    officers.lay_out(authority=cast.authority, now=NOW)

    assert AccessRequest.objects.count() == 1
    assert Disposal.objects.count() == 1
