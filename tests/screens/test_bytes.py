"""What goes over the line, counted in a pseudo-terminal: a slow line carries each byte.

Everybody types over SSH, and redrawing more than what changed is what makes a screen feel slow.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.screens.conftest import NAMES
from tests.screens.sitting import sitting
from tests.screens.terminal import Terminal, colour_depths

FIRST_PAINT = 12_000
CURSOR_MOVE = 400
CHARACTER = 700
TAB = 600
"""The most bytes each may take."""

CALM = 0.6
"""Seconds without a byte that tell one key's bytes from the next one's, on a busy machine too."""

FRAMES = set("─│┌┐└┘├┤┬┴┼·")
"""What a console has beside ASCII (DESIGN, the screen)."""

EVERYWHERE = ("<f1>", "<f10>", "<f3>", "<f2>")
FIRST_SCREENS = "234571"

Seat = Callable[..., Terminal]


@pytest.fixture
def seat(service: Path, request: pytest.FixtureRequest) -> Seat:
    """Opens the screens for Ann, in a terminal of some kind, and waits for the first one."""

    def open_for_ann(term: str = "xterm-256color", **environment: str) -> Terminal:
        terminal = Terminal(sitting(service, "ann"), term=term, environment=environment)
        request.addfinalizer(terminal.close)
        terminal.first_paint()
        return terminal

    return open_for_ann


def test_the_first_screen_is_painted_once(seat: Seat) -> None:
    assert len(seat().output) <= FIRST_PAINT


def test_a_move_of_the_cursor_paints_two_lines(seat: Seat) -> None:
    terminal = seat()
    terminal.settle(quiet=CALM)
    for key in ("<down>", "<down>", "<up>"):
        assert 0 < terminal.press(key, CALM) <= CURSOR_MOVE


def test_nothing_is_sent_while_nobody_types(seat: Seat) -> None:
    terminal = seat()
    terminal.settle(quiet=CALM)
    assert terminal.settle(quiet=3.0) == 0
    terminal.send("<f2>Zo")
    terminal.wait_for("Zo")
    terminal.settle(quiet=CALM)
    assert terminal.settle(quiet=3.0) == 0


def test_a_form_paints_the_field_typed_into_and_the_field_gone_to(seat: Seat) -> None:
    terminal = seat()
    terminal.press("<f2>", CALM)
    for character in "Zoë":
        assert 0 < terminal.press(character, CALM) <= CHARACTER
    for _ in range(5):
        assert 0 < terminal.press("<tab>", CALM) <= TAB
    terminal.press("<tab><tab>", CALM)
    for _ in range(4):
        assert 0 < terminal.press("<tab>", CALM) <= TAB


def test_a_letter_of_the_search_paints_few_of_those_alike(seat: Seat) -> None:
    terminal = seat()
    terminal.press("<f2>", CALM)
    listed = ""
    for character in "abboconn":
        assert 0 < terminal.press(character, CALM) <= CHARACTER
        listed += terminal.text
    assert "name begins alike" in listed


def test_a_console_is_sent_what_it_can_show(seat: Seat) -> None:
    terminal = seat("linux")
    visit_everything(terminal)
    assert colour_depths(terminal.output) <= {"16"}
    assert strange(terminal.output) == set()


def test_without_colour_none_is_sent_and_every_state_is_still_told(seat: Seat) -> None:
    terminal = seat(NO_COLOR="1")
    assert "overdue" in terminal.text
    visit_everything(terminal)
    assert colour_depths(terminal.output) == set()


def visit_everything(terminal: Terminal) -> None:
    """Go to every screen there is a key for."""
    for key in EVERYWHERE:
        terminal.press(key)
        terminal.press("<f12>")
    for key in FIRST_SCREENS:
        terminal.press(key, patience=1.0)


def strange(output: bytes) -> set[str]:
    """The characters no console need have, less those of the children's names."""
    drawn = re.sub(r"\x1b\][^\x07]*\x07|\x1b\[[0-?]*[ -/]*[@-~]|[\a\r\n]", "", output.decode())
    return {c for c in drawn if not " " <= c <= "~"} - FRAMES - set(NAMES + NAMES.upper())
