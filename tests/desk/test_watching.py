"""The open caseload as a screen keeps it: whatever happens, it is what a fresh look would show."""

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest

from clanbook import worklist
from clanbook.booking import slot_id
from clanbook.desk import Desk
from clanbook.desk.assessments import contact, request
from clanbook.desk.bookings import Booked, book, end_booking
from clanbook.desk.reading import due_items
from clanbook.desk.service import enter, load_settings
from clanbook.desk.watching import Counts, Watch
from clanbook.records import Booking, Ending, Kind, Session, StaffRole
from clanbook.settings import DEFAULT_TOML, parse
from tests.office import MONDAY, Office

ENTERED = MONDAY - timedelta(days=10)


def shown(watch: Watch) -> list[tuple[str, str, tuple[str, ...]]]:
    """The worklist in short."""
    return [(item.case.child.child_id, item.kind, item.missing) for item in watch.items]


def in_step(watch: Watch) -> None:
    """It shows what a fresh look would show."""
    fresh = due_items(watch.desk)
    assert [worklist.to_json(item) for item in watch.items] == [
        worklist.to_json(item) for item in fresh
    ]
    assert watch.counts == Counts.of(fresh)
    for number, case in watch.cases.items():
        assert case.child == watch.desk.child(number)


def booked_today(office: Office, child: int, index: int = 0) -> Booked:
    session = office.clinic(MONDAY)
    return book(office.desk, child, slot_id(session.id, index), Kind.IHA)


@pytest.fixture
def colleague(office: Office) -> Iterator[Desk]:
    """A colleague at another machine, whose program opened the same store."""
    with enter(office.where, clock=office.clock) as store:
        yield Desk.of_account(store, "boss")


def test_at_first_it_shows_the_worklist(office: Office) -> None:
    office.notify("C1", ENTERED)
    office.notify("C2", MONDAY)
    watch = Watch(office.desk)
    assert [item.case.child.child_id for item in watch.items] == ["C1", "C2"]
    in_step(watch)


def test_nothing_happened_is_no_news(office: Office) -> None:
    office.notify("C1", ENTERED)
    watch = Watch(office.desk)
    before = watch.items
    assert watch.refresh() == set()
    assert watch.items is before


def test_a_colleagues_act_changes_the_children_it_touched_and_no_other(
    office: Office, colleague: Desk
) -> None:
    one, other = office.notify("C1", ENTERED), office.notify("C2", ENTERED)
    session = office.clinic(MONDAY + timedelta(days=2))
    watch = Watch(office.desk)
    untouched = watch.cases[other.child.id]
    book(colleague, one.child.id, slot_id(session.id, 0), Kind.IHA)
    assert watch.refresh() == {one.child.id}
    assert shown(watch)[0] == ("C1", "IHA", ("consent", "paperwork"))
    assert watch.cases[other.child.id] is untouched
    in_step(watch)
    colleague.store.close()


def test_a_child_notified_meanwhile_comes_in_its_place(office: Office) -> None:
    office.notify("C1", ENTERED)
    office.notify("C3", MONDAY)
    watch = Watch(office.desk)
    late = office.notify("C2", ENTERED + timedelta(days=3))
    assert watch.refresh() == {late.child.id}
    assert [item.case.child.child_id for item in watch.items] == ["C1", "C2", "C3"]
    in_step(watch)


def test_a_child_whose_care_ended_leaves_the_worklist(office: Office) -> None:
    office.notify("C1", ENTERED)
    watch = Watch(office.desk)
    office.load(
        "notifications",
        {"la": "801", "child_id": "C1", "entered_care": ENTERED, "left_care": MONDAY},
    )
    assert watch.refresh() == {office.case("C1").child.id}
    assert watch.items == []
    assert watch.counts == Counts()


def test_a_child_long_gone_is_not_taken_in_again(office: Office) -> None:
    watch = Watch(office.desk)
    office.notify("C1", date(2024, 1, 8), left_care=date(2024, 3, 1))
    watch.refresh()
    assert watch.cases == {}


def test_a_new_clinic_is_an_entry_of_which_no_child_is_news(office: Office) -> None:
    watch = Watch(office.desk)
    seq = watch.seq
    office.clinic(MONDAY)
    assert watch.refresh() == set()
    assert watch.seq == seq + 1


def test_an_appointment_that_is_over_asks_for_its_outcome_and_only_for_its_child(
    office: Office,
) -> None:
    one, other = office.notify("C1", ENTERED), office.notify("C2", ENTERED)
    booked_today(office, one.child.id)
    watch = Watch(office.desk)
    assert watch.counts.outcome_awaited == 0
    office.clock.set(MONDAY, time(9, 29))
    assert watch.refresh() == set()
    untouched = [item for item in watch.items if item.case.child.id == other.child.id]
    office.clock.set(MONDAY, time(9, 30))
    assert watch.refresh() == {one.child.id}
    assert watch.items[0].missing == ("consent", "paperwork", "outcome")
    assert watch.counts.outcome_awaited == 1
    assert [item for item in watch.items if item is untouched[0]] == untouched
    in_step(watch)
    assert watch.refresh() == set()


