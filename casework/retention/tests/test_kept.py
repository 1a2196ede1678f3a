"""Until when a record is kept, worked out from all that is recorded of the child."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.access import commands as access
from casework.audit.models import Entry
from casework.cast import NOW, TODAY, at
from casework.chronology import commands as chronology
from casework.chronology import policy
from casework.chronology.models import Fact
from casework.retention import commands, queries
from casework.retention.tests import stage
from casework.subjects.models import Case


def kept(case):
    return queries.kept_of(case, today=TODAY)


def record(cast, kind, day, data=None):
    return chronology.record(
        case=cast.ellis, kind=kind, at=at(day), data=data or {}, precision="date",
        by=cast.hannah, now=NOW,
    )  # fmt: skip


# --- from the facts -------------------------------------------------------------------


def test_an_open_record_is_kept_and_says_so(cast):
    assert kept(cast.ellis).because == "open"


def test_a_change_of_status_counts_anew(cast):
    case = stage.close(cast.ellis)
    before = kept(case)
    stage.was(case, "child_protection", by=cast.hannah)
    protected = kept(case)
    record(cast, "care_plan.started", "1951-01-06", {"kind": "care"})
    looked_after = kept(case)
    record(cast, "adoption.ordered", "1952-03-01")

    assert before.because == "not set"
    assert str(protected.until) == "2001-05-02"
    assert str(looked_after.until) == "2023-04-01"
    assert str(kept(case).until) == "2052-03-01"


def test_a_death_under_eighteen_is_counted_from(cast):
    case = stage.due(cast)

    record(cast, "child.died", "1960-02-01")

    assert str(kept(case).until) == "1975-02-01"


def test_a_fact_that_was_withdrawn_does_not_count(cast):
    case = stage.due(cast)
    fact = Fact.objects.get(case=case, kind="legal_status.changed")

    chronology.withdraw(fact=fact, reason="Another child", by=cast.hannah, now=NOW)

    assert kept(case).because == "not set"


def test_a_status_noted_in_words_alone_keeps_the_record(cast):
    case = stage.close(cast.ellis)
    case.child.legal_status = "C2"
    case.child.save()

    assert kept(case).because == "cannot tell"


def test_a_fact_outside_the_shared_record_counts_too(cast):
    case = stage.close(cast.ellis)
    chronology.record(
        case=case, kind="legal_status.changed", at=at("1950-01-06"), by=cast.hannah, now=NOW,
        data={"value": "looked_after"}, compartment="confidential",
    )  # fmt: skip

    assert kept(case).rule.id == "looked-after"


def test_a_schedule_that_cannot_be_read_keeps_everything(cast, settings, tmp_path):
    case = stage.due(cast)
    (tmp_path / "retention.yaml").write_text("keep: wrong\n")
    settings.POLICY = tmp_path
    policy.retention.cache_clear()

    try:
        found = kept(case)
    finally:
        policy.retention.cache_clear()

    assert (found.until, found.words) == (None, "the schedule cannot be read")


# --- the list -------------------------------------------------------------------------


def test_the_list_is_worked_out_when_asked_and_by_the_officers_authority(cast):
    case = stage.due(cast)
    stage.close(cast.tegan)

    assert [one.case for one in queries.due(cast.judith, today=TODAY)] == [case]
    commands.hold(case=None, reason="The inquiry", by=cast.judith, now=NOW)
    assert queries.due(cast.judith, today=TODAY) == []


def test_a_record_that_is_closed_to_the_officer_is_not_on_it(cast):
    case = stage.due(cast)
    access.exclude(account=cast.judith.account, case=case, ground="relative", starts_on=TODAY,
                   by=cast.ruth, now=NOW)  # fmt: skip

    assert queries.due(cast.judith, today=TODAY) == []


def test_a_long_list_asks_no_more_than_a_short_one(cast, django_assert_max_num_queries):
    for first in ("ellis", "tegan", "skye", "leon"):
        stage.was(stage.close(cast.cases[first]), "looked_after", by=cast.hannah)

    with django_assert_max_num_queries(8):
        assert len(queries.due(cast.judith, today=TODAY)) == 4


# --- pages ----------------------------------------------------------------------------


def test_who_answers_for_a_record_reads_until_when_it_is_kept(cast, signed_in, time_stands_still):
    stage.due(cast)

    page = signed_in(cast.hannah).get(reverse("retention:of_case", args=[cast.ellis.reference]))

    told = page.content.decode()
    assert "75 years from birth on 1 April 1948" in told
    assert "An information governance officer looks at it" in told
    assert reverse("retention:propose", args=[cast.ellis.reference]) not in told


def test_the_officers_pages_name_no_child(cast, signed_in, time_stands_still):
    case = stage.due(cast)
    client = signed_in(cast.judith)
    commands.propose(case=case, reason="x", by=cast.judith, now=NOW)

    for address in (
        reverse("retention:across"),
        reverse("retention:of_case", args=[case.reference]),
    ):
        told = client.get(address).content.decode()
        assert case.reference in told
        assert "Hartwood" not in told


def test_confirming_wants_the_reference_typed_and_what_was_seen(cast, signed_in, time_stands_still):
    case = stage.due(cast)
    disposal = commands.propose(case=case, reason="x", by=cast.judith, now=NOW)
    client = signed_in(stage.second_officer(cast))
    address = reverse("retention:disposal", args=[disposal.pk])

    wrong = client.post(address, {"reference": "ABC", "seen": "[]"})
    stale = client.post(address, {"reference": case.reference, "seen": "[]"})

    assert "Reference must be that of the record above" in wrong.content.decode()
    assert "The record has changed since you looked" in stale.content.decode()
    assert (wrong.status_code, stale.status_code) == (422, 422)
    assert Case.objects.filter(pk=case.pk).exists()


@pytest.mark.parametrize("who", ["judith", "hannah"])
def test_a_hold_is_written_down_with_who_put_it_on(who, cast, signed_in, time_stands_still):
    address = reverse("retention:hold", args=[cast.ellis.reference])

    signed_in(cast.posts[who]).post(address, {"reason": "The inquiry asks"})

    assert kept(cast.ellis).because == "hold"
    assert Entry.objects.get(action="legal hold put on").case_reference == cast.ellis.reference
