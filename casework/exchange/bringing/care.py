"""What social care did: enquiries, plans, care, and who works with the child."""

from __future__ import annotations

from datetime import date, timedelta

from casework.agencies.models import Area
from casework.exchange.bringing.world import Arrived, World
from casework.subjects.models import Case, Child

CONCERNS = {
    "11A": "exploitation", "12A": "trafficking", "13A": "group", "24A": "exploitation",
}  # fmt: skip
FACTORS_WITHIN = timedelta(days=731)
RANK = {"child_in_need": 1, "child_protection": 2, "looked_after": 3}


def episode(row: Arrived, world: World) -> None:
    """A referral to social care tells the team, and with it the area, of the child."""
    case = world.case_of(row["cine_person_id"])
    if case is None:
        return
    world.belongs(row, case)
    opened = row["cine_referral_date"].day
    team = world.teams.get((row["cine_referral_team"] or "").casefold())
    best = world.notes.setdefault("team_since", {})
    if team and opened > best.get(case.pk, date.min):
        best[case.pk] = opened
        case.team = team
        case.area = case.area or team.area
        world.notes.setdefault("moved", {})[case.pk] = case


def assessment(row: Arrived, world: World) -> None:
    """An assessment by itself is no risk assessment; its factors follow."""
    case = world.case_of(row["cina_person_id"])
    if case is not None:
        world.belongs(row, case)
        day = row["cina_assessment_auth_date"] or row["cina_assessment_start_date"]
        world.notes.setdefault("assessed", {})[row["cina_assessment_id"]] = day


def factors(row: Arrived, world: World) -> None:
    """Factors of the last two years that bear on harm outside the home."""
    case = world.case_of(row.staged.person)
    if case is None:
        return
    world.belongs(row, case)
    day = world.notes.get("assessed", {}).get(row["cinf_assessment_id"])
    found = row["cinf_assessment_factors_json"] or []
    concerns = list(dict.fromkeys(CONCERNS[code] for code in found if code in CONCERNS))
    if day is None or not concerns or day < world.today - FACTORS_WITHIN:
        return
    world.want(row, case, "factor.recorded", day, {"concerns": concerns, "factors": []})


def enquiry(row: Arrived, world: World) -> None:
    """A section 47 enquiry begins with the strategy discussion at which it was decided."""
    case = world.case_of(row["s47e_person_id"])
    if case is None:
        return
    start, end = row["s47e_s47_start_date"], row["s47e_s47_end_date"]
    world.want(row, case, "strategy_discussion.held", start, {"outcome": "section 47 enquiry"})
    world.want(row, case, "enquiry.started", start)
    if end:
        outcome = "no further action" if row["s47e_s47_nfa"] else ""
        world.want(row, case, "enquiry.ended", end, {"outcome": outcome})


def need_plan(row: Arrived, world: World) -> None:
    """A child in need plan."""
    _plan(row, world, "cinp_person_id", "cinp_cin_plan", "cin", "child_in_need")


def protection_plan(row: Arrived, world: World) -> None:
    """A child protection plan."""
    _plan(row, world, "cppl_person_id", "cppl_cp_plan", "cp", "child_protection")


def care_episode(row: Arrived, world: World) -> None:
    """A time of being looked after."""
    case = world.case_of(row["clae_person_id"])
    if case is None:
        return
    start, end = row["clae_cla_episode_start_date"], row["clae_cla_episode_ceased_date"]
    _span(row, world, case, start, end, "care", "looked_after")


def _plan(row: Arrived, world: World, person: str, stem: str, kind: str, status: str) -> None:
    case = world.case_of(row[person])
    if case is not None:
        _span(row, world, case, row[f"{stem}_start_date"], row[f"{stem}_end_date"], kind, status)


def _span(
    row: Arrived,
    world: World,
    case: Case,
    start: date,
    end: date | None,
    kind: str,
    status: str,
) -> None:
    """A plan or a time in care: facts of its own, and the legal status while it lasts."""
    world.want(row, case, "care_plan.started", start, {"kind": kind})
    if end:
        world.want(row, case, "care_plan.ended", end, {"kind": kind})
    spans = world.notes.setdefault("spans", {}).setdefault(case.pk, [])
    spans.append((start, end, RANK[status], status, row))


