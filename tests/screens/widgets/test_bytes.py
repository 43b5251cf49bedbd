"""What keys cost on the wire, in a real terminal: counted in bytes, so that no clock decides."""

import sys
from collections.abc import Iterator

import pytest

from tests.screens.terminal import Terminal

TERMS = ("xterm-256color", "linux")
CHARACTER, TAB, MOVE = 700, 600, 400


def specimen(term: str, *what: str) -> Terminal:
    return Terminal([sys.executable, "-m", "tests.screens.widgets.specimen", *what], term=term)


@pytest.fixture(params=TERMS)
def form(request: pytest.FixtureRequest) -> Iterator[Terminal]:
    with specimen(request.param, "form") as terminal:
        terminal.first_paint()
        yield terminal


@pytest.fixture(params=TERMS)
def rows(request: pytest.FixtureRequest) -> Iterator[Terminal]:
    with specimen(request.param, "rows", "100000") as terminal:
        terminal.first_paint()
        yield terminal


def test_a_form_repaints_the_fields_that_change(form: Terminal) -> None:
    assert 0 < form.press("s") <= CHARACTER
    assert 0 < form.press("<tab>") <= TAB
    assert 0 < form.press("<backtab>") <= TAB
    assert 0 < form.press("<tab><tab>t<tab>") <= 3 * TAB + CHARACTER
    assert form.settle(1.0) == 0


def test_a_list_repaints_two_lines(rows: Terminal) -> None:
    assert 0 < rows.press("<down>") <= MOVE
    assert 0 < rows.press("<up>") <= MOVE
    assert rows.settle(1.0) == 0


def test_a_burst_is_typed_into_the_fields_it_was_meant_for(form: Terminal) -> None:
    form.send("smitx<backspace>h<enter>ali<enter>12/5/18<enter>9990000018<enter>ns<enter>y<enter>")
    form.settle()
    shown = [" ".join(line.split()) for line in form.lines]
    assert shown[1:7] == [
        "Surname * smith",
        "Forename ali",
        "Born 12-May-2018 Sat 12-May-2018",
        "NHS number 999 000 0018",
        "LA * North Somerset",
        "UASC Yes",
    ]


def test_the_cursor_and_the_fields_are_seen_without_colour() -> None:
    with specimen("linux", "form") as terminal:
        terminal.first_paint()
        assert terminal.reversed_on(1).strip("_ ") == ""
        assert len(terminal.reversed_on(1)) >= 26
        assert any(cell.underscore for cell in terminal.cells(2))
