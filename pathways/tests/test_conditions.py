from dataclasses import replace
from datetime import date

import pytest

from pathways import definitions as d
from pathways.answers import Truth
from pathways.facts import Subject
from pathways.tests.given import (
    at,
    days,
    evaluated,
    fact,
    hours,
    months,
    on,
    only_prompt,
    pack,
    prompt,
    some,
    weeks,
    where,
    working_days,
)

FORTY_EIGHT = d.Longest("missing", hours(48), days(90))
THREE_IN_NINETY = d.Count(some("missing.started"), 3, days(90))


def truth(condition, facts, moment="2026-11-20 12:00", subject=None):
    more = {"subject": subject} if subject else {}
    found = evaluated(pack(prompt(condition)), facts, moment, **more)
    return found.prompts[0].truth if found.prompts else Truth.NO


def gone(start, end=None, episode="1", how=fact):
    facts = [how("missing.started", start, episode=episode)]
    return [*facts, how("missing.ended", end, episode=episode)] if end else facts


# --- counting in a window -------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "answer"),
    [("2026-03-31 23:59", Truth.YES), ("2026-04-01 00:00", Truth.NO)],
)
def test_a_window_of_90_days_keeps_the_ninetieth_day(moment, answer):
    facts = [fact("missing.started", f"2026-01-{day} 10:00") for day in (10, 20)]
    facts.append(fact("missing.started", "2025-12-31 10:00"))

    assert truth(THREE_IN_NINETY, facts, moment) is answer


def test_a_window_of_hours_is_exact():
    recent = d.Exists(some("missing.started"), hours(72))
    facts = [fact("missing.started", "2026-11-17 12:00")]

    assert truth(recent, facts, "2026-11-20 12:00") is Truth.YES
    assert truth(recent, facts, "2026-11-20 12:01") is Truth.NO


@pytest.mark.parametrize(
    ("within", "last_day"),
    [
        (months(1), "2026-02-28"),
        (weeks(4), "2026-02-28"),
        (days(28), "2026-02-28"),
        (working_days(20), "2026-02-27"),
    ],
)
def test_a_window_in_any_unit_looks_back_as_far_as_it_says(within, last_day):
    condition = d.Exists(some("missing.started"), within)
    facts = [fact("missing.started", "2026-01-31 10:00")]

    found = evaluated(pack(prompt(condition)), facts, f"{last_day} 12:00")

    assert found.prompts


def test_a_window_says_when_it_empties():
    facts = [fact("missing.started", f"2026-01-{day} 10:00") for day in (10, 20, 30)]

    found = evaluated(pack(prompt(THREE_IN_NINETY)), facts, "2026-02-01")

    assert found.next_change_at == at("2026-04-11")


def test_facts_whose_moment_is_a_proxy_only_perhaps_lie_in_a_window():
    facts = [fact("missing.started", f"2026-11-{day} 10:00") for day in (10, 12)]
    facts.append(fact("missing.started", "2026-11-14 10:00", precision="proxy"))

    assert truth(THREE_IN_NINETY, facts) is Truth.CANNOT_TELL


def test_only_facts_with_the_same_value_are_counted_together():
    second_time = d.Count(some("discussion.deferred"), 2, same="agency")
    facts = [fact("discussion.deferred", "2026-11-10", agency=a) for a in ("police", "health")]

    assert truth(second_time, facts) is Truth.NO
    assert (
        truth(second_time, [*facts, fact("discussion.deferred", "2026-11-12", agency="police")])
        is Truth.YES
    )


# --- how long a state lasted ----------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "answer"),
    [
        ("2026-11-14", Truth.NO),
        ("2026-11-15", Truth.NO),
        ("2026-11-16", Truth.CANNOT_TELL),
        ("2026-11-17", Truth.YES),
    ],
)
def test_with_days_only_48_hours_cannot_be_told_when_two_days_lie_between(end, answer):
    assert truth(FORTY_EIGHT, gone("2026-11-14", end, how=on)) is answer


