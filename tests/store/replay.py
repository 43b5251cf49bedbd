"""The tables as the journal alone has them, worked out in the plainest way from entry 1."""

from typing import Any

from store import Store
from store.engine import LAST
from store.journal import Keyring, decode, read_entry
from tests.store.places import SCHEMA, tables

PAGE = 10_000

Tables = dict[str, dict[int, tuple[int, Any]]]
"""Documents by table and id, each with the entry that last changed it."""


def replayed(store: Store, until: int = LAST) -> Tables:
    """Every document that is left when the entries are followed in order, up to one of them."""
    found: Tables = {table.name: {} for table in SCHEMA.tables}
    engine, after = store._engine, 0
    ring = Keyring(engine.keys(engine.subjects()))
    while page := engine.entries(after, PAGE):
        after = page[-1].seq
        for row in page:
            if row.seq > until:
                return found
            for op in read_entry(row.entry).ops:
                body = ring.document(op, row.seq)
                if body is None:
                    found[op.table].pop(op.id, None)
                else:
                    found[op.table][op.id] = (row.seq, decode(body))
    return found


def unsound(store: Store) -> list[str]:
    """What is wrong with a store: its own check, its tables and indexes against the replay."""
    store.reach()
    shown, expected = tables(store), replayed(store)
    wrong = [str(finding) for finding in store.verify()]
    wrong += [f"{name} is not as replayed" for name in expected if shown[name] != expected[name]]
    return wrong + [
        f"the index of {table.name} on {fields} is not as replayed"
        for table in SCHEMA.tables
        for fields in table.indexes
        if _indexed(store, table.name, fields) != _sorted(expected[table.name], fields)
    ]


def _indexed(store: Store, name: str, fields: tuple[str, ...]) -> dict[Any, list[int]]:
    """What the index gives for each value the documents have."""
    values = {tuple(found.get(f) for f in fields) for found in store.table(name).all()}
    table = store.table(name)
    return {value: [found.doc_id for found in table.lookup(fields, value)] for value in values}


def _sorted(documents: dict[int, tuple[int, Any]], fields: tuple[str, ...]) -> Any:
    found: dict[Any, list[int]] = {}
    for number in sorted(documents):
        found.setdefault(tuple(documents[number][1].get(f) for f in fields), []).append(number)
    return found
