"""`address` gives what `reverse` gives, for every named page of the product."""

from __future__ import annotations

import uuid

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from casework.web.addresses import address

VALUES = ["C1", "a-b_c", "7", 7, uuid.UUID(int=5), "two words", "a/b", "é", ""]


def named(resolver, space=()):
    """Each named page with how many arguments it takes."""
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            inner = (*space, one.namespace) if one.namespace else space
            yield from named(one, inner)
        elif one.name:
            yield ":".join([*space, one.name])


def outcome(ask, name, args):
    try:
        return ask(name, args)
    except NoReverseMatch:
        return "none"


@pytest.mark.parametrize("number", [0, 1, 2])
def test_an_address_is_what_reverse_gives(number):
    names = sorted(set(named(get_resolver())))
    given = [[]] if number == 0 else [[value] * number for value in VALUES]

    assert len(names) > 80
    for name in names:
        for args in given * 2:
            expected = outcome(lambda name, args: reverse(name, args=args), name, args)
            assert outcome(lambda name, args: address(name, *args), name, args) == expected
