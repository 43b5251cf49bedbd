"""TinyDB over a journal: its Storage and its Table.

All reading and querying is TinyDB's own. What is overridden are its extension points: where a
table's documents come from (`_read_table`), how a change is taken (`_update_table`, which costs
what it changes), which id is next (`_get_next_id`), and the query cache, which is dropped as soon
as anything in the table changed, whoever changed it.
"""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager
from typing import Any, NoReturn, TypeVar, cast, overload

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document as TinyDocument
from tinydb.table import Table as TinyTable
from tinydb.utils import LRUCache

from store.errors import NotInTransaction
from store.shelf import Row, Shelf, nested

T = TypeVar("T")
Fields = Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None]


class Document(TinyDocument):
    """A copy of a stored document, nested values too: changing it changes nothing stored."""

    def __init__(self, value: Mapping[str, Any], doc_id: int) -> None:
        """Copy a row; `version` is the entry that last changed it (0 for a value of one's own)."""
        dict.__init__(self, value)
        self.doc_id = doc_id
        self.version = value.version if isinstance(value, Row) else 0
        for field in nested(value):
            self[field] = copied(self[field])


def copied(value: Any) -> Any:
    """A copy of a JSON value that shares nothing that can change."""
    if isinstance(value, dict):
        return {
            key: copied(content) if isinstance(content, (dict, list)) else content
            for key, content in value.items()
        }
    if isinstance(value, list):
        return [copied(item) if isinstance(item, (dict, list)) else item for item in value]
    return value


