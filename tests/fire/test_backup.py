"""A backup made while four write is whole and of one moment; a plain file, TinyDB's own too."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from store import StoreDamaged, open_store
from store.restoring import restore
from tests.cli.shell import Shell
from tests.fire.crew import crew, go
from tests.fire.killing import HANDS
from tests.store.places import SCHEMA, fresh
from tests.store.replay import replayed, unsound
from tests.store.test_verify import tamper

COPIES = 4


def test_a_copy_made_while_four_write_is_of_one_moment(folder: Path, tmp_path: Path) -> None:
    writers = [("write", "--store", folder, "--number", n + 1) for n in range(4)]
    heads = []
    with fresh(folder) as store, crew(HANDS, *writers) as workers:
        go(workers)
        while store.seq < 5:
            time.sleep(0.01)
        for n in range(COPIES):
            store.backup(tmp_path / f"{n}.db")
            store.write_plain(tmp_path / f"{n}.json")
            heads.append(store.seq)
    for n in range(COPIES):
        with restore(tmp_path / f"{n}.db", tmp_path / f"restored{n}", SCHEMA) as copy:
            assert unsound(copy) == []
            assert copy.seq <= heads[n]
    with open_store(folder, SCHEMA) as store:
        for n in range(COPIES):
            assert as_at_some_entry(store, tmp_path / f"{n}.json")


def as_at_some_entry(store: Any, file: Path) -> bool:
    """Whether a plain file holds what the journal gives when it is followed to some entry.

    Each act inserts one record in `staff`, so that the last of them says to which.
    """
    with TinyDB(file) as db:
        plain = {
            table.name: {found.doc_id: dict(found) for found in db.table(table.name).all()}
            for table in SCHEMA.tables
        }
    last = max(plain["staff"])
    expected = replayed(store, until=store.table("staff").get(doc_id=last).version)
    return plain == {
        name: {number: document for number, (_, document) in documents.items()}
        for name, documents in expected.items()
    }


def test_the_shell_writes_a_plain_file_that_stock_tinydb_opens(
    shell: Shell, tmp_path: Path
) -> None:
    shell.child("C1", surname="Żurek \U0001f9d2")
    shell.clinic("2031-05-05")
    file = tmp_path / "all.json"
    answer = shell("backup", str(file))
    assert (answer.status, answer.out) == (0, "")
    assert "It cannot be restored. It names children, and only you may read it" in answer.err
    assert file.stat().st_mode & 0o777 == 0o600
    with TinyDB(file) as db:
        assert [child["surname"] for child in db.table("children").all()] == ["Żurek \U0001f9d2"]
        assert len(db.table("sessions")) == 1
    total = sum(map(len, json.loads(file.read_text(encoding="ascii")).values()))
    assert f"Wrote {file}: {total} current records" in answer.err
    again = shell("backup", str(file))
    assert (again.status, "exists already" in again.err) == (2, True)
    refused = Shell(tmp_path / "new")("restore", str(file))
    assert (refused.status, "is no sound backup" in refused.err) == (3, True)
    assert [event["what"] for event in shell("audit", "--json").json][-1] == "backup_plain"


def test_a_store_with_nothing_in_it_is_a_plain_file_too(folder: Path, tmp_path: Path) -> None:
    with fresh(folder) as store:
        assert store.write_plain(tmp_path / "none.json") == 0
    assert json.loads((tmp_path / "none.json").read_bytes()) == {}


def test_a_plain_file_is_whole_or_not_there(folder: Path, tmp_path: Path) -> None:
    with fresh(folder) as store, store.transaction(1, "log"):
        store.table("staff").insert_multiple([{}, {}])
    tamper(folder, "UPDATE documents SET body = x'00' WHERE id = 2")
    with open_store(folder, SCHEMA) as store, pytest.raises(StoreDamaged, match="staff 2"):
        store.write_plain(tmp_path / "all.json")
    assert list(tmp_path.glob("all*")) == []
