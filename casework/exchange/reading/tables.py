"""Which tables we read, and what stands in their columns: described, not programmed."""

from __future__ import annotations

from casework.exchange.reading.columns import Table, must, the

SSD_PERSON = Table(
    "ssd_person",
    "Children and young people",
    ("pers_person_id",),
    (
        must("pers_person_id", sensitive=True),
        the("pers_legacy_id", "id", sensitive=True),
        the("pers_upn", "upn", sensitive=True),
        the("pers_forename", "name", required=True, sensitive=True),
        the("pers_surname", "name", required=True, sensitive=True),
        the("pers_sex", "choice", options=("M", "F", "U"), value_map="sex", sensitive=True),
        the("pers_ethnicity", sensitive=True),
        the("pers_dob", "date", required=True, sensitive=True),
        the("pers_expected_dob", "date", sensitive=True),
        the("pers_death_date", "date", sensitive=True),
        the(
            "pers_single_unique_id",
            "nhs",
            aliases=("pers_common_child_id", "nhs_number"),
            sensitive=True,
        ),
    ),
    person="pers_person_id",
    left_out=(
        "pers_gender",
        "pers_nationality",
        "pers_is_mother",
        "pers_send_flag",
        "pers_upn_unknown",
    ),
)

SSD_MISSING = Table(
    "ssd_missing",
    "Missing episodes",
    ("miss_table_id",),
    (
        must("miss_table_id"),
        must("miss_person_id", sensitive=True),
        must("miss_missing_episode_start_date", "moment", precision="missing"),
        the(
            "miss_missing_episode_type",
            "choice",
            options=("missing", "away"),
            value_map="missing_type",
            aliases=("missing_type",),
        ),
        the("miss_missing_episode_end_date", "moment", required=True, precision="missing"),
        the("miss_missing_rhi_offered", "yes_no"),
        the("miss_missing_rhi_accepted", "yes_no"),
    ),
    person="miss_person_id",
    spans=(("miss_missing_episode_start_date", "miss_missing_episode_end_date"),),
    overlaps=True,
)

SSD_CIN_EPISODES = Table(
    "ssd_cin_episodes",
    "Referrals to social care",
    ("cine_referral_id",),
    (
        must("cine_referral_id"),
        must("cine_person_id", sensitive=True),
        must("cine_referral_date", "moment"),
        the("cine_cin_primary_need_code"),
        the("cine_referral_source_code"),
        the("cine_referral_outcome_json", "flags", aliases=("cine_referral_outcome",)),
        the("cine_referral_nfa", "yes_no"),
        the("cine_close_date", "date"),
        the("cine_close_reason"),
        the("cine_referral_team", aliases=("cine_referral_team_id",)),
        the("cine_referral_worker_id", "id"),
    ),
    person="cine_person_id",
    left_out=("cine_referral_source_desc", "cine_referral_worker_name"),
    spans=(("cine_referral_date", "cine_close_date"),),
)

SSD_CIN_ASSESSMENTS = Table(
    "ssd_cin_assessments",
    "Child and family assessments",
    ("cina_assessment_id",),
    (
        must("cina_assessment_id"),
        must("cina_person_id", sensitive=True),
        the("cina_referral_id", "id"),
        must("cina_assessment_start_date", "date"),
        the("cina_assessment_auth_date", "date"),
        the("cina_assessment_team"),
        the("cina_assessment_worker_id", "id"),
    ),
    person="cina_person_id",
    left_out=(
        "cina_assessment_child_seen",
        "cina_assessment_outcome_json",
        "cina_assessment_outcome_nfa",
    ),
    spans=(("cina_assessment_start_date", "cina_assessment_auth_date"),),
)

SSD_ASSESSMENT_FACTORS = Table(
    "ssd_assessment_factors",
    "Factors found in assessments",
    ("cinf_assessment_id", "cinf_table_id"),
    (
        the("cinf_table_id", "id"),
        must("cinf_assessment_id"),
        must("cinf_assessment_factors_json", "codes", aliases=("cinf_assessment_factors",)),
    ),
    via=("cinf_assessment_id", "ssd_cin_assessments"),
)

