"""A store written when entry format 1 was laid down opens, reads and verifies for ever.

`samples/format1.db` was written once and is never written again: if a test here fails, the program
has stopped reading what people have in their stores.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store import Store, StoreNewer, Where, open_store
from store.folder import DATABASE
from tests.store.places import NOON, SCHEMA, Clock, reopen_at, tables, tamper

SAMPLE = Path(__file__).parent / "samples" / "format1.db"
HEAD = (3, "14147e8402f00a11274a3d84194bd4148d943b397fb43e0d9c3e827a3e8fba73")
NAME = "Ødger [/] \u202eright"


@pytest.fixture
def sample(where: Where, tmp_path: Path) -> Iterator[Store]:
    """The sample in a folder, or moved from there to a server."""
    folder = where if isinstance(where, Path) else tmp_path / "from"
    folder.mkdir(mode=0o700)
    shutil.copyfile(SAMPLE, folder / DATABASE)
    if folder != where:
        reopen_at(folder).copy_to(where)
    with open_store(where, SCHEMA, Clock()) as opened:
        opened.reach()
        yield opened


def test_its_seals_hold_and_its_documents_are_as_its_journal_says(sample: Store) -> None:
    assert sample.head() == HEAD
    assert sample.verify() == []


def test_its_documents_are_read(sample: Store) -> None:
    assert tables(sample) == {
        "children": {
            1: (1, {"la": "801", "code": "A1", "name": NAME, "until": None}),
            2: (1, {"la": "802", "code": "B2", "until": "2020-01-31"}),
        },
        "visits": {
            1: (2, {"child": 1, "n": 2, "deep": {"list": [1, None, True]}}),
            2: (1, {"child": 2}),
        },
        "sessions": {},
        "staff": {1: (2, {"name": "B. Nurse"})},
    }


def test_its_entries_say_who_did_what_when_and_to_what(sample: Store) -> None:
    first, second, third = sample.entries()
    assert [(entry.by, entry.act) for entry in (first, second, third)] == [
        (1, "log"),
        (2, "change"),
        (1, "remove"),
    ]
    assert [entry.at for entry in (first, second)] == [NOON, NOON]
    assert third.at == NOON + timedelta(days=1, hours=23)
    assert second.clock == "2026-05-04T11:00:00.000000Z"
    assert [(op.table, op.id, op.previous, op.subject, op.deleted) for op in third.ops] == [
        ("visits", 3, 1, 1, True),
        ("sessions", 1, 1, None, True),
    ]
    assert [
        (access.by, access.act, access.subjects, access.facts) for access in sample.accesses()
    ] == [
        (1, "read", (1, 2), {"screen": "child"}),
        (2, "refused", (), {"what": "book"}),
    ]


def test_its_history_decrypts_and_its_past_is_known(sample: Store) -> None:
    first = {"child": 1, "n": 1.5, "deep": {"list": [1, None, True]}}
    assert [version.document for version in sample.history("visits", 1)] == [
        first,
        {**first, "n": 2},
    ]
    past = sample.as_at(datetime(2026, 5, 5, tzinfo=UTC))
    assert len(past.table("visits").all()) == 3
    assert past.table("sessions").get(doc_id=1) == {"day": "2026-05-04", "locality": "Bristol"}


def test_it_is_written_on_without_touching_what_is_there(sample: Store) -> None:
    before = [row.entry for row in sample._engine.entries(0, 9)]
    with sample.transaction(1, "log"):
        assert sample.table("visits").insert({"child": 1}) == 4
    assert [row.entry for row in sample._engine.entries(0, 3)] == before
    assert sample.verify() == []


def test_an_entry_of_a_later_version_stops_this_one(store: Store) -> None:
    tamper(
        store.where,
        """INSERT INTO journal (seq, seal, entry) VALUES (1, zeroblob(32), '{"v":2,"seq":1}')""",
    )
    with pytest.raises(StoreNewer, match="newer"):
        store.table("staff").all()
    with pytest.raises(StoreNewer, match="newer"), store.transaction(1, "log"):
        pass
    with pytest.raises(StoreNewer):
        list(store.entries())
