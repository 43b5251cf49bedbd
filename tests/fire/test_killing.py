"""Nothing acknowledged is lost when its writers are killed. By hand: `make torture`."""

import random
from pathlib import Path

import pytest

from tests.fire.killing import Acknowledged, check, round_of_kills
from tests.store.places import fresh

ROUNDS = 10


@pytest.mark.parametrize("seed", [1, 2])
def test_what_four_killed_writers_acknowledged_is_there(folder: Path, seed: int) -> None:
    fresh(folder).close()
    chance, acknowledged = random.Random(seed), Acknowledged()
    for _ in range(ROUNDS):
        acknowledged |= round_of_kills(folder, chance)
        assert check(folder, acknowledged) == []
    assert len(acknowledged) > ROUNDS


def test_the_check_itself_finds_what_is_lost(folder: Path) -> None:
    with fresh(folder) as store, store.transaction(1, "one"):
        store.table("staff").insert({})
    assert check(folder, {1: "one"}) == []
    assert check(folder, {1: "another", 2: "two"}) == [
        "entry 1 was acknowledged and is lost",
        "entry 2 was acknowledged and is lost",
    ]
