"""Every chart of a quarter, and behind each figure its children and why; a viewer sees no names."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from clanbook.dates import Quarter
from clanbook.desk import Desk
from clanbook.desk.assessments import refuse
from clanbook.desk.erasing import erase
from clanbook.desk.reading import board_report
from clanbook.desk.refusals import answer, answered
from clanbook.figures import Report as Figures
from clanbook.records import Kind, StaffRole
from clanbook.settings import DEFAULT
from screens.figure_words import short_name
from screens.members import MembersScreen
from screens.report import FigureKey, Report
from tests.office import MONDAY, Office
from tests.screens.acting import Stage, acting
from tests.screens.few import few
from tests.screens.goldens import assert_golden
from tests.screens.opening import NASTY, opened, rows_of, under_cursor

LIST = 4
"""The line the first figure stands on."""


@pytest.fixture
def desk(office: Office) -> Desk:
    """An administrator's desk: the quarter to March required one IHA and missed it."""
    few(office)
    office.notify("B1", date(2026, 2, 10), surname="Bell", forename="Rae", notified=None)
    office.notify("B2", date(2026, 1, 20), surname="Cole", forename="Sam", la="803")
    row = {"la": "803", "child_id": "B2", "ref": "B2", "kind": Kind.IHA}
    office.load("assessments", {**row, "completed": date(2026, 2, 10)})
    return office.desk_of(StaffRole.ADMIN)


async def go_to(stage: Stage, figure: str) -> None:
    chart, _, key = figure.partition(".")
    assert stage.screen.rows.move_to_key(FigureKey(chart, key))
    await stage.settle()


async def counted(stage: Stage) -> None:
    """What changed has been noticed, and counted anew."""
    stage.app.look()
    await stage.pilot.pause(0.6)


async def test_the_last_whole_quarter_is_shown_first(desk: Desk) -> None:
    async with acting(desk, first=Report) as stage:
        assert_golden(stage, "report")


async def test_left_and_right_go_from_quarter_to_quarter_and_not_into_the_future(
    desk: Desk,
) -> None:
    async with acting(desk, first=Report) as stage:
        await go_to(stage, "iha.required")
        await stage.press("left")
        assert "2025-26 Q3" in stage.lines[2]
        assert stage.screen.rows.key == FigureKey("iha", "required")
        await stage.press("right", "right")
        assert "2026-27 Q1" in stage.lines[2]
        await stage.press("right")
        assert stage.status == "2026-27 Q2 has not begun."


async def test_enter_on_a_figure_lists_its_children_with_why(desk: Desk) -> None:
    async with acting(desk, first=Report) as stage:
        await go_to(stage, "iha.outstanding")
        await stage.press("enter")
        assert_golden(stage, "members")
        assert "BELL, Rae" in under_cursor(stage)
        await stage.press("enter")
        assert stage.screen.PLACE == "child"


async def test_the_figures_of_the_quarter_in_the_comparison_are_open_too(desk: Desk) -> None:
    async with acting(desk, first=Report) as stage:
        await stage.press("down", "enter")
        assert "IHAs required: On time, 1 in all" in stage.text
        assert "COLE, Sam" in stage.text


@pytest.mark.parametrize(
    ("downs", "said"),
    [
        (0, "Go to a figure first: a heading has no children behind it."),
        (3, "Go to that quarter first: its children are behind its own figures."),
    ],
)
async def test_what_has_nobody_behind_it_says_why(desk: Desk, downs: int, said: str) -> None:
    async with acting(desk, first=Report) as stage:
        await stage.press(*["down"] * downs, "enter")
        assert stage.status == said


@pytest.fixture
def refused(desk: Desk, office: Office) -> int:
    """The IHA missed was refused, and the main reason told to a nurse. The refusal's number."""
    del desk
    kept = refuse(office.desk, office.case("B1").child.id, Kind.IHA, date(2026, 3, 1))
    answer(office.desk, kept.id, {"main_reason": "language"})
    return kept.id


