"""Who may reach which address: one row for every route of the product.

A route without a row fails the build. `audience` says for whom the address exists;
for everybody else it answers 404, exactly as an address that was never there, and
somebody who has not signed in is sent to the sign-in page. `where` makes the address
from the scene (see `scene.py`). `method` is how it is asked for; a form may answer 422.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator

from casework.access import commands as access
from casework.access import emergency
from casework.audit import check_commands
from casework.cast import NOW, TODAY, at
from casework.chronology import commands as chronology
from casework.concerns import commands as concerns
from casework.concerns import form_commands, intelligence_commands, missing_commands
from casework.config import sealing
from casework.disclosure import request_commands as access_requests
from casework.disclosure.tests.stage import asked, given_out
from casework.exchange.models import ImportException, ImportRun
from casework.meetings import finishing_commands, record_commands
from casework.meetings.outcome import Outcome, Rating
from casework.meetings.tests.stage import Stage
from casework.plans import commands as plans
from casework.retention import commands as retention
from casework.retention.queries import contents as old_contents
from casework.retention.tests import stage as old_records
from casework.subjects import safe_address
from casework.worklists import giving_commands

OPEN = "open"
"""Anybody, signed in or not."""
OPEN_WHERE_SET_UP = "open where set up"
"""Anybody, where the site knows the agency's sign-in; the tests' site knows none."""
POST = "post"
"""Anybody who acts in a post."""
CASE = "case"
"""Those for whom Ellis’s case exists."""
FORUM = "forum"
"""Those for whom the North West forum exists."""
IMPORT = "import"
"""Analysts and administrators."""
ADMIN = "admin"
"""The system administrator."""
EVIDENCE = "evidence"
"""The information-governance officer."""
ANSWERS = "answers"
"""Those who answer for Ellis’s record or for information, or run the meetings of his forum."""
ACCOUNTS = "accounts"
"""Those who answer for Ellis’s record, and the information-governance officer."""
HOLDS = "holds"
"""Those who answer for Ellis’s record: his lead professional and their manager."""
OWN = "own"
"""Hannah only: the thing is hers."""


@dataclass(frozen=True)
class Row:
    audience: str
    where: Callable[[Any], dict[str, Any]] = lambda scene: {}
    method: str = "GET"


def procedure(**more: str) -> Callable[[Any], dict[str, Any]]:
    """A page of one authority's handbook."""
    return lambda scene: {"authority": "surrey", **more}


def ellis(scene: Any) -> dict[str, Any]:
    return {"reference": scene.cast.ellis.reference}


def a_request(scene: Any) -> dict[str, Any]:
    """Ellis asks what is held on him, and it was gathered."""
    cast = scene.cast
    made = access_requests.take_in(case=cast.ellis, asked=asked(), by=cast.judith, now=NOW)
    access_requests.gather(request=made, by=cast.judith, now=NOW)
    return {"reference": made.reference}


def an_item(scene: Any) -> dict[str, Any]:
    return a_request(scene) | {"number": 1}


def a_copy_given(scene: Any) -> dict[str, Any]:
    """A copy that one officer prepared and another one released."""
    return {"reference": given_out(scene.cast).reference}


def an_action_for_ellis(scene: Any) -> dict[str, Any]:
    """An action for Ellis that the police agreed to do: each who sees him may answer for it."""
    cast = scene.cast
    action = plans.add_action(
        case=cast.ellis, text="Ring the school", agreed_on=TODAY, due_on=TODAY,
        owner=cast.colin, by=cast.marcus, now=NOW,
    )  # fmt: skip
    return {"key": action.pk}


def second_factors(scene: Any) -> dict[str, Any]:
    """Hannah signs in with a passkey, an app, and codes for the day they are lost."""
    account = scene.cast.hannah.account
    kinds = {
        "totp": {"secret": sealing.seal("JBSWY3DPEHPK3PXP", place="mfa.authenticator")},
        "recovery_codes": {"seed": sealing.seal("seed", place="mfa.authenticator"), "used_mask": 0},
    }
    for kind, data in kinds.items():
        Authenticator.objects.create(user=account, type=kind, data=data)
    return {}


