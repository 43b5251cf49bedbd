"""A small disk that fills up and turns read-only: run by the tests in a mount namespace."""

import os
import subprocess
import tempfile
import time
from pathlib import Path

from store import Store, StoreFull, open_store
from store.folder import LOOK_EVERY
from tests.cli.shell import Answer, Shell
from tests.store.places import SCHEMA, fresh, tables
from tests.store.replay import unsound

SIZE = 80
"""Megabytes: more than a store wants free, by not so much."""


def mount(place: Path, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], check=True)


def fill(place: Path, leave: int = 0) -> Path:
    """Leave so many bytes of room."""
    disk = os.statvfs(place)
    ballast = place / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, disk.f_bavail * disk.f_frsize - leave)
    return ballast


def refused(answer: Answer, sentence: str) -> None:
    """One sentence, and exit 3."""
    assert answer.status == 3, answer
    assert sentence in answer.err, answer
    assert len(answer.sentences) == 1, answer


def in_the_shell(place: Path) -> None:
    shell = Shell(place / "service")
    assert shell("init").status == 0
    file = shell.csv("notifications", {"la": "801", "child_id": "C1", "entered_care": "2026-05-04"})
    ballast = fill(place, leave=2**20)
    refused(shell("import", "notifications", str(file)), "is full")
    ballast.unlink()
    assert shell("import", "notifications", str(file)).status == 0
    ballast = fill(place)
    refused(shell("backup", str(place / "copy.db")), "is full")
    refused(shell("backup", str(place / "copy.json")), "is full")
    assert not list(place.glob("copy*"))
    ballast.unlink()
    mount(place, "remount,ro")
    refused(shell("import", "notifications", str(file)), "can only be read")
    mount(place, "remount,rw")
    assert shell("check").status == 0


def in_one_process(place: Path) -> None:
    """The disk fills up within the second for which a look at it holds: SQLite meets with it."""
    with fresh(place / "store") as store:
        with store.transaction(1, "log"):
            store.table("staff").insert({"n": 1})
        before = tables(store)
        ballast = fill(place)
        assert failed(store)
        assert tables(store) == before
        ballast.unlink()
        time.sleep(LOOK_EVERY)
        with store.transaction(1, "log"):
            store.table("staff").insert({"n": 2})
        assert unsound(store) == []
    with open_store(place / "store", SCHEMA) as again:
        assert [found["n"] for found in again.table("staff").all()] == [1, 2]


def failed(store: Store) -> bool:
    try:
        with store.transaction(1, "big"):
            store.table("staff").insert({"text": "x" * 2**20})
    except StoreFull as error:
        return "make room" in str(error)
    return False


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        mount(place, f"size={SIZE}m")
        try:
            in_the_shell(place)
            in_one_process(place)
        finally:
            subprocess.run(["umount", place], check=True)
    print("done")


if __name__ == "__main__":
    main()
