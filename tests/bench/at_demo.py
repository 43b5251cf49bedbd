"""The demonstration of the present, for measurements of the screens."""

import os
import pwd
from datetime import UTC, datetime
from pathlib import Path

from clanbook.dates import local_date
from clanbook.demo.keeping import make_demo
from clanbook.desk import Desk
from clanbook.desk.service import enter
from clanbook.desk.staff import add_staff
from clanbook.records import StaffRole


def unwatched(done: int, total: int) -> None:
    """Progress nobody watches."""


def demo_for(folder: Path, people: int) -> list[str]:
    """Make the demonstration there and let some administrators in: their accounts."""
    manager = pwd.getpwuid(os.getuid()).pw_name
    make_demo(folder, 2018, local_date(datetime.now(UTC)), manager, unwatched)
    accounts = [f"person{n}" for n in range(people)]
    with enter(str(folder)) as store:
        desk = Desk.of_account(store, manager)
        for account in accounts:
            add_staff(desk, account.title(), StaffRole.ADMIN, account)
    return accounts
