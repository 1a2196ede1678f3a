"""Everybody else: six years of children known to the authority, by published volumes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from casework.exchange.demonstration import dirt
from casework.exchange.demonstration.days import at
from casework.exchange.demonstration.sizes import (
    ETHNICITIES,
    SHARE_LOOKED_AFTER,
    SHARE_PLACED_OUTSIDE,
)
from casework.exchange.demonstration.writer import AREA_NAMES, AREAS, Writer

CORE_FACTORS = ("10A", "11A", "12A", "13A", "24A")
OTHER_FACTORS = ("1A", "2A", "3B", "4A", "4B", "7A", "14A", "15A", "16A", "17A", "19B", "21")
NEEDS = {"N1": 55, "N2": 4, "N3": 3, "N4": 10, "N5": 14, "N6": 5, "N8": 5, "N9": 4}
SOURCES = {"6": 28, "2A": 21, "1A": 12, "5A": 14, "3A": 15, "4": 10}
NEIGHBOURS = ("kent", "hampshire", "west_sussex", "croydon", "sutton", "bracknell_forest")
PLACEMENTS = ("U6", "U5", "K2", "H5", "Z1")


@dataclass(slots=True)
class Somebody:
    """A child of the crowd, as far as later rows need to know them."""

    id: str
    forename: str
    surname: str
    sex: str
    born: date
    area: str
    looked_after: bool = False
    away: bool = False


def write_staff(to: Writer) -> None:
    """Teams and social care staff; their files are in Windows-1252."""
    for area in AREAS:
        for kind in ("Safeguarding and care", "Family support", "Looked after children"):
            team = f"{kind}, {AREA_NAMES[area]}"
            to.teams.append(team)
            to.row(
                "ssd_department",
                dept_team_id=to.key("T"),
                dept_team_name=team,
                dept_team_parent_id="T100",
                dept_team_parent_name="Children’s Services",
            )
    for _ in range(to.size.staff):
        key, name = to.key("S"), _name(to)
        to.staff.append((key, name))
        to.row(
            "ssd_professionals",
            prof_professional_id=key,
            prof_staff_id=key,
            prof_professional_name=name,
            prof_professional_job_title="Social worker",
            prof_professional_department=to.chance.one_of(to.teams),
        )


def _name(to: Writer) -> str:
    return f"{to.chance.forename(to.chance.sex())} {to.chance.surname()}"


def people(to: Writer, cast_ids: set[str]) -> Iterator[Somebody]:
    """Write every person, oldest number first, and give back who they are."""
    number = 1_900_000
    for _ in range(to.size.people):
        number += to.chance.between(1, 3)
        if str(number) in cast_ids:
            number += 1
        yield _person(str(number), to)


def _person(key: str, to: Writer) -> Somebody:
    chance = to.chance
    sex = chance.sex()
    somebody = Somebody(
        id=key,
        forename=chance.forename(sex),
        surname=chance.surname(),
        sex=sex,
        born=chance.day(to.today - timedelta(days=23 * 365), to.today - timedelta(days=30)),
        area=chance.weighted({"nw": 22, "ne": 26, "sw": 26, "se": 26}),
        looked_after=chance.happens(0.05),
    )
    write_person(somebody, to)
    return somebody


def write_person(somebody: Somebody, to: Writer, known: bool = True) -> None:
    """One row of the person table, as untidy as such rows are; not `known`: no NHS number."""
    chance = to.chance
    to.row(
        "ssd_person",
        pers_person_id=somebody.id,
        pers_legacy_id=somebody.id,
        pers_upn=dirt.upn(chance.upn(somebody.born), chance),
        pers_forename=dirt.name(somebody.forename, chance),
        pers_surname=dirt.name(somebody.surname, chance),
        pers_sex=dirt.sex(somebody.sex, chance),
        pers_ethnicity=chance.weighted(ETHNICITIES),
        pers_dob=None if chance.happens(0.003) else somebody.born,
        pers_single_unique_id=chance.nhs_number() if chance.happens(0.7 * known) else None,
    )


def _day_of_childhood(somebody: Somebody, to: Writer) -> date:
    last = min(to.today, somebody.born + timedelta(days=18 * 365))
    return to.chance.day(max(to.first_day, somebody.born), max(last, to.first_day))


def write_referrals(everybody: list[Somebody], to: Writer) -> None:
    """Referrals, most of them closed, and who worked on them."""
    for _ in range(to.size.referrals):
        somebody = to.chance.one_of(everybody)
        _referral(somebody, to)


def _referral(somebody: Somebody, to: Writer) -> None:
    chance = to.chance
    day = _day_of_childhood(somebody, to)
    closed = to.past(day + timedelta(days=chance.between(20, 500)))
    key = to.key("R")
    worker, _ = chance.one_of(to.staff)
    team = dirt.team(chance.one_of(to.teams), chance)
    to.row(
        "ssd_cin_episodes",
        cine_referral_id=key,
        cine_person_id=somebody.id,
        cine_referral_date=at(day, chance.between(8, 17), chance.between(0, 59)),
        cine_cin_primary_need_code=dirt.need(chance.weighted(NEEDS), chance),
        cine_referral_source_code=chance.weighted(SOURCES),
        cine_referral_outcome_json=json.dumps({"NFA_FLAG": "Y" if closed else "N"}),
        cine_referral_nfa=chance.happens(0.3),
        cine_close_date=closed,
        cine_close_reason="RC8" if closed else None,
        cine_referral_team=team,
        cine_referral_worker_id=worker,
    )
    for _ in range(max(1, round(to.size.involvements / to.size.referrals))):
        to.row(
            "ssd_involvements",
            invo_involvements_id=to.key("I"),
            invo_professional_id=worker,
            invo_professional_role_id="Allocated worker",
            invo_professional_team=team,
            invo_involvement_start_date=day,
            invo_involvement_end_date=closed,
            invo_person_id=somebody.id,
            invo_referral_id=key,
        )


def write_assessments(everybody: list[Somebody], likely: list[Somebody], to: Writer) -> None:
    """Assessments and their factors; core factors fall on those who go missing."""
    for each in range(to.size.assessments):
        core = each % 14 == 0 and bool(likely)
        somebody = to.chance.one_of(likely if core else everybody)
        key, day = to.key("A"), _day_of_childhood(somebody, to)
        to.row(
            "ssd_cin_assessments",
            cina_assessment_id=key,
            cina_person_id=somebody.id,
            cina_assessment_start_date=day,
            cina_assessment_auth_date=to.past(day + timedelta(days=to.chance.between(10, 60))),
            cina_assessment_team=dirt.team(to.chance.one_of(to.teams), to.chance),
            cina_assessment_worker_id=to.chance.one_of(to.staff)[0],
        )
        to.row(
            "ssd_assessment_factors",
            cinf_table_id=to.key("F"),
            cinf_assessment_id=key,
            cinf_assessment_factors_json=dirt.factors(_factors(core, to), to.chance),
        )


def _factors(core: bool, to: Writer) -> list[str]:
    chosen = [to.chance.one_of(OTHER_FACTORS) for _ in range(to.chance.between(1, 3))]
    if core:
        chosen.append(to.chance.one_of(CORE_FACTORS))
    return sorted(set(chosen))


def write_enquiries_and_plans(everybody: list[Somebody], to: Writer) -> None:
    """Section 47 enquiries, child in need plans and child protection plans."""
    for _ in range(to.size.enquiries):
        somebody = to.chance.one_of(everybody)
        day = _day_of_childhood(somebody, to)
        to.row(
            "ssd_s47_enquiry",
            s47e_s47_enquiry_id=to.key("E"),
            s47e_person_id=somebody.id,
            s47e_s47_start_date=day,
            s47e_s47_end_date=to.past(day + timedelta(days=to.chance.between(3, 20))),
            s47e_s47_nfa=to.chance.happens(0.5),
            s47e_s47_outcome_json='{"MONITOR_FLAG":"N"}',
            s47e_s47_completed_by_worker_id=to.chance.one_of(to.staff)[0],
        )
    for _ in range(to.size.plans):
        _plan(to.chance.one_of(everybody), to)
    for _ in range(to.size.protection_plans):
        _protection_plan(to.chance.one_of(everybody), to)


def _plan(somebody: Somebody, to: Writer) -> None:
    day = _day_of_childhood(somebody, to)
    to.row(
        "ssd_cin_plans",
        cinp_cin_plan_id=to.key("N"),
        cinp_person_id=somebody.id,
        cinp_cin_plan_start_date=day,
        cinp_cin_plan_end_date=to.past(day + timedelta(days=to.chance.between(60, 400))),
        cinp_cin_plan_team=dirt.team(to.chance.one_of(to.teams), to.chance),
    )


def _protection_plan(somebody: Somebody, to: Writer) -> None:
    day = _day_of_childhood(somebody, to)
    category = to.chance.one_of(("NEG", "EMO", "PHY", "SAB"))
    to.row(
        "ssd_cp_plans",
        cppl_cp_plan_id=to.key("P"),
        cppl_person_id=somebody.id,
        cppl_cp_plan_start_date=day,
        cppl_cp_plan_end_date=to.past(day + timedelta(days=to.chance.between(90, 600))),
        cppl_cp_plan_initial_category=category,
        cppl_cp_plan_latest_category=category,
    )


def write_care(everybody: list[Somebody], to: Writer) -> None:
    """Episodes of care, placements and legal statuses; many placed outside the authority."""
    in_care = [somebody for somebody in everybody if somebody.looked_after]
    for somebody in in_care[: to.size.looked_after]:
        _care(somebody, to)


def _care(somebody: Somebody, to: Writer) -> None:
    chance = to.chance
    day = _day_of_childhood(somebody, to)
    ended = to.past(day + timedelta(days=chance.between(120, 2_500)))
    somebody.away = chance.happens(SHARE_PLACED_OUTSIDE)
    placement = to.key("C")
    to.row(
        "ssd_cla_episodes",
        clae_cla_episode_id=to.key("L"),
        clae_person_id=somebody.id,
        clae_cla_episode_start_date=day,
        clae_cla_episode_ceased_date=ended,
        clae_cla_id=f"CLA{somebody.id}",
        clae_cla_placement_id=placement,
        clae_entered_care_date=day,
    )
    to.row(
        "ssd_cla_placement",
        clap_cla_placement_id=placement,
        clap_cla_id=f"CLA{somebody.id}",
        clap_person_id=somebody.id,
        clap_cla_placement_start_date=day,
        clap_cla_placement_type=chance.one_of(PLACEMENTS),
        clap_cla_placement_postcode=dirt.postcode(chance.postcode(), chance),
        clap_cla_placement_end_date=ended,
        clap_placement_authority=chance.one_of(NEIGHBOURS) if somebody.away else "surrey",
    )
    to.row(
        "ssd_legal_status",
        lega_legal_status_id=to.key("G"),
        lega_person_id=somebody.id,
        lega_legal_status=chance.one_of(("C2", "V2", "E1", "C1")),
        lega_legal_status_start_date=day,
        lega_legal_status_end_date=ended,
    )


def likely_to_be_missing(everybody: list[Somebody], to: Writer) -> list[Somebody]:
    """Those of an age to go missing in these years, looked-after children more often."""
    teens = [
        each
        for each in everybody
        if 10 * 365 < (to.today - each.born).days < 18 * 365 or to.chance.happens(0.04)
    ]
    wanted = to.size.missing_children_a_year * 3
    in_care = [each for each in teens if each.looked_after]
    at_home = [each for each in teens if not each.looked_after]
    share = round(wanted * SHARE_LOOKED_AFTER)
    return in_care[:share] + at_home[: wanted - min(share, len(in_care))]
