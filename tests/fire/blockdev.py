"""Power cuts on a real file system: a disk image, copied as it is while the writers stand still.

What a store had not brought to the disk by then is not in the copy. It takes the right to mount.
"""

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store import StoreError
from tests.fire.crew import crew, go, said
from tests.fire.killing import HANDS, WRITERS, Acknowledged, check, kept
from tests.store.places import fresh

SIZE = 160 * 2**20
"""Bytes of the image: as much as a store wants free, and some."""

LONGEST = 0.4
"""Seconds within which the power goes."""


@contextmanager
def mounted(image: Path, options: str = "loop") -> Iterator[Path]:
    """The image's file system, for the block."""
    place = image.with_suffix(".mnt")
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", options, image, place], check=True, capture_output=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def made(image: Path) -> Path:
    """An image with an empty ext4."""
    with image.open("wb") as file:
        file.truncate(SIZE)
    subprocess.run(["mkfs.ext4", "-q", image], check=True)
    return image


def can_mount(image: Path) -> bool:
    """Whether images can be made and mounted here."""
    if not shutil.which("mkfs.ext4"):
        return False
    try:
        with mounted(made(image)):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


def cut(image: Path, chance: random.Random, *options: str) -> tuple[Path, Acknowledged]:
    """Four write on a new image until the power goes; the image as it is then, and what counts."""
    with mounted(made(image)) as place:
        fresh(place / "store").close()
        os.sync()
        commands = [
            ("write", "--store", place / "store", "--number", n + 1, *options)
            for n in range(WRITERS)
        ]
        with crew(HANDS, *commands) as workers:
            go(workers)
            time.sleep(chance.uniform(0.05, LONGEST))
            for worker in workers:
                worker.send_signal(signal.SIGSTOP)
            after = image.with_name("after.img")
            subprocess.run(["cp", "--sparse=always", image, after], check=True)
            for worker in workers:
                worker.kill()
            lines = [line for worker in workers for line in said(worker)]
    return after, kept(lines)


def wrong_after_cut(image: Path, chance: random.Random, *options: str) -> tuple[int, list[str]]:
    """How many commits had been acknowledged, and what is wrong after the power is back."""
    after, acknowledged = cut(image, chance, *options)
    with mounted(after) as place:
        try:
            return len(acknowledged), check(place / "store", acknowledged)
        except StoreError as error:
            return len(acknowledged), [str(error)]
