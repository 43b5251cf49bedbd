"""What the shell lists, in columns that fit a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from clanbook.reports.listings import DUE_HEADINGS, columns

HEADINGS = ("Due", "Name", "Missing", "Booking")
ROWS = [
    ("04-May-2026", "EXAMPLE, Robin Alexandra", "consent, paperwork, booking", "B1234"),
    ("05-May-2026", "DOE, Jo", "booking", ""),
]


def test_without_a_width_everything_is_there_in_full() -> None:
    assert columns(HEADINGS, ROWS).splitlines() == [
        "Due          Name                      Missing                      Booking",
        "04-May-2026  EXAMPLE, Robin Alexandra  consent, paperwork, booking  B1234",
        "05-May-2026  DOE, Jo                   booking",
    ]


@pytest.mark.parametrize("width", [75, 80, 200])
def test_what_fits_is_not_cut(width: int) -> None:
    assert columns(HEADINGS, ROWS, width) == columns(HEADINGS, ROWS)


def test_the_widest_texts_are_cut_with_a_mark_and_dates_and_ids_never() -> None:
    assert columns(HEADINGS, ROWS, 60).splitlines() == [
        "Due          Name                Missing             Booking",
        "04-May-2026  EXAMPLE, Robin Al~  consent, paperwor~  B1234",
        "05-May-2026  DOE, Jo             booking",
    ]
    narrow = columns(HEADINGS, ROWS, 10).splitlines()
    assert narrow[1] == "04-May-2026  EXAMPLE~  consent~  B1234"


@given(st.lists(st.tuples(*[st.text("aé李\x1b ", max_size=60)] * 9), max_size=4))
def test_lines_are_as_wide_as_the_terminal_at_most_whatever_is_typed(
    rows: list[tuple[str, ...]],
) -> None:
    texts = [("04-May-2026", "12", *row[2:3], "801/C1", *row[4:8], "B1") for row in rows]
    printed = columns(DUE_HEADINGS, texts, 100).splitlines()
    assert len(printed) == 1 + len(rows)
    assert all(cell_len(line) <= 100 for line in printed)
