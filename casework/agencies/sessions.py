"""Sessions in the database, read together with the account and its posts: one query a page.

Nothing is remembered between requests: whoever is signed out, whose account is closed or
whose post has ended is refused from the next request on. A session ends after half an hour
without a step, and twelve hours after signing in whatever happens; both are settings.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends import db
from django.db.models import QuerySet

from casework.agencies.models import Account, Agency, Area, Authority, Post, Session, Team
from casework.config.postgresql.instances import instance
from casework.config.postgresql.kept import Text, kept

PARTS = (
    (Account, "account"),
    (Post, "account__posts"),
    (Agency, "account__posts__agency"),
    (Authority, "account__posts__authority"),
    (Area, "account__posts__area"),
    (Team, "account__posts__team"),
)
COLUMNS = {model: [one.attname for one in model._meta.concrete_fields] for model, _ in PARTS}


BEGUN = "begun"
"""Where a session keeps for whom and when it began."""
OFTEN = 60
"""Seconds after which a step is written down as the last one; not each is."""


class SessionStore(db.SessionStore):
    """As Django's own, with who is signed in and the posts of that account, past ones too."""

    account: Account | None = None
    posts: tuple[Post, ...] = ()
    ended: Account | None = None
    """Whose session this was, where it has just been found to be over."""
    _until: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        whose = data.get(auth.SESSION_KEY)
        if whose and data.get(BEGUN, [""])[0] != whose:
            data[BEGUN] = [whose, int(time.time())]
        made = super().create_model_instance(data)
        made.account_id = whose
        made.expire_date = _end(data)
        return made

    def load(self) -> dict[str, Any]:
        rows = _session(key=Text(self.session_key or "")).rows()
        found = [_parts(row[2:]) for row in rows]
        self._until = rows[0][1] if rows else None
        if not rows or rows[0][1].timestamp() <= time.time():
            self.ended = found[0][0] if rows else None
            self._session_key = None
            return {}
        self.account = found[0][0]
        self.posts = tuple([_post(*parts) for _, *parts in found if parts[0] is not None])
        return self.decode(rows[0][0])

    def exists(self, session_key: str) -> bool:
        """Whether it is still open; one that has ended is only kept to say that it did."""
        now = datetime.fromtimestamp(time.time(), UTC)
        return Session.objects.filter(session_key=session_key, expire_date__gt=now).exists()

    def stay_open(self) -> None:
        """Count a step of a person: half an hour from now, but never past the whole time."""
        until = _end(self._get_session())
        if self._until is not None and abs((until - self._until).total_seconds()) > OFTEN:
            Session.objects.filter(session_key=self.session_key).update(expire_date=until)


def _end(data: dict[str, Any]) -> datetime:
    """When a session ends if nothing more happens."""
    now = time.time()
    begun = data.get(BEGUN, ["", now])[1]
    end = min(now + settings.SESSION_IDLE, begun + settings.SESSION_COOKIE_AGE)
    return datetime.fromtimestamp(end, UTC)


@kept
def _session(*, key: str) -> QuerySet:
    names = [f"{path}__{name}" for model, path in PARTS for name in COLUMNS[model]]
    held = Session.objects.filter(session_key=key)
    return held.order_by("account__posts__id").values_list("session_data", "expire_date", *names)


def _parts(values: tuple[Any, ...]) -> list[Any]:
    """The instances of one row; None where there is none."""
    found, start = [], 0
    for model, _ in PARTS:
        names = COLUMNS[model]
        mine = values[start : start + len(names)]
        start += len(names)
        found.append(instance(model, names, mine) if mine[0] is not None else None)
    return found


def _post(post: Post, agency: Agency, authority: Authority, area: Area, team: Team) -> Post:
    cached = {"agency": agency, "authority": authority, "area": area, "team": team}
    post._state.fields_cache.update(cached)
    return post
