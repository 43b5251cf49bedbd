"""Who needs something today: listed, narrowed, kept in step, and acted on by one key."""

from collections.abc import Sequence
from datetime import time, timedelta
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from clanbook.desk import Desk
from clanbook.desk.drafts import mine
from clanbook.records import StaffRole
from clanbook.settings import DEFAULT
from clanbook.worklist import items
from screens.items import COLUMNS, days
from screens.worklist import Worklist
from tests.office import MONDAY, Office
from tests.screens.acting import Stage, acting
from tests.screens.few import few, hostile
from tests.screens.goldens import assert_golden
from tests.screens.opening import NASTY


@pytest.fixture
def desk(office: Office) -> Desk:
    """An administrator's desk at a small caseload."""
    few(office)
    return office.desk_of(StaffRole.ADMIN)


def named(stage: Stage) -> list[str]:
    """The children listed, by the beginning of their line."""
    rows = stage.lines[4:22]
    return [family(row) for row in rows if row.strip()]


def under_cursor(stage: Stage) -> str:
    (line,) = [row for row in stage.lines[4:22] if row.startswith(">")]
    return family(line)


def family(line: str) -> str:
    return line[2:18].split(",")[0].strip()


async def test_it_lists_who_needs_something_soonest_due_first(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        assert_golden(stage, "worklist")


async def test_a_wider_screen_shows_more_columns(desk: Desk) -> None:
    async with acting(desk, first=Worklist, size=(140, 24)) as stage:
        for title in ("Locality", "LA's id", "Responsible LA"):
            assert title in stage.lines[3]


@pytest.mark.parametrize(
    ("keys", "shown", "left"),
    [
        ("ll", "Locality Bristol", ["ABBOT", "NGUYỄN", "OKAFOR-WEEKS", "O'CONNELL"]),
        ("l", "Locality North Somerset", ["ŻUREK"]),
        ("llll", "Locality elsewhere", ["D'ARCY"]),
        ("kkk", "Kind adoption medical", ["OKAFOR-WEEKS"]),
        ("mmmmm", "Missing report", ["NGUYỄN"]),
    ],
)
async def test_one_key_narrows_it(desk: Desk, keys: str, shown: str, left: Sequence[str]) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press(*keys)
        assert shown in stage.lines[2]
        assert f"{stage.screen.rows.count} of 6" in stage.lines[2]
        assert set(named(stage)) == set(left)


async def test_after_the_last_of_a_filter_everybody_is_shown_again(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        everybody = named(stage)
        await stage.press("k", "k", "k", "k")
        assert named(stage) == everybody


async def test_escape_shows_everybody_before_it_does_anything_else(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        everybody = named(stage)
        await stage.press("l", "m", "escape")
        assert named(stage) == everybody


async def test_words_narrow_it_by_what_is_not_in_sight_too(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("/", *"cornwall", "enter")
        assert named(stage) == ["D'ARCY"]


async def test_a_narrowed_list_with_nobody_says_how_to_see_everybody(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("l", "m", "m")
        assert "Nobody here: Esc shows everybody." in stage.text


async def test_the_cursor_stays_with_its_child_when_a_colleague_adds_one_above(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("down", "down")
        before = under_cursor(stage)
        office.notify("C9", MONDAY - timedelta(80), surname="Earlier")
        await stage.pilot.pause(0.5)
        assert named(stage)[0] == "EARLIER"
        assert under_cursor(stage) == before


async def test_what_a_colleague_does_is_seen_within_a_second(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        office.notify("C9", MONDAY - timedelta(80), surname="Earlier")
        await stage.pilot.pause(0.9)
        assert named(stage)[0] == "EARLIER"


async def test_acts_without_an_appointment_or_a_report_due_say_why_not(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("o")
        assert stage.status == "Nothing is booked here: book first."
        await stage.press("m", "m", "m", "m", "m", "b")
        said = stage.screen.said
        assert said.startswith("The child was seen: what is missing is the report to the LA;")
        assert "clanbook import assessments FILE, column report_sent" in said


async def test_a_child_who_was_seen_is_not_overdue_whatever_the_report_is(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        assert [one for one in stage.lines if "NGUYỄN" in one and "seen    report late" in one]
        assert "Overdue 1 " in stage.lines[1]
        await stage.press("m", "m", "m", "m", "m", "enter")
        assert "29-Apr-2026 IHA seen, report 5 days late" in stage.text
        assert "overdue" not in stage.text


async def test_children_whose_names_look_the_same_are_told_apart_by_the_las_id(
    office: Office,
) -> None:
    names = {"B1": "Maisie", "B2": "Maisie", "B3": "Tom", "B3000001": "M"}
    for child_id, forename in names.items():
        office.notify(child_id, MONDAY, surname="Pobjoy", forename=forename)
    for child_id in ("LONG-ID-0001", "LONG-ID-0002"):
        office.notify(child_id, MONDAY, surname="Desai-Frost", forename=f"Nadia {child_id[-1]}")
    async with acting(office.desk, first=Worklist) as stage:
        assert [line[2:18].rstrip() for line in stage.lines if "IHA" in line] == [
            "POBJOY, Mais~ B1",
            "POBJOY, Mais~ B2",
            "POBJOY, Tom",
            "POBJOY, M",
            "DESAI-F~ ~D-0001",
            "DESAI-F~ ~D-0002",
        ]


@pytest.mark.parametrize(
    ("over", "shown"), [(999, "-999"), (1000, "-2y"), (1095, "-3y"), (30_000, "-82y")]
)
async def test_days_over_are_never_a_cut_number(office: Office, over: int, shown: str) -> None:
    case = office.notify("C1", MONDAY - timedelta(40), surname="Late")
    first = items([case], office.desk.service, MONDAY)[0]
    assert first.days is not None
    later = msgspec.structs.replace(first, days=-over)
    assert days(later) == shown
    room = next(column.width for column in COLUMNS if column.title == "Days")
    assert len(shown) <= room


async def test_an_empty_worklist_says_that_nobody_needs_anything(office: Office) -> None:
    async with acting(office.desk, first=Worklist) as stage:
        assert "Nobody needs anything" in stage.text
        await stage.press("b")
        assert stage.status == "There is no child in the list."


async def test_reading_it_is_noted_once_for_each_child(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("l", "l")
        await stage.pilot.pause(0.4)
    read = [access.subjects for access in office.store.accesses(by=desk.staff.id)]
    children = [child for subjects in read for child in subjects]
    assert len(children) == len(set(children)) == 6


async def test_the_next_due_child_is_booked_into_the_best_slot_with_at_most_six_keys(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Worklist) as stage:
        keys = ("m", "down", "b", "enter")
        await stage.press(*keys)
        await stage.settle()
        assert len(keys) <= 6
        assert stage.screen.PLACE == "worklist"
        assert stage.screen.said.startswith("Booked ŻUREK, Isla: IHA Wed 06-May-2026 09:30")
    (booked,) = office.case("C3", "802").bookings
    assert booked.day == MONDAY + timedelta(2)


async def test_what_it_did_is_said_with_its_undo(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("m", "down", "b", "enter")
        await stage.settle()
        assert stage.screen.said.endswith("u undo")
        await stage.press("u")
        assert office.case("C3", "802").bookings == []


async def test_a_contact_whose_words_are_taken_out_again_is_no_draft(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("c", "tab", *"carer", "f12", "c")
        assert len(mine(desk)) == 1
        stage.screen.form.fields["whom"].value = ""
        await stage.press("f12")
        assert mine(desk) == []


async def test_a_half_typed_contact_is_offered_back_to_whoever_typed_it(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("c", "enter", *"carer", "f12", "c")
        assert stage.screen.form.values()["whom"] == "carer"
        assert "What you had typed is back" in stage.screen.said
    async with acting(office.desk, first=Worklist) as stage:
        await stage.press("c")
        assert stage.screen.form.values()["whom"] is None


async def test_a_contact_is_recorded_from_it(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("c")
        assert_golden(stage, "contact")
        await stage.press("enter", *"carer", "enter", *"phone", "enter", "n", "f9")
        assert stage.status.startswith(
            "Tried to reach carer for ABBOT, Amara on 04-May-2026, in vain."
        )
    (kept,) = office.case("C1").contacts
    assert (kept.on, kept.whom, kept.how, kept.reached) == (MONDAY, "carer", "phone", False)


async def test_no_name_is_more_than_text(office: Office) -> None:
    hostile(office)
    async with acting(office.desk, first=Worklist) as stage:
        shown = stage.text
        assert "[BOLD]X, [bold]x" in shown
        assert "\x1b" not in shown
        assert len(stage.lines) == 24


async def test_no_locality_that_the_list_is_narrowed_to_is_more_than_text(tmp_path: Path) -> None:
    las = tuple(replace(la, locality=nasty) for la, nasty in zip(DEFAULT.las, NASTY, strict=True))
    office = Office(tmp_path / "hostile", replace(DEFAULT, las=las))
    async with acting(office.desk, first=Worklist) as stage:
        for _ in NASTY:
            await stage.press("l")
            assert "\x1b" not in stage.text
            assert "\u202e" not in stage.text
            assert len(stage.lines) == 24
    office.store.close()


async def test_what_is_advised_after_an_outcome_is_done_to_the_child_it_names(
    desk: Desk, office: Office
) -> None:
    georgia = office.case("C2").child.id
    office.clock.set(MONDAY + timedelta(2), time(15))
    async with acting(desk, first=Worklist) as stage:
        await stage.press("m", "m", "o", "w")
        assert "was not brought" in stage.screen.said
        assert "Next: b book" in stage.screen.said
        assert stage.screen.chosen() is None or stage.screen.chosen().child != georgia
        await stage.press("f9", "c")
        assert stage.screen.PLACE == "contact"
        assert stage.screen.child == georgia


async def test_what_is_advised_is_forgotten_once_another_key_was_pressed(
    desk: Desk, office: Office
) -> None:
    office.clock.set(MONDAY + timedelta(2), time(15))
    async with acting(desk, first=Worklist) as stage:
        await stage.press("m", "m", "o", "w", "down", "c")
        assert stage.screen.PLACE == "worklist"
        assert stage.status == "There is no child in the list."


async def test_narrowing_puts_the_cursor_on_top(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("end", "m")
        assert stage.screen.rows.cursor == 0


async def test_the_number_of_a_first_screen_closes_the_page_left_open_there(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("enter", "2", "1")
        assert stage.screen.PLACE == "worklist"
        await stage.press("c", "f1", "f12")
        stage.app.visit("diary")
        await stage.settle()
        await stage.press("1")
        assert stage.screen.PLACE == "contact", "a form is shown as it was left"


async def test_what_is_only_elsewhere_is_said_plainly(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        assert stage.screen.reason_against("attended") == "Only in Clinic."
        assert stage.screen.reason_against("lookup") == "Only in a field that has a list."
