"""What the procedure asks can be recorded as done, or as not needed with a reason."""

import pytest
from django.urls import reverse

from casework.access.queries import holder
from casework.cast import TODAY, at
from casework.chronology import commands as chronology
from casework.chronology import queries as chronology_queries
from casework.chronology.models import Fact, Obligation
from casework.concerns import settling_queries
from casework.concerns.models import NationalReferral

TODAYS = {"on_day": "20", "on_month": "11", "on_year": "2026"}


@pytest.fixture
def planned(cast):
    """A plan agreed on 20 November, which the family is to be told of."""
    chronology.record(
        case=cast.ellis,
        kind="plan.agreed",
        at=at("2026-11-20", "09:46"),
        by=cast.marcus,
        now=at("2026-11-20", "10:03"),
        data={"plan": "1"},
    )
    return cast.ellis


def asked(case, title):
    return chronology_queries.outstanding(case).get(title=title)


def answer(client, obligation, **data):
    address = reverse("concerns:duty", args=[obligation.case.reference, obligation.key])
    return client.post(address, data)


def add(client, cast, kind, **data):
    return client.post(reverse("concerns:add", args=[cast.ellis.reference, kind]), data)


def test_a_thing_done_is_recorded_by_the_fact_that_meets_it(
    planned, cast, signed_in, time_stands_still
):
    duty = asked(planned, "Tell the family what the plan is")

    answer(signed_in(cast.hannah), duty, outcome="done", note="By phone", **TODAYS)

    duty.refresh_from_db()
    fact = Fact.objects.get(kind="plan.shared")
    assert fact.data["audience"] == "family"
    assert fact.note == "By phone"
    assert duty.state == Obligation.State.MET


def test_a_thing_not_needed_is_waived_under_a_name_and_with_a_reason(
    planned, cast, signed_in, time_stands_still
):
    duty = asked(planned, "Tell the family what the plan is")
    client = signed_in(cast.hannah)

    without = answer(client, duty, outcome="not_needed", note="", **TODAYS)
    answer(client, duty, outcome="not_needed", note="He asked us not to", **TODAYS)

    duty.refresh_from_db()
    idle = client.get(reverse("concerns:idle", args=[planned.reference])).content.decode()
    assert without.status_code == 422
    assert "Enter why it is not needed here" in without.content.decode()
    assert duty.state == Obligation.State.NOT_REQUIRED
    assert "Tell the family what the plan is" in idle


def test_what_only_a_meeting_can_do_is_never_recorded_by_the_way(cast, now):
    chronology.record(
        case=cast.leon, kind="referral.received", at=now, by=cast.hannah, now=now, data={}
    )
    listing = chronology_queries.outstanding(cast.leon).get(act="list_for_discussion")

    assert settling_queries.ways(cast.leon, listing) == []


def test_each_outstanding_duty_of_the_procedure_has_a_page(
    planned, cast, signed_in, time_stands_still
):
    client = signed_in(cast.hannah)

    for duty in chronology_queries.outstanding(planned):
        response = client.get(reverse("concerns:duty", args=[planned.reference, duty.key]))
        assert response.status_code == 200, duty.key


def test_a_duty_of_another_child_is_not_found_here(planned, cast, signed_in):
    duty = asked(planned, "Tell the family what the plan is")
    client = signed_in(cast.hannah)

    assert client.get(
        reverse("concerns:duty", args=[cast.skye.reference, duty.key])
    ).status_code == 404  # fmt: skip


def test_only_people_answer_what_people_decide(cast, signed_in, time_stands_still):
    questions = [question for question, _ in settling_queries.judgements("surrey")]
    client = signed_in(cast.hannah)

    without = add(client, cast, "judgement", question=questions[0], answer="yes", note="")
    add(client, cast, "judgement", question=questions[0], answer="yes", note="As seen at home")

    fact = Fact.objects.get(kind="judgement.made")
    assert without.status_code == 422
    assert fact.data == {"question": questions[0], "answer": "yes", "role": "social_worker"}


