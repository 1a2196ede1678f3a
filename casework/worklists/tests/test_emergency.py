"""A record opened in an emergency: at once, to read, loud, bounded, and looked into."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from casework.access import commands as access
from casework.access import emergency
from casework.access.models import Opening
from casework.access.queries import opened
from casework.audit.models import Entry
from casework.cast import NOW, TODAY
from casework.chronology import commands as chronology
from casework.notices.models import Notice
from casework.subjects.models import Case
from casework.worklists import emergency_queries

ADDRESS = "/emergency/"
WHY = {"category": "missing", "reason": "He was found at our school and is afraid"}


@pytest.fixture(autouse=True)
def _still(time_stands_still):
    """Every request happens at the moment of the tests."""


def by_name(**more):
    born = {"born_day": "2", "born_month": "5", "born_year": "2011"}
    return WHY | {"forename": "Ellis", "surname": "Hartwood"} | born | more


def record(case):
    return reverse("concerns:record", args=[case.reference])


def an_opening(cast, who="tom", child="ellis", **more):
    told = {"category": "missing", "reason": "Found here", "review_by": TODAY, "now": NOW} | more
    return emergency.note(case=cast.cases[child], by=cast.posts[who], **told)


@pytest.mark.parametrize("how", ["reference", "number", "name"])
def test_an_exact_match_opens_the_record_to_read_with_a_banner(how, cast, signed_in):
    asked = {
        "reference": WHY | {"reference": cast.ellis.reference.lower()},
        "number": WHY | {"reference": "2044187"},
        "name": by_name(forename="ellis "),
    }[how]
    client = signed_in(cast.tom)

    answer = client.post(ADDRESS, asked)

    assert answer.headers["Location"] == record(cast.ellis)
    page = client.get(record(cast.ellis))
    assert page.status_code == 200
    assert "Opened in an emergency, to read only" in page.content.decode()


def nothing(client, asked):
    answer = client.post(ADDRESS, asked)
    return answer.status_code, answer.content.decode().split('id="main"')[1].split("<form")[0]


def test_who_is_not_there_and_who_is_closed_to_one_answer_the_same(cast, signed_in):
    access.exclude(
        account=cast.tom.account, case=cast.ellis, ground="relative", starts_on=TODAY,
        by=cast.ruth, now=NOW,
    )  # fmt: skip
    client = signed_in(cast.tom)

    closed = nothing(client, by_name())
    absent = nothing(client, by_name(surname="Nobody"))

    assert closed == absent
    assert closed[0] == 422
    assert client.get(record(cast.ellis)).status_code == 404
    assert Opening.objects.filter(case=None).count() == 2
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "near", [{"surname": "Hartwoo"}, {"born_day": "3"}, {"forename": "Elis"}, {"forename": "%"}]
)
def test_what_is_nearly_right_opens_nothing(near, cast, signed_in):
    client = signed_in(cast.tom)

    status, _ = nothing(client, by_name(**near))

    assert status == 422
    assert not Opening.objects.filter(case__isnull=False).exists()


def test_every_part_that_the_record_offers_opens(cast, signed_in):
    an_opening(cast)
    client = signed_in(cast.tom)
    page = client.get(record(cast.ellis)).content.decode()

    parts = page.partition('aria-label="Parts of this record"')[2].partition("</nav>")[0]
    offered = re.findall(r'href="([^"]+)"', parts)

    assert len(offered) > 5
    assert {each: client.get(each).status_code for each in offered} == dict.fromkeys(offered, 200)


def test_an_exclusion_that_comes_later_ends_it_with_the_next_request(cast, signed_in):
    an_opening(cast)
    client = signed_in(cast.tom)
    assert client.get(record(cast.ellis)).status_code == 200

    access.exclude(
        account=cast.tom.account, case=cast.ellis, ground="conflict", starts_on=TODAY,
        by=cast.ruth, now=NOW,
    )  # fmt: skip

    assert client.get(record(cast.ellis)).status_code == 404


def test_who_answers_for_the_record_reads_who_has_it_open(cast, signed_in):
    an_opening(cast)

    page = signed_in(cast.ruth).get(f"/who-can-see/{cast.ellis.reference}/").content.decode()

    assert "Tom Heald" in page
    assert "Opened it in an emergency" in page


def test_it_ends_after_four_hours(cast, signed_in):
    an_opening(cast, now=NOW - timedelta(hours=4))
    assert signed_in(cast.tom).get(record(cast.ellis)).status_code == 404

    an_opening(cast, now=NOW - timedelta(hours=3, minutes=59))
    assert signed_in(cast.tom).get(record(cast.ellis)).status_code == 200


def test_it_opens_neither_intelligence_nor_a_person_of_concern_nor_any_list(cast, signed_in):
    for compartment, words in [("intelligence", "A grey van"), ("shared", "Seen at the park")]:
        chronology.record(
            case=cast.ellis, kind="missing.started", at=NOW, by=cast.hannah, now=NOW,
            data={"episode": compartment}, note=words, compartment=compartment,
        )  # fmt: skip
    an_opening(cast)
    client = signed_in(cast.tom)

    timeline = client.get(reverse("concerns:timeline", args=[cast.ellis.reference]))

    assert opened(cast.tom, cast.ellis, today=TODAY, now=NOW) == {
        "footprint", "shared", "confidential", "agency", "safe_address",
    }  # fmt: skip
    assert "Seen at the park" in timeline.content.decode()
    assert "A grey van" not in timeline.content.decode()
    assert not Case.objects.visible_to(cast.tom, today=TODAY).filter(pk=cast.ellis.pk).exists()
    search = client.post("/search/", {"q": "Hartwood"})["Location"]
    for address in ["/", "/children/", search, "/late/", "/actions/"]:
        body = client.get(address).content.decode()
        assert cast.ellis.reference not in body, address


def test_nobody_who_has_no_records_opens_one_in_an_emergency(cast, signed_in):
    assert signed_in(cast.amara).post(ADDRESS, by_name()).status_code == 403


def test_a_record_that_one_may_see_is_simply_shown(cast, signed_in):
    answer = signed_in(cast.hannah).post(ADDRESS, by_name())

    assert answer.headers["Location"] == record(cast.ellis)
    assert not Opening.objects.exists()


def test_all_who_answer_for_it_are_told_at_once_and_the_mail_says_nothing(cast, signed_in):
    signed_in(cast.tom).post(ADDRESS, by_name())

    told = Notice.objects.all()

    assert {one.recipient_post for one in told} >= {
        cast.hannah.pk, cast.ruth.pk, cast.marcus.pk,
    }  # fmt: skip
    assert {one.link for one in told} == {f"/emergency/{Opening.objects.get().pk}/"}
    assert {one.kind for one in told} == {"act"}


def test_each_look_is_marked_in_the_audit(cast, signed_in):
    made = an_opening(cast)

    signed_in(cast.tom).get(record(cast.ellis))

    [look] = Entry.objects.filter(action="looked", case_reference=cast.ellis.reference)
    assert look.detail["opening"] == made.pk
    assert Entry.objects.filter(action="opened in an emergency").exists()


def test_the_fourth_within_a_day_is_refused_and_somebody_is_told(cast, signed_in):
    for child in ["tegan", "skye", "leon"]:
        an_opening(cast, child=child, now=NOW - timedelta(hours=23))
    client = signed_in(cast.tom)

    status, page = nothing(client, by_name())

    assert status == 422
    assert "as many records as one person may" in page
    assert client.get(record(cast.ellis)).status_code == 404
    assert Entry.objects.filter(action="emergency locked").exists()
    assert Notice.objects.exists()


def test_after_a_day_it_is_possible_again(cast, signed_in):
    for child in ["tegan", "skye", "leon"]:
        an_opening(cast, child=child, now=NOW - timedelta(hours=24))

    signed_in(cast.tom).post(ADDRESS, by_name())

    assert signed_in(cast.tom).get(record(cast.ellis)).status_code == 200


def test_guessing_is_stopped_after_ten_attempts(cast, signed_in):
    for _ in range(emergency.TRIES):
        emergency.note(
            case=None, category="missing", reason="Nobody", review_by=TODAY, by=cast.tom, now=NOW
        )

    status, page = nothing(signed_in(cast.tom), by_name())

    assert status == 422
    assert "as many records as one person may" in page


def test_the_review_is_due_after_two_working_days(cast, signed_in):
    signed_in(cast.tom).post(ADDRESS, by_name())

    # Friday 20 November; the next working days are Monday and Tuesday.
    assert Opening.objects.get().review_by == date(2026, 11, 24)


def waits(post, today=TODAY):
    return [row[0] for row in emergency_queries.waiting(post=post, today=today).rows()]


def test_it_waits_with_those_who_answer_for_the_record_and_late_with_everybody_around(cast):
    made = an_opening(cast)
    later = TODAY + timedelta(days=1)
    cast.priya.reach, cast.priya.area = "area", cast.north_west
    cast.priya.save()

    assert waits(cast.hannah) == waits(cast.ruth) == waits(cast.marcus) == [made.pk]
    assert waits(cast.priya) == []
    assert waits(cast.priya, later) == [made.pk]
    assert waits(cast.tom, later) == []


def test_it_stands_on_home_and_on_the_late_page_until_somebody_looks_into_it(cast, signed_in):
    made = an_opening(cast, review_by=TODAY - timedelta(days=1))
    client = signed_in(cast.ruth)
    for address in ["/", "/late/"]:
        assert f"/emergency/{made.pk}/" in client.get(address).content.decode()

    client.post(f"/emergency/{made.pk}/", {"verdict": "right", "note": "The school rang us"})

    made.refresh_from_db()
    assert made.verdict == "right"
    assert made.reviewed_by == cast.ruth
    for address in ["/", "/late/"]:
        assert f"/emergency/{made.pk}/" not in client.get(address).content.decode()


def test_nobody_looks_into_their_own(cast, signed_in):
    made = an_opening(cast, who="ruth", child="nell")
    access.relate(
        post=cast.ruth, case=cast.nell, relation="team_manager", starts_on=TODAY, source="x",
        by=cast.amara, now=NOW,
    )  # fmt: skip

    assert signed_in(cast.ruth).get(f"/emergency/{made.pk}/").status_code == 404


def test_what_was_not_right_ends_with_the_review(cast, signed_in):
    made = an_opening(cast)
    found = {"verdict": "wrong", "note": "There was no emergency"}

    signed_in(cast.ruth).post(f"/emergency/{made.pk}/", found)

    assert signed_in(cast.tom).get(record(cast.ellis)).status_code == 404


def test_one_shows_first_who_one_is_where_that_is_kept_here(cast, client, settings):
    cast.tom.account.set_password("a long enough pass phrase")
    cast.tom.account.save()
    settings.DEMO, settings.SECOND_FACTOR_REQUIRED = False, False
    client.force_login(cast.tom.account)

    answer = client.post(ADDRESS, by_name())

    assert "/accounts/again/" in answer.headers["Location"]
    assert not Opening.objects.exists()