def legal_statuses(world: World) -> None:
    """Give each child the legal status that the highest of their plans made for it."""
    for spans in world.notes.get("spans", {}).values():
        _statuses(spans, world)


def _statuses(spans: list, world: World) -> None:  # type: ignore[type-arg]
    days = sorted({day for start, end, *_ in spans for day in (start, end) if day})
    before = "none"
    for day in days:
        held = [span for span in spans if span[0] <= day and (span[1] is None or day < span[1])]
        top = max(held, key=lambda span: span[2], default=None)
        status = top[3] if top else "none"
        if status != before:
            row = top[4] if top else _ending_on(day, spans)
            case = world.cases[row.staged.person]
            world.want(row, case, "legal_status.changed", day, {"value": status})
        before = status


def _ending_on(day: date, spans: list) -> Arrived:  # type: ignore[type-arg]
    return next(span[4] for span in spans if span[1] == day)


def placement(row: Arrived, world: World) -> None:
    """A placement, where the file says in which authority it lies."""
    case = world.case_of(row["clap_person_id"])
    if case is None:
        return
    world.belongs(row, case)
    where = row["clap_placement_authority"]
    if where:
        world.want(
            row,
            case,
            "placement.changed",
            row["clap_cla_placement_start_date"],
            {
                "place_authority": where.casefold().replace(" ", "_"),
                "kind": row["clap_cla_placement_type"],
            },
        )


def legal_status(row: Arrived, world: World) -> None:
    """The status in the words of the source, for the front of the record."""
    case = world.case_of(row["lega_person_id"])
    if case is None:
        return
    world.belongs(row, case)
    if row["lega_legal_status_end_date"] is None:
        Child.objects.filter(case=case).update(legal_status=row["lega_legal_status"][:80])


def care_leaver(row: Arrived, world: World) -> None:
    """A care leaver, from the eighteenth birthday on."""
    case = world.case_of(row["clea_person_id"])
    if case is None:
        return
    world.belongs(row, case)
    born = case.child.born
    if born:
        eighteen = _birthday(born, 18)
        world.want(row, case, "legal_status.changed", eighteen, {"value": "care_leaver"})


def _birthday(born: date, years: int) -> date:
    """The day on which somebody reaches an age; a leap day's child does on 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def involvement(row: Arrived, world: World) -> None:
    """The worker who is allocated now is the lead professional until a register says else."""
    case = world.case_of(row.staged.person)
    if case is None:
        return
    world.belongs(row, case)
    post = world.posts.get(row["invo_professional_id"] or "")
    if post is None or row["invo_involvement_end_date"]:
        return
    leads = world.notes.setdefault("leads", {})
    since = row["invo_involvement_start_date"]
    if case.pk not in leads or since >= leads[case.pk][1]:
        leads[case.pk] = (post, since, row, case)


def allocate(world: World) -> None:
    """Make the leads found known: the relation, and the fact that they took the child on."""
    for post, since, row, case in world.notes.get("leads", {}).values():
        world.relate(post, case, "lead_professional", since)
        if post.role == "social_worker":
            world.relate(post, case, "social_worker", since)
        world.want(
            row,
            case,
            "lead.allocated",
            since,
            {"name": post.holder, "role": post.role, "agency": post.agency.kind},
        )
        if post.team_id and not case.team_id:
            case.team = post.team
            world.notes.setdefault("moved", {})[case.pk] = case
        _manager(post, case, since, world)


def _manager(post, case: Case, since: date, world: World) -> None:  # type: ignore[no-untyped-def]
    managers = world.notes.get("managers")
    if managers is None:
        managers = {
            each.area_id: each for each in world.posts.values() if each.role == "team_manager"
        }
        world.notes["managers"] = managers
    area: Area | None = case.area or post.area
    manager = managers.get(area.pk if area else None)
    if manager:
        world.relate(manager, case, "team_manager", since)