def a_passkey(scene: Any) -> dict[str, Any]:
    """Hannah's passkey."""
    data = {"name": "work phone", "credential": {}}
    account = scene.cast.hannah.account
    return {"pk": Authenticator.objects.create(user=account, type="webauthn", data=data).pk}


def part_of_the_tool(scene: Any) -> dict[str, Any]:
    """A part of a draft that Hannah began for Ellis."""
    cast = scene.cast
    form_commands.start_response(
        case=cast.ellis, form_id="risk-assessment-tool", answers={}, by=cast.hannah, now=NOW
    )
    return ellis(scene) | {"section": "views"}


def an_exclusion(scene: Any) -> dict[str, Any]:
    """That Ellis’s record is closed to Tom."""
    cast = scene.cast
    made = access.exclude(
        account=cast.tom.account, case=cast.ellis, ground="conflict", starts_on=TODAY,
        by=cast.ruth, now=NOW,
    )  # fmt: skip
    return ellis(scene) | {"number": made.pk}


def a_given_relation(scene: Any) -> dict[str, Any]:
    """That Wen, to whom no record is open otherwise, samples Ellis's record."""
    cast = scene.cast
    made = giving_commands.give(
        person=cast.wen, case=cast.ellis, relation="quality_sampler", because="The yearly sample",
        starts_on=TODAY, until=TODAY, by=cast.ruth, now=NOW,
    )  # fmt: skip
    return ellis(scene) | {"number": made.pk}


def an_opening(scene: Any) -> dict[str, Any]:
    """That Tom opened Ellis’s record in an emergency."""
    cast = scene.cast
    made = emergency.note(
        case=cast.ellis, category="missing", reason="He was found here", review_by=TODAY,
        by=cast.tom, now=NOW,
    )  # fmt: skip
    return {"number": made.pk}


def a_safe_address(scene: Any) -> dict[str, Any]:
    """That Ellis must not be found."""
    cast = scene.cast
    safe_address.set_safe_address(case=cast.ellis, address="Elsewhere", by=cast.hannah, now=NOW)
    return ellis(scene)


def a_piece_of_intelligence(scene: Any) -> dict[str, Any]:
    """What Hannah was told of Ellis, for herself and Colin."""
    cast = scene.cast
    fact = intelligence_commands.record_intelligence(
        case=cast.ellis, text="A grey van", at=NOW, precision="instant", readers=[cast.colin],
        until=TODAY, by=cast.hannah, now=NOW,
    )  # fmt: skip
    return ellis(scene) | {"fact": fact.pk}


def a_reader_of_intelligence(scene: Any) -> dict[str, Any]:
    return a_piece_of_intelligence(scene) | {"number": scene.cast.colin.pk}


def drafted(scene: Any) -> dict[str, Any]:
    part_of_the_tool(scene)
    return ellis(scene)


def a_finished_form(scene: Any) -> dict[str, Any]:
    part_of_the_tool(scene)
    [draft] = scene.cast.ellis.responses.filter(state="draft")
    form_commands.complete_response(response=draft, by=scene.cast.hannah, now=NOW)
    return ellis(scene) | {"number": draft.pk}


def a_referral(scene: Any) -> dict[str, Any]:
    cast = scene.cast
    referral = concerns.refer(case=cast.ellis, forum=cast.forum_nw, by=cast.hannah, now=NOW)
    return ellis(scene) | {"number": referral.pk}


def an_episode(scene: Any) -> dict[str, Any]:
    cast = scene.cast
    episode = missing_commands.report_missing(
        case=cast.ellis, started_at=NOW, precision="instant", by=cast.hannah, now=NOW
    )
    return ellis(scene) | {"number": episode.pk}


def a_fact(scene: Any) -> dict[str, Any]:
    an_episode(scene)
    return ellis(scene) | {"fact": scene.cast.ellis.facts.latest("recorded_at").pk}


def a_question(scene: Any) -> dict[str, Any]:
    """That Ellis may have been trafficked, which asks about a referral."""
    cast = scene.cast
    chronology.record(
        case=cast.ellis, kind="factor.recorded", at=NOW, by=cast.hannah, now=NOW,
        data={"factors": [], "concerns": ["trafficking"]},
    )  # fmt: skip
    return ellis(scene) | {"key": cast.ellis.prompts.filter(answered_at=None).latest("pk").key}


