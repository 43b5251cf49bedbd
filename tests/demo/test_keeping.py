"""The demo's store takes its place as a whole, open to whom the place is open to."""

import os
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from clanbook.demo.keeping import make_demo
from clanbook.demo.script import Entry, loads
from clanbook.desk.imports import unwatched

TODAY = date(2018, 5, 15)


@pytest.fixture(autouse=True)
def short_demo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A demo of one child, made under a strict umask."""
    values = {"la": "801", "child_id": "1", "entered_care": TODAY, "notified_at": None}
    entry = Entry(TODAY, "notifications", values | {"notified": TODAY})
    monkeypatch.setattr("clanbook.demo.steps", lambda seed, today: list(loads([entry])))
    before = os.umask(0o077)
    yield
    os.umask(before)


def modes(folder: Path) -> set[int]:
    paths = (folder, *folder.iterdir())
    return {stat.S_IMODE(path.stat().st_mode) for path in paths}


def shared(folder: Path) -> Path:
    folder.mkdir()
    folder.chmod(0o2770)
    return folder


def test_a_demo_in_place_of_a_group_shared_folder_is_shared_too(tmp_path: Path) -> None:
    place = shared(tmp_path / "demo")
    for seed in (1, 2):
        assert make_demo(place, seed, TODAY, "tester", unwatched)
        assert modes(place) == {0o2770, 0o660}


def test_a_demo_made_inside_a_group_shared_folder_is_shared_too(tmp_path: Path) -> None:
    place = shared(tmp_path / "ours") / "demo"
    assert make_demo(place, 1, TODAY, "tester", unwatched)
    assert modes(place) == {0o2770, 0o660}


def test_elsewhere_a_demo_is_its_makers_alone(tmp_path: Path) -> None:
    place = tmp_path / "demo"
    assert make_demo(place, 1, TODAY, "tester", unwatched)
    assert modes(place) == {0o700, 0o600}
