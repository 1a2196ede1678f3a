from dataclasses import replace
from datetime import date

import pytest

from pathways import definitions as d
from pathways.answers import Status
from pathways.engine import may
from pathways.rulings import Effect, Permission
from pathways.tests.given import (
    CALENDAR,
    CHILD,
    at,
    days,
    duty,
    evaluated,
    fact,
    gate,
    months,
    only_obligation,
    pack,
    some,
    where,
)

CHAIR = gate(
    "chair_risk_meeting",
    by=("service_manager",),
    role_field="chair_role",
    effects=(some("discussion.held"),),
)
RATE = gate(
    "set_rating",
    only_if=d.DecidedAt("risk_meeting", "rating.set"),
    otherwise=d.Otherwise.VOID,
    effects=(some("rating.set"),),
)
END = gate(
    "end_plan",
    only_if=d.All(
        (
            d.AgreementOf("team_manager", "end_plan"),
            d.AgreementOf("service_manager", "end_plan"),
        )
    ),
    otherwise=d.Otherwise.VOID,
    effects=(some("plan.ended"),),
)


def ruling(of, action, by, facts=(), moment="2026-11-20 10:00"):
    return may(of, action, by, facts, CHILD, CALENDAR, at(moment))


def effects(found):
    return {verdict.fact: verdict.effect for verdict in found.verdicts}


def agreed(role, when):
    return fact("agreement.given", when, role=role, to="end_plan")


@pytest.mark.parametrize(
    ("role", "permission"),
    [("service_manager", Permission.ALLOWED), ("team_manager", Permission.NOT_ALLOWED)],
)
def test_a_power_belongs_to_a_role(role, permission):
    assert ruling(pack(CHAIR), "chair_risk_meeting", role).permission is permission


def test_a_role_holds_the_powers_of_its_capabilities():
    deputy = d.Role("deputy", "deputy", "social_care", ("service_manager",))

    found = ruling(pack(CHAIR, roles={"deputy": deputy}), "chair_risk_meeting", "deputy")

    assert found.permission is Permission.ALLOWED


def test_what_the_procedure_does_not_speak_of_is_allowed():
    assert ruling(pack(CHAIR), "make_tea", "anybody").permission is Permission.ALLOWED


def test_a_refusal_names_its_clause_and_what_is_missing():
    found = ruling(pack(END), "end_plan", "chair", [agreed("team_manager", "2026-11-19")])

    assert (found.permission, found.clauses) == (Permission.NOT_ALLOWED, ("CLAUSE-03",))
    assert found.missing == ("the agreement of the service manager",)


def test_an_act_with_all_consents_is_allowed():
    facts = [agreed("team_manager", "2026-11-18"), agreed("service_manager", "2026-11-19")]

    assert ruling(pack(END), "end_plan", "chair", facts).permission is Permission.ALLOWED


def test_a_decision_takes_effect_with_the_last_consent():
    ended = fact("plan.ended", "2026-11-19 10:00", "ended")
    facts = [ended, agreed("team_manager", "2026-11-18"), agreed("service_manager", "2026-11-21")]

    before = evaluated(pack(END), facts, "2026-11-20")
    after = evaluated(pack(END), facts, "2026-11-22")

    assert effects(before) == {"ended": Effect.VOID}
    assert effects(after) == {"ended": Effect.EFFECTIVE}


def test_consents_to_an_earlier_act_do_not_serve_for_the_next():
    consents = [agreed("team_manager", "2026-10-01"), agreed("service_manager", "2026-10-01")]
    first = fact("plan.ended", "2026-10-02", "first")
    second = fact("plan.ended", "2026-11-19", "second")

    found = evaluated(pack(END), [*consents, first, second], "2026-11-20")

    assert effects(found) == {"first": Effect.EFFECTIVE, "second": Effect.VOID}


def test_a_plan_whose_ending_is_void_stays_open():
    review = duty(
        d.Interval((some("plan.agreed"),), months(3)),
        when=d.Open("plan"),
        met_by=(some("plan.reviewed"),),
    )
    facts = [fact("plan.agreed", "2026-10-01"), fact("plan.ended", "2026-11-01")]

    obligation = only_obligation(evaluated(pack(review, END), facts, "2026-11-20"))

    assert obligation.status is Status.UPCOMING


