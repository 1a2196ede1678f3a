"""A compartment is open by reach over the case itself, or by a relation that names it."""

from casework.access import commands
from casework.access.queries import opened
from casework.cast import LONG_AGO as LONG_PAST
from casework.cast import TODAY


def test_reach_over_the_area_opens_the_shared_record_and_no_more(cast):
    assert opened(cast.marcus, cast.tegan, today=TODAY) == {"footprint", "shared"}


def test_reach_over_one_area_opens_nothing_in_another(cast):
    assert opened(cast.marcus, cast.nell, today=TODAY) == set()


def test_a_narrow_relation_elsewhere_opens_only_what_it_names(cast, now):
    commands.relate(
        post=cast.marcus,
        case=cast.nell,
        relation="invited",
        ends_on=TODAY,
        compartments=["footprint"],
        starts_on=TODAY,
        source="test",
        by=cast.amara,
        now=now,
    )

    assert opened(cast.marcus, cast.nell, today=TODAY) == {"footprint"}


def test_relations_add_up_within_a_post_and_end_with_their_day(cast, now):
    for relation, compartment, ends in [
        ("invited", "confidential", TODAY),
        ("forum_member", "intelligence", LONG_PAST),
    ]:
        commands.relate(
            post=cast.colin,
            case=cast.ellis,
            relation=relation,
            compartments=["shared", compartment],
            starts_on=LONG_PAST,
            ends_on=ends,
            source="test",
            by=cast.amara,
            now=now,
        )

    assert opened(cast.colin, cast.ellis, today=TODAY) == {"shared", "confidential"}


def test_a_stranger_has_nothing_open(cast):
    assert opened(cast.tom, cast.ellis, today=TODAY) == set()
