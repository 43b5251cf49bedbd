"""Somebody at the screens: `python -m tests.screens.sitting FOLDER ACCOUNT`.

The program asks the operating system who somebody is; here tests say it, so that several people
can sit at one store.
"""

import sys
from pathlib import Path

from clanbook.desk import Desk
from clanbook.desk.service import enter


def sitting(folder: Path, account: str) -> list[str]:
    """The command line that opens the screens on a store for the owner of an account."""
    return [sys.executable, "-m", "tests.screens.sitting", str(folder), account]


def main(folder: str, account: str) -> None:
    """Open the screens, and stay until they are left."""
    from screens import run

    with enter(folder) as store:
        run(Desk.of_account(store, account))


if __name__ == "__main__":
    main(*sys.argv[1:])
