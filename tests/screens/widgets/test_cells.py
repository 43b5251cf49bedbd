"""Text in cells: wide letters, marks, cuts, and the part of a line that is in sight."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from clanbook.reports.text import plain
from screens.widgets.cells import ended, fit, widths, window, wrap

texts = st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 3, "   "),
        ("abc", 3, "abc"),
        ("abcd", 3, "ab~"),
        ("ab", 4, "ab  "),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本~"),
        ("日本語", 4, "日 ~"),
        ("e\u0301e\u0301", 3, "e\u0301e\u0301 "),
        ("abc", 1, "~"),
        ("abc", 0, ""),
        ("abc", -2, ""),
        ("x" * 300, 5, "xxxx~"),
    ],
)
def test_text_takes_exactly_its_cells(text: str, width: int, expected: str) -> None:
    assert fit(text, width) == expected


def test_numbers_stand_at_the_right() -> None:
    assert fit("-7", 5, "right") == "   -7"
    assert fit("1234567", 5, "right") == "1234~"


def test_marks_without_end_are_cut() -> None:
    assert len(fit("e" + "\u0301" * 10_000, 4)) < 40


@given(texts, st.integers(1, 40))
def test_whatever_people_type_takes_the_cells_it_is_given(text: str, width: int) -> None:
    assert cell_len(fit(plain(text), width)) == width


@given(texts, st.integers(2, 40), st.data())
def test_the_cursor_is_always_in_sight(text: str, room: int, data: st.DataObject) -> None:
    cells = [min(one, 2) for one in widths(text)]
    cursor = data.draw(st.integers(0, len(text)))
    shown = window(cells, cursor, room)
    assert shown.start <= cursor <= shown.stop
    assert sum(cells[shown]) <= room
    if cursor == len(text):
        assert sum(cells[shown]) < room


def test_a_short_line_is_shown_from_its_beginning() -> None:
    assert window(widths("smith"), 5, 28) == slice(0, 5)
    assert window(widths("x" * 40), 40, 28) == slice(13, 40)
    assert window(widths("x" * 40), 0, 28) == slice(0, 28)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("one two", ["one two"]),
        ("one two three", ["one two ", "three"]),
        ("a\nb", ["a\n", "b"]),
        ("a\n", ["a\n", ""]),
        ("\n\n", ["\n", "\n", ""]),
        ("x" * 20, ["x" * 9, "x" * 9, "xx"]),
    ],
)
def test_lines_break_after_spaces_and_at_their_ends(text: str, lines: list[str]) -> None:
    assert [text[line] for line in wrap(text, widths(text), 10)] == lines


@given(st.text(alphabet="ab 日\n\x1b", max_size=60), st.integers(8, 20))
def test_nothing_is_lost_in_wrapping(text: str, room: int) -> None:
    cells = widths(text)
    lines = wrap(text, cells, room)
    assert "".join(text[line] for line in lines) == text
    for line in lines:
        shown = [c for one, c in zip(text[line], cells[line], strict=True) if one != "\n"]
        assert sum(shown) <= room


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("POBJOY, Maisie", 22, "POBJOY, Maisie SG30404"),
        ("POBJOY, Maisie", 16, "POBJOY,~ SG30404"),
        ("P" * 5000, 16, "PPPPPPP~ SG30404"),
        ("日本", 11, "日~ SG30404"),
        ("", 16, " SG30404"),
    ],
)
def test_a_tail_stays_in_sight_and_the_text_before_it_is_cut(
    text: str, width: int, expected: str
) -> None:
    assert ended(text, " SG30404", width) == expected
