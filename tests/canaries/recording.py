"""What left the product during the journeys, and every word that left it for the wrong reader.

A middleware around all others keeps no copy: each answer is read when it is made, and who
may see what is in it is asked at that moment, so that what was opened or closed meanwhile
counts as it stood.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.core import mail
from django.http import HttpRequest, HttpResponse

from casework.cast import CHILDREN
from casework.notices.messages import message
from casework.notices.models import Notice
from casework.web import sealed_words
from tests.canaries.audience import Canary, Reader
from tests.canaries.scanning import found_in, found_in_text
from tests.journeys.friday import MORE_CHILDREN

FIRST = {row[0].partition("_")[0].title() for row in [*CHILDREN, *MORE_CHILDREN]}
NAMES = FIRST | {row[1] for row in [*CHILDREN, *MORE_CHILDREN]}
NAMED = re.compile(rf"\b({'|'.join(sorted(NAMES))})\b", re.IGNORECASE)
"""The children of the cast: words that no address, log, title of a mail or storage may hold."""
TOLD = ("Location", "Content-Disposition", "Set-Cookie", "Link", "Refresh")
"""What an answer says beside its body, and what proxies and browsers keep of it."""
PAGES = ("text/html", "application/json")


class Watch:
    """One journey: where the canaries are, what was looked through, and what was found."""

    def __init__(self) -> None:
        self.canaries: dict[int, Canary] = {}
        self.counted: Counter[str] = Counter()
        self.faults: list[str] = []

    def answer(self, request: HttpRequest, response: HttpResponse) -> None:
        """Look through an answer, for whoever asked."""
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        self.counted["responses" if kind in PAGES or not kind else "files"] += 1
        if not request.path.startswith("/procedure/"):
            # The worked examples of a procedure are published, and named by their titles.
            self.plain("address", request.get_full_path())
        for name in TOLD:
            self.plain(f"{name} of {request.path}", response.headers.get(name, ""))
        found = found_in(_body(response))
        if found:
            self._judge(found - _said(request), request)

    def _judge(self, found: set[int], request: HttpRequest) -> None:
        post = getattr(request, "post", None)
        now, today = getattr(request, "now", None), getattr(request, "today", None)
        page = getattr(request, "resolver_match", None)
        gathering = page is not None and page.app_name == "disclosure"
        reader = Reader(post and post.pk, now=now, today=today, gathering=gathering)
        for number in sorted(found):
            canary = self.canaries.get(number)
            if canary is None or not reader.may_read(canary):
                what = canary.name if canary else f"number {number}"
                who = post or "somebody without a post"
                self.faults.append(f"{request.method} {request.path}: {what} shown to {who}")
            else:
                self.counted["words in their place"] += 1

    def line(self, text: str) -> None:
        self.counted["log lines"] += 1
        self.plain("log line", text)

    def mails(self) -> None:
        """All that was sent, and all notices as they would be."""
        for email in [*mail.outbox, *map(message, Notice.objects.all())]:
            self.counted["mails"] += 1
            self.plain("title of a mail", str(email.subject))
            self.words("mail", email.message().as_bytes())

    def stored(self, where: str, text: str) -> None:
        self.counted["storages"] += 1
        self.plain(where, text)

    def plain(self, where: str, text: str) -> None:
        """Something that may hold no canary and nobody's name."""
        self.words(where, text.encode())
        if named := NAMED.search(text):
            self.faults.append(f"{where}: names {named[0]}: {text[:200]}")

    def words(self, where: str, body: bytes) -> None:
        for number in found_in(body):
            canary = self.canaries.get(number)
            self.faults.append(f"{where}: holds {canary.name if canary else number}")


watching: Watch | None = None


class Recorder:
    """Middleware around all others, for the journeys alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if watching is not None:
            watching.answer(request, response)
        return response


class Lines(logging.Handler):
    """Hears every line of the log as it would be written."""

    def emit(self, record: logging.LogRecord) -> None:
        if watching is not None:
            watching.line(self.format(record))


def _body(response: HttpResponse) -> bytes:
    if response.streaming:
        whole = b"".join(response.streaming_content)
        response.streaming_content = [whole]
        return whole
    return response.content


def _said(request: HttpRequest) -> set[int]:
    """Words that the reader typed, also on the page before: they may come back."""
    posted: Any = getattr(request, "_post", None) or {}
    typed = [request.get_full_path(), *(value for key in posted for value in posted.getlist(key))]
    if (sealed := request.GET.get(sealed_words.NAME)) and getattr(request, "post", None):
        whose = {"whose": request.post.account_id, "now": request.now}
        typed.append(sealed_words.opened(sealed, **whose))
    return {number for text in typed for number in found_in_text(text)}
