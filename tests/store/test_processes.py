"""Several real processes at once: nothing lost, nothing twice, everybody gets a turn."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.store.places import fresh

Worker = subprocess.Popen[str]


@contextmanager
def workers(folder: Path, what: str, *numbers: int) -> Iterator[list[Worker]]:
    """Processes at work, begun together; ended with the block."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.store.workers", what, str(folder), str(number)],
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


def test_nothing_is_lost_and_no_id_is_given_twice(folder: Path) -> None:
    with fresh(folder) as store:
        with store.transaction(1, "begin"):
            store.table("staff").insert({"n": 0})
        with workers(folder, "count", 25, 25, 25, 25) as started:
            ids = [number for worker in started for number in said(worker)]
            assert [worker.wait() for worker in started] == [0, 0, 0, 0]
        assert store.table("staff").get(doc_id=1) == {"n": 100}
        assert sorted(ids) == list(range(2, 102))
        assert len(store.table("staff")) == 101
        assert store.seq == 101
        assert store.verify() == []
