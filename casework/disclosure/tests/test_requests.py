"""A request from the day it comes in to the day it is handed over, and how its clock runs."""

from datetime import date

import pytest

from casework.access import commands as access
from casework.access.models import Compartment
from casework.audit.models import Entry
from casework.cast import NOW, TODAY, at
from casework.chronology import commands as chronology
from casework.disclosure import item_commands, request_commands
from casework.disclosure.item_commands import Choice
from casework.disclosure.models import AccessRequest, Mark
from casework.disclosure.request_commands import CannotChange
from casework.disclosure.tests import stage
from casework.sharing.models import Sharing
from casework.subjects.models import PersonOfConcern


def titles(request, **asked):
    return list(request.items.filter(**asked).values_list("title", flat=True))


def marked(request, item):
    return [item.text[one.start : one.end] for one in item.marks.all()]


@pytest.mark.parametrize(
    ("received", "identity_on", "due"),
    [
        ("2026-11-16", None, "2026-12-16"),
        ("2027-01-31", None, "2027-03-01"),  # 28 February is a Sunday
        ("2026-11-25", None, "2026-12-29"),  # Christmas, a weekend and a bank holiday between
        ("2026-11-10", "2026-11-16", "2026-12-16"),
    ],
)
def test_an_answer_is_due_within_a_month_and_on_a_working_day(cast, received, identity_on, due):
    on = date.fromisoformat(identity_on) if identity_on else None

    request = stage.taken_in(cast, received_on=date.fromisoformat(received), identity_on=on)

    assert request.due_on == date.fromisoformat(due)


def test_two_months_more_need_a_reason_and_are_taken_within_the_first(cast):
    request = stage.taken_in(cast)

    request_commands.extend(
        request=request, because="Three files and four agencies", by=cast.judith, now=NOW
    )

    request.refresh_from_db()
    assert (request.due_on, request.extended_on) == (date(2027, 2, 16), TODAY)
    with pytest.raises(CannotChange, match="already"):
        request_commands.extend(request=request, because="More", by=cast.judith, now=NOW)


def test_after_the_month_nothing_can_be_extended(cast):
    request = stage.taken_in(cast)

    with pytest.raises(CannotChange, match="month is over"):
        request_commands.extend(
            request=request, because="Late", by=cast.judith, now=at("2026-12-17")
        )


def test_nothing_is_gathered_before_it_is_known_who_asks(cast):
    request = stage.taken_in(cast, identity="not_yet")

    with pytest.raises(CannotChange, match="who asks"):
        request_commands.gather(request=request, by=cast.judith, now=NOW)


def test_everything_that_is_held_becomes_an_item_with_its_words(cast):
    request = stage.gathered(cast)

    sections = set(request.items.values_list("section", flat=True))
    assert {"child", "story", "around", "events", "plans", "looks"} <= sections
    texts = "\n".join(item.text for item in request.items.all())
    for words in (
        "He was found with Tegan Marlowe", "I want to go back to football", "Celia Hartwood, aunt",
        stage.INTELLIGENCE, stage.CONFIDENTIAL, "Celia rings Hannah if he is not back by ten",
    ):  # fmt: skip
        assert words in texts


def test_the_words_of_an_item_are_sealed_in_the_database(cast):
    request = stage.gathered(cast)

    kept = " ".join(request.items.values_list("sealed", flat=True))

    assert "Tegan" not in kept
    assert "Moorfield" not in kept


def test_what_is_kept_close_is_proposed_as_withheld_and_never_so_decided(cast):
    request = stage.gathered(cast)

    close = [item for item in request.items.all() if item.proposed_withheld]

    assert {item.compartment for item in close} == {
        Compartment.CONFIDENTIAL, Compartment.INTELLIGENCE, Compartment.PERSON_OF_CONCERN,
        Compartment.SAFE_ADDRESS, Compartment.THIRD_PARTY,
    }  # fmt: skip
    assert {(item.decision, item.code) for item in close} == {("", "")}


