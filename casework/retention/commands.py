"""Holding a record, and disposing of one: proposed by one person, confirmed by another."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from casework.access import accountable
from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.config.postgresql.acting import command
from casework.retention import jobs, queries
from casework.retention.models import Certificate, Disposal, Hold
from casework.subjects.models import Case, new_reference


class CannotDispose(ValueError):
    """The record cannot be disposed of, or not like this; the message says why."""


@command
def hold(
    *, reason: str, by: Post, now: datetime, case: Case | None = None, until: date | None = None
) -> Hold:
    """Put a legal hold on a case; without a case on everything of the authority of `by`."""
    made = Hold.objects.create(
        authority_id=case.authority_id if case else by.authority_id,
        case=case,
        reason=reason,
        until=until,
        put_on_by=by,
        put_on_at=now,
    )
    audit.write(by=by, action="legal hold put on", case=case, now=now, detail={"hold": made.pk})
    return made


@command
def lift(*, hold: Hold, because: str, by: Post, now: datetime) -> None:
    """Lift a legal hold, with the reason; what it kept follows its schedule again."""
    hold.lifted_at, hold.lifted_by, hold.lifted_because = now, by, because
    hold.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    audit.write(by=by, action="legal hold lifted", case=hold.case, now=now,
                detail={"hold": hold.pk})  # fmt: skip


@command
def propose(*, case: Case, reason: str, by: Post, now: datetime) -> Disposal:
    """Propose to dispose of a record whose day has come; nothing is removed by this.

    Raises CannotDispose where its day has not come, something holds it, or it is proposed.
    """
    _may_decide(case, by, now)
    kept = queries.kept_of(case, today=timezone.localdate(now))
    _day_has_come(case, kept, now)
    if Disposal.objects.waiting().filter(case=case).exists():
        raise CannotDispose("It is proposed already, and waits for a second person")
    made = Disposal.objects.create(
        authority_id=case.authority_id,
        case=case,
        case_reference=case.reference,
        entry=kept.rule.id,
        because=f"{kept.rule.label}: {kept.counted}"[:300],
        kept_until=kept.until,
        reason=reason,
        proposed_by=by,
        proposed_account_id=by.account_id,
        proposed_at=now,
    )
    detail = {"disposal": made.pk, "entry": made.entry}
    audit.write(by=by, action="disposal proposed", case=case, now=now, detail=detail)
    return made


@command
def withdraw(*, disposal: Disposal, because: str, by: Post, now: datetime) -> None:
    """Take a proposal back, or turn it down; the record stays as it is."""
    disposal = _locked(disposal)
    disposal.withdrawn_at, disposal.withdrawn_by, disposal.withdrawn_because = now, by, because
    disposal.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    audit.write(by=by, action="disposal not agreed", case=disposal.case, now=now,
                detail={"disposal": disposal.pk})  # fmt: skip


@command
def confirm(
    *, disposal: Disposal, seen: list[tuple[str, int]], by: Post, now: datetime
) -> Certificate:
    """Dispose of a record for good, as the second person, who saw exactly what goes.

    What the record holds is removed in this transaction and nowhere else: if anything
    fails, nothing has happened. Raises CannotDispose for the person who proposed it,
    where its day has not come any more, or where something was added since it was seen.
    """
    disposal = _locked(disposal)
    case = disposal.case
    _may_decide(case, by, now)
    if by.account_id == disposal.proposed_account_id:
        raise CannotDispose("Somebody else has to confirm what you proposed")
    _day_has_come(case, queries.kept_of(case, today=timezone.localdate(now)), now)
    if [tuple(each) for each in seen] != queries.contents(case.pk):
        raise CannotDispose("The record has changed since you looked. Look at it again")
    disposal.confirmed_by, disposal.confirmed_account_id = by, by.account_id
    disposal.confirmed_at = now
    disposal.save(update_fields=["confirmed_by", "confirmed_account", "confirmed_at"])
    made = _remove(disposal)
    detail = {"certificate": made.reference, "digest": made.digest, "rows": made.rows}
    audit.write(by=by, action="record disposed of", case=case, now=now, detail=detail)
    jobs.put_aside.defer(reference=made.reference)
    return made


def _remove(disposal: Disposal) -> Certificate:
    """Have the database remove the record; it asks once more for both people's rows."""
    with connection.cursor() as cursor:
        asked = [disposal.pk, new_reference()]
        cursor.execute("select retention.dispose(%s, %s)", asked)
        [key] = cursor.fetchone()
    return Certificate.objects.get(pk=key)


def _locked(disposal: Disposal) -> Disposal:
    held = Disposal.objects.waiting().select_for_update(of=("self",)).select_related("case")
    found = held.filter(pk=disposal.pk).first()
    if found is None:
        raise CannotDispose("It was decided already")
    return found


def _may_decide(case: Case, by: Post, now: datetime) -> None:
    today = timezone.localdate(now)
    known = accountable.cases(by, today=today).filter(pk=case.pk).exists()
    if not (by.governs_information and by.account_id and known):
        raise CannotDispose("Only who governs information here may decide this")


def _day_has_come(case: Case, kept, now: datetime) -> None:
    if case.kind == Case.Kind.FORUM:
        raise CannotDispose("A forum goes with the last record that was heard there")
    if not kept.due(timezone.localdate(now)):
        raise CannotDispose(f"Its day has not come: {kept.words}")
