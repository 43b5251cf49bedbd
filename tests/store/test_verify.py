"""Whatever is done to the files behind the program's back is found, and said where."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from store import Store, StoreDamaged, StoreError, StoreRewound, Where, examine
from store.folder import DATABASE
from store.journal import seal
from store.shelf import Row
from tests.store.places import SCHEMA, Clock, fresh, reopen, reopen_at, tamper


def fill(where: Where) -> None:
    """Make a store with four entries, two accesses, three subjects and a removed document."""
    with fresh(where, Clock()) as store:
        with store.transaction(1, "log"):
            store.table("children").insert_multiple([{"n": 1}, {"n": 2}, {"n": 3}])
            store.table("staff").insert_multiple([{"n": 1}, {"n": 2}])
        with store.transaction(1, "change"):
            store.table("children").update({"n": 9}, doc_ids=[2])
        with store.transaction(1, "remove"):
            store.table("children").remove(doc_ids=[3])
        with store.transaction(1, "change"):
            store.table("staff").update({"n": 9}, doc_ids=[1])
        store.note(1, "read", [1])
        store.note(1, "read", [2])


@pytest.fixture
def used(where: Where) -> Where:
    fill(where)
    return where


@pytest.fixture
def database(folder: Path) -> Path:
    """The database of one in a folder."""
    fill(folder)
    return folder / DATABASE


def findings(where: Where) -> list[str]:
    """What is found wrong; where the store can be opened, it finds the same itself."""
    found = [str(finding) for finding in examine(where, SCHEMA)]
    with suppress(StoreDamaged), reopen_at(where) as store:
        assert [str(finding) for finding in store.verify()] == found
    return found


def test_a_store_that_was_left_alone_is_sound(used: Where) -> None:
    assert findings(used) == []
    tamper(used, "")
    assert findings(used) == []


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("UPDATE journal SET entry = replace(entry, 'change', 'chance') WHERE seq = 2", "entry 2:"),
        ("UPDATE journal SET seal = zeroblob(32) WHERE seq = 2", "entry 2:"),
        ("DELETE FROM journal WHERE seq = 2", "entry 3: it follows entry 1"),
        ("DELETE FROM journal WHERE seq = 1", "entry 2: it follows entry 0"),
        ("DELETE FROM journal WHERE seq = 4", "staff 1:"),
        (
            "UPDATE journal SET seq = -1 WHERE seq = 2; UPDATE journal SET seq = 2 WHERE seq = 3;"
            "UPDATE journal SET seq = 3 WHERE seq = -1",
            "entry 2: it says it is entry 3",
        ),
        ("UPDATE journal SET entry = x'00ff' WHERE seq = 3", "entry 3: it cannot be read"),
        ("UPDATE accesses SET entry = replace(entry, '2]', '3]') WHERE seq = 2", "access 2:"),
        ("DELETE FROM accesses WHERE seq = 1", "access 2: it follows access 0"),
        ("UPDATE documents SET body = x'7b7d' WHERE tbl = 'staff' AND id = 2", "staff 2:"),
        ("UPDATE documents SET body = x'7b7d' WHERE tbl = 'children' AND id = 1", "children 1:"),
        ("UPDATE documents SET body = x'7b7d' WHERE tbl = 'children' AND id = 3", "children 3:"),
        ("UPDATE documents SET body = NULL WHERE tbl = 'staff' AND id = 2", "staff 2:"),
        ("DELETE FROM documents WHERE tbl = 'staff' AND id = 2", "staff 2: it is not there"),
        ("UPDATE documents SET seq = 2 WHERE tbl = 'staff' AND id = 2", "staff 2:"),
        ("UPDATE documents SET subject = 1 WHERE tbl = 'children' AND id = 2", "children 2:"),
        ("UPDATE documents SET until = '2020-01-01' WHERE id = 2 AND until > ''", "children 2:"),
        (
            "INSERT INTO documents VALUES ('staff', 7, 1, NULL, NULL, x'7b7d')",
            "staff 7: no entry of the journal knows it",
        ),
        ("UPDATE subjects SET key = zeroblob(32) WHERE subject = 1", "children 1:"),
        ("DELETE FROM subjects WHERE subject = 1", "children 1: the key of its subject 1 is gone"),
        (
            "UPDATE subjects SET key = zeroblob(32) WHERE subject = 3",
            "children 3: entry 1 holds it, but it does not decrypt",
        ),
    ],
)
def test_an_edit_behind_the_programs_back_is_found(used: Where, script: str, said: str) -> None:
    tamper(used, script)
    assert any(finding.startswith(said) for finding in findings(used)), findings(used)


@pytest.mark.one_engine("folder", "it is SQLite's own check")
@pytest.mark.parametrize(
    "script",
    ["UPDATE meta SET name = 'dome' WHERE name = 'demo'", "ALTER TABLE drafts RENAME body TO bodi"],
)
def test_an_edit_of_the_database_itself_is_found(database: Path, script: str) -> None:
    tamper(database.parent, script)
    assert any("its own check says" in found for found in findings(database.parent))


@pytest.mark.parametrize(
    ("script", "what"),
    [
        ("UPDATE journal SET entry = x'00' WHERE seq = 4", "entry 4: it does not begin"),
        ("UPDATE journal SET entry = entry || ' ' WHERE seq = 4", "entry 4: its seal does not fit"),
        ("DELETE FROM journal WHERE seq = 3", "entry 3 is missing"),
        ("DELETE FROM journal WHERE seq = 4", "entry 4, which left staff 1, is missing"),
        ("UPDATE journal SET seal = 'text' || char(0) WHERE seq = 4", "its seal does not fit"),
    ],
)
def test_nothing_is_written_over_a_damaged_end(used: Where, script: str, what: str) -> None:
    tamper(used, script)
    with pytest.raises(StoreDamaged, match="restore the last backup") as refused:
        reopen_at(used)
    assert what in str(refused.value) or "JSON is malformed" in str(refused.value)
    assert findings(used) != []


@pytest.mark.parametrize(
    "script",
    [
        "DELETE FROM journal WHERE seq = 4",
        "DELETE FROM journal",
        "UPDATE journal SET seal = zeroblob(32) WHERE seq = 4",
    ],
)
def test_whoever_knows_the_journals_end_writes_on_at_no_other(used: Where, script: str) -> None:
    refused = (StoreDamaged, StoreRewound)
    with reopen_at(used) as store:
        store.table("staff").all()
        tamper(used, script)
        for _ in ("first", "and ever after"):
            with pytest.raises(refused, match="entry 4 is no longer as it was saved"):
                store.table("staff").all()
            with pytest.raises(refused, match=r"restore the last backup|look what is missing"):
                change(store, 2)


def change(store: Store, number: int) -> None:
    with store.transaction(1, "change"):
        store.table("staff").update({"n": 7}, doc_ids=[number])


@pytest.mark.one_engine("folder", "on a server no desk's account can delete a record")
def test_a_record_that_has_gone_is_not_changed_as_if_it_were_there(used: Where) -> None:
    with reopen_at(used) as store:
        store.table("staff").all()
        head = store.head()
        tamper(used, "DELETE FROM documents WHERE tbl = 'staff' AND id = 2")
        with pytest.raises(StoreDamaged, match="has gone from its table"):
            change(store, 2)
        assert store.head() == head
        change(store, 1)


def test_an_edit_that_reseals_only_itself_is_found_in_the_next_entry(used: Where) -> None:
    with reopen_at(used) as store:
        first, second = store._engine.entries(0, 2)
    edited = second.entry.replace(b'"by":1', b'"by":2')
    resealed = seal(first.seal, edited)
    tamper(
        used,
        f"UPDATE journal SET entry = x'{edited.hex()}', seal = x'{resealed.hex()}' WHERE seq = 2",
    )
    assert findings(used) == [
        "entry 3: its seal does not fit: it, or the one before, is not as written."
    ]


@pytest.mark.one_engine("folder", "a server's guards have tests with its accounts")
@pytest.mark.parametrize("table", ["journal", "accesses"])
@pytest.mark.parametrize("what", ["UPDATE {} SET seq = 9 WHERE seq = 1", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_a_chain(
    database: Path, table: str, what: str
) -> None:
    db = sqlite3.connect(database)
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        db.execute(what.format(table))
    db.close()


def test_every_single_bit_of_an_entry_counts(used: Where) -> None:
    with reopen_at(used) as store:
        first, second = store._engine.entries(0, 2)
    assert seal(first.seal, second.entry) == second.seal
    for bit in range(8 * len(second.entry)):
        edited = bytearray(second.entry)
        edited[bit // 8] ^= 1 << bit % 8
        assert seal(first.seal, bytes(edited)) != second.seal


def test_a_document_that_cannot_be_read_is_damage_and_names_it(used: Where) -> None:
    tamper(used, "UPDATE documents SET body = x'00' WHERE tbl = 'staff' AND id = 1")
    with pytest.raises(StoreDamaged, match="staff 1 cannot be read"):
        reopen_at(used).table("staff").all()


@pytest.mark.one_engine("folder", "a server keeps its files to itself")
def test_damage_to_the_file_is_a_finding_or_a_sentence_and_never_a_crash(database: Path) -> None:
    chance = random.Random(1)
    sound = database.read_bytes()
    written = [
        start for start in range(0, len(sound) - 32, 32) if sound[start : start + 32].strip(b"\0")
    ]
    for start in chance.sample(written, 60):
        data = bytearray(sound)
        data[start : start + 32] = chance.randbytes(32)
        database.write_bytes(bytes(data))
        assert noticed(database.parent), start


def noticed(folder: Path) -> bool:
    try:
        return bool(findings(folder))
    except StoreError:
        return True


def spoil_index(store: Store) -> None:
    store._memory.shelf("children").index(("la", "code")).change(1, {"n": 1}, {"la": "x"})


def spoil_indexed_row(store: Store) -> None:
    index = store._memory.shelf("children").index(("la", "code"))
    (place, doc_id), row = next(iter(index.content().items()))
    index.change(doc_id, row, Row(row, row.version))
    assert place in {key for key, _ in index.content()}


def spoil_row(store: Store) -> None:
    store._memory.shelf("children").rows["1"]["n"] = 7


@pytest.mark.parametrize("spoil", [spoil_index, spoil_indexed_row, spoil_row])
def test_memory_that_differs_from_the_disk_is_found(
    used: Where, spoil: Callable[[Store], None]
) -> None:
    with reopen_at(used) as store:
        spoil(store)
        assert store.verify() != []


def test_the_head_is_the_last_entrys_place_and_seal(store: Store) -> None:
    assert store.head() == (0, "00" * 32)
    with store.transaction(1, "log"):
        store.table("staff").insert({})
    head = store.head()
    assert head[0] == 1
    assert reopen(store).head() == head