def a_duty(scene: Any) -> dict[str, Any]:
    """That the family is told of the plan that was agreed for Ellis."""
    cast = scene.cast
    chronology.record(
        case=cast.ellis, kind="plan.agreed", at=NOW, by=cast.marcus, now=NOW, data={"plan": "1"}
    )
    return ellis(scene) | {"key": cast.ellis.obligations.filter(state="open").latest("pk").key}


def an_action(scene: Any) -> dict[str, Any]:
    return ellis(scene) | {"number": an_action_for_ellis(scene)["key"]}


def forum(scene: Any) -> dict[str, Any]:
    return {"reference": scene.cast.forum_nw.reference}


def meeting(scene: Any) -> dict[str, Any]:
    return {"reference": scene.things["slot"].meeting.reference}


def slot(scene: Any) -> dict[str, Any]:
    return meeting(scene) | {"number": scene.things["slot"].position}


def slot_step(scene: Any) -> dict[str, Any]:
    return slot(scene) | {"section": "agencies"}


def slot_questions(scene: Any) -> dict[str, Any]:
    return slot(scene) | {"use": "checklist"}


def a_hold(scene: Any) -> dict[str, Any]:
    """A legal hold on Ellis’s record."""
    people = {"by": scene.cast.judith, "now": NOW}
    return {"key": retention.hold(case=scene.cast.ellis, reason="An inquiry", **people).pk}


def a_disposal(scene: Any) -> dict[str, Any]:
    """A proposal to dispose of Ellis’s record, whose day has come."""
    case = old_records.due(scene.cast)
    people = {"by": scene.cast.judith, "now": NOW}
    return {"key": retention.propose(case=case, reason="Nobody asks for it", **people).pk}


def a_certificate(scene: Any) -> dict[str, Any]:
    """What is left of Leon’s record, after two officers agreed."""
    case = old_records.close(scene.cast.leon)
    old_records.was(case, "looked_after", by=scene.cast.hannah)
    norma = old_records.second_officer(scene.cast)
    told = {"reason": "Nobody asks for it", "now": NOW}
    disposal = retention.propose(case=case, by=scene.cast.judith, **told)
    seen = old_contents(case.pk)
    made = retention.confirm(disposal=disposal, seen=seen, by=norma, now=NOW)
    return {"reference": made.reference}


def a_drawn_entry(scene: Any) -> dict[str, Any]:
    """An entry of the audit that was drawn by lot."""
    people = {"by": scene.cast.judith, "now": NOW}
    [drawn] = check_commands.draw(size=1, since=at("2026-01-01"), until=at("2027-01-01"), **people)
    return {"key": drawn.pk}


def a_run(scene: Any) -> dict[str, Any]:
    """An import of Surrey that was tried."""
    run = ImportRun.objects.create(
        authority=scene.cast.authority, source="lcs", folder="", state="tried",
        started_at=NOW, by=scene.cast.priya,
    )  # fmt: skip
    return {"key": run.pk}


def an_import_question(scene: Any) -> dict[str, Any]:
    """A date in an imported file that cannot be right."""
    run = a_run(scene)["key"]
    question = ImportException.objects.create(
        run_id=run, authority=scene.cast.authority, source="lcs",
        kind="dates", table="ssd_missing", key=f"M{run}", row=2, text="It ended before it began.",
    )  # fmt: skip
    return {"key": question.pk}


def recorded(scene: Any) -> dict[str, Any]:
    """The discussion of Ellis on 20 November, with its record."""
    if "recorded" not in scene.things:
        scene.things["recorded"] = _record_of_ellis(scene)
    done = scene.things["recorded"]
    return {"reference": done.meeting.reference, "number": done.position}


def _record_of_ellis(scene: Any) -> Any:
    done = Stage(scene.cast, scene.things["slot"].meeting.series).talk_about("ellis")
    people = {"by": scene.cast.dilys, "now": NOW}
    rating = Rating("minimal", words="Nothing new", removal="minimal")
    finishing_commands.finish_slot(slot=done, outcome=Outcome(rating=rating), **people)
    record_commands.complete_record(slot=done, although="For the test", **people)
    return done


