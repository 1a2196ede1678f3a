"""The cast in the tables of the case system."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from casework.exchange.demonstration.story import moment
from casework.exchange.demonstration.writer import Writer

TEAM = "Safeguarding and care, North West"


def write_social_care(child: dict[str, Any], workers: dict[str, str], to: Writer) -> None:
    """What the case system holds: the referral, assessments, plans, care, the worker."""
    worker, started = workers[child["lead"]], child["lead_from"]
    if not to.past(started):
        return
    referral = to.key("R")
    to.row(
        "ssd_cin_episodes",
        cine_referral_id=referral,
        cine_person_id=child["id"],
        cine_referral_date=moment(started),
        cine_cin_primary_need_code="N5",
        cine_referral_source_code="1A",
        cine_referral_outcome_json='{"SINGLE_ASSESSMENT_FLAG":"Y","NFA_FLAG":"N"}',
        cine_referral_nfa=False,
        cine_referral_team=TEAM,
        cine_referral_worker_id=worker,
    )
    to.row(
        "ssd_involvements",
        invo_involvements_id=to.key("I"),
        invo_professional_id=worker,
        invo_professional_role_id="Allocated worker",
        invo_professional_team=TEAM,
        invo_involvement_start_date=started,
        invo_person_id=child["id"],
        invo_referral_id=referral,
    )
    for day, codes in child.get("factors", {}).items():
        _assessment(child["id"], referral, day, codes, worker, to)
    _plans(child, referral, worker, to)


def _assessment(
    child: str, referral: str, day: date, codes: list[str], worker: str, to: Writer
) -> None:
    key = to.key("A")
    to.row(
        "ssd_cin_assessments",
        cina_assessment_id=key,
        cina_person_id=child,
        cina_referral_id=referral,
        cina_assessment_start_date=day,
        cina_assessment_auth_date=to.past(day + timedelta(days=28)),
        cina_assessment_team=TEAM,
        cina_assessment_worker_id=worker,
    )
    to.row(
        "ssd_assessment_factors",
        cinf_table_id=to.key("F"),
        cinf_assessment_id=key,
        cinf_assessment_factors_json="[" + ",".join(f'"{code}"' for code in codes) + "]",
    )


def _plans(child: dict[str, Any], referral: str, worker: str, to: Writer) -> None:
    if day := child.get("cin"):
        to.row(
            "ssd_cin_plans",
            cinp_cin_plan_id=to.key("N"),
            cinp_referral_id=referral,
            cinp_person_id=child["id"],
            cinp_cin_plan_start_date=day,
            cinp_cin_plan_team=TEAM,
            cinp_cin_plan_worker_id=worker,
        )
    if day := child.get("cp"):
        to.row(
            "ssd_cp_plans",
            cppl_cp_plan_id=to.key("P"),
            cppl_referral_id=referral,
            cppl_person_id=child["id"],
            cppl_cp_plan_start_date=day,
            cppl_cp_plan_initial_category="SAB",
            cppl_cp_plan_latest_category="SAB",
        )
        _enquiry(child["id"], referral, day - timedelta(days=14), worker, to)
    if care := child.get("care"):
        _care(child["id"], care, to)
    if day := child.get("leaver"):
        to.row(
            "ssd_care_leavers",
            clea_table_id=to.key("K"),
            clea_person_id=child["id"],
            clea_care_leaver_eligibility="Former relevant child",
            clea_care_leaver_latest_contact=to.past(day + timedelta(days=21)),
            clea_care_leaver_personal_advisor="Mal Okri",
            clea_care_leaver_allocated_team="Leaving care",
        )


def _enquiry(child: str, referral: str, day: date, worker: str, to: Writer) -> None:
    to.row(
        "ssd_s47_enquiry",
        s47e_s47_enquiry_id=to.key("E"),
        s47e_referral_id=referral,
        s47e_person_id=child,
        s47e_s47_start_date=day,
        s47e_s47_end_date=to.past(day + timedelta(days=12)),
        s47e_s47_nfa=False,
        s47e_s47_outcome_json='{"CP_CONFERENCE_FLAG":"Y","NFA_FLAG":"N"}',
        s47e_s47_completed_by_worker_id=worker,
        s47e_s47_completed_by_team=TEAM,
    )


def _care(child: str, care: dict[str, Any], to: Writer) -> None:
    placement = to.key("C")
    to.row(
        "ssd_cla_episodes",
        clae_cla_episode_id=to.key("L"),
        clae_person_id=child,
        clae_cla_episode_start_date=care["from"],
        clae_cla_id=f"CLA{child}",
        clae_cla_placement_id=placement,
        clae_entered_care_date=care["from"],
    )
    to.row(
        "ssd_cla_placement",
        clap_cla_placement_id=placement,
        clap_cla_id=f"CLA{child}",
        clap_person_id=child,
        clap_cla_placement_start_date=care["from"],
        clap_cla_placement_type=care["placement"],
        clap_cla_placement_postcode=to.chance.postcode(),
        clap_placement_authority=care["placed_in"],
    )
    to.row(
        "ssd_legal_status",
        lega_legal_status_id=to.key("G"),
        lega_person_id=child,
        lega_legal_status=care["status"],
        lega_legal_status_start_date=care["from"],
    )
