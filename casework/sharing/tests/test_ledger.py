"""Every sharing leaves a line, and so does every decision not to share."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from casework.access import commands as access
from casework.audit.models import Entry
from casework.cast import NOW, TODAY, at
from casework.meetings import list_commands, sending_commands
from casework.meetings.tests.stage import north_west
from casework.sharing import commands, queries
from casework.sharing.commands import NewSharing
from casework.sharing.models import Sharing

AUGUST = at("2027-08-31").date()


def said(case, **more):
    words = {"what": "The school report", "recipient": "Lorna Fenwick", "purpose": "A safe return",
             "basis": "Public task"}  # fmt: skip
    return NewSharing(case=case, **(words | more))


def answers(**more):
    """What somebody fills into the form."""
    return {
        "outcome": "shared", "what": "The rating", "compartments": ["shared"],
        "recipient": "Head of year", "agency": "outside", "purpose": "To keep him safe at school",
        "rule": "SURR-info-08", "basis": "Public task", "on_day": "19", "on_month": "11",
        "on_year": "2026", "told": "both",
    } | more  # fmt: skip


@pytest.fixture
def post_form(signed_in, cast, time_stands_still):
    """Fill in the form for Ellis as somebody: `post_form(cast.hannah, outcome="refused")`."""

    def post(who, **more):
        address = reverse("sharing:add", args=[cast.ellis.reference])
        given = answers(decided_by=who.pk, **more)
        return signed_in(who).post(address, given)

    return post


# --- what the command keeps -----------------------------------------------------------


def test_a_sharing_is_written_with_its_audit_row_and_no_word_of_it_there(cast):
    row = commands.note(sharing=said(cast.ellis, post=cast.lorna), by=cast.hannah, now=NOW)

    assert (row.outcome, row.agency, row.decided_by) == (
        "shared", cast.lorna.agency, str(cast.hannah)
    )  # fmt: skip
    entry = Entry.objects.get(action="noted as shared")
    assert entry.detail == {"sharing": row.pk}
    assert entry.case_reference == cast.ellis.reference


def test_a_reason_makes_it_a_decision_not_to_share(cast):
    new = said(cast.ellis, refused_because="She asked us not to, and nobody is at risk")

    row = commands.note(sharing=new, by=cast.hannah, now=NOW)

    assert row.outcome == "refused"
    assert Entry.objects.filter(action="noted as refused").count() == 1


def test_whoever_told_neither_child_nor_family_says_why(cast):
    with pytest.raises(commands.WithoutReason):
        commands.note(sharing=said(cast.ellis, told="nobody"), by=cast.hannah, now=NOW)

    assert not Sharing.objects.exists()


def test_a_share_across_a_border_wants_both_signatures(cast):
    terms = {"case": cast.ellis, "host": "Kent", "compartments": ("footprint", "shared"),
             "purpose": "He lives there", "basis": "Public task", "until": AUGUST,
             "by": cast.ruth, "now": NOW}  # fmt: skip

    with pytest.raises(commands.NotSigned):
        commands.share_across_a_border(**terms, signed_for_home="Ruth", signed_for_host=" ")
    row = commands.share_across_a_border(**terms, signed_for_home="Ruth", signed_for_host="Ann Li")

    assert row.across_a_border
    assert Sharing.objects.count() == 1


def test_what_the_audit_cannot_take_is_not_in_the_ledger(cast, monkeypatch):
    def fails(**_):
        raise DatabaseError("the audit takes no row")

    monkeypatch.setattr("casework.sharing.commands.audit.write_many", fails)
    with pytest.raises(DatabaseError), transaction.atomic():
        commands.note(sharing=said(cast.ellis), by=cast.hannah, now=NOW)

    assert not Sharing.objects.exists()


# --- what the product writes by itself ------------------------------------------------


def test_the_list_of_a_meeting_leaves_a_line_for_each_child_and_recipient(cast):
    stage = north_west(cast)
    stage.list("ellis")
    stage.list("tegan")
    Sharing.objects.all()

    sending_commands.send_list(meeting=stage.meeting("2026-11-20"), by=cast.dilys, now=NOW)

    sent = Sharing.objects.filter(what__contains="list")
    to_colin = sent.filter(post=cast.colin)
    assert {row.case for row in to_colin} == {cast.ellis, cast.tegan}
    assert {row.outcome for row in to_colin} == {"shared"}
    assert all(row.basis and row.purpose and row.source.startswith("meeting:") for row in sent)


def test_a_member_to_whom_a_child_is_closed_leaves_a_decision_not_to_share(cast):
    stage = north_west(cast)
    stage.list("ellis")
    stage.list("tegan")
    access.exclude(
        account=cast.colin.account, case=cast.ellis, ground="relative", starts_on=TODAY,
        by=cast.ruth, now=NOW,
    )  # fmt: skip

    sending_commands.send_list(meeting=stage.meeting("2026-11-20"), by=cast.dilys, now=NOW)

    told = {row.case: row.outcome for row in Sharing.objects.filter(post=cast.colin)}
    assert told == {cast.ellis: "refused", cast.tegan: "shared"}


def test_a_guest_for_one_child_leaves_a_line_until_the_day_of_the_meeting(cast):
    slot = north_west(cast).list("ellis")

    list_commands.invite(slot=slot, post=cast.lorna, place="school", by=cast.dilys, now=NOW)
    list_commands.invite(slot=slot, post=cast.lorna, place="school", by=cast.dilys, now=NOW)

    [row] = Sharing.objects.filter(post=cast.lorna)
    assert (row.case, row.until) == (cast.ellis, at("2026-11-20").date())


def test_who_works_with_the_child_anyway_is_not_told_anything_by_an_invitation(cast):
    north_west(cast).list("ellis")

    assert not Sharing.objects.filter(post=cast.hannah).exists()


# --- by hand --------------------------------------------------------------------------


def test_somebody_who_answers_for_a_record_writes_down_what_was_told(cast, post_form):
    answer = post_form(cast.hannah)

    assert answer.status_code == 302
    row = Sharing.objects.get()
    assert (row.recipient, row.agency, row.told) == ("Head of year", None, "both")


def test_whoever_shares_names_the_rule_of_the_procedure_that_it_rests_on(cast, post_form):
    without = post_form(cast.hannah, rule="")
    post_form(cast.hannah, rule="SURR-info-04")

    assert without.status_code == 422
    assert "Select the rule that it rests on" in without.content.decode()
    assert Sharing.objects.get().clauses == ["SURR-info-04"]


def test_the_rules_to_choose_from_are_those_of_the_procedure(cast):
    offered = {clause for _, clauses in queries.rules(cast.ellis) for clause in clauses}

    assert offered == {"SURR-info-01", "SURR-info-04", "SURR-info-08", "SURR-share-08"}


def test_a_decision_not_to_share_wants_its_reason(cast, post_form):
    answer = post_form(cast.hannah, outcome="refused")
    post_form(cast.hannah, outcome="refused", refused_because="It was not about him")

    assert "Enter why it was not shared" in answer.content.decode()
    assert Sharing.objects.get().refused_because == "It was not about him"


def test_a_reason_not_to_share_does_not_stay_where_it_was_shared(cast, post_form):
    post_form(cast.hannah, outcome="shared", refused_because="It was not about him")

    assert Sharing.objects.get().outcome == "shared"


def test_that_neither_was_told_wants_its_reason(cast, post_form):
    answer = post_form(cast.hannah, told="nobody")

    assert answer.status_code == 422
    assert "Enter why neither was told" in answer.content.decode()


# --- who reads it ---------------------------------------------------------------------


@pytest.mark.parametrize(("who", "status"), [
    ("hannah", 200), ("ruth", 200), ("judith", 200),
    ("marcus", 404), ("colin", 404), ("tom", 404), ("amara", 404),
])  # fmt: skip
def test_the_ledger_of_a_case_is_read_by_those_who_account_for_it(
    who, status, cast, signed_in, time_stands_still
):
    address = reverse("sharing:of_case", args=[cast.ellis.reference])

    assert signed_in(cast.posts[who]).get(address).status_code == status


def test_the_officer_reads_the_whole_authority_by_outcome_and_without_names(
    cast, signed_in, time_stands_still
):
    for case, reason in [(cast.ellis, ""), (cast.nell, "Not theirs to know")]:
        commands.note(sharing=said(case, refused_because=reason), by=cast.hannah, now=NOW)

    page = signed_in(cast.judith).get(reverse("sharing:across"), {"outcome": "refused"})

    told = page.content.decode()
    assert cast.nell.reference in told
    assert cast.ellis.reference not in told
    assert "Ferrante" not in told


def test_a_spreadsheet_is_written_down_and_holds_no_formula(cast, signed_in, time_stands_still):
    commands.note(sharing=said(cast.ellis, what="=cmd()"), by=cast.hannah, now=NOW)

    answer = signed_in(cast.judith).post(reverse("sharing:spreadsheet"), {"outcome": "shared"})

    assert "'=cmd()" in answer.content.decode()
    taken = Entry.objects.get(action="spreadsheet taken")
    assert taken.detail == {"list": "sharing ledger", "rows": 1}


def test_a_long_ledger_is_read_page_by_page(cast):
    commands.note_many(sharings=[said(cast.ellis)] * 60, by=cast.hannah, now=NOW)
    found = queries.ledger(cast.hannah, today=TODAY, case=cast.ellis)

    first = queries.page(found, "")
    second = queries.page(found, first.next)
    third = queries.page(found, second.next)

    rows = [row.pk for page in (first, second, third) for row in page.rows]
    assert len(rows) == len(set(rows)) == 60
    assert third.next == ""