async def test_the_refused_are_shown_by_main_reason_and_open_to_who_may_read_answers(
    refused: int, office: Office
) -> None:
    async with acting(office.desk_of(StaffRole.NURSE), first=Report) as stage:
        await go_to(stage, "refusals.main_reason.language")
        assert under_cursor(stage).split() == ["Language", "0", "1", "0", "1"]
        await stage.press("enter")
        assert "BELL, Rae" in under_cursor(stage)
        assert "Main reason: language." in " ".join(stage.text.split())


async def test_who_gave_an_answer_is_not_for_an_administrator(refused: int, desk: Desk) -> None:
    async with acting(desk, first=Report) as stage:
        await go_to(stage, "refusals.main_reason.language")
        await stage.press("enter")
        assert stage.status.startswith("Who gave this answer is for nurses and managers to see;")
        await go_to(stage, "refusals.refused")
        await stage.press("enter")
        assert "BELL, Rae" in under_cursor(stage)


async def test_whom_the_list_does_not_name_it_counts(refused: int, office: Office) -> None:
    only_me = {"main_reason": "language", "may_see": ["asker"]}
    kept = answered(office.desk, refused)
    assert kept is not None
    answer(office.desk, refused, only_me, version=kept.version)
    async with acting(office.desk_of(StaffRole.NURSE), first=Report) as stage:
        await go_to(stage, "refusals.main_reason.language")
        await stage.press("enter")
        assert "Refused by main reason: Language, 1 in all" in stage.text
        assert stage.status == "1 not named: only who asked may see the answers."
        assert "BELL" not in stage.text


async def test_nobody_behind_a_figure_says_so(desk: Desk) -> None:
    async with acting(desk, first=Report) as stage:
        await go_to(stage, "iha.late")
        await stage.press("enter")
        assert "Nobody is behind it." in stage.text


async def test_a_wide_screen_names_las_in_full(desk: Desk) -> None:
    async with acting(desk, first=Report, size=(160, 50)) as stage:
        for la in DEFAULT.las:
            assert la.name in stage.lines[3]


# --- Colleagues


async def test_a_figure_that_changes_is_counted_anew_and_the_cursor_stays(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Report) as stage:
        await go_to(stage, "iha.required")
        before = under_cursor(stage)
        office.notify("B9", date(2026, 2, 10), surname="Dale")
        await counted(stage)
        assert under_cursor(stage).startswith("  Required")
        assert under_cursor(stage) != before


async def test_a_burst_of_changes_is_counted_once(
    desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with acting(desk, first=Report) as stage:
        counts: list[Quarter] = []

        def count(desk: Desk, quarter: Quarter, *, trend: int) -> Figures:
            counts.append(quarter)
            return board_report(desk, quarter, trend=trend)

        monkeypatch.setattr("screens.report.board_report", count)
        for number in range(3):
            office.notify(f"D{number}", date(2026, 2, 10))
            stage.app.look()
        await counted(stage)
        assert len(counts) == 1


async def test_behind_another_screen_nothing_is_counted(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Report) as stage:
        report = stage.screen
        before = report.figures
        await stage.press("f1")
        office.notify("B9", date(2026, 2, 10))
        await counted(stage)
        assert report.figures is before


# --- Who sees what


async def test_a_viewer_begins_with_figures_and_gets_no_names(desk: Desk, office: Office) -> None:
    viewer = office.desk_of(StaffRole.VIEWER)
    async with acting(viewer, first=Report) as stage:
        assert "Enter" not in stage.status
        await go_to(stage, "iha.outstanding")
        await stage.press("enter")
        assert stage.status == "Open needs the role admin or above; yours is viewer."
        for name in ("BELL", "Rae", "COLE", "ABBOT"):
            assert name not in stage.text


async def test_a_viewers_first_screen_is_the_report(desk: Desk, office: Office) -> None:
    from screens.app import ClanbookApp

    app = ClanbookApp(office.desk_of(StaffRole.VIEWER))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Report)


