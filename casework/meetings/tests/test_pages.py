"""The pages of meetings: what each reader finds, and what answers as not there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.audit.models import Entry
from casework.cast import at
from casework.meetings import list_commands
from casework.meetings.models import Slot, SlotSection

SCRIPT = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def _today(time_stands_still):
    """Every page is read on Friday 20 November, 10:40."""


def slot_address(slot, name="slot", *more):
    return reverse(f"meetings:{name}", args=[slot.meeting.reference, slot.position, *more])


def test_the_forum_page_shows_dates_list_and_clocks(stage, signed_in, now):
    stage.list("skye", "2026-11-27", now=now)

    page = signed_in(stage.cast.dilys).get(
        reverse("meetings:forum", args=[stage.cast.forum_nw.reference])
    ).content.decode()  # fmt: skip

    assert "Prepare Friday 27 November, 09:30" in page
    assert "Skye Penrose, 16" in page
    assert "Nine days after the last" in page
    assert "SURR-referral-11" in page
    assert "Check and send list and pack" in page


def test_a_stranger_to_the_forum_finds_nothing(stage, signed_in):
    client = signed_in(stage.cast.tom)

    assert client.get(
        reverse("meetings:forum", args=[stage.cast.forum_nw.reference])
    ).status_code == 404  # fmt: skip
    meeting = stage.meeting("2026-11-27")
    assert client.get(reverse("meetings:run", args=[meeting.reference])).status_code == 404


def test_a_guest_sees_her_childs_slot_and_no_other_name(stage, signed_in):
    tegan, ellis = stage.list("tegan"), stage.list("ellis")
    list_commands.invite(
        slot=tegan, post=stage.cast.lorna, place="school", by=stage.cast.dilys,
        now=at("2026-11-19"),
    )  # fmt: skip
    client = signed_in(stage.cast.lorna)

    page = client.get(slot_address(tegan))

    assert page.status_code == 200
    assert "Hartwood" not in page.content.decode()
    assert "of 2" not in page.content.decode()
    assert client.get(slot_address(ellis)).status_code == 404


def test_a_member_who_does_not_run_the_forum_cannot_move_it(stage, signed_in):
    meeting = stage.meeting("2026-11-27")

    answer = signed_in(stage.cast.colin).get(reverse("meetings:move", args=[meeting.reference]))

    assert answer.status_code == 403


def test_the_slot_page_has_the_six_steps_and_the_quorum_in_words(stage, signed_in):
    slot = stage.talk_about("ellis")

    page = signed_in(stage.cast.marcus).get(slot_address(slot)).content.decode()

    for title in ("What each agency brings", "Earlier actions", "Rating",
                  "Safety and disruption plan", "New actions", "Next review"):  # fmt: skip
        assert title in page
    assert "Quorate: Police, Children&#39;s Services and Health are here." in page
    assert "Still open:" in page


def test_looking_at_a_slot_is_written_down(stage, signed_in):
    slot = stage.talk_about("ellis")

    signed_in(stage.cast.marcus).get(slot_address(slot))

    entry = Entry.objects.filter(case_reference=slot.case.reference, action="looked").last()
    assert entry.detail == {"section": "meeting"}


def test_saving_a_step_without_a_script_comes_back_to_it(stage, signed_in):
    slot = stage.talk_about("ellis")
    client = signed_in(stage.cast.marcus)

    answer = client.post(
        slot_address(slot, "save", "agencies"), {"version": "0", "police": "Two reports"}
    )

    assert answer.status_code == 302
    assert answer["Location"].endswith("#step-1")
    assert "Two reports" in client.get(slot_address(slot)).content.decode()


def test_the_script_is_told_the_new_version(stage, signed_in):
    slot = stage.talk_about("ellis")

    answer = signed_in(stage.cast.marcus).post(
        slot_address(slot, "save", "agencies"), {"version": "0", "police": "Two"}, **SCRIPT
    )

    assert answer.json()["version"] == 1


def test_a_second_writer_gets_both_texts(stage, signed_in):
    slot = stage.talk_about("ellis")
    address = slot_address(slot, "save", "agencies")
    signed_in(stage.cast.dilys).post(address, {"version": "0", "police": "Two reports"})
    client = signed_in(stage.cast.marcus)

    by_script = client.post(address, {"version": "0", "police": "One report"}, **SCRIPT)
    plain = client.post(address, {"version": "0", "police": "One report"})

    assert by_script.status_code == plain.status_code == 409
    assert by_script.json()["theirs"]["police"] == "Two reports"
    assert by_script.json()["by"] == "Dilys Frome"
    assert "Two reports" in plain.content.decode()
    assert "One report" in plain.content.decode()


def test_who_else_writes_where_is_said(stage, signed_in):
    slot = stage.talk_about("ellis")
    signed_in(stage.cast.dilys).post(
        slot_address(slot, "save", "agencies"), {"version": "0", "police": "Two"}
    )

    said = signed_in(stage.cast.marcus).get(slot_address(slot, "writing")).json()

    assert said["others"] == ["Dilys Frome is writing in section 1."]
    assert said["versions"] == {"agencies": 1}


def test_an_action_without_person_and_date_is_named_and_what_was_typed_stays(stage, signed_in):
    slot = stage.talk_about("ellis")
    client = signed_in(stage.cast.marcus)

    answer = client.post(
        slot_address(slot, "save", "new_actions"), {"version": "0", "what_1": "See him weekly"}
    )

    assert answer.status_code == 422
    assert "Say who will do it. An action needs a person and a date" in answer.content.decode()
    assert "See him weekly" in client.get(slot_address(slot)).content.decode()


def test_a_guest_writes_for_herself_only(stage, signed_in):
    slot = stage.talk_about("tegan")
    list_commands.invite(
        slot=slot, post=stage.cast.lorna, place="school", by=stage.cast.dilys,
        now=at("2026-11-19"),
    )  # fmt: skip
    own = f"guest_{stage.cast.lorna.pk}"

    signed_in(stage.cast.lorna).post(
        slot_address(slot, "save", "agencies"),
        {"version": "0", own: "She asked to move", "police": "I am not the police"},
    )

    assert SlotSection.objects.get(slot=slot).content == {own: "She asked to move"}


def test_the_confidential_part_is_not_there_for_a_guest_or_the_note_taker(stage, signed_in):
    slot = stage.talk_about("tegan")
    signed_in(stage.cast.marcus).post(slot_address(slot, "confidential"), {"confidential": "on"})
    address = slot_address(slot, "save", "confidential")

    assert signed_in(stage.cast.dilys).post(address, {"version": "0"}).status_code == 404
    answer = signed_in(stage.cast.colin).post(address, {"version": "0", "text": "A source says"})
    assert answer.status_code == 302
    assert "A source says" in signed_in(stage.cast.colin).get(slot_address(slot)).content.decode()
    assert (
        "A source says" not in signed_in(stage.cast.dilys).get(slot_address(slot)).content.decode()
    )


def test_the_rooms_screen_names_one_child_and_hides_the_confidential_part(stage, signed_in):
    stage.list("ellis")
    slot = stage.talk_about("tegan")
    client = signed_in(stage.cast.marcus)
    client.post(slot_address(slot, "confidential"), {"confidential": "on"})

    page = client.get(slot_address(slot, "screen")).content.decode()

    assert "Tegan Marlowe" in page
    assert "Hartwood" not in page
    assert "Confidential part. Core members only." in page


def test_finishing_with_open_points_asks_for_a_reason(stage, signed_in):
    slot = stage.talk_about("ellis")
    client = signed_in(stage.cast.marcus)
    client.post(
        slot_address(slot, "save", "rating"),
        {"version": "0", "level": "significant", "risks": ["criminal"], "words": "Targeted"},
    )

    without = client.post(slot_address(slot, "finish"))
    given = client.post(slot_address(slot, "finish"), {"reason": "The others write tonight"})

    assert without.status_code == 422
    assert "Enter why the discussion is finished with points still open" in without.content.decode()
    assert given.status_code == 302
    slot.refresh_from_db()
    assert slot.state == Slot.State.DISCUSSED


def test_putting_off_names_the_agency(stage, signed_in):
    slot = stage.talk_about("ellis")
    client = signed_in(stage.cast.marcus)
    data = {"ground": "insufficient_information", "because": "Nobody came"}

    assert client.post(slot_address(slot, "defer"), data).status_code == 422
    assert client.post(
        slot_address(slot, "defer"), data | {"agency": "childrens_services"}
    ).status_code == 302  # fmt: skip


def test_a_meeting_begins_with_another_chair_only_with_a_reason(stage, signed_in):
    meeting = stage.meeting("2026-11-20")
    address = reverse("meetings:run", args=[meeting.reference])
    client = signed_in(stage.cast.dilys)
    data = {"chair": str(stage.cast.ruth.pk), "held_as": "face_to_face"}

    refused = client.post(address, data)
    begun = client.post(address, data | {"chair_reason": "Marcus is in court"})

    assert refused.status_code == 422
    assert begun.status_code == 302
    page = client.get(address).content.decode()
    assert "Not in line with the procedure" in page
    assert "SURR-attend-04" in page


def test_a_childs_meetings_stand_in_their_record(stage, signed_in, now):
    stage.list("ellis", "2026-11-27", now=now)

    page = signed_in(stage.cast.hannah).get(
        reverse("meetings:of_child", args=[stage.cast.ellis.reference])
    ).content.decode()  # fmt: skip

    assert "Fri 27 Nov 2026" in page
    assert "To come" in page


def test_sending_shows_who_gets_what_first(stage, signed_in, now):
    slot = stage.list("ellis", "2026-11-27", now=now)
    address = reverse("meetings:send", args=[slot.meeting.reference])
    client = signed_in(stage.cast.dilys)

    page = client.get(address).content.decode()
    assert "GP not known" in page

    client.post(address, {"what": "both"})
    slot.meeting.refresh_from_db()
    assert slot.meeting.list_sent_at == now


def test_every_form_page_opens_for_who_runs_the_forum(stage, signed_in, now):
    slot = stage.list("ellis", "2026-11-27", now=now)
    client = signed_in(stage.cast.dilys)
    meeting = [slot.meeting.reference]

    for name in ("move", "cancel", "place", "add", "send", "attendance", "end", "run"):
        assert client.get(reverse(f"meetings:{name}", args=meeting)).status_code == 200, name
    for name, more in (("arrange", []), ("defer", []), ("questions", ["checklist"]),
                       ("questions", ["case"]), ("next_review", []), ("screen", [])):  # fmt: skip
        assert client.get(slot_address(slot, name, *more)).status_code == 200, name
    assert client.get(reverse("meetings:forums")).status_code == 200
    assert client.get(
        reverse("meetings:plan", args=[stage.cast.forum_nw.reference])
    ).status_code == 200  # fmt: skip


def test_the_crib_sheet_is_saved_like_a_step(stage, signed_in):
    slot = stage.talk_about("ellis")
    client = signed_in(stage.cast.marcus)
    address = slot_address(slot, "questions", "checklist")

    answer = client.post(address, {"version": "0", "q1_aware": "yes"}, **SCRIPT)

    assert answer.json()["version"] == 1
    assert SlotSection.objects.get(slot=slot, section="checklist").content["q1_aware"] == "yes"


def test_the_list_asks_as_many_questions_of_the_database_for_four_as_for_two(stage, signed_in, now):
    address = reverse("meetings:forum", args=[stage.cast.forum_nw.reference])
    client = signed_in(stage.cast.dilys)
    for first in ("ellis", "tegan"):
        stage.list(first, "2026-11-27", now=now)
    with CaptureQueriesContext(connection) as two:
        client.get(address)
    for first in ("skye", "leon"):
        stage.list(first, "2026-11-27", now=now)

    with CaptureQueriesContext(connection) as four:
        client.get(address)

    assert len(four) == len(two)
