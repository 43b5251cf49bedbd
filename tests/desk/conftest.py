"""An office for each test."""

from pathlib import Path

import pytest

from tests.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A new service on Monday 4 May 2026, nine o'clock."""
    return Office(tmp_path / "service")
