"""Puts somebody on stage: their post, and how they stand towards the child."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from casework.access import commands as access
from casework.agencies.models import Account, Agency, Area, Authority, Post
from casework.cast import AGENCIES, LONG_AGO, NOW, TODAY
from casework.chronology import commands as chronology
from casework.meetings import holding_commands, list_commands, series_commands
from tests.matrix import compartments as c
from tests.matrix import oracle
from tests.matrix import relations as r
from tests.matrix.personas import AUTHORITIES, Persona
from tests.matrix.stage import Stage

YESTERDAY = TODAY - timedelta(days=1)


def enter(stage: Stage, who: Persona, relation: str) -> Client:
    """A browser in which this person stands so towards the child of the stage."""
    client = Client()
    if who.door == "signed out":
        return client
    account = Account.objects.create_user("who.asks@example.org", name="Who Asks")
    if who.door != "no post":
        post = _hire(stage, who, relation, account)
        if who.door == "post":
            _relate(stage, who, post, relation)
    client.force_login(account)
    return client


def _hire(stage: Stage, who: Persona, relation: str, account: Account) -> Post:
    authority = _authority(stage, who, relation)
    home = authority == stage.cast.authority
    return Post.objects.create(
        account=account, holder="Who Asks", email=account.email, authority=authority,
        agency=_agency(authority, who.agency), area=_area(stage, who) if home else _any(authority),
        role=who.role, title=who.role.replace("_", " "), reach=who.reach, starts_on=LONG_AGO,
        ends_on=YESTERDAY if who.door == "post ended" else None,
    )  # fmt: skip


def _authority(stage: Stage, who: Persona, relation: str) -> Authority:
    """The child's, or another where they work in another."""
    code = who.authority
    if relation == r.OTHER_AUTHORITY and code == stage.authority:
        code = AUTHORITIES[AUTHORITIES.index(code) - 1]
    return Authority.objects.get_or_create(code=code, defaults={"name": code.title()})[0]


def _agency(authority: Authority, key: str) -> Agency:
    kind, name = AGENCIES[key]
    return Agency.objects.get_or_create(authority=authority, name=name, defaults={"kind": kind})[0]


def _area(stage: Stage, who: Persona) -> Area:
    return stage.cast.north_west if who.here else stage.cast.south_east


def _any(authority: Authority) -> Area:
    return Area.objects.get_or_create(authority=authority, code="nw", defaults={"name": "North"})[0]


# --- relations ------------------------------------------------------------------------


def _relate(stage: Stage, who: Persona, post: Post, relation: str) -> None:
    if relation in GIVEN:
        GIVEN[relation](stage, who, post)
    if who.agency == "police":
        chronology.record(
            case=stage.cast.ellis, kind="young_person.told", at=NOW, by=post, now=NOW,
            data={"about": "plan"}, compartment=c.INTELLIGENCE, note=c.WORDS[c.INTELLIGENCE],
        )  # fmt: skip


def _invited(stage: Stage, who: Persona, post: Post) -> None:
    list_commands.invite(slot=stage.slot, post=post, place="guest", by=stage.cast.dilys, now=NOW)


def _present(stage: Stage, who: Persona, post: Post) -> None:
    holding_commands.add_attendee(
        meeting=stage.discussed.meeting, post=post, place="guest", by=stage.cast.dilys, now=NOW
    )


def _named(stage: Stage, who: Persona, post: Post) -> None:
    _give(stage, post, "record_reader", f"record:{stage.discussed.pk}", ends_on=TODAY)


def _member(stage: Stage, who: Persona, post: Post) -> None:
    """With a place at the table, taken after the child was listed."""
    series, keeps = stage.slot.meeting.series, who.role in oracle.KEEPERS
    series_commands.add_member(
        series=series, post=post, place="admin" if keeps else "member", starts_on=LONG_AGO,
        by=stage.cast.dilys, now=NOW,
    )  # fmt: skip
    access.relate(
        post=post, case=series.case, relation=who.role, starts_on=LONG_AGO, source="fact:1",
        by=stage.cast.amara, now=NOW,
    )  # fmt: skip


def _allocated(stage: Stage, who: Persona, post: Post) -> None:
    _give(stage, post, "lead_professional", "fact:1")


def _expired(stage: Stage, who: Persona, post: Post) -> None:
    grant = _give(stage, post, "lead_professional", "fact:1", starts_on=LONG_AGO)
    access.end_relation(grant=grant, ends_on=YESTERDAY, by=stage.cast.ruth, now=NOW)


def _excluded(stage: Stage, who: Persona, post: Post) -> None:
    _allocated(stage, who, post)
    access.exclude(
        account=post.account, case=stage.cast.ellis, ground="relative", starts_on=TODAY,
        by=stage.cast.ruth, now=NOW,
    )  # fmt: skip


def _give(stage: Stage, post: Post, relation: str, source: str, **dates):
    return access.relate(
        post=post, case=stage.cast.ellis, relation=relation, source=source, by=stage.cast.ruth,
        now=NOW, **{"starts_on": TODAY} | dates,
    )  # fmt: skip


GIVEN = {
    r.INVITED: _invited,
    r.PRESENT: _present,
    r.NAMED: _named,
    r.MEMBER: _member,
    r.ALLOCATED: _allocated,
    r.EXPIRED: _expired,
    r.EXCLUDED: _excluded,
}
