"""Say who works with a child, refer them to a forum, and note what was said to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from casework.access import commands as access
from casework.access.models import Exclusion, Grant
from casework.agencies.models import Post
from casework.audit import commands as audit
from casework.chronology import commands as chronology
from casework.chronology.models import Fact
from casework.concerns.models import FormResponse, Referral
from casework.config.postgresql.acting import command
from casework.subjects import commands as subjects
from casework.subjects.models import Case, Link

LEAD_PROFESSIONAL = "lead_professional"
LEAD_MANAGER = "team_manager"


@command
def allocate(
    *,
    case: Case,
    post: Post,
    starts_on: date,
    by: Post,
    now: datetime,
    relation: str = LEAD_PROFESSIONAL,
) -> Grant:
    """Name the lead professional of a child, or their manager; who had it before lets go.

    The fact `lead.allocated` is recorded for the lead professional alone.
    """
    _let_go(case, relation, post, starts_on, by, now)
    source = "allocation"
    if relation == LEAD_PROFESSIONAL:
        fact = chronology.record(
            case=case,
            kind="lead.allocated",
            at=start_of(starts_on),
            precision=Fact.Precision.DATE,
            by=by,
            now=now,
            data={"name": post.holder, "role": post.role, "agency": post.agency.kind},
        )
        source = f"fact:{fact.pk}"
    grant = access.relate(
        post=post,
        case=case,
        relation=relation,
        starts_on=starts_on,
        source=source,
        by=by,
        now=now,
    )
    chronology.work_out(case=case, now=now)
    return grant


@command
def refer(
    *,
    case: Case,
    forum: Case,
    by: Post,
    now: datetime,
    received_at: datetime | None = None,
    response: FormResponse | None = None,
    documents: Iterable[str] = (),
    concerns: Iterable[str] = (),
    reason: str = "",
    crime_report_link: str = "",
    told_child_on: date | None = None,
    not_told_because: str = "",
) -> Referral:
    """Refer a child to an area's forum with the papers that came along.

    `documents` and `concerns` are options of the fact `referral.received`. No consent
    is asked, because a referral rests on safeguarding.
    """
    papers, received = list(documents), received_at or now
    facts = [
        _received(case, received, papers, concerns, reason, by),
        *_told(case, told_child_on, not_told_because, now),
        *_crime_report(case, crime_report_link, received),
    ]
    fact, *_ = chronology.record_many(facts=facts, by=by, now=now)
    audit.write(by=by, action="referred", case=case, now=now, detail={"forum": forum.reference})
    return Referral.objects.create(
        case=case,
        forum=forum,
        received_at=received,
        referrer=by,
        referrer_kind=by.agency.kind,
        response=response,
        documents=papers,
        reason=reason,
        crime_report_link=crime_report_link,
        told_child_on=told_child_on,
        not_told_because=not_told_because,
        complete=is_complete(papers, response, by),
        fact=fact,
    )


def is_complete(documents: list[str], response: FormResponse | None, by: Post) -> bool:
    """Whether a referral has what the procedure asks: the finished tool, or its stand-in.

    Health may send its own screening tool in its place.
    """
    if response is not None and response.state == FormResponse.State.COMPLETE:
        return True
    return by.agency.kind == by.agency.Kind.HEALTH and "screening-tool" in documents


@command
def link_subjects(
    *,
    case: Case,
    to_case: Case,
    kind: str,
    by: Post,
    now: datetime,
    source: str = "",
    confirmed: bool = False,
    seen_on: date | None = None,
) -> Link:
    """Note that a child belongs together with a person, a place or another child."""
    made = subjects.link(
        from_case=case,
        to_case=to_case,
        kind=kind,
        source=source,
        confirmed=confirmed,
        seen_on=seen_on,
        by=by,
        now=now,
    )
    at = start_of(seen_on) if seen_on else now
    facts = [_link_fact(case, to_case, kind, at)]
    if to_case.kind == Case.Kind.CHILD:
        facts.append(_link_fact(to_case, case, kind, at))
    chronology.record_many(facts=facts, by=by, now=now)
    return made


def judge(*, case: Case, question: str, answer: str, reason: str, by: Post, now: datetime) -> Fact:
    """Answer a question that the procedure leaves to people's judgement, with the reason."""
    return chronology.record(
        case=case,
        kind="judgement.made",
        at=now,
        by=by,
        now=now,
        data={"question": question, "answer": answer, "role": by.role},
        note=reason,
    )


