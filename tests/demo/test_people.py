"""Invented people have valid numbers of the test range and names of many kinds."""

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st
from stdnum.gb import nhs

from clanbook.demo.chance import Chance
from clanbook.demo.people import People, nhs_number, nhs_numbers
from clanbook.records import ETHNIC_GROUPS

CODES = {code for codes in ETHNIC_GROUPS.values() for code in codes}


@given(st.integers(0, 999_999))
def test_a_number_is_of_the_test_range_and_valid(serial: int) -> None:
    number = nhs_number(serial)
    if number is not None:
        assert number.startswith("999")
        assert nhs.is_valid(number)


def test_numbers_are_never_given_twice() -> None:
    numbers = list(islice(nhs_numbers(0), 20_000))
    assert len(set(numbers)) == len(numbers)


def test_names_are_of_many_kinds() -> None:
    people = People(Chance(3), 0)
    names = " ".join(f"{p.forename} {p.surname}" for p in (people.child("801") for _ in range(500)))
    assert "'" in names
    assert "-" in names
    assert any(not letter.isascii() for letter in names)


def test_ethnic_codes_are_those_of_the_return() -> None:
    people = People(Chance(4), 0)
    assert {people.child("801").ethnicity for _ in range(500)} <= CODES
    assert {people.asylum_seeker()[0].ethnicity for _ in range(50)} <= CODES


def test_siblings_share_a_surname_and_not_a_forename() -> None:
    people = People(Chance(5), 0)
    for _ in range(50):
        first = people.child("802")
        second = people.sibling(first)
        assert second.surname == first.surname
        assert second.forename != first.forename
        assert second.nhs_number != first.nhs_number


def test_a_young_person_alone_has_a_language_and_no_nhs_number() -> None:
    person, language = People(Chance(6), 0).asylum_seeker()
    assert language
    assert person.nhs_number == ""