@pytest.mark.parametrize(
    ("end", "answer"),
    [("2026-11-16 09:59", Truth.NO), ("2026-11-16 10:00", Truth.YES)],
)
def test_with_times_48_hours_are_exact(end, answer):
    assert truth(FORTY_EIGHT, gone("2026-11-14 10:00", end)) is answer


@pytest.mark.parametrize(
    ("start", "end", "answer"),
    [
        ("2026-10-24 12:00", "2026-10-26 10:59", Truth.NO),
        ("2026-10-24 12:00", "2026-10-26 11:00", Truth.YES),
        ("2026-03-28 12:00", "2026-03-30 12:59", Truth.NO),
        ("2026-03-28 12:00", "2026-03-30 13:00", Truth.YES),
    ],
)
def test_48_hours_are_elapsed_hours_when_the_clocks_change(start, end, answer):
    assert truth(FORTY_EIGHT, gone(start, end), end) is answer


@pytest.mark.parametrize(
    ("end", "answer"),
    [
        ("2026-11-16 10:00:00", Truth.NO),
        ("2026-11-16 10:00:01", Truth.YES),
    ],
)
def test_more_than_48_hours_leaves_out_exactly_48(end, answer):
    longer = replace(FORTY_EIGHT, beyond=True)

    assert truth(longer, gone("2026-11-14 10:00", end)) is answer


def test_more_than_48_hours_is_reached_just_after_them_by_time_alone():
    longer = replace(FORTY_EIGHT, beyond=True)
    facts = gone("2026-11-14 10:00")

    exactly = evaluated(pack(prompt(longer)), facts, "2026-11-16 10:00")

    assert exactly.prompts == ()
    assert exactly.next_change_at == at("2026-11-16 10:00:00.000001")


def test_more_than_two_days_are_days_after_the_second():
    longer = d.Longest("missing", d.Period(2, "days"), beyond=True)
    facts = gone("2026-11-14 10:00")

    seen = [truth(longer, facts, f"2026-11-{day} 12:00") for day in (15, 16, 17)]

    assert seen == [Truth.NO, Truth.NO, Truth.YES]


def test_a_proxy_moment_cannot_tell_a_length():
    facts = [
        fact("missing.started", "2026-11-01 10:00", precision="proxy", episode="1"),
        fact("missing.ended", "2026-11-09 10:00", episode="1"),
    ]

    assert truth(FORTY_EIGHT, facts) is Truth.CANNOT_TELL


def test_a_child_still_missing_reaches_48_hours_by_time_alone():
    facts = gone("2026-11-14 10:00")

    before = evaluated(pack(prompt(FORTY_EIGHT)), facts, "2026-11-15 10:00")
    after = only_prompt(evaluated(pack(prompt(FORTY_EIGHT)), facts, "2026-11-16 10:00"))

    assert before.prompts == ()
    assert before.next_change_at == at("2026-11-16 10:00")
    assert (after.truth, after.raised_at) == (Truth.YES, at("2026-11-16 10:00"))


def test_with_the_day_only_a_child_still_missing_first_cannot_be_told_then_is():
    facts = gone("2026-11-14", how=on)

    seen = [truth(FORTY_EIGHT, facts, f"2026-11-{day} 12:00") for day in (15, 16, 17)]

    assert seen == [Truth.NO, Truth.CANNOT_TELL, Truth.YES]


def test_what_is_missing_is_named_where_it_cannot_be_told():
    raised = only_prompt(
        evaluated(pack(prompt(FORTY_EIGHT)), gone("2026-11-14", "2026-11-16", how=on), "2026-11-20")
    )

    assert raised.missing == (
        "the time of the entry “missing since” of Sat 14 November 2026",
        "the time of the entry “back” of Mon 16 November 2026",
    )


def test_what_cannot_be_told_says_between_which_lengths_it_lies():
    raised = only_prompt(
        evaluated(pack(prompt(FORTY_EIGHT)), gone("2026-11-14", "2026-11-16", how=on), "2026-11-20")
    )

    assert raised.why.parts[0].text == (
        "Cannot tell: “missing” for 48 hours or longer within the last 90 days; "
        "of Sat 14 November 2026 only the day is known; "
        "of Mon 16 November 2026 only the day is known; "
        "it was more than 24 hours and less than 72."
    )