def test_a_question_of_no_procedure_cannot_be_answered(cast, signed_in, time_stands_still):
    response = add(signed_in(cast.hannah), cast, "judgement", question="is_bad", answer="yes")

    assert response.status_code == 422
    assert not Fact.objects.exists()


def test_a_manager_names_the_lead_professional(cast, signed_in, time_stands_still):
    add(
        signed_in(cast.ruth),
        cast,
        "lead",
        relation="lead_professional",
        post=cast.ben.pk,
        **TODAYS,
    )

    assert holder(cast.ellis, "lead_professional", today=TODAY) == cast.ben
    assert Fact.objects.get(kind="lead.allocated").data["name"] == "Ben Aldous"


def test_a_post_of_nobody_is_not_taken(cast, signed_in, time_stands_still):
    response = add(
        signed_in(cast.ruth), cast, "lead", relation="lead_professional", post="999", **TODAYS
    )

    assert response.status_code == 422
    assert holder(cast.ellis, "lead_professional", today=TODAY) == cast.hannah


def test_the_referral_settles_the_question_of_trafficking(cast, signed_in, time_stands_still):
    chronology.record(
        case=cast.ellis,
        kind="factor.recorded",
        at=at("2026-11-19"),
        by=cast.hannah,
        now=at("2026-11-19"),
        data={"factors": [], "concerns": ["trafficking"]},
    )
    client = signed_in(cast.hannah)
    overview = reverse("concerns:record", args=[cast.ellis.reference])
    before = client.get(overview).content.decode()

    add(client, cast, "nrm", reference="NRM-7", first_responder="Surrey", **TODAYS)

    after = client.get(overview).content.decode()
    assert "Record the referral" in before
    assert "Record the referral" not in after
    assert NationalReferral.objects.get().reference == "NRM-7"


def test_a_decision_of_the_mechanism_is_a_fact(cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)
    add(client, cast, "nrm", reference="NRM-7", **TODAYS)
    referral = NationalReferral.objects.get()

    add(
        client,
        cast,
        "nrm-decision",
        referral=referral.pk,
        stage="reasonable",
        decision="positive",
        **TODAYS,
    )

    referral.refresh_from_db()
    assert referral.reasonable_grounds == "positive"
    assert Fact.objects.filter(kind="nrm.decided").exists()


def test_a_worry_that_no_longer_holds_leaves_the_front(cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)
    overview = reverse("concerns:record", args=[cast.ellis.reference])
    client.post(
        reverse("concerns:add", args=[cast.ellis.reference, "observation"]),
        {"kind": "worry", "text": "A second phone"},
    )
    [worry] = cast.ellis.observations.all()
    before = client.get(overview).content.decode()

    add(client, cast, "observation-end", observation=worry.pk)

    assert "A second phone" in before
    assert "A second phone" not in client.get(overview).content.decode()
    assert cast.ellis.observations.count() == 1


def test_details_put_right_keep_what_was_not_touched(cast, signed_in, time_stands_still):
    client = signed_in(cast.hannah)

    add(
        client,
        cast,
        "details",
        forename="Ellis",
        surname="Hartwood",
        pronouns="he",
        born_day="2",
        born_month="5",
        born_year="2011",
        school="Wexcombe Academy, year 11",
    )

    child = cast.ellis.child
    child.refresh_from_db()
    assert child.school == "Wexcombe Academy, year 11"
    assert child.local_id == "2044187"


@pytest.mark.parametrize("kind", ["lead", "judgement", "details", "strategy", "nrm", "link"])
def test_a_stranger_adds_nothing(kind, cast, signed_in):
    response = add(signed_in(cast.tom), cast, kind, **TODAYS)

    assert response.status_code == 404
    assert not Fact.objects.exists()


def test_a_thing_of_no_kind_is_not_found(cast, signed_in):
    assert add(signed_in(cast.hannah), cast, "nonsense").status_code == 404
