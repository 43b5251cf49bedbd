"""An entry: who, when, which documents changed, sealed to the one before.

This is entry format 1. It is final: what is written here will be read for ever, so nothing in it
changes; a later format is a second reader beside this one.

An entry is one JSON object in UTF-8, its keys in this order, without spaces:

    v      1, the format
    seq    its place in the journal, from 1, without gaps
    at     the UTC instant, ISO with microseconds and Z; never before the last entry's
    clock  only where the clock stood before the last entry's instant: what it said
    by     the number of the member of staff
    act    the name of what was done
    ops    the documents it changed, each in its final state:
           t table, id, p the entry that changed it before (null: none), s its subject (if any),
           and doc, the document with its keys sorted; or, where it has a subject, enc, base64
           of a 12-byte nonce and the document encrypted by AES-256-GCM under the subject's own
           key, with the text "SEQ TABLE ID" as associated data; or neither: it was removed

The entry's seal is SHA-256 over the seal before it (32 zero bytes at first) and the entry's bytes.
The log of accesses is a second chain sealed in the same way, with `subjects` and `facts` for ops.
"""

import os
from binascii import a2b_base64, b2a_base64
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from math import isfinite
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = 1
START = bytes(32)
"""The seal before the first entry."""

LEAST, MOST = -(2**63), 2**63 - 1
"""The whole numbers that can be kept: those of 64 bits."""

KEY_BYTES = 32
NONCE_BYTES = 12

_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder()


class NewerFormat(ValueError):
    """An entry of a format this program does not know; `version` is that format."""

    def __init__(self, version: int) -> None:
        """Keep the format's number."""
        self.version = version
        super().__init__(f"an entry of format {version}")


class Unreadable(ValueError):
    """An entry that is not one, or a document that does not decrypt."""


