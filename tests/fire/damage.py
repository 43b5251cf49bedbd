"""What becomes of a store whose file is damaged: every byte of it counts, or holds nothing."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from store import Store, StoreError, Where, examine, open_store
from store.folder import DATABASE
from tests.store.places import SCHEMA, Clock, fresh, tables

SEALED = ("meta", "journal", "accesses", "documents", "subjects")
"""The tables every value of which must be as it was; drafts are no records, and not sealed."""

Content = dict[str, list[tuple[object, ...]]]


def made(folder: Path) -> bytes:
    """A small store in which every table holds something, and its file."""
    with fresh(folder, Clock()) as store:
        for n in range(3):
            with store.transaction(1, "log"):
                child = store.table("children").insert({"la": "801", "code": f"C{n}", "n": 1.5})
                store.table("visits").insert_multiple([{"child": child, "text": "x" * 50}] * 2)
                store.table("sessions").insert({"day": "2026-05-04", "locality": "Bristol"})
        with store.transaction(2, "change"):
            store.table("children").update({"until": "2026-05-01"}, doc_ids=[1])
            store.table("visits").remove(doc_ids=[3, 4])
            store.table("children").remove(doc_ids=[2])
        store.note(1, "read", [1, 2])
        store.note(1, "read", [3])
        store.drafts.put(1, "form", {"forename": "Half typed"})
    return (folder / DATABASE).read_bytes()


def content(database: Path) -> Content:
    """Every sealed value in the file, whatever the program thinks of it."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        db.text_factory = bytes
        return {name: sorted(db.execute(f"SELECT * FROM {name}"), key=repr) for name in SEALED}


def told(folder: Path) -> list[str]:
    """What `check` says of a store: its findings, or the sentence in which it is refused."""
    try:
        return [str(finding) for finding in examine(folder, SCHEMA)]
    except StoreError as error:
        return [str(error)]


def used(where: Where, work: Callable[[Store], None]) -> str:
    """The sentence with which a damaged store refuses work; empty where it does the work."""
    try:
        with open_store(where, SCHEMA, Clock()) as store:
            work(store)
    except StoreError as error:
        return str(error)
    return ""


def look(store: Store) -> None:
    """Read all there is, by every way there is."""
    store.reach()
    tables(store)
    for entry in store.entries():
        for op in entry.ops:
            store.before_and_after(entry, op)
    list(store.accesses())
    store.drafts.get(1, "form")


def write(store: Store) -> None:
    """Change something and add something."""
    with store.transaction(1, "on"):
        store.table("children").insert({"la": "801"})
        store.table("visits").update({"text": "changed"}, doc_ids=[1])
    store.note(1, "read", [1])
    store.drafts.put(1, "form", {"forename": "More"})


def flips(whole: bytes, places: Iterator[tuple[int, int]]) -> Iterator[tuple[int, bytes]]:
    """The file with one bit the other way, at each of some bytes and bits."""
    for byte, bit in places:
        data = bytearray(whole)
        data[byte] ^= 1 << bit
        yield byte, bytes(data)


def put(folder: Path, data: bytes) -> Path:
    """Make the file these bytes, with nothing beside it."""
    for left in folder.iterdir():
        left.unlink()
    (folder / DATABASE).write_bytes(data)
    return folder / DATABASE


def unseen(folder: Path, data: bytes, before: Content) -> str | None:
    """What is wrong with how a damaged file is met: None where it is told, or harms nothing.

    Anything but a sentence of the store's own comes up as the exception it is.
    """
    put(folder, data)
    found = told(folder)
    put(folder, data)
    read = used(folder, look)
    put(folder, data)
    wrote = used(folder, write)
    if found:
        return None
    if "draft" in read or "column 'at'" in read:
        return None
    if read or wrote:
        return f"check says nothing, but it cannot be used: {read or wrote}"
    return None if content(put(folder, data)) == before else "check says nothing"
