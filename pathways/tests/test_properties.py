"""What holds for any procedure and any facts, whoever thought of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathways.answers import DATED, OUTSTANDING, Evaluation, Status
from pathways.engine import evaluate, may
from pathways.explain import Words
from pathways.facts import Fact
from pathways.holding import build
from pathways.nodes import answers, step_by_step
from pathways.packed import BY_TIME, Packed
from pathways.picking import picker
from pathways.tests import strategies as some
from pathways.tests.given import CALENDAR, VOCABULARY
from pathways.timeline import Timeline

WORDS = Words(None, VOCABULARY)
MANY = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def everything(found: Evaluation) -> object:
    """An answer with all its explanations told."""
    return (
        found.next_change_at,
        found.obligations,
        [(o.why, o.due and (o.due.arithmetic, o.due.days)) for o in found.obligations],
        found.prompts,
        [raised.why for raised in found.prompts],
        found.verdicts,
        [verdict.why for verdict in found.verdicts],
        found.not_fired,
    )


def apart_from_lateness(found: Evaluation) -> object:
    """An answer without what is a question of the reader's moment alone."""
    obligations = [
        (o.key, o.due, o.met_by, o.met_at, o.ended_at, "dated" if o.status in DATED else o.status)
        for o in found.obligations
    ]
    return obligations, found.prompts, found.verdicts


@MANY
@given(some.packs(), some.facts(), some.subjects, some.moments)
def test_any_well_formed_facts_give_an_answer(pack, facts, subject, moment):
    found = evaluate(pack, facts, subject, CALENDAR, moment)

    assert everything(found)
    assert found.next_change_at is None or found.next_change_at > moment


@MANY
@given(some.packs(), some.facts(), some.subjects, some.moments)
def test_any_planned_act_gets_a_ruling(pack, facts, subject, moment):
    assert may(pack, "do", "1", facts, subject, CALENDAR, moment).why.text


@MANY
@given(some.packs(), some.facts(), some.subjects, some.moments, st.randoms())
def test_the_order_of_recording_plays_no_part(pack, facts, subject, moment, random: Random):
    facts = some.recorded_by_then(facts, moment)
    shuffled = [replace(fact, recorded_at=moment - timedelta(n)) for n, fact in enumerate(facts)]
    random.shuffle(shuffled)

    one = evaluate(pack, facts, subject, CALENDAR, moment)
    other = evaluate(pack, shuffled, subject, CALENDAR, moment)

    assert everything(one) == everything(other)


@MANY
@given(some.packs(), some.facts(), some.subjects, some.moments, st.data())
def test_withdrawing_a_fact_gives_what_never_recording_it_gives(pack, facts, subject, moment, data):
    gone = data.draw(st.sets(st.sampled_from(range(len(facts))))) if facts else set()
    withdrawn = [
        replace(fact, withdrawn_at=moment) if n in gone else fact for n, fact in enumerate(facts)
    ]
    never = [fact for n, fact in enumerate(facts) if n not in gone]

    one = evaluate(pack, withdrawn, subject, CALENDAR, moment)
    other = evaluate(pack, never, subject, CALENDAR, moment)

    assert everything(one) == everything(other)


@MANY
@given(some.packs(), some.facts(), some.subjects, some.moments, st.data())
def test_until_the_next_change_only_lateness_changes(pack, facts, subject, moment, data):
    facts = some.recorded_by_then(facts, moment)
    now = evaluate(pack, facts, subject, CALENDAR, moment)
    ahead = data.draw(some.later)
    later = moment + ahead
    if now.next_change_at is not None and later >= now.next_change_at:
        later = now.next_change_at - timedelta(microseconds=1)

    then = evaluate(pack, facts, subject, CALENDAR, later, known_at=later)

    assert apart_from_lateness(now) == apart_from_lateness(then)


@MANY
@given(some.packs(), some.facts(), some.subjects, some.moments, some.later)
def test_the_status_at_a_later_moment_is_that_of_a_later_evaluation(
    pack, facts, subject, moment, ahead
):
    now = evaluate(pack, facts, subject, CALENDAR, moment, known_at=moment)
    later = moment + ahead
    if now.next_change_at is not None and later >= now.next_change_at:
        return

    then = evaluate(pack, facts, subject, CALENDAR, later, known_at=moment)

    assert {o.key: o.status_at(later) for o in now.obligations} == {
        o.key: o.status for o in then.obligations
    }


@MANY
@given(some.packs(), some.facts(), some.subjects, some.moments)
def test_what_is_current_is_that_part_of_the_whole_history(pack, facts, subject, moment):
    found = evaluate(pack, facts, subject, CALENDAR, moment)
    unsettled = OUTSTANDING | {Status.CANNOT_TELL}

    assert list(found.open) == [o for o in found.obligations if o.status in unsettled]


