"""A store's rows as they stand, page by page: for a backup of a server's, and to move house."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from store.engine import Engine, Page, Sealed
from store.sqlite.failures import FAILURES, explained
from store.sqlite.making import described
from store.sqlite.statements import SCHEMA
from store.workshop import whole

AT_ONCE = 1_000
"""Rows of a page."""

Progress = Callable[[int, int], None]
"""Is told how many rows are done, and of how many."""


def unwatched(done: int, total: int) -> None:
    """Tell nobody."""


def pages(source: Engine, progress: Progress = unwatched, *, drafts: bool) -> Iterator[Page]:
    """Everything as it is at one moment: the source is in a transaction or a snapshot."""
    done, total = 0, _rows_in(source)
    if drafts:
        yield Page(drafts=source.all_drafts())
    for page in _pages(source):
        yield page
        done += sum(map(len, page))
        progress(done, total)


def _pages(source: Engine) -> Iterator[Page]:
    subjects = iter(source.subjects())
    while some := list(islice(subjects, AT_ONCE)):
        yield Page(keys=list(source.keys(some).items()))
    for rows in _chain(source.entries):
        yield Page(entries=rows)
    for rows in _chain(source.accesses):
        yield Page(accesses=rows)
    documents = source.everything()
    while found := list(islice(documents, AT_ONCE)):
        yield Page(documents=found)


def _chain(read: Callable[[int, int], list[Sealed]]) -> Iterator[list[Sealed]]:
    after = 0
    while rows := read(after, AT_ONCE):
        yield rows
        after = rows[-1].seq


def _rows_in(source: Engine) -> int:
    ends = [row.seq for row in (source.head(), source.access_head()) if row is not None]
    return sum(ends) + len(source.subjects()) + source.size()


def into_file(
    source: Engine, path: Path, progress: Progress = unwatched, *, drafts: bool = False
) -> None:
    """Write what a source holds as a backup file; never over a file, whole or not at all."""
    with whole(path) as part:
        try:
            with closing(sqlite3.connect(part, isolation_level=None)) as db:
                _fill(db, source.mark, pages(source, progress, drafts=drafts))
        except FAILURES as error:
            raise explained(error, path) from error


def _fill(db: sqlite3.Connection, mark: str, found: Iterable[Page]) -> None:
    db.execute("PRAGMA synchronous = FULL")
    db.executescript(SCHEMA)
    db.execute("BEGIN")
    db.executemany("INSERT INTO meta VALUES (?, ?)", described(mark))
    for page in found:
        _put(db, "journal", page.entries)
        _put(db, "accesses", page.accesses)
        _put(db, "documents", page.documents)
        _put(db, "subjects", page.keys)
        _put(db, "drafts", page.drafts)
    db.execute("COMMIT")


def _put(db: sqlite3.Connection, table: str, rows: Sequence[Any]) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
