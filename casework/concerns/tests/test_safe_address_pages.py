"""A safe address is masked until somebody asks, and each who asked is written down."""

import pytest
from django.urls import reverse

from casework.access import commands as access
from casework.access import emergency
from casework.audit.models import Entry
from casework.cast import NOW, TODAY
from casework.chronology import commands as chronology
from casework.concerns import form_commands, form_queries
from casework.concerns.address_commands import keep_safe
from casework.subjects import safe_address
from casework.subjects.models import Child

HERE = "The blue house\n7 Larkspur Close"
MARKED = "Safe address: do not say where they are"


@pytest.fixture
def ellis(cast, time_stands_still):
    Child.objects.filter(case=cast.ellis).update(
        living_at="at home with his mum", home_postcode="KT16 9AA"
    )
    for post, relation in [
        (cast.hannah, "lead_professional"), (cast.ruth, "team_manager"),
        (cast.colin, "detective_sergeant"),
    ]:  # fmt: skip
        access.relate(
            post=post, case=cast.ellis, relation=relation, starts_on=TODAY, source="test",
            by=cast.ruth, now=NOW,
        )  # fmt: skip
    safe_address.set_safe_address(
        case=cast.ellis, address=HERE, postcode="GU1 3UW", note="Never by the front door",
        by=cast.hannah, now=NOW,
    )  # fmt: skip
    return cast.ellis


def page(case, name="safe_address"):
    return reverse(f"concerns:{name}", args=[case.reference])


def text(answer):
    return answer.content.decode()


def test_every_page_of_the_record_says_so_and_none_says_where(ellis, cast, signed_in):
    client = signed_in(cast.hannah)

    for name in ("record", "timeline", "people", "documents", "safe_address"):
        told = text(client.get(page(ellis, name)))
        assert MARKED in told
        for word in ("Larkspur", "GU1", "KT16", "at home with his mum"):
            assert word not in told


def test_who_asks_is_shown_it_once_and_written_down(ellis, cast, signed_in):
    client = signed_in(cast.hannah)

    shown = text(client.post(page(ellis), {"reason": "Visit at three"}))

    assert "7 Larkspur Close" in shown
    assert "GU1 3UW" in shown
    assert "Never by the front door" in shown
    entry = Entry.objects.get(action="safe address shown")
    assert (entry.post_id, entry.detail) == (cast.hannah.pk, {"reason": "Visit at three"})
    assert "Larkspur" not in text(client.get(page(ellis)))


def test_a_reason_may_be_left_out(ellis, cast, signed_in):
    assert "7 Larkspur Close" in text(signed_in(cast.ruth).post(page(ellis), {}))


def test_who_answers_for_the_record_reads_who_was_shown_it(ellis, cast, signed_in):
    signed_in(cast.ruth).post(page(ellis), {"reason": "Visit at three"})

    told = text(signed_in(cast.hannah).get(page(ellis)))

    assert "Ruth Pemberton" in told
    assert "Visit at three" in told


@pytest.mark.parametrize("reader", ["marcus", "colin", "dilys"])
def test_a_colleague_to_whom_it_is_not_open_is_told_whom_to_ask(ellis, cast, signed_in, reader):
    client = signed_in(cast.posts[reader])

    told = client.get(page(ellis))
    asked = client.post(page(ellis), {"reason": ""})

    assert "Hannah Osei answers for this record" in text(told)
    assert "Show the address" not in text(told)
    assert asked.status_code == 404
    assert not Entry.objects.filter(action="safe address shown").exists()


def test_in_an_emergency_it_is_shown_to_who_asks_and_marked(ellis, cast, signed_in):
    opening = emergency.note(
        case=ellis, category="missing", reason="He was found here", review_by=TODAY,
        by=cast.tom, now=NOW,
    )  # fmt: skip

    shown = text(signed_in(cast.tom).post(page(ellis), {}))

    assert "7 Larkspur Close" in shown
    assert Entry.objects.get(action="safe address shown").detail == {"opening": opening.pk}


