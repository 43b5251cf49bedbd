"""Listings of the shell in a terminal's width."""

from clanbook.reports.listings import columns

ROWS = [("802/NS1", "A sentence of several words that says why the child is counted here.")]


def test_prose_at_the_end_of_a_row_goes_on_below_itself_and_is_never_cut() -> None:
    shown = columns(("Child", "Why"), ROWS, 40).split("\n")
    assert all(len(line) <= 40 for line in shown)
    assert " ".join(line[9:] for line in shown[1:]) == ROWS[0][1]
    assert all(line.startswith(" " * 9) for line in shown[2:])


def test_prose_has_room_to_be_read_however_narrow_the_terminal() -> None:
    shown = columns(("Child", "Why"), ROWS, 10).split("\n")
    assert " ".join(line[9:] for line in shown[1:]) == ROWS[0][1]
    assert max(len(line) for line in shown) <= 9 + 30


def test_where_there_is_no_terminal_prose_is_one_line() -> None:
    assert columns(("Child", "Why"), ROWS).split("\n")[1] == f"802/NS1  {ROWS[0][1]}"
