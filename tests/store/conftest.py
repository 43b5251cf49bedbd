from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Store
from tests.store.places import Clock, fresh


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "service"


@pytest.fixture
def store(folder: Path, clock: Clock) -> Iterator[Store]:
    with fresh(folder, clock) as made:
        yield made
