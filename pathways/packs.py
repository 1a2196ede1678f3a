"""The door: reads an authority's procedure from its folder, checks it, and hands it on.

What comes out is frozen and whole. What is wrong is refused with every mistake at once,
each naming file, line, entry and remedy.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pathways import definitions as d
from pathways import forms
from pathways.pack_files import APART, EntryRead, content_hash, entries_of, files_of, validated
from pathways.schema_conflicts import conflicts
from pathways.schema_entries import PACK_KINDS
from pathways.schema_frame import PackEntry
from pathways.schema_names import Names, unknown
from pathways.schema_vocabulary import VOCABULARY_KINDS
from pathways.sources import PackRefused, Problem, Source, nearest, read, shown

__all__ = ["PackRefused", "Problem", "load_all", "load_pack", "load_vocabulary"]

CHECKED = ("duty", "prompt", "gate", "supersession", "guidance", "scale", "meeting")

_packs: dict[str, d.Pack] = {}
_vocabularies: dict[str, d.Vocabulary] = {}
_spelled: dict[int, str] = {}
"""The content of each vocabulary that was read here; they are kept, so ids stay theirs."""


def load_all(policy: Path) -> dict[str, d.Pack]:
    """Every pack of a policy folder, by the id of its authority."""
    folders = sorted(path.parent for path in policy.glob("*/pack.yaml"))
    packs, problems = {}, []
    for folder in folders:
        try:
            pack = load_pack(folder)
            packs[pack.id] = pack
        except PackRefused as refused:
            problems.extend(refused.problems)
    if problems:
        raise PackRefused(problems)
    return packs


def load_pack(directory: Path | str, vocabulary: d.Vocabulary | None = None) -> d.Pack:
    """The procedure in a folder; the vocabulary is the one beside the folder."""
    directory = Path(directory)
    vocabulary = vocabulary or load_vocabulary(directory.parent / "vocabulary.yaml")
    files = files_of(directory)
    content = content_hash(files, _spelled.get(id(vocabulary)) or repr(vocabulary))
    if content not in _packs:
        _packs[content] = _Reading(directory, vocabulary).pack(files)
    return _packs[content]


def load_vocabulary(path: Path | str) -> d.Vocabulary:
    """The kinds of fact, the states and the attributes that packs may speak of."""
    path = Path(path)
    if not path.exists():
        what = "There is no vocabulary."
        raise PackRefused([Problem(str(path), 1, "", what, "Put vocabulary.yaml there.")])
    content = content_hash([path])
    if content not in _vocabularies:
        _vocabularies[content] = _vocabulary(path)
        _spelled[id(_vocabularies[content])] = content
    return _vocabularies[content]


def _vocabulary(path: Path) -> d.Vocabulary:
    source = read(path, shown_as=shown(path))
    problems = list(source.problems)
    built: dict[str, dict[str, Any]] = {kind: {} for kind in VOCABULARY_KINDS}
    unread: dict[str, set[str]] = {}
    for entry in entries_of(source, VOCABULARY_KINDS, problems, unread):
        built[entry.kind][entry.id] = entry.written.built()
    vocabulary = d.Vocabulary(built["fact"], built["state"], built["attribute"])
    known = {*vocabulary.kinds, *unread.get("fact", ())}
    for state in vocabulary.states.values():
        for kind in (state.begins, *state.ends):
            if kind not in known:
                line = source.line_of_word(kind)
                what = f"“{kind}” is not a kind of fact."
                remedy = nearest(kind, known)
                problems.append(Problem(source.file, line, f"state {state.name}", what, remedy))
    if problems:
        raise PackRefused(problems)
    return vocabulary


@dataclass(slots=True)
class _Reading:
    """One reading of one folder, and the mistakes met on the way."""

    directory: Path
    vocabulary: d.Vocabulary
    problems: list[Problem] = field(default_factory=list)
    entries: dict[str, dict[str, EntryRead]] = field(default_factory=dict)
    built: dict[str, dict[str, Any]] = field(default_factory=dict)
    unreadable: bool = False
    unread: dict[str, set[str]] = field(default_factory=dict)
    """Entries with a mistake of their own: who names them is not at fault as well."""
    canonical: list[Any] = field(default_factory=list)

    def pack(self, files: list[Path]) -> d.Pack:
        self.entries = {kind: {} for kind in PACK_KINDS}
        for path in files:
            if path.parent == self.directory and path.name not in APART:
                self._take(read(path, shown_as=shown(path)))
        if self.unreadable:
            # What the file holds is not known, so nobody is blamed for naming it.
            raise PackRefused(self.problems)
        self._build()
        forms_read = self._forms(files)
        head = next(iter(self.entries["pack"].values()), None)
        if head is None and not self.problems:
            where = shown(self.directory / "pack.yaml")
            what = "The folder has no entry “pack”."
            self.problems.append(Problem(where, 1, "", what, "Begin pack.yaml with “- pack: …”."))
        if head is not None:
            self._check(head.written, forms_read)
        if self.problems or head is None:
            raise PackRefused(self.problems)
        return self._whole(head.written, forms_read)

    def _take(self, source: Source) -> None:
        self.problems.extend(source.problems)
        self.unreadable |= bool(source.problems)
        for entry in entries_of(source, PACK_KINDS, self.problems, self.unread):
            known = self.entries[entry.kind]
            if entry.id in known:
                first = known[entry.id].source
                what = f"It is already in {first.file}."
                self.problems.append(entry.problem(entry.id, what, "Give one of them another id."))
            known[entry.id] = entry
            self.canonical.append([entry.kind, entry.id, source.data[entry.index]])

    def _build(self) -> None:
        self.built = {
            kind: {id: entry.written.built() for id, entry in entries.items()}
            for kind, entries in self.entries.items()
            if kind != "pack"
        }

    def _forms(self, files: list[Path]) -> dict[str, d.Form]:
        lists = forms.option_lists(self.built["scale"])
        if self.unread.get("scale"):
            lists = dict.fromkeys(forms.LISTS, (d.Option("unread", "unread"),))
        found: dict[str, d.Form] = {}
        sources: dict[str, Source] = {}
        whole = True
        for path in files:
            if path.parent.name != "forms" or path.name == forms.PUBLISHED_IN:
                continue
            source = read(path, shown_as=shown(path))
            self.problems.extend(source.problems)
            form = self._form(source, lists)
            if form is None:
                whole = False
                continue
            name = f"{form.id}@{form.version}"
            if name in sources:
                what = f"{sources[name].file} holds version {form.version} of this form already."
                remedy = "Give one of them another version, or another id."
                self.problems.append(Problem(source.file, 1, f"form {form.id}", what, remedy))
            sources[name] = source
            self.canonical.append(["form", name, source.data])
            newest = found.get(form.id)
            if newest is None or _version(form) > _version(newest):
                found[form.id] = form
        folder = self.directory / "forms"
        self.problems.extend(forms.changed_since_published(folder, sources, whole=whole))
        return found

    def _form(self, source: Source, lists: dict[str, tuple[d.Option, ...]]) -> d.Form | None:
        if source.problems:
            self.unreadable = True
            return None
        name = source.data.get("form", "") if isinstance(source.data, dict) else ""
        written = validated(forms.FORM, source, (), f"form {name}".strip(), self.problems)
        if written is None:
            self.unread.setdefault("form", set()).add(str(name))
            return None
        form: d.Form = written.built(lists)
        clauses = set(self._known("clause"))
        self.problems.extend(forms.mistakes(form, source, clauses, written))
        return form

    def _check(self, head: PackEntry, forms_read: dict[str, d.Form]) -> None:
        names = self._names(head)
        for kind in CHECKED:
            for id, built in self.built[kind].items():
                entry = self.entries[kind][id]
                self.problems.extend(entry.problem(*found) for found in unknown(built, names))
        for id, word, what, remedy in conflicts(
            self.built["duty"].values(), self.built["supersession"].values()
        ):
            entry = self.entries["duty"].get(id) or self.entries["supersession"][id]
            self.problems.append(entry.problem(word, what, remedy))
        self._check_stages()
        self._check_editions()
        if not self.unreadable:
            self._check_meeting_forms(forms_read)

    def _names(self, head: PackEntry) -> Names:
        scales = () if self.unread.get("scale") else self.built["scale"].values()
        lists = {
            name: frozenset(e.id for scale in scales for e in getattr(scale, name))
            for name in ("levels", "key_risks", "change_reasons", "factors")
        }
        kinds = self.built["meeting"].values()
        lists["members"] = frozenset(
            member.id for kind in kinds for member in (*kind.core_members, *kind.invitees)
        )
        return Names(
            vocabulary=self.vocabulary,
            roles=self._known("role"),
            clauses=self._known("clause"),
            duties=self._known("duty"),
            meetings=self._known("meeting"),
            questions=frozenset({*head.labels, *self._known("prompt")}),
            actions=frozenset(gate.action for gate in self.built["gate"].values()),
            lists=lists,
        )

    def _known(self, kind: str) -> frozenset[str]:
        return frozenset({*self.built[kind], *self.unread.get(kind, ())})

    def _check_stages(self) -> None:
        stages = self._known("stage")
        for id, stage in self.built["stage"].items():
            for other in (*stage.leads_to, *stage.calls_for):
                if other not in stages:
                    entry = self.entries["stage"][id]
                    what = f"“{other}” is not a stage."
                    self.problems.append(entry.problem(other, what, nearest(other, stages)))

    def _check_editions(self) -> None:
        """Where there are several texts, each clause stands in one of them."""
        editions = self.built["edition"].values()
        for id, edition in self.built["edition"].items():
            for other in editions:
                taken = set(edition.prefixes) & set(other.prefixes) if other.id < id else set()
                for prefix in sorted(taken):
                    what = f"The clauses of {prefix} stand in {other.id} already."
                    remedy = "Give each text its own."
                    self.problems.append(self.entries["edition"][id].problem(prefix, what, remedy))
        begins = tuple(prefix for edition in editions for prefix in edition.prefixes)
        for id in self.built["clause"] if begins else ():
            if not id.startswith(begins):
                what = f"No edition of the pack has clauses that begin like “{id}”."
                remedy = "Add its beginning to the prefixes of one."
                self.problems.append(self.entries["clause"][id].problem(id, what, remedy))

    def _check_meeting_forms(self, forms_read: dict[str, d.Form]) -> None:
        for id, meeting in self.built["meeting"].items():
            named = [*meeting.forms.values(), *(step.form for step in meeting.steps if step.form)]
            for form in named:
                if form not in forms_read and form not in self.unread.get("form", ()):
                    entry = self.entries["meeting"][id]
                    what = f"“{form}” is not a form of the pack."
                    self.problems.append(entry.problem(form, what, nearest(form, forms_read)))

    def _whole(self, head: PackEntry, forms_read: dict[str, d.Form]) -> d.Pack:
        built = self.built
        return d.Pack(
            id=head.pack,
            authority=head.authority,
            title=head.title,
            edition=head.edition,
            in_force_from=head.in_force_from,
            nation=head.nation,
            prevails=head.prevails,
            labels=head.labels,
            roles=built["role"],
            duties=tuple(built["duty"].values()),
            prompts=tuple(built["prompt"].values()),
            gates=tuple(built["gate"].values()),
            supersessions=tuple(built["supersession"].values()),
            scales=built["scale"],
            meeting_kinds=built["meeting"],
            forms=forms_read,
            clauses=built["clause"],
            stages=tuple(built["stage"].values()),
            guidance=tuple(built["guidance"].values()),
            editions=tuple(sorted(built["edition"].values(), key=lambda e: e.in_force_from)),
            identity=_identity(self.canonical),
            vocabulary=self.vocabulary,
        )


def _identity(canonical: list[Any]) -> str:
    """SHA-256 over every entry, whatever file it stands in and in whatever order."""
    # No two have the same kind and id, so what they say is never compared.
    text = json.dumps(sorted(canonical), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _version(form: d.Form) -> tuple[int, ...]:
    return tuple(int(part) for part in form.version.split(".") if part.isdigit())
