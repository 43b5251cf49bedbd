"""Opening the screens."""

import sys

from clanbook.cli.entry import os_account
from clanbook.cli.output import Misused
from clanbook.desk import Desk
from clanbook.desk.service import enter


def on_a_terminal() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def open_screens(where: str) -> None:
    """Open the screens on the store, at the desk of whoever runs the program."""
    if not on_a_terminal():
        raise Misused("The screens need a terminal; clanbook --help lists what works without one.")
    from screens import run

    with enter(where) as store:
        run(Desk.of_account(store, os_account()))
