"""The probe in a terminal: `python -m tests.screens.probing FOLDER ACCOUNT DRAFTS`.

It is opened as the real screens are; what is kept of a half-typed form goes to the file DRAFTS.
"""

import sys
from pathlib import Path

from clanbook.cli.output import explained
from clanbook.desk import Desk
from clanbook.desk.service import enter
from screens import lifecycle, run


def probing(folder: Path, drafts: Path, account: str = "ann") -> list[str]:
    """The command line that opens the probe on a store for the owner of an account."""
    return [sys.executable, "-m", "tests.screens.probing", str(folder), account, str(drafts)]


def main(folder: str, account: str, drafts: str) -> None:
    """Open the probe in place of the Worklist, and stay until it is left."""
    lifecycle.prepare()
    from screens import app
    from tests.screens.probe import ProbeForm

    ProbeForm.file = Path(drafts)
    app.PLACES["worklist"] = "tests.screens.probe:Probe"
    try:
        with enter(folder) as store:
            run(Desk.of_account(store, account))
    except ZeroDivisionError as error:
        sys.exit(explained(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