def test_a_meeting_with_the_wrong_chair_counts_and_is_shown_as_in_breach():
    facts = [fact("discussion.held", "2026-11-19", "held", chair_role="team_manager")]

    assert effects(evaluated(pack(CHAIR), facts, "2026-11-20")) == {"held": Effect.IN_BREACH}


def test_without_a_role_on_record_a_verdict_cannot_be_told():
    facts = [fact("discussion.held", "2026-11-19", "held")]

    assert effects(evaluated(pack(CHAIR), facts, "2026-11-20")) == {"held": Effect.CANNOT_TELL}


def test_a_rating_outside_the_meeting_is_void_and_changes_no_interval():
    emerging = duty(
        d.Interval((some("discussion.held"),), months(3)),
        when=d.Latest("rating.set", where(level="emerging")),
    )
    facts = [
        fact("discussion.held", "2026-11-06 09:40", "held", meeting="1", forum="risk_meeting"),
        fact("rating.set", "2026-11-06 09:50", "inside", meeting="1", level="emerging"),
        fact("rating.set", "2026-11-10 09:50", "outside", level="minimal"),
    ]

    found = evaluated(pack(emerging, RATE), facts, "2026-11-20")

    assert effects(found) == {"inside": Effect.EFFECTIVE, "outside": Effect.VOID}
    assert [o.status for o in found.obligations] == [Status.UPCOMING]


def test_the_order_of_entries_within_a_meeting_plays_no_part():
    facts = [
        fact("rating.set", "2026-11-06 09:30", "rated", meeting="1", level="emerging"),
        fact("discussion.held", "2026-11-06 09:40", meeting="1", forum="risk_meeting"),
    ]

    assert effects(evaluated(pack(RATE), facts, "2026-11-20")) == {"rated": Effect.EFFECTIVE}


@pytest.mark.parametrize(
    ("quorate", "effect"),
    [(True, Effect.EFFECTIVE), (False, Effect.VOID), (None, Effect.CANNOT_TELL)],
)
def test_a_decision_may_want_a_quorate_meeting(quorate, effect):
    strict = gate(
        "set_rating",
        only_if=d.DecidedAt("risk_meeting", "rating.set", quorate=True),
        otherwise=d.Otherwise.VOID,
        effects=(some("rating.set"),),
    )
    held = {"meeting": "1", "forum": "risk_meeting"}
    if quorate is not None:
        held["quorate"] = quorate
    facts = [
        fact("discussion.held", "2026-11-06 09:40", **held),
        fact("rating.set", "2026-11-06 09:50", "rated", meeting="1"),
    ]

    assert effects(evaluated(pack(strict), facts, "2026-11-20")) == {"rated": effect}


def test_an_exception_needs_a_recorded_reason():
    reasoned = gate(
        "defer",
        only_if=d.Exists(some("plan.agreed")),
        otherwise=d.Otherwise.WITH_REASON,
        effects=(some("discussion.deferred"),),
    )
    facts = [
        fact("discussion.deferred", "2026-11-01", "with", reason="ill"),
        fact("discussion.deferred", "2026-11-02", "without"),
    ]

    found = evaluated(pack(reasoned), facts, "2026-11-20")

    assert effects(found) == {"with": Effect.EFFECTIVE, "without": Effect.IN_BREACH}
    assert ruling(pack(reasoned), "defer", "chair").permission is Permission.WITH_REASON


def test_of_several_gates_the_strictest_decides():
    open_gate = gate("chair_risk_meeting", id="open", only_if=d.Judged("fit to chair"))

    found = ruling(pack(CHAIR, open_gate), "chair_risk_meeting", "team_manager")

    assert found.permission is Permission.NOT_ALLOWED


def test_before_the_act_it_is_asked_for_the_meeting_at_which_it_is_planned():
    facts = [
        fact("discussion.held", "2026-11-20 09:40", meeting="1", forum="risk_meeting"),
        fact("discussion.held", "2026-11-20 09:45", meeting="2", forum="other"),
    ]

    def planned_at(meeting):
        about = {"meeting": meeting}
        return may(
            pack(RATE), "set_rating", "chair", facts, CHILD, CALENDAR, at("2026-11-20 10:00"),
            about=about,
        ).permission  # fmt: skip

    assert planned_at("1") is Permission.ALLOWED
    assert planned_at("2") is Permission.NOT_ALLOWED


