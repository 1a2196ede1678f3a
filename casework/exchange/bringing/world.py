"""What an import knows while it works: who is who, and what is still to be recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from casework.access.grants import opened_by
from casework.access.models import Grant
from casework.agencies.models import Agency, Area, Authority, Post, Team
from casework.chronology import policy
from casework.chronology.commands import NewFact
from casework.chronology.models import Fact
from casework.exchange.models import ImportRun, SourceFile
from casework.exchange.reading.cells import When
from casework.exchange.reading.columns import Table
from casework.exchange.reading.dates import start_of
from casework.exchange.staging import Staged
from casework.subjects import names
from casework.subjects.models import Case, Identifier

After = Callable[[Fact], None]


@dataclass(slots=True)
class Arrived:
    """One row that came in: where it stands, and its values by column."""

    staged: Staged
    table: Table
    values: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)


@dataclass(slots=True)
class Wanted:
    """A fact that a row gives rise to, and what to do once it stands."""

    source_row: int
    fact: NewFact
    after: After | None = None


@dataclass(slots=True)
class World:
    """The authority as it is, and what this import adds to it."""

    authority: Authority
    source: str
    run: ImportRun
    by: Post
    now: datetime
    cases: dict[str, Case] = field(default_factory=dict)
    """Children by the number that the source gives them."""
    areas: dict[str, Area] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    """By plain name, by local number and by e-mail address."""
    files: dict[int, SourceFile] = field(default_factory=dict)
    wanted: dict[int, list[Wanted]] = field(default_factory=dict)
    """By case."""
    row_cases: dict[int, int] = field(default_factory=dict)
    """Whose case each row belongs to."""
    changed_rows: set[int] = field(default_factory=set)
    grants: list[Grant] = field(default_factory=list)
    last_place: tuple[int, dict[str, Any]] | None = None
    notes: dict[str, Any] = field(default_factory=dict)
    """What one table's rows leave for those of another."""

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def case_of(self, number: str | None) -> Case | None:
        return self.cases.get(number or "")

    def belongs(self, row: Arrived, case: Case) -> None:
        self.row_cases[row.staged.source_row] = case.pk
        if row.staged.changed:
            self.changed_rows.add(row.staged.source_row)

    def want(
        self,
        row: Arrived,
        case: Case,
        kind: str,
        at: When | datetime | date,
        data: dict[str, Any] | None = None,
        *,
        note: str = "",
        told_by: str = "",
        after: After | None = None,
        recorded_at: str = "",
    ) -> None:
        """Ask for a fact; what is still to come is not yet a fact and is left alone."""
        moment, precision = as_moment(at)
        if moment > self.now:
            return
        told = {"recorded_at": recorded_at} if recorded_at else {}
        fact = NewFact(
            case=case,
            kind=kind,
            at=moment,
            precision=precision,
            data={key: value for key, value in (data or {}).items() if value not in (None, "")},
            note=note,
            told_by=told_by[:120],
            provenance=self.provenance(row) | told if told else self.provenance(row),
        )
        self.belongs(row, case)
        self.wanted.setdefault(case.pk, []).append(Wanted(row.staged.source_row, fact, after))

    def provenance(self, row: Arrived) -> dict[str, Any]:
        """Where a row stood; the facts of one row share it."""
        if self.last_place is None or self.last_place[0] != row.staged.source_row:
            file = self.files.get(row.staged.file)
            place = {
                "run": self.run.pk,
                "source": self.source,
                "file": file.name if file else "",
                "sha256": file.sha256 if file else "",
                "row": row.staged.row,
            }
            self.last_place = (row.staged.source_row, place)
        return self.last_place[1]

    def relate(self, post: Post, case: Case, relation: str, starts_on: date) -> None:
        """Give a post a relation to a case, if it has not got it already."""
        self.grants.append(
            Grant(
                post=post,
                case=case,
                relation=relation,
                compartments=list(opened_by(relation).compartments),
                starts_on=starts_on,
                source=f"import:{self.source}",
            )
        )

    def post_named(self, name: str | None) -> Post | None:
        return self.posts.get(names.plain(name)) if name else None

    def area_called(self, text: str | None) -> Area | None:
        return self.areas.get((text or "").strip().casefold())

    def key_risks(self, codes: list[str] | None) -> list[str]:
        """The pack's key risks, written as their letters or as their names."""
        scale = policy.scale(self.authority.pk)
        return _known(codes, scale.key_risks if scale else ())

    def factors(self, codes: list[str] | None) -> list[str]:
        """The pack's risk factors, written as their names."""
        scale = policy.scale(self.authority.pk)
        return _known(codes, scale.factors if scale else ())


def _known(codes: list[str] | None, levels: Iterable[Any]) -> list[str]:
    known: dict[str, str] = {}
    for level in levels:
        for spelling in (level.meaning, level.id, level.label):
            known.setdefault(spelling.casefold(), level.id)
    found = [known.get(code.strip().casefold()) for code in codes or ()]
    return [each for each in dict.fromkeys(found) if each]


def as_moment(at: When | datetime | date) -> tuple[datetime, str]:
    """The moment and how exactly it is known."""
    if isinstance(at, When):
        return at.at, str(at.precision)
    if isinstance(at, datetime):
        return at, "instant"
    return start_of(at), "date"


def know(*, authority: Authority, source: str, run: ImportRun, by: Post, now: datetime) -> World:
    """Look up once what every row will need."""
    world = World(authority=authority, source=source, run=run, by=by, now=now)
    world.files = {file.pk: file for file in run.files.all()}
    for area in authority.areas.all():
        world.areas |= {area.code.casefold(): area, area.name.casefold(): area}
    for agency in Agency.objects.filter(authority=authority).order_by("pk"):
        world.agencies.setdefault(agency.kind, agency)
        world.agencies[agency.name.casefold()] = agency
    for team in Team.objects.filter(agency__authority=authority).select_related("area"):
        world.teams[team.name.casefold()] = team
    for post in Post.objects.filter(authority=authority).select_related("agency", "team", "area"):
        remember_post(world, post)
    known = Identifier.objects.filter(system=source, case__authority=authority)
    for identifier in known.select_related("case__area", "case__child"):
        world.cases[identifier.value] = identifier.case
    return world


def remember_post(world: World, post: Post) -> None:
    for key in (names.plain(post.holder), post.local_id, post.email.casefold()):
        if key:
            world.posts.setdefault(key, post)