SSD_S47_ENQUIRY = Table(
    "ssd_s47_enquiry",
    "Section 47 enquiries",
    ("s47e_s47_enquiry_id",),
    (
        must("s47e_s47_enquiry_id"),
        the("s47e_referral_id", "id"),
        must("s47e_person_id", sensitive=True),
        must("s47e_s47_start_date", "date"),
        the("s47e_s47_end_date", "date"),
        the("s47e_s47_nfa", "yes_no"),
        the("s47e_s47_outcome_json", "flags"),
        the("s47e_s47_completed_by_worker_id", "id"),
        the("s47e_s47_completed_by_team"),
    ),
    person="s47e_person_id",
    spans=(("s47e_s47_start_date", "s47e_s47_end_date"),),
)

SSD_CIN_PLANS = Table(
    "ssd_cin_plans",
    "Child in need plans",
    ("cinp_cin_plan_id",),
    (
        must("cinp_cin_plan_id", aliases=("cin_plan_id",)),
        the("cinp_referral_id", "id"),
        must("cinp_person_id", sensitive=True),
        must("cinp_cin_plan_start_date", "date"),
        the("cinp_cin_plan_end_date", "date"),
        the("cinp_cin_plan_team"),
        the("cinp_cin_plan_worker_id", "id"),
    ),
    person="cinp_person_id",
    spans=(("cinp_cin_plan_start_date", "cinp_cin_plan_end_date"),),
)

SSD_CP_PLANS = Table(
    "ssd_cp_plans",
    "Child protection plans",
    ("cppl_cp_plan_id",),
    (
        must("cppl_cp_plan_id"),
        the("cppl_referral_id", "id"),
        must("cppl_person_id", sensitive=True),
        must("cppl_cp_plan_start_date", "date"),
        the("cppl_cp_plan_end_date", "date"),
        the("cppl_cp_plan_initial_category"),
        the("cppl_cp_plan_latest_category"),
    ),
    person="cppl_person_id",
    left_out=("cppl_icpc_id", "cppl_cp_plan_ola"),
    spans=(("cppl_cp_plan_start_date", "cppl_cp_plan_end_date"),),
)

SSD_CLA_EPISODES = Table(
    "ssd_cla_episodes",
    "Episodes of being looked after",
    ("clae_cla_episode_id",),
    (
        must("clae_cla_episode_id"),
        must("clae_person_id", sensitive=True),
        must("clae_cla_episode_start_date", "date", aliases=("clae_cla_episode_start",)),
        the("clae_cla_episode_ceased_date", "date", aliases=("clae_cla_episode_ceased",)),
        the("clae_cla_id", "id"),
        the("clae_cla_placement_id", "id"),
        the("clae_entered_care_date", "date"),
    ),
    person="clae_person_id",
    left_out=(
        "clae_cla_episode_start_reason",
        "clae_cla_primary_need_code",
        "clae_cla_episode_ceased_reason",
        "clae_referral_id",
        "clae_cla_last_iro_contact_date",
    ),
    spans=(("clae_cla_episode_start_date", "clae_cla_episode_ceased_date"),),
)

SSD_CLA_PLACEMENT = Table(
    "ssd_cla_placement",
    "Placements",
    ("clap_cla_placement_id",),
    (
        must("clap_cla_placement_id"),
        the("clap_cla_id", "id"),
        must("clap_person_id", sensitive=True),
        must("clap_cla_placement_start_date", "date"),
        the("clap_cla_placement_type"),
        the("clap_cla_placement_postcode", "postcode", sensitive=True),
        the("clap_cla_placement_end_date", "date"),
        the("clap_placement_authority", aliases=("clap_placement_la", "la_of_placement")),
    ),
    person="clap_person_id",
    left_out=(
        "clap_cla_placement_urn",
        "clap_cla_placement_distance",
        "clap_cla_placement_provider",
        "clap_cla_placement_change_reason",
    ),
    spans=(("clap_cla_placement_start_date", "clap_cla_placement_end_date"),),
)

