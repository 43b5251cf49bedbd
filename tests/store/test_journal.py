import base64
import json
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.journal import (
    START,
    Entry,
    Keyring,
    NewerFormat,
    Op,
    Unreadable,
    decode,
    encode,
    instant,
    new_key,
    read_entry,
    seal,
    stamps,
)

text = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | text,
    lambda inner: st.lists(inner) | st.dictionaries(text, inner),
    max_leaves=10,
)


@given(json_values)
def test_what_is_written_is_read_back_and_has_one_form(value: Any) -> None:
    data = encode(value)
    assert decode(data) == value == json.loads(data)
    assert encode(decode(data)) == data


def entry(**changes: Any) -> Entry:
    fields: dict[str, Any] = {
        "version": 1,
        "seq": 3,
        "written_at": "2026-05-04T12:00:00.000000Z",
        "by": 7,
        "act": "log",
        "ops": (Op(table="staff", id=1, previous=None, doc=msgspec.Raw(b'{"a":1}')),),
    }
    return Entry(**(fields | changes))


def test_an_entry_is_these_bytes_for_ever() -> None:
    assert encode(entry()) == (
        b'{"v":1,"seq":3,"at":"2026-05-04T12:00:00.000000Z","by":7,"act":"log",'
        b'"ops":[{"t":"staff","id":1,"p":null,"doc":{"a":1}}]}'
    )
    ops = (
        Op(table="visits", id=2, previous=1, subject=5, enc="AAAA"),
        Op(table="visits", id=4, previous=2, subject=5),
    )
    assert encode(entry(clock="2026-05-04T11:00:00.000000Z", ops=ops)) == (
        b'{"v":1,"seq":3,"at":"2026-05-04T12:00:00.000000Z","clock":"2026-05-04T11:00:00.000000Z",'
        b'"by":7,"act":"log","ops":[{"t":"visits","id":2,"p":1,"s":5,"enc":"AAAA"},'
        b'{"t":"visits","id":4,"p":2,"s":5}]}'
    )


def test_an_entry_is_read_back_as_written() -> None:
    read = read_entry(encode(entry()))
    assert (read.seq, read.by, read.act) == (3, 7, "log")
    assert read.at == datetime(2026, 5, 4, 12, tzinfo=UTC)
    [op] = read.ops
    assert (op.table, op.id, op.previous, op.subject, op.deleted) == ("staff", 1, None, None, False)
    assert Keyring({}).document(op, 3) == b'{"a":1}'


def test_an_entry_of_a_later_format_is_known_as_such() -> None:
    with pytest.raises(NewerFormat) as raised:
        read_entry(b'{"v":2,"seq":1,"what":[]}')
    assert raised.value.version == 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"v":0}',
        b'{"v":"1","seq":1}',
        b'{"v":1,"seq":"one"}',
        b'{"v":1,"seq":1',
        b'{"v":1,"seq":1,"at":"\xff"}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_entry_is_unreadable_and_never_a_crash(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_entry(data)


def test_a_seal_covers_the_seal_before_it_and_every_byte() -> None:
    assert START == b"\0" * 32
    assert seal(START, b"entry") == sha256(b"\0" * 32 + b"entry").digest()


@given(st.datetimes(timezones=st.just(timezone(timedelta(hours=5)))))
def test_an_instant_is_utc_of_fixed_width_and_sorts_as_time_does(moment: datetime) -> None:
    moment = max(moment, datetime(1980, 1, 1, tzinfo=UTC))
    written = instant(moment)
    assert len(written) == 27
    assert datetime.fromisoformat(written) == moment
    later = moment + timedelta(microseconds=1)
    assert instant(later) > written


def test_a_clock_behind_the_last_entry_is_kept_beside_it() -> None:
    assert stamps("b", "a") == ("b", None)
    assert stamps("a", "a") == ("a", None)
    assert stamps("a", "b") == ("b", "a")


def test_a_document_decrypts_only_under_its_key_and_in_its_place() -> None:
    key = new_key()
    secret = Keyring({5: key}).encrypt(5, 3, "visits", 2, b"{}")
    op = Op(table="visits", id=2, previous=None, subject=5, enc=secret)
    assert len(key) == 32
    assert Keyring({5: key}).document(op, 3) == b"{}"
    for elsewhere in (
        (op, 4, key),
        (msgspec.structs.replace(op, id=3), 3, key),
        (msgspec.structs.replace(op, table="visitz"), 3, key),
        (op, 3, new_key()),
        (msgspec.structs.replace(op, enc="!"), 3, key),
        (msgspec.structs.replace(op, enc="AAAA"), 3, key),
    ):
        with pytest.raises(Unreadable):
            Keyring({5: elsewhere[2]}).document(elsewhere[0], elsewhere[1])


def test_a_document_whose_key_is_gone_is_gone() -> None:
    secret = Keyring({5: new_key()}).encrypt(5, 3, "visits", 2, b"{}")
    op = Op(table="visits", id=2, previous=None, subject=5, enc=secret)
    assert Keyring({}).document(op, 3) is None


def test_the_cipher_is_plain_aes_gcm_so_that_anybody_can_read_it() -> None:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key = new_key()
    data = base64.b64decode(Keyring({5: key}).encrypt(5, 3, "visits", 2, b"{}"))
    assert AESGCM(key).decrypt(data[:12], data[12:], b"3 visits 2") == b"{}"


def test_the_same_document_is_never_encrypted_to_the_same_text() -> None:
    ring = Keyring({5: new_key()})
    assert len({ring.encrypt(5, 3, "visits", 2, b"{}") for _ in range(100)}) == 100
