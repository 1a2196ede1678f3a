"""Open an authority whose procedure lies in the folder of policy: areas, forums, administrator."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from casework.agencies import commands as agencies
from casework.agencies.models import Authority, Post
from casework.chronology import policy
from casework.config.postgresql.acting import procedure
from casework.subjects import commands as subjects
from casework.subjects.models import Case


class Command(BaseCommand):
    help = "Open an authority: its areas with their forums, and its first administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("authority", help="the name of its folder in policy/")
        parser.add_argument(
            "--area", action="append", required=True, metavar="CODE=NAME",
            help="a part of the authority, such as nw=“North West”; once for each",
        )  # fmt: skip
        parser.add_argument("--administrator", required=True, metavar="NAME")
        parser.add_argument("--email", required=True, help="with which the administrator signs in")

    @procedure("an authority and its forums are opened")
    def handle(self, *args: Any, **options: Any) -> None:
        code, now = options["authority"], timezone.now()
        name = _name_of(code)
        areas = dict(_area(text) for text in options["area"])
        with transaction.atomic():
            authority = agencies.open_authority(code=code, name=name, areas=areas)
            post = agencies.first_administrator(
                authority=authority,
                holder=options["administrator"],
                email=options["email"],
                on=timezone.localdate(now),
            )
            if post.account is None:
                agencies.open_account(post=post, email=options["email"], by=post, now=now)
            opened = _open_forums(authority, by=post, now=now)
        self.stdout.write(f"{name} is open, with {len(areas)} areas and {opened} new forums.")
        self.stdout.write(f"Give {post.holder} a password: holdfast changepassword {post.email}")


def _name_of(code: str) -> str:
    """The authority's name as its pack says it; a pack that is not there or is refused stops it."""
    try:
        pack = policy.pack_for(code)
    except policy.PackRefused as refused:
        raise CommandError("\n".join(str(problem) for problem in refused.problems)) from None
    if pack.id != code:
        raise CommandError(f"The pack in policy/{code} is called {pack.id}. Give both one name.")
    return pack.authority


def _area(text: str) -> tuple[str, str]:
    code, _, name = text.partition("=")
    if not code or not name:
        raise CommandError(f"“{text}” is not an area. Write CODE=NAME, such as nw=North West.")
    return code, name


def _open_forums(authority: Authority, *, by: Post, now: datetime) -> int:
    """A forum for each area that has none yet."""
    known = Case.objects.filter(kind=Case.Kind.FORUM, authority=authority)
    missing = authority.areas.exclude(pk__in=known.values("area"))
    for area in missing:
        subjects.open_case(
            kind=Case.Kind.FORUM,
            authority=authority,
            area=area,
            opened_on=timezone.localdate(now),
            by=by,
            now=now,
        )
    return len(missing)