def test_nobody_else_learns_that_there_is_one(ellis, cast, signed_in):
    assert signed_in(cast.tom).get(page(ellis)).status_code == 404
    assert signed_in(cast.tom).post(page(ellis), {}).status_code == 404


def test_who_answers_for_the_record_sets_another_and_ends_it(ellis, cast, signed_in):
    client = signed_in(cast.hannah)

    client.post(
        page(ellis, "safe_address_set"), {"address": "Elsewhere", "postcode": "", "note": ""}
    )
    assert "Elsewhere" in text(client.post(page(ellis), {}))
    client.post(page(ellis, "safe_address_end"), {"restore": "yes"})

    told = text(client.get(page(ellis, "record")))
    assert MARKED not in told
    assert "at home with his mum" in told


def test_an_address_and_what_becomes_of_the_old_one_are_wanted(ellis, cast, signed_in):
    client = signed_in(cast.hannah)

    empty = client.post(page(ellis, "safe_address_set"), {"address": " "})
    undecided = client.post(page(ellis, "safe_address_end"), {})

    assert (empty.status_code, undecided.status_code) == (422, 422)
    assert "Enter where the child lives" in text(empty)
    assert "Select whether the address of before is put back" in text(undecided)


def test_the_details_of_the_child_offer_no_ordinary_address(ellis, cast, signed_in):
    address = reverse("concerns:add", args=[ellis.reference, "details"])

    told = text(signed_in(cast.hannah).get(address))

    assert "Lives where" not in told
    assert "Address of the GP" not in told
    assert "NHS number" in told


def test_a_wrong_nhs_number_is_refused_and_a_right_one_kept(ellis, cast, signed_in):
    client = signed_in(cast.hannah)
    address = reverse("concerns:add", args=[ellis.reference, "details"])
    given = {"forename": "Ellis", "surname": "Hartwood"}

    wrong = client.post(address, given | {"nhs_number": "943 476 5918"})
    right = client.post(address, given | {"nhs_number": "943 476 5919"})

    assert "Enter the 10 digits of the NHS number" in text(wrong)
    assert right.status_code == 302
    assert "9434765919" in text(client.get(address))


def test_search_and_lists_do_not_say_where(ellis, cast, signed_in):
    client = signed_in(cast.hannah)

    found = client.post("/search/", {"q": "Ellis"}, follow=True)
    for answer in (found, client.get("/children/"), client.get("/")):
        told = text(answer)
        assert "Ellis" in told
        assert "at home with his mum" not in told
        assert "Larkspur" not in told


def test_a_move_is_told_without_the_place(ellis, cast, signed_in):
    chronology.record(
        case=ellis, kind="placement.changed", at=NOW, by=cast.hannah, now=NOW,
        data={"place_authority": "kent", "kind": "foster"}, note="To the Larks at Deal",
    )  # fmt: skip

    for name in ("timeline", "record"):
        told = text(signed_in(cast.hannah).get(page(ellis, name)))
        assert "Moved" in told
        assert "kent" not in told
        assert "Deal" not in told


def test_forms_filled_before_say_nothing_and_drafts_forget(cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)
    Child.objects.filter(case=cast.ellis).update(living_at="at home with his mum")
    case = Child.objects.get(case=cast.ellis).case
    for number in range(2):
        made = form_commands.start_response(
            case=case, form_id="risk-assessment-tool",
            answers=form_queries.known_answers(case, now=NOW), by=cast.hannah, now=NOW,
        )  # fmt: skip
        if not number:
            form_commands.complete_response(response=made, by=cast.hannah, now=NOW)
            done = made
    address = reverse("concerns:response", args=[case.reference, done.pk])
    assert "at home with his mum" in text(client.get(address))

    keep_safe(case=case, address=HERE, by=cast.hannah, now=NOW)

    assert safe_address.KEPT_APART in text(client.get(address))
    assert "at home with his mum" not in text(client.get(address))
    made.refresh_from_db()
    assert "at home with his mum" not in str(made.answers)
