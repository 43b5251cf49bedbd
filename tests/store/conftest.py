from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Store, Where
from tests.store.places import OPENED, Clock, fresh


@pytest.fixture(autouse=True)
def _closed_behind() -> Iterator[None]:
    """Close what the test has opened."""
    yield
    while OPENED:
        OPENED.pop().close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "service"


@pytest.fixture
def store(where: Where, clock: Clock) -> Iterator[Store]:
    with fresh(where, clock) as made:
        yield made
