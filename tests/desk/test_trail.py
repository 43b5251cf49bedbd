"""Who did what and who read what (RULES 12), and the proof that nothing was altered."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from clanbook.desk import Desk
from clanbook.desk.assessments import refuse
from clanbook.desk.errors import NotAllowed, Unknown
from clanbook.desk.reading import due_items
from clanbook.desk.service import enter
from clanbook.desk.trail import Event, Verdict, back_up, events, examined, verified
from clanbook.records import Kind, StaffRole
from store import StoreDamaged, StoreExists
from tests.office import MONDAY, Office
from tests.store.places import tamper

ENTERED = date(2026, 4, 20)


def lines(found: list[Event]) -> list[tuple[str, str, str]]:
    return [(event.by, event.what, event.whom) for event in found]


def test_changes_and_reads_are_told_together_in_the_order_they_happened(office: Office) -> None:
    nurse = office.desk_of(StaffRole.NURSE)
    child = office.notify("C1", ENTERED).child.id
    office.clock.set(MONDAY, time(10))
    due_items(nurse)
    office.clock.set(MONDAY, time(11))
    refuse(nurse, child, Kind.IHA, MONDAY)
    assert lines(events(office.desk)) == [
        ("The Boss", "init", ""),
        ("The Boss", "add_staff", ""),
        ("The Boss", "import_notifications", "801/C1"),
        ("A nurse", "due", "801/C1"),
        ("A nurse", "refuse", "801/C1"),
    ]


def test_the_trail_is_cut_down_by_person_and_by_day(office: Office) -> None:
    nurse = office.desk_of(StaffRole.NURSE)
    child = office.notify("C1", ENTERED).child.id
    office.clock.set(MONDAY + timedelta(days=1))
    refuse(nurse, child, Kind.IHA, MONDAY)
    office.notify("C2", ENTERED)
    today = MONDAY + timedelta(days=1)
    office.clock.set(today, time(10))
    assert [e.what for e in events(office.desk, since=today)] == [
        "refuse",
        "import_notifications",
    ], "not the reading of the trail itself"
    assert [e.what for e in events(office.desk, by="a NURSE")] == ["refuse"]
    with pytest.raises(Unknown, match="No member of staff is called 'Nobody'"):
        events(office.desk, by="Nobody")


def test_of_one_child_every_change_tells_what_was_there_before(office: Office) -> None:
    child = office.notify("C1", ENTERED, surname="Before").child.id
    office.notify("C2", ENTERED)
    row = {"la": "801", "child_id": "C1", "entered_care": ENTERED, "surname": "After"}
    office.load("notifications", row)
    first, second = events(office.desk, child=child)
    assert "surname Before" in first.detail
    assert second.detail == "children 1: surname Before -> After"
    assert {event.children for event in (first, second)} == {("801/C1",)}


def test_many_children_are_counted(office: Office) -> None:
    rows = [{"la": "801", "child_id": f"C{n}", "entered_care": ENTERED} for n in range(5)]
    office.load("notifications", *rows)
    *_, event = events(office.desk)
    assert event.whom == "5 children"
    assert event.as_json()["children"] == [f"801/C{n}" for n in range(5)]
    assert event.detail == "children: 5, episodes: 5"


def test_an_account_of_nobodys_is_in_the_trail(office: Office) -> None:
    with pytest.raises(NotAllowed):
        Desk.of_account(office.store, "stranger")
    *_, event = events(office.desk)
    assert (event.by, event.what, event.detail) == ("nobody", "sign_in_refused", "os_user=stranger")


def test_times_are_told_by_the_local_clock(office: Office) -> None:
    event, *_ = events(office.desk)
    assert event.at_local == "04-May-2026 09:00:00"
    assert event.as_json()["at"] == "2026-05-04T08:00:00+00:00"


def test_reading_the_trail_is_noted(office: Office) -> None:
    child = office.notify("C1", ENTERED).child.id
    events(office.desk, child=child)
    *_, access = office.store.accesses()
    assert (access.act, list(access.subjects)) == ("audit", [child])


def test_a_sound_store_has_nothing_to_find(office: Office) -> None:
    office.notify("C1", ENTERED)
    verdict = verified(office.desk_of(StaffRole.VIEWER))
    assert verdict.findings == ()
    assert (verdict.entries, verdict.seal) == office.store.head()


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE documents SET body = replace(body, 'Before', 'Beyond') WHERE tbl = 'children'",
        "DELETE FROM documents WHERE tbl = 'episodes'",
        "UPDATE journal SET entry = replace(entry, 'Boss', 'Bass') WHERE seq = 1",
        "DELETE FROM journal WHERE seq = 2",
        "DELETE FROM accesses WHERE seq = 1",
    ],
)
def test_what_is_altered_behind_the_desks_back_is_found(office: Office, tampering: str) -> None:
    office.notify("C1", ENTERED, surname="Before")
    due_items(office.desk)
    due_items(office.desk)
    office.store.close()
    tamper(office.where, tampering)
    assert looked_at(office).findings


def looked_at(office: Office) -> Verdict:
    """What a check finds, whether the store can still be opened or not."""
    try:
        with enter(office.where, clock=office.clock) as store:
            return verified(Desk.of_account(store, "boss"))
    except StoreDamaged as damage:
        return examined(str(office.where), damage)


def test_a_backup_is_the_store_as_it_stood_and_overwrites_nothing(
    office: Office, tmp_path: Path
) -> None:
    office.notify("C1", ENTERED)
    copy = tmp_path / "copy" / "clanbook.db"
    copy.parent.mkdir()
    assert back_up(office.desk, copy) == office.store.head()
    office.notify("C2", ENTERED)
    with enter(str(copy.parent), clock=office.clock) as store:
        desk = Desk.of_account(store, "boss")
        assert [case.child.child_id for case in desk.cases()] == ["C1"]
        assert verified(desk).findings == ()
    with pytest.raises(StoreExists):
        back_up(office.desk, copy)
    *_, access = office.store.accesses()
    assert access.act == "backup"
