"""What columns a list has room for, and how wide the one is that takes what is left."""

from screens.widgets.columns import NAMES, Column, placed

LIST = (Column("Child", 0, most=NAMES), Column("Due", 11), Column("LA's id", 10, least_screen=112))


def test_a_wider_screen_shows_more_columns_and_no_bigger_gaps() -> None:
    assert placed(LIST, 78, 80) == ((0, NAMES), (1, 11))
    assert placed(LIST, 130, 132) == ((0, NAMES), (1, 11), (2, 10))


def test_a_name_is_no_stump_on_a_screen_that_is_too_narrow() -> None:
    assert placed(LIST, 18, 20)[0] == (0, 12)
