from dataclasses import replace
from pathlib import Path

import pytest

from pathways import definitions as d
from pathways.answers import Reason, Status, Truth
from pathways.explain import Words
from pathways.packs import load_all
from pathways.tests.given import (
    VOCABULARY,
    days,
    duty,
    evaluated,
    fact,
    gate,
    hours,
    months,
    only_obligation,
    pack,
    prompt,
    some,
    supersession,
    weeks,
    where,
    working_days,
)

POLICY = Path(__file__).resolve().parents[2] / "policy"
PACKS = load_all(POLICY)


def words(*entries):
    return Words(pack(*entries, roles={"chair": d.Role("chair", "RMM chair", "care")}), VOCABULARY)


def entries(of):
    tell = Words(of, of.vocabulary)
    for told, group in (
        (tell.duty, of.duties),
        (tell.prompt, of.prompts),
        (tell.gate, of.gates),
        (tell.supersession, of.supersessions),
    ):
        yield from (told(entry) for entry in group)


def every(reason: Reason):
    yield reason
    for part in reason.parts:
        yield from every(part)


# --- definitions as sentences ---------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "sentence"),
    [
        (d.After(some("back"), working_days(2)), "within 2 working days of each “back”"),
        (d.After(some("back"), None), "after each “back”; the text gives no time"),
        (d.After(some("back"), days(0)), "on the day of each “back”"),
        (d.After(some("back"), None, by="due"), "by the day that each “back” names"),
        (d.Before(some("listed"), hours(0)), "before the time that each “listed” names"),
        (
            d.Before(some("listed"), hours(48)),
            "at least 48 hours before the time that each “listed” names",
        ),
        (
            d.Interval(
                (some("discussion"),),
                months(1),
                proposal=weeks(4),
                tolerated=weeks(6),
                earlier=some("agreed"),
            ),
            "at the latest 1 month after the latest “discussion”; 4 weeks is proposed; "
            "up to 6 weeks with a recorded reason; sooner where people agreed an earlier day",
        ),
        (d.Standing(), "at once, for as long as it applies; the text gives no time"),
    ],
)
def test_each_clock_is_a_phrase(clock, sentence):
    assert words().clock(clock) == sentence


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (d.Exists(some("plan"), days(90)), "there is an entry “plan” within the last 90 days"),
        (
            d.Count(some("missing.started"), 3, days(90)),
            "“missing since” three times or more within the last 90 days",
        ),
        (d.Longest("missing", hours(48)), "“missing” for 48 hours or longer"),
        (d.Latest("rating", where(level="low")), "the latest “rating” has level: low"),
        (d.Open("missing"), "“missing” holds"),
        (d.NoneOf((d.Open("plan"),)), "“plan in force” does not hold"),
        (d.Is("age", under=18), "aged under 18"),
        (
            d.Latest("rating", where(level="low", agreed="true")),
            "the latest “rating” has level: low and agreed: yes",
        ),
        (
            d.Exists(some("rating", level="low", agreed="false")),
            "there is an entry “rating” (level: low, agreed: no)",
        ),
        (
            d.NoneOf((d.First(some("visit"), some("plan")),)),
            "there is no entry “visit” since the latest “plan”",
        ),
        (
            d.NoneOf((d.Exists(some("plan"), days(2)),)),
            "there is no entry “plan” within the last 2 days",
        ),
        (d.Once(d.Open("plan")), "it was so at some time that “plan in force” holds"),
        (d.AgreementOf("chair", "end_plan"), "the RMM chair agreed"),
        (d.Judged("at risk", "yes", ("chair",)), "the RMM chair answered “at risk” with yes"),
        (
            d.AnyOf((d.Is("age", from_age=18), d.Open("missing"))),
            "either aged 18 or over or “missing” holds",
        ),
    ],
)
def test_each_condition_is_a_phrase(condition, sentence):
    assert words().condition(condition) == sentence


def test_a_duty_says_what_who_when_and_while():
    entry = duty(d.After(some("held"), days(2)), title="Send the notes", when=d.Open("plan"))

    assert words(entry).duty(entry) == (
        "Send the notes. The RMM chair must see to it within 2 days of each “held”, "
        "while “plan in force” holds."
    )


def test_a_gate_says_what_the_act_is_worth_otherwise():
    entry = gate("end", by=("chair",), only_if=d.Open("plan"), otherwise=d.Otherwise.VOID)

    assert words(entry).gate(entry) == (
        "Who may do it. The RMM chair may do this, only if “plan in force” holds; "
        "otherwise it has no effect."
    )


def test_a_supersession_says_what_becomes_of_the_clocks():
    review = duty(d.Standing(), title="Review the plan")
    entry = supersession("duty", when=d.Open("strategy"), clocks="pause")

    assert words(review, entry).supersession(entry) == (
        "The higher process. While “strategy” holds, these rest: “Review the plan”; "
        "their clocks stand still."
    )


@pytest.mark.parametrize("authority", PACKS)
def test_every_entry_of_every_pack_is_a_sentence_without_names_of_code(authority):
    for sentence in entries(PACKS[authority]):
        assert sentence.endswith(".")
        assert "_" not in sentence
        assert "  " not in sentence


# --- the trace ------------------------------------------------------------------------

REVIEW = duty(
    d.Interval((some("discussion.held"),), months(3)),
    title="Review the child",
    reading="Three months go to the corresponding date.",
    when=d.Latest("rating.set", where(level="emerging")),
)
RATED = fact("rating.set", "2026-11-20 09:50", "rated", level="emerging")
HELD = fact("discussion.held", "2026-11-30 10:00", "held")


