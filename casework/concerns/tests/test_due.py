"""What must happen next stands with its date, its person and the evaluator's own reasons."""

import pytest
from django.urls import reverse

from casework.cast import at
from casework.chronology import commands as chronology
from casework.chronology import queries as chronology_queries
from casework.chronology.models import Prompt
from casework.concerns import due_queries, why_queries


@pytest.fixture
def rated(cast):
    """Ellis rated Significant on 20 November, with the tool of 26 August."""
    chronology.record(
        case=cast.ellis,
        kind="assessment.completed",
        at=at("2026-08-26", "00:00"),
        precision="date",
        by=cast.hannah,
        now=at("2026-08-26"),
        data={"tool": "risk-assessment-tool"},
    )
    chronology.record_many(
        facts=[
            chronology.NewFact(case=cast.ellis, kind=kind, at=at("2026-11-20", "09:46"), data=data)
            for kind, data in [
                (
                    "discussion.held",
                    {
                        "meeting": "m",
                        "forum": "risk_meeting",
                        "kind": "review",
                        "quorate": True,
                        "chair_role": "service_manager",
                    },
                ),
                ("rating.set", {"meeting": "m", "level": "significant", "risks": ["criminal"]}),
            ]
        ],
        by=cast.marcus,
        now=at("2026-11-20", "10:03"),
    )
    return cast.ellis


@pytest.fixture
def trafficked(cast):
    chronology.record(
        case=cast.ellis,
        kind="factor.recorded",
        at=at("2026-11-19"),
        by=cast.hannah,
        now=at("2026-11-19"),
        data={"factors": [], "concerns": ["trafficking"]},
    )
    return Prompt.objects.waiting().get(case=cast.ellis, prompt="nrm-referral")


def lines(case, post, now):
    facts = chronology_queries.timeline(case, post=post, now=now)
    reader = why_queries.reader(case, now=now, facts=facts)
    found = chronology_queries.evaluation(case, now=now)
    return {line["what"]["text"]: line for line in due_queries.due_lines(found.obligations, reader)}


def test_a_line_names_the_day_the_person_and_how_long(rated, cast, now):
    line = lines(rated, cast.hannah, now)["Bring the Risk Assessment Tool up to date"]

    assert line["when"] == {"text": "Thu 26 Nov", "small": "Hannah Osei"}
    assert line["state"] == {"kind": "next", "text": "In 4 working days"}


def test_why_is_the_evaluators_own_trace(rated, cast, now):
    found = chronology_queries.evaluation(rated, now=now)
    line = lines(rated, cast.hannah, now)["Bring the Risk Assessment Tool up to date"]

    [duty] = [one for one in found.outstanding if one.title == line["what"]["text"]]
    assert line["why"]["question"] == "Why 26 November?"
    assert line["why"]["asks"][0]["text"] == duty.why.text
    assert line["why"]["arithmetic"] == duty.due.arithmetic
    assert "SURR-tmpl-12" in line["why"]["asks"][0]["clauses"]
    assert line["why"]["facts"][0]["text"].endswith("completed, Wed 26 Aug.")


def test_proposal_and_limit_stand_beside_each_other(rated, cast, now):
    line = lines(rated, cast.hannah, now)["Discuss again at the RMM a child rated Significant"]

    also = " ".join(part["text"] for part in line["why"]["also"])
    assert line["when"]["text"] == "Fri 15 Jan"
    assert "6 weeks" in also


def test_what_is_late_is_counted_in_working_days(rated, cast):
    line = lines(rated, cast.hannah, at("2026-12-01"))["Bring the Risk Assessment Tool up to date"]

    assert line["state"] == {"kind": "late", "text": "3 working days late"}


def test_what_has_no_date_comes_last_and_says_so(rated, cast, now):
    found = list(lines(rated, cast.hannah, now).values())

    dated = [line["when"]["text"] != "No date given" for line in found]
    assert dated == sorted(dated, reverse=True)
    assert "The procedure sets no date." in found[-1]["note"]


def test_a_decision_is_asked_with_its_clause_and_reason(
    trafficked, cast, signed_in, time_stands_still
):
    page = signed_in(cast.hannah).get(
        reverse("concerns:record", args=[cast.ellis.reference])
    ).content.decode()  # fmt: skip

    assert "For Hannah Osei to decide" in page
    assert "Refer to the National Referral Mechanism?" in page
    assert "SURR-traffick-01" in page


def test_an_answer_needs_its_reason_and_closes_the_question(
    trafficked, cast, signed_in, time_stands_still
):
    client = signed_in(cast.hannah)
    address = reverse("concerns:answer", args=[cast.ellis.reference, trafficked.key])

    without = client.post(address, {"answer": "not now", "reason": ""})
    client.post(address, {"answer": "not now", "reason": "He has been referred by police."})

    assert without.status_code == 422
    assert "Enter the reason for your answer" in without.content.decode()
    assert not Prompt.objects.waiting().filter(pk=trafficked.pk).exists()


def test_a_question_of_another_child_is_not_found_here(trafficked, cast, signed_in):
    client = signed_in(cast.hannah)

    response = client.get(reverse("concerns:answer", args=[cast.skye.reference, trafficked.key]))

    assert response.status_code == 404


def test_an_earlier_day_shows_what_was_known_and_due_then(
    rated, cast, signed_in, time_stands_still
):
    page = signed_in(cast.hannah).get(
        reverse("concerns:earlier", args=[rated.reference]), {"on": "2026-11-19"}
    ).content.decode()  # fmt: skip

    assert "Thursday 19 November 2026" in page
    assert "Not rated then." in page
    assert "Discuss again at the RMM" not in page


@pytest.mark.parametrize("day", ["2026-12-24", "31/2/2026", "yesterday"])
def test_a_day_that_cannot_be_shown_is_named(day, cast, signed_in, time_stands_still):
    response = signed_in(cast.hannah).get(
        reverse("concerns:earlier", args=[cast.ellis.reference]), {"on": day}
    )

    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
