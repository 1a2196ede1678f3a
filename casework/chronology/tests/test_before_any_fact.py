"""What is taken to be so of a child of whom nothing has been recorded yet."""

from casework.cast import NOW
from casework.chronology import commands as chronology
from casework.chronology.evaluating import subject_of
from casework.chronology.models import Obligation


def test_a_child_lives_in_the_authority_until_a_fact_says_otherwise(cast):
    attributes = subject_of(cast.ellis).attributes

    assert attributes["placement_authority"] == "surrey"
    assert attributes["legal_status"] == "none"


def test_a_rated_child_at_home_is_not_asked_about_a_placement_elsewhere(cast):
    chronology.record(
        case=cast.ellis,
        kind="rating.set",
        at=NOW,
        by=cast.hannah,
        now=NOW,
        data={"level": "emerging", "risks": ["criminal"]},
    )

    duties = set(Obligation.objects.filter(case=cast.ellis).values_list("duty", flat=True))

    assert "rating-review-emerging" in duties
    assert "rating-review-out-of-county" not in duties


def test_a_placement_outside_surrey_brings_the_quarterly_review(cast):
    said = [
        ("legal_status.changed", {"value": "looked_after"}),
        ("placement.changed", {"place_authority": "kent"}),
        ("rating.set", {"level": "emerging", "risks": ["criminal"]}),
    ]
    for kind, data in said:
        chronology.record(case=cast.ellis, kind=kind, at=NOW, by=cast.hannah, now=NOW, data=data)

    duties = set(Obligation.objects.filter(case=cast.ellis).values_list("duty", flat=True))

    assert "rating-review-out-of-county" in duties