MATRIX: dict[str, Row] = {
    # --- signing in (django-allauth) ---
    "account_login": Row(OPEN),
    "account_logout": Row(OPEN),
    "account_change_password": Row(OPEN),
    "account_reauthenticate": Row(OPEN),
    "account_set_password": Row(OPEN),
    "account_inactive": Row(OPEN),
    "welcome": Row(OPEN, lambda scene: {"mark": "1-x", "signature": "x"}),
    "welcome_mark": Row(OPEN, lambda scene: {"mark": "1-x"}),
    "openid_connect_login": Row(OPEN_WHERE_SET_UP, lambda scene: {"provider_id": "none"}),
    "openid_connect_callback": Row(OPEN_WHERE_SET_UP, lambda scene: {"provider_id": "none"}),
    "socialaccount_connections": Row(OPEN),
    "socialaccount_login_cancelled": Row(OPEN),
    "socialaccount_login_error": Row(OPEN),
    "socialaccount_signup": Row(OPEN),
    "mfa_index": Row(OPEN),
    "mfa_authenticate": Row(OPEN),
    "mfa_reauthenticate": Row(OPEN),
    "mfa_reauthenticate_webauthn": Row(OPEN),
    "mfa_activate_totp": Row(OPEN),
    "mfa_deactivate_totp": Row(OWN, second_factors),
    "mfa_add_webauthn": Row(OPEN),
    "mfa_list_webauthn": Row(OPEN),
    "mfa_login_webauthn": Row(OPEN),
    "mfa_edit_webauthn": Row(OWN, a_passkey),
    "mfa_remove_webauthn": Row(OWN, a_passkey),
    "mfa_view_recovery_codes": Row(OWN, second_factors),
    "mfa_generate_recovery_codes": Row(OPEN),
    "mfa_download_recovery_codes": Row(OWN, second_factors),
    "usersessions_list": Row(OPEN),
    "account_signup": Row(OPEN),
    # --- about the product itself ---
    "web:help": Row(OPEN),
    "web:accessibility": Row(OPEN),
    "web:privacy": Row(OPEN),
    "web:look": Row(OPEN),
    # --- the outbox of the demonstration ---
    "notices:outbox": Row(ADMIN),
    # --- changing post, and entering a demonstration (by POST only) ---
    "agencies:change_post": Row(POST),
    "agencies:form_kept": Row(POST),
    "demo_sign_in": Row(OPEN),
    # --- lists, search, and who looked ---
    "worklists:home": Row(POST),
    "worklists:calendar": Row(POST),
    "worklists:due": Row(POST),
    "worklists:late": Row(POST),
    "worklists:actions": Row(POST),
    "worklists:action": Row(CASE, an_action_for_ellis),
    "worklists:search": Row(POST),
    "worklists:my_looks": Row(POST),
    "worklists:who_looked": Row(CASE, ellis),
    # --- why one can see a record, and whom it is closed to ---
    "worklists:who_can_see": Row(CASE, ellis),
    "worklists:give": Row(HOLDS, ellis),
    "worklists:take_away": Row(HOLDS, a_given_relation),
    "worklists:close": Row(HOLDS, ellis),
    "worklists:lift": Row(HOLDS, an_exclusion),
    "worklists:i_know_them": Row(CASE, ellis),
    # --- a record opened in an emergency: for whom there are records at all (403) ---
    "worklists:emergency": Row(POST),
    "worklists:opening": Row(ANSWERS, an_opening),
    # --- the procedures: published texts, for everybody in a post ---
    "procedure:index": Row(POST),
    "procedure:compare": Row(POST),
    "procedure:procedure": Row(POST, procedure()),
    "procedure:stage": Row(POST, procedure(stage="referral")),
    "procedure:clause": Row(POST, lambda scene: {"clause": "SURR-interval-04"}),
    "procedure:clauses": Row(POST, procedure()),
    "procedure:find": Row(POST, procedure()),
    "procedure:entries": Row(POST, procedure(kind="duties")),
    "procedure:entry": Row(POST, procedure(kind="duties", entry="rating-review-significant")),
    "procedure:meetings": Row(POST, procedure()),
    "procedure:meeting": Row(POST, procedure(meeting="risk_meeting")),
    "procedure:forms": Row(POST, procedure()),
    "procedure:form": Row(POST, procedure(name="checklist")),
    "procedure:scales": Row(POST, procedure()),
    "procedure:roles": Row(POST, procedure()),
    "procedure:glossary": Row(POST, procedure()),
    "procedure:examples": Row(POST, procedure()),
    "procedure:example": Row(
        POST, procedure(example="emerging-risk-is-reviewed-within-three-months")
    ),
    # --- the audit, for the information-governance officer ---
    "worklists:evidence": Row(EVIDENCE),
    "worklists:refused": Row(EVIDENCE),
    "worklists:evidence_of": Row(EVIDENCE, ellis),
    "worklists:sample": Row(EVIDENCE),
    "worklists:check": Row(EVIDENCE, a_drawn_entry),
    # --- what was shared, and what was not ---
    "sharing:across": Row(EVIDENCE),
    "sharing:spreadsheet": Row(EVIDENCE, method="POST"),
    "sharing:of_case": Row(ACCOUNTS, ellis),
    "sharing:add": Row(ACCOUNTS, ellis),
    "sharing:border": Row(ACCOUNTS, ellis),
    # --- how long records are kept, and what may go ---
    "retention:of_case": Row(ACCOUNTS, ellis),
    "retention:hold": Row(ACCOUNTS, ellis),
    "retention:close": Row(ACCOUNTS, ellis),
    "retention:open_again": Row(ACCOUNTS, ellis),
    "retention:across": Row(EVIDENCE),
    "retention:hold_all": Row(EVIDENCE),
    "retention:lift": Row(EVIDENCE, a_hold),
    "retention:propose": Row(EVIDENCE, ellis),
    "retention:disposal": Row(EVIDENCE, a_disposal),
    "retention:withdraw": Row(EVIDENCE, a_disposal),
    "retention:certificate": Row(EVIDENCE, a_certificate),
    "retention:certificate_pdf": Row(EVIDENCE, a_certificate),
    # --- copies for those who ask what is held on them ---
    "disclosure:requests": Row(EVIDENCE),
    "disclosure:take_in": Row(EVIDENCE),
    "disclosure:request": Row(EVIDENCE, a_request),
    "disclosure:identity": Row(EVIDENCE, a_request),
    "disclosure:extend": Row(EVIDENCE, a_request),
    "disclosure:gather": Row(EVIDENCE, a_request, "POST"),
    "disclosure:close": Row(EVIDENCE, a_request),
    "disclosure:professionals": Row(EVIDENCE, a_request, "POST"),
    "disclosure:hand_over": Row(EVIDENCE, a_request, "POST"),
    "disclosure:item": Row(EVIDENCE, an_item),
    "disclosure:shown": Row(EVIDENCE, an_item),
    "disclosure:words": Row(EVIDENCE, an_item, "POST"),
    "disclosure:agency": Row(EVIDENCE, an_item, "POST"),
    "disclosure:copy": Row(EVIDENCE, a_request),
    "disclosure:stays": Row(EVIDENCE, a_request, "POST"),
    "disclosure:release": Row(EVIDENCE, a_request, "POST"),
    "disclosure:given": Row(EVIDENCE, a_copy_given),
    "disclosure:file": Row(EVIDENCE, lambda scene: a_copy_given(scene) | {"kind": "pdf"}),
    # --- accounts and posts ---
    "worklists:accounts": Row(ADMIN),
    "worklists:add_post": Row(ADMIN),
    "worklists:local_settings": Row(ADMIN),
    "worklists:signing_in": Row(ADMIN, lambda scene: {"key": scene.cast.hannah.pk}),
    "worklists:end_post": Row(ADMIN, lambda scene: {"key": scene.cast.tom.pk}),
    # --- meetings: who may run them is asked on top, and answers 403 ---
    "meetings:forums": Row(POST),
    "meetings:of_child": Row(CASE, ellis),
    "meetings:forum": Row(FORUM, forum),
    "meetings:plan": Row(FORUM, forum),
    "meetings:people": Row(FORUM, forum),
    "meetings:meeting": Row(FORUM, meeting),
    "meetings:move": Row(FORUM, meeting),
    "meetings:cancel": Row(FORUM, meeting),
    "meetings:place": Row(FORUM, meeting),
    "meetings:looked_through": Row(FORUM, meeting, "POST"),
    "meetings:up_to_date": Row(FORUM, meeting, "POST"),
    "meetings:remind": Row(FORUM, meeting, "POST"),
    "meetings:add": Row(FORUM, meeting),
    "meetings:answer": Row(POST, meeting, "POST"),
    "meetings:send": Row(FORUM, meeting),
    "meetings:run": Row(FORUM, meeting),
    "meetings:attendance": Row(FORUM, meeting),
    "meetings:end": Row(FORUM, meeting),
    "meetings:record_after": Row(FORUM, meeting),
    "meetings:record_invite_all": Row(FORUM, meeting, "POST"),
    "meetings:record": Row(CASE, recorded),
    "meetings:record_pdf": Row(CASE, recorded),
    "meetings:record_docx": Row(CASE, recorded),
    "meetings:record_notes": Row(CASE, recorded),
    "meetings:record_circulate": Row(CASE, recorded),
    "meetings:record_invite": Row(CASE, recorded, "POST"),
    "meetings:record_enter": Row(CASE, recorded, "POST"),
    "meetings:slot": Row(CASE, slot),
    "meetings:begin": Row(CASE, slot, "POST"),
    "meetings:save": Row(CASE, slot_step, "POST"),
    "meetings:writing": Row(CASE, slot),
    "meetings:next_review": Row(CASE, slot),
    "meetings:confidential": Row(CASE, slot, "POST"),
    "meetings:finish": Row(CASE, slot, "POST"),
    "meetings:defer": Row(CASE, slot),
    "meetings:questions": Row(CASE, slot_questions),
    "meetings:screen": Row(CASE, slot),
    "meetings:arrange": Row(CASE, slot),
    "meetings:shift": Row(CASE, slot, "POST"),
    "meetings:kind": Row(CASE, slot, "POST"),
    "meetings:leave": Row(CASE, slot, "POST"),
    "meetings:invite": Row(CASE, slot, "POST"),
    "meetings:paper": Row(CASE, slot, "POST"),
    # --- a child's record ---
    "concerns:children": Row(POST),
    "places": Row(POST),
    "concerns:record": Row(CASE, ellis),
    "concerns:done": Row(CASE, ellis),
    "concerns:idle": Row(CASE, ellis),
    "concerns:earlier": Row(CASE, ellis),
    "concerns:timeline": Row(CASE, ellis),
    "concerns:withdraw": Row(CASE, a_fact),
    "concerns:ratings": Row(CASE, ellis),
    "concerns:people": Row(CASE, ellis),
    "concerns:documents": Row(CASE, ellis),
    "concerns:answer": Row(CASE, a_question),
    "concerns:duty": Row(CASE, a_duty),
    "concerns:missing": Row(CASE, ellis),
    "concerns:times": Row(CASE, an_episode),
    "concerns:withdraw_episode": Row(CASE, an_episode),
    "concerns:safe_address": Row(CASE, ellis),
    "concerns:safe_address_set": Row(HOLDS, ellis),
    "concerns:safe_address_end": Row(HOLDS, a_safe_address),
    "concerns:intelligence": Row(CASE, ellis),
    "concerns:intelligence_add": Row(CASE, ellis),
    "concerns:intelligence_readers": Row(OWN, a_piece_of_intelligence),
    "concerns:intelligence_end_reader": Row(OWN, a_reader_of_intelligence, "POST"),
    "concerns:choose": Row(CASE, ellis),
    "concerns:add": Row(CASE, lambda scene: ellis(scene) | {"kind": "voice"}),
    "concerns:tool": Row(CASE, ellis),
    "concerns:tool_complete": Row(CASE, drafted, "POST"),
    "concerns:tool_section": Row(CASE, part_of_the_tool),
    "concerns:response": Row(CASE, a_finished_form),
    "concerns:refer": Row(CASE, ellis),
    "concerns:referred": Row(CASE, a_referral),
    # --- plans and actions ---
    "plans:plan": Row(CASE, ellis),
    "plans:action": Row(CASE, an_action),
    "plans:sharing": Row(CASE, ellis),
    # --- files in ---
    "exchange:imports": Row(IMPORT),
    "exchange:run": Row(IMPORT, a_run),
    "exchange:bring_in": Row(IMPORT, a_run, "POST"),
    "exchange:cancel": Row(IMPORT, a_run, "POST"),
    "exchange:exceptions": Row(IMPORT),
    "exchange:decide": Row(IMPORT, an_import_question),
}
