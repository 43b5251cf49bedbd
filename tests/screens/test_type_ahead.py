"""Keys typed ahead of the screen are kept, in order: people type without looking (DESIGN).

Whole notifications go into the pseudo-terminal in one write, as a fast typist on a slow line, or
somebody pasting, sends them.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from clanbook.desk import Desk
from clanbook.desk.service import enter
from clanbook.records import Child, Sex
from tests.screens.sitting import sitting
from tests.screens.terminal import Terminal

BURST_LIMIT = 60.0
"""Seconds a burst may take on a busy machine."""


class Told(NamedTuple):
    """What an LA tells of a child, as typed."""

    surname: str
    forename: str
    dob: str
    nhs_number: str
    la: str
    child_id: str
    entered: str

    @property
    def keys(self) -> str:
        """All keys, from the worklist and back to it: no pause, no Enter, no look."""
        head = "<tab>".join(self[:6])
        return f"<f2>{head}<tab><tab>f<tab><tab><tab>{self.entered}<f9>"


FIVE = (
    Told("Zażółć", "Ada", "010520", "999 000 0018", "b", "T1", "-1"),
    Told("O'Doherty", "Bríd-Ann", "1/6/2019", "", "ns", "T2", "-2"),
    Told("Okonkwo", "Chidi", "12 may 2018", "", "sg", "T3", "-3"),
    Told("Dvořák", "Dana", "310317", "", "b", "T4", "-1"),
    Told("Eze", "Efe", "29/2/2016", "", "b", "T5", "t"),
)
BORN = ("2020-05-01", "2019-06-01", "2018-05-12", "2017-03-31", "2016-02-29")
LAS = ("801", "802", "803", "801", "801")
DAYS_IN_CARE = (1, 2, 3, 1, 0)


@contextmanager
def busy() -> Iterator[None]:
    """A machine with a process to spare for each of its processors."""
    with ExitStack() as loops:
        for _ in range(os.cpu_count() or 1):
            loop = loops.enter_context(subprocess.Popen([sys.executable, "-c", "while True: pass"]))
            loops.callback(loop.kill)
        yield


def logged(folder: Path) -> list[tuple[Child, date]]:
    """The children whose ids begin with T, in the order they were logged, and when each came."""
    with enter(str(folder)) as store:
        desk = Desk.of_account(store, "ann")
        mine = [case for case in desk.cases() if case.child.child_id.startswith("T")]
        return [(case.child, case.episodes[0].entered_care) for case in mine]


def expect_five(folder: Path) -> None:
    """Hold the records to what was typed."""
    children = logged(folder)
    with enter(str(folder)) as store:
        today = Desk.of_account(store, "ann").today
    assert [child.child_id for child, _ in children] == [told.child_id for told in FIVE]
    names = [(child.surname, child.forename) for child, _ in children]
    assert names == [(told.surname, told.forename) for told in FIVE]
    assert [str(child.dob) for child, _ in children] == list(BORN)
    assert [child.la for child, _ in children] == list(LAS)
    assert [child.nhs_number for child, _ in children] == ["9990000018", "", "", "", ""]
    assert [child.sex for child, _ in children] == [Sex.F] * 5
    ago = [today - timedelta(days=days) for days in DAYS_IN_CARE]
    assert [came for _, came in children] == ago


def type_all(terminal: Terminal, folder: Path) -> None:
    """Five whole notifications in one write; wait until the last is in the store."""
    terminal.send("".join(told.keys for told in FIVE))
    terminal.wait_for(lambda: "EZE" in terminal.lines[-1], "last one logged", limit=BURST_LIMIT)


def test_five_notifications_in_one_write_are_five_records(service: Path) -> None:
    with Terminal(sitting(service, "ann"), limit=BURST_LIMIT) as terminal:
        terminal.first_paint()
        type_all(terminal, service)
    expect_five(service)


def test_also_while_the_machine_is_busy(service: Path) -> None:
    with busy(), Terminal(sitting(service, "ann"), limit=BURST_LIMIT) as terminal:
        terminal.first_paint()
        type_all(terminal, service)
    expect_five(service)


def test_what_is_typed_before_the_first_screen_is_kept_too(service: Path) -> None:
    with Terminal(sitting(service, "ann"), limit=BURST_LIMIT) as terminal:
        type_all(terminal, service)
    expect_five(service)


@pytest.mark.parametrize("every", [0.005, 0.03])
def test_at_a_typists_pace_nothing_is_lost(service: Path, every: float) -> None:
    with Terminal(sitting(service, "ann"), limit=BURST_LIMIT) as terminal:
        terminal.first_paint()
        terminal.type(FIVE[0].keys, every)
        terminal.wait_for(lambda: "ZAŻÓŁĆ" in terminal.lines[-1], "it logged")
    (child, _), *more = logged(service)
    assert (child.surname, child.forename, child.child_id) == (*FIVE[0][:2], "T1")
    assert not more
