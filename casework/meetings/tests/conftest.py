"""What the tests of meetings begin from."""

import pytest

from casework.meetings.tests.stage import Stage, north_west


@pytest.fixture
def stage(cast) -> Stage:
    """The North West forum with its members and its dates."""
    return north_west(cast)