class Op(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One document as an entry leaves it. `previous` is the entry that changed it before."""

    table: str = msgspec.field(name="t")
    id: int
    previous: int | None = msgspec.field(name="p")
    subject: int | None = msgspec.field(name="s", default=None)
    doc: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    enc: str | None = None

    @property
    def deleted(self) -> bool:
        """Whether the entry removed the document."""
        return self.enc is None and self.doc is msgspec.UNSET


class _Sealed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the entries of both chains begin with."""

    version: int = msgspec.field(name="v")
    seq: int
    written_at: str = msgspec.field(name="at")
    clock: str | None = None
    by: int
    act: str

    @property
    def at(self) -> datetime:
        """The UTC instant it was written at."""
        return datetime.fromisoformat(self.written_at)


class Entry(_Sealed, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of the journal: who (`by`) did what (`act`) when (`at`) to which documents."""

    ops: tuple[Op, ...]


class Access(_Sealed, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of the log of accesses: a read, a refused act, an export."""

    subjects: tuple[int, ...]
    facts: dict[str, Any]


_headers = msgspec.json.Decoder(_Sealed)
_entries = msgspec.json.Decoder(Entry)
_accesses = msgspec.json.Decoder(Access)
_KNOWN = f'{{"v":{FORMAT},'.encode()


def encode(value: Any) -> bytes:
    """Canonical JSON: keys of mappings sorted, UTF-8, no spaces; what is not JSON is an error."""
    try:
        return _encoder.encode(value)
    except RecursionError as error:
        raise ValueError("it holds too many values inside each other") from error


def check_numbers(value: Any) -> None:
    """Raise ValueError where what is to be kept holds a number that would not come back as it is.

    JSON has no NaN and no infinity, and not every reader of it counts beyond 64 bits. Given what
    `encode` takes, which ends.
    """
    left = [value]
    while left:
        found = left.pop()
        if isinstance(found, float) and not isfinite(found):
            raise ValueError(f"{found} is no number that can be kept")
        if isinstance(found, int) and not LEAST <= found <= MOST:
            raise ValueError("it holds a whole number of more than 64 bits")
        if isinstance(found, Mapping):
            left += found.values()
        elif isinstance(found, Collection) and not isinstance(found, str | bytes):
            left += found


def decode(data: bytes) -> Any:
    """The value in canonical JSON; Unreadable where it is none."""
    try:
        return _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise Unreadable(str(error)) from error


def read_entry(data: bytes) -> Entry:
    """The entry in its stored bytes; NewerFormat or Unreadable where it is not of format 1."""
    entry: Entry = _read(_entries, data)
    return entry


def read_access(data: bytes) -> Access:
    """The access in its stored bytes; NewerFormat or Unreadable where it is not of format 1."""
    access: Access = _read(_accesses, data)
    return access


def written_at(data: bytes) -> str:
    """The instant, as written, in the stored bytes of an entry of either chain."""
    header: _Sealed = _read(_headers, data)
    return header.written_at


def _read(decoder: "msgspec.json.Decoder[Any]", data: bytes) -> Any:
    if not data.startswith(_KNOWN):
        _refuse(data)
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise Unreadable(str(error)) from error


def _refuse(data: bytes) -> None:
    header = decode(data)
    version = header.get("v") if isinstance(header, dict) else None
    if isinstance(version, int) and version > FORMAT:
        raise NewerFormat(version)
    raise Unreadable("it does not begin as an entry does")


def seal(previous: bytes, entry: bytes) -> bytes:
    """The seal of an entry: SHA-256 over the seal before it and its bytes."""
    return sha256(previous + entry).digest()


def instant(moment: datetime) -> str:
    """An aware instant as entries write it: UTC, microseconds, Z; of fixed width, so it sorts."""
    universal = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return universal.isoformat(timespec="microseconds").replace("+00:00", "Z")


def stamps(now: str, last: str) -> tuple[str, str | None]:
    """An entry's `at` and `clock`: time never runs backwards, and a clock that did is kept."""
    return (now, None) if now >= last else (last, now)


def new_key() -> bytes:
    """A new subject's key."""
    return os.urandom(KEY_BYTES)


class Keyring:
    """Subjects' keys, each made ready to use when it is first needed."""

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        """Take the keys by subject."""
        self._keys = keys
        self._ready: dict[int, AESGCM] = {}

    def encrypt(self, subject: int, seq: int, table: str, doc_id: int, document: bytes) -> str:
        """The document under its subject's key, bound to its place in the journal."""
        nonce = os.urandom(NONCE_BYTES)
        place = _place(seq, table, doc_id)
        secret = nonce + self._cipher(subject).encrypt(nonce, document, place)
        return b2a_base64(secret, newline=False).decode()

    def document(self, op: Op, seq: int) -> bytes | None:
        """The document of an op of entry `seq`: None where removed or its key is gone.

        Raises Unreadable where it does not decrypt.
        """
        if isinstance(op.doc, msgspec.Raw):
            return bytes(op.doc)
        if op.enc is None or op.subject is None or op.subject not in self._keys:
            return None
        return self._decrypt(op.subject, op.enc, _place(seq, op.table, op.id))

    def _decrypt(self, subject: int, text: str, place: bytes) -> bytes:
        from cryptography.exceptions import InvalidTag

        try:
            data = a2b_base64(text, strict_mode=True)
            nonce, secret = data[:NONCE_BYTES], data[NONCE_BYTES:]
            return self._cipher(subject).decrypt(nonce, secret, place)
        except (InvalidTag, ValueError) as error:
            raise Unreadable(f"{place.decode()} does not decrypt") from error

    def _cipher(self, subject: int) -> "AESGCM":
        if (ready := self._ready.get(subject)) is None:
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM

            ready = self._ready[subject] = AESGCM(self._keys[subject])
        return ready


def _place(seq: int, table: str, doc_id: int) -> bytes:
    return f"{seq} {table} {doc_id}".encode()


def subjects_of(ops: Sequence[Op]) -> set[int]:
    """The subjects whose keys the ops need."""
    return {op.subject for op in ops if op.subject is not None and op.enc is not None}
