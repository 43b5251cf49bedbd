"""An office for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Where
from tests.office import Office


@pytest.fixture
def place(tmp_path: Path) -> Where:
    """Where the office's store is: in a folder, or wherever a module of tests says."""
    return tmp_path / "service"


@pytest.fixture
def office(place: Where) -> Iterator[Office]:
    """A new service on Monday 4 May 2026, nine o'clock."""
    made = Office(place)
    yield made
    made.store.close()
