"""Facts enter by one door, and what follows is there at once."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from casework.audit.models import Entry
from casework.cast import NOW, at
from casework.chronology import commands, projection, queries, rows
from casework.chronology.jobs import work_out_due
from casework.chronology.models import Fact, Obligation, Prompt, Standing


def rated(cast, level="significant", risks=("criminal",)):
    """Ellis discussed and rated at the meeting of his quadrant."""
    when = at("2026-11-20", "10:03")
    discussion = {
        "meeting": "M1",
        "forum": "risk_meeting",
        "kind": "review",
        "quorate": True,
        "chair_role": "service_manager",
    }
    return commands.record_many(
        facts=[
            commands.NewFact(case=cast.ellis, kind="discussion.held", at=when, data=discussion),
            commands.NewFact(
                case=cast.ellis,
                kind="rating.set",
                at=when,
                data={"scale": "surrey", "level": level, "risks": list(risks), "meeting": "M1"},
            ),
        ],
        by=cast.marcus,
        now=NOW,
    )


def listed(cast):
    return commands.record(
        case=cast.ellis,
        kind="discussion.listed",
        at=at("2026-11-13"),
        by=cast.dilys,
        now=NOW,
        data={"meeting": "M1", "kind": "new"},
    )


def test_a_rating_brings_the_next_discussion_with_its_limit_and_its_clause(cast):
    listed(cast)

    rated(cast)

    obligation = Obligation.objects.outstanding().get(
        case=cast.ellis, act="discuss_at_risk_meeting"
    )
    assert str(obligation.due_day) == "2027-01-15"
    assert str(obligation.proposed_day) == "2027-01-01"
    assert "SURR-interval-04" in obligation.clauses
    assert obligation.owner == cast.marcus


def test_the_rating_stands_beside_the_case(cast):
    listed(cast)

    rated(cast)

    standing = Standing.objects.get(case=cast.ellis)
    assert (standing.rating, standing.key_risks) == ("significant", ["criminal"])


def test_withdrawing_a_fact_leaves_what_never_recording_it_would_leave(cast):
    listed(cast)
    before = list(Obligation.objects.filter(case=cast.ellis).values_list("key", "state"))
    facts = rated(cast)

    for fact in facts:
        commands.withdraw(fact=fact, reason="Another child was meant", by=cast.marcus, now=NOW)

    after = list(Obligation.objects.filter(case=cast.ellis).values_list("key", "state"))
    assert after == before
    assert Fact.objects.filter(case=cast.ellis, withdrawn_reason__startswith="Another").count() == 2


def test_a_fact_that_the_vocabulary_does_not_know_is_refused_by_name(cast):
    with pytest.raises(commands.UnknownFact, match=r"'rating\.guessed' is not a kind of fact"):
        commands.record(case=cast.ellis, kind="rating.guessed", at=NOW, by=cast.hannah, now=NOW)

    assert not Fact.objects.exists()


def test_a_fact_that_cannot_be_worked_out_leaves_nothing_behind(cast, monkeypatch):
    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr(projection, "refresh", broken)

    with pytest.raises(RuntimeError), transaction.atomic():
        listed(cast)

    assert not Fact.objects.exists()
    assert not Entry.objects.filter(action="fact recorded").exists()


def test_every_fact_has_its_row_in_the_audit_and_no_words_of_the_record(cast):
    listed(cast)

    entry = Entry.objects.get(action="fact recorded")

    assert entry.case_reference == cast.ellis.reference
    assert entry.who.startswith("Dilys Frome")
    assert set(entry.detail) == {"fact", "kind"}


def test_the_rows_can_be_made_again_from_the_facts_without_a_difference(cast):
    listed(cast)
    rated(cast)

    changed = projection.refresh(cast.ellis, NOW)

    assert not changed


def test_time_alone_works_out_only_the_cases_whose_moment_has_come(cast):
    listed(cast)
    rated(cast)
    Standing.objects.filter(case=cast.ellis).update(next_change_at=NOW + timedelta(hours=1))

    assert work_out_due(NOW) == 0
    assert work_out_due(NOW + timedelta(hours=2)) == 1


def test_an_answer_with_its_reason_closes_the_question(cast):
    listed(cast)
    rated(cast, risks=["trafficking"])
    prompt = Prompt.objects.waiting().get(case=cast.ellis, clauses__contains=["SURR-traffick-01"])

    commands.answer(
        prompt=prompt, answer=prompt.answers[-1], reason="Talked over", by=cast.hannah, now=NOW
    )

    assert not Prompt.objects.waiting().filter(pk=prompt.pk).exists()


def test_the_evaluation_as_known_on_an_earlier_day_does_not_know_what_came_later(cast):
    listed(cast)
    rated(cast)

    then = queries.evaluation(cast.ellis, now=NOW, known_at=NOW - timedelta(minutes=1))

    assert then.obligations == ()


def test_what_rests_on_a_closed_fact_stands_in_no_list_of_many_cases(cast):
    listed(cast)
    commands.record(
        case=cast.ellis,
        kind="strategy_discussion.needed",
        at=NOW,
        by=cast.marcus,
        now=NOW,
        compartment="confidential",
    )

    [obligation] = Obligation.objects.outstanding().filter(act__contains="strategy")

    assert obligation.compartment == "confidential"
    assert obligation not in Obligation.objects.outstanding().shared()


def test_a_fact_more_writes_only_the_rows_that_it_changes(cast):
    listed(cast)
    rated(cast)
    before = dict(Obligation.objects.filter(case=cast.ellis).values_list("key", "fingerprint"))

    with CaptureQueriesContext(connection) as asked:
        commands.record(
            case=cast.ellis, kind="rating.proposed", at=NOW, by=cast.hannah, now=NOW,
            data={"level": "serious"},
        )  # fmt: skip

    [written] = [one["sql"] for one in asked if '"fingerprint"' in one["sql"]] or [""]
    after = dict(Obligation.objects.filter(case=cast.ellis).values_list("key", "fingerprint"))
    moved = {key for key, mark in after.items() if before.get(key) != mark}
    assert {key for key in after if key in written} == moved
    assert len(before) > len(moved)


def test_a_fact_more_goes_to_the_database_eight_times_however_much_follows_from_it(cast):
    with CaptureQueriesContext(connection) as first:
        listed(cast)
    with CaptureQueriesContext(connection) as second:
        rated(cast)

    # Lock, fact, end of the chain, its next entry, facts, relations, rows as they are, rows anew.
    assert [len(asked_of(each)) for each in (first, second)] == [8, 8]
    assert Obligation.objects.filter(case=cast.ellis).count() > 1


def asked_of(queries):
    """The statements but for those that a test's own transaction makes of begin and commit."""
    return [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]