@MANY
@given(some.packs(), some.facts(), some.subjects, some.moments)
def test_history_asked_for_at_once_is_the_history_asked_for_later(pack, facts, subject, moment):
    facts = some.recorded_by_then(facts, moment)

    later = evaluate(pack, facts, subject, CALENDAR, moment)
    whole = evaluate(pack, Packed(facts), subject, CALENDAR, moment, whole=True)

    assert everything(later) == everything(whole)
    assert later.open == whole.open


@MANY
@given(some.packs(), some.facts(), some.subjects, some.moments, some.moments)
def test_facts_laid_out_once_answer_for_any_moment(pack, facts, subject, moment, known_at):
    laid_out = Packed(facts)

    for now, known in ((moment, None), (known_at, None), (moment, known_at)):
        one = evaluate(pack, facts, subject, CALENDAR, now, known)
        other = evaluate(pack, laid_out, subject, CALENDAR, now, known)

        assert everything(one) == everything(other)


@MANY
@given(some.packs(), some.facts(), some.subjects, some.moments)
def test_the_latest_of_an_act_is_that_one_of_the_whole_history(pack, facts, subject, moment):
    found = evaluate(pack, facts, subject, CALENDAR, moment)
    of_act = [o for o in found.obligations if o.act == "act"]

    latest = found.latest("act")

    assert latest == max(of_act, key=lambda o: (o.arose_at, o.key), default=None)


@MANY
@given(some.few_selectors, some.facts(), some.subjects, some.moments, some.moments)
def test_the_last_facts_are_found_from_the_end_as_among_all_of_them(
    selectors, facts, subject, moment, since
):
    wanted = picker(*selectors)
    all_of_them = Timeline(facts, subject, CALENDAR, moment, None, WORDS, moment.date())
    from_the_end = Timeline(facts, subject, CALENDAR, moment, None, WORDS, moment.date())
    picked = all_of_them.pick(wanted).facts

    assert picked == sorted((f for f in facts_of(all_of_them) if wanted.fits(f)), key=BY_TIME)
    assert from_the_end.last(wanted) == (picked[-1].at if picked else None)
    assert from_the_end.tail(wanted, since).facts == [f for f in picked if f.at >= since]
    assert from_the_end.tail(wanted, since, after=True).facts == [f for f in picked if f.at > since]
    assert all_of_them.tail(wanted, since).facts == [f for f in picked if f.at >= since]


def facts_of(line: Timeline) -> list[Fact]:
    return [fact for picked in line.kinds.values() for fact in picked.facts]


@MANY
@given(some.conditions, some.facts(), some.subjects, some.moments)
def test_a_condition_is_now_what_it_is_at_the_moment_of_the_evaluation(
    condition, facts, subject, moment
):
    line = Timeline(facts, subject, CALENDAR, moment, None, WORDS, moment.date())
    node = build(condition, VOCABULARY, {})

    assert node.now(line) == node.truth(line, line.moment) == node.answer(line, line.moment)[0]
    assert node.answer(line, line.moment)[1] == node.evidence(line, line.moment) or not node.now(
        line
    )


@MANY
@given(some.conditions, some.facts(), some.subjects, some.moments)
def test_answers_through_time_are_those_of_asking_at_every_change(
    condition, facts, subject, moment
):
    line = Timeline(facts, subject, CALENDAR, moment, None, WORDS, moment.date())
    node = build(condition, VOCABULARY, {})

    assert answers(node, line) == step_by_step(node, line)


@MANY
@given(some.packs(), some.facts(), some.subjects, some.moments)
def test_each_obligation_and_each_prompt_has_a_key_of_its_own(pack, facts, subject, moment):
    found = evaluate(pack, facts, subject, CALENDAR, moment)

    keys = [o.key for o in found.obligations]
    asked = [raised.key for raised in found.prompts]

    assert len(keys) == len(set(keys))
    assert len(asked) == len(set(asked))


@MANY
@given(some.packs(), some.facts(), some.subjects, some.moments)
def test_of_one_act_exactly_one_obligation_governs(pack, facts, subject, moment):
    found = evaluate(pack, facts, subject, CALENDAR, moment)
    by_key = {o.key: o for o in found.obligations}

    for obligation in found.obligations:
        if obligation.governed_by:
            governing = by_key[obligation.governed_by]
            assert governing.governed_by is None
            assert governing.act == obligation.act
            if obligation.due:
                assert governing.due.moment <= obligation.due.moment
