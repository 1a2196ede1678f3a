"""Pages in a small and a large authority: queries, milliseconds, and how they grow.

    python benchmarks/pages.py [--children 1000 10000] [--facts 100] [--rounds 60]

Each page is asked for through the whole server (all middleware, session, templates) in
one process, and compared with what is measured in the same run: its own SQL run raw on
the same connection, a page with nothing in it, the least that shows a caseload of thirty,
and itself in the authority of the first size. The rows are written in bulk past
the one door, in a database of their own; see `_town.py`.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from unittest import mock
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import _processor, _town

NOW = datetime(2026, 11, 20, 10, 40, tzinfo=ZoneInfo("Europe/London"))
PAGE_200 = 200


def measured(ask: Callable[[], object], rounds: int) -> float:
    """Milliseconds of processor, ours and the database's: the middle after three rounds.

    Waiting is left out: neighbours on the machine only ever add to it.
    """
    clock, times = _processor.clock(), []
    for number in range(rounds + 3):
        began = clock()
        ask()
        if number >= 3:
            times.append(clock() - began)
    return statistics.median(times)


def sql_of(ask: Callable[[], object]) -> list[str]:
    """The statements of one request, as they were sent."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        ask()
    kept = [one["sql"] for one in asked if one["sql"]]
    return [sql for sql in kept if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]


def raw(statements: list[str], holder: str) -> Callable[[], None]:
    """Run the same statements as the same person and fetch their rows, with nothing around them.

    But for the audit's entry, which stands in its place already.
    """
    from django.db import connection

    from casework.agencies.models import Post
    from casework.config.postgresql.acting import Acting

    reading = [sql for sql in statements if "insert into" not in sql]
    telling = Acting("person", Post.objects.get(holder=holder).pk, NOW.date(), NOW).telling()

    def ask() -> None:
        with connection.connection.transaction(), connection.connection.cursor() as cursor:
            cursor.execute(telling)
            for sql in reading:
                cursor.execute(sql)
                if cursor.description:
                    cursor.fetchall()

    return ask


def visitor(holder: str) -> Callable[[str], object]:
    """Somebody signed in, asking for addresses as in the service: before that, nobody acts."""
    from django.test import Client

    from casework.agencies.models import Post
    from casework.config.postgresql import acting

    post = Post.objects.get(holder=holder)
    client = Client()
    client.force_login(post.account)

    def get(address: str) -> object:
        before, acting.otherwise = acting.otherwise, acting.NOBODY
        response = client.get(address)
        acting.otherwise = before
        assert response.status_code == 200, (address, response.status_code)
        return response

    return get


def far_page(rows_wanted: int = PAGE_200) -> tuple[int, str]:
    """Page 200 of the late list, or its last if it is shorter: its number and address."""
    from casework.worklists import listing, queries
    from casework.worklists.cursors import Cursor

    post, scope = authority_list()
    rows = queries.page(
        scope,
        post=post,
        today=NOW.date(),
        narrowed=queries.Narrowed(late_before=NOW),
        limit=(rows_wanted - 1) * listing.ROWS,
    )
    full = len(rows) // listing.ROWS * listing.ROWS
    last = rows[min(full, len(rows) - 1) - 1]
    return full // listing.ROWS + 1, f"/late/?after={Cursor.behind(last).as_text()}"


def authority_list():
    """The chair's list of the whole authority."""
    from casework.agencies.models import Post
    from casework.worklists import scopes

    post = Post.objects.get(holder="Worker 0")
    found = scopes.scopes(post, today=NOW.date())
    return post, next(one for one in found if one.code == "reach")


