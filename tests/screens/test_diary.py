"""Where there is room, week by week; and one session, slot by slot."""

from datetime import time, timedelta

import pytest

from clanbook.desk import Desk
from clanbook.desk.bookings import book
from clanbook.records import Kind, Role, StaffRole
from screens.diary import Diary
from screens.session import SessionScreen
from tests.office import MONDAY, Office
from tests.screens.acting import Stage, acting
from tests.screens.few import few
from tests.screens.goldens import assert_golden
from tests.screens.opening import NASTY, opened, rows_of, under_cursor

LIST = 5
"""The line the first session stands on."""


@pytest.fixture
def desk(office: Office) -> Desk:
    """An administrator's desk: a doctor on Wednesday, a nurse next week, a clinic in the past."""
    few(office)
    office.clinic(MONDAY - timedelta(4), "Dr Past")
    office.clinic(MONDAY + timedelta(4), "Dr Bell", locality="North Somerset", slots=2)
    return office.desk_of(StaffRole.ADMIN)


def taken(office: Office) -> None:
    """A colleague books Hamza into the doctor's second slot."""
    book(office.desk, office.case("C5").child.id, "S1-1", Kind.IHA)


async def looked(stage: Stage) -> None:
    """What a colleague did has been noticed and painted."""
    stage.app.look()
    await stage.settle()


async def test_a_week_shows_how_full_each_session_is(desk: Desk) -> None:
    async with acting(desk, first=Diary) as stage:
        assert_golden(stage, "diary")


async def test_left_and_right_go_from_week_to_week(desk: Desk) -> None:
    async with acting(desk, first=Diary) as stage:
        await stage.press("right")
        assert "week of Mon 11-May-2026" in stage.lines[2]
        assert rows_of(stage, LIST)[0].startswith("Tue 12 09:00 Bristol        Nurse Quill")
        await stage.press("left", "left")
        assert "Unused:  Bristol 4" in stage.lines[3]
        await stage.press("left")
        assert "No sessions this week: Left and Right go to others." in stage.text


async def test_a_session_that_came_while_another_screen_was_in_front_is_there_on_coming_back(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Diary) as stage:
        await stage.press("4")
        office.clinic(MONDAY, "Dr New")
        await looked(stage)
        await stage.press("2")
        assert "Dr New" in stage.text


async def test_what_was_not_used_before_today_is_no_longer_free(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Diary) as stage:
        office.clock.set(MONDAY + timedelta(3))
        await stage.press("right", "left")
        assert stage.lines[3].split() == ["Free:", "North", "Somerset", "2"]
        assert [row.split()[-2] for row in rows_of(stage, 5)] == ["-", "2"]


async def test_when_the_day_turns_what_was_free_yesterday_no_longer_is(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Diary) as stage:
        assert "Bristol 3" in stage.lines[3]
        office.clock.set(MONDAY + timedelta(3))
        await looked(stage)
        assert stage.lines[3].split() == ["Free:", "North", "Somerset", "2"]


async def test_a_slot_that_has_begun_is_not_free_and_the_count_follows_the_clock(
    desk: Desk, office: Office
) -> None:
    office.clinic(MONDAY, "Dr Now")
    office.clinic(MONDAY, "Dr Early", locality="North Somerset", start=time(7), slots=2)
    office.clock.set(MONDAY, time(9, 31))
    async with acting(desk, first=Diary) as stage:
        assert stage.lines[3].split() == ["Free:", "North", "Somerset", "2", "Bristol", "5"]
        early, now = rows_of(stage, LIST)[:2]
        assert early.split()[-3:] == ["--", "-", "IHA"]
        assert now.split()[-3:] == ["--..", "2", "IHA"]
        office.clock.set(MONDAY, time(10, 1))
        await looked(stage)
        assert stage.lines[3].split()[-1] == "4"
        assert rows_of(stage, LIST)[1].split()[-3:] == ["---.", "1", "IHA"]


async def test_a_slot_that_began_while_another_screen_was_in_front_is_free_no_more(
    desk: Desk, office: Office
) -> None:
    office.clinic(MONDAY, "Dr Now")
    async with acting(desk, first=Diary) as stage:
        await stage.press("4")
        office.clock.set(MONDAY, time(9, 1))
        await looked(stage)
        await stage.press("2")
        assert rows_of(stage, LIST)[0].split()[-3:] == ["-...", "3", "IHA"]


async def test_a_minute_that_goes_by_and_changes_nothing_paints_nothing(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Diary) as stage:
        painted: list[object] = []
        stage.screen.rows.refresh = lambda *regions, **_: painted.append(regions)
        office.clock.set(MONDAY, time(9, 1))
        await looked(stage)
        assert not painted


