"""What the tests run in processes of their own: `python -m tests.store.workers WHAT FOLDER ...`.

Each line on standard output is an acknowledgement: the commit it tells of has returned.
"""

import sys
from pathlib import Path

from store import Store, open_store
from tests.store.places import SCHEMA


def count(store: Store, times: int) -> None:
    """Add one to document 1, so often, and insert one document each time."""
    table = store.table("staff")
    for _ in range(times):
        with store.transaction(1, "count"):
            found = table.get(doc_id=1)
            assert found is not None
            table.update({"n": found["n"] + 1}, doc_ids=[1])
            number = table.insert({"made": True})
        print(number, flush=True)


WORK = {"count": count}


if __name__ == "__main__":
    what, folder, number = sys.argv[1:]
    with open_store(Path(folder), SCHEMA) as opened:
        opened.refresh()
        print("ready", flush=True)
        sys.stdin.readline()
        WORK[what](opened, int(number))
