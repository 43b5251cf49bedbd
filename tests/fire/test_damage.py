"""Damage is told, with what and where; nothing is built on it; and the way back is said."""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from store import open_store
from store.folder import DATABASE
from tests.fire.damage import content, flips, made, put, told, unseen, used, write
from tests.store.places import SCHEMA

FLIPS, CUTS = 150, 40


def test_a_bit_that_flips_anywhere_is_told_or_held_nothing(folder: Path) -> None:
    whole = made(folder)
    before = content(folder / DATABASE)
    assert told(folder) == []
    chance = random.Random(5)
    places = ((chance.randrange(len(whole)), chance.randrange(8)) for _ in range(FLIPS))
    for byte, data in flips(whole, places):
        assert unseen(folder, data, before) is None, f"byte {byte}"


def test_a_file_cut_anywhere_is_told(folder: Path) -> None:
    whole, chance = made(folder), random.Random(6)
    for length in [0, 1, 99, 100, 4096, len(whole) - 1, *chance.sample(range(len(whole)), CUTS)]:
        put(folder, whole[:length])
        assert told(folder) != [], f"cut at {length}"
        put(folder, whole[:length])
        assert "restore the last backup with `clanbook restore`" in used(folder, write)
        assert (folder / DATABASE).stat().st_size == length


def test_what_is_left_of_the_write_ahead_log_is_a_whole_beginning(folder: Path) -> None:
    """A log cut, or rotten, holds what was before that place: SQLite reads no further."""
    with open_store_with_log(folder) as (database, log):
        rows, whole = journal(folder), log.read_bytes()
        chance = random.Random(7)
        for length in chance.sample(range(len(whole)), 12):
            damaged = bytearray(whole)
            damaged[length] ^= 1
            for data in (whole[:length], bytes(damaged)):
                copy = folder.parent / "copy"
                shutil.rmtree(copy, ignore_errors=True)
                copy.mkdir()
                shutil.copy(database, copy / DATABASE)
                (copy / log.name).write_bytes(data)
                if refused := used(copy, lambda store: None):
                    assert "restore the last backup" in refused
                    continue
                assert told(copy) == []
                kept = journal(copy)
                assert kept == rows[: len(kept)]


@contextmanager
def open_store_with_log(folder: Path) -> Iterator[tuple[Path, Path]]:
    """An open store's database and its log, which alone holds the last commits."""
    made(folder)
    with open_store(folder, SCHEMA) as store:
        for n in range(6):
            with store.transaction(1, "on"):
                store.table("staff").insert({"n": n})
        yield folder / DATABASE, folder / f"{DATABASE}-wal"


def journal(folder: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / DATABASE)) as db:
        return list(db.execute("SELECT * FROM journal ORDER BY seq"))
