"""Home, the late page, actions, search and who looked, as those see them whom they concern."""

import csv
import io
import re
from datetime import timedelta

import pytest

from casework.audit import commands as audit
from casework.audit.models import Entry
from casework.cast import LONG_AGO, TODAY, at
from casework.chronology import commands as chronology
from casework.chronology.models import Prompt
from casework.plans import commands as plans
from casework.plans.models import Action
from casework.worklists.tests.test_items import a_duty, an_action


@pytest.fixture(autouse=True)
def _the_clock(time_stands_still):
    """Every page is asked for on Friday 20 November 2026 at 10:40."""


@pytest.fixture
def team(cast):
    """The North West team with its three children."""
    for case in (cast.ellis, cast.skye, cast.tegan):
        case.team = cast.hannah.team
        case.save()
    return cast.hannah.team


def text_of(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def without_token(response):
    """What a page says, without what is new each time it is asked for."""
    said = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text_of(response))
    return re.sub(r"words=[\w.%-]+", "", said)


# --- home -----------------------------------------------------------------------------


def test_home_says_in_a_sentence_how_the_day_stands(cast, signed_in):
    a_duty(cast.ellis, due_day=TODAY - timedelta(days=3), owner=cast.hannah)
    for hour in ("14:00", "15:00"):
        a_duty(cast.skye, due_at=at("2026-11-20", hour), owner=cast.hannah)

    page = text_of(signed_in(cast.hannah).get("/"))

    assert "Friday 20 November" in page
    assert "One thing is late, two are for today and no question waits for you." in page
    assert "3 working days late" in page


def test_home_shows_the_questions_that_wait_for_me(cast, signed_in):
    Prompt.objects.create(
        case=cast.ellis, key="p:1", prompt="refer", question="Refer to the NRM, or say why not?",
        owner=cast.hannah, raised_at=at("2026-11-19", "16:10"), clauses=["SURR-traffick-01"],
    )  # fmt: skip

    page = text_of(signed_in(cast.hannah).get("/"))

    assert "one question waits for your decision" in page
    assert "Refer to the NRM, or say why not?" in page


def test_home_says_what_is_missing_where_it_cannot_be_told(cast, signed_in):
    Prompt.objects.create(
        case=cast.ellis, key="p:2", prompt="missing", question="Was he missing for 48 hours?",
        owner=cast.hannah, raised_at=at("2026-11-16"), cannot_tell=True,
        missing=["the time of the start", "the time of the return"],
    )  # fmt: skip

    page = text_of(signed_in(cast.hannah).get("/"))

    assert "What is missing: the time of the start and the time of the return." in page


def test_home_names_my_children_with_what_is_new_since_i_looked(cast, signed_in, now):
    chronology.record(
        case=cast.ellis, kind="return_interview.held", at=at("2026-11-19", "16:10"),
        by=cast.ruth, now=now - timedelta(minutes=5), told_by="Jo Whitlock", data={"episode": "e1"},
    )  # fmt: skip

    page = text_of(signed_in(cast.hannah).get("/"))

    assert "Ellis Hartwood" in page
    assert "Jo Whitlock" in page
    assert "Nothing new" in page, "Skye and Leon"
    assert "Tegan Marlowe" not in page, "Ben leads Tegan"


def test_what_i_have_looked_at_is_no_longer_new(cast, signed_in, now):
    chronology.record(
        case=cast.ellis, kind="return_interview.held", at=at("2026-11-19", "16:10"),
        by=cast.ruth, now=now - timedelta(hours=2), data={"episode": "e1"},
    )  # fmt: skip
    audit.looked(by=cast.hannah, case=cast.ellis, section="Overview", now=now - timedelta(hours=1))

    page = text_of(signed_in(cast.hannah).get("/"))

    assert page.count("Nothing new") == 3


def test_a_confidential_entry_is_not_announced_to_everybody(cast, signed_in, now):
    chronology.record(
        case=cast.ellis, kind="return_interview.held", at=at("2026-11-19", "16:10"),
        by=cast.ruth, now=now - timedelta(hours=2), data={"episode": "e1"}, told_by="Secret Source",
        compartment="intelligence",
    )  # fmt: skip

    page = text_of(signed_in(cast.hannah).get("/"))

    assert "Secret Source" not in page


