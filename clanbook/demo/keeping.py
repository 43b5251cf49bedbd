"""The demo's store: made anew, taken up again the same day, never in place of a real one."""

import tempfile
from datetime import date
from pathlib import Path

from clanbook.demo.script import Progress, SetClock, play
from clanbook.desk import Desk
from clanbook.desk.errors import Refused
from clanbook.desk.service import enter, found
from clanbook.settings import DEFAULT
from store import StoreMissing
from store.folder import Folder

DEMO_MANAGER = "Demo manager"
"""Who the person trying the demo is in it."""


class NotADemo(Refused):
    """There is a store or something else at the place, and it is no demo's: it is left alone."""

    def __init__(self, folder: Path, what: str) -> None:
        """Say where, and what is there."""
        super().__init__(f"{folder} {what} and is left as it is; name another folder with --store.")


def make_demo(folder: Path, seed: int, today: date, account: str, progress: Progress) -> bool:
    """See that `folder` holds the demo of this seed and day; whether it had to be made.

    A demo of another seed or day is replaced, once the new one is complete. Raises NotADemo where
    anything but a demo is in the way.
    """
    mark = _mark(seed, today)
    if folder.exists() and any(folder.iterdir()):
        standing = _mark_of(folder)
        if standing == mark:
            return False
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".demo-", dir=folder.parent) as workshop:
        made, old = Path(workshop) / "made", Path(workshop) / "old"
        Folder(made).make(folder)
        _play_into(made, seed, today, account, mark, progress)
        if folder.exists():
            folder.rename(old)
        made.rename(folder)
    return True


def _mark(seed: int, today: date) -> str:
    return f"seed {seed}, {today.isoformat()}"


def _mark_of(folder: Path) -> str:
    """The mark of the demo in the folder."""
    try:
        store = enter(str(folder))
    except StoreMissing as error:
        raise NotADemo(folder, "is not empty and holds no demo") from error
    with store:
        if not store.mark:
            raise NotADemo(folder, "holds a store that is not a demo's")
        return store.mark


def _play_into(
    folder: Path, seed: int, today: date, account: str, mark: str, progress: Progress
) -> None:
    """Make a store and play the script of this seed and day into it, day by day."""
    from clanbook.demo import steps

    script = steps(seed, today)
    clock = SetClock(script[0].at)
    with found(folder, DEFAULT, DEMO_MANAGER, account, clock=clock, demo=mark) as store:
        play(script, Desk.of_account(store, account), clock, progress)
