"""The registry of acts is what keys, key bar, help, menu and `clanbook keys` are read from."""

from collections import Counter

import pytest
from rich.cells import cell_len

from clanbook.records import StaffRole
from screens.acts import (
    ACTS,
    BAR,
    IN_LISTS,
    MODES,
    act,
    barred,
    for_place,
    key_shown,
    keys_table,
    usual_keys,
)

CONTRACT = {
    "f1": "help",
    "f2": "new",
    "f3": "find",
    "f4": "lookup",
    "f6": "book",
    "f8": "copy",
    "f9": "save",
    "f10": "menu",
    "f12": "back",
    "escape": "back",
    "ctrl+q": "quit",
    "tab": "next",
    "n": "new",
    "/": "filter",
    "b": "book",
    "o": "outcome",
    "r": "refusal",
    "c": "contact",
    "u": "undo",
    "enter": "open",
    "1": "worklist",
    "2": "diary",
    "3": "clinic",
    "4": "children",
    "5": "report",
    "7": "settings",
    "q": "quit",
}


def test_every_key_that_people_rely_on_does_what_they_rely_on() -> None:
    held = {key: name for name, keys in usual_keys().items() for key in keys}
    assert {key: held.get(key) for key in CONTRACT} == CONTRACT


def test_what_is_not_there_yet_has_no_key() -> None:
    keys = {key for held in usual_keys().values() for key in held}
    assert not keys & {"6", "ctrl+l"}


def test_no_key_stands_for_two_acts() -> None:
    counts = Counter(key for held in usual_keys().values() for key in held)
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("known", ACTS, ids=lambda known: known.id)
def test_every_act_can_be_shown_in_the_bar_the_menu_and_the_help(known: object) -> None:
    found = act(getattr(known, "id", ""))
    assert 0 < cell_len(found.word) <= 8
    assert 0 < cell_len(found.sentence) <= 57
    assert cell_len(found.elsewhere) <= 57
    assert found.sentence.endswith(".")
    assert found.all_keys
    assert all(rule in found.help for rule in ("(",) if found.help), "a rule names its source"


def test_the_key_bar_fits_the_screen() -> None:
    legend = " ".join(f"{key_shown(usual_keys()[name][0])} {act(name).word}" for name in BAR)
    assert cell_len(legend) <= 80


def test_bar_lists_and_first_screens_name_acts_there_are() -> None:
    for name in (*BAR, *IN_LISTS, *MODES):
        assert act(name).id == name


def test_a_viewer_may_look_at_figures_and_change_nothing() -> None:
    may = {known.id for known in ACTS if barred(known, StaffRole.VIEWER) is None}
    assert {"report", "settings", "help", "quit"} <= may
    assert not may & {"new", "find", "book", "outcome", "refusal", "worklist", "children"}
    sentence = barred(act("book"), StaffRole.VIEWER)
    assert sentence == "Book needs the role admin or above; yours is viewer."


def test_a_place_knows_the_acts_of_everywhere_in_the_order_of_the_menu() -> None:
    assert for_place("worklist") == [
        known for known in ACTS if not known.places or "worklist" in known.places
    ]


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("f12", "F12"),
        ("escape", "Esc"),
        ("ctrl+q", "Ctrl+Q"),
        ("shift+tab", "Shift+Tab"),
        ("b", "b"),
    ],
)
def test_keys_are_shown_as_they_are_printed_on_keyboards(key: str, shown: str) -> None:
    assert key_shown(key) == shown


def test_the_table_of_keys_shows_those_a_person_chose() -> None:
    table = {name: keys for keys, name, _ in keys_table({**usual_keys(), "book": ("f5",)})}
    assert table["book"] == "F5"
    assert table["find"] == "F3"