def test_other_people_are_found_and_the_child_is_not(cast):
    request = stage.gathered(cast)

    story = request.items.get(title="The story so far")

    assert marked(request, story) == ["Celia", "Tegan Marlowe", "Hannah Osei"]
    assert [one.found for one in story.marks.all()] == ["around", "child", "professional"]
    rang = next(item for item in request.items.all() if "rang" in item.text)
    assert "01483 555 019" in marked(request, rang)


def test_who_is_known_by_a_name_in_quotation_marks_is_found_without_them(cast):
    stage.fill_record(cast)
    PersonOfConcern.objects.update(label="‘Dex’", aliases="")
    cast.ellis.child.story = "A man he calls Dex gave him a phone. Dex’s car was seen."
    cast.ellis.child.save()
    request = stage.taken_in(cast)

    request_commands.gather(request=request, by=cast.judith, now=NOW)

    found = marked(request, request.items.get(title="The story so far"))
    assert [words for words in found if "Dex" in words] == ["Dex", "Dex"]


def test_titles_hold_nobodys_name(cast):
    request = stage.gathered(cast)

    joined = " ".join(titles(request))

    for name in ("Tegan", "Celia", "Dario", "Hannah", "Ellis"):
        assert name not in joined


def test_gathered_again_only_what_is_new_is_added_and_decisions_stay(cast):
    request = stage.gathered(cast)
    first = request.items.get(title="The story so far")
    item_commands.decide(
        item=first, choice=Choice("withhold", "crime"), marks={}, revision=0, by=cast.judith,
        now=NOW,
    )  # fmt: skip
    before = request.items.count()
    chronology.record(
        case=cast.ellis, kind="young_person.told", at=NOW, by=cast.hannah, now=NOW, note="New."
    )

    new = request_commands.gather(request=request, by=cast.judith, now=NOW)

    assert ["New." in item.text for item in new] == [True]
    assert request.items.count() == before + 1
    assert request.items.get(pk=first.pk).decision == "withhold"


def test_the_record_itself_is_not_touched(cast):
    stage.fill_record(cast)
    before = list(cast.ellis.facts.order_by("pk").values())
    request = stage.taken_in(cast)

    request_commands.gather(request=request, by=cast.judith, now=NOW)
    stage.decide_all(request, cast.judith)

    assert list(cast.ellis.facts.order_by("pk").values()) == before


def test_an_agency_is_asked_before_what_it_keeps_to_itself_is_decided(cast):
    request = stage.gathered(cast)
    item = request.items.get(compartment="agency")

    with pytest.raises(CannotChange, match="Ask the agency"):
        item_commands.decide(
            item=item, choice=Choice("give"), marks={}, revision=0, by=cast.judith, now=NOW
        )


def test_two_who_decide_at_once_are_told(cast):
    request = stage.gathered(cast)
    item = request.items.first()
    farah = stage.second_officer(cast).farah
    same = {"choice": Choice("give"), "marks": {}, "revision": 0, "now": NOW}
    item_commands.decide(item=item, by=cast.judith, **same)

    item_commands.decide(item=item, by=cast.judith, **same)  # from another window of her own
    with pytest.raises(item_commands.DecidedMeanwhile):
        item_commands.decide(item=item, by=farah, **same)


def test_a_part_without_a_reason_stays_open(cast):
    request = stage.gathered(cast)
    item = request.items.get(title="The story so far")
    marks = {one.pk: Choice("out") for one in item.marks.all()}

    item_commands.decide(
        item=item, choice=Choice("give"), marks=marks, revision=0, by=cast.judith, now=NOW
    )

    assert set(item.marks.values_list("decision", flat=True)) == {Mark.Decision.PROPOSED}
    assert item not in request.items.decided()


def test_child_abuse_data_is_no_reason_towards_the_young_person(cast):
    request = stage.gathered(cast)
    item = request.items.first()

    with pytest.raises(CannotChange, match="reason"):
        item_commands.decide(
            item=item, choice=Choice("withhold", "child_abuse_data"), marks={}, revision=0,
            by=cast.judith, now=NOW,
        )  # fmt: skip


