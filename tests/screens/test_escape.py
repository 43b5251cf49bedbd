"""Esc goes back also where other keys follow at once: what is typed ahead keeps its order."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events

from screens.driver import KeyParser
from tests.screens.sitting import sitting
from tests.screens.terminal import Terminal, keys

FOLLOWERS = {
    **{letter: letter for letter in "eczEZfbńé"},
    **{digit: digit for digit in "0123456789"},
    "/": "slash",
    "-": "minus",
    "=": "equals_sign",
    ".": "full_stop",
    "?": "question_mark",
    "]": "right_square_bracket",
    "§": "§",
    "<enter>": "enter",
    "<tab>": "tab",
    "<space>": "space",
    "<backspace>": "backspace",
    "<ctrl+q>": "ctrl+q",
    "<up>": "up",
    "<backtab>": "shift+tab",
    "<f3>": "f3",
    "<f12>": "f12",
    "<pagedown>": "pagedown",
}
"""What can be typed at once behind Esc, with the name of the key it is alone."""

SCREENS = {"1": "Worklist", "2": "Diary", "3": "Clinic", "4": "Children", "5": "Report"}


def read(parser: KeyParser, *writes: str) -> Iterator[str]:
    """The names of the keys that some writes of a terminal are read as, once no more come."""
    for text in writes:
        yield from (event.key for event in parser.feed(text) if isinstance(event, events.Key))
    time.sleep(0.11)
    yield from (event.key for event in parser.tick() if isinstance(event, events.Key))


@pytest.mark.parametrize("typed", FOLLOWERS)
def test_esc_and_a_key_at_once_behind_it_are_two_keys_in_order(typed: str) -> None:
    together, apart = keys(f"<esc>{typed}x"), (keys("<esc>"), keys(f"{typed}x"))
    named = list(read(KeyParser(), keys(typed)))
    assert list(read(KeyParser(), together)) == ["escape", *named, "x"]
    assert list(read(KeyParser(), *apart)) == ["escape", *named, "x"]


def test_esc_twice_and_a_key_are_three_keys() -> None:
    assert list(read(KeyParser(), "\x1b\x1b")) == ["escape", "escape"]
    assert list(read(KeyParser(), "\x1b\x1be")) == ["escape", "escape", "e"]
    assert list(read(KeyParser(), "\x1be\x1b2")) == ["escape", "e", "escape", "2"]


@pytest.mark.parametrize("digit", SCREENS)
def test_esc_and_a_digit_in_one_write_go_back_and_then_there(service: Path, digit: str) -> None:
    with Terminal(sitting(service, "ann")) as terminal:
        terminal.first_paint()
        terminal.send(f"<f3><esc>{digit}")
        terminal.wait_for(lambda: SCREENS[digit] in terminal.lines[0], SCREENS[digit])
        terminal.settle()
        assert "does nothing" not in terminal.text


@pytest.mark.parametrize("pause", [0.0, 0.03, 0.08])
def test_a_letter_behind_esc_is_not_typed_into_the_form_that_is_left(
    service: Path, pause: float
) -> None:
    with Terminal(sitting(service, "ann")) as terminal:
        terminal.first_paint()
        terminal.press("e")
        assert "Edit" in terminal.lines[0]
        terminal.type("<esc>c", pause) if pause else terminal.send("<esc>c")
        terminal.wait_for(lambda: "Contact" in terminal.lines[0], "the contact form")
        terminal.press("<f12>")
        assert "is kept" not in terminal.lines[-1]
        assert "Worklist" in terminal.lines[0]
