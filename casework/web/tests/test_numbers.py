"""What stands where a number should be is a number, or nothing."""

import pytest

from casework.web.numbers import whole


@pytest.mark.parametrize(
    ("text", "number"), [("7", 7), ("007", 7), ("0", 0), ("9" * 18, 10**18 - 1)]
)
def test_a_number_is_read(text, number):
    assert whole(text) == number


@pytest.mark.parametrize("text", [None, "", " ", "-1", "1.0", "x", "²", "9" * 19, "9" * 5000])
def test_anything_else_is_no_number(text):
    assert whole(text) is None


@pytest.mark.parametrize(
    "address",
    ["/?after={}", "/who-looked/?after={}", "/late/?after={}", "/children/?after={}",
     "/actions/?after={}", "/search/?words={}", "/procedure/?on={}"],
)  # fmt: skip
def test_an_endless_number_in_an_address_breaks_no_page(address, cast, client):
    client.force_login(cast.hannah.account)

    assert client.get(address.format("9" * 5000)).status_code < 500


@pytest.mark.parametrize("field", ["post", "as", "session", "revision", "version", "done_on_0"])
def test_an_endless_number_in_a_form_breaks_no_page(field, cast, client):
    client.force_login(cast.amara.account)
    places = ["/post/", "/accounts/demo/", "/accounts-and-posts/add/", "/emergency/", "/search/"]

    codes = {place: client.post(place, {field: "9" * 5000}).status_code for place in places}

    assert {place: code for place, code in codes.items() if code >= 500} == {}