@pytest.mark.parametrize("first", ["team_manager", "service_manager"])
def test_until_the_last_consent_the_plan_is_in_force_and_then_it_ends(first):
    second = {"team_manager": "service_manager", "service_manager": "team_manager"}[first]
    review = duty(
        d.Interval((some("plan.agreed"),), months(1)),
        when=d.Open("plan"),
        met_by=(some("plan.reviewed"),),
    )
    flags = duty(d.After(some("plan.ended"), days(2)), id="flags")
    facts = [
        fact("plan.agreed", "2026-10-01"),
        agreed(first, "2026-10-28"),
        fact("plan.ended", "2026-10-29 10:00"),
        agreed(second, "2026-11-05 15:00"),
    ]

    waiting = evaluated(pack(review, flags, END), facts, "2026-11-03")
    after = evaluated(pack(review, flags, END), facts, "2026-11-06")

    assert [each.status for each in waiting.obligations] == [Status.OVERDUE]
    assert [str(each.due.by_day) for each in after.obligations if each.duty == "flags"] == [
        "2026-11-07"
    ]


def test_a_gate_that_has_ended_does_not_decide_what_may_be_done_now():
    earlier = gate("lead", by=("social_worker",), in_force_to=date(2020, 3, 31))
    later = gate("lead", id="later", by=("team_manager",), in_force_from=date(2020, 4, 1))
    both = pack(earlier, later)

    old = ruling(both, "lead", "social_worker", moment="2020-03-31 10:00")
    new = ruling(both, "lead", "social_worker", moment="2020-04-01 10:00")

    assert old.permission is Permission.ALLOWED
    assert new.permission is Permission.NOT_ALLOWED


def test_a_consent_that_completed_one_act_does_not_serve_for_the_next():
    first = fact("plan.ended", "2026-10-02", "first")
    second = fact("plan.ended", "2026-11-19", "second")
    consents = [agreed("team_manager", "2026-10-05"), agreed("service_manager", "2026-10-06")]

    found = evaluated(pack(END), [first, *consents, second], "2026-11-20")

    assert effects(found) == {"first": Effect.EFFECTIVE, "second": Effect.VOID}


def test_a_consent_after_a_refusal_serves_the_next_act():
    first = fact("plan.ended", "2026-10-02", "first")
    refused = fact("agreement.refused", "2026-10-06", role="service_manager", to="end_plan")
    second = fact("plan.ended", "2026-11-19", "second")
    consents = [
        agreed("team_manager", "2026-10-05"),
        agreed("service_manager", "2026-11-18"),
        agreed("team_manager", "2026-11-18"),
    ]

    found = evaluated(pack(END), [first, refused, second, *consents], "2026-11-20")

    assert effects(found) == {"first": Effect.VOID, "second": Effect.EFFECTIVE}


def test_acts_that_a_gate_does_not_watch_take_no_consent():
    watched = replace(END, effects=(some("plan.ended", grounds="risks_lower"),))
    other = fact("plan.ended", "2026-10-02", "other", grounds="moved")
    consents = [agreed("team_manager", "2026-10-05"), agreed("service_manager", "2026-10-06")]
    act = fact("plan.ended", "2026-11-19", "act", grounds="risks_lower")

    found = evaluated(pack(watched), [other, *consents, act], "2026-11-20")

    assert effects(found) == {"act": Effect.EFFECTIVE}


FULL = gate(
    "hold_meeting",
    only_if=d.Act(where(attended="police")),
    effects=(some("discussion.held", forum="risk_meeting"),),
)


def test_what_an_act_says_of_itself_is_judged_whatever_happened_the_same_day():
    facts = [
        fact(
            "discussion.held", "2026-11-19 09:00", "with", forum="risk_meeting", attended="police"
        ),
        fact("discussion.held", "2026-11-19 11:00", "without", forum="risk_meeting"),
        fact("discussion.held", "2026-11-19 15:00", "other", forum="other_meeting"),
    ]

    found = evaluated(pack(FULL), facts, "2026-11-20")

    assert effects(found) == {"with": Effect.EFFECTIVE, "without": Effect.IN_BREACH}


def test_of_a_planned_act_it_is_asked_what_is_planned():
    planned = {"forum": "risk_meeting", "attended": ["police", "health"]}
    given = (pack(FULL), "hold_meeting", "chair", [], CHILD, CALENDAR, at("2026-11-20 10:00"))

    assert may(*given, about=planned).permission is Permission.ALLOWED
    assert may(*given).permission is Permission.NOT_ALLOWED
    assert may(*given).missing == ("the act has attended: police",)
