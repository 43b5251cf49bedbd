"""A service's store as a released program left it opens, verifies, reads and is worked on for ever.

`samples/service-format1.sql` is such a store as SQL, of invented people; it is never written again.
What the store itself reads of format 1 is in `tests/store/test_format.py`.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clanbook.desk import Desk
from clanbook.desk.bookings import book, suggest
from clanbook.desk.service import enter
from clanbook.desk.trail import events
from clanbook.records import Ending, Kind
from store.folder import DATABASE
from tests.cli.shell import Shell

SAMPLE = Path(__file__).parent / "samples" / "service-format1.sql"
HEAD = (9, "c76a719e0468d5cc3746c73c749f8eb06ce9810624ce50414c5ca15e102bca89")


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    """The manager's desk at the sample."""
    laid_down(folder, SAMPLE.read_text(encoding="utf-8"))
    with enter(str(folder), clock=lambda: datetime(2026, 5, 11, 9, tzinfo=UTC)) as store:
        yield Desk.of_account(store, "boss")


def laid_down(folder: Path, script: str) -> None:
    folder.mkdir(mode=0o700)
    with closing(sqlite3.connect(folder / DATABASE)) as db:
        db.executescript(script)
        db.execute("PRAGMA journal_mode = WAL")


def test_it_is_sound_and_sealed_as_it_was(desk: Desk) -> None:
    assert desk.store.head() == HEAD
    assert desk.store.verify() == []


def test_its_records_are_read(desk: Desk) -> None:
    cases = {case.child.child_id: case for case in desk.cases()}
    assert [cases[name].child.surname for name in ("C1", "C2", "C3")] == [
        "Żurek [/]",
        "O'Connell",
        "Nguyễn",
    ]
    assert [booking.ending for booking in cases["C1"].bookings] == [Ending.CANCELLED_BY_CARER]
    assert [sdq.score for sdq in cases["C1"].sdqs] == [12]
    assert desk.service.name == "BNSSG"


def test_its_trail_tells_who_did_what(desk: Desk) -> None:
    child = desk.find("801", "C1")
    assert child is not None
    told = [event.what for event in events(desk, child=child.child.id)]
    assert {"import_notifications", "book", "outcome", "child_opened"} <= set(told)


def test_it_is_worked_on(desk: Desk) -> None:
    child = desk.find("801", "C3")
    assert child is not None
    best = suggest(desk, child.child.id, Kind.IHA)[0]
    book(desk, child.child.id, best.slot.id, Kind.IHA)
    assert desk.store.verify() == []


@pytest.mark.parametrize(
    "newer",
    [
        "UPDATE meta SET value = '2' WHERE name = 'format'",
        "INSERT INTO journal SELECT seq + 1, seal, replace(entry, '{\"v\":1', '{\"v\":2') "
        "FROM journal ORDER BY seq DESC LIMIT 1",
    ],
    ids=["database", "entry"],
)
@pytest.mark.parametrize("command", [("due",), ("check",), ("backup", "x.db"), ("audit",)])
def test_a_newer_one_is_refused_in_a_sentence(
    folder: Path, newer: str, command: tuple[str, ...]
) -> None:
    laid_down(folder, SAMPLE.read_text(encoding="utf-8") + newer)
    answer = Shell(folder)(*command)
    assert (answer.status, answer.out, len(answer.sentences)) == (3, "", 1)
    assert "was written by a newer version (format 2)" in answer.err
