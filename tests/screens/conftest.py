"""A small service as of today for the screens: sixty children, clinics, and some appointments."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from clanbook.dates import local_date
from clanbook.demo.people import nhs_numbers
from clanbook.desk import Desk
from clanbook.desk.bookings import book, suggest
from clanbook.desk.errors import Refused
from clanbook.desk.service import enter
from clanbook.desk.staff import add_staff
from clanbook.records import Kind, Role, StaffRole
from clanbook.worklist import BOOKING, items
from tests.office import Office

CHILDREN = 60
STAFF = {
    "ann": StaffRole.ADMIN,
    "ben": StaffRole.ADMIN,
    "nia": StaffRole.NURSE,
    "val": StaffRole.VIEWER,
}
"""Who works here beside the manager, whose account is `boss`: their accounts and roles."""

_FORENAMES = [
    "Amara",
    "Billy-Joe",
    "Chloë",
    "Dylan",
    "Ellie-Mae",
    "Farah",
    "Georgia",
    "Hamza",
    "Isla",
    "Jude",
]
_SURNAMES = ["Abbot", "D'Arcy", "Okafor-Weeks", "Żurek", "Nguyễn", "O'Connell"]
NAMES = "".join(_FORENAMES + _SURNAMES)
"""Every letter that a child's name has here."""

_LAS = {"801": "Bristol", "802": "North Somerset", "803": "South Gloucestershire"}
_BOOKED = 15


@pytest.fixture(scope="session")
def caseload(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store made once; for reading alone, `service` gives a copy."""
    folder = tmp_path_factory.mktemp("caseload") / "service"
    today = local_date(datetime.now(UTC))
    office = Office(folder, day=today - timedelta(days=1))
    office.clock.now = datetime.now(UTC)
    for account, role in STAFF.items():
        add_staff(office.desk, account.title(), role, account)
    _fill(office, today)
    office.store.close()
    return folder


@pytest.fixture
def service(caseload: Path, tmp_path: Path) -> Path:
    """The folder of a store with sixty children, to do with as a test likes."""
    return Path(shutil.copytree(caseload, tmp_path / "service"))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A new service on Monday 4 May 2026, nine o'clock, with nobody in it."""
    made = Office(tmp_path / "office")
    yield made
    made.store.close()


@pytest.fixture
def ann(service: Path) -> Iterator[Desk]:
    """The desk of Ann, who is an administrator, on the real clock."""
    with enter(str(service)) as store:
        yield Desk.of_account(store, "ann")


def _fill(office: Office, today: date) -> None:
    """Bring in the children, those seen already, and the clinics; book some into them."""
    numbers = nhs_numbers(first=900_000)
    office.load("notifications", *(_child(n, next(numbers), today) for n in range(CHILDREN)))
    office.load("assessments", *(_seen(n, today) for n in range(CHILDREN) if _days(n) > 40))
    office.load("sessions", *(_clinic(n, today) for n in range(30)))
    desk = office.desk
    wanting = [i for i in items(desk.cases(), desk.service, today) if BOOKING in i.missing]
    for item in wanting[::2][:_BOOKED]:
        _book(desk, item.case.child.id, item.kind)


def _days(n: int) -> int:
    """How many days ago the child came into care: a few a week, then one a fortnight."""
    return n if n < 30 else 30 + (n - 30) * 14


def _child(n: int, nhs_number: str, today: date) -> dict[str, Any]:
    la = list(_LAS)[n % 3]
    entered = today - timedelta(days=_days(n))
    known: dict[str, Any] = {
        "la": la,
        "child_id": f"C{n + 1:03}",
        "entered_care": entered,
        "forename": _FORENAMES[n % 10],
        "surname": _SURNAMES[n % 6],
        "dob": entered - timedelta(days=400 + 97 * n),
        "sex": "FM"[n % 2],
        "nhs_number": nhs_number,
        "notified": min(today, entered + timedelta(days=n % 4)),
        "placed_in": _LAS[la],
        "carer": f"Kim {_SURNAMES[(n + 1) % 6]}",
    }
    papers = min(today, entered + timedelta(days=3))
    return known | ({"consent": papers, "demographics": papers, "part_a": papers} if n % 4 else {})


def _seen(n: int, today: date) -> dict[str, Any]:
    entered = today - timedelta(days=_days(n))
    completed = entered + timedelta(days=20 + n % 12)
    return {
        "la": list(_LAS)[n % 3],
        "child_id": f"C{n + 1:03}",
        "ref": f"A{n + 1}",
        "kind": Kind.IHA,
        "requested": entered + timedelta(days=3),
        "completed": completed,
        "report_sent": completed + timedelta(days=5),
    }


def _clinic(n: int, today: date) -> dict[str, Any]:
    nurse = n % 2
    return {
        "date": today + timedelta(days=1 + n),
        "start": time(9 + n % 4),
        "slots": 4,
        "minutes": 45,
        "locality": list(_LAS.values())[n % 3],
        "venue": "Health Park",
        "clinician": "Nurse Quill" if nurse else "Dr Ahn",
        "role": Role.NURSE if nurse else Role.PAEDIATRICIAN,
        "purposes": (Kind.RHA,) if nurse else (Kind.IHA, Kind.RHA),
    }


def _book(desk: Desk, child: int, kind: Kind) -> None:
    """Book the best slot in time, where there is one."""
    try:
        found = suggest(desk, child, kind)
        book(desk, child, found[0].slot.id, kind)
    except Refused:
        return  # overdue, or nothing stands in time: these stay on the worklist unbooked
