"""After a power cut every acknowledged commit is there, wherever it fell."""

import random
from pathlib import Path

import pytest

from tests.fire.blockdev import can_mount, wrong_after_cut
from tests.fire.power import lost_in, recorded, work

COMMITS, CUTS = 40, 120
TRIES = 10
"""How often the control may find everything synced by chance: a checkpoint does that too."""


def wrong_after_cuts(folder: Path, synchronous: str, cuts: int, seed: int = 11) -> list[str]:
    """What cuts at random steps of a recorded run left wrong, once for each cut."""
    chance = random.Random(seed)
    with recorded(folder, synchronous) as (store, record):
        work(store, record, COMMITS)
    moments = [chance.randrange(len(record.steps)) for _ in range(cuts)]
    results = [
        lost_in(folder.parent / f"cut{n}", record, moment, chance)
        for n, moment in enumerate(moments)
    ]
    return [found[0] for found in results if found]


def test_nothing_acknowledged_is_lost_wherever_the_power_is_cut(folder: Path) -> None:
    assert wrong_after_cuts(folder, "FULL", CUTS) == []


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_the_cuts_bite_where_commits_are_not_synced(folder: Path, synchronous: str) -> None:
    assert any("lost" in found for found in wrong_after_cuts(folder, synchronous, 30))


def test_nothing_acknowledged_is_lost_on_a_disk_whose_power_is_cut(tmp_path: Path) -> None:
    """On a real file system, and with a control; the long run is `python -m tests.fire disk`."""
    chance = random.Random(12)
    if not can_mount(tmp_path):
        pytest.skip("nothing may be mounted here; the recorded cuts stand for it")
    acknowledged, wrong = wrong_after_cut(tmp_path, chance)
    assert (acknowledged > 0, wrong) == (True, [])
    careless = (wrong_after_cut(tmp_path, chance, "--careless") for _ in range(TRIES))
    assert any("lost" in found for _, wrong in careless for found in wrong)
