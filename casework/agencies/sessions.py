"""Sessions in the database, read together with the account and its posts: one query a page.

Nothing is remembered between requests: whoever is signed out, whose account is closed or
whose post has ended is refused from the next request on.
"""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.db.models import QuerySet
from django.db.models.functions import Now

from casework.agencies.models import Account, Agency, Area, Authority, Post, Session, Team
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


class SessionStore(db.SessionStore):
    """As Django's own, with who is signed in and the posts of that account, past ones too."""

    account: Account | None = None
    posts: tuple[Post, ...] = ()

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        made = super().create_model_instance(data)
        made.account_id = data.get("_auth_user_id")
        return made

    def load(self) -> dict[str, Any]:
        rows = _session(key=Text(self.session_key or "")).rows()
        if not rows:
            self._session_key = None
            return {}
        found = [_parts(row[1:]) for row in rows]
        self.account = found[0][0]
        self.posts = tuple([_post(*parts) for _, *parts in found if parts[0] is not None])
        return self.decode(rows[0][0])


@kept
def _session(*, key: str) -> QuerySet:
    names = [f"{path}__{name}" for model, path in PARTS for name in COLUMNS[model]]
    held = Session.objects.filter(session_key=key, expire_date__gt=Now())
    return held.order_by("account__posts__id").values_list("session_data", *names)


def _parts(values: tuple[Any, ...]) -> list[Any]:
    """The instances of one row; None where there is none."""
    found, start = [], 0
    for model, _ in PARTS:
        names = COLUMNS[model]
        mine = values[start : start + len(names)]
        start += len(names)
        found.append(model.from_db("default", names, mine) if mine[0] is not None else None)
    return found


def _post(post: Post, agency: Agency, authority: Authority, area: Area, team: Team) -> Post:
    cached = {"agency": agency, "authority": authority, "area": area, "team": team}
    post._state.fields_cache.update(cached)
    return post