def test_words_are_taken_out_wherever_they_stand(cast):
    request = stage.gathered(cast)
    item = request.items.get(title="The story so far")

    made = item_commands.take_out_words(
        item=item, words="back by ten", everywhere=True, choice=Choice("out", "serious_harm"),
        by=cast.judith, now=NOW,
    )  # fmt: skip

    assert made == 1
    [mark] = Mark.objects.filter(item__request=request, code="serious_harm")
    assert mark.item.text[mark.start : mark.end] == "back by ten"
    assert mark.item.section == "plans"


def test_professionals_stay_in_one_go(cast):
    request = stage.gathered(cast)

    count = item_commands.professionals_stay(request=request, by=cast.judith, now=NOW)

    marks = Mark.objects.filter(item__request=request, found="professional")
    assert count == marks.count() > 3
    assert set(marks.values_list("decision", flat=True)) == {"stays"}


def test_it_is_handed_over_only_when_every_item_is_decided(cast):
    request = stage.gathered(cast)

    with pytest.raises(CannotChange, match="not decided"):
        request_commands.hand_over(request=request, by=cast.judith, now=NOW)


def test_what_was_handed_over_changes_only_after_it_is_taken_back(cast):
    request = stage.handed_over(cast)
    item = request.items.first()
    again = {"choice": Choice("give"), "marks": {}, "revision": 1, "by": cast.judith, "now": NOW}

    with pytest.raises(CannotChange):
        item_commands.decide(item=item, **again)
    request_commands.take_back(request=request, by=cast.judith, now=NOW)
    item_commands.decide(item=item, **again)


@pytest.mark.parametrize("outcome", ["refused", "nothing_held", "taken_back"])
def test_a_request_may_end_without_a_copy(cast, outcome):
    request = stage.taken_in(cast)

    request_commands.close(
        request=request, outcome=outcome, because="For the test", by=cast.judith, now=NOW
    )

    request.refresh_from_db()
    assert (request.is_open, request.outcome) == (False, outcome)
    refused = Sharing.objects.filter(outcome="refused").values_list("refused_because", flat=True)
    assert list(refused) == (["For the test"] if outcome == "refused" else [])


def test_requests_exist_for_the_officers_of_the_authority_alone(cast):
    stage.taken_in(cast)
    seen = AccessRequest.objects.visible_to

    assert seen(cast.judith, today=TODAY).count() == 1
    for other in (cast.hannah, cast.ruth, cast.marcus, cast.amara, cast.priya):
        assert seen(other, today=TODAY).count() == 0


def test_a_request_on_somebody_of_whom_nothing_is_held_is_there_too(cast):
    request = request_commands.take_in(case=None, asked=stage.asked(), by=cast.judith, now=NOW)

    with pytest.raises(CannotChange, match="Nothing is held"):
        request_commands.gather(request=request, by=cast.judith, now=NOW)

    assert request in AccessRequest.objects.visible_to(cast.judith, today=TODAY)


def test_a_request_is_not_there_for_somebody_to_whom_the_case_is_closed(cast):
    stage.taken_in(cast)
    access.exclude(
        account=cast.judith.account, case=cast.ellis, ground="relative", starts_on=TODAY,
        by=cast.ruth, now=NOW,
    )  # fmt: skip

    assert AccessRequest.objects.visible_to(cast.judith, today=TODAY).count() == 0


def test_each_step_stands_in_the_audit_without_anybodys_words(cast):
    stage.handed_over(cast)

    entries = Entry.objects.filter(who__startswith="Judith")
    actions = set(entries.values_list("action", flat=True))
    assert {
        "access request taken in", "record gathered for a request", "decided on an item",
        "agency asked for its view", "copy handed over for release",
    } <= actions  # fmt: skip
    assert not any("Tegan" in str(one) for one in entries.values_list("detail", flat=True))