def test_the_trace_begins_with_the_sentence_of_the_handbook():
    of = pack(REVIEW)

    why = only_obligation(evaluated(of, [RATED, HELD], "2026-12-01")).why

    assert why.text == Words(of, VOCABULARY).duty(REVIEW)
    assert (why.clauses, why.facts) == (("CLAUSE-01",), ("held",))


def test_the_trace_tells_the_fact_the_condition_the_reading_and_the_count():
    why = only_obligation(evaluated(pack(REVIEW), [RATED, HELD], "2026-12-01")).why

    assert [part.text for part in why.parts] == [
        "Discussion held, Mon 30 November 2026, 10:00.",
        "Yes: the latest “rating set” has level: emerging; it is of Fri 20 November 2026, "
        "level emerging.",
        "Read as: Three months go to the corresponding date.",
        "Due: 3 months after Mon 30 November 2026 is Sun 28 February 2027; "
        "there is no 30 in that month, so its last day.",
    ]
    assert why.parts[1].facts == ("rated",)


def test_what_did_not_arise_says_why_not():
    low = fact("rating.set", "2026-11-20 09:50", level="minimal")

    found = evaluated(pack(REVIEW), [low, HELD], "2026-12-01")

    [why_not] = found.not_fired
    assert why_not.text.startswith("Did not arise: Review the child.")
    assert why_not.truth is Truth.NO
    assert [part.truth for part in why_not.parts] == [Truth.NO]


def test_a_duty_without_its_event_says_that_there_is_none_yet():
    [why_not] = evaluated(pack(REVIEW), [], "2026-12-01").not_fired

    assert why_not.parts[0].text == "There is no entry “discussion held” yet."


def test_what_is_overtaken_names_the_duty_that_governs():
    sooner = duty(
        d.Interval((some("discussion.held"),), months(1)), id="sooner", act="duty", title="Sooner"
    )

    found = evaluated(pack(REVIEW, sooner), [RATED, HELD], "2026-12-01")

    governed = next(o for o in found.obligations if o.duty == "duty")
    assert governed.why.parts[-1].text == (
        "“Sooner” falls due earlier, Wed 30 December 2026, and governs."
    )


def test_a_provisional_date_says_so():
    count = duty(d.After(some("discussion.held"), working_days(5)))
    facts = [fact("discussion.held", "2028-12-29 10:00")]

    why = only_obligation(evaluated(pack(count), facts, "2028-12-30")).why

    assert any(
        part.truth is Truth.CANNOT_TELL and "not published yet" in part.text for part in why.parts
    )


def test_a_trace_names_only_facts_that_it_was_given():
    facts = [RATED, HELD, fact("unrelated", "2026-11-21", "other")]
    asked = prompt(d.All((d.Exists(some("rating.set")), d.Exists(some("discussion.held")))))

    found = evaluated(pack(REVIEW, asked), facts, "2026-12-01")

    named = {name for o in found.obligations for reason in every(o.why) for name in reason.facts}
    named |= {name for p in found.prompts for reason in every(p.why) for name in reason.facts}
    assert named == {"rated", "held"}


def test_a_lapsed_duty_says_from_when_it_could_no_longer_be_done():
    listing = duty(d.Before(some("meeting.scheduled"), hours(48)))
    facts = [fact("meeting.scheduled", "2026-11-01 10:00", starts_at="2026-11-20T09:30")]

    obligation = only_obligation(evaluated(pack(listing), facts, "2026-11-21"))

    assert obligation.status is Status.LAPSED
    assert (
        "from Fri 20 November 2026, 09:30 it can no longer be done" in obligation.why.parts[-1].text
    )


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("RMM", "an RMM"),
        ("HR board", "an HR board"),
        ("CPC", "a CPC"),
        ("UK board", "a UK board"),
        ("Open circle", "an Open circle"),
        ("eight", "an eight"),
        ("unit meeting", "a unit meeting"),
        ("panel", "a panel"),
    ],
)
def test_a_meeting_has_the_article_of_its_sound(label, told):
    of = Words(replace(pack(), labels={"board": label}), VOCABULARY)

    assert of.meeting("board", False) == told
    assert of.meeting("board", True) == f"a quorate {label}"


def test_what_has_no_label_is_told_by_its_plain_name():
    plain = Words(None, VOCABULARY)

    assert plain.role("night_worker") == "the night worker"
    assert plain.kind("phone_call.made-late") == "phone call made late"
    assert plain.state("under-review") == "under review"
    assert plain.attribute("home_area") == "home area"
    assert plain.supersession(supersession("send-list", when=d.Open("plan"), clocks="keep")) == (
        "The higher process. While “plan in force” holds, these rest: send list; "
        "their clocks run on."
    )


@pytest.mark.parametrize(
    ("of", "told"),
    [
        (d.All, "“plan in force” holds and “missing” holds"),
        (d.AnyOf, "either “plan in force” holds or “missing” holds"),
        (d.NoneOf, "“plan in force” does not hold and “missing” does not hold"),
    ],
)
def test_two_conditions_are_told_in_a_sentence_and_three_in_a_list(of, told):
    two = (d.Open("plan"), d.Open("missing"))

    listed = words().condition(of((*two, d.Open("strategy"))))

    assert words().condition(of(two)) == told
    assert listed.split(": ")[0] == ("any of" if of is d.AnyOf else "all of")
    assert len(listed.split("; ")) == 3


@pytest.mark.parametrize(
    ("to", "least", "told"),
    [
        ("child", 1, "linked with one child or more"),
        ("child", 2, "linked with two children or more"),
        ("person_of_concern", 9, "linked with nine people of concern or more"),
        ("place", 10, "linked with 10 places or more"),
    ],
)
def test_others_are_told_in_number(to, least, told):
    assert words().condition(d.Linked(to, least)) == told
