"""Certificates as text, as files kept apart from the backups, and as documents."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from casework.chronology import policy
from casework.documents.shapes import Column, Document, Field, Fields, Note, Section, Table
from casework.retention import queries
from casework.retention.models import Certificate
from casework.subjects.models import Case
from casework.web import words

FINAL = "What was disposed of cannot be brought back. Only this certificate and the audit are left."


@dataclass(frozen=True, slots=True)
class Returned:
    """A record that has a certificate and is there again: a backup brought it back."""

    certificate: str
    case_reference: str
    rows: int


def text(one: Certificate) -> str:
    """What the digest is made of; the database writes the same (`dispose.sql`)."""
    lines = [
        one.reference, one.authority_id, one.case_reference, one.entry, one.because,
        one.kept_until.isoformat(), one.proposed_by, _moment(one.proposed_at), one.confirmed_by,
        _moment(one.confirmed_at), *(f"{kind}: {number}" for kind, number in one.contents),
    ]  # fmt: skip
    return "\n".join(lines)


def digest_of(said: str) -> str:
    """SHA-256 of a certificate's text."""
    return hashlib.sha256(said.encode()).hexdigest()


def intact(one: Certificate) -> bool:
    """Whether a certificate says what it said when it was made."""
    return digest_of(text(one)) == one.digest


# --- files ----------------------------------------------------------------------------


def write(one: Certificate, folder: Path) -> Path:
    """Put a certificate into a folder; one that is there already stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{one.reference}.json"
    if not path.exists():
        new = path.with_suffix(".new")
        held = {"case_reference": one.case_reference, "digest": one.digest, "text": text(one)}
        new.write_text(json.dumps(held | {"reference": one.reference}, ensure_ascii=False))
        new.replace(path)
    return path


def read(folder: Path) -> Iterator[tuple[str, str]]:
    """The certificates of a folder, as reference and reference of the record.

    Raises ValueError for one that was changed.
    """
    for path in sorted(folder.glob("*.json")):
        held = json.loads(path.read_text(encoding="utf-8"))
        if digest_of(held["text"]) != held["digest"]:
            raise ValueError(f"{path.name} was changed: its digest does not fit")
        yield held["reference"], held["case_reference"]


def returned(kept_elsewhere: Iterable[tuple[str, str]] = ()) -> list[Returned]:
    """Every record that was disposed of and is there: by certificates here and elsewhere."""
    here = Certificate.objects.values_list("reference", "case_reference")
    known = {case: certificate for certificate, case in [*kept_elsewhere, *here]}
    back = Case.objects.filter(reference__in=known).order_by("reference")
    return [Returned(known[one.reference], one.reference, _rows(one)) for one in back]


def _rows(case: Case) -> int:
    return sum(number for _, number in queries.contents(case.pk))


# --- a document -----------------------------------------------------------------------


def document(one: Certificate) -> Document:
    """The certificate to print and file."""
    rule = policy.retention(one.authority_id).rule(one.entry)
    facts = (
        Field("Record", one.case_reference),
        Field("Kept until", words.long_day_and_year(one.kept_until)),
        Field("Because of", one.because),
        Field("Source", rule.source if rule else ""),
        Field("Proposed by", f"{one.proposed_by}, {_when(one.proposed_at)}"),
        Field("Confirmed by", f"{one.confirmed_by}, {_when(one.confirmed_at)}"),
        Field("SHA-256", one.digest),
    )
    rows = tuple((words.sentence(kind), f"{number:,}") for kind, number in one.contents)
    table = Table((Column("What went", 4), Column("Rows", 1)), rows)
    return Document(
        title="Certificate of disposal",
        subtitle=one.authority.name,
        reference=one.reference,
        sections=(
            Section("What was decided", (Fields(facts),)),
            Section("What went", (table, Note("For good", FINAL))),
        ),
    )


def _when(moment: datetime) -> str:
    return f"{words.day_and_year(moment)}, {words.time_of_day(moment)}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
