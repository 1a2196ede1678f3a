"""The last good edition of each procedure, kept beside the database for the day one breaks.

At each start what lies in `policy/` is read; whatever can be taken in is copied to
`HOLDFAST_VAR/policy/`, in a folder named by the hash of its files. A procedure that cannot
be read any more is then run from its last copy, until somebody puts it right.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pathways.definitions import Pack, Vocabulary
from pathways.examples import load_examples, unknown_names
from pathways.packs import PackRefused, Problem, load_pack, load_vocabulary

log = logging.getLogger(__name__)
VOCABULARY = "vocabulary.yaml"
IN_FORCE = "in-force"


@dataclass(frozen=True, slots=True)
class InForce:
    """The procedure that is run, where its files lie, and why it is not the newest."""

    authority: str
    pack: Pack
    folder: Path
    accepted_at: datetime | None = None
    """When the copy was taken in; None where the folder of policy itself is run."""
    refused: tuple[Problem, ...] = ()
    """What is wrong with the edition that lies in the folder of policy."""


def in_force(policy: Path, kept: Path, authority: str) -> InForce:
    """What lies in the folder of policy, or the last good copy of it; PackRefused without one."""
    try:
        return InForce(authority, taken_in(policy / authority), policy / authority)
    except PackRefused as refused:
        copy = _copy_in_force(kept, authority)
        if copy is None:
            raise
        log.error(
            "The procedure of %s cannot be taken in; the edition accepted before stays in "
            "force.\n%s", authority, refused,
        )  # fmt: skip
        at = datetime.fromtimestamp(copy.stat().st_mtime).astimezone()
        problems = tuple(refused.problems)
        return InForce(authority, load_pack(copy / authority), copy / authority, at, problems)


def taken_in(folder: Path) -> Pack:
    """A pack that can be run: its files, its ledger and its worked examples can be read."""
    pack = load_pack(folder)
    if (folder / "examples").is_dir():
        examples = load_examples(folder / "examples", pack.id)
        if problems := list(unknown_names(examples, pack)):
            raise PackRefused(problems)
    return pack


def vocabulary(policy: Path, kept: Path) -> Vocabulary:
    """The words that all share; those of the copy taken in last where they cannot be read."""
    try:
        return load_vocabulary(policy / VOCABULARY)
    except PackRefused as refused:
        copies = [copy for name in _known(kept) if (copy := _copy_in_force(kept, name))]
        if not copies:
            raise
        log.error("The vocabulary cannot be read; the one before stays in force.\n%s", refused)
        return load_vocabulary(max(copies, key=lambda copy: copy.stat().st_mtime) / VOCABULARY)


# --- keeping --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of one procedure at the start."""

    authority: str
    edition: str
    """Hash of the files that are in force now; empty where there is none."""
    new: bool
    refused: tuple[Problem, ...] = ()


def accept(policy: Path, kept: Path) -> Iterator[Accepted]:
    """Read every procedure of the folder of policy, and keep a copy of each that is good."""
    for path in sorted(policy.glob("*/pack.yaml")):
        authority = path.parent.name
        before = _edition_in_force(kept, authority)
        try:
            taken_in(path.parent)
        except PackRefused as refused:
            yield Accepted(authority, before, new=False, refused=tuple(refused.problems))
            continue
        edition = _hash(policy, authority)
        if edition != before:
            _keep(policy, kept / authority, authority, edition)
        yield Accepted(authority, edition, new=edition != before)


def _keep(policy: Path, shelf: Path, authority: str, edition: str) -> None:
    """Copy the files first and name them in force last, so that a stop in between harms nothing."""
    copy, unfinished = shelf / edition, shelf / f"{edition}.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    for path in _files(policy, authority):
        target = unfinished / path.relative_to(policy)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    if copy.exists():
        shutil.rmtree(unfinished)
        os.utime(copy)
    else:
        unfinished.rename(copy)
    marker = shelf / f"{IN_FORCE}.new"
    marker.write_text(edition, encoding="utf-8")
    marker.replace(shelf / IN_FORCE)


def _files(policy: Path, authority: str) -> list[Path]:
    return [policy / VOCABULARY, *sorted((policy / authority).rglob("*.yaml"))]


def _hash(policy: Path, authority: str) -> str:
    digest = hashlib.sha256()
    for path in _files(policy, authority):
        digest.update(str(path.relative_to(policy)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _known(kept: Path) -> list[str]:
    return sorted(path.parent.name for path in kept.glob(f"*/{IN_FORCE}"))


def _edition_in_force(kept: Path, authority: str) -> str:
    marker = kept / authority / IN_FORCE
    return marker.read_text(encoding="utf-8").strip() if marker.exists() else ""


def _copy_in_force(kept: Path, authority: str) -> Path | None:
    """The folder of the copy: the vocabulary, and beside it the folder of the authority."""
    edition = _edition_in_force(kept, authority)
    copy = kept / authority / edition
    return copy if edition and (copy / authority / "pack.yaml").exists() else None