SSD_LEGAL_STATUS = Table(
    "ssd_legal_status",
    "Legal statuses",
    ("lega_legal_status_id",),
    (
        must("lega_legal_status_id"),
        must("lega_person_id", sensitive=True),
        must("lega_legal_status", "text", sensitive=True),
        must("lega_legal_status_start_date", "date", aliases=("lega_legal_status_start",)),
        the("lega_legal_status_end_date", "date", aliases=("lega_legal_status_end",)),
    ),
    person="lega_person_id",
    spans=(("lega_legal_status_start_date", "lega_legal_status_end_date"),),
)

SSD_CARE_LEAVERS = Table(
    "ssd_care_leavers",
    "Care leavers",
    ("clea_table_id",),
    (
        must("clea_table_id"),
        must("clea_person_id", sensitive=True),
        the("clea_care_leaver_eligibility"),
        the("clea_care_leaver_latest_contact", "date"),
        the("clea_care_leaver_personal_advisor", "name"),
        the("clea_care_leaver_allocated_team"),
        the("clea_care_leaver_worker_id", "id"),
    ),
    person="clea_person_id",
    left_out=(
        "clea_care_leaver_in_touch",
        "clea_care_leaver_accommodation",
        "clea_care_leaver_accom_suitable",
        "clea_care_leaver_activity",
        "clea_pathway_plan_review_date",
    ),
)

SSD_INVOLVEMENTS = Table(
    "ssd_involvements",
    "Workers' involvements",
    ("invo_involvements_id",),
    (
        must("invo_involvements_id"),
        the("invo_professional_id", "id", required=True),
        the("invo_professional_role_id"),
        the("invo_professional_team"),
        must("invo_involvement_start_date", "date"),
        the("invo_involvement_end_date", "date"),
        the("invo_person_id", "id", sensitive=True),
        the("invo_referral_id", "id"),
    ),
    person="invo_person_id",
    via=("invo_referral_id", "ssd_cin_episodes"),
    left_out=("invo_worker_change_reason",),
    spans=(("invo_involvement_start_date", "invo_involvement_end_date"),),
)

SSD_PROFESSIONALS = Table(
    "ssd_professionals",
    "Social care staff",
    ("prof_professional_id",),
    (
        must("prof_professional_id"),
        the("prof_staff_id", "id"),
        the("prof_professional_name", "name"),
        the("prof_professional_job_title"),
        the("prof_professional_department"),
    ),
    left_out=(
        "prof_social_worker_registration_no",
        "prof_professional_caseload",
        "prof_full_time_equivalency",
        "prof_agency_worker_flag",
    ),
)

SSD_DEPARTMENT = Table(
    "ssd_department",
    "Teams",
    ("dept_team_id",),
    (
        must("dept_team_id"),
        the("dept_team_name", required=True),
        the("dept_team_parent_id", "id"),
        the("dept_team_parent_name"),
    ),
)

SSD_CONTACTS = Table(
    "ssd_contacts",
    "Contacts at the front door",
    ("cont_contact_id",),
    (
        must("cont_contact_id"),
        must("cont_person_id", sensitive=True),
        must("cont_contact_date", "moment"),
        the("cont_contact_source_code"),
        the("cont_contact_outcome_json", "flags"),
    ),
    person="cont_person_id",
    left_out=("cont_contact_source_desc",),
)

SSD = (
    SSD_PERSON, SSD_DEPARTMENT, SSD_PROFESSIONALS, SSD_CONTACTS, SSD_CIN_EPISODES,
    SSD_CIN_ASSESSMENTS, SSD_ASSESSMENT_FACTORS, SSD_S47_ENQUIRY, SSD_CIN_PLANS,
    SSD_CP_PLANS, SSD_CLA_EPISODES, SSD_CLA_PLACEMENT, SSD_LEGAL_STATUS, SSD_CARE_LEAVERS,
    SSD_INVOLVEMENTS, SSD_MISSING,
)  # fmt: skip