@pytest.mark.parametrize(
    "column", [field.attname for field in Obligation._meta.concrete_fields if field.name in {
        "title", "summary", "state", "clauses", "due_day", "met_at", "owner", "governed_by",
    }],
)  # fmt: skip
def test_the_check_finds_whatever_column_of_a_row_tells_another_tale(cast, column):
    listed(cast)
    rated(cast)
    obligation = Obligation.objects.filter(case=cast.ellis).first()
    other = {
        "title": "Other", "summary": "Other", "state": "lapsed", "clauses": ["OTHER-01"],
        "due_day": at("2030-01-01").date(), "met_at": at("2030-01-01"),
        "owner_id": cast.ruth.pk, "governed_by": "other",
    }  # fmt: skip
    Obligation.objects.filter(pk=obligation.pk).update(**{column: other[column]})

    assert projection.refresh(cast.ellis, NOW, whole=True)
    assert not projection.refresh(cast.ellis, NOW, whole=True)


def test_the_rows_of_years_are_told_from_the_stored_ones_without_a_difference(cast):
    listed(cast)
    rated(cast, risks=["trafficking"])

    for model, columns in ((Obligation, rows.OBLIGATION), (Prompt, rows.PROMPT)):
        stored = model.objects.filter(case=cast.ellis).values_list("fingerprint", *columns)
        assert stored
        assert all(mark == rows.stored(columns, values) for mark, *values in stored)
