"""Opening an authority, and giving people their posts and accounts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from casework.agencies.models import Account, Agency, Area, Authority, Post, Team
from casework.audit import commands as audit


@transaction.atomic
def open_authority(*, code: str, name: str, areas: Mapping[str, str]) -> Authority:
    """Open an authority with its areas; doing it again changes nothing but new names.

    This is the first deed of an installation: nobody holds a post yet, so no post is
    named as its author.
    """
    authority, _ = Authority.objects.update_or_create(code=code, defaults={"name": name})
    for area, label in areas.items():
        Area.objects.update_or_create(authority=authority, code=area, defaults={"name": label})
    return authority


@transaction.atomic
def first_administrator(*, authority: Authority, holder: str, email: str, on: date) -> Post:
    """Give the first person a post: the administrator, from whom all others follow."""
    council, _ = Agency.objects.get_or_create(
        authority=authority, kind=Agency.Kind.CHILDRENS_SERVICES, name="Children’s Services"
    )
    post, _ = Post.objects.get_or_create(
        authority=authority,
        role="administrator",
        email=email,
        defaults={
            "holder": holder,
            "agency": council,
            "title": "System administrator",
            "reach": Post.Reach.NONE,
            "starts_on": on,
        },
    )
    return post


@transaction.atomic
def add_agency(*, authority: Authority, kind: str, name: str, by: Post, now: datetime) -> Agency:
    """Add an organisation that takes part; the same name twice is one."""
    agency, made = Agency.objects.get_or_create(
        authority=authority, name=name, defaults={"kind": kind}
    )
    if made:
        audit.write(by=by, action="agency added", now=now, detail={"agency": agency.pk})
    return agency


@transaction.atomic
def add_team(
    *, agency: Agency, name: str, by: Post, now: datetime, area: Area | None = None, code: str = ""
) -> Team:
    """Add a team of an agency; the same name twice is one."""
    team, made = Team.objects.get_or_create(
        agency=agency, name=name, defaults={"area": area, "code": code}
    )
    if made:
        audit.write(by=by, action="team added", now=now, detail={"team": team.pk})
    return team


@transaction.atomic
def add_post(
    *,
    agency: Agency,
    holder: str,
    role: str,
    title: str,
    starts_on: date,
    by: Post,
    now: datetime,
    reach: str = Post.Reach.GRANTED,
    **more: Any,
) -> Post:
    """Give somebody a seat from a day on.

    `more`: `email`, `phone`, `area`, `team`, `account`, `deputy_for`, `local_id`, `ends_on`.
    """
    post = Post.objects.create(
        authority_id=agency.authority_id,
        agency=agency,
        holder=holder,
        role=role,
        title=title,
        reach=reach,
        starts_on=starts_on,
        **more,
    )
    audit.write(
        by=by, action="post added", now=now, detail={"post": post.pk, "role": role, "reach": reach}
    )
    return post


@transaction.atomic
def end_post(*, post: Post, ends_on: date, by: Post, now: datetime) -> None:
    """End a post with a day; from the next day on it opens nothing."""
    post.ends_on = ends_on
    post.save(update_fields=["ends_on"])
    audit.write(by=by, action="post ended", now=now, detail={"post": post.pk})


@transaction.atomic
def keep_records_open(*, authority: Authority, days: int, by: Post, now: datetime) -> None:
    """Say for how many days a record that was sent may be read; what was sent keeps its day."""
    if authority.records_open_days == days:
        return
    detail = {"before": authority.records_open_days, "days": days}
    authority.records_open_days = days
    authority.save(update_fields=["records_open_days"])
    audit.write(by=by, action="days for sent records changed", now=now, detail=detail)


@transaction.atomic
def open_account(
    *,
    post: Post,
    email: str,
    by: Post,
    now: datetime,
    password: str | None = None,
    demo_reason: str = "",
) -> Account:
    """Let the holder of a post sign in; an account with this address gets the post as well."""
    account = Account.objects.filter(email__iexact=email).first()
    if account is None:
        account = Account.objects.create_user(
            email, password, name=post.holder, demo_reason=demo_reason, opened_at=now
        )
    post.account = account
    post.save(update_fields=["account"])
    audit.write(by=by, action="account opened", now=now, detail={"post": post.pk})
    return account