def a_meeting() -> str:
    """A meeting in a week with eleven children on its list, made through the commands."""
    from datetime import time as moment

    from casework.agencies.models import Post
    from casework.meetings import list_commands, series_commands
    from casework.subjects.models import Case

    chair = Post.objects.get(holder="Worker 0")
    area = Case.objects.get(reference="C1").area
    forum = Case.objects.get(kind="forum", area=area)
    series = series_commands.convene_series(
        case=forum, kind="risk_meeting", name="RMM", weekday=4, starts_at=moment(9, 30),
        by=chair, now=NOW,
    )  # fmt: skip
    [first, *_] = series_commands.plan_meetings(
        series=series, until=datetime(2026, 12, 11).date(), by=chair, now=NOW
    )
    for case in Case.objects.filter(kind="child", area=area).order_by("pk")[:11]:
        list_commands.list_child(
            meeting=first, case=case, kind="review", because="Review", by=chair, now=NOW
        )
    return f"/meetings/{first.reference}/"


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--children", type=int, nargs="+", default=[1_000, 10_000])
    given.add_argument("--facts", type=int, default=100, help="for each child")
    given.add_argument("--rounds", type=int, default=60)
    args = given.parse_args()
    _town.set_up()
    took: list[dict[str, float]] = []
    with mock.patch("casework.agencies.middleware.timezone.now", return_value=NOW):
        for number, children in enumerate(args.children):
            if number:
                _town.afresh()
            _town.build(children, args.facts)
            took.append(figures(args.rounds))
    for children, larger in zip(args.children[1:], took[1:], strict=True):
        print(f"\n{children:,} children to {args.children[0]:,}:")
        for name, time_ in larger.items():
            if name in took[0]:
                print(f"{name:34}{time_ / took[0][name]:>8.2f} ×")


def figures(rounds: int) -> dict[str, float]:
    worker, chair = visitor("Worker 1"), visitor("Worker 0")
    number, far = far_page()
    first, later = "late in the authority, page 1", "late in the authority, a far page"
    pages = [
        ("home, 30 children", "Worker 1", "/"),
        ("a child's record", "Worker 1", "/children/C1/"),
        ("the list of children", "Worker 1", "/children/"),
        ("a meeting with 11 children", "Worker 0", a_meeting()),
        (first, "Worker 0", "/late/"),
        (later, "Worker 0", far),
        ("late, mine", "Worker 1", "/late/"),
    ]
    nothing = measured(lambda: worker("/empty/"), rounds)
    floor = measured(lambda: worker("/floor/"), rounds)
    print(f"\nAn empty page of the same server: {nothing:.2f} ms")
    print(f"A bare page of thirty children: {floor:.2f} ms\n")
    print(f"{'Page':34}{'queries':>9}{'ms':>8}{'SQL ms':>8}{'to SQL':>8}{'to empty':>10}")
    took = {}
    for name, holder, address in pages:
        get = chair if holder == "Worker 0" else worker
        statements = sql_of(lambda get=get, address=address: get(address))
        took[name] = measured(lambda get=get, address=address: get(address), rounds)
        bare = measured(raw(statements, holder), rounds)
        print(
            f"{name:34}{len(statements):>9}{took[name]:>8.2f}{bare:>8.2f}"
            f"{took[name] / bare:>7.1f}×{took[name] / nothing:>9.1f}×"
        )
    home = took["home, 30 children"]
    print(f"\nHome costs {home / floor:.1f} × the bare page of thirty children.")
    print(f"Page {number} of the late list costs {took[later] / took[first]:.2f} × page 1.")
    rows_only(rounds, number, far)
    return took


def rows_only(rounds: int, number: int, address: str) -> None:
    """The one query that reads the rows of the late list, on page 1 and on a far page."""
    from casework.worklists import listing, queries
    from casework.worklists.cursors import Cursor

    post, scope = authority_list()
    cursor = Cursor.from_text(address.partition("after=")[2])

    def ask(after: Cursor | None) -> None:
        queries.page(
            scope, post=post, today=NOW.date(), narrowed=queries.Narrowed(late_before=NOW),
            limit=listing.ROWS, after=after,
        )  # fmt: skip

    first, far = (
        measured(raw(sql_of(lambda after=after: ask(after))[:1], "Worker 0"), rounds)
        for after in (None, cursor)
    )
    print(
        f"Its rows alone, raw SQL: page 1 {first:.2f} ms, page {number} {far:.2f} ms "
        f"({far / first:.2f} ×)."
    )


if __name__ == "__main__":
    main()
