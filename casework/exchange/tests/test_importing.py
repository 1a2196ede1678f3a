"""Bringing files in: all or nothing, the same pack twice is once, and nothing without a trace."""

from __future__ import annotations

import pytest

from casework.agencies import commands as agencies
from casework.audit.models import Entry
from casework.chronology.models import Fact, Obligation, Prompt
from casework.concerns.models import MissingEpisode, ReturnInterview
from casework.exchange import commands, deciding
from casework.exchange.demonstration.generate import generate
from casework.exchange.models import ImportException, ImportRun, SourceRow
from casework.exchange.tests.conftest import EPISODE, PERSON, TODAY
from casework.meetings.models import Meeting, Slot
from casework.plans.models import Action, Plan
from casework.subjects.models import Case, Child, Identifier, Link, Relation

EVERYTHING = [
    Case, Child, Identifier, Relation, Link, Fact, Obligation, Prompt, MissingEpisode,
    ReturnInterview, Meeting, Slot, Action, Plan, SourceRow, ImportException,
]  # fmt: skip


def all_there_is():
    """Every row of the casework, but for when obligations were last worked out."""
    return {model.__name__: sorted(map(str, model.objects.values_list())) for model in EVERYTHING}


def totals(tried):
    return {
        name: sum(report.counts[name] for report in tried.files)
        for name in ("new", "changed", "unchanged", "refused")
    }


