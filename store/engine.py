"""What a store asks of the database underneath: the journal and the current documents.

SQLite is the embedded one (`store.sqlite`), PostgreSQL the one for more than one machine
(`store.postgres`). Nothing above this page knows which it is.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec

from store.schema import Table

LAST = 2**62
"""Above the place of any entry there will ever be."""


class Stored(NamedTuple):
    """A current document as the database holds it; `body` is None once it was removed."""

    table: str
    id: int
    seq: int
    subject: int | None
    until: str | None
    body: bytes | None


class Sealed(NamedTuple):
    """One row of a chain: its place, its seal and the entry's bytes verbatim."""

    seq: int
    seal: bytes
    entry: bytes


class Draft(NamedTuple):
    """A half-typed form of one member of staff, as JSON; `subject` is 0 where it has none."""

    staff: int
    form: str
    subject: int
    body: bytes
    at: str


class Batch(msgspec.Struct):
    """Everything one commit writes, at once or not at all."""

    entry: Sealed | None = None
    placed: list[Stored] = msgspec.field(default_factory=list)
    """Documents that are new, or whose subject or last live day changed, or that were removed."""
    changed: list[Stored] = msgspec.field(default_factory=list)
    """Documents that only changed."""
    keys: dict[int, bytes] = msgspec.field(default_factory=dict)
    accesses: list[Sealed] = msgspec.field(default_factory=list)
    erased: list[int] = msgspec.field(default_factory=list)
    """Subjects whose keys and drafts go."""
    dropped: list[tuple[int, str, int]] = msgspec.field(default_factory=list)
    """Drafts that go beside those: staff, form, subject."""


class Page(NamedTuple):
    """Some rows of a store, to be put into another as they stand."""

    keys: Sequence[tuple[int, bytes]] = ()
    entries: Sequence[Sealed] = ()
    accesses: Sequence[Sealed] = ()
    documents: Sequence[Stored] = ()
    drafts: Sequence[Draft] = ()


class Engine(Protocol):
    """One database with one connection, used by one thread at a time."""

    @property
    def where(self) -> Path | str:
        """Where the store is, for messages."""

    @property
    def mark(self) -> str:
        """The text it was marked with as a demonstration; empty for a real one."""

    def close(self) -> None:
        """Drop the connection, with whatever it had under way; the next use opens another."""

    def moved(self) -> bool:
        """Whether anybody else may have committed since the last call: one cheap check."""

    def reading(self) -> AbstractContextManager[None]:
        """A block that sees the database at one moment."""

    def begin(self, make_ready: Callable[[], object] = ..., /) -> None:
        """Queue for the right to write and begin; StoreBusy after the time limit.

        Where others are before, `make_ready` may be called once it is next.
        """

    def commit(self, batch: Batch) -> None:
        """Write the batch durably and give up the right to write."""

    def rollback(self) -> None:
        """Write nothing and give up the right to write."""

    def head(self) -> Sealed | None:
        """The journal's last row."""

    def access_head(self) -> Sealed | None:
        """The last row of the log of accesses."""

    def entry(self, seq: int) -> Sealed | None:
        """One row of the journal."""

    def some_entries(self, seqs: Sequence[int]) -> list[Sealed]:
        """Those of some rows of the journal that are there, in order."""

    def entries(self, after: int, limit: int, about: int | None = None) -> list[Sealed]:
        """The next rows of the journal in order, of those that name subject `about`."""

    def accesses(self, after: int, limit: int) -> list[Sealed]:
        """The next rows of the log of accesses in order."""

    def live(self, table: Table, root: str, since: str | None) -> list[Stored]:
        """A table's documents live on or after a day (ISO; None: all), by id."""

    def live_subjects(self, root: str, since: str | None) -> list[int]:
        """The subjects live on or after a day (ISO; None: all)."""

    def of_subjects(self, table: str, subjects: Iterable[int]) -> list[Stored]:
        """A table's documents of some subjects, by id."""

    def ids_of(self, table: str, subject: int) -> list[int]:
        """The ids of every document a table ever held of a subject, removed ones too."""

    def document(self, table: str, doc_id: int) -> Stored | None:
        """One document, removed ones too."""

    def documents(self, addresses: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Stored]:
        """Those of some documents that there are or were, by table and id."""

    def changed_since(self, seq: int) -> list[Stored]:
        """The documents changed by later entries, removed ones too, in the entries' order."""

    def everything(self, until: int = LAST) -> Iterator[Stored]:
        """Every document there is or was, of those last changed by an entry up to `until`."""

    def count(self, table: str) -> int:
        """How many documents a table holds."""

    def last_id(self, table: str) -> int:
        """The highest id a table ever gave out; 0 while it gave none."""

    def keys(self, subjects: Iterable[int]) -> dict[int, bytes]:
        """The keys of those of the subjects that have one."""

    def subjects(self) -> list[int]:
        """The subjects that have a key, in order."""

    def size(self) -> int:
        """How many documents there are or were, in all tables."""

    def problems(self) -> list[str]:
        """What the database's own check of its files finds wrong."""

    def backup(self, path: Path) -> None:
        """Write a consistent copy, without drafts, while others work."""

    def check_erasing(self) -> None:
        """Raise StoreNotOwned where this account may not delete keys and sweep the files."""

    def sweep(self) -> None:
        """Rewrite the files, so that nothing of what was deleted is left in them."""

    def put_draft(self, draft: Draft, expired_before: datetime) -> None:
        """Keep a draft in place of the one before, and drop old ones of everybody.

        One about a subject whose key was deleted is not kept.
        """

    def drafts(self, staff: int, since: datetime) -> Sequence[Draft]:
        """One member of staff's drafts kept since."""

    def all_drafts(self) -> list[Draft]:
        """Everybody's drafts, old ones too."""

    def drop_draft(self, staff: int, form: str, subject: int) -> None:
        """Forget a draft."""
