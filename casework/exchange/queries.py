"""Imports and what they left open, as pages need them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from casework.agencies.models import Post
from casework.exchange import sealed_rows
from casework.exchange.commands import LOCK
from casework.exchange.models import ImportException, ImportRun, SourceRow
from casework.exchange.reading.logs import TABLES
from casework.exchange.trial import COUNTS
from casework.subjects import sealed
from casework.subjects.models import Case, Child

A_PAGE = 25


def runs(post: Post) -> QuerySet[ImportRun]:
    """The imports of the authority; none for a post that may not import."""
    if not post.may_import:
        return ImportRun.objects.none()
    return ImportRun.objects.filter(authority=post.authority_id).select_related("by")


def to_decide(post: Post, after: int = 0) -> list[ImportException]:
    """What waits for a person, oldest first, page by page behind the last one shown."""
    waiting = exceptions(post).filter(decided_at__isnull=True, pk__gt=after)
    return list(waiting.order_by("pk")[: A_PAGE + 1])


def exceptions(post: Post) -> QuerySet[ImportException]:
    """The questions of the authority's imports; none for a post that may not import."""
    if not post.may_import:
        return ImportException.objects.none()
    found = ImportException.objects.filter(authority=post.authority_id)
    return found.select_related("case__child", "other_case__child")


def files(run: ImportRun) -> list[dict[str, object]]:
    """The files of a run with their counts, problems and notes, in the order of reading."""
    return [
        {
            "name": file.name,
            "label": TABLES[file.table].label if file.table in TABLES else file.table,
            "counts": {name: file.counts.get(name, 0) for name in COUNTS},
            **file.problems,
        }
        for file in run.files.order_by("pk")
    ]


def totals(run: ImportRun) -> dict[str, int]:
    """The counts of all files together."""
    every = list(run.files.values_list("counts", flat=True))
    return {name: sum(counts.get(name, 0) for counts in every) for name in COUNTS}


def may_be_brought_in(run: ImportRun) -> bool:
    """Whether a person can confirm it: tried, and no file refused."""
    refused = any(file.problems.get("refused") for file in run.files.all())
    return run.state == ImportRun.State.TRIED and not refused


def was_interrupted(run: ImportRun) -> bool:
    """Whether a run that says it is under way has nobody who works on it."""
    if run.state != ImportRun.State.RUNNING or "what" not in run.progress:
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from pg_locks join pg_database d on d.oid = database"
            " where locktype = 'advisory' and objid = %s and d.datname = current_database())",
            [LOCK],
        )
        return not cursor.fetchone()[0]


def folders_to_choose() -> list[tuple[str, str]]:
    """Folders that a demonstration offers; a live service offers none."""
    if not settings.DEMO or not _demonstration().is_dir():
        return []
    return [("demonstration", "The files of the demonstration")]


def chosen_folder() -> Path:
    """The folder of the demonstration; there is no other."""
    return _demonstration()


def _demonstration() -> Path:
    return Path(settings.VAR) / "demonstration"


def row_of(exception: ImportException) -> dict[str, str]:
    """The cells of the row that a question is about, as they stood in the file.

    Those that say where a child is are left out where one of the children must not be found.
    """
    found = SourceRow.objects.filter(
        authority=exception.authority_id,
        source=exception.source,
        table=exception.table,
        key=exception.key,
    ).first()
    if found is None:
        return {}
    hidden = sealed_rows.addresses(found.table) if _must_not_be_found(exception) else ()
    cells = sealed_rows.cells_of(found).items()
    return {name: cell for name, cell in cells if name not in hidden}


def _must_not_be_found(exception: ImportException) -> bool:
    return any(child.address_is_safe for child in _children_of(exception))


def numbers_of(exception: ImportException) -> list[str]:
    """The NHS numbers of the children whom a question is about, as far as known."""
    return [sealed.nhs_number(child) for child in _children_of(exception)]


def _children_of(exception: ImportException) -> list[Child]:
    cases = (exception.case, exception.other_case)
    return [one.child for one in cases if one and one.kind == Case.Kind.CHILD]