async def test_opening_the_children_behind_a_figure_is_noted(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Report) as stage:
        await go_to(stage, "iha.outstanding")
        await stage.press("enter")
    noted = [list(a.subjects) for a in office.store.accesses() if a.act == "explain"]
    assert noted == [[office.case("B1").child.id]]


async def test_an_erased_child_is_counted_and_has_no_name_and_no_page(
    desk: Desk, office: Office
) -> None:
    erase(office.desk, office.case("B1").child.id, "asked for")
    async with acting(desk, first=Report) as stage:
        await go_to(stage, "iha.outstanding")
        await stage.press("enter")
        (row,) = rows_of(stage, LIST, 7)
        assert "erased" in row
        assert "Bell" not in stage.text
        await stage.press("enter")
        assert isinstance(stage.screen, MembersScreen)
        assert "This child was erased" in stage.status


# --- Names


@pytest.mark.parametrize(
    ("name", "width", "short"),
    [
        ("Bristol", 10, "Bristol"),
        ("North Somerset", 11, "N Somerset"),
        ("South Gloucestershire", 11, "S Gloucestershire"),
        ("Bath and North East Somerset", 22, "B a N E Somerset"),
        ("Gloucestershire", 7, "Gloucestershire"),
        ("", 7, ""),
    ],
)
def test_a_name_too_long_keeps_its_last_word(name: str, width: int, short: str) -> None:
    assert short_name(name, width) == short


async def test_no_name_or_la_is_more_than_text(tmp_path: Path) -> None:
    las = tuple(replace(la, name=name) for la, name in zip(DEFAULT.las, NASTY, strict=True))
    office = Office(tmp_path / "hostile", replace(DEFAULT, name=NASTY[0], las=las))
    for number, name in enumerate(NASTY):
        la = DEFAULT.las[number].code
        office.notify(f"H{number}", MONDAY - timedelta(90), la=la, surname=name, forename=name)
    async with acting(office.desk, first=Report) as stage:
        assert len(rows_of(stage, LIST)) == 18
        assert "\x1b" not in stage.text
        figures = stage.screen.figures
        await opened(stage, MembersScreen(figures, "iha.required"))
        assert len(rows_of(stage, LIST, 7)) == len(NASTY)
        assert "\x1b" not in stage.text
        await stage.press("end")
        assert len(stage.lines) == 24


async def test_what_no_figure_shows_by_itself_has_a_line_where_there_is_any(
    office: Office,
) -> None:
    office.notify("B3", date(2026, 2, 10), surname="Dean", forename="Kim", dob=None)
    office.notify(
        "W1", date(2026, 2, 10), surname="Vale", forename="Jo", la="Wiltshire", placed_in=None
    )
    asked = {"la": "Wiltshire", "child_id": "W1", "ref": "W1", "kind": Kind.IHA}
    office.load("assessments", {**asked, "requested": date(2026, 2, 12)})
    async with acting(office.desk, first=Report) as stage:
        await go_to(stage, "iha.required_0_4_without_birth_date")
        words = under_cursor(stage).split()
        assert (words[:5], words[-1]) == (["0-4", "without", "a", "birth", "date"], "1")
        await stage.press("enter")
        assert "DEAN, Kim" in under_cursor(stage)
        await stage.press("escape")
        await go_to(stage, "iha.other_las_in_no_row")
        assert under_cursor(stage).split() == ["Of", "other", "LAs,", "in", "no", "column", "1"]
        await stage.press("enter")
        assert "VALE, Jo" in under_cursor(stage)
        await stage.press("escape")
        await go_to(stage, "profile.age.not_known")
        assert under_cursor(stage).split()[:3] == ["Age", "not", "known"]
        none = FigureKey("iha", "required_5_18_without_birth_date")
        assert not stage.screen.rows.move_to_key(none)
