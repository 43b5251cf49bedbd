"""Listings of the shell in a terminal's width."""

import pytest

from clanbook.reports.columns import columns

ROWS = [("802/NS1", "A sentence of several words that says why the child is counted here.")]

DUE = ("Due", "Days", "Kind", "LA/Child", "Name", "Locality", "State", "Missing", "Booking")
WORKLIST = [
    (
        "20-Oct-2026",
        "-37",
        "IHA",
        "801/BR30376",
        "DAUNCEY, Finlay",
        "North Somerset",
        "outstanding",
        "booking",
        "",
    ),
    (
        "",
        "",
        "Adoption medical",
        "Gloucestershire/X30162",
        "SWEET-VICKERY, Mason",
        "South Gloucestershire",
        "requested",
        "consent, paperwork",
        "B121",
    ),
]


def test_prose_at_the_end_of_a_row_goes_on_below_itself_and_is_never_cut() -> None:
    shown = columns(("Child", "Why"), ROWS, 40).split("\n")
    assert all(len(line) <= 40 for line in shown)
    assert " ".join(line[9:] for line in shown[1:]) == ROWS[0][1]
    assert all(line.startswith(" " * 9) for line in shown[2:])


def test_prose_has_room_to_be_read_however_narrow_the_terminal() -> None:
    shown = columns(("Child", "Why"), ROWS, 10).split("\n")
    assert " ".join(line[8:].strip() for line in shown[1:]) == ROWS[0][1]
    assert 8 + 15 <= max(len(line) for line in shown) <= 8 + 20


def test_where_there_is_no_terminal_nothing_is_cut() -> None:
    assert columns(("Child", "Why"), ROWS).split("\n")[1] == f"802/NS1  {ROWS[0][1]}"
    assert columns(DUE, WORKLIST, None, ("Locality",)).split("\n")[2].split("  ")[-1] == "B121"


def test_one_endless_name_is_whole_and_widens_no_other_line() -> None:
    rows = [("801", "X" * 1900, "overdue"), ("802", "FRY, Kian", "due")]
    heading, endless, usual = columns(("LA", "Name", "State"), rows).split("\n")
    assert endless == f"801  {'X' * 1900}  overdue"
    assert heading.split() == ["LA", "Name", "State"]
    assert usual == f"802  {'FRY, Kian':40}  due"


@pytest.mark.parametrize("width", [80, 100, 132])
def test_the_worklist_fits_its_terminal(width: int) -> None:
    shown = columns(DUE, WORKLIST, width, ("Locality",)).split("\n")
    assert max(map(len, shown)) <= width


def test_another_las_name_gives_way_before_the_childs_and_its_id_never() -> None:
    shown = columns(DUE, WORKLIST, 80, ("Locality",))
    assert "801/BR30376" in shown
    assert "Glouc~/X30162" in shown
    assert "SWEET-VICKER~" in shown


def test_the_locality_is_left_out_before_names_are_stumps() -> None:
    headings = [columns(DUE, WORKLIST, n, ("Locality",)).split("\n")[0].split() for n in (80, 100)]
    assert headings == [[each for each in DUE if each != "Locality"], [*DUE]]


def test_a_value_in_force_goes_on_below_itself() -> None:
    value = "72 hours (South Gloucestershire: 48 hours)"
    rows = [("notify_within", value, "The LA tells health so soon after the child entered care.")]
    lines = columns(("Setting", "In force", "What it means"), rows, 70).split("\n")
    assert " ".join(line[15:].split("  ")[0] for line in lines[1:] if line[15:16].strip()) == value
