"""People, posts and agencies, as pages need them."""

from __future__ import annotations

from datetime import date

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import F, Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from casework.agencies.models import Account, Agency, Post
from casework.web.numbers import whole

AT_MOST = 50


def demo_accounts() -> list[dict[str, object]]:
    """One account for each kind of user, in the order of the work, with a reason to enter."""
    accounts = Account.objects.exclude(demo_reason="").filter(is_active=True)
    posts = Prefetch("posts", Post.objects.select_related("agency", "area", "authority"))
    return [
        {"id": account.pk, "name": account.name, "what": _what(post), "why": account.demo_reason}
        for account in accounts.prefetch_related(posts).order_by("pk")
        if (post := next(iter(account.posts.all()), None))
    ]


def _what(post: Post) -> str:
    """“Social worker, Surrey North West”; people of other agencies with their agency."""
    if post.agency.kind != Agency.Kind.CHILDRENS_SERVICES:
        named = post.agency.name in post.title
        return post.title if named else f"{post.title}, {post.agency.name}"
    return f"{post.title}, {post.authority.name}{f' {post.area.name}' if post.area else ''}"


def demo_account(key: object) -> Account:
    """An account that the sign-in page of a demonstration lists; 404 for every other."""
    accounts = Account.objects.exclude(demo_reason="").filter(is_active=True)
    return get_object_or_404(accounts, pk=whole(str(key)))


def may_administer(post: Post | None) -> bool:
    """Whether accounts and posts are given from this post."""
    return post is not None and post.role == "administrator"


def posts_of(post: Post) -> QuerySet[Post]:
    """The posts of the authority for which this post administers; none for anybody else."""
    if not may_administer(post):
        return Post.objects.none()
    return Post.objects.filter(authority=post.authority_id)


def listed_posts(
    post: Post, *, today: date, ended: bool = False, after: tuple[str, int] | None = None
) -> list[Post]:
    """Posts by holder, page by page behind the last one shown; past ones on request."""
    posts = posts_of(post)
    posts = posts.filter(ends_on__lt=today) if ended else posts.live(today)
    if after is not None:
        name, key = after
        posts = posts.filter(holder__gte=name).exclude(holder=name, pk__lte=key)
    rows = posts.select_related("agency", "area", "team", "account").order_by("holder", "pk")
    return list(rows[: AT_MOST + 1])


def place_in_list(post: Post, key: str) -> tuple[str, int] | None:
    """Where a list of posts goes on behind the post with this key."""
    if whole(key) is None:
        return None
    return posts_of(post).filter(pk=key).values_list(F("holder"), "pk").first()


def agencies_of(post: Post) -> QuerySet[Agency]:
    """The agencies of the authority, by name."""
    return Agency.objects.filter(authority=post.authority_id).order_by("name")


def factors_of(account: Account) -> dict[str, int]:
    """How many second factors of each kind somebody has."""
    kinds = Authenticator.objects.filter(user=account).values_list("type", flat=True)
    return {name: list(kinds).count(name) for name in ("webauthn", "totp")}


def sessions_of(account: Account) -> list[UserSession]:
    """Where somebody is signed in, the newest first; sessions that have ended are left out."""
    listed = UserSession.objects.filter(user=account).order_by("-created_at")
    return [each for each in listed if each.exists()]


def session_of(account: Account, key: str) -> UserSession:
    """One session of this person; 404 for any other."""
    mine = UserSession.objects.filter(user=account)
    return get_object_or_404(mine, pk=whole(key))
