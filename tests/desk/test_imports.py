"""Files in at the desk: all or nothing, or all but the bad rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from clanbook.desk.imports import Loaded, load
from clanbook.exchange.merging import Effect
from clanbook.exchange.rows import Rejected, Row
from clanbook.records import Child, StaffRole
from tests.office import Office

ENTERED = date(2026, 4, 20)


def notifications(*ids: str, **values: Any) -> list[Row]:
    """A row for each child, on lines 2, 3, 4 …"""
    rows = [{"la": "801", "child_id": number, "entered_care": ENTERED, **values} for number in ids]
    return [Row(line, row, ()) for line, row in enumerate(rows, start=2)]


def placement(line: int, child_id: str) -> Row:
    values = {"la": "801", "child_id": child_id, "from": ENTERED, "since": ENTERED}
    return Row(line, values | {"placed_in": "Bristol"}, ("801", child_id))


def effects(loaded: Loaded) -> tuple[int, int, int]:
    """How many rows were added, changed and unchanged."""
    counts = loaded.effects
    return counts[Effect.ADDED], counts[Effect.CHANGED], counts[Effect.UNCHANGED]


def children(office: Office) -> list[str]:
    return [case.child.child_id for case in office.desk.cases()]


def test_an_import_is_one_act_of_whoever_ran_it(office: Office) -> None:
    desk = office.desk_of(StaffRole.ADMIN)
    loaded = load(desk, "notifications", notifications("C1", "C2"))
    assert (loaded.read, effects(loaded), loaded.kept) == (2, (2, 0, 0), True)
    *_, entry = office.store.entries()
    assert (entry.by, entry.act) == (desk.staff.id, "import_notifications")


def test_the_same_rows_again_change_nothing_and_make_no_entry(office: Office) -> None:
    rows = notifications("C1", "C2", surname="Example")
    load(office.desk, "notifications", rows)
    before = office.store.seq
    loaded = load(office.desk, "notifications", rows)
    assert effects(loaded) == (0, 0, 2)
    assert office.store.seq == before


def test_one_row_that_a_rule_refuses_keeps_all_of_them_out(office: Office) -> None:
    office.notify("C1", ENTERED)
    before = office.store.seq
    loaded = load(office.desk, "placements", [placement(2, "C1"), placement(3, "C9")])
    assert not loaded.kept
    assert [(row.line, row.cells) for row in loaded.rejected] == [(3, ("801", "C9"))]
    assert "801/C9 is not known" in loaded.rejected[0].reason
    assert office.store.seq == before


def test_one_row_that_could_not_be_read_keeps_all_of_them_out(office: Office) -> None:
    bad = Rejected(9, "dob: 'soon' is not a date", ("801",))
    loaded = load(office.desk, "notifications", notifications("C1"), rejected=[bad])
    assert (loaded.read, loaded.kept, loaded.rejected) == (2, False, [bad])
    assert children(office) == []


def test_taking_the_good_rows_leaves_the_bad_ones_in_the_order_of_their_lines(
    office: Office,
) -> None:
    office.notify("C1", ENTERED)
    unread = Rejected(2, "from: 'soon' is not a date", ("801",))
    rows = [placement(4, "C9"), placement(3, "C1"), placement(5, "C8")]
    aside: list[Rejected] = []
    loaded = load(office.desk, "placements", rows, rejected=[unread], set_aside=aside.extend)
    assert (loaded.kept, aside) == (True, loaded.rejected)
    assert [row.line for row in loaded.rejected] == [2, 4, 5]
    assert loaded.read == 4


def test_where_the_bad_rows_cannot_be_set_aside_nothing_is_kept(office: Office) -> None:
    def broken(_: Sequence[Rejected]) -> None:
        raise OSError("no room")

    bad = Rejected(3, "dob: 'soon' is not a date", ("801",))
    with pytest.raises(OSError, match="no room"):
        load(office.desk, "notifications", notifications("C1"), rejected=[bad], set_aside=broken)
    assert children(office) == []


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(office: Office) -> None:
    office.notify("C1", ENTERED)
    before = (office.store.seq, children(office))
    rows = notifications("C1", "C2", surname="Example")
    loaded = load(office.desk, "notifications", rows, dry_run=True)
    assert (effects(loaded), loaded.kept) == ((1, 1, 0), False)
    assert (office.store.seq, children(office)) == before
    assert office.case("C1").child.surname == ""
    assert office.store.verify() == []


def test_a_dry_run_uses_no_numbers_up(office: Office) -> None:
    load(office.desk, "notifications", notifications("C1", "C2"), dry_run=True)
    assert office.notify("C3", ENTERED).child.id == 1
    assert len(office.store.table(Child.table)) == 1


def test_a_dry_run_without_the_role_is_refused_like_the_run_itself(office: Office) -> None:
    from clanbook.desk.errors import NotAllowed

    with pytest.raises(NotAllowed):
        load(office.desk_of(StaffRole.VIEWER), "notifications", [], dry_run=True)


def test_progress_is_told_row_by_row(office: Office) -> None:
    told: list[tuple[int, int]] = []
    load(
        office.desk,
        "notifications",
        notifications("C1", "C2", "C3"),
        progress=lambda done, of: told.append((done, of)),
    )
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_closed_child_is_found_by_a_later_file(office: Office) -> None:
    office.notify("C1", date(2020, 1, 6), left_care=date(2020, 3, 2))
    row = {"la": "801", "child_id": "C1", "entered_care": date(2020, 1, 6)}
    fresh = load(office.desk, "notifications", [Row(2, row | {"left_reason": "E4A"}, ())])
    assert effects(fresh) == (0, 1, 0)


def test_an_id_in_another_case_is_the_child_there_is_and_stays_as_first_written(
    office: Office,
) -> None:
    load(office.desk, "notifications", notifications("BR1", "br1", "NEW", "new"))
    assert children(office) == ["BR1", "NEW"]
    before = office.store.seq
    assert effects(load(office.desk, "notifications", notifications("Br1", "New"))) == (0, 0, 2)
    assert office.store.seq == before
    assert effects(load(office.desk, "placements", [placement(2, "bR1")])) == (1, 0, 0)
    assert len(office.case("BR1").placements) == 1


def test_a_closed_child_is_found_by_an_id_in_another_case(office: Office) -> None:
    was = office.notify("BR1", date(2020, 1, 6), left_care=date(2020, 2, 3)).child
    again = office.desk.find("Bristol", "br1")
    assert again is not None
    assert again.child.id == was.id
    assert office.desk.find("802", "br1") is None
