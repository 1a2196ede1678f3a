"""Nothing is ever removed without two people, and half a removal does not exist."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from casework.access import commands as access
from casework.audit import commands as audit
from casework.audit.models import Entry
from casework.cast import NOW, TODAY
from casework.chronology.models import Fact
from casework.meetings.models import Meeting, Record, Slot
from casework.plans.models import Action
from casework.retention import certificates, commands, jobs, queries
from casework.retention.models import Certificate, Disposal, Hold
from casework.retention.tests import stage
from casework.subjects.models import Case, ChildVoice, Link

LATER = NOW.replace(hour=15)


@pytest.fixture
def officers(cast, settings, tmp_path):
    """Judith proposes, Norma confirms; certificates go to a folder of the test."""
    settings.CERTIFICATES = str(tmp_path / "certificates")
    stage.second_officer(cast)
    return cast


def proposed(cast, case=None):
    case = case or stage.due(cast)
    return commands.propose(case=case, reason="Nobody asks for it", by=cast.judith, now=NOW)


def confirmed(cast, disposal, by=None):
    seen = queries.contents(disposal.case_id)
    return commands.confirm(disposal=disposal, seen=seen, by=by or cast.norma, now=LATER)


def run(statement, *given):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall() if cursor.description else []


# --- what goes and what stays ---------------------------------------------------------


def test_everything_of_the_record_goes_and_everything_of_others_stays(officers):
    case, other = stage.full(officers), officers.tegan
    kept = dict(queries.contents(other.pk))
    links = Link.objects.filter(to_case=other).count()
    looks = Entry.objects.filter(case_reference=case.reference).count()
    key = case.pk

    made = confirmed(officers, proposed(officers, case))

    assert queries.contents(key) == []
    assert not Case.objects.filter(reference=case.reference).exists()
    after = dict(queries.contents(other.pk))
    around = "who it is about, and who is around them"
    assert kept.pop(around) - links == after.pop(around)
    assert after == kept
    assert Slot.objects.filter(case=other).exists()
    assert ChildVoice.objects.filter(case=other).exists()
    assert Meeting.objects.filter(starts_at__date="2026-11-20").exists()
    assert Entry.objects.filter(case_reference=case.reference).count() > looks
    assert made.rows == sum(number for _, number in made.contents)


def test_the_second_person_sees_exactly_what_goes(officers):
    case = stage.full(officers)
    disposal = proposed(officers, case)
    seen = queries.contents(case.pk)

    made = commands.confirm(disposal=disposal, seen=seen, by=officers.norma, now=LATER)

    assert sorted(tuple(each) for each in made.contents) == sorted(seen)
    kinds = {kind for kind, _ in seen}
    assert {"facts and notes of the timeline", "meeting records", "plans and actions",
            "lines of the sharing ledger", "who saw it, and who must not"} <= kinds  # fmt: skip


def test_a_certificate_says_what_why_who_and_when_and_nothing_of_the_child(officers):
    case = stage.full(officers)

    made = confirmed(officers, proposed(officers, case))

    said = certificates.text(made)
    assert (made.entry, str(made.kept_until)) == ("looked-after", "2023-04-01")
    assert made.proposed_by.startswith("Judith Amoah")
    assert made.confirmed_by.startswith("Norma Field")
    assert certificates.intact(made)
    assert not any(word in said for word in ("Ellis", "Hartwood", "Ring the school", "1948"))
    entry = Entry.objects.get(action="record disposed of")
    assert entry.detail["digest"] == made.digest


def test_a_certificate_that_says_something_else_does_not_fit_its_digest(officers):
    made = confirmed(officers, proposed(officers))

    made.contents = made.contents[:-1]

    assert not certificates.intact(made)


def test_every_table_that_leads_to_a_case_goes_or_stays_for_a_reason(db):
    stays = {
        "meetings_series": "a forum: it names no child and is not disposed of",
        "meetings_membership": "who sits on a forum",
        "meetings_meeting": "when a forum met; other children were heard there",
        "meetings_preparation": "what was made ready for a meeting",
        "retention_disposal": "the decision itself; it lets go of the case",
        "retention_certificate": "what is left",
    }
    keys = {
        model._meta.db_table: {
            field.related_model._meta.db_table
            for field in model._meta.concrete_fields
            if field.related_model
        }
        for model in apps.get_models()
        if model.__module__.startswith("casework.")
    }
    found = {"subjects_case"}
    while more := {table for table, to in keys.items() if to & found} - found:
        found |= more

    goes = {name for (name,) in run("select name from retention.count_of(0)")}

    assert goes | set(stays) == found
    assert goes & set(stays) == set()


# --- two people -----------------------------------------------------------------------


def test_who_proposed_cannot_confirm(officers):
    disposal = proposed(officers)

    with pytest.raises(commands.CannotDispose, match="Somebody else"):
        confirmed(officers, disposal, by=officers.judith)

    assert Case.objects.filter(pk=officers.ellis.pk).exists()


def test_one_person_with_two_posts_is_one_person(officers):
    disposal = proposed(officers)
    other = officers.norma
    other.account = officers.judith.account
    other.save()

    with pytest.raises(commands.CannotDispose):
        confirmed(officers, disposal)


@pytest.mark.parametrize("who", ["hannah", "ruth", "marcus", "amara"])
def test_only_who_governs_information_decides(who, officers):
    case = stage.due(officers)
    with pytest.raises(commands.CannotDispose):
        commands.propose(case=case, reason="x", by=officers.posts[who], now=NOW)

    disposal = proposed(officers, case)
    with pytest.raises(commands.CannotDispose):
        confirmed(officers, disposal, by=officers.posts[who])


def test_an_officer_to_whom_the_record_is_closed_does_not_decide_about_it(officers):
    case = stage.due(officers)
    access.exclude(account=officers.norma.account, case=case, ground="relative",
                   starts_on=TODAY, by=officers.ruth, now=NOW)  # fmt: skip

    with pytest.raises(commands.CannotDispose):
        confirmed(officers, proposed(officers, case))


def test_before_its_day_nothing_is_proposed(officers):
    with pytest.raises(commands.CannotDispose, match="the record is open"):
        proposed(officers, officers.ellis)


def test_a_status_that_comes_to_light_after_the_proposal_keeps_the_record(officers):
    disposal = proposed(officers)
    stage.was(officers.ellis, "child_protection", by=officers.hannah)
    Case.objects.filter(pk=officers.ellis.pk).update(closed_on=TODAY)

    with pytest.raises(commands.CannotDispose, match="Its day has not come"):
        confirmed(officers, disposal)


def test_what_was_added_since_one_looked_has_to_be_looked_at_first(officers):
    disposal = proposed(officers)
    seen = queries.contents(officers.ellis.pk)
    stage.was(officers.ellis, "child_in_need", day="1949-01-06", by=officers.hannah)
    stage.was(officers.ellis, "looked_after", day="1951-01-06", by=officers.hannah)

    with pytest.raises(commands.CannotDispose):
        commands.confirm(disposal=disposal, seen=seen, by=officers.norma, now=LATER)


def test_a_proposal_that_was_turned_down_is_not_carried_out(officers):
    disposal = proposed(officers)
    commands.withdraw(disposal=disposal, because="An aunt asks", by=officers.norma, now=NOW)

    with pytest.raises(commands.CannotDispose, match="decided already"):
        confirmed(officers, disposal)
    assert proposed(officers, officers.ellis).pk != disposal.pk


# --- holds ----------------------------------------------------------------------------


@pytest.mark.parametrize("whole", [False, True])
def test_a_hold_beats_the_schedule_and_the_second_person(whole, officers):
    case = stage.due(officers)
    disposal = proposed(officers, case)
    held = commands.hold(case=None if whole else case, reason="The inquiry", by=officers.norma,
                         now=NOW)  # fmt: skip

    with pytest.raises(commands.CannotDispose, match="legal hold"):
        confirmed(officers, disposal)
    commands.lift(hold=held, because="The inquiry has ended", by=officers.norma, now=NOW)

    assert confirmed(officers, disposal).case_reference == case.reference


def test_a_hold_ends_with_its_last_day(officers):
    case = stage.due(officers)
    Hold.objects.create(authority=officers.authority, case=case, reason="x", put_on_at=NOW,
                        put_on_by=officers.judith, until=TODAY)  # fmt: skip

    assert queries.kept_of(case, today=TODAY).because == "hold"
    assert queries.kept_of(case, today=TODAY.replace(day=21)).because == "schedule"


# --- by raw SQL -----------------------------------------------------------------------


def dispose(key):
    return run("select retention.dispose(%s, 'RAW')", key)


def test_raw_sql_without_a_second_persons_row_removes_nothing(officers):
    disposal = proposed(officers)

    with pytest.raises(DatabaseError, match="A second person has not confirmed it"):
        dispose(disposal.pk)
    with pytest.raises(DatabaseError, match="no such disposal"):
        dispose(0)

    assert Fact.objects.filter(case=officers.ellis).exists()


def test_raw_sql_cannot_make_one_person_two(officers):
    disposal = proposed(officers)

    with pytest.raises(IntegrityError, match="disposed_of_by_two_people"):
        run("update retention_disposal set confirmed_by_id = proposed_by_id, confirmed_at = now(), "
            "confirmed_account_id = proposed_account_id where id = %s", disposal.pk)  # fmt: skip


@pytest.mark.parametrize(("change", "told"), [
    ("confirmed_by_id = {hannah}, confirmed_account_id = {hannah_account}", "govern information"),
    ("confirmed_by_id = {norma}, confirmed_account_id = {hannah_account}", "govern information"),
    ("confirmed_by_id = {norma}, confirmed_account_id = {norma_account}, withdrawn_at = now()",
     "withdrawn"),
])  # fmt: skip
def test_raw_sql_with_the_wrong_people_removes_nothing(change, told, officers):
    disposal = proposed(officers)
    people = {name: officers.posts[name] for name in ("hannah", "norma")}
    keys = {name: one.pk for name, one in people.items()}
    keys |= {f"{name}_account": one.account_id for name, one in people.items()}
    run(f"update retention_disposal set confirmed_at = now(), {change.format(**keys)} "
        f"where id = {disposal.pk}")  # fmt: skip

    with pytest.raises(DatabaseError, match=told):
        dispose(disposal.pk)

    assert Case.objects.filter(pk=officers.ellis.pk).exists()


def test_raw_sql_under_a_hold_or_on_an_open_record_removes_nothing(officers):
    disposal = proposed(officers)
    Disposal.objects.filter(pk=disposal.pk).update(
        confirmed_by=officers.norma, confirmed_account=officers.norma.account, confirmed_at=NOW
    )
    held = commands.hold(case=None, reason="The inquiry", by=officers.norma, now=NOW)

    with pytest.raises(DatabaseError, match="legal hold"):
        dispose(disposal.pk)
    commands.lift(hold=held, because="It ended", by=officers.norma, now=NOW)
    Case.objects.filter(pk=officers.ellis.pk).update(closed_on=None)
    with pytest.raises(DatabaseError, match="record is open"):
        dispose(disposal.pk)


@pytest.mark.parametrize("statement", [
    "delete from chronology_fact",
    "delete from subjects_case",
    "delete from retention_disposal",
    "update retention_disposal set case_id = null",
    "update retention_disposal set proposed_account_id = 1",
    "delete from retention_hold",
    "insert into retention_certificate (reference) values ('X')",
    "update retention_certificate set contents = '[]'",
    "delete from retention_certificate",
    "select retention.agreed(1)",
    "create or replace function retention.dispose(wanted bigint, reference text) returns bigint "
    "language sql as 'select 1'",
])  # fmt: skip
def test_the_running_product_has_no_other_way(statement, officers):
    proposed(officers)

    with pytest.raises(ProgrammingError):
        run(statement)


def test_the_functions_are_the_owners_with_a_fixed_path_and_not_for_everybody(db):
    rows = run(
        "select proname, prosecdef, proconfig, has_function_privilege('public', p.oid, 'execute') "
        "from pg_proc p join pg_namespace n on n.oid = pronamespace where nspname = 'retention'"
    )

    assert {name for name, definer, *_ in rows if definer} == {"agreed", "count_of", "dispose"}
    # With no path at all, pg_temp would come first, and a type of the caller's own making in it.
    assert all(config == ["search_path=pg_catalog, pg_temp"] for _, _, config, _ in rows)
    assert not any(everybody for *_, everybody in rows)


# --- half a removal -------------------------------------------------------------------


def test_interrupted_half_way_nothing_has_happened(officers, monkeypatch):
    case = stage.full(officers)
    disposal = proposed(officers, case)
    before = queries.contents(case.pk)

    def fails(**given):
        if given["action"] == "record disposed of":
            raise DatabaseError("the audit takes no row")
        audit.write_many(by=given["by"], action=given["action"], now=given["now"], entries=[])

    monkeypatch.setattr("casework.retention.commands.audit.write", fails)
    with pytest.raises(DatabaseError), transaction.atomic():
        confirmed(officers, disposal)

    assert queries.contents(case.pk) == before
    assert not Certificate.objects.exists()
    assert Disposal.objects.waiting().count() == 1
    assert Record.objects.filter(slot__case=case).exists()


def test_something_that_holds_on_to_the_record_stops_all_of_it(officers):
    """Another child's action that rests on a fact of this one: it must not lose its ground."""
    case = stage.due(officers)
    fact = Fact.objects.filter(case=case).first()
    Action.objects.create(case=officers.tegan, text="x", agreed_on=TODAY, agreed_by=fact)
    disposal = proposed(officers, case)

    with pytest.raises(IntegrityError), transaction.atomic():
        confirmed(officers, disposal)

    assert Fact.objects.filter(pk=fact.pk).exists()


