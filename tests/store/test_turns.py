"""The queue of writers among processes: whose turn it is, and what deaths leave behind."""

import fcntl
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from store.folder import open_lock
from store.queue import STALLED, Queue, _behind, _lock

Process = subprocess.Popen[str]
FOR_EVER = 10**9
PATIENCE = 60.0


class Place:
    """A lock file, a log of turns, and the processes that queue there."""

    def __init__(self, folder: Path) -> None:
        self.lock = folder / "lock"
        self.log = folder / "log"
        self.log.touch()
        self.started: list[Process] = []

    def queue(self, limit: float = PATIENCE) -> Queue:
        return Queue(lambda: open_lock(self.lock, 0o600), limit)

    def start(self, name: str, turns: int) -> Process:
        words = map(str, (self.lock, self.log, name, turns))
        command = [sys.executable, "-m", "tests.store.queuers", *words]
        self.started.append(subprocess.Popen(command, stdin=subprocess.PIPE, text=True))
        return self.started[-1]

    def line_up(self, name: str, turns: int = 1) -> Process:
        """Start one, and go on once it stands in line or has its turn."""
        before = self.reach()
        process = self.start(name, turns)
        until(lambda: self.reach() > before)
        return process

    def reach(self) -> int:
        """How many places the line takes up, with the one whose turn it is."""
        looking, place = open_lock(self.lock, 0o600), 0
        while behind := _behind(looking, _lock(fcntl.F_WRLCK, place, 0)):
            place = behind
        os.close(looking)
        return place

    def turns(self) -> list[str]:
        return self.log.read_text().splitlines()

    def names(self) -> list[str]:
        return [line.removeprefix("in ") for line in self.turns() if line.startswith("in ")]


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.002)


def kill(process: Process) -> None:
    process.kill()
    process.communicate()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    for process in made.started:
        kill(process)


@contextmanager
def held(place: Place) -> Iterator[None]:
    """A block in which the test itself has the turn."""
    holder = place.queue()
    assert holder.enter()
    yield
    holder.close()


def test_turns_go_in_the_order_of_coming_and_nobody_has_two_before_who_waits_has_one(
    place: Place,
) -> None:
    names = [str(n) for n in range(6)]
    with held(place):
        processes = [place.line_up(name, turns=50) for name in names]
    assert [process.wait(PATIENCE) for process in processes] == [0] * len(names)
    assert place.names()[: len(names)] == names
    assert sorted(place.names()) == sorted(names * 50)


def test_when_the_holder_is_killed_the_next_in_line_has_the_turn(place: Place) -> None:
    holder = place.line_up("holder", turns=0)
    until(lambda: place.names() == ["holder"])
    after = [place.line_up(name) for name in ("next", "last")]
    kill(holder)
    assert [process.wait(PATIENCE) for process in after] == [0, 0]
    assert place.turns()[1:] == ["in next", "out next", "in last", "out last"]


def test_when_one_in_line_is_killed_those_behind_it_still_wait_for_all_before(
    place: Place,
) -> None:
    with held(place):
        first, killed, last = (place.line_up(name) for name in ("first", "killed", "last"))
        kill(killed)
        time.sleep(0.05)
        assert place.turns() == []
    assert [process.wait(PATIENCE) for process in (first, last)] == [0, 0]
    assert place.names() == ["first", "last"]


def test_one_in_line_that_was_stopped_holds_up_those_behind_it_for_a_moment_only(
    place: Place,
) -> None:
    with held(place):
        stopped, *behind = (place.line_up(name) for name in ("stopped", "next", "last"))
        stopped.send_signal(signal.SIGSTOP)
        threads = Path(f"/proc/{stopped.pid}/task")
        until(lambda: all(") T " in (one / "stat").read_text() for one in threads.iterdir()))
    assert [process.wait(PATIENCE) for process in behind] == [0, 0]
    assert sorted(place.names()) == ["last", "next"]
    stopped.send_signal(signal.SIGCONT)
    assert stopped.wait(PATIENCE) == 0
    assert two_at_once(place.turns()) == []
    assert place.queue().enter()


def test_nobody_passes_one_who_works_however_long(place: Place) -> None:
    with held(place):
        waiting = [place.line_up(name) for name in ("next", "last")]
        time.sleep(2.5 * STALLED)
        assert place.turns() == []
    assert [process.wait(PATIENCE) for process in waiting] == [0, 0]
    assert place.names() == ["next", "last"]


def test_who_gives_up_holds_up_nobody_behind_it(place: Place) -> None:
    late = place.queue(limit=0.3)
    with held(place):
        assert not late.enter()
        behind = place.line_up("behind")
        assert not late.enter()
        last = place.line_up("last")
    assert [process.wait(PATIENCE) for process in (behind, last)] == [0, 0]
    assert place.names() == ["behind", "last"]
    assert late.enter()
    late.close()


def test_whoever_is_killed_wherever_it_stands_no_two_ever_have_the_turn(place: Place) -> None:
    chance, running = random.Random(), [place.start(str(n), FOR_EVER) for n in range(4)]
    for n in range(4, 16):
        wanted = len(place.turns()) + 20
        until(lambda wanted=wanted: len(place.turns()) > wanted)  # type: ignore[misc]
        time.sleep(chance.random() / 100)
        kill(running.pop(chance.randrange(len(running))))
        running.append(place.start(str(n), FOR_EVER))
    for process in running:
        kill(process)
    assert place.queue().enter()
    assert two_at_once(place.turns()) == []


def two_at_once(turns: list[str]) -> list[tuple[str, str]]:
    """Where a turn began inside another's, which was not cut short by the death of who had it."""
    last = {line.split()[1]: at for at, line in enumerate(turns)}
    return [
        (line, after)
        for at, (line, after) in enumerate(pairwise(turns))
        if line.startswith("in ") and after != line.replace("in ", "out ")
        if last[line.split()[1]] > at
    ]


def test_who_has_a_lock_file_open_that_was_deleted_queues_at_the_one_made_since(
    place: Place,
) -> None:
    early = place.queue(limit=0.05)
    assert early.enter()
    early.leave()
    place.lock.unlink()
    with held(place):
        assert not early.enter()
    assert place.queue().enter()
