import os
import threading
import time
from pathlib import Path

import pytest

from store import StoreBusy, open_store
from store.queue import Queue
from store.sqlite.engine import SQLiteEngine
from store.store import Store
from tests.store.places import SCHEMA, Clock, fresh


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "lock"


def queue(lock: Path, limit: float) -> Queue:
    return Queue(lambda: os.open(lock, os.O_RDWR | os.O_CREAT, 0o600), limit)


def test_one_holds_the_lock_and_the_next_gets_it_when_it_is_freed(lock: Path) -> None:
    first, second = queue(lock, 5), queue(lock, 5)
    assert first.enter()
    threading.Timer(0.05, first.leave).start()
    assert second.enter()
    second.leave()
    second.leave()
    assert first.enter()
    first.leave()


def test_waiting_ends_at_the_time_limit_and_leaves_no_claim_behind(lock: Path) -> None:
    holder, late = queue(lock, 5), queue(lock, 0.05)
    assert holder.enter()
    begun = time.monotonic()
    assert not late.enter()
    assert time.monotonic() - begun < 2
    holder.leave()
    next_one = queue(lock, 2)
    for _ in range(10):
        assert next_one.enter()
        next_one.leave()
        time.sleep(0.005)
    next_one.close()
    holder.close()


@pytest.mark.one_engine("folder", "a server has a queue of its own, and tests of it")
def test_a_store_others_hold_too_long_is_busy_and_says_so(folder: Path) -> None:
    fresh(folder).close()
    with open_store(folder, SCHEMA, Clock()) as holder:
        waiting = Store(SQLiteEngine(folder, wait=0.05), SCHEMA, Clock())
        with holder.transaction(1, "long"):
            with pytest.raises(StoreBusy, match=r"0\.05 seconds.*try again"):
                waiting.note(1, "read")
            with pytest.raises(StoreBusy), waiting.transaction(1, "late"):
                pass
        with waiting.transaction(1, "in time"):
            waiting.table("staff").insert({})
        waiting.close()
