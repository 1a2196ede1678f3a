"""How often one person searches, takes files out and brings files in has an end."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from casework.agencies import limits
from casework.audit import commands as audit
from casework.audit.models import COUNTED, Entry
from casework.cast import NOW
from casework.config import environment


def search(client, words="Hartwood"):
    return client.post("/search/", {"q": words}, follow=True)


@pytest.fixture
def hannah(client, cast, settings, time_stands_still):
    settings.LIMITS = {"search": (3, 10), "export": (2, 60), "import": (1, 60)}
    client.force_login(cast.hannah.account)
    return cast.hannah


def test_up_to_the_limit_one_searches_and_then_one_is_told_when(client, hannah):
    answers = [search(client) for _ in range(4)]

    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    told = answers[-1].content.decode()
    assert "You can search again at 10:50" in told
    assert "You have searched 3 times in 10 minutes" in told
    assert answers[-1]["Retry-After"] == "601"


def test_the_way_to_try_again_holds_what_was_looked_for(client, hannah, monkeypatch):
    for _ in range(4):
        last = search(client)
    [way] = re.findall(r'href="(/search/\?words=[^"]+)"', last.content.decode())
    later = NOW + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr("casework.agencies.middleware.timezone.now", lambda: later)

    assert "Ellis Hartwood" in client.get(way).content.decode()


def test_a_search_of_the_list_of_children_counts_with_the_others(client, hannah):
    for _ in range(3):
        client.post("/children/", {"name": "Hart"}, follow=True)

    assert search(client).status_code == 429
    assert client.get("/children/").status_code == 200


def test_other_people_and_the_pages_of_ones_work_are_not_held_back(client, hannah, cast):
    for _ in range(4):
        search(client)
    own = client.get("/").status_code
    client.force_login(cast.ruth.account)

    assert own == 200
    assert search(client).status_code == 200


def test_two_posts_of_one_person_count_as_one_person(hannah, cast):
    other = cast.ruth
    other.account = hannah.account
    other.save()
    for by in (hannah, other, hannah):
        audit.write(by=by, action="searched", now=NOW)

    assert limits.reach(by=other, what="search", now=NOW) is not None


def test_that_it_was_reached_is_in_the_audit_once(client, hannah):
    for _ in range(6):
        search(client)

    found = Entry.objects.filter(action="limit reached")
    assert [(each.account_id, each.detail) for each in found] == [
        (hannah.account_id, {"list": "search", "at_most": 3, "minutes": 10})
    ]


def test_a_list_is_taken_out_as_a_file_so_often_and_no_more(client, hannah):
    codes = [client.get("/late/?format=csv").status_code for _ in range(3)]

    assert codes == [200, 200, 429]
    assert client.get("/late/").status_code == 200


def test_a_form_that_came_too_often_is_there_to_send_again(client, hannah, cast):
    client.force_login(cast.priya.account)
    client.post("/import/", {"source": "lcs"})
    audit.write(by=cast.priya, action="import tried", now=NOW)

    answer = client.post("/import/", {"source": "lcs", "note": "a <b> & c"})

    assert answer.status_code == 429
    told = answer.content.decode()
    assert 'name="note" value="a &lt;b&gt; &amp; c"' in told
    assert 'action="/import/"' in told
    assert "csrfmiddlewaretoken" in told


def test_the_limits_are_settings_and_a_wrong_one_is_refused(monkeypatch):
    monkeypatch.setenv("HOLDFAST_LIMIT_SEARCH", "5/1")
    assert environment.limit("HOLDFAST_LIMIT_SEARCH", "60/10") == (5, 1)

    for wrong in ("", "60", "0/10", "many/10", "60/10/2", "-1/5"):
        monkeypatch.setenv("HOLDFAST_LIMIT_SEARCH", wrong)
        with pytest.raises(ImproperlyConfigured, match="how many times in how many minutes"):
            environment.limit("HOLDFAST_LIMIT_SEARCH", "60/10")


def test_every_kind_of_deed_that_counts_belongs_to_a_limit(settings):
    assert set(COUNTED) == set(settings.LIMITS)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_do_not_get_past_it(cast, settings):
    settings.LIMITS = {"search": (5, 10)}

    def one(_):
        try:
            with transaction.atomic():
                if limits.reach(by=cast.hannah, what="search", now=NOW) is None:
                    audit.write(by=cast.hannah, action="searched", now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as several:
        list(several.map(one, range(40)))

    assert Entry.objects.filter(action="searched").count() == 5


@pytest.mark.django_db(transaction=True)
def test_without_taking_turns_they_would(cast, settings, monkeypatch):
    """The control: eight who all ask before any of them has written."""
    settings.LIMITS = {"search": (5, 10)}
    monkeypatch.setattr(limits, "ONE_AT_A_TIME", "select length(%s)")
    all_have_asked = Barrier(8, timeout=20)

    def one(_):
        try:
            with transaction.atomic():
                allowed = limits.reach(by=cast.hannah, what="search", now=NOW) is None
                all_have_asked.wait()
                if allowed:
                    audit.write(by=cast.hannah, action="searched", now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as several:
        list(several.map(one, range(8)))

    assert Entry.objects.filter(action="searched").count() == 8
