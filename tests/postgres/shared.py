"""The one server that all processes of a test run share.

Whoever needs it first starts `python -m tests.postgres.shared FILE PID`, which writes the server's
address to FILE, keeps the server for as long as process PID lives, the one that began the run,
then stops it and clears up.
"""

import fcntl
import os
import select
import subprocess
import sys
import time
from pathlib import Path

from tests.postgres.server import server

_keepers: list[subprocess.Popen[bytes]] = []
"""Kept, so that nobody misses them while they still work."""


def shared(folder: Path, run: int) -> str:
    """The address of the run's server, started if it does not stand yet."""
    known = folder / "postgres.address"
    with (folder / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not known.exists():
            _start(known, run)
        return known.read_text()


def _start(known: Path, run: int) -> None:
    with known.with_suffix(".log").open("wb") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.postgres.shared", str(known), str(run)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    _keepers.append(keeper)
    while not known.exists():
        assert keeper.poll() is None, known.with_suffix(".log").read_text()
        time.sleep(0.05)


def keep(known: Path, run: int) -> None:
    """Start a server, leave its address, and stop it when the run has ended."""
    watched = os.pidfd_open(run)
    with server() as own:
        fresh = known.with_suffix(".new")
        fresh.write_text(own.address())
        fresh.rename(known)
        select.select([watched], [], [])


if __name__ == "__main__":
    keep(Path(sys.argv[1]), int(sys.argv[2]))
