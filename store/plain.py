"""A copy of the current documents as one plain JSON file, in the form of TinyDB's own storage.

Any TinyDB opens it, or anything else that reads JSON: what the service recorded is never locked in.
It holds no journal, so no store is ever made of it.
"""

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from store.engine import Engine, Stored
from store.errors import StoreDamaged
from store.journal import Unreadable, decode
from store.workshop import whole


def write(engine: Engine, path: Path) -> int:
    """Write the documents of one moment, for the file's owner alone; how many there are.

    Raises StoreExists over a file. In ASCII, since TinyDB reads in the encoding of the place.
    """
    with whole(path) as part, part.open("w", encoding="ascii") as out:
        count = 0
        with engine.reading():
            for text, documents in _texts(engine):
                out.write(text)
                count += documents
    return count


def _texts(engine: Engine) -> Iterator[tuple[str, int]]:
    """The file piece by piece, each with the number of documents in it."""
    present = (stored for stored in engine.everything() if stored.body is not None)
    before = "{"
    for name, documents in groupby(present, key=lambda stored: stored.table):
        yield f"{before}{json.dumps(name)}: {{", 0
        before = ""
        for stored in documents:
            yield f"{before}{_item(engine, stored)}", 1
            before = ",\n"
        yield "}", 0
        before = ",\n"
    yield ("{}\n" if before == "{" else "}\n"), 0


def _item(engine: Engine, stored: Stored) -> str:
    try:
        return f'"{stored.id}": {json.dumps(decode(stored.body or b""))}'
    except Unreadable as error:
        where = f"{stored.table} {stored.id} cannot be read"
        raise StoreDamaged(engine.where, where) from error
