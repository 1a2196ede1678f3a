"""What the frame of every page shows."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import is_valid_path

from casework.agencies.adapter import login_context
from casework.agencies.models import Post
from casework.agencies.queries import may_administer
from casework.web.addresses import address

PLACES = [
    ("Home", "/"),
    ("Children", "/children/"),
    ("Meetings", "/meetings/"),
    ("Places and groups", "/places/"),
    ("Actions", "/actions/"),
    ("Files", "/import/"),
    ("Accounts", "/accounts-and-posts/"),
    ("Evidence", "/evidence/"),
    ("Subject access", "/subject-access/"),
    ("Procedure", "/procedure/"),
]


def frame(request: HttpRequest) -> dict[str, Any]:
    """The post in force, the way around, the demonstration's strip, the sign-in page's accounts."""
    post = getattr(request, "post", None)
    return {
        "post": post,
        "demo": settings.DEMO,
        **(_ways(request, post) if post else {}),
        **login_context(request),
    }


def _looks_address(request: HttpRequest) -> str:
    """On a child's record, who looked at it; elsewhere, what is written down about oneself."""
    reference = _record(request)
    return f"/who-looked/{reference}/" if reference else "/who-looked/"


def _access_address(request: HttpRequest) -> str:
    """On a child's record, why one can see it and who else can."""
    reference = _record(request)
    return f"/who-can-see/{reference}/" if reference else ""


def _record(request: HttpRequest) -> str:
    """The reference of the child's record that the page belongs to.

    Empty where the record is open because of an emergency only: its own pages, and no more.
    And where somebody was not let in: the links would lead to the same answer again.
    """
    if getattr(request, "opening", None) is not None or getattr(request, "refused", False):
        return ""
    found = request.resolver_match
    reference = found.kwargs.get("reference") if found else None
    return reference if reference and request.path.startswith("/children/") else ""


def _ways(request: HttpRequest, post: Post) -> dict[str, Any]:
    """Navigation, search and the two ways out of the post in force."""
    shown = hidden_from(post)
    return {
        "navigation": [
            {"label": label, "href": href} for label, href in _standing() if label not in shown
        ],
        "looks_address": _looks_address(request),
        "access_address": _access_address(request),
        "search_address": None if post.reach == Post.Reach.NONE else "/search/",
        "change_post_address": address("agencies:change_post"),
        "sign_out_address": address("account_logout"),
    }


def hidden_from(post: Post) -> set[str]:
    """Places that have nothing in them for this post."""
    hidden = set()
    if post.reach == Post.Reach.NONE:
        hidden |= {"Children", "Meetings", "Places and groups", "Actions"}
    if not post.may_import:
        hidden.add("Files")
    if not may_administer(post):
        hidden.add("Accounts")
    if not post.governs_information:
        hidden |= {"Evidence", "Subject access"}
    return hidden


@cache
def _standing() -> list[tuple[str, str]]:
    """The places that this version of the product has."""
    return [(label, href) for label, href in PLACES if is_valid_path(href)]
