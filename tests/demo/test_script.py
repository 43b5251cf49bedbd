"""A script is grouped into imports, and played with the clock at each step's instant."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from clanbook.demo.script import Entry, Load, ScriptError, SetClock, Step, at, loads, play
from clanbook.desk import Desk
from clanbook.desk.service import found
from clanbook.settings import DEFAULT

MONDAY, TUESDAY = date(2018, 5, 14), date(2018, 5, 15)


def notified(child_id: str, day: date) -> Entry:
    values: dict[str, Any] = {"la": "801", "child_id": child_id, "entered_care": day}
    return Entry(day, "notifications", values | {"notified": day, "notified_at": None})


def seen(child_id: str, day: date) -> Entry:
    values = {"la": "801", "child_id": child_id, "completed": day, "score": 12}
    return Entry(day, "sdqs", values)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2018, 5, 1, tzinfo=UTC))


@pytest.fixture
def desk(clock: SetClock, tmp_path: Path) -> Iterator[Desk]:
    with found(tmp_path / "store", DEFAULT, "Manager", "tester", clock=clock) as store:
        yield Desk.of_account(store, "tester")


def test_rows_of_one_kind_and_day_are_one_import() -> None:
    entries = [notified("1", TUESDAY), notified("2", MONDAY), notified("3", TUESDAY)]
    steps = list(loads(entries))
    assert [step.at.date() for step in steps] == [MONDAY, TUESDAY]
    assert [len(step.act.rows) for step in steps if isinstance(step.act, Load)] == [1, 2]


def test_a_child_is_entered_before_what_is_said_of_them_that_day() -> None:
    kinds = [
        step.act.kind
        for step in loads([seen("1", MONDAY), notified("1", MONDAY)])
        if isinstance(step.act, Load)
    ]
    assert kinds == ["notifications", "sdqs"]


def test_instants_are_of_local_time_summer_and_winter() -> None:
    assert at(date(2018, 7, 2), 9) == datetime(2018, 7, 2, 8, tzinfo=UTC)
    assert at(date(2018, 1, 2), 9) == datetime(2018, 1, 2, 9, tzinfo=UTC)


def test_each_step_is_done_at_its_instant(desk: Desk, clock: SetClock) -> None:
    days: list[date] = []
    told: list[tuple[int, int]] = []

    class Look:
        def play(self, desk: Desk) -> None:
            days.append(desk.today)

    steps = [Step(at(MONDAY, 9), Look()), Step(at(TUESDAY, 9), Look())]
    play(steps, desk, clock, lambda done, of: told.append((done, of)))
    assert days == [MONDAY, TUESDAY]
    assert told == [(1, 2), (2, 2)]


def test_a_child_played_in_is_known_at_the_desk(desk: Desk, clock: SetClock) -> None:
    play(list(loads([notified("1", MONDAY), seen("1", TUESDAY)])), desk, clock)
    case = desk.find("801", "1")
    assert case is not None
    assert [sdq.score for sdq in case.sdqs] == [12]


def test_a_row_the_desk_would_not_take_ends_the_play(desk: Desk, clock: SetClock) -> None:
    with pytest.raises(ScriptError, match="sdqs on 2018-05-14"):
        play(list(loads([seen("nobody", MONDAY)])), desk, clock)
