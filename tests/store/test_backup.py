"""A backup is the whole store, for its owner alone, in a file that was not there."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from store import Store, StoreError, StoreExists, open_store
from store.errors import CopyNotWritten
from store.folder import DATABASE
from store.workshop import whole
from tests.store.places import SCHEMA, Clock, tables


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty folder for backups."""
    place = tmp_path / "place"
    place.mkdir()
    return place


def test_a_backup_is_a_whole_store_for_its_owner_alone(store: Store, tmp_path: Path) -> None:
    with store.transaction(1, "log"):
        store.table("children").insert({"n": 1})
    store.note(1, "read", [1])
    copy = tmp_path / "restored" / DATABASE
    copy.parent.mkdir(mode=0o700)
    store.backup(copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in copy.parent.iterdir()] == [DATABASE]
    with open_store(copy.parent, SCHEMA, Clock()) as restored:
        assert restored.head() == store.head()
        assert tables(restored) == tables(store)
        assert restored.verify() == []
        assert len(list(restored.accesses())) == 1


def test_a_backup_overwrites_nothing_and_leaves_nothing_half_done(
    store: Store, place: Path
) -> None:
    kept = place / "kept"
    kept.write_text("mine")
    with pytest.raises(StoreExists, match="exists already"):
        store.backup(kept)
    with pytest.raises(StoreError, match="no/such"):
        store.backup(place / "no" / "such")
    assert kept.read_text() == "mine"
    assert sorted(path.name for path in place.iterdir()) == ["kept"]


KILLED = """
import os, signal, sys
from pathlib import Path
from store.workshop import whole
with whole(Path(sys.argv[1])) as part:
    part.write_bytes(b"half of a backup")
    part.with_name("part-journal").touch()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(params=[Store.backup, Store.write_plain])
def write(request: pytest.FixtureRequest) -> Callable[[Store, Path], object]:
    """Each of the ways to write a copy of a store."""
    made: Callable[[Store, Path], object] = request.param
    return made


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_one_that_was_killed_leaves_nothing_in_the_way_of_the_next(
    store: Store, place: Path, write: Callable[[Store, Path], object]
) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(place / "copy")])
    assert killed.returncode == -signal.SIGKILL
    assert len(names(place)) == 1, "the kill came in the middle"
    write(store, place / "copy")
    assert names(place) == ["copy"]


def test_one_that_is_being_written_is_left_alone_and_the_first_to_end_has_the_name(
    store: Store, place: Path, write: Callable[[Store, Path], object]
) -> None:
    with ExitStack() as later:
        part = later.enter_context(whole(place / "copy"))
        part.write_bytes(b"slow")
        write(store, place / "copy")
        first = (place / "copy").read_bytes()
        assert part.read_bytes() == b"slow"
        with pytest.raises(StoreExists):
            later.close()
    assert (place / "copy").read_bytes() == first
    assert names(place) == ["copy"]


def test_what_only_looks_like_one_that_was_left_is_not_cleared_away(
    store: Store, place: Path
) -> None:
    (place / ".clanbook-letter").write_text("mine")
    (place / "mine").mkdir()
    (place / "mine" / "letter").touch()
    (place / ".clanbook-link").symlink_to("mine")
    store.backup(place / "copy")
    assert names(place) == [".clanbook-letter", ".clanbook-link", "copy", "mine"]
    assert names(place / "mine") == ["letter"]


def test_a_place_that_takes_no_file_is_named_and_not_the_store(store: Store) -> None:
    with pytest.raises(CopyNotWritten, match=r"/proc/copy cannot be written.*another file"):
        store.backup(Path("/proc/copy"))


def test_on_a_disk_that_knows_no_second_names_it_overwrites_nothing_either(
    store: Store, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    store.backup(place / "copy")
    kept = (place / "copy").read_bytes()
    with pytest.raises(StoreExists), whole(place / "other"):
        (place / "other").write_text("mine")
    assert ((place / "copy").read_bytes(), (place / "other").read_text()) == (kept, "mine")
    assert names(place) == ["copy", "other"]