def test_an_episode_is_paired_with_the_end_of_the_same_episode():
    facts = [
        fact("missing.started", "2026-11-01 10:00", episode="1"),
        fact("missing.started", "2026-11-02 10:00", episode="2"),
        fact("missing.ended", "2026-11-02 11:00", episode="2"),
    ]

    assert truth(FORTY_EIGHT, facts, "2026-11-02 12:00") is Truth.NO
    assert truth(FORTY_EIGHT, facts, "2026-11-03 12:00") is Truth.YES


def test_an_end_before_its_beginning_ends_nothing():
    facts = gone("2026-11-14 10:00", "2026-11-13 10:00")

    assert truth(d.Open("missing"), facts) is Truth.YES


@pytest.mark.parametrize(
    ("least", "answer"),
    [(days(2), Truth.YES), (days(3), Truth.NO), (weeks(1), Truth.NO), (working_days(1), Truth.YES)],
)
def test_a_length_in_days_is_told_from_days_alone(least, answer):
    facts = gone("2026-11-14", "2026-11-16", how=on)

    assert truth(d.Longest("missing", least), facts) is answer


def test_an_episode_leaves_the_window_by_its_end():
    facts = gone("2026-06-01 10:00", "2026-08-22 10:00")

    assert truth(FORTY_EIGHT, facts, "2026-11-20 12:00") is Truth.YES
    assert truth(FORTY_EIGHT, facts, "2026-11-21 12:00") is Truth.NO


# --- the latest and the first ---------------------------------------------------------


def test_the_latest_rating_counts():
    emerging = d.Latest("rating.set", where(level=("emerging", "significant")))
    facts = [
        fact("rating.set", "2026-10-01 10:00", level="emerging"),
        fact("rating.set", "2026-11-01 10:00", level="minimal"),
    ]

    assert truth(emerging, facts, "2026-10-15") is Truth.YES
    assert truth(emerging, facts) is Truth.NO


def test_two_entries_of_one_day_that_disagree_cannot_be_told():
    emerging = d.Latest("rating.set", where(level="emerging"))
    facts = [
        on("rating.set", "2026-10-01", level="emerging"),
        fact("rating.set", "2026-10-01 10:00", level="minimal"),
    ]

    assert truth(emerging, facts) is Truth.CANNOT_TELL


def test_a_list_field_is_asked_for_one_of_its_values():
    trafficking = d.Latest("rating.set", where(risks="trafficking"))

    assert (
        truth(trafficking, [fact("rating.set", "2026-10-01", risks=["missing", "trafficking"])])
        is Truth.YES
    )
    assert truth(trafficking, [fact("rating.set", "2026-10-01", risks=["missing"])]) is Truth.NO


@pytest.mark.parametrize("value", [True, "true", "yes"])
def test_a_boolean_is_the_same_however_it_is_written(value):
    quorate = d.Exists(some("discussion.held", quorate="true"))

    assert truth(quorate, [fact("discussion.held", "2026-10-01", quorate=value)]) is Truth.YES


def test_a_negated_field_holds_for_other_values_and_for_none():
    elsewhere = d.Selector("placement.changed", (d.Where("place_authority", ("surrey",), True),))

    assert truth(d.Exists(elsewhere), [fact("placement.changed", "2026-10-01")]) is Truth.YES
    assert (
        truth(
            d.Exists(elsewhere), [fact("placement.changed", "2026-10-01", place_authority="surrey")]
        )
        is Truth.NO
    )


def test_first_on_or_after_counts_the_same_day_where_no_time_is_known():
    shared = d.First(some("plan.shared"), some("plan.agreed"))
    agreed = fact("plan.agreed", "2026-10-01 14:00")

    assert truth(shared, [agreed, on("plan.shared", "2026-10-01")]) is Truth.YES
    assert truth(shared, [agreed, fact("plan.shared", "2026-10-01 13:00")]) is Truth.NO
    assert truth(shared, [on("plan.shared", "2026-10-01")]) is Truth.NO


# --- people ---------------------------------------------------------------------------


