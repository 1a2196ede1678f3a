import pytest

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


RATED = fact("rating.set", "2026-11-20 10:00", "rated")
AFTER = d.After(some("rating.set"), weeks(2))
BEFORE = pack(duty(AFTER, id="review", met_by=(some("discussion.held"),)))
EACH_ALONE = {
    "another day": (pack(duty(d.After(some("rating.set"), weeks(3)), id="review")), [RATED]),
    "no day at all": (pack(duty(d.After(some("rating.set"), None), id="review")), [RATED]),
    "another bearer": (pack(duty(AFTER, id="review", bearer="manager")), [RATED]),
    "another strength": (pack(duty(AFTER, id="review", strength=d.Strength.MAY)), [RATED]),
}


@pytest.mark.parametrize("case", EACH_ALONE)
def test_whatever_matters_of_an_obligation_is_a_change(case):
    after, facts = EACH_ALONE[case]
    old, new = evaluated(BEFORE, [RATED], "2026-12-01"), evaluated(after, facts, "2026-12-01")

    found = difference(old, new)

    [changed] = found.changed
    assert not found.nothing
    assert (changed.before, changed.after) == (old.obligations[0], new.obligations[0])
    assert changed.moved is ("day" in case)
    assert (found.added, found.removed) == ((), ())


def test_that_it_was_done_and_by_which_entry_is_a_change():
    done, later = (fact("discussion.held", f"2026-11-2{day} 10:00", str(day)) for day in (1, 2))
    of = [evaluated(BEFORE, [RATED, *more], "2026-12-01") for more in ([], [done], [later])]

    for before, after in ((of[0], of[1]), (of[1], of[2])):
        [changed] = difference(before, after).changed
        assert not changed.moved
    assert difference(of[1], of[1]).nothing


def test_that_another_obligation_governs_is_a_change():
    strict = duty(d.After(some("rating.set"), weeks(1)), id="strict", act="review")
    plain = duty(AFTER, id="review")
    before = evaluated(pack(plain), [RATED], "2026-11-21")
    after = evaluated(pack(plain, strict), [RATED], "2026-11-21")

    found = difference(before, after)

    assert [each.after.governed_by for each in found.changed] == ["strict:rated"]
    assert [each.key for each in found.added] == ["strict:rated"]
    assert not found.nothing
    assert not difference(after, evaluated(pack(strict), [RATED], "2026-11-21")).nothing
