"""Try an import, bring it in when a person has agreed, and decide what was left open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from casework.agencies.models import Authority, Post
from casework.audit import commands as audit
from casework.config.postgresql.acting import command, procedure
from casework.exchange import exceptions, staging, trial
from casework.exchange.bringing import arriving
from casework.exchange.bringing.world import know
from casework.exchange.folders import Folder, open_folder
from casework.exchange.models import ImportRun, SourceFile
from casework.exchange.reading.profiles import PROFILES
from casework.exchange.trial import Trial
from casework.subjects.models import Identifier

Say = Callable[[str, int, int], None]
LOCK = 7_204_118
"""The number of the lock that lets one import at a time into a database."""


class CannotBringIn(Exception):
    """The import cannot go on; the text says why and what to do."""


@procedure("files are compared with every record of the authority")
def try_import(
    *,
    folder: Path,
    authority: Authority,
    source: str,
    by: Post,
    now: datetime,
    say: Say = lambda *_: None,
) -> tuple[ImportRun, Trial]:
    """Read and compare everything, keep the result for a person to confirm; bring in nothing.

    Raises reading.problems.FileRefused where the folder holds nothing to read.
    """
    opened = open_folder(folder, PROFILES[source], timezone.localdate(now))
    with transaction.atomic():
        tried = _attempt(opened, authority.pk, source, now, say)
    with transaction.atomic():
        run = ImportRun.objects.create(
            authority=authority,
            source=source,
            folder=str(folder),
            state=ImportRun.State.TRIED,
            started_at=now,
            by=by,
            progress={"children": tried.children, "unknown_files": tried.unknown_files},
        )
        _keep_files(run, tried)
        audit.write(by=by, action="import tried", now=now, detail={"run": run.pk})
    return run, tried


@command
def confirm(*, run: ImportRun, by: Post, now: datetime) -> None:
    """A person agrees to what was tried: bring it in behind the page."""
    from casework.exchange.jobs import bring_in as job

    run.state, run.message = ImportRun.State.RUNNING, ""
    run.save(update_fields=["state", "message"])
    audit.write(by=by, action="import confirmed", now=now, detail={"run": run.pk})
    job.defer(run_id=run.pk, post_id=by.pk)


@procedure("files are brought in for every record of the authority")
def bring_in(*, run: ImportRun, by: Post, now: datetime, say: Say = lambda *_: None) -> ImportRun:
    """Bring in what was tried, whole or not at all.

    Everything happens in one transaction: an import that is killed half way leaves
    nothing behind. Raises CannotBringIn where a file has changed since it was tried, is
    refused, or another import is under way.
    """
    _start(run)
    try:
        with transaction.atomic():
            _alone()
            _all_in(run, by, now, say)
    except Exception as error:
        _fail(run, now, error)
        raise
    return run


def cancel(*, run: ImportRun, by: Post, now: datetime) -> None:
    """Leave an import that was tried; nothing of it was brought in."""
    changed = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.TRIED).update(
        state=ImportRun.State.CANCELLED, ended_at=now
    )
    if changed:
        audit.write(by=by, action="import cancelled", now=now, detail={"run": run.pk})


def _attempt(folder: Folder, authority: str, source: str, now: datetime, say: Say) -> Trial:
    known = Identifier.objects.filter(system=source, case__authority=authority)
    return trial.attempt(
        folder,
        authority=authority,
        source=source,
        today=timezone.localdate(now),
        known=frozenset(known.values_list("value", flat=True)),
        say=say,
    )


def _keep_files(run: ImportRun, tried: Trial) -> None:
    SourceFile.objects.bulk_create(
        SourceFile(
            run=run,
            name=report.name[:120],
            table=report.table,
            sha256=report.sha256,
            counts={name: report.counts[name] for name in trial.COUNTS},
            problems={
                "refused": report.refused,
                "unknown_columns": list(report.unknown_columns),
                "left_out": list(report.left_out),
                "notes": dict(report.by_code),
                "rows": [
                    [problem.level, problem.row, problem.column, problem.message]
                    for problem in report.problems
                ],
            },
        )
        for report in tried.files
    )


def _start(run: ImportRun) -> None:
    """Say, for everybody to see, that it has begun."""
    begun = ImportRun.objects.filter(
        pk=run.pk, state__in=[ImportRun.State.TRIED, ImportRun.State.RUNNING]
    ).update(state=ImportRun.State.RUNNING)
    if not begun:
        raise CannotBringIn("This import is over. Try the files again.")
    run.refresh_from_db()


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise CannotBringIn("Another import is under way. Wait until it has ended.")


def _all_in(run: ImportRun, by: Post, now: datetime, say: Say) -> None:
    folder = open_folder(Path(run.folder), PROFILES[run.source], timezone.localdate(now))
    _same_files(run, folder)
    tried = _attempt(folder, run.authority_id, run.source, now, say)
    if tried.refused:
        names = ", ".join(report.name for report in tried.refused)
        raise CannotBringIn(f"These files are refused: {names}. Correct them and try again.")
    files = dict(run.files.values_list("table", "pk"))
    staging.keep(authority=run.authority_id, source=run.source, files=files)
    world = know(authority=run.authority, source=run.source, run=run, by=by, now=now)
    facts = arriving.arrive(world, say)
    questions = exceptions.raise_all(tried, world)
    run.state, run.ended_at = ImportRun.State.DONE, now
    run.progress = run.progress | {"facts": facts, "questions": questions}
    run.save(update_fields=["state", "ended_at", "progress"])
    audit.write(by=by, action="import brought in", now=now, detail={"run": run.pk})


def _same_files(run: ImportRun, folder: Folder) -> None:
    tried = dict(run.files.values_list("table", "sha256"))
    found = {name: file.examined.sha256 for name, file in folder.files.items()}
    if {name: sha for name, sha in tried.items() if sha} != found:
        raise CannotBringIn("The files have changed since they were tried. Try them again.")


def _fail(run: ImportRun, now: datetime, error: Exception) -> None:
    message = str(error) if isinstance(error, CannotBringIn) else FAILED
    if not connection.in_atomic_block:
        ImportRun.objects.filter(pk=run.pk).update(
            state=ImportRun.State.FAILED, ended_at=now, message=message
        )


FAILED = "Something went wrong, and nothing was brought in. Try again, or ask for help."
