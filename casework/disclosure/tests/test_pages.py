"""The pages of a request: who finds them, what they keep, what they refuse and what they hide."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse, reverse_lazy

from casework.access import commands as access
from casework.audit.models import Entry
from casework.cast import NOW, TODAY
from casework.disclosure import item_commands, releasing
from casework.disclosure.item_commands import Choice
from casework.disclosure.models import AccessRequest, Mark, Release
from casework.disclosure.tests import stage

pytestmark = pytest.mark.usefixtures("time_stands_still")


@pytest.fixture
def judith(signed_in, cast):
    return signed_in(cast.judith)


def at(name, request, **more):
    return reverse(f"disclosure:{name}", kwargs={"reference": request.reference, **more})


def item_at(request, title="The story so far", name="item"):
    item = request.items.get(title=title)
    return item, at(name, request, number=item.number)


def test_a_request_is_taken_in_and_its_clock_runs(judith, cast):
    told = {
        "record": cast.ellis.reference.lower(), "asked_by": "young_person", "asker": "Ellis",
        "reach_them": "by Hannah", "received_on_day": "16", "received_on_month": "11",
        "received_on_year": "2026", "identity": "known",
    }  # fmt: skip

    response = judith.post(reverse("disclosure:take_in"), told)

    request = AccessRequest.objects.get()
    assert response.status_code == 302
    assert request.case == cast.ellis
    assert "Wed 16 Dec 2026" in judith.get(reverse("disclosure:requests")).content.decode()


def test_who_asks_for_somebody_says_why_they_may(judith, cast):
    response = judith.post(reverse("disclosure:take_in"), {"asked_by": "parent"})

    assert response.status_code == 422
    assert "Enter why they may ask for the young person" in response.content.decode()


def test_a_record_that_is_closed_to_the_officer_is_not_there(judith, cast):
    access.exclude(
        account=cast.judith.account, case=cast.ellis, ground="relative", starts_on=TODAY,
        by=cast.ruth, now=NOW,
    )  # fmt: skip
    told = {"record": cast.ellis.reference, "asked_by": "young_person", "asker": "E",
            "reach_them": "x", "received_on": "2026-11-16", "identity": "known"}  # fmt: skip

    there = judith.post(reverse("disclosure:take_in"), told).content.decode()
    nowhere = judith.post(
        reverse("disclosure:take_in"), told | {"record": "NOWHERE222"}
    ).content.decode()

    refusal = "No record of a child that you may see has this reference"
    assert refusal in there
    assert refusal in nowhere


def test_the_list_names_nobody(judith, cast):
    stage.taken_in(cast, asker="Ellis Hartwood")

    page = judith.get(reverse("disclosure:requests")).content.decode()

    assert "Hartwood" not in page


def test_a_choice_is_kept_as_it_is_made(judith, cast):
    request = stage.gathered(cast)
    item, address = item_at(request)
    tegan = item.marks.get(found="child")
    told = {f"mark-{tegan.pk}": "out", f"mark-{tegan.pk}-code": "third_party", "version": "0"}

    response = judith.post(address, told, headers={"Accept": "application/json"})

    assert response.json()["version"] == 1
    tegan.refresh_from_db()
    assert (tegan.decision, tegan.decided_by) == ("out", cast.judith)


def test_what_another_decided_meanwhile_is_not_overwritten(judith, cast):
    request = stage.gathered(cast)
    item, address = item_at(request)
    item_commands.decide(
        item=item, choice=Choice("give"), marks={}, revision=0,
        by=stage.second_officer(cast).farah, now=NOW,
    )  # fmt: skip

    again = judith.post(address, {"item": "withhold", "version": "0"})
    by_script = judith.post(
        address, {"item": "withhold", "version": "0"}, headers={"Accept": "application/json"}
    )

    assert (again.status_code, by_script.status_code) == (409, 422)
    assert "Somebody else decided" in by_script.json()["errors"]["item"][0]
    assert item_at(request)[0].decision == "give"


def test_the_next_item_is_the_next_that_is_open(judith, cast):
    request = stage.gathered(cast)
    item, address = item_at(request, "Personal details")

    response = judith.post(address, {"item": "give", "version": "0", "next": "yes"})

    assert response.headers["Location"] == at("item", request, number=item.number + 1)


def test_the_same_words_are_decided_alike(judith, cast):
    request = stage.gathered(cast)
    item, address = item_at(request)
    celia = item.marks.filter(found="around").first()
    told = {f"mark-{celia.pk}": "out", f"mark-{celia.pk}-code": "third_party", "version": "0"}

    judith.post(address, told | {"same": celia.pk})

    marks = Mark.objects.filter(item__request=request).select_related("item")
    same = [one for one in marks if one.item.text[one.start : one.end] == "Celia"]
    assert len(same) > 2
    assert {one.decision for one in same} == {"out"}


@pytest.mark.parametrize(
    ("told", "gone"),
    [
        ({"words": "the station", "code": "crime"}, "the station"),
        ({"sentences": "0-23", "code": "third_party"}, "Ellis lives with Celia."),
    ],
)
def test_words_and_sentences_are_taken_out(judith, cast, told, gone):
    request = stage.gathered(cast)
    item, address = item_at(request, name="words")

    judith.post(address, told)

    [mark] = item.marks.filter(found="own")
    assert item.text[mark.start : mark.end] == gone


def test_taking_out_wants_a_reason_and_words_that_are_there(judith, cast):
    request = stage.gathered(cast)
    _, address = item_at(request, name="words")

    without = judith.post(address, {"words": "the station"})
    nowhere = judith.post(address, {"words": "the harbour", "code": "crime"})

    assert "Select a reason" in without.content.decode()
    assert "do not stand in the text" in nowhere.content.decode()
    assert {without.status_code, nowhere.status_code} == {422}


def test_intelligence_is_read_only_when_asked_for_and_that_is_written_down(judith, cast):
    request = stage.gathered(cast)
    item = request.items.get(compartment="intelligence")

    page = judith.get(at("item", request, number=item.number)).content.decode()
    wrong = judith.post(at("words", request, number=item.number), {"words": ""}).content.decode()
    shown = judith.get(at("shown", request, number=item.number)).content.decode()

    assert "Moorfield" not in page + wrong
    assert "Moorfield" in shown
    assert Entry.objects.filter(action="words kept close were read for a request").count() == 1


def test_what_an_agency_says_is_written_down(judith, cast):
    request = stage.gathered(cast)
    item = request.items.get(compartment="agency")
    told = {"asked_of": "Dr Bevan", "asked_on": "2026-11-18", "answer": "give",
            "said": "Of course", "answered_on": "2026-11-20"}  # fmt: skip

    judith.post(at("agency", request, number=item.number), told)
    judith.post(at("item", request, number=item.number), {"item": "give", "version": "0"})

    item.refresh_from_db()
    assert item.decision == "give"


def test_the_second_person_releases_and_the_first_cannot(judith, signed_in, cast, client):
    request = stage.handed_over(cast)
    farah = stage.second_officer(cast).farah

    first = judith.post(at("release", request))
    second = signed_in(farah).post(at("release", request))

    assert first.status_code == 422
    assert "Somebody else has to release it" in first.content.decode()
    assert second.headers["Location"] == at("given", request)
    page = client.get(at("given", request)).content.decode()
    assert "Prepared by Judith Amoah" in page
    assert "Released by Farah Siddiqui" in page


def test_a_stopped_release_names_items_and_no_words(signed_in, cast):
    request = stage.handed_over(cast)
    rang = next(item for item in request.items.all() if "rang" in item.text)
    Mark.objects.filter(item=rang, found="around").update(decision="stays", code="")
    client = signed_in(stage.second_officer(cast).farah)

    stopped = client.post(at("release", request))

    page = stopped.content.decode()
    box = page[page.index("hf-stop") : page.index("Exactly what the asker")]
    assert stopped.status_code == 422
    assert f"item {rang.number}" in box
    assert "Celia" not in box


@pytest.mark.parametrize("kind", ["pdf", "docx", "json"])
def test_files_are_fetched_under_names_that_say_nothing(signed_in, cast, kind):
    request = stage.handed_over(cast)
    client = signed_in(stage.second_officer(cast).farah)
    client.post(at("release", request))

    response = client.get(at("file", request, kind=kind))

    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="copy-{request.reference}.{kind}"'
    )
    assert Entry.objects.filter(detail__section=f"subject access, file {kind}").count() == 1


def test_a_request_ends_without_a_copy(judith, cast):
    request = stage.taken_in(cast)

    judith.post(at("close", request), {"outcome": "refused", "because": "Manifestly unfounded"})

    page = judith.get(at("request", request)).content.decode()
    assert "Manifestly unfounded" in page
    assert judith.get(at("close", request)).status_code == 404


# --- the asker has it -----------------------------------------------------------------

LIST = reverse_lazy("disclosure:requests")
HANDED = {
    "on_day": "20", "on_month": "11", "on_year": "2026", "how": "brought",
    "to": "Ellis Hartwood, known to Hannah Osei", "gave": "Hannah Osei, social worker",
}  # fmt: skip


@pytest.fixture
def released(cast):
    request = stage.handed_over(cast)
    farah = stage.second_officer(cast).farah
    releasing.release(request=request, invented=False, by=farah, now=NOW)
    return request


def test_a_released_copy_waits_to_be_handed_over(judith, released):
    listed = judith.get(LIST).content.decode()
    assert "One copy is released and not handed over yet." in listed
    assert "To hand over" in listed

    assert "The asker does not have it yet" in judith.get(at("request", released)).content.decode()


def test_how_when_by_whom_and_to_whom_it_was_handed_over_is_written_down(judith, released):
    page = judith.post(at("given", released), HANDED, follow=True).content.decode()

    for said in ("Friday 20 November 2026", "Brought by somebody who works with them",
                 HANDED["to"], HANDED["gave"], "Judith Amoah"):  # fmt: skip
        assert said in page
    [row] = Entry.objects.filter(action="copy handed to the asker")
    assert row.detail == {"request": released.reference, "as": "brought", "on": "2026-11-20"}
    assert "To hand over" not in judith.get(LIST).content.decode()


def test_that_it_was_handed_over_is_said_once(judith, released):
    judith.post(at("given", released), HANDED)

    page = judith.post(at("given", released), HANDED | {"to": "Dex"}, follow=True)

    assert "It is written down already" in page.content.decode()
    assert "Dex" not in page.content.decode()


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ("how", "Select how they got it"), ("to", "Enter who took it"),
        ("gave", "Enter who gave it to them"), ("on_day", "Day they had it must include a day"),
    ],
)  # fmt: skip
def test_a_handing_over_lacks_nothing(judith, released, left_out, said):
    answer = judith.post(at("given", released), HANDED | {left_out: ""})

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_nobody_had_it_before_it_was_released_or_will_have_it_tomorrow(judith, released):
    for day in ("19", "21"):
        assert judith.post(at("given", released), HANDED | {"on_day": day}).status_code == 422


def test_the_database_refuses_half_a_handing_over(released):
    with pytest.raises(IntegrityError, match="handed_over_with_how"), transaction.atomic():
        Release.objects.filter(request=released).update(handed_on="2026-11-20")
