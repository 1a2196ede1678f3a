"""What people must look at after an import: doubtful dates, and people who may be one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.utils import timezone

from casework.concerns.models import MissingEpisode
from casework.config import sealing
from casework.exchange.bringing.world import Arrived, World
from casework.exchange.matching import Known, Match, Register
from casework.exchange.models import ImportException, SourceRow
from casework.exchange.reading.problems import Problem
from casework.exchange.trial import Trial
from casework.subjects.models import Child

LATELY = timedelta(days=90)
KINDS = {
    "overlap": ImportException.Kind.OVERLAP,
    "open-overlap": ImportException.Kind.OVERLAP,
}
"""Codes of the readers that are more than doubtful dates."""


def raise_all(trial: Trial, world: World) -> int:
    """Keep every question of this import for a person to decide, and count the new ones.

    What was asked before, decided or not, is not asked again.
    """
    kept = ImportException.objects.filter(authority=world.authority)
    before = kept.count()
    waiting = [
        *_of_rows(trial, world),
        *_of_unknown_length(world),
        *_doubles(world),
        *_unclaimed(world),
    ]
    ImportException.objects.bulk_create(waiting, batch_size=1_000, ignore_conflicts=True)
    return kept.count() - before


def _of_rows(trial: Trial, world: World) -> Iterator[ImportException]:
    for report in trial.files:
        cases = _cases(report.table, {key for key, _ in report.questions}, world)
        for key, problem in report.questions:
            kind = KINDS.get(problem.code, ImportException.Kind.DATES)
            case = cases.get(key)
            detail = {"code": problem.code, "column": problem.column, "file": report.name}
            yield _exception(world, kind, report.table, key, problem, case, detail)


def _cases(table: str, keys: set[str], world: World) -> dict[str, int | None]:
    rows = SourceRow.objects.filter(
        authority=world.authority, source=world.source, table=table, key__in=keys
    )
    return dict(rows.values_list("key", "case_id"))


def _exception(
    world: World,
    kind: str,
    table: str,
    key: str,
    problem: Problem,
    case: int | None,
    detail: dict[str, str],
) -> ImportException:
    return ImportException(
        run=world.run,
        authority=world.authority,
        source=world.source,
        kind=kind,
        table=table,
        key=key or problem.column,
        row=problem.row or 0,
        case_id=case,
        text=problem.message[:500],
        detail=detail,
    )


def _of_unknown_length(world: World) -> Iterator[ImportException]:
    """Episodes of the last ninety days that may or may not have lasted 48 hours."""
    first = world.now - LATELY
    episodes: dict[int, dict[str, MissingEpisode]] = world.notes.get("episodes", {})
    for by_key in episodes.values():
        for key, episode in by_key.items():
            if episode.started_at >= first and _may_be_48_hours(episode):
                yield ImportException(
                    run=world.run,
                    authority=world.authority,
                    source=world.source,
                    kind=ImportException.Kind.DURATION,
                    table="ssd_missing",
                    key=key.removeprefix(f"{world.source}:"),
                    row=0,
                    case_id=episode.case_id,
                    text="Whether this lasted 48 hours cannot be told: only the days are known.",
                )


def _may_be_48_hours(episode: MissingEpisode) -> bool:
    """Days only, and two of them: anything from 24 to 72 hours."""
    if episode.ended_at is None or "date" not in {
        episode.started_precision,
        episode.ended_precision,
    }:
        return False
    started, ended = (timezone.localdate(at) for at in (episode.started_at, episode.ended_at))
    return (ended - started).days == 2


# --- people who may be one ------------------------------------------------------------


def _doubles(world: World) -> Iterator[ImportException]:
    """Children who are new and much like another child."""
    new = {case.pk for case in world.notes.get("new_cases", ())}
    if not new:
        return
    everybody = list(_children(world))
    register = Register(everybody)
    asked: set[frozenset[object]] = set()
    for person in everybody:
        for match in register.matches(person) if person.key in new else ():
            pair = frozenset((match.one.key, match.other.key))
            if pair not in asked:
                asked.add(pair)
                yield _double(match, world)


def _children(world: World) -> Iterable[Known]:
    rows = Child.objects.filter(case__authority=world.authority, case__closed_on__isnull=True)
    for pk, forename, surname, born, digest in rows.values_list(
        "case_id", "forename", "surname", "born", "nhs_number_digest"
    ):
        # Digests under an older key say nothing beside newer ones, until all are made anew.
        comparable = digest and not sealing.needs_resealing(digest)
        yield Known(pk, forename, surname, born, digest if comparable else "")


def _double(match: Match, world: World) -> ImportException:
    first, second = sorted((match.one, match.other), key=lambda known: known.key)  # type: ignore[arg-type,return-value]
    word = "probably" if match.is_probable else "perhaps"
    return ImportException(
        run=world.run,
        authority=world.authority,
        source=world.source,
        kind=ImportException.Kind.IDENTITY,
        table="ssd_person",
        key=f"{first.key}",
        row=0,
        case_id=first.key,
        other_case_id=second.key,
        score=match.score,
        text=f"Two children are {word} the same person.",
    )


def _unclaimed(world: World) -> Iterator[ImportException]:
    """Police reports without the authority's number: whose are they?"""
    rows: list[Arrived] = world.notes.get("unclaimed", [])
    if not rows:
        return
    register = Register(_children(world))
    for row in rows:
        person = Known(None, row["forename"] or "", row["surname"] or "", row["dob"])
        best = next(iter(register.matches(person)), None)
        yield ImportException(
            run=world.run,
            authority=world.authority,
            source=world.source,
            kind=ImportException.Kind.IDENTITY,
            table="police_missing",
            key=row.staged.key,
            row=row.staged.row,
            other_case_id=best.other.key if best else None,
            score=best.score if best else None,
            text=_whose(best),
            detail={"source_row": row.staged.source_row},
        )


def _whose(best: Match | None) -> str:
    if best is None:
        return "A police report names a child whom nobody here is like."
    word = "probably" if best.is_probable else "perhaps"
    return f"A police report without a number is {word} about this child."