class JournalStorage(Storage):
    """What JournalTable asks of whoever keeps the documents in memory."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[None]:
        """A block in which the documents stay as they are, caught up at its start."""

    @abstractmethod
    def shelf(self, name: str) -> Shelf:
        """A table's resident documents, loaded if this is the first time they are asked for."""

    @abstractmethod
    def fetch(self, name: str, doc_id: int) -> Row | None:
        """A document that may not be resident, without making it so."""

    def everything(self, name: str) -> Iterator[tuple[int, Row]]:
        """Every document of a table, resident or not, without making any so; in no order."""
        return ((int(doc_id), row) for doc_id, row in self.shelf(name).rows.items())

    @abstractmethod
    def count(self, name: str) -> int:
        """How many documents the table holds, resident or not."""

    @abstractmethod
    def next_id(self, name: str) -> int:
        """An id the table never gave out before."""

    @abstractmethod
    def reserve(self, name: str, doc_id: int) -> None:
        """Take an id for a new document; ValueError where it was used before or cannot be one."""

    @abstractmethod
    def bring(self, name: str, doc_id: int) -> Row | None:
        """A document to be changed, made resident."""

    @abstractmethod
    def check_writable(self) -> None:
        """Raise NotInTransaction unless the caller may write."""

    @abstractmethod
    def change(self, name: str, changes: Mapping[int, dict[str, Any] | None]) -> None:
        """Take documents as changed, removed (None) or new: all of them or none."""

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Refuse: TinyDB calls this to replace everything at once (`drop_tables`)."""
        raise NotInTransaction(f"{len(data)} tables are not written at once, but by document")


class QueryCache(LRUCache[QueryLike, list[TinyDocument]]):
    """TinyDB's query cache, which keeps and gives copies: the results are the caller's own."""

    def get(self, key: QueryLike, default: Any = None) -> Any:
        """A copy of what was found before."""
        found = super().get(key)
        return default if found is None else [_copy(document) for document in found]

    def set(self, key: QueryLike, value: list[TinyDocument]) -> None:
        """Keep a copy of what was found."""
        super().set(key, [_copy(document) for document in value])


def _copy(document: TinyDocument) -> Document:
    copy = Document(document, document.doc_id)
    copy.version = getattr(document, "version", 0)
    return copy


class Overlay(MutableMapping[int, dict[str, Any]]):
    """A table as an updater sees it: it changes copies, and only of what it touches."""

    def __init__(self, storage: JournalStorage, name: str) -> None:
        """Begin without changes."""
        self._storage = storage
        self._name = name
        self.changes: dict[int, dict[str, Any] | None] = {}

    def __getitem__(self, doc_id: int) -> dict[str, Any]:
        if doc_id not in self.changes:
            row = self._storage.bring(self._name, doc_id)
            if row is None:
                raise KeyError(doc_id)
            self.changes[doc_id] = Document(row, doc_id)
        document = self.changes[doc_id]
        if document is None:
            raise KeyError(doc_id)
        return document

    def __setitem__(self, doc_id: int, document: dict[str, Any]) -> None:
        """Take a new document: TinyDB sets whole documents only when it inserts."""
        self._storage.reserve(self._name, doc_id)
        self.changes[doc_id] = document

    def __delitem__(self, doc_id: int) -> None:
        if doc_id not in self:
            raise KeyError(doc_id)
        self.changes[doc_id] = None

    def __contains__(self, doc_id: object) -> bool:
        if not isinstance(doc_id, int):
            return False
        if doc_id in self.changes:
            return self.changes[doc_id] is not None
        return self._storage.bring(self._name, doc_id) is not None

    def __iter__(self) -> Iterator[int]:
        resident = map(int, self._storage.shelf(self._name).rows)
        yield from (doc_id for doc_id in resident if doc_id not in self.changes)
        yield from (doc_id for doc_id, document in self.changes.items() if document is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class JournalTable(TinyTable):
    """A TinyDB table over a journal. Results are copies, each a `Document` with its `version`.

    Queries see the resident documents; `get` by id, `len` and every change by id see all. It is
    changed inside a transaction only.
    """

    document_class = Document
    query_cache_class: type[LRUCache[Any, Any]] = QueryCache

    def __init__(
        self,
        storage: JournalStorage,
        name: str,
        cache_size: int = TinyTable.default_query_cache_capacity,
    ) -> None:
        """Make the view of one table; unlike TinyDB's, it has no option that empties it."""
        super().__init__(storage, name, cache_size=cache_size)
        self._journal = storage
        self._stamp = -1

    def search(self, cond: QueryLike) -> list[Any]:
        """The documents (each a `Document`) that match a query."""
        with self._journal.reading():
            self._read_table()
            return super().search(cond)

    @overload
    def get(self) -> NoReturn: ...
    @overload
    def get(self, cond: QueryLike, doc_id: None = ..., doc_ids: None = ...) -> Document | None: ...
    @overload
    def get(
        self, cond: QueryLike | None, doc_id: int, doc_ids: list[Any] | None = ...
    ) -> Document | None: ...
    @overload
    def get(
        self, cond: QueryLike | None = ..., *, doc_id: int, doc_ids: list[Any] | None = ...
    ) -> Document | None: ...
    @overload
    def get(self, cond: QueryLike | None, doc_id: None, doc_ids: list[Any]) -> list[Any]: ...
    @overload
    def get(
        self, cond: QueryLike | None = ..., *, doc_id: None = ..., doc_ids: list[Any]
    ) -> list[Any]: ...
    def get(
        self,
        cond: QueryLike | None = None,
        doc_id: int | None = None,
        doc_ids: list[Any] | None = None,
    ) -> Any:
        """The first document that matches, or the one or those with these ids, resident or not."""
        with self._journal.reading():
            if doc_id is not None:
                return self._one(doc_id)
            if doc_ids is not None:
                return [found for found in map(self._one, doc_ids) if found is not None]
            if cond is not None:
                return super().get(cond)
        raise RuntimeError("You have to pass either cond or doc_id or doc_ids")

    def _one(self, doc_id: int) -> Document | None:
        row = self._shelf().get(doc_id)
        if row is None:
            row = self._journal.fetch(self.name, doc_id)
        return None if row is None else Document(row, doc_id)

    def each(self, make: Callable[[Mapping[str, Any], int, int], T]) -> list[T]:
        """What `make` makes of every resident document, its id and its version.

        It gets the store's own document, which spares a copy: it may only read it.
        """
        with self._journal.reading():
            rows = self._shelf().rows.items()
            return [make(row, int(doc_id), row.version) for doc_id, row in rows]

    def whole(self) -> list[Document]:
        """Every document, resident or not, in no order; none is made resident by it."""
        with self._journal.reading():
            found = self._journal.everything(self.name)
            return [Document(row, doc_id) for doc_id, row in found]

    def lookup(self, index: tuple[str, ...], values: tuple[Any, ...]) -> list[Document]:
        """The resident documents whose fields of a declared index equal `values`, by id."""
        with self._journal.reading():
            shelf = self._shelf()
            return [Document(row, doc_id) for doc_id, row in shelf.index(index).equal(values)]

    def between(
        self, index: tuple[str, ...], prefix: tuple[Any, ...], low: Any, high: Any
    ) -> list[Document]:
        """The resident documents with these first values of a declared index, and a range.

        The last field lies from `low` to `high`, both included (None: no bound), in its order.
        """
        with self._journal.reading():
            shelf = self._shelf()
            found = shelf.index(index).between(prefix, low, high)
            return [Document(row, doc_id) for doc_id, row in found]

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert a document; the id it gets was never used before."""
        self._journal.check_writable()
        return super().insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Insert documents, all or none; each gets an id of its own."""
        self._journal.check_writable()
        return super().insert_multiple(documents)

    def update(
        self,
        fields: Fields,
        cond: QueryLike | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        """Set fields, or call a function, on the documents that match or have these ids."""
        return super().update(fields, doc_ids=self._meant(cond, doc_ids))

    def remove(
        self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        """Remove the documents that match or have these ids; the ids are never used again."""
        return super().remove(doc_ids=self._meant(cond, doc_ids))

    def _meant(self, cond: QueryLike | None, doc_ids: Iterable[int] | None) -> list[int]:
        """The ids of what is to be changed, so that nothing else need be copied."""
        if doc_ids is not None:
            return list(doc_ids)
        if cond is None:
            raise ValueError("say which documents: a query or ids")
        return [int(doc_id) for doc_id, row in self._read_table().items() if cond(row)]

    def truncate(self) -> None:
        """Refuse: a journal's table is never emptied at a stroke."""
        raise NotInTransaction(f"{self.name} is not emptied at once: remove its documents by id")

    def __len__(self) -> int:
        with self._journal.reading():
            return self._journal.count(self.name)

    def __iter__(self) -> Iterator[Any]:
        with self._journal.reading():
            return iter([Document(row, int(key)) for key, row in self._shelf().rows.items()])

    def _get_next_id(self) -> int:
        return self._journal.next_id(self.name)

    def _shelf(self) -> Shelf:
        shelf = self._journal.shelf(self.name)
        if shelf.stamp != self._stamp:
            self._stamp = shelf.stamp
            self.clear_cache()
        return shelf

    def _read_table(self) -> dict[str, Any]:
        """The documents as they are kept, and a cache that is no older than they are."""
        return self._shelf().rows

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        """Let `updater` change copies, then take what it changed; an error leaves all as it was."""
        self._journal.check_writable()
        overlay = Overlay(self._journal, self.name)
        updater(overlay)
        self._journal.change(self.name, overlay.changes)


class JournalDB(TinyDB):
    """TinyDB with its tables over a journal."""

    table_class: type[TinyTable] = JournalTable

    def table(self, name: str, **options: Any) -> JournalTable:
        """One table; there is one view of each, however often it is asked for."""
        return cast(JournalTable, super().table(name, **options))