def test_a_managers_home_opens_with_what_is_late_in_her_teams(cast, signed_in, team):
    an_action(cast.ellis, due_on=TODAY - timedelta(days=5), owner=cast.colin, text="A photograph")

    page = text_of(signed_in(cast.ruth).get("/"))

    assert page.index("Late in my teams") < page.index("What is due")
    assert "A photograph" in page


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("priya", "Nothing has been brought in yet."),
        ("amara", "can sign in."),
        ("wen", "Read it as the system runs it"),
        ("lorna", "You are not invited to a meeting at present."),
        ("marcus", "No meeting of yours is planned."),
        ("dilys", "No meeting of yours is planned."),
    ],
)
def test_every_kind_of_user_has_a_home_that_is_never_empty(cast, signed_in, who, says):
    page = text_of(signed_in(cast.posts[who]).get("/"))

    assert says in page


def test_who_sees_no_child_finds_no_child_at_home(cast, signed_in):
    a_duty(cast.ellis, due_day=TODAY, owner=cast.hannah)

    for who in ("priya", "amara", "wen", "lorna"):
        page = text_of(signed_in(cast.posts[who]).get("/"))
        assert "Hartwood" not in page
        assert cast.ellis.reference not in page


def test_my_calendar_names_nobody(cast, signed_in):
    a_duty(cast.ellis, due_day=TODAY + timedelta(days=3), owner=cast.hannah, title="Bring it")
    an_action(cast.ellis, due_on=TODAY, owner=cast.hannah, text="Ring Ellis’s aunt")

    response = signed_in(cast.hannah).get("/calendar.ics")
    found = text_of(response)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert found.count("BEGIN:VEVENT") == 2
    assert "Holdfast: Bring it" in found
    for private in ("Ellis", "Hartwood", "aunt", cast.ellis.reference):
        assert private not in found


# --- late -----------------------------------------------------------------------------


def test_the_late_page_says_how_much_of_what_is_late(cast, signed_in, team):
    an_action(cast.ellis, due_on=TODAY - timedelta(days=5), owner=cast.colin)
    an_action(cast.skye, due_on=TODAY - timedelta(days=6), owner=cast.hannah)
    a_duty(cast.ellis, due_day=TODAY - timedelta(days=3), owner=cast.hannah, title="Tool")

    page = text_of(signed_in(cast.ruth).get("/late/"))

    assert "Late in my teams" in page
    assert "Three things are late on Friday 20 November at 10:40" in page
    assert "two actions agreed by people" in page
    assert "One waits for another agency. One child has more than one." in page


def test_working_days_late_leave_out_the_weekend(cast, signed_in, team):
    an_action(cast.ellis, due_on=TODAY - timedelta(days=7), owner=cast.colin)

    page = text_of(signed_in(cast.ruth).get("/late/"))

    assert "<strong>5</strong> working days" in page


def test_the_late_page_is_narrowed_by_plain_addresses(cast, signed_in, team):
    an_action(cast.ellis, due_on=TODAY - timedelta(days=20), owner=cast.colin, text="Photograph")
    an_action(cast.skye, due_on=TODAY - timedelta(days=2), owner=cast.hannah, text="Telephone")
    client = signed_in(cast.ruth)

    by_person = text_of(client.get("/late/", {"who": cast.colin.pk}))
    by_days = text_of(client.get("/late/", {"by": "10"}))
    by_agency = text_of(client.get("/late/", {"agency": cast.hannah.agency_id}))
    by_kind = text_of(client.get("/late/", {"what": "complete_assessment"}))

    assert "Photograph" in by_person
    assert "Telephone" not in by_person
    assert "Photograph" in by_days
    assert "Telephone" not in by_days
    assert "Telephone" in by_agency
    assert "Photograph" not in by_agency
    assert "Nothing that you may see is late" in by_kind


def test_the_late_page_goes_on_behind_its_last_row(cast, signed_in, team):
    for n in range(14):
        an_action(
            cast.ellis, due_on=TODAY - timedelta(days=40 - n), owner=cast.colin, text=f"A{n:02}"
        )
    client = signed_in(cast.ruth)

    first = client.get("/late/")
    [follow] = re.findall(r'href="([^"]+)"[^>]*rel="next"', text_of(first))
    second = text_of(client.get(f"/late/{follow.replace('&amp;', '&')}"))

    assert "Ten shown" in text_of(first)
    assert "Four more." in text_of(first)
    assert "A10" in second
    assert "A09" not in second
    assert "Back to the start" in second