async def test_a_day_that_is_none_is_said_in_full(desk: Desk) -> None:
    async with acting(desk, first=Diary) as stage:
        await stage.press("g", "z", "z", "enter")
        assert '"zz" is not a date: write 12/5, 1 may,' in stage.text
        assert stage.status.endswith("mon")


async def test_a_day_typed_after_one_that_is_none_replaces_it(desk: Desk) -> None:
    async with acting(desk, first=Diary) as stage:
        await stage.press("g", *"junk", "enter", *"11/5", "enter")
        assert "week of Mon 11-May-2026" in stage.lines[2]


async def test_what_a_colleague_books_fills_the_slot_under_a_cursor_that_stays(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Diary) as stage:
        await stage.press("down")
        taken(office)
        await looked(stage)
        assert "##.." in rows_of(stage, LIST)[0]
        assert under_cursor(stage).startswith("Fri 08")


async def test_a_session_that_is_new_or_closed_is_shown(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Diary) as stage:
        office.clinic(MONDAY, "Dr New")
        await looked(stage)
        assert rows_of(stage, LIST)[0].startswith("Mon 04 09:00 Bristol        Dr New")


async def test_what_does_not_touch_the_diary_is_not_looked_at_again(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Diary) as stage:
        before = stage.screen._found
        office.notify("C9", MONDAY)
        await looked(stage)
        assert stage.screen._found is before


async def test_reading_it_is_noted_once_for_each_child(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Diary) as stage:
        await stage.press("right", "left")
        taken(office)
        await looked(stage)
    noted = [list(found.subjects) for found in office.store.accesses() if found.act == "diary"]
    assert noted == [[office.case("C2").child.id], [office.case("C5").child.id]]


async def test_words_narrow_it_by_role_and_venue_too(desk: Desk) -> None:
    async with acting(desk, first=Diary) as stage:
        stage.screen.rows.set_filter("park bell")
        await stage.settle()
        assert len(rows_of(stage, LIST)) == 1


# --- One session


async def test_enter_opens_a_session_slot_by_slot(desk: Desk) -> None:
    async with acting(desk, first=Diary) as stage:
        await stage.press("enter")
        assert_golden(stage, "session")


async def test_a_child_in_a_slot_is_acted_on_and_a_free_slot_says_how_to_book_it(
    desk: Desk,
) -> None:
    async with acting(desk, first=Diary) as stage:
        await stage.press("enter", "down", "b")
        assert stage.status == "This slot is free: book it from the child."
        await stage.press("up", "b")
        assert stage.screen.title_words() == "Move: IHA"
        await stage.press("escape", "o")
        assert stage.screen.PLACE == "outcome"


async def test_a_slot_fills_while_the_session_is_open(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Diary) as stage:
        await stage.press("enter", "down")
        taken(office)
        await looked(stage)
        assert under_cursor(stage).startswith("09:30 D'ARCY, Hamza")


async def test_a_slot_whose_time_went_by_is_unused_not_free(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Diary) as stage:
        await stage.press("enter")
        office.clock.set(MONDAY + timedelta(2), time(9, 59))
        await looked(stage)
        assert [row.split()[1] for row in rows_of(stage, 4)] == [
            "O'CONNELL,",
            "unused",
            "free",
            "free",
        ]
        await stage.press("down", "b")
        assert stage.status == "The time of this slot went by with nobody in it."
        office.clock.set(MONDAY + timedelta(2), time(10, 1))
        await looked(stage)
        assert [row.split()[1] for row in rows_of(stage, 4)][1:] == ["unused", "unused", "free"]


async def test_a_session_that_is_gone_says_so(desk: Desk) -> None:
    async with acting(desk, first=Diary) as stage:
        await opened(stage, SessionScreen(99))
        assert stage.status == "This session is no longer there."


async def test_no_name_or_venue_is_more_than_text(office: Office) -> None:
    for number, name in enumerate(NASTY):
        office.notify(f"H{number}", MONDAY - timedelta(7), surname=name, forename=name)
        values = {"venue": name, "locality": name, "role": Role.PAEDIATRICIAN}
        session = office.clinic(MONDAY + timedelta(number), f"Dr {name}", **values)
        book(office.desk, office.case(f"H{number}").child.id, f"S{session.id}-0", Kind.IHA)
    async with acting(office.desk, first=Diary) as stage:
        assert len(rows_of(stage, LIST)) == len(NASTY)
        assert "[/][bold]x\\x1" in stage.text
        for number in range(len(NASTY)):
            await opened(stage, SessionScreen(number + 1))
            assert "\x1b" not in stage.text
            assert len(stage.lines) == 24
            await stage.press("f12")
