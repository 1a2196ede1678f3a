"""Missing episodes, the talk after the return, and referrals to the National Referral Mechanism."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from casework.agencies.models import Post
from casework.chronology import commands as chronology
from casework.chronology.models import Fact
from casework.concerns.models import MissingEpisode, NationalReferral, ReturnInterview
from casework.config.postgresql.acting import command
from casework.subjects.models import Case


def new_key() -> str:
    """A key for something that no other system has named yet."""
    return f"own-{secrets.token_hex(6)}"


@command
def report_missing(
    *,
    case: Case,
    started_at: datetime,
    precision: str,
    by: Post,
    now: datetime,
    key: str = "",
    note: str = "",
    told_by: str = "",
    **details: Any,
) -> MissingEpisode:
    """Record that a child is, or was, missing since a moment; `details` are of the episode."""
    episode = MissingEpisode.objects.create(
        case=case,
        key=key or new_key(),
        started_at=started_at,
        started_precision=precision,
        **details,
    )
    chronology.record(
        case=case,
        kind="missing.started",
        at=started_at,
        precision=precision,
        by=by,
        now=now,
        data={"episode": episode.key, "from": episode.missing_from},
        note=note,
        told_by=told_by,
    )
    return episode


@command
def report_found(
    *,
    episode: MissingEpisode,
    ended_at: datetime,
    precision: str,
    by: Post,
    now: datetime,
    found_at_place: str = "",
    harm: str = "",
    note: str = "",
    told_by: str = "",
) -> None:
    """Record that a missing child is back; where and how, and any harm that came to them."""
    episode.ended_at, episode.ended_precision = ended_at, precision
    episode.found_at_place, episode.harm = found_at_place, harm
    episode.save(update_fields=["ended_at", "ended_precision", "found_at_place", "harm"])
    chronology.record(
        case=episode.case,
        kind="missing.ended",
        at=ended_at,
        precision=precision,
        by=by,
        now=now,
        data={"episode": episode.key, "found": found_at_place},
        note=note,
        told_by=told_by,
    )


@command
def correct_times(
    *,
    episode: MissingEpisode,
    started_at: datetime,
    started_precision: str,
    ended_at: datetime | None,
    ended_precision: str,
    reason: str,
    by: Post,
    now: datetime,
) -> None:
    """Put right when a child was missing: the old facts are withdrawn, new ones stand beside."""
    old = _facts_of(episode)
    moments = {"missing.started": (started_at, started_precision)}
    if ended_at:
        moments["missing.ended"] = (ended_at, ended_precision)
    changed = [
        kind
        for kind, moment in moments.items()
        if kind not in old or (old[kind].at, old[kind].precision) != moment
    ]
    for kind in changed:
        if kind in old:
            chronology.withdraw(fact=old[kind], reason=reason, by=by, now=now)
    chronology.record_many(
        facts=[_again(episode, kind, old.get(kind), *moments[kind]) for kind in changed],
        by=by,
        now=now,
    )
    episode.started_at, episode.started_precision = started_at, started_precision
    if ended_at:
        episode.ended_at, episode.ended_precision = ended_at, ended_precision
    episode.save(update_fields=["started_at", "started_precision", "ended_at", "ended_precision"])


@command
def withdraw_missing(*, episode: MissingEpisode, reason: str, by: Post, now: datetime) -> None:
    """Take back a missing episode that was none; it stays readable and counts for nothing."""
    for fact in _facts_of(episode).values():
        chronology.withdraw(fact=fact, reason=reason, by=by, now=now)
    episode.withdrawn_at = now
    episode.save(update_fields=["withdrawn_at"])


@command
def offer_interview(
    *,
    case: Case,
    episode: MissingEpisode | None,
    offered_at: datetime,
    by: Post,
    now: datetime,
    precision: str = Fact.Precision.INSTANT,
    key: str = "",
) -> ReturnInterview:
    """Record that a talk about an episode was offered."""
    interview = ReturnInterview.objects.create(
        case=case, episode=episode, key=key or new_key(), offered_at=offered_at
    )
    _interview_fact(interview, "offered", offered_at, by, now, precision=precision)
    return interview


@command
def hold_interview(
    *,
    interview: ReturnInterview,
    held_at: datetime,
    by: Post,
    now: datetime,
    precision: str = Fact.Precision.INSTANT,
    note: str = "",
    **details: Any,
) -> ReturnInterview:
    """Record that the talk took place; `details` are of the interview, `note` what was said."""
    details |= {"held_at": held_at, "outcome": "held"}
    _set(interview, details)
    _interview_fact(interview, "held", held_at, by, now, precision=precision, note=note)
    return interview


@command
def decline_interview(
    *,
    interview: ReturnInterview,
    declined_at: datetime,
    by: Post,
    now: datetime,
    precision: str = Fact.Precision.INSTANT,
    reason: str = "",
) -> ReturnInterview:
    """Record that the child did not want the talk."""
    _set(interview, {"outcome": "declined"})
    _interview_fact(interview, "declined", declined_at, by, now, precision=precision, note=reason)
    return interview


@command
def refer_nationally(
    *,
    case: Case,
    reference: str,
    submitted_at: datetime,
    by: Post,
    now: datetime,
    precision: str = Fact.Precision.DATE,
    exploitation_types: Iterable[str] = (),
    **details: Any,
) -> NationalReferral:
    """Record that the child was referred as a possible victim of trafficking."""
    referral = NationalReferral.objects.create(
        case=case,
        reference=reference,
        submitted_at=submitted_at,
        exploitation_types=list(exploitation_types),
        **details,
    )
    chronology.record(
        case=case,
        kind="nrm.referred",
        at=submitted_at,
        precision=precision,
        by=by,
        now=now,
        data={"reference": reference},
    )
    return referral


@command
def decide_nationally(
    *,
    referral: NationalReferral,
    stage: str,
    decision: str,
    decided_at: datetime,
    by: Post,
    now: datetime,
    precision: str = Fact.Precision.DATE,
) -> None:
    """Record a decision of the competent authority; `stage` is `reasonable` or `conclusive`."""
    setattr(referral, f"{stage}_grounds", decision)
    setattr(referral, f"{stage}_grounds_at", decided_at)
    referral.save(update_fields=[f"{stage}_grounds", f"{stage}_grounds_at"])
    chronology.record(
        case=referral.case,
        kind="nrm.decided",
        at=decided_at,
        precision=precision,
        by=by,
        now=now,
        data={"decision": f"{stage} grounds: {decision}"},
    )


def _facts_of(episode: MissingEpisode) -> dict[str, Fact]:
    """The standing facts of an episode, by kind."""
    facts = Fact.objects.standing().filter(
        case=episode.case,
        kind__in=["missing.started", "missing.ended"],
        data__episode=episode.key,
    )
    return {fact.kind: fact for fact in facts.order_by("recorded_at").select_related("case")}


def _again(
    episode: MissingEpisode, kind: str, old: Fact | None, at: datetime, precision: str
) -> chronology.NewFact:
    """The same fact with the right moment; what was written beside it goes along."""
    return chronology.NewFact(
        case=episode.case,
        kind=kind,
        at=at,
        precision=precision,
        data=old.data if old else {"episode": episode.key},
        note=old.note if old else "",
        told_by=old.told_by if old else "",
    )


def _interview_fact(
    interview: ReturnInterview,
    what: str,
    at: datetime,
    by: Post,
    now: datetime,
    precision: str = Fact.Precision.INSTANT,
    note: str = "",
) -> Fact:
    return chronology.record(
        case=interview.case,
        kind=f"return_interview.{what}",
        at=at,
        precision=precision,
        by=by,
        now=now,
        data={"episode": interview.episode.key if interview.episode else ""},
        note=note,
    )


def _set(interview: ReturnInterview, details: dict[str, Any]) -> None:
    for name, value in details.items():
        setattr(interview, name, value)
    interview.save(update_fields=list(details))
