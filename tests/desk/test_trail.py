"""Who did what and who read what (RULES 12), and the proof that nothing was altered."""

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

import clanbook.desk
from clanbook.booking import Question, Visit, slot_id
from clanbook.desk import Desk
from clanbook.desk.assessments import refuse
from clanbook.desk.bookings import book, book_visit, end_booking
from clanbook.desk.entries import Change
from clanbook.desk.errors import NotAllowed, Unknown
from clanbook.desk.reading import due_items
from clanbook.desk.service import enter, load_settings
from clanbook.desk.staff import add_staff, change_staff, disable_staff
from clanbook.desk.trail import Event, Verdict, back_up, events, examined, verified
from clanbook.desk.words import noted
from clanbook.records import Ending, Kind, Place, Role, StaffRole
from clanbook.settings import DEFAULT, DEFAULT_TOML, parse
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
    assert "family name Before" in first.detail
    assert second.detail == "child's details: family name Before -> After"
    assert second.as_json()["changed"] == [
        {
            "record": "child's details",
            "word": "",
            "fields": [{"field": "family name", "before": "Before", "after": "After"}],
        }
    ]
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
    assert (event.by, event.what) == ("an account not linked (stranger)", "sign_in_refused")
    assert (event.did, event.detail) == ("was refused entry", "account: stranger")
    assert event.as_json()["facts"] == {"os_user": "stranger"}


# -- what was there before: accounts, settings, sessions


def last(office: Office) -> str:
    """What the last line that is no reading of the trail says was changed."""
    return [event for event in events(office.desk) if event.what != "audit"][-1].detail


def test_who_got_which_role_and_account_is_told_with_what_they_had(office: Office) -> None:
    add_staff(office.desk, "Ann Example", StaffRole.VIEWER)
    assert last(office) == "Ann Example: role viewer"
    change_staff(office.desk, "Ann Example", StaffRole.NURSE, "ann")
    assert last(office) == "Ann Example: role viewer -> nurse, account ann"
    change_staff(office.desk, "Ann Example", os_user="ann2")
    assert last(office) == "Ann Example: account ann -> ann2"
    disable_staff(office.desk, "Ann Example")
    assert last(office) == "Ann Example: closed 04-May-2026"


def test_the_first_entry_tells_the_first_manager_and_whose_settings(office: Office) -> None:
    assert last(office) == "The Boss: role manager, account boss; settings: of BNSSG"


def test_every_setting_that_was_changed_is_told_with_what_it_was(office: Office) -> None:
    text = DEFAULT_TOML.replace('"28 days" ', '"20 working days"').replace(
        '"48 hours"\n', '"5 days"\n'
    )
    load_settings(office.desk, parse(text))
    assert last(office) == (
        "settings: iha_due 28 days -> 20 working days, "
        "notify_within of South Gloucestershire 48 hours -> 5 days"
    )
    *_, event = (e for e in events(office.desk) if e.what == "load_settings")
    assert event.changed.records[0].changes[0] == Change("iha_due", "28 days", "20 working days")


def test_sessions_are_told_by_day_place_clinician_and_slots(office: Office) -> None:
    office.clinic(MONDAY)
    clinic = "Mon 04-May-2026 09:00 Bristol (Health Park), Dr Ahn"
    assert last(office) == f"{clinic}, 4 slots: new"
    office.clinic(MONDAY, slots=6)
    assert last(office) == f"{clinic}, 6 slots: slots 4 -> 6"


def test_a_visit_that_is_called_off_is_told_as_closed(office: Office) -> None:
    child = office.notify("C1", date(2025, 12, 1)).child.id
    done = {"la": "801", "child_id": "C1", "kind": Kind.IHA, "completed": date(2025, 12, 20)}
    office.load("assessments", done)
    visit = Visit(datetime(2026, 5, 5, 10), 60, "Nia", Place.HOME)
    made = book_visit(office.desk, child, visit, {Question.EARLY: "asked for"})
    assert "Tue 05-May-2026 10:00 Bristol (home), Nia, 1 slot: new" in last(office)
    end_booking(office.desk, made.booking.id, Ending.CANCELLED_BY_CARER)
    assert "Nia, 1 slot: closed 04-May-2026" in last(office)


def test_of_many_sessions_some_are_told_and_the_rest_counted(office: Office) -> None:
    row = {"start": time(9), "slots": 4, "minutes": 30, "locality": "Bristol", "venue": "Park"}
    row |= {"clinician": "Dr Ahn", "role": Role.PAEDIATRICIAN, "purposes": (Kind.IHA,)}
    office.load("sessions", *(row | {"date": MONDAY + timedelta(days=n)} for n in range(50)))
    *_, event = events(office.desk)
    assert event.detail.endswith("; and 40 more")
    assert event.detail.count("Dr Ahn") == 10
    said = event.as_json()
    assert (len(said["changed"]), said["more"]) == (10, 40)


def test_an_appointment_is_told_in_words(office: Office) -> None:
    child = office.notify("C1", ENTERED).child.id
    session = office.clinic(MONDAY + timedelta(days=2))
    book(office.desk, child, slot_id(session.id, 1), Kind.IHA)
    *_, event = events(office.desk, child=child)
    assert event.did == "booked an appointment"
    assert "booking B1: " in event.detail
    assert "session Wed 06-May-2026 09:30 Bristol (Health Park)" in event.detail
    assert "index" not in event.detail


def test_what_was_refused_is_told_in_words(office: Office) -> None:
    with pytest.raises(NotAllowed):
        load_settings(office.desk_of(StaffRole.VIEWER), DEFAULT)
    *_, event = events(office.desk)
    assert (event.did, event.detail) == ("was refused an act", "wanted: load settings")
    assert event.as_json()["facts"] == {"wanted": "load_settings"}


def test_everything_that_is_noted_or_kept_has_words_of_its_own() -> None:
    desk = Path(clanbook.desk.__file__).parent
    sources = [path.read_text(encoding="utf-8") for path in desk.rglob("*.py")]
    acts = {name for text in sources for name in re.findall(r'transaction\("(\w+)"', text)}
    noting = re.compile(r'(?:note|_put_on_record)\([\w.]+, "(\w+)"')
    notes = {name for text in sources for name in noting.findall(text)}
    assert "load_settings" in acts
    assert "backup_plain" in notes
    assert not [name for name in acts | notes if noted(name).startswith("did: ")]


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
