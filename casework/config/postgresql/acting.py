"""Who acts: nobody, a person in a post, or the procedure; each transaction is told.

The tables that hold what a record says have policies (`casework/access/wall`) which read this.
Where nobody acts they are empty and take no row. A person reads what is open to their post and
changes nothing. The procedure reads and writes: commands, jobs, imports, and the engine when it
works out a whole timeline. It says so by name, in places that a test lists; a view never does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")

TELL = "set local holdfast.acting = '{who}'"
"""Local to the transaction, never to the session: a connection goes from one person to the next."""
WORK_OUT = "select wall.told('any')"
"""What is open to a person is worked out before they ask for anything. Were it left to the first
walled row that is met, another's would take longer to refuse than one that is not there."""


@dataclass(frozen=True, slots=True)
class Acting:
    """On whose behalf statements are run."""

    whose: str = ""
    """`person`, `procedure`, or nobody."""
    post: int | None = None
    today: date | None = None
    now: datetime | None = None

    def telling(self) -> str:
        """What tells the database; its values are of kinds that need no quoting."""
        if self.post is None or self.today is None or self.now is None:
            return TELL.format(who=self.whose)
        day, moment = self.today.isoformat(), self.now.isoformat()
        told = TELL.format(who=f"{self.whose} {self.post:d} {day} {moment}")
        return f"{told}; {WORK_OUT}"


NOBODY = Acting()
PROCEDURE = Acting("procedure")
otherwise = NOBODY
"""Who acts where nothing was said; tests put the procedure here and no other code does."""

_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)


def present() -> Acting:
    """Who acts now."""
    return _acting.get() or otherwise


@contextmanager
def as_if(acting: Acting) -> Iterator[None]:
    """Until the block ends, this one acts; then again whoever did before."""
    token = _acting.set(acting)
    try:
        yield
    finally:
        _acting.reset(token)


def nobody() -> Any:
    """Nobody acts: what is walled does not exist."""
    return as_if(NOBODY)


def person(post: int, *, today: date, now: datetime) -> Any:
    """A person acts, in this post, on this day: they read what is open to them."""
    return as_if(Acting("person", post, today, now))


@contextmanager
def procedure(why: str) -> Iterator[None]:
    """The procedure acts, for a reason that is said in a few words; also a decorator."""
    if not why:
        raise ValueError("Say why the procedure acts here.")
    with as_if(PROCEDURE):
        yield


def command(deed: Callable[P, R]) -> Callable[P, R]:
    """A command: the procedure acts, in one transaction, with the audit row inside."""

    @wraps(deed)
    def carried_out(*args: P.args, **kwargs: P.kwargs) -> R:
        with as_if(PROCEDURE), transaction.atomic():
            return deed(*args, **kwargs)

    carried_out.is_command = True
    return carried_out