def note_strategy_discussion(
    *,
    case: Case,
    what: str,
    at: datetime,
    by: Post,
    now: datetime,
    precision: str = Fact.Precision.INSTANT,
    note: str = "",
) -> Fact:
    """Record that a strategy discussion is `needed`, or that it was `held`."""
    return chronology.record(
        case=case,
        kind=f"strategy_discussion.{what}",
        at=at,
        precision=precision,
        by=by,
        now=now,
        note=note,
    )


@command
def share_with_network(*, subject: Case, case: Case, by: Post, now: datetime) -> Case:
    """Let those who work with a child see the person or place just named around them.

    Not those to whom one record was sent, who see nothing of the child's case.
    """
    today = timezone.localdate(now)
    working = Grant.objects.on(today).filter(case=case, compartments__contains=["shared"])
    grants = working.select_related("post")
    barred = Exclusion.objects.on(today).filter(case=case).values("account")
    for grant in grants.exclude(post__account__in=barred):
        access.relate(
            post=grant.post,
            case=subject,
            relation="around_child",
            starts_on=today,
            ends_on=grant.ends_on,
            source=f"case:{case.reference}",
            by=by,
            now=now,
        )
    return subject


def link_crime_report(
    *,
    case: Case,
    linked_as: str,
    at: datetime,
    precision: str,
    by: Post,
    now: datetime,
    reference: str = "",
    note: str = "",
    told_by: str = "",
) -> Fact:
    """Note that a police crime report names the child, as `victim` or `suspect`."""
    return chronology.record(
        case=case,
        kind="crime_report.linked",
        at=at,
        precision=precision,
        by=by,
        now=now,
        data={"as": linked_as, "reference": reference},
        note=note,
        told_by=told_by,
    )


def tell_young_person(
    *, case: Case, stage: str, told_on: date, by: Post, now: datetime, note: str = ""
) -> Fact:
    """Note that a stage (`referral`, `meeting`, `plan` …) was talked over with the child."""
    told = _told_fact(case, start_of(told_on), Fact.Precision.DATE, "told", note, stage)
    [fact] = chronology.record_many(facts=[told], by=by, now=now)
    return fact


def start_of(day: date) -> datetime:
    """The first instant of a day in London, where a fact stands whose time is not known."""
    return timezone.make_aware(datetime(day.year, day.month, day.day))


def _let_go(
    case: Case, relation: str, post: Post, starts_on: date, by: Post, now: datetime
) -> None:
    standing = Grant.objects.on(starts_on).filter(case=case, relation=relation)
    for grant in standing.exclude(post=post):
        access.end_relation(grant=grant, ends_on=starts_on, by=by, now=now)


def _received(
    case: Case, at: datetime, papers: list[str], concerns: Iterable[str], why: str, by: Post
) -> chronology.NewFact:
    data = {"from_agency": by.agency.kind, "documents": papers, "concerns": list(concerns)}
    return chronology.NewFact(case=case, kind="referral.received", at=at, data=data, note=why)


def _told(
    case: Case, told_on: date | None, not_because: str, now: datetime
) -> list[chronology.NewFact]:
    """That the referral was talked over with the young person, or why it was not."""
    if told_on:
        return [_told_fact(case, start_of(told_on), Fact.Precision.DATE, "told", "")]
    if not_because:
        return [_told_fact(case, now, Fact.Precision.INSTANT, "not_told", not_because)]
    return []


def _told_fact(
    case: Case, at: datetime, precision: str, answer: str, note: str, stage: str = "referral"
) -> chronology.NewFact:
    return chronology.NewFact(
        case=case,
        kind="young_person.told",
        at=at,
        precision=precision,
        data={"of": stage, "answer": answer},
        note=note,
    )


def _crime_report(case: Case, linked_as: str, at: datetime) -> list[chronology.NewFact]:
    if linked_as not in {"victim", "suspect"}:
        return []
    return [
        chronology.NewFact(
            case=case,
            kind="crime_report.linked",
            at=at,
            precision=Fact.Precision.PROXY,
            data={"as": linked_as},
        )
    ]


def _link_fact(case: Case, other: Case, kind: str, at: datetime) -> chronology.NewFact:
    return chronology.NewFact(
        case=case,
        kind="link.recorded",
        at=at,
        precision=Fact.Precision.DATE,
        data={"to": other.kind, "other": other.reference, "kind": kind},
    )
