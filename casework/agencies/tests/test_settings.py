"""An authority says for how many days what was sent may be read."""

import pytest
from django.urls import reverse

from casework.agencies.models import Authority
from casework.audit.models import Entry


def set_to(client, days: str):
    return client.post(reverse("worklists:local_settings"), {"records_open_days": days})


def test_an_administrator_sets_the_days_and_the_audit_says_so(cast, signed_in):
    answer = set_to(signed_in(cast.amara), "28")

    assert answer.status_code == 302
    assert Authority.objects.get(pk="surrey").records_open_days == 28
    entry = Entry.objects.get(action="days for sent records changed")
    assert entry.detail == {"before": 84, "days": 28}
    assert entry.who.startswith("Amara")


@pytest.mark.parametrize(
    ("days", "said"),
    [("", "Enter the number of days"), ("x", "must be a number"), ("0", "must be 1 or more"),
     ("400", "must be 366 or fewer")],
)  # fmt: skip
def test_what_is_no_number_of_days_is_said(days, said, cast, signed_in):
    answer = set_to(signed_in(cast.amara), days)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_same_number_again_leaves_no_row(cast, signed_in):
    set_to(signed_in(cast.amara), "84")

    assert not Entry.objects.filter(action="days for sent records changed").exists()
