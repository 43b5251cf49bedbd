"""A person at work who carries on: `python -m tests.postgres.writers ADDRESS NUMBER`.

Each line on standard output is an acknowledgement: the work of that number is saved.
"""

import sys
import time
from itertools import count

from store import Store, StoreUncertain, StoreUnreachable, open_store
from tests.store.places import SCHEMA


def work(store: Store, writer: int) -> None:
    """Save piece after piece for ever; one that is known not to be saved, once more."""
    for number in count(1):
        while not saved(store, writer, number):
            time.sleep(0.05)


def saved(store: Store, writer: int, number: int) -> bool:
    try:
        with store.transaction(writer, "log"):
            child = store.table("children").insert({"by": writer, "n": number})
            store.table("visits").insert({"child": child})
    except StoreUnreachable:
        return False
    except StoreUncertain:
        return True
    print(number, flush=True)
    return True


if __name__ == "__main__":
    with open_store(sys.argv[1], SCHEMA) as opened:
        work(opened, int(sys.argv[2]))
