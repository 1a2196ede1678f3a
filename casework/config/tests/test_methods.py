"""Pages are read and forms are sent; nothing else is answered."""

import pytest


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("address", ["/", "/help/", "/children/2222222222/", "/nowhere/"])
def test_an_address_that_is_there_and_one_that_is_not_refuse_other_methods_alike(
    method, address, client
):
    answer = getattr(client, method)(address)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"
    assert answer.content == b""
