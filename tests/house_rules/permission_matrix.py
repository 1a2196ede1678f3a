"""Who may reach which address: one row for every route of the product.

A route without a row fails the build. `audience` says for whom the address exists;
for everybody else it answers 404, exactly as an address that was never there, and
somebody who has not signed in is sent to the sign-in page. `where` makes the address
from the scene (see `scene.py`). `method` is how it is asked for; a form may answer 422.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from casework.cast import NOW, TODAY
from casework.plans import commands as plans

OPEN = "open"
"""Anybody, signed in or not."""
POST = "post"
"""Anybody who acts in a post."""
CASE = "case"
"""Those for whom Ellis’s case exists."""
FORUM = "forum"
"""Those for whom the North West forum exists."""
IMPORT = "import"
"""Analysts and administrators."""
ADMIN = "admin"
"""The system administrator."""
OWN = "own"
"""Hannah only: the thing is hers."""


@dataclass(frozen=True)
class Row:
    audience: str
    where: Callable[[Any], dict[str, Any]] = lambda scene: {}
    method: str = "GET"


def ellis(scene: Any) -> dict[str, Any]:
    return {"reference": scene.cast.ellis.reference}


def an_action_for_ellis(scene: Any) -> dict[str, Any]:
    """An action that Hannah agreed to do for Ellis."""
    cast = scene.cast
    action = plans.add_action(
        case=cast.ellis, text="Ring the school", agreed_on=TODAY, due_on=TODAY,
        owner=cast.hannah, by=cast.marcus, now=NOW,
    )  # fmt: skip
    return {"key": action.pk}


MATRIX: dict[str, Row] = {
    # --- signing in (django-allauth) ---
    "account_login": Row(OPEN),
    "account_logout": Row(OPEN),
    "account_change_password": Row(OPEN),
    "account_reauthenticate": Row(OPEN),
    "account_set_password": Row(OPEN),
    "account_inactive": Row(OPEN),
    "account_signup": Row(OPEN),
    # --- about the product itself ---
    "web:help": Row(OPEN),
    "web:accessibility": Row(OPEN),
    "web:privacy": Row(OPEN),
    "web:look": Row(OPEN),
    # --- the outbox of the demonstration ---
    "notices:outbox": Row(ADMIN),
    # --- changing post, and entering a demonstration (by POST only) ---
    "agencies:change_post": Row(POST),
    "demo_sign_in": Row(OPEN),
    # --- lists, search, and who looked ---
    "worklists:home": Row(POST),
    "worklists:calendar": Row(POST),
    "worklists:due": Row(POST),
    "worklists:late": Row(POST),
    "worklists:actions": Row(POST),
    "worklists:action": Row(CASE, an_action_for_ellis),
    "worklists:search": Row(POST),
    "worklists:my_looks": Row(POST),
    "worklists:who_looked": Row(CASE, ellis),
    # --- accounts and posts ---
    "worklists:accounts": Row(ADMIN),
    "worklists:add_post": Row(ADMIN),
    "worklists:end_post": Row(ADMIN, lambda scene: {"key": scene.cast.tom.pk}),
}
