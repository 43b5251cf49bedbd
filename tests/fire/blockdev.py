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
from itertools import count
from pathlib import Path

from store import StoreError
from tests.fire.crew import crew, go, said
from tests.fire.killing import HANDS, WRITERS, Acknowledged, check, kept
from tests.store.places import fresh

SIZE = 160 * 2**20
"""Bytes of the image: as much as a store wants free, and some."""

NUMBERS = count(1)

LONGEST = 0.4
"""Seconds within which the power goes."""


@contextmanager
def mounted(image: Path, options: str = "loop") -> Iterator[Path]:
    """The image's file system, for the block."""
    place = image.with_name(image.name + ".mnt")
    place.mkdir()
    subprocess.run(["mount", "-o", options, image, place], check=True, capture_output=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


@contextmanager
def made(place: Path) -> Iterator[Path]:
    """An image with an empty ext4, for the block.

    Each has a name of its own: a device let go of late would show an old one's files in a new one.
    """
    image = place / f"{next(NUMBERS)}.img"
    with image.open("wb") as file:
        file.truncate(SIZE)
    subprocess.run(["mkfs.ext4", "-q", image], check=True)
    try:
        yield image
    finally:
        image.unlink()


def can_mount(place: Path) -> bool:
    """Whether images can be made and mounted here."""
    if not shutil.which("mkfs.ext4"):
        return False
    try:
        with made(place) as image, mounted(image):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


def cut(image: Path, after: Path, chance: random.Random, *options: str) -> Acknowledged:
    """Four write on an image until the power goes and it is copied; what they acknowledged."""
    with mounted(image) as place:
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
            subprocess.run(["cp", "--sparse=always", image, after], check=True)
            for worker in workers:
                worker.kill()
            lines = [line for worker in workers for line in said(worker)]
    return kept(lines)


def wrong_after_cut(place: Path, chance: random.Random, *options: str) -> tuple[int, list[str]]:
    """How many commits had been acknowledged, and what is wrong after the power is back."""
    with made(place) as image:
        after = image.with_suffix(".after")
        acknowledged = cut(image, after, chance, *options)
        try:
            with mounted(after) as found:
                return len(acknowledged), check(found / "store", acknowledged)
        except StoreError as error:
            return len(acknowledged), [str(error)]
        finally:
            after.unlink()
