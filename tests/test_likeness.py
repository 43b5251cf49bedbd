"""Names said alike, and dates of birth a slip apart: who may be known already (RULES 5)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clanbook.likeness import (
    BirthLikeness,
    NameLikeness,
    births_alike,
    letters,
    names_alike,
    one_slip,
    sound,
)

SAID_ALIKE = """
Clark Clarke Clerk | Smith Smyth Smythe | Philips Phillips Phillipps | Thompson Thomson Tomson
Johnson Johnston Johnstone Jonson | Read Reid Reed Reade | Stephens Stevens | Cook Cooke
McDonald MacDonald Macdonald | McKenzie Mackenzie | McAuley Macaulay | Pearce Pierce Peirce
Catherine Katherine Kathryn Cathryn | Wright Right Rite | Knight Night | Leigh Lee Lea
Geoffrey Jeffrey | Nicholas Nicolas | Schofield Scofield | Shaun Shawn Sean | Siân Sian
O'Brien OBrien O’Brien | Brown Browne | Taylor Tayler Tailor | Allen Allan Alan | Davis Davies
Matthews Mathews | Rogers Rodgers | Hughes Hews | Jackson Jaxon | Fisher Fischer
Shepherd Sheppard Shepard | White Whyte | Gray Grey | Hayley Haley | Bailey Bayley Baillie
Lawrence Laurence | Mohammed Muhammad Mohamed | Hussain Hussein | Khan Kahn | Ahmed Ahmad
Chloe Khloe | Jacqueline Jaqueline | Michael Micheal | Dixon Dickson | Campbell Cambell
Ashley Ashleigh | Zoe Zoë Zoey | Müller Muller
"""

SAID_APART = """
Bell Hill | Wood Gould | Mason Mackson | Mace Mack | Harris Harding | Lewis Ellis
Smith Smart | Evans Edwards | Green Brown | Robin Rory | Kim Sam | Owens Evans
"""


def groups(text: str) -> list[list[str]]:
    return [
        group.split() for line in text.split("\n") for group in line.split("|") if group.strip()
    ]


@pytest.mark.parametrize("names", groups(SAID_ALIKE), ids=lambda names: names[0])
def test_names_said_alike_share_a_key(names: list[str]) -> None:
    assert len({sound(name) for name in names}) == 1, {name: sound(name) for name in names}


@pytest.mark.parametrize("names", groups(SAID_APART), ids=lambda names: " ".join(names))
def test_names_said_apart_do_not(names: list[str]) -> None:
    assert names_alike(*names) is NameLikeness.NONE


def test_the_same_name_is_the_same_however_it_is_written() -> None:
    for known in ("D'ARCY MÜLLER", "darcy-muller", " D’Arcy  Muller "):
        assert names_alike("D'Arcy-Müller", known) is NameLikeness.SAME
    assert letters("Æsa Ølberg-Łuk") == "AESA OLBERG LUK"


def test_one_part_of_a_double_barrelled_name_is_enough() -> None:
    assert names_alike("Clarke", "Clark-Example") is NameLikeness.SOUNDS
    assert names_alike("Sample-Smyth", "Smith") is NameLikeness.SOUNDS


def test_names_of_one_consonant_are_told_apart_by_their_vowels() -> None:
    for one, other in (("Mya", "Mia"), ("Lee", "Leigh"), ("Zoe", "Zoey"), ("Mae", "Ellie-May")):
        assert names_alike(one, other) is NameLikeness.SOUNDS
    for one, other in (("Mya", "Mae"), ("Mya", "Ellie-Mae"), ("Ray", "Rio")):
        assert names_alike(one, other) is NameLikeness.NONE


def test_one_slip_of_the_keyboard_is_forgiven_in_a_name_long_enough() -> None:
    assert names_alike("Sampel", "Sample") is NameLikeness.SOUNDS
    assert names_alike("Invneted", "Invented") is NameLikeness.SOUNDS
    assert names_alike("Bendit", "Bandit") is NameLikeness.SOUNDS
    assert names_alike("Dob", "Bob") is NameLikeness.NONE


def test_what_is_typed_so_far_finds_what_begins_so() -> None:
    assert names_alike("Exa", "Example") is NameLikeness.BEGINS
    assert names_alike("Smy", "Jones-Smythe") is NameLikeness.BEGINS
    assert names_alike("E", "Example") is NameLikeness.NONE
    assert names_alike("ample", "Example") is NameLikeness.NONE


@pytest.mark.parametrize("nothing", ["", "  ", "-", "'", "12", "[/]"])
def test_a_name_without_letters_is_like_no_other(nothing: str) -> None:
    assert names_alike(nothing, "Example") is NameLikeness.NONE
    assert names_alike("Example", nothing) is NameLikeness.NONE
    assert names_alike(nothing, nothing) is NameLikeness.NONE


def test_other_scripts_are_compared_by_their_letters() -> None:
    assert names_alike("Иванов", "иванов") is NameLikeness.SAME
    assert names_alike("王小明", "王小明") is NameLikeness.SAME
    assert names_alike("王", "李") is NameLikeness.NONE


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_compare_and_likeness_is_the_same_from_both_sides(
    one: str, other: str
) -> None:
    forth, back = names_alike(one, other), names_alike(other, one)
    assert forth is back or NameLikeness.BEGINS in (forth, back)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("abcd", "abcd", False),
        ("abcd", "abce", True),
        ("abcd", "abd", True),
        ("abcd", "abxcd", True),
        ("abcd", "acbd", True),
        ("abcd", "badc", False),
        ("abcd", "ab", False),
        ("", "a", True),
        ("aab", "ab", True),
    ],
)
def test_a_slip_is_one_letter_or_two_swapped(one: str, other: str, alike: bool) -> None:
    assert one_slip(one, other) is alike
    assert one_slip(other, one) is alike


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (date(2015, 7, 4), BirthLikeness.SAME),
        (date(2015, 4, 7), BirthLikeness.SLIP),
        (date(2015, 7, 5), BirthLikeness.SLIP),
        (date(2016, 7, 4), BirthLikeness.SLIP),
        (date(2051, 7, 4), BirthLikeness.SLIP),
        (date(2015, 7, 14), BirthLikeness.SLIP),
        (date(2016, 7, 5), BirthLikeness.NONE),
        (None, BirthLikeness.NONE),
    ],
)
def test_births_a_slip_apart_are_near(other: date | None, alike: BirthLikeness) -> None:
    assert births_alike(date(2015, 7, 4), other) is alike
    assert births_alike(other, date(2015, 7, 4)) is alike


def test_two_unknown_births_are_not_the_same() -> None:
    assert births_alike(None, None) is BirthLikeness.NONE
