"""Processes at work on one store, begun together, killed if need be."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Worker = subprocess.Popen[str]


def started(program: str, *words: object) -> Worker:
    """A process of one of the programs here, its lines to be read."""
    return subprocess.Popen(
        [sys.executable, "-m", program, *map(str, words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@contextmanager
def crew(program: str, *commands: tuple[object, ...]) -> Iterator[list[Worker]]:
    """Processes that have all said they are ready; none is left after the block."""
    workers = [started(program, *words) for words in commands]
    try:
        wait_for(workers)
        yield workers
    finally:
        end(workers)


def wait_for(workers: list[Worker]) -> None:
    """Read a line from each: it is ready, or through."""
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline(), "it ended before it said so"


def end(workers: list[Worker]) -> None:
    """Kill what still runs, and leave no child of ours behind."""
    for worker in workers:
        worker.kill()
    for worker in workers:
        worker.communicate()


def go(workers: list[Worker]) -> None:
    """Let them begin."""
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()


def said(worker: Worker) -> list[dict[str, Any]]:
    """Every whole line a worker has printed by its end."""
    assert worker.stdout is not None
    return [json.loads(line) for line in worker.stdout.read().split("\n")[:-1]]
