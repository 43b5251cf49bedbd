"""What is read at the desk: the worklist, the report as at a day, the children behind a figure."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from clanbook.dates import Quarter
from clanbook.desk import Desk
from clanbook.desk.errors import Refused
from clanbook.desk.reading import behind, board_report, due_items, free_slots
from clanbook.desk.service import enter
from clanbook.figures import UnknownFigureError
from clanbook.records import Kind, StaffRole
from store import NothingKnown
from tests.office import MONDAY, Office

ENTERED = date(2026, 4, 10)
DUE = date(2026, 5, 8)
QUARTER = Quarter.of(DUE)


def reads(office: Office) -> list[tuple[str, tuple[int, ...]]]:
    """What was read, and about whom."""
    return [(access.act, tuple(access.subjects)) for access in office.store.accesses()]


def charts(desk: Desk, as_at: date | None = None, quarter: Quarter = QUARTER) -> dict[str, Any]:
    found: dict[str, Any] = board_report(desk, quarter, as_at=as_at, trend=3).as_json()["charts"]
    return found


def iha(desk: Desk, as_at: date | None = None, quarter: Quarter = QUARTER) -> dict[str, int]:
    """Bristol's initial health assessments: the states that have any."""
    row = charts(desk, as_at, quarter)["iha"]["Bristol"]
    states = ("on_time", "late", "refused", "outstanding", "not_yet_due")
    return {state: row[state] for state in states if row[state]}


def seen(office: Office, child_id: str, day: date) -> None:
    row = {"la": "801", "child_id": child_id, "kind": Kind.IHA, "completed": day}
    office.load("assessments", row | {"carried_out_by": "own"})


# -- The worklist and the free slots


def test_the_worklist_is_soonest_first_and_who_read_it_is_noted(office: Office) -> None:
    second = office.notify("C2", ENTERED + timedelta(days=3)).child.id
    first = office.notify("C1", ENTERED).child.id
    items = due_items(office.desk)
    assert [item.case.child.child_id for item in items] == ["C1", "C2"]
    assert reads(office) == [("due", tuple(sorted((first, second))))]


def test_only_the_children_listed_are_noted_as_read(office: Office) -> None:
    near = office.notify("C1", ENTERED).child.id
    office.notify("C2", MONDAY)
    office.notify("C3", ENTERED, placed_in="North Somerset")
    found = due_items(office.desk, within=7, locality="Bristol", kind=Kind.IHA)
    assert [item.case.child.id for item in found] == [near]
    assert reads(office) == [("due", (near,))]


def test_free_slots_name_nobody_and_are_not_noted(office: Office) -> None:
    office.clinic(MONDAY + timedelta(days=1))
    office.clinic(MONDAY + timedelta(days=8), clinician="Dr Bo", locality="North Somerset")
    assert len(free_slots(office.desk)) == 8
    assert len(free_slots(office.desk, last=MONDAY + timedelta(days=7))) == 4
    assert len(free_slots(office.desk, locality="North Somerset", kind=Kind.IHA)) == 4
    assert free_slots(office.desk, kind=Kind.RHA) == []
    assert reads(office) == []


def test_slots_of_the_past_are_not_free_whatever_day_is_asked_from(office: Office) -> None:
    clinic = office.clinic(MONDAY)
    office.clock.set(MONDAY, time(9, 45))
    free = free_slots(office.desk, first=MONDAY - timedelta(days=30))
    assert [slot.id for slot in free] == [f"S{clinic.id}-2", f"S{clinic.id}-3"]


# -- The report


def test_a_report_is_of_what_was_known_at_the_end_of_the_day(office: Office) -> None:
    office.notify("C1", ENTERED)
    office.clock.set(date(2026, 5, 20))
    seen(office, "C1", DUE)
    assert iha(office.desk, MONDAY) == {"not_yet_due": 1}
    assert iha(office.desk, date(2026, 5, 19)) == {"outstanding": 1}
    assert iha(office.desk, date(2026, 5, 20)) == {"on_time": 1}
    assert iha(office.desk) == {"on_time": 1}


