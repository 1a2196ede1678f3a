from pathways import definitions as d
from pathways.changes import difference
from pathways.tests.given import duty, evaluated, fact, months, pack, some, weeks

FACTS = [fact("discussion.held", "2026-11-20 10:00", "held")]


def review(limit, id="review"):
    return pack(duty(d.Interval((some("discussion.held"),), limit), id=id))


def test_the_same_pack_makes_no_difference():
    before = evaluated(review(weeks(12)), FACTS, "2026-12-01")

    assert difference(before, evaluated(review(weeks(12)), FACTS, "2026-12-01")).nothing


def test_another_limit_moves_the_date():
    before = evaluated(review(weeks(12)), FACTS, "2026-12-01")
    after = evaluated(review(weeks(6)), FACTS, "2026-12-01")

    [changed] = difference(before, after).changed

    assert changed.moved
    assert (changed.after.due.by_day - changed.before.due.by_day).days == -42


def test_a_new_duty_is_added_and_an_old_one_removed():
    before = evaluated(review(months(3)), FACTS, "2026-12-01")
    after = evaluated(review(months(3), id="other"), FACTS, "2026-12-01")

    found = difference(before, after)

    assert [o.key for o in found.added] == ["other:held"]
    assert [o.key for o in found.removed] == ["review:held"]
