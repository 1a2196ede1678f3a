"""What a person decides about a question that an import left open."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from casework.access import commands as access
from casework.access.models import Grant
from casework.access.queries import DECIDED_BY_ITS_HOLDER
from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.chronology import commands as chronology
from casework.chronology import sealed
from casework.chronology.models import Fact
from casework.concerns.models import MissingEpisode, ReturnInterview
from casework.config.postgresql.acting import command
from casework.exchange import sealed_rows
from casework.exchange.bringing import away, facts
from casework.exchange.bringing.world import Arrived, know
from casework.exchange.models import ImportException, SourceRow
from casework.exchange.reading.cells import convert
from casework.exchange.reading.logs import TABLES
from casework.exchange.reading.profiles import PROFILES
from casework.exchange.staging import Staged
from casework.plans.models import Action
from casework.subjects import safe_address
from casework.subjects.models import Case, Identifier

SAME, DIFFERENT = "same", "different"
RIGHT, WRONG = "right", "wrong"
OF_IDENTITY = [(SAME, "The same person"), (DIFFERENT, "Two different people")]
OF_DATES = [
    (RIGHT, "It is right as it was brought in"),
    (WRONG, "It is wrong and will be corrected in the source"),
]
JOINED = "The same child stands under another number; recorded there"


def choices(exception: ImportException) -> list[tuple[str, str]]:
    """What can be decided; without anybody alike there is nobody to be the same as."""
    if exception.kind != ImportException.Kind.IDENTITY:
        return OF_DATES
    return OF_IDENTITY if exception.other_case_id else OF_IDENTITY[1:]


@command
def decide(*, exception: ImportException, decision: str, by: Post, now: datetime) -> None:
    """Keep the decision, and act on it where two are the same person; once and no more."""
    exception = ImportException.objects.select_for_update().get(pk=exception.pk)
    if exception.decided_at is not None:
        return
    exception.decision, exception.decided_at, exception.decided_by = decision, now, by
    exception.save(update_fields=["decision", "decided_at", "decided_by"])
    if decision == SAME and exception.other_case is not None:
        if exception.table == "police_missing":
            _claim(exception, by, now)
        elif exception.case is not None:
            join(kept=exception.case, given_up=exception.other_case, by=by, now=now)
    audit.write(
        by=by,
        action="import question decided",
        case=exception.case or exception.other_case,
        now=now,
        detail={"exception": exception.pk, "decision": decision},
    )


def _claim(exception: ImportException, by: Post, now: datetime) -> None:
    """Bring in a police report for the child whom a person named."""
    kept = SourceRow.objects.get(pk=exception.detail["source_row"])
    table = TABLES["police_missing"]
    raw = sealed_rows.cells_of(kept)
    done = convert(raw, table, PROFILES[exception.source], timezone.localdate(now), kept.row)
    staged = Staged(kept.pk, kept.table, kept.key, kept.row, raw, None, kept.file_id, changed=False)
    world = know(
        authority=exception.authority,
        source=exception.source,
        run=exception.run,
        by=by,
        now=now,
    )
    away.police_report(Arrived(staged, table, done.values), exception.other_case, world)
    away.store_episodes(world)
    facts.settle(world)


@command
def join(*, kept: Case, given_up: Case, by: Post, now: datetime) -> None:
    """Bring two files on one child together: all that is known goes to the one that is kept.

    Facts are recorded again on the kept case, with where they came from, and withdrawn
    from the other, which is closed. Its number leads to the kept case from then on.
    """
    told = list(Fact.objects.standing().filter(case=given_up).order_by("at"))
    safe_address.carry_over(given_up=given_up, kept=kept, by=by, now=now)
    for who, theirs in _by_whom(told, by).items():
        chronology.record_many(facts=[_again(fact, kept) for fact in theirs], by=who, now=now)
    for fact in told:
        chronology.withdraw(fact=fact, reason=JOINED, by=by, now=now)
    for model in (MissingEpisode, ReturnInterview, Action, SourceRow):
        model.objects.filter(case=given_up).update(case=kept)
    Identifier.objects.filter(case=given_up).update(case=kept)
    access.carry_exclusions(given_up=given_up, kept=kept, by=by, now=now)
    Grant.objects.filter(case=given_up, ends_on__isnull=True).update(
        ends_on=timezone.localdate(now)
    )
    Case.objects.filter(pk=given_up.pk).update(closed_on=timezone.localdate(now))
    audit.write(
        by=by, action="cases joined", case=kept, now=now, detail={"given_up": given_up.reference}
    )


def _by_whom(told: list[Fact], by: Post) -> dict[Post, list[Fact]]:
    """What its holder decides about stays in the hands of who recorded it, or of their agency.

    All else is recorded by who decides that the two are one child.
    """
    found: dict[Post, list[Fact]] = {by: []}
    for fact in told:
        who = fact.recorded_by if fact.compartment in DECIDED_BY_ITS_HOLDER else by
        found.setdefault(who, []).append(fact)
    return found


def _again(fact: Fact, kept: Case) -> chronology.NewFact:
    told = sealed.words_of(fact)
    return chronology.NewFact(
        case=kept,
        kind=fact.kind,
        at=fact.at,
        precision=fact.precision,
        data=told.data,
        note=told.note,
        compartment=fact.compartment,
        told_by=told.told_by,
        provenance=fact.provenance,
    )