def test_the_last_minute_of_a_day_counts_by_local_time(office: Office) -> None:
    office.clock.set(date(2026, 5, 20), time(23, 59, 59))
    office.notify("C1", ENTERED)
    office.clock.set(date(2026, 5, 21), time(0, 0))
    office.notify("C2", ENTERED)
    assert iha(office.desk, date(2026, 5, 20)) == {"outstanding": 1}
    assert iha(office.desk, date(2026, 5, 21)) == {"outstanding": 2}


def test_todays_report_is_the_same_when_it_is_asked_for_again_later(office: Office) -> None:
    office.notify("C1", ENTERED)
    office.notify("C2", date(2025, 5, 1), left_care=date(2026, 4, 30))
    seen(office, "C2", date(2025, 5, 20))
    today = charts(office.desk)
    office.clock.set(MONDAY + timedelta(days=40))
    seen(office, "C1", DUE)
    assert charts(office.desk) != today
    assert charts(office.desk, MONDAY) == today


def test_a_day_before_the_first_entry_says_so(office: Office) -> None:
    with pytest.raises(NothingKnown, match="the first day is 2026-05-04"):
        charts(office.desk, MONDAY - timedelta(days=1))


def test_a_day_still_to_come_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="Nothing is known yet of 05-May-2026"):
        charts(office.desk, MONDAY + timedelta(days=1))


def test_closed_children_of_past_quarters_are_in_the_report_though_not_at_hand(
    office: Office,
) -> None:
    past = Quarter.parse("2024-25 Q1")
    office.notify("C1", date(2024, 4, 22), left_care=date(2024, 5, 31))
    seen(office, "C1", date(2024, 5, 10))
    office.notify("C2", date(2024, 3, 20), left_care=date(2024, 4, 18))
    with enter(office.where, clock=office.clock) as fresh:
        desk = Desk.of_account(fresh, "boss")
        assert desk.cases() == []
        assert iha(desk, quarter=past) == {"on_time": 1, "outstanding": 1}
        trend = charts(desk, quarter=past)["trend"]
        assert [row["rows"]["Bristol"]["iha_required"] for row in trend] == [2, 0, 0]


def test_a_report_from_memory_and_one_from_the_whole_journal_agree(office: Office) -> None:
    entered = [date(2024, 1, 2) + timedelta(days=17 * n) for n in range(40)]
    for n, day in enumerate(entered):
        left = day + timedelta(days=n * 13 % 200) if n % 3 else None
        office.notify(f"C{n}", day, **({"left_care": left} if left else {}))
        if n % 2:
            seen(office, f"C{n}", day + timedelta(days=n % 40))
    quarter = Quarter.parse("2024-25 Q3")
    with enter(office.where, clock=office.clock) as fresh:
        at_hand = charts(Desk.of_account(fresh, "boss"), quarter=quarter)
    office.clock.set(MONDAY + timedelta(days=1))
    assert charts(office.desk, MONDAY, quarter) == at_hand


# -- The children behind a figure


def test_the_children_behind_a_figure_are_named_and_noted(office: Office) -> None:
    one = office.notify("C1", ENTERED).child.id
    office.notify("S1", ENTERED, la="803", placed_in="South Gloucestershire")
    desk = office.desk_of(StaffRole.ADMIN)
    report = board_report(desk, QUARTER, trend=3)
    for name in ("Bristol", "801", "bristol", "E06000023"):
        assert [m.child for m in behind(desk, report, "iha.not_yet_due", name)] == [one]
    assert len(behind(desk, report, "iha.required")) == 2
    *_, last = office.store.accesses()
    assert (last.by, last.act, len(last.subjects)) == (desk.staff.id, "explain", 2)
    assert last.facts == {"figure": "iha.required", "of": "2026-27 Q1"}


@pytest.mark.parametrize(
    ("figure", "la"), [("iha.nonsense", ""), ("nonsense", ""), ("iha.required", "Nowhere")]
)
def test_a_figure_or_la_that_the_report_has_not_is_unknown(
    office: Office, figure: str, la: str
) -> None:
    report = board_report(office.desk, QUARTER, trend=3)
    with pytest.raises(UnknownFigureError):
        behind(office.desk, report, figure, la)
    assert reads(office) == []
