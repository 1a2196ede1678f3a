"""What is drawn once looks as if it were drawn each time, and nothing else is taken for it."""

from __future__ import annotations

import pytest
from django.template import engines
from markupsafe import Markup

from casework.web.drawn_once import AT_MOST, once


@pytest.fixture
def environment():
    return engines["jinja2"].env


@pytest.fixture
def drawings():
    """A macro that says what it was given, and how often it was asked."""
    asked = []

    def macro(*args, **kwargs):
        asked.append((args, kwargs))
        return f"{args!r} {kwargs!r}"

    macro.asked = asked
    return macro


def test_the_same_words_are_drawn_once(drawings):
    drawn = once(drawings)

    twice = [drawn(2, [{"letter": "C"}], big=True) for _ in range(2)]

    assert twice[0] == twice[1] == drawings(2, [{"letter": "C"}], big=True)
    assert len(drawings.asked) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((1,), (True,)), ((0,), (None,)), (("<b>",), (Markup("<b>"),)), (([1, 2],), ([2, 1],)),
        ((["a"],), (("a",),)), (({"a": 1},), ({"a": 2},)), ((["ab"],), (["a", "b"],)),
    ],
)  # fmt: skip
def test_what_is_alike_is_not_taken_for_the_same(drawings, one, other):
    drawn = once(drawings)

    drawn(*one)
    drawn(*other)

    assert len(drawings.asked) == 2


def test_what_may_change_is_drawn_each_time(drawings):
    drawn, thing = once(drawings), object()

    drawn(thing)
    drawn(thing)

    assert len(drawings.asked) == 2


def test_what_is_given_is_remembered_as_it_was(drawings):
    drawn, risks = once(drawings), [{"letter": "C"}]

    before = drawn(risks)
    risks.append({"letter": "M"})

    assert drawn(risks) != before


def test_no_more_is_remembered_than_a_number_of_drawings(drawings):
    drawn = once(drawings)

    for number in range(AT_MOST + 1):
        drawn(number)
    drawn(0)

    assert len(drawings.asked) == AT_MOST + 2


def test_a_rating_is_drawn_as_its_own_steps(environment):
    text = """{% from "web/macros/rating.html" import rating %}{{ rating(step, label) }}"""
    drawn = [
        environment.from_string(text).render(step=step, label="<High>")
        for step in (1, 2, 1)
    ]  # fmt: skip

    assert drawn[0] == drawn[2] != drawn[1]
    assert "&lt;High&gt;" in drawn[0]
    assert drawn[0].count('fill="currentColor"') == 1


def test_a_dict_is_looked_into_for_its_keys_first(environment):
    given = {"items": [1, 2], "name": "x"}
    text = (
        "{{ one.items | length }} {{ one.name }} {{ one.missing is defined }} {{ one.get('name') }}"
    )

    assert environment.from_string(text).render(one=given) == "2 x False x"