def test_a_question_nobody_answered_is_not_a_no():
    harm = d.Judged("risk of harm", "yes", ("social_worker",))

    assert truth(harm, []) is Truth.CANNOT_TELL
    answered = {"question": "risk of harm", "role": "social_worker"}
    assert truth(harm, [fact("judgement.made", "2026-11-01", answer="no", **answered)]) is Truth.NO
    assert (
        truth(harm, [fact("judgement.made", "2026-11-01", answer="yes", **answered)]) is Truth.YES
    )


def test_an_answer_in_another_role_does_not_count():
    harm = d.Judged("risk of harm", "yes", ("social_worker",))
    facts = [
        fact("judgement.made", "2026-11-01", question="risk of harm", answer="yes", role="police")
    ]

    assert truth(harm, facts) is Truth.CANNOT_TELL


def test_links_are_counted_once_for_each_other():
    two = d.Linked("child", 2)
    facts = [fact("link.recorded", "2026-11-01", to="child", other=o) for o in ("a", "a")]

    assert truth(two, facts) is Truth.NO
    facts.append(fact("link.recorded", "2026-11-02", to="child", other="b"))
    assert truth(two, facts) is Truth.YES


# --- the subject ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "eighteenth"),
    [
        ("2008-11-20", "2026-11-20"),
        ("2008-02-29", "2026-03-01"),
        ("2010-02-29".replace("2010", "2012"), "2030-03-01"),
    ],
)
def test_an_eighteenth_birthday_begins_with_its_day(born, eighteenth):
    adult = d.Is("age", from_age=18)
    subject = Subject("child", date.fromisoformat(born))
    before = evaluated(pack(prompt(adult)), [], "2026-01-01", subject=subject)

    assert before.next_change_at == at(eighteenth)
    assert truth(adult, [], f"{eighteenth} 00:00", subject) is Truth.YES


def test_a_child_born_on_a_leap_day_has_its_birthday_on_29_february_in_leap_years():
    subject = Subject("child", date(2008, 2, 29))

    assert truth(d.Is("age", from_age=20), [], "2028-02-29 00:00", subject) is Truth.YES
    assert truth(d.Is("age", under=20), [], "2028-02-28 23:59", subject) is Truth.YES


def test_without_a_date_of_birth_an_age_cannot_be_told():
    assert truth(d.Is("age", under=18), [], subject=Subject("child")) is Truth.CANNOT_TELL


def test_an_attribute_is_as_at_the_day():
    looked_after = d.Is("legal_status", ("looked_after",))
    facts = [fact("legal_status.changed", "2026-11-01 10:00", value="care_leaver")]

    assert truth(looked_after, facts, "2026-10-31") is Truth.YES
    assert truth(looked_after, facts, "2026-11-02") is Truth.NO


def test_an_attribute_can_be_set_by_a_field_of_another_name():
    elsewhere = d.Is("placement_authority", ("surrey",), negated=True)

    assert truth(elsewhere, []) is Truth.CANNOT_TELL
    moved = fact("placement.changed", "2026-11-01", place_authority="kent")
    assert truth(elsewhere, [moved]) is Truth.YES


# --- logic ----------------------------------------------------------------------------

YES, NO, UNCLEAR = (
    d.Exists(some("yes")),
    d.Exists(some("no")),
    d.Judged("unclear"),
)


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        (d.All((YES, YES)), Truth.YES),
        (d.All((YES, UNCLEAR)), Truth.CANNOT_TELL),
        (d.All((NO, UNCLEAR)), Truth.NO),
        (d.AnyOf((NO, UNCLEAR)), Truth.CANNOT_TELL),
        (d.AnyOf((YES, UNCLEAR)), Truth.YES),
        (d.AnyOf((NO, NO)), Truth.NO),
        (d.NoneOf((NO, NO)), Truth.YES),
        (d.NoneOf((NO, UNCLEAR)), Truth.CANNOT_TELL),
        (d.NoneOf((YES, UNCLEAR)), Truth.NO),
    ],
)
def test_cannot_tell_goes_through_all_any_and_none(condition, answer):
    assert truth(condition, [fact("yes", "2026-11-01")]) is answer