def test_a_trial_brings_nothing_in(pack, analyst, now):
    run, tried = commands.try_import(
        folder=pack, authority=analyst.authority, source="lcs", by=analyst, now=now
    )

    assert totals(tried) == {"new": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert run.state == ImportRun.State.TRIED
    assert not Child.objects.exists()
    assert not Fact.objects.exists()
    assert not SourceRow.objects.exists()


def test_a_child_comes_in_with_their_missing_episode(pack, bring):
    bring(pack)

    child = Child.objects.get()
    assert str(child) == "Ellis Hartwood"
    kinds = list(child.case.facts.order_by("at").values_list("kind", "precision"))
    assert kinds == [("missing.started", "instant"), ("missing.ended", "instant")]
    assert child.case.missing_episodes.get().key == "lcs:M1"


def test_a_fact_knows_the_file_the_row_and_the_run_that_it_came_from(pack, bring):
    run, tried = bring(pack)

    fact = Fact.objects.get(kind="missing.started")
    [report] = [each for each in tried.files if each.table == "ssd_missing"]
    assert fact.provenance == {
        "run": run.pk, "source": "lcs", "file": "ssd_missing.csv", "sha256": report.sha256,
        "row": 2,
    }  # fmt: skip
    kept = SourceRow.objects.get(table="ssd_missing")
    assert kept.raw == EPISODE
    assert str(fact.pk) in kept.facts
    assert kept.case == fact.case


def test_the_import_stands_in_the_audit_of_the_child(pack, bring):
    bring(pack)

    reference = Case.objects.get(kind="child").reference
    actions = set(Entry.objects.filter(case_reference=reference).values_list("action", flat=True))
    assert {"imported", "fact recorded"} <= actions


def test_the_same_pack_again_changes_nothing(tmp_path, bring):
    generate(tmp_path, size="tiny", today=TODAY)
    bring(tmp_path)
    before = all_there_is()

    run, tried = bring(tmp_path)

    counted = totals(tried)
    assert counted["new"] == counted["changed"] == 0
    assert run.progress["facts"] == run.progress["questions"] == 0
    assert all_there_is() == before


def test_the_order_of_columns_is_no_change(pack, bring, write):
    bring(pack)
    write("ssd_missing", dict(reversed(EPISODE.items())))

    _, tried = bring(pack)

    assert totals(tried)["changed"] == 0


def test_a_changed_row_withdraws_what_it_said_and_says_the_new(pack, bring, write):
    bring(pack)
    write("ssd_missing", EPISODE | {"miss_missing_episode_end_date": "2026-10-03 10:00:00"})

    _, tried = bring(pack)

    assert totals(tried) == {"new": 0, "changed": 1, "unchanged": 1, "refused": 0}
    [withdrawn] = Fact.objects.filter(withdrawn_at__isnull=False)
    assert withdrawn.kind == "missing.ended"
    standing = Fact.objects.standing()
    assert standing.filter(kind="missing.started").count() == 1
    assert standing.get(kind="missing.ended").at.day == 3
    assert MissingEpisode.objects.get().ended_at.day == 3


def test_a_row_that_goes_back_to_what_it_said_first_says_it_again(pack, bring, write):
    bring(pack)
    write("ssd_missing", EPISODE | {"miss_missing_episode_end_date": "2026-10-03 10:00:00"})
    bring(pack)
    write("ssd_missing", EPISODE)

    bring(pack)

    assert Fact.objects.standing().get(kind="missing.ended").at.day == 2
    assert Fact.objects.filter(kind="missing.ended", withdrawn_at__isnull=False).count() == 2


def test_a_corrected_name_is_corrected_here(pack, bring, write):
    bring(pack)
    write("ssd_person", PERSON | {"pers_surname": "Hartwood-Lowe"})

    bring(pack)

    assert Child.objects.get().surname == "Hartwood-Lowe"


class Killed(BaseException):
    """What a process that is killed sees of it: nothing is caught, nothing tidied."""


@pytest.mark.parametrize(
    "step",
    [
        "casework.exchange.bringing.people.children",
        "casework.exchange.bringing.away.store_episodes",
        "casework.exchange.bringing.facts.settle",
        "casework.exchange.bringing.register.after_facts",
        "casework.exchange.exceptions.raise_all",
    ],
)
def test_an_import_killed_half_way_leaves_nothing_half_done(
    pack, analyst, now, monkeypatch, step, bring
):
    run, _ = commands.try_import(
        folder=pack, authority=analyst.authority, source="lcs", by=analyst, now=now
    )

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(step, die)
        with pytest.raises(Killed):
            commands.bring_in(run=run, by=analyst, now=now)

    assert not Child.objects.exists()
    assert not Fact.objects.exists()
    assert not SourceRow.objects.exists()
    commands.bring_in(run=run, by=analyst, now=now)
    assert Fact.objects.count() == 2


def test_files_that_changed_after_the_trial_are_not_brought_in(pack, analyst, now, write):
    run, _ = commands.try_import(
        folder=pack, authority=analyst.authority, source="lcs", by=analyst, now=now
    )
    write("ssd_missing", EPISODE | {"miss_table_id": "M2"})

    with pytest.raises(commands.CannotBringIn, match="changed since they were tried"):
        commands.bring_in(run=run, by=analyst, now=now)

    assert not Child.objects.exists()


def test_nothing_comes_in_while_one_file_is_refused(pack, analyst, now):
    (pack / "actions.csv").write_bytes(b"PK\x03\x04")
    run, tried = commands.try_import(
        folder=pack, authority=analyst.authority, source="lcs", by=analyst, now=now
    )

    with pytest.raises(commands.CannotBringIn, match=r"actions\.csv"):
        commands.bring_in(run=run, by=analyst, now=now)

    assert [report.name for report in tried.refused] == ["actions.csv"]
    assert not Child.objects.exists()


def test_a_file_that_breaks_off_is_refused_by_name_and_the_others_are_read(pack, analyst, now):
    with (pack / "ssd_missing.csv").open("a") as file:
        file.write('M2,"100,2026-10-01,,\n')

    _, tried = commands.try_import(
        folder=pack, authority=analyst.authority, source="lcs", by=analyst, now=now
    )

    [refused] = tried.refused
    assert refused.name == "ssd_missing.csv"
    assert "row 3 is never closed" in refused.refused


def test_one_table_in_two_files_is_refused(pack, analyst, now, write):
    (pack / "older").mkdir()
    write("ssd_missing", EPISODE, folder=pack / "older")

    _, tried = commands.try_import(
        folder=pack, authority=analyst.authority, source="lcs", by=analyst, now=now
    )

    assert [report.name for report in tried.refused] == ["ssd_missing.csv"]


def test_a_table_that_belongs_to_the_others_is_missed_by_name(tmp_path, write, analyst, now):
    write("ssd_person", PERSON)

    _, tried = commands.try_import(
        folder=tmp_path, authority=analyst.authority, source="lcs", by=analyst, now=now
    )

    assert [report.name for report in tried.refused] == ["ssd_missing.csv"]


# --- whose rows are taken in ----------------------------------------------------------


def test_rows_of_other_children_are_counted_and_left_out(pack, bring, write):
    write(
        "ssd_person",
        PERSON,
        PERSON | {"pers_person_id": "200", "pers_forename": "Never", "pers_surname": "Missing"},
        PERSON | {"pers_person_id": "300", "pers_dob": "1999-01-01"},
    )
    write(
        "ssd_missing",
        EPISODE,
        EPISODE | {"miss_table_id": "M3", "miss_person_id": "300"},
        EPISODE | {"miss_table_id": "M4", "miss_person_id": "400",
                   "miss_missing_episode_start_date": "2023-01-01 20:00:00",
                   "miss_missing_episode_end_date": ""},
    )  # fmt: skip

    _, tried = bring(pack)

    assert {report.table: report.counts["dropped"] for report in tried.files} == {
        "ssd_person": 2,
        "ssd_missing": 2,
    }
    assert not SourceRow.objects.filter(raw__pers_forename="Never").exists()


def test_a_core_factor_brings_a_child_in_and_another_does_not(pack, bring, write):
    write(
        "ssd_person", PERSON, PERSON | {"pers_person_id": "200"}, PERSON | {"pers_person_id": "300"}
    )
    write(
        "ssd_cin_assessments",
        {
            "cina_assessment_id": "A1",
            "cina_person_id": "200",
            "cina_assessment_start_date": "2026-09-01",
        },
        {
            "cina_assessment_id": "A2",
            "cina_person_id": "300",
            "cina_assessment_start_date": "2026-09-01",
        },
    )
    write(
        "ssd_assessment_factors",
        {"cinf_assessment_id": "A1", "cinf_assessment_factors_json": '{"24A": "Yes"}'},
        {"cinf_assessment_id": "A2", "cinf_assessment_factors_json": '["3B"]'},
    )  # fmt: skip

    bring(pack)

    assert set(Identifier.objects.values_list("value", flat=True)) == {"100", "200"}


# --- what is left for people ----------------------------------------------------------


def test_an_impossible_date_waits_for_a_person(pack, bring, write):
    write("ssd_missing", EPISODE | {"miss_missing_episode_end_date": "2026-09-01 10:00:00"})

    bring(pack)

    [waiting] = ImportException.objects.all()
    assert (waiting.kind, waiting.row) == ("dates", 2)
    assert waiting.case == Case.objects.get(kind="child")
    assert Fact.objects.filter(kind="missing.ended").count() == 0


def test_a_length_that_cannot_be_told_waits_for_a_person(pack, bring, write):
    write("ssd_missing", EPISODE | {"miss_missing_episode_start_date": "14/11/2026",
                                    "miss_missing_episode_end_date": "16/11/2026"})  # fmt: skip

    bring(pack)

    [waiting] = ImportException.objects.all()
    assert (waiting.kind, waiting.key) == ("duration", "M1")


def two_of_ellis(write):
    write(
        "ssd_person",
        PERSON,
        PERSON | {"pers_person_id": "900", "pers_forename": "Hartwood", "pers_surname": "Ellis"},
    )
    write("ssd_missing", EPISODE,
          EPISODE | {"miss_table_id": "M9", "miss_person_id": "900",
                     "miss_missing_episode_start_date": "2026-11-01 20:00:00",
                     "miss_missing_episode_end_date": "2026-11-02 08:00:00"})  # fmt: skip


def test_one_child_under_two_numbers_stays_two_until_a_person_decides(pack, bring, write):
    two_of_ellis(write)

    bring(pack)

    [waiting] = ImportException.objects.filter(kind="identity")
    assert waiting.score >= 0.86
    assert Child.objects.count() == 2


def test_two_files_on_one_child_become_one_when_a_person_says_so(pack, bring, write, analyst, now):
    two_of_ellis(write)
    bring(pack)
    waiting = ImportException.objects.get(kind="identity")

    deciding.decide(exception=waiting, decision=deciding.SAME, by=analyst, now=now)

    kept, given_up = waiting.case, waiting.other_case
    given_up.refresh_from_db()
    assert Fact.objects.standing().filter(case=kept, kind="missing.started").count() == 2
    assert not Fact.objects.standing().filter(case=given_up).exists()
    assert set(kept.identifiers.values_list("value", flat=True)) == {"100", "900"}
    assert given_up.closed_on is not None


def test_after_that_the_same_pack_still_changes_nothing(pack, bring, write, analyst, now):
    two_of_ellis(write)
    bring(pack)
    waiting = ImportException.objects.get(kind="identity")
    deciding.decide(exception=waiting, decision=deciding.SAME, by=analyst, now=now)
    before = all_there_is()

    bring(pack)

    assert all_there_is() == before


def test_two_children_stay_two_when_a_person_says_so(pack, bring, write, analyst, now):
    two_of_ellis(write)
    bring(pack)
    waiting = ImportException.objects.get(kind="identity")

    deciding.decide(exception=waiting, decision=deciding.DIFFERENT, by=analyst, now=now)
    bring(pack)

    assert not ImportException.objects.filter(decided_at__isnull=True).exists()
    assert Case.objects.filter(kind="child", closed_on__isnull=True).count() == 2


def test_a_police_report_without_a_number_waits_and_then_completes_the_episode(
    pack, bring, write, analyst, now
):
    write("police_missing", {
        "police_ref": "P1", "forename": "Elis", "surname": "Hartwood", "dob": "02/05/2011",
        "la_child_id": "", "reported_at": "01/10/2026 23:00", "last_seen_at": "01/10/2026 21:00",
        "risk_grade": "High",
    })  # fmt: skip
    bring(pack)
    waiting = ImportException.objects.get(kind="identity")
    assert MissingEpisode.objects.get().police_reference == ""

    deciding.decide(exception=waiting, decision=deciding.SAME, by=analyst, now=now)

    assert MissingEpisode.objects.get().police_reference == "P1"


# --- the demonstration, through the same door -----------------------------------------


@pytest.fixture
def demonstration(tmp_path, bring):
    generate(tmp_path, size="tiny", today=TODAY)
    bring(tmp_path)


def test_the_demonstration_has_its_cast_with_coherent_histories(demonstration):
    ellis = Child.objects.get(local_id="2044187")

    assert str(ellis) == "Ellis Hartwood"
    assert ellis.case.standing.rating == "significant"
    assert set(ellis.case.standing.key_risks) == {"criminal", "missing"}
    assert ellis.case.area.code == "nw"
    [lead] = ellis.case.grants.filter(relation="lead_professional")
    assert lead.post.holder == "Hannah Osei"
    assert ellis.case.facts.filter(withdrawn_at__isnull=False).exists()


def test_the_next_meetings_have_their_lists(demonstration):
    meetings = Meeting.objects.filter(series__case__area__code="nw", state="planned")

    first, second, *_ = meetings.order_by("starts_at")
    assert (first.slots.count(), second.slots.count()) == (11, 9)
    moved = meetings.filter(moved_from__isnull=False).values_list("moved_from", flat=True)
    assert [day.isoformat() for day in moved] == ["2026-12-25", "2027-01-01"]


def test_no_fact_of_the_demonstration_lies_in_the_future(demonstration, now):
    assert not Fact.objects.filter(at__gt=now).exists()


def test_the_same_day_gives_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        generate(tmp_path / name, size="tiny", today=TODAY)

    one, two = (
        {each.name: each.read_bytes() for each in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    )
    assert one == two


def test_a_second_authority_may_use_the_same_numbers(pack, bring, analyst, now):
    bring(pack)
    kent = agencies.open_authority(code="kent", name="Kent", areas={})
    somebody = agencies.first_administrator(
        authority=kent, holder="Somebody", email="somebody@example.org", on=TODAY
    )

    _, tried = commands.try_import(folder=pack, authority=kent, source="lcs", by=somebody, now=now)

    assert totals(tried)["new"] == 2
