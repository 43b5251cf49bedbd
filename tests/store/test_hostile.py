"""Whatever is put into a store is kept and shown as it is, or refused: never a crash."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from store import Store, Where, examine, open_store
from store.journal import seal
from tests.fire.damage import used
from tests.store.places import SCHEMA, fresh, tables, tamper
from tests.store.replay import unsound

PLANES = "".join(chr(plane * 0x10000 + n) for plane in range(17) for n in (0x41, 0xFFFD, 0xFFFF))
CONTROLS = "".join(map(chr, range(32))) + "\x7f\x85\u2028\u202e\ufeff"


def nested(depth: int) -> dict[str, Any]:
    """A document whose values lie that deep inside each other."""
    found: dict[str, Any] = {}
    for level in range(depth):
        found = {"in": [found] if level % 2 else found}
    return found


def put(store: Store, document: dict[str, Any]) -> int:
    """Keep a document of a child, so that it is encrypted in the journal; its number."""
    with store.transaction(1, "log"):
        return store.table("children").insert(document)


@pytest.mark.parametrize(
    "document",
    [
        {"text": PLANES},
        {"text": CONTROLS},
        {PLANES: CONTROLS, "": ""},
        {"text": "x" * 2**20},
        {"text": "\U0001f9d2" * 2**18},
        {"text": '"},{"s":1,"t":"children","id":2},{"'},
        {"n": [2**53, -(2**63), 2**63 - 1, 1e308, 5e-324, -0.0, True, None]},
        nested(20),
    ],
    ids=["planes", "controls", "keys", "1 MB", "1 MB of 4 bytes", "quotes", "numbers", "deep"],
)
def test_what_can_be_kept_comes_back_as_it_was(store: Store, document: dict[str, Any]) -> None:
    number = put(store, document)
    store.note(1, "read", [number], what=str(document)[:1000])
    with open_store(store.where, SCHEMA) as other:
        assert other.table("children").get(doc_id=number) == document
        assert other.history("children", number)[0].document == document
        assert len(list(other.entries(subject=number))) == 1
        assert unsound(other) == []


@pytest.mark.parametrize(
    "document",
    [
        {"text": "\ud800"},
        {"text": "a\udfffb"},
        {"\udc80": 1},
        nested(60),
        nested(5_000),
        {"n": object()},
        {1: "no text"},
        {"n": math.nan},
        {"in": [{"n": math.inf}]},
        {"in": {"n": (-math.inf,)}},
        {"n": 2**63},
        {"in": [{"n": -(2**63) - 1}]},
    ],
    ids=[
        *("high", "low", "key", "deep", "deeper", "object", "number"),
        *("nan", "infinite", "least", "more than 64 bits", "less than 64 bits"),
    ],
)
def test_what_cannot_is_refused_and_nothing_of_it_stays(
    store: Store, document: dict[Any, Any]
) -> None:
    put(store, {"n": 1})
    before = tables(store)
    with pytest.raises((ValueError, TypeError, OverflowError)):
        put(store, document)
    assert tables(store) == before
    assert unsound(store) == []
    put(store, {"n": 2})


def test_no_number_is_taken_for_nothing(store: Store) -> None:
    """In JSON there is none, and what has no number would seem not to be changed."""
    number = put(store, {"n": None})
    with store.transaction(1, "change"):
        with pytest.raises(ValueError, match="nan is no number"):
            store.table("children").update({"n": math.nan}, doc_ids=[number])
        store.table("children").update({"n": 2**63 - 1}, doc_ids=[number])
    assert store.table("children").get(doc_id=number) == {"n": 2**63 - 1}


@pytest.mark.parametrize("value", [math.nan, [-math.inf], {"n": 2**63}])
def test_no_note_or_draft_keeps_what_would_not_come_back(store: Store, value: object) -> None:
    with pytest.raises(ValueError):
        store.note(1, "read", n=value)
    with pytest.raises(ValueError):
        store.drafts.put(1, "form", {"n": value})
    assert list(store.accesses()) == []
    assert store.drafts.get(1, "form") is None


def test_hostile_acts_and_notes_are_kept_or_refused(store: Store) -> None:
    with store.transaction(1, PLANES):
        store.table("staff").insert({})
    with pytest.raises(ValueError), store.transaction(1, "\ud800"):
        store.table("staff").insert({})
    with pytest.raises(ValueError):
        store.note(1, "\ud800")
    store.note(1, "read", [], **{PLANES: CONTROLS})
    assert [entry.act for entry in store.entries()] == [PLANES]
    assert [access.facts for access in store.accesses()] == [{PLANES: CONTROLS}]
    assert unsound(store) == []


def test_a_plain_file_of_it_is_read_back(store: Store, tmp_path: Path) -> None:
    put(store, {"text": PLANES + CONTROLS})
    store.write_plain(tmp_path / "all.json")
    assert json.loads((tmp_path / "all.json").read_bytes())["children"]["1"] == {
        "text": PLANES + CONTROLS
    }


def test_a_draft_of_it_is_kept_or_refused(store: Store) -> None:
    store.drafts.put(1, "form", {"text": PLANES + "x" * 2**20})
    assert store.drafts.get(1, "form") == {"text": PLANES + "x" * 2**20}
    with pytest.raises(ValueError):
        store.drafts.put(1, "form", {"text": "\ud800"})
    assert store.drafts.get(1, "form") is not None


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a":"\\ud800"}',
        b'{"a":1e999}',
        b'{"a":36893488147419103232}',
        b'{"a":"\xed\xa0\x80"}',
        b"[]",
        b"null",
        b"7",
        b'{"a":1}{"a":2}',
        b"",
    ],
    ids=[
        "deep",
        "escaped",
        "huge",
        "65 bits",
        "surrogate",
        "list",
        "null",
        "number",
        "two",
        "nothing",
    ],
)
def test_a_forged_entry_with_a_fitting_seal_is_told_or_read(where: Where, body: bytes) -> None:
    """Somebody who may write the tables knows how to seal; what they put in ends nothing."""
    with fresh(where) as store:
        put(store, {"n": 1})
        head = store._engine.head()
    assert head is not None
    forged = b'{"v":1,"seq":2,"at":"2026-05-05T00:00:00.000000Z","by":1,"act":"log","ops":'
    forged += b'[{"t":"staff","id":1,"p":null,"doc":' + body + b"}]}"
    tamper(
        where,
        "INSERT INTO journal (seq, seal, entry)"
        f" VALUES (2, x'{seal(head.seal, forged).hex()}', x'{forged.hex()}');"
        f"INSERT INTO documents VALUES ('staff', 1, 2, NULL, NULL, x'{body.hex()}')",
    )
    found, refused = examine(where, SCHEMA), used(where, read)
    if refused:
        assert "restore the last backup" in refused
    assert found != [] or not refused


def read(store: Store) -> None:
    store.table("staff").all()
    store.history("staff", 1)
    list(store.entries())