@pytest.mark.parametrize(
    ("minutes", "answer"),
    [("15", Truth.NO), ("16", Truth.YES), (15.5, Truth.YES), ("long", Truth.NO), (None, Truth.NO)],
)
def test_a_number_exceeds_a_figure_only_from_there_on(minutes, answer):
    longer = (d.Where("minutes", (), over=15),)
    facts = [fact("discussion.held", "2026-11-20 10:00", minutes=minutes)]

    assert truth(d.Latest("discussion.held", longer), facts) is answer
    assert truth(d.Exists(d.Selector("discussion.held", longer)), facts) is answer


# --- what was so once -----------------------------------------------------------------


THREE_IN_A_MONTH = d.Count(some("missing.started"), 3, months(1))


def three_times_missing():
    days_missing = ("2026-03-02", "2026-03-14", "2026-04-01")
    return [fact("missing.started", f"{day} 20:00", f"m{day}", episode=day) for day in days_missing]


def test_a_threshold_that_was_reached_stays_when_its_window_has_passed():
    facts = three_times_missing()

    passing = truth(THREE_IN_A_MONTH, facts, "2026-05-01 09:00")
    staying = truth(d.Once(THREE_IN_A_MONTH), facts, "2026-05-01 09:00")

    assert (passing, staying) == (Truth.NO, Truth.YES)


def test_a_threshold_that_was_never_reached_does_not_stay():
    assert truth(d.Once(THREE_IN_A_MONTH), three_times_missing()[:2], "2026-05-01") is Truth.NO


def test_what_was_so_once_rests_on_the_facts_of_the_last_time():
    asked = pack(prompt(d.Once(THREE_IN_A_MONTH)))
    facts = three_times_missing()
    later = fact("missing.started", "2026-06-01 20:00", "alone", episode="alone")

    raised = only_prompt(evaluated(asked, [*facts, later], "2026-06-02 09:00"))

    assert raised.evidence == tuple(each.id for each in facts)
    assert raised.raised_at == at("2026-04-01 20:00")


def test_more_that_happens_while_it_is_so_asks_anew():
    asked = pack(prompt(d.Once(THREE_IN_A_MONTH)))
    facts = three_times_missing()
    fourth = fact("missing.started", "2026-04-02 20:00", "fourth", episode="fourth")

    before = only_prompt(evaluated(asked, facts, "2026-05-01 09:00"))
    after = only_prompt(evaluated(asked, [*facts, fourth], "2026-05-01 09:00"))

    assert before.key != after.key
    assert after.evidence[-1] == "fourth"


def test_what_could_not_be_told_once_stays_so_until_it_can():
    facts = gone("2026-11-14", "2026-11-16", how=on)
    recent = d.Once(d.Longest("missing", hours(48), days(7)))

    assert truth(recent, facts, "2026-12-20") is Truth.CANNOT_TELL
    assert truth(recent, [], "2026-12-20") is Truth.NO


def test_why_it_still_counts_says_when_it_was_so_last():
    asked = pack(prompt(d.Once(THREE_IN_A_MONTH)))

    raised = only_prompt(evaluated(asked, three_times_missing(), "2026-05-01 09:00"))

    assert "it was so at some time" in raised.why.parts[0].text
    assert raised.why.parts[0].text.endswith("last Thu 2 April 2026.")


def test_what_is_true_by_law_needs_no_date_of_birth():
    of = pack(prompt(d.Is("legal_status", ("looked_after",))))
    unborn = Subject("child", None, {"legal_status": "looked_after"})

    assert only_prompt(evaluated(of, [], "2026-11-20", subject=unborn)).truth is Truth.YES


def test_outside_a_gate_the_latest_decision_is_the_one_that_is_asked_about():
    of = pack(prompt(d.DecidedAt("board", "rating.set")))
    at_board = [
        fact("discussion.held", "2026-11-02 09:00", forum="board"),
        fact("rating.set", "2026-11-02 10:00", "first"),
    ]
    elsewhere = fact("rating.set", "2026-11-03 10:00", "second")

    assert only_prompt(evaluated(of, at_board, "2026-11-20")).truth is Truth.YES
    assert evaluated(of, [*at_board, elsewhere], "2026-11-20").prompts == ()