# --- after a backup was restored ------------------------------------------------------


def test_a_certificate_is_put_aside_where_no_backup_reaches_it(officers, settings, tmp_path):
    made = confirmed(officers, proposed(officers))

    jobs.put_aside(made.reference)
    jobs.put_aside(made.reference)

    [file] = (tmp_path / "certificates").glob("*.json")
    assert json.loads(file.read_text())["digest"] == made.digest


def test_a_record_that_a_backup_brought_back_is_told(officers, tmp_path, capsys):
    case = stage.due(officers)
    with transaction.atomic():
        made = confirmed(officers, proposed(officers, case))
        certificates.write(made, tmp_path / "elsewhere")
        call_command("retention", "check")
        transaction.set_rollback(True)

    with pytest.raises(SystemExit):
        call_command("retention", "check", certificates=[tmp_path / "elsewhere"])

    told = capsys.readouterr().out
    assert "Nothing is there that was disposed of." in told
    assert f"{case.reference}: disposed of by certificate {made.reference}, and there again" in told


def test_a_certificate_file_that_was_changed_is_not_believed(officers, tmp_path):
    made = confirmed(officers, proposed(officers))
    path = certificates.write(made, tmp_path)
    path.write_text(path.read_text().replace("looked-after", "adopted"))

    with pytest.raises(ValueError, match="was changed"):
        list(certificates.read(tmp_path))