def test_an_appointment_that_was_over_when_it_was_booked_elsewhere_is_news_too(
    office: Office,
) -> None:
    case = office.notify("C1", ENTERED)
    watch = Watch(office.desk)
    made = booked_today(office, case.child.id, index=1)
    office.clock.set(MONDAY, time(11))
    assert watch.refresh() == {case.child.id}
    assert watch.counts.outcome_awaited == 1
    end_booking(office.desk, made.booking.id, Ending.NOT_BROUGHT)
    assert watch.refresh() == {case.child.id}
    assert watch.counts == Counts(due_soon=0, unbooked=1, papers_awaited=1)
    in_step(watch)


def test_a_clinic_moved_to_later_takes_the_question_back(office: Office) -> None:
    case = office.notify("C1", ENTERED)
    made = booked_today(office, case.child.id)
    office.clock.set(MONDAY, time(10))
    watch = Watch(office.desk)
    assert watch.counts.outcome_awaited == 1
    with office.desk.transaction("later") as keeper:
        session = Session.of(office.store.table("sessions").get(doc_id=made.slot.session.id))
        keeper.put(session.but(start=time(14)))
    assert watch.refresh() == {case.child.id}
    assert watch.counts.outcome_awaited == 0
    in_step(watch)


def test_when_the_day_turns_everybody_is_looked_at_again(office: Office) -> None:
    numbers = {office.notify(f"C{n}", ENTERED).child.id for n in range(3)}
    watch = Watch(office.desk)
    days = [item.days for item in watch.items]
    office.clock.set(MONDAY + timedelta(days=1), time(0, 0))
    assert watch.refresh() == numbers
    assert [item.days for item in watch.items] == [day - 1 for day in days if day is not None]
    in_step(watch)


def test_what_was_today_is_yesterday_after_midnight_and_still_asks(office: Office) -> None:
    case = office.notify("C1", ENTERED)
    booked_today(office, case.child.id)
    office.clock.set(MONDAY, time(8))
    watch = Watch(office.desk)
    office.clock.set(MONDAY + timedelta(days=1), time(8))
    watch.refresh()
    assert watch.counts.outcome_awaited == 1


def test_new_settings_are_in_force_at_once(office: Office) -> None:
    case = office.notify("C1", ENTERED)
    watch = Watch(office.desk)
    text = DEFAULT_TOML.replace('iha_due = "28 days"', 'iha_due = "20 working days"')
    load_settings(office.desk, parse(text))
    assert watch.refresh() == {case.child.id}
    assert watch.items[0].due == date(2026, 5, 26)
    in_step(watch)


def test_a_child_taken_away_is_gone(office: Office) -> None:
    case = office.notify("C1", ENTERED)
    watch = Watch(office.desk)
    with office.store.transaction(1, "erase"):
        for record in (*case.episodes, *case.placements, case.child):
            office.store.table(record.table).remove(doc_ids=[record.id])
    assert watch.refresh() == {case.child.id}
    assert watch.cases == {}
    assert watch.items == []
    assert watch.counts == Counts()


def test_the_counts_are_of_what_is_overdue_soon_unbooked_and_awaited(office: Office) -> None:
    office.notify("C1", MONDAY - timedelta(days=29), consent=MONDAY, demographics=MONDAY)
    office.notify("C2", MONDAY - timedelta(days=21), consent=MONDAY, part_a=MONDAY)
    papers = dict.fromkeys(("consent", "demographics", "part_a"), MONDAY)
    office.notify("C3", MONDAY - timedelta(days=20), **papers)
    assert Watch(office.desk).counts == Counts(
        overdue=1, due_soon=1, unbooked=3, outcome_awaited=0, papers_awaited=2
    )


def test_many_acts_in_any_order_leave_it_in_step(office: Office) -> None:
    watch = Watch(office.desk)
    clinic = office.clinic(MONDAY + timedelta(days=1))
    for n in range(4):
        case = office.notify(f"C{n}", ENTERED + timedelta(days=n), la=("801", "803")[n % 2])
        made = book(office.desk, case.child.id, slot_id(clinic.id, n), Kind.IHA)
        if n % 2:
            end_booking(office.desk, made.booking.id, Ending.CANCELLED_BY_CLINIC)
        request(office.desk, case.child.id, Kind.ADOPTION, MONDAY)
        watch.refresh()
        contact(office.desk, case.child.id, Kind.IHA, MONDAY, reached=False)
        in_step(watch) if n == 2 and watch.refresh() else None
    office.clock.set(MONDAY + timedelta(days=1), time(9, 45))
    watch.refresh()
    in_step(watch)
    assert any(isinstance(b, Booking) for case in watch.cases.values() for b in case.bookings)


def test_a_viewer_has_the_counts_and_nobodys_name(office: Office) -> None:
    office.notify("C1", ENTERED)
    watch = Watch(office.desk_of(StaffRole.VIEWER))
    office.notify("C2", ENTERED)
    watch.refresh()
    assert (watch.cases, watch.items) == ({}, [])
    assert watch.counts.unbooked == 2
