"""A line that drops in the middle of a form: what was typed waits for whoever typed it.

And for nobody else; the terminal, where there still is one, is left as it was found.
"""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from clanbook.desk import Desk
from clanbook.desk.assessments import refuse
from clanbook.desk.drafts import mine
from clanbook.desk.service import enter
from clanbook.worklist import items
from tests.screens.sitting import sitting
from tests.screens.terminal import ALTERNATE_SCREEN, Terminal

TYPED = "<f2>Zażółć<tab>Ada<tab>010520<tab>"
OFFER = "Draft: ZAŻÓŁĆ, Ada"

Drop = Callable[[Terminal], None]


def type_some(terminal: Terminal) -> None:
    """Type the beginning of a notification, and wait until all of it is on the screen."""
    terminal.send(TYPED)
    terminal.wait_for("01-May-2020")
    terminal.settle()


def hung_up(terminal: Terminal) -> None:
    terminal.hang_up()


def told_to_go(terminal: Terminal) -> None:
    terminal.signal(signal.SIGTERM)


def told_of_hang_up(terminal: Terminal) -> None:
    terminal.signal(signal.SIGHUP)


def left(terminal: Terminal) -> None:
    terminal.send("<ctrl+q>")


def killed(terminal: Terminal) -> None:
    """Without warning, as when the machine fails."""
    terminal.signal(signal.SIGKILL)


def offered(folder: Path, account: str) -> str:
    """What stands on the screen of a new notification."""
    with Terminal(sitting(folder, account)) as terminal:
        terminal.send("<f2>")
        terminal.wait_for("Family name")
        terminal.settle()
        return terminal.text


def kept(folder: Path, account: str = "ann") -> set[str]:
    """Everything that is kept of what somebody typed."""
    with enter(str(folder)) as store:
        desk = Desk.of_account(store, account)
        return {text for draft in mine(desk) for text in draft.values.values()}


@pytest.mark.parametrize("drop", [hung_up, told_of_hang_up, told_to_go, killed])
def test_what_was_typed_is_offered_to_the_same_person_alone(service: Path, drop: Drop) -> None:
    with Terminal(sitting(service, "ann")) as terminal:
        type_some(terminal)
        drop(terminal)
        terminal.wait(limit=10.0)
    assert OFFER in offered(service, "ann")
    assert "Draft" not in offered(service, "ben")
    with enter(str(service)) as store:
        assert not store.verify()


def test_the_draft_is_taken_up_where_it_was_left(service: Path) -> None:
    with Terminal(sitting(service, "ann")) as terminal:
        type_some(terminal)
        terminal.hang_up()
        terminal.wait(limit=10.0)
    with Terminal(sitting(service, "ann")) as terminal:
        terminal.first_paint()
        terminal.press("<f2><enter>")
        terminal.wait_for("01-May-2020")
        assert "Zażółć" in terminal.text
        assert "Ada" in terminal.text


@pytest.mark.parametrize("leave", [told_to_go, told_of_hang_up, left])
def test_the_terminal_is_left_as_it_was(service: Path, leave: Drop) -> None:
    with Terminal(sitting(service, "ann")) as terminal:
        terminal.first_paint()
        terminal.press("<f2>Zo")
        assert ALTERNATE_SCREEN in terminal.modes
        leave(terminal)
        assert terminal.wait(limit=10.0) == 0
        assert terminal.clean
        assert not terminal.text.strip()


def test_what_is_still_being_typed_is_kept_within_moments(service: Path) -> None:
    with Terminal(sitting(service, "ann")) as terminal:
        terminal.send("<f2>Zażółć<tab>Ada")
        terminal.wait_for(lambda: "Ada" in kept(service), "draft kept")
        killed(terminal)
        terminal.wait(limit=10.0)
    assert OFFER in offered(service, "ann")


def a_refusal(folder: Path) -> None:
    """Have the child who is overdue longest refuse, on whose page it is the last line."""
    with enter(str(folder)) as store:
        desk = Desk.of_account(store, "nia")
        overdue = items(desk.cases(), desk.service, desk.today)[0]
        refuse(desk, overdue.case.child.id, overdue.kind, desk.today)


@pytest.mark.parametrize(
    ("keys", "title"),
    [
        ("c<tab>", "Contact"),
        ("p<tab><tab><tab><tab>", "Papers"),
        ("e", "Edit"),
        ("r<tab><tab><tab><tab><tab><tab><tab><tab>", "Refusal"),
        ("<enter>s<tab>s<tab>", "Answers"),
        ("kkbv<tab><tab><tab><tab>", "Visit"),
        ("b<enter>", "Reason"),
    ],
)
def test_every_form_keeps_what_is_being_typed_and_sends_nothing_for_it(
    service: Path, keys: str, title: str
) -> None:
    a_refusal(service)
    with Terminal(sitting(service, "nia")) as terminal:
        terminal.first_paint()
        terminal.press(f"{keys}Boyle")
        assert title in terminal.lines[0]
        before = len(terminal.output)
        terminal.wait_for(lambda: any("Boyle" in text for text in kept(service, "nia")), "draft")
        killed(terminal)
        terminal.wait(limit=10.0)
        assert len(terminal.output) == before
    assert any("Boyle" in text for text in kept(service, "nia"))


def test_a_program_deaf_to_the_hang_up_ends_too(service: Path) -> None:
    with Terminal(sitting(service, "ann"), deaf_to_hang_up=True) as terminal:
        type_some(terminal)
        terminal.hang_up()
        terminal.wait(limit=10.0)
    assert OFFER in offered(service, "ann")


def test_told_to_go_before_the_first_screen_it_goes(service: Path) -> None:
    with Terminal(sitting(service, "ann")) as terminal:
        while not terminal.output:
            terminal.pump(0.01)
        told_to_go(terminal)
        assert terminal.wait() == 0
        assert terminal.clean
        assert not terminal.text.strip()
