"""Power cuts without a plug: what was written and synced is recorded, then replayed up to a cut.

SQLite itself runs, over a file system that keeps a record (`apsw` lets one be written in Python);
the store on top of it is the real one. At a cut, whatever was synced is on the disk. Of the writes
since, any may be there, in part or not at all: a disk keeps no order between syncs.
"""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import apsw
import pytest

from store import Store, StoreError, create, open_store
from store.folder import DATABASE
from tests.fire.killing import check
from tests.store.places import SCHEMA

SECTOR = 512
"""Bytes that a disk writes as a whole."""

CHECKPOINT = 12
"""Pages after which the log goes into the database: often, so that cuts fall into that too."""


CODES = {
    "write": apsw.SQLITE_IOERR_WRITE,
    "write full": apsw.SQLITE_FULL,
    "sync": apsw.SQLITE_IOERR_FSYNC,
}
"""What can be made to fail, and how SQLite's own file system tells of it."""


class Step(NamedTuple):
    """One thing done to a file: `write` (data at an offset), `truncate`, `sync` or `delete`."""

    what: str
    file: str
    offset: int = 0
    data: bytes = b""


@dataclass
class Record:
    """Everything done to the files from the start, and after which step each commit returned."""

    steps: list[Step] = field(default_factory=list)
    acknowledged: list[tuple[int, int, str]] = field(default_factory=list)
    start: dict[str, bytes] = field(default_factory=dict)
    failing: str = ""

    def take(self, what: str, file: str, offset: int = 0, data: bytes = b"") -> None:
        """Keep a step; where such steps are to fail, fail as a disk does."""
        if what == self.failing.partition(" ")[0]:
            raise apsw.exception_for(CODES[self.failing])
        self.steps.append(Step(what, Path(file).name, offset, data))

    def acknowledge(self, seq: int, act: str) -> None:
        """A commit has returned."""
        self.acknowledged.append((len(self.steps), seq, act))


class Disk(apsw.VFS):
    """The platform's file system, recorded."""

    def __init__(self, record: Record) -> None:
        self.record = record
        super().__init__("recorded", "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        return File(self.record, name, flags)

    def xDelete(self, name: str, sync: bool) -> None:  # noqa: N802
        self.record.take("delete", name)
        super().xDelete(name, sync)


class File(apsw.VFSFile):
    """One of its files."""

    def __init__(self, record: Record, name: Any, flags: list[int]) -> None:
        self.record = record
        self.name = name.filename() if isinstance(name, apsw.URIFilename) else name or "temporary"
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self.record.take("write", self.name, offset, bytes(data))
        super().xWrite(data, offset)

    def xTruncate(self, length: int) -> None:  # noqa: N802
        self.record.take("truncate", self.name, length)
        super().xTruncate(length)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self.record.take("sync", self.name)
        super().xSync(flags)


class Connection:
    """An apsw connection that answers as the standard library's; `synchronous` may be another."""

    def __init__(self, database: Path, synchronous: str) -> None:
        self.synchronous = synchronous
        self.db = apsw.Connection(str(database), vfs="recorded")

    def execute(self, sql: str, values: Any = ()) -> Any:
        if sql.startswith("PRAGMA synchronous"):
            sql = f"PRAGMA synchronous = {self.synchronous}"
        with told_as_sqlite3():
            return self.db.execute(sql, tuple(values))

    def executemany(self, sql: str, rows: Any) -> SimpleNamespace:
        before = self.db.total_changes()
        with told_as_sqlite3():
            self.db.executemany(sql, rows)
        return SimpleNamespace(rowcount=self.db.total_changes() - before)

    @property
    def in_transaction(self) -> bool:
        return bool(self.db.in_transaction)

    def close(self) -> None:
        with told_as_sqlite3():
            self.db.close(True)


@contextmanager
def told_as_sqlite3() -> Iterator[None]:
    """Errors as the standard library has them."""
    try:
        yield
    except apsw.Error as error:
        told = sqlite3.OperationalError(str(error))
        told.sqlite_errorcode = error.extendedresult
        raise told from error


@contextmanager
def recorded(folder: Path, synchronous: str = "FULL") -> Iterator[tuple[Store, Record]]:
    """A new store, open on a disk that keeps a record from here on."""
    create(folder, SCHEMA).close()
    record = Record(start={DATABASE: (folder / DATABASE).read_bytes()})
    disk = Disk(record)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.sqlite.engine.connect", lambda file: connected(file, synchronous))
        with open_store(folder, SCHEMA) as store:
            yield store, record
            record.failing = ""
    disk.unregister()


def connected(database: Path, synchronous: str) -> Connection:
    """As the store connects, and with a log that is soon put into the database."""
    db = Connection(database, synchronous)
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA secure_delete = ON")
    db.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT}")
    return db


def work(store: Store, record: Record, commits: int) -> None:
    """Commit so often, in acts of all kinds, and take note of when each has returned."""
    for turn in range(commits):
        with store.transaction(1, f"act {turn}") as done:
            child = store.table("children").insert({"la": "801", "n": turn})
            store.table("visits").insert({"child": child, "text": "x" * (turn % 7) * 500})
            store.table("children").update({"n": -turn}, doc_ids=[turn // 2 + 1])
            if turn % 4 == 3:
                store.table("visits").remove(doc_ids=[turn // 2 + 1])
        assert done.seq is not None
        record.acknowledge(done.seq, f"act {turn}")


def after_cut(record: Record, steps: int, chance: random.Random) -> dict[str, bytes]:
    """The files after so many steps and a cut: all that was synced, and any of what was not."""
    files = {name: bytearray(data) for name, data in record.start.items()}
    done = record.steps[:steps]
    last_sync = {step.file: n for n, step in enumerate(done) if step.what == "sync"}
    kept = chance.choice((0.0, 0.5, 1.0))
    for n, step in enumerate(done):
        if n < last_sync.get(step.file, -1):
            _do(files, step)
        elif chance.random() < kept:
            _do(files, _torn(step, chance))
    return {name: bytes(data) for name, data in files.items()}


def _torn(step: Step, chance: random.Random) -> Step:
    """A write of which only some sectors came through."""
    if step.what != "write" or len(step.data) <= SECTOR or chance.random() < 0.5:
        return step
    first = chance.randrange(len(step.data) // SECTOR) * SECTOR
    return step._replace(offset=step.offset + first, data=step.data[first : first + 3 * SECTOR])


def _do(files: dict[str, bytearray], step: Step) -> None:
    if step.what == "delete":
        files.pop(step.file, None)
    elif step.what == "truncate":
        del files.setdefault(step.file, bytearray())[step.offset :]
    elif step.what == "write":
        data, end = files.setdefault(step.file, bytearray()), step.offset + len(step.data)
        data.extend(bytes(max(0, end - len(data))))
        data[step.offset : end] = step.data


def lost_in(folder: Path, record: Record, steps: int, chance: random.Random) -> list[str]:
    """What is wrong with the store after a cut: an acknowledged commit gone, or anything else."""
    folder.mkdir()
    for name, data in after_cut(record, steps, chance).items():
        (folder / name).write_bytes(data)
    before = [(seq, act) for at, seq, act in record.acknowledged if at <= steps]
    try:
        return check(folder, dict(before))
    except StoreError as error:
        return [str(error)]
