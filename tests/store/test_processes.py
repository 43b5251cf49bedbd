"""Several real processes at once: nothing lost, nothing twice, everybody gets a turn."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store import Store, Where, open_store
from tests.store.places import SCHEMA, fresh

Worker = subprocess.Popen[str]


@contextmanager
def workers(where: Where, what: str, *numbers: int) -> Iterator[list[Worker]]:
    """Processes at work, begun together; ended with the block."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.store.workers", what, str(where), str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in numbers
    ]
    try:
        for worker in started:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n"
        for worker in started:
            assert worker.stdin is not None
            worker.stdin.write("go\n")
            worker.stdin.flush()
        yield started
    finally:
        for worker in started:
            worker.kill()
            worker.communicate()


def said(worker: Worker) -> list[int]:
    """Every whole line a worker has printed by its end."""
    assert worker.stdout is not None
    lines = worker.stdout.read().split("\n")[:-1]
    return [int(line) for line in lines]


def test_nothing_is_lost_and_no_id_is_given_twice(where: Where) -> None:
    with fresh(where) as store:
        with store.transaction(1, "begin"):
            store.table("staff").insert({"n": 0})
        with workers(where, "count", 25, 25, 25, 25) as started:
            ids = [number for worker in started for number in said(worker)]
            assert [worker.wait() for worker in started] == [0, 0, 0, 0]
        assert store.table("staff").get(doc_id=1) == {"n": 100}
        assert sorted(ids) == list(range(2, 102))
        assert len(store.table("staff")) == 101
        assert store.seq == 101
        assert store.verify() == []


def test_of_sixteen_writers_everybody_gets_turns(where: Where) -> None:
    with fresh(where) as store:
        with store.transaction(1, "begin"):
            store.table("staff").insert({"n": 0})
        with workers(where, "hammer", *[3] * 16) as started:
            turns = [said(worker)[0] for worker in started]
        assert store.seq == 1 + sum(turns)
        assert min(turns) / max(turns) >= 0.3, turns


def test_what_a_killed_writer_acknowledged_is_there(where: Where) -> None:
    fresh(where).close()
    chance = random.Random(4)
    acknowledged: list[int] = []
    for _ in range(6):
        with workers(where, "insert", 1, 2, 3) as started:
            for worker in started:
                time.sleep(chance.uniform(0.01, 0.15))
                worker.kill()
            acknowledged += [number for worker in started for number in said(worker)]
        with open_store(where, SCHEMA) as store:
            assert sound(store, acknowledged)
    assert len(acknowledged) > 10


def sound(store: Store, acknowledged: list[int]) -> bool:
    children = {child.doc_id for child in store.table("children").all()}
    visited = [visit["child"] for visit in store.table("visits").all()]
    assert len(set(acknowledged)) == len(acknowledged)
    assert children >= set(acknowledged)
    assert sorted(visited) == sorted(children)
    return store.verify() == []


def test_a_backup_made_while_others_write_is_of_one_moment(where: Where, tmp_path: Path) -> None:
    with fresh(where) as store, workers(where, "insert", 1, 2):
        for number in range(5):
            copy = tmp_path / f"copy{number}" / "clanbook.db"
            copy.parent.mkdir()
            store.backup(copy)
    for number in range(5):
        with open_store(tmp_path / f"copy{number}", SCHEMA) as restored:
            assert sound(restored, [])
            assert restored.seq == len(restored.table("children").all())
