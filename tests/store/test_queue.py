import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
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


def test_who_is_next_makes_ready_once_the_one_before_calls(lock: Path) -> None:
    holder, near, far = (queue(lock, 30) for _ in range(3))
    told: list[str] = []
    near_ready, far_ready = threading.Event(), threading.Event()
    assert holder.enter(lambda: told.append("with nobody before"))
    next_one = threading.Thread(target=near.enter, args=(near_ready.set,))
    next_one.start()
    assert near_ready.wait(30)
    last = threading.Thread(target=far.enter, args=(far_ready.set,))
    last.start()
    holder.leave()
    next_one.join(30)
    assert not far_ready.wait(0.1)
    near.call_next()
    assert far_ready.wait(30)
    assert last.is_alive()
    near.leave()
    last.join(30)
    assert not last.is_alive()
    assert told == []


def test_who_leaves_without_a_call_lets_the_next_in_all_the_same(lock: Path) -> None:
    holder, near, far = (queue(lock, 30) for _ in range(3))
    near_ready = threading.Event()
    assert holder.enter()
    next_one = threading.Thread(target=near.enter, args=(near_ready.set,))
    next_one.start()
    assert near_ready.wait(30)
    last = threading.Thread(target=far.enter)
    last.start()
    holder.leave()
    next_one.join(30)
    near.leave()
    last.join(30)
    assert not last.is_alive()
    assert not queue(lock, 0.05).enter()


def test_who_cannot_make_ready_holds_up_nobody(lock: Path) -> None:
    holder, failing, after = (queue(lock, 30) for _ in range(3))

    def fail() -> None:
        raise RuntimeError("it cannot")

    assert holder.enter()
    with pytest.raises(RuntimeError, match="it cannot"):
        failing.enter(fail)
    holder.leave()
    assert after.enter()
    assert not queue(lock, 0.05).enter()


LOCKED = """
import fcntl, sys
with open(sys.argv[1], "r+") as file:
    fcntl.lockf(file, fcntl.LOCK_EX)
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def locked_by_another_program(lock: Path) -> Iterator[None]:
    """The whole file, as no lock of ours is."""
    lock.touch()
    command = [sys.executable, "-c", LOCKED, str(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        yield
        other.communicate(b"\n")


def test_another_programs_lock_on_the_whole_file_is_waited_for_without_turning(lock: Path) -> None:
    waiting = queue(lock, 30)
    turn = threading.Thread(target=waiting.enter)
    with locked_by_another_program(lock):
        assert not queue(lock, 0.1).enter()
        begun = time.process_time()
        turn.start()
        time.sleep(0.5)
        assert turn.is_alive()
        assert time.process_time() - begun < 0.25
    turn.join(30)
    assert not turn.is_alive()
    assert not queue(lock, 0.05).enter()


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


@pytest.mark.one_engine("folder", "a server does not say who is next")
def test_whoever_is_next_reads_what_was_written_before_its_turn(folder: Path) -> None:
    fresh(folder).close()
    with open_store(folder, SCHEMA, Clock()) as holder, open_store(folder, SCHEMA) as waiting:
        assert waiting.table("staff").all() == []
        with holder.transaction(1, "one"):
            holder.table("staff").insert({"n": 1})
        caught_up = threading.Event()
        refresh = waiting._memory.refresh

        def told() -> bool:
            moved = refresh()
            caught_up.set()
            return moved

        waiting._memory.refresh = told  # type: ignore[method-assign]
        turn = threading.Thread(target=write_after_all, args=(waiting,))
        with holder.transaction(1, "two"):
            holder.table("staff").insert({"n": 2})
            turn.start()
            assert caught_up.wait(30)
            assert [row["n"] for row in waiting._memory.shelf("staff").rows.values()] == [1]
        turn.join(30)
        assert sorted(row["n"] for row in holder.table("staff")) == [1, 2, 3]


def write_after_all(store: Store) -> None:
    with store.transaction(1, "three"):
        store.table("staff").insert({"n": len(store.table("staff")) + 1})
