"""Which choice is meant by what was typed."""

import pytest

from screens.widgets.choices import chosen, matching

LOCALITIES = ("Bristol", "North Somerset", "South Gloucestershire")
REASONS = ("Feels well", "Had one recently", "School, college or work", "16 plus", "Time or place")


@pytest.mark.parametrize(
    ("words", "typed", "meant"),
    [
        (LOCALITIES, "b", "Bristol"),
        (LOCALITIES, "BRI", "Bristol"),
        (LOCALITIES, "2", "North Somerset"),
        (LOCALITIES, "ns", "North Somerset"),
        (LOCALITIES, "sg", "South Gloucestershire"),
        (LOCALITIES, "s", "South Gloucestershire"),
        (LOCALITIES, "som", "North Somerset"),
        (LOCALITIES, " north somerset ", "North Somerset"),
        (REASONS, "1", "Feels well"),
        (REASONS, "16", "16 plus"),
        (REASONS, "college", "School, college or work"),
        (("White", "White British"), "white", "White"),
        (LOCALITIES, "Bath", None),
        (LOCALITIES, "4", None),
        (LOCALITIES, "[/]", None),
    ],
)
def test_a_choice_is_meant_by(words: tuple[str, ...], typed: str, meant: str | None) -> None:
    place = chosen(words, typed)
    assert (None if place is None else words[place]) == meant


def test_what_may_mean_several_says_which() -> None:
    with pytest.raises(ValueError, match='"t" may be 1 Tea or 2 Time: type more'):
        chosen(("Tea", "Time"), "t")


def test_nothing_typed_may_mean_all() -> None:
    assert matching(LOCALITIES, "") == [0, 1, 2]
