"""Where a command works, and as whom: the store it was given, the account it runs under."""

import os
import pwd
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from clanbook.caseload import Case
from clanbook.cli.output import Misused
from clanbook.cli.stopping import begin_changing
from clanbook.dates import Prefer, read_date
from clanbook.desk.access import ACTS
from clanbook.desk.desk import Desk
from clanbook.desk.errors import Unknown
from clanbook.desk.service import enter

if TYPE_CHECKING:
    import typer

STORE_HELP = (
    "A folder (embedded store), or postgresql://USER@HOST/DATABASE#SERVICE; default: the "
    "platform's folder for your data."
)


class Entry:
    """One command's way in."""

    def __init__(self, store: str) -> None:
        """Remember the `--store` given; empty means the default folder."""
        self.given = store

    @property
    def where(self) -> str:
        """The store's address."""
        return self.given or str(data_folder() / "service")

    @contextmanager
    def desk(self, act: str = "") -> Iterator[Desk]:
        """The desk of whoever runs the command, closed behind them.

        Where the command is for an `act` of the desk, the role is asked for first of all: somebody
        without it learns nothing of what there is, not even whether an id is known.
        """
        store = enter(self.where)
        try:
            desk = Desk.of_account(store, os_account())
            if act:
                desk.require(act, ACTS[act])
            seq, began = store.seq, store.now()
            try:
                yield desk
            finally:
                if store.seq != seq and _acted(desk, began):
                    begin_changing()
        finally:
            store.close()


def _acted(desk: Desk, since: datetime) -> bool:
    """Whether they did anything since: a mere look for an appointment is no act."""
    from clanbook.desk.restoring import TRIED

    done = desk.store.entries(by=desk.staff.id, since=since)
    return any(entry.act != TRIED for entry in done)


def desk_of(context: "typer.Context", act: str = "") -> AbstractContextManager[Desk]:
    """The desk for the command being run, which is for that `act` where one is named."""
    entry: Entry = context.obj
    return entry.desk(act)


def data_folder() -> Path:
    """The platform's folder for this person's data."""
    import platformdirs

    return Path(platformdirs.user_data_dir("clanbook", appauthor=False))


def os_account() -> str:
    """The operating-system account the program runs under, whatever the environment says."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def account_known(name: str) -> bool:
    """Whether the computer has an operating-system account of that name."""
    try:
        pwd.getpwnam(name)
    except (KeyError, ValueError):
        return False
    return True


def typed_day(text: str, option: str, desk: Desk, prefer: Prefer = "past") -> date:
    """The day somebody typed for `option`: any form that a date field takes."""
    try:
        return read_date(text, desk.today, prefer)
    except ValueError as error:
        raise Misused(f"{option}: {error}") from error


def case_of(desk: Desk, text: str) -> Case:
    """The case named `LA/CHILD_ID`."""
    la, slash, child_id = text.partition("/")
    if not slash or not la.strip() or not child_id.strip():
        raise Misused(f"{text!r} is not LA/CHILD_ID, such as 801/B1042 or Bristol/B1042.")
    case = desk.find(la.strip(), child_id.strip())
    if case is None:
        raise Unknown(f"No child of {la} has the id {child_id!r}; check the LA and the id.")
    return case
