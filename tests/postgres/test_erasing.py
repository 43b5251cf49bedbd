"""Erasing on a server: the tables' owner alone may, and nothing is left in the tables' files."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest

from clanbook.dates import Quarter
from clanbook.desk import Desk
from clanbook.desk.erasing import erase, sweep
from clanbook.desk.reading import board_report
from clanbook.desk.service import enter
from clanbook.desk.trail import verified
from store import StoreNotOwned
from tests.office import Office
from tests.postgres.tampering import owner

WORDS = ("Quillfeather", "Unforgettable Avenue", "2011-09-23")


@pytest.fixture
def office(address: str) -> Iterator[Office]:
    """In a database of its own: other tests write of a child of the same name."""
    server, _, service = address.partition("#")
    name = f"erasing_{service}_{threading.get_native_id()}"
    with psycopg.connect(server, autocommit=True) as db:
        db.execute(f"CREATE DATABASE {name}".encode())
    made = Office(f"{server.rpartition('/')[0]}/{name}#{service}")
    yield made
    made.store.close()


def robin(office: Office) -> int:
    """A child of whom every word can be looked for in the server's files."""
    case = office.notify(
        "C1",
        date(2026, 4, 20),
        surname="Quillfeather",
        dob=date(2011, 9, 23),
        address="12 Unforgettable Avenue",
    )
    return case.child.id


def readable(address: str) -> set[str]:
    """Which of the words stand in the files of the server's tables, once all is written."""
    with owner(address) as db:
        db.execute("CHECKPOINT")
        [(folder, own)] = db.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchall()
    files = [path for path in Path(str(folder), "base", str(own)).iterdir() if path.is_file()]
    contents = [path.read_bytes() for path in files]
    return {word for word in WORDS for data in contents if word.encode() in data}


def test_nothing_of_an_erased_child_is_left_in_the_tables_files(office: Office) -> None:
    address, child = str(office.where), robin(office)
    assert readable(address) == set(WORDS)
    report = board_report(office.desk, Quarter(2026, 1), trend=3).as_json()
    erase(office.desk, child, "asked for")
    sweep(office.desk)
    assert board_report(office.desk, Quarter(2026, 1), trend=3).as_json() == report
    assert readable(address) == set()
    assert verified(office.desk).findings == ()


def test_an_account_that_does_not_own_the_tables_erases_nothing(office: Office) -> None:
    address = str(office.where)
    child = office.notify("C1", date(2026, 4, 20)).child.id
    server, _, service = address.partition("#")
    role = f"desk_{service}_{threading.get_native_id()}"
    with owner(address) as db:
        db.execute(f"CREATE ROLE {role} LOGIN".encode())
        db.execute("SELECT clanbook.admit(%s, %s)", [service, role])
        admitted = f"{server.replace('clanbook@', f'{role}@')}#{service}"
        with enter(admitted) as store:
            desk = Desk.of_account(store, "boss")
            with pytest.raises(StoreNotOwned, match="the account that owns the tables"):
                erase(desk, child, "asked for")
            assert desk.child(child).child_id == "C1"
        db.execute(f"DROP OWNED BY {role}; DROP ROLE {role}".encode())
