"""People, posts and agencies, as pages need them."""

from __future__ import annotations

from casework.agencies.models import Account


def demo_accounts() -> list[dict[str, object]]:
    """One account for each kind of user, in the order of the work, with a reason to enter."""
    accounts = Account.objects.exclude(demo_reason="").filter(is_active=True)
    rows = []
    for account in accounts.prefetch_related("posts__agency", "posts__area").order_by("pk"):
        post = next(iter(account.posts.all()), None)
        if post is not None:
            where = post.area.name if post.area else post.authority_id.replace("-", " ").title()
            rows.append(
                {
                    "id": account.pk,
                    "name": account.name,
                    "what": f"{post.title}, {post.agency.name}"
                    if post.agency.kind != "childrens_services"
                    else f"{post.title}, {where}",
                    "why": account.demo_reason,
                }
            )
    return rows
