"""An LA's id means one child, in whatever case it is typed, and stays as it was first written."""

from clanbook.identity import Spellings, key


def test_a_key_is_the_same_in_any_case_and_of_one_la() -> None:
    assert key("801", "BR-1a") == key("801", "br-1A")
    assert key("Devon", "1") == key("DEVON", "1")
    assert key("801", "1") != key("802", "1")
    assert key("80", "11") != key("801", "1")


def test_the_first_spelling_stays() -> None:
    spellings = Spellings([("801", "BR1")])
    assert spellings.of("801", "br1") == ("801", "BR1")
    assert spellings.of("801", "new") == ("801", "new")
    assert spellings.of("801", "NEW") == ("801", "new")
    assert spellings.of("802", "br1") == ("802", "br1")


def test_two_children_kept_from_before_whose_ids_differ_by_case_stay_two() -> None:
    spellings = Spellings([("801", "BR1"), ("801", "br1")])
    assert spellings.of("801", "br1") == ("801", "br1")
    assert spellings.of("801", "BR1") == ("801", "BR1")
    assert spellings.of("801", "Br1") == ("801", "BR1")
