"""The meetings of one child, as part of their record."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from casework.agencies.sign_in import post_required
from casework.concerns.views import child_to_read, record_page
from casework.meetings import child_queries


@post_required
@transaction.atomic
def of_child(request: HttpRequest, reference: str) -> HttpResponse:
    """Every meeting at which the child was or will be discussed."""
    case = child_to_read(request, reference)
    context = {
        "slots": child_queries.meetings_of(case, post=request.post, now=request.now),
        "title_in_page": True,
    }
    return record_page(request, case, "meetings/of_child.html", "Meetings", context)
