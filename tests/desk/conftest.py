"""An office for each test."""

from collections.abc import Iterator

import pytest

from store import Where
from tests.office import Office


@pytest.fixture
def office(where: Where) -> Iterator[Office]:
    """A new service on Monday 4 May 2026, nine o'clock."""
    made = Office(where)
    yield made
    made.store.close()