def test_made_up_filters_do_no_harm(cast, signed_in):
    client = signed_in(cast.ruth)

    for given in (
        "list=else",
        "who=x'",
        "by=99",
        "sort=;drop",
        "after=a-b-c",
        "what=%00",
        "agency=9999999999999999999999",
    ):
        assert client.get(f"/late/?{given}").status_code == 200


def test_the_spreadsheet_takes_no_text_for_a_formula_and_is_audited(cast, signed_in, team):
    an_action(cast.ellis, due_on=TODAY - timedelta(days=5), owner=cast.colin, text='=cmd|"x"')

    response = signed_in(cast.ruth).get("/late/?format=csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))

    assert rows[0]["What"] == '\'=cmd|"x"'
    assert rows[0]["Child"] == "Ellis Hartwood"
    taken = Entry.objects.get(action="spreadsheet taken")
    assert taken.detail == {"list": "late, teams", "rows": 1}
    assert taken.post_id == cast.ruth.pk


def test_what_is_known_of_an_action_is_what_was_last_said(cast, signed_in, team, now):
    action = plans.add_action(
        case=cast.ellis, text="Photograph", agreed_on=TODAY - timedelta(days=30), by=cast.marcus,
        now=now - timedelta(days=30), owner=cast.colin, due_on=TODAY - timedelta(days=10),
    )  # fmt: skip
    for days, said in [(9, "Asked once"), (2, "Asked again")]:
        plans.review_action(
            action=action, state="outstanding", by=cast.colin, now=now - timedelta(days=days),
            explanation=said,
        )  # fmt: skip

    page = text_of(signed_in(cast.ruth).get("/late/"))

    assert "Asked again" in page
    assert "Asked once" not in page


# --- actions --------------------------------------------------------------------------


def test_the_owner_says_from_the_list_that_an_action_is_done(cast, signed_in, now):
    action = plans.add_action(
        case=cast.ellis, text="Photograph", agreed_on=TODAY - timedelta(days=9), by=cast.marcus,
        now=now - timedelta(days=9), owner=cast.colin, due_on=TODAY,
    )  # fmt: skip
    client = signed_in(cast.colin)

    assert f"/actions/{action.pk}/" in text_of(client.get("/actions/"))
    answer = client.post(
        f"/actions/{action.pk}/",
        {"state": "completed", "done_on_day": "19", "done_on_month": "11", "done_on_year": "2026"},
    )

    assert answer.status_code == 302
    action.refresh_from_db()
    assert action.state == Action.State.COMPLETED
    assert action.completed_on == TODAY - timedelta(days=1)


def test_an_action_that_is_not_done_wants_a_reason(cast, signed_in):
    action = an_action(cast.ellis, due_on=TODAY, owner=cast.colin)

    answer = signed_in(cast.colin).post(f"/actions/{action.pk}/", {"state": "outstanding"})

    assert answer.status_code == 422
    assert "Enter why it is not done yet" in answer.content.decode()


def test_an_action_cannot_have_been_done_before_it_was_agreed_or_after_today(cast, signed_in):
    action = an_action(cast.ellis, due_on=TODAY, owner=cast.colin)
    client = signed_in(cast.colin)

    for day, month in (("1", "9"), ("21", "11")):
        given = {"state": "completed", "done_on_day": day, "done_on_month": month}
        answer = client.post(f"/actions/{action.pk}/", given | {"done_on_year": "2026"})
        assert answer.status_code == 422


def test_who_runs_the_meeting_may_say_how_a_partners_action_stands(cast, signed_in):
    action = an_action(cast.ellis, due_on=TODAY - timedelta(days=3), owner=cast.colin)

    for who in ("marcus", "dilys"):
        client = signed_in(cast.posts[who])
        assert f"/actions/{action.pk}/" in text_of(client.get("/actions/"))
        assert client.get(f"/actions/{action.pk}/").status_code == 200


def test_a_list_links_only_to_what_one_may_answer(cast, signed_in):
    cast.ben.reach = "authority"
    cast.ben.save()
    action = an_action(cast.ellis, due_on=TODAY - timedelta(days=3), owner=cast.colin, text="Shown")

    page = text_of(signed_in(cast.ben).get("/actions/"))

    assert "Shown" in page
    assert f"/actions/{action.pk}/" not in page


def test_nobody_closes_an_action_that_is_not_theirs(cast, signed_in):
    action = an_action(cast.ellis, due_on=TODAY, owner=cast.colin)

    for who in ("tom", "lorna", "oluchi", "amara"):
        assert signed_in(cast.posts[who]).get(f"/actions/{action.pk}/").status_code == 404


# --- search ---------------------------------------------------------------------------


def looked_up(client, text):
    """The page that shows what was found."""
    return client.post("/search/", {"q": text}, follow=True)


def test_search_finds_a_child_by_name_and_by_reference(cast, signed_in):
    client = signed_in(cast.hannah)

    for text in ("Hartwood", "ellis har", "2044187", cast.ellis.reference):
        assert "Ellis Hartwood" in text_of(looked_up(client, text))


def test_not_there_and_not_yours_read_the_same(cast, signed_in):
    client = signed_in(cast.tom)

    not_his = without_token(looked_up(client, "Hartwood"))
    not_there = without_token(looked_up(client, "Zzyzxwood"))

    assert "No one you may see matches “Hartwood”." in not_his
    assert not_his.replace("Hartwood", "?") == not_there.replace("Zzyzxwood", "?")


def test_search_is_audited_without_the_name(cast, signed_in):
    looked_up(signed_in(cast.hannah), "Hartwood")

    assert Entry.objects.get(action="searched").detail == {"found": 1}


# --- who looked -----------------------------------------------------------------------


def test_who_holds_the_case_reads_who_looked(cast, signed_in, now):
    audit.looked(by=cast.marcus, case=cast.ellis, section="timeline", now=now - timedelta(hours=1))

    page = text_of(signed_in(cast.hannah).get(f"/who-looked/{cast.ellis.reference}/"))

    assert "Marcus Aldridge, Service manager, chair" in page
    assert "Looked at: timeline" in page


def test_who_only_sees_the_case_does_not_read_who_looked(cast, signed_in, now):
    audit.looked(by=cast.hannah, case=cast.ellis, section="timeline", now=now)

    page = text_of(signed_in(cast.marcus).get(f"/who-looked/{cast.ellis.reference}/"))

    assert "Hannah Osei" not in page


def test_a_stranger_finds_no_looks_at_all(cast, signed_in):
    assert signed_in(cast.tom).get(f"/who-looked/{cast.ellis.reference}/").status_code == 404


# --- accounts -------------------------------------------------------------------------


def test_only_the_administrator_finds_accounts_and_posts(cast, signed_in):
    for who, expected in [("amara", 200), ("marcus", 404), ("priya", 404), ("hannah", 404)]:
        assert signed_in(cast.posts[who]).get("/accounts-and-posts/").status_code == expected


def test_the_administrator_gives_a_post_and_ends_it(cast, signed_in):
    client = signed_in(cast.amara)

    given = client.post(
        "/accounts-and-posts/add/",
        {
            "holder": "New Person", "agency": cast.hannah.agency_id, "role": "social_worker",
            "title": "Social worker", "reach": "granted", "email": "new@example.org",
            "starts_on_day": "20", "starts_on_month": "11", "starts_on_year": "2026",
        },
    )  # fmt: skip
    post = cast.authority.posts.get(holder="New Person")
    ended = client.post(
        f"/accounts-and-posts/{post.pk}/end/",
        {"ends_on_day": "30", "ends_on_month": "11", "ends_on_year": "2026"},
    )

    post.refresh_from_db()
    assert (given.status_code, ended.status_code) == (302, 302)
    assert post.account.email == "new@example.org"
    assert str(post.ends_on) == "2026-11-30"
    actions = set(Entry.objects.values_list("action", flat=True))
    assert {"post added", "account opened", "post ended"} <= actions


def test_a_post_of_an_area_needs_its_area(cast, signed_in):
    answer = signed_in(cast.amara).post(
        "/accounts-and-posts/add/", {"holder": "New Person", "reach": "area"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Select the area whose children exist for this post" in page
    assert "Select an agency" in page


# --- posts ----------------------------------------------------------------------------


def test_one_acts_in_one_post_at_a_time_and_can_change(cast, signed_in):
    second = cast.hannah
    second = type(second).objects.create(
        account=second.account, holder="Hannah Osei", authority=cast.authority,
        agency=second.agency, role="analyst", title="Analyst", reach="none", starts_on=LONG_AGO,
    )  # fmt: skip
    client = signed_in(cast.hannah)

    answer = client.post("/post/", {"post": second.pk})
    home = text_of(client.get("/"))

    assert answer.status_code == 302
    assert "Hartwood" not in home
    assert client.post("/post/", {"post": cast.marcus.pk}).status_code == 422
