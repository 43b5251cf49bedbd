"""How an appointment went: one key each, consent where there is none, and what comes next."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from clanbook.desk import Desk
from clanbook.desk.bookings import book, end_booking
from clanbook.desk.undoing import undo
from clanbook.records import Booking, ConsentBy, Ending, Kind, StaffRole
from screens.outcome import OutcomeScreen
from screens.worklist import Worklist
from tests.office import MONDAY, Office
from tests.screens.acting import Stage, acting
from tests.screens.few import few
from tests.screens.goldens import assert_golden
from tests.screens.opening import NASTY, opened

WEDNESDAY = MONDAY + timedelta(2)


@pytest.fixture
def desk(office: Office) -> Desk:
    """An administrator's desk on Wednesday: Georgia has a consent on record, Hamza has none."""
    few(office)
    book(office.desk, office.case("C5").child.id, "S1-2", Kind.IHA)
    office.clock.set(WEDNESDAY)
    return office.desk_of(StaffRole.ADMIN)


def booking(office: Office, child_id: str) -> Booking:
    return office.case(child_id).bookings[-1]


async def ending(stage: Stage, office: Office, child_id: str) -> Any:
    return await opened(stage, OutcomeScreen(booking(office, child_id).id))


async def test_a_cancellation_by_a_child_under_ten_is_asked_about(office: Office) -> None:
    few(office)
    office.notify("C9", MONDAY, surname="Little", forename="Lee", dob=date(2025, 3, 1))
    book(office.desk, office.case("C9").child.id, "S1-2", Kind.IHA)
    async with acting(office.desk_of(StaffRole.ADMIN), first=Worklist) as stage:
        screen = await ending(stage, office, "C9")
        await stage.press("y")
        asked = "LITTLE, Lee, born 01-Mar-2025 (1y): cancelled by the young person? y/N "
        assert screen.said == asked
        await stage.press("n")
        assert booking(office, "C9").ending is None
        await stage.press("y", "y")
        assert stage.screen.PLACE == "worklist"
    assert booking(office, "C9").ending is Ending.CANCELLED_BY_YOUNG_PERSON


async def test_every_outcome_has_a_letter(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        await ending(stage, office, "C2")
        assert_golden(stage, "outcome")


async def test_attended_is_one_key_from_the_list_of_outcomes(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        await ending(stage, office, "C2")
        await stage.press("a")
        assert stage.screen.PLACE == "worklist"
        assert stage.screen.said.startswith("O'CONNELL, Georgia attended the IHA on 06-May-2026.")
    seen = [row.completed for row in office.case("C2").assessments if row.kind is Kind.IHA]
    assert seen == [WEDNESDAY]


@pytest.mark.parametrize(
    ("key", "expected", "said"),
    [
        ("w", Ending.NOT_BROUGHT, "was not brought to the IHA on 06-May-2026."),
        ("c", Ending.CANCELLED_BY_CARER, "IHA cancelled by the carer on 06-May-2026."),
        ("y", Ending.CANCELLED_BY_YOUNG_PERSON, "cancelled by the young person on"),
        ("k", Ending.CANCELLED_BY_CLINIC, "cancelled by the clinic on 06-May-2026."),
    ],
)
async def test_a_child_who_was_not_seen_is_one_key_and_the_next_step_is_said(
    desk: Desk, office: Office, key: str, expected: Ending, said: str
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await ending(stage, office, "C2")
        await stage.press(key)
        assert said in stage.screen.said
        assert "Next: b book, c contact, r refusal." in stage.screen.said
    assert booking(office, "C2").ending is expected


async def test_nobody_is_seen_without_consent_and_who_consents_is_kept(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await ending(stage, office, "C5")
        await stage.press("a")
        assert_golden(stage, "consent")
        stage.screen.form.fields["consent_by"].value = "young"
        await stage.press("f9")
        assert "Say who judged the young person competent." in stage.text
        stage.screen.form.fields["judged_by"].value = "Dr Ahn"
        await stage.press("f9")
        assert stage.screen.PLACE == "worklist"
    case = office.case("C5")
    (consent,) = case.consents_of(case.episodes[0])
    assert (consent.by, consent.judged_by) == (ConsentBy.YOUNG_PERSON, "Dr Ahn")
    assert booking(office, "C5").ending is Ending.ATTENDED


async def test_a_consent_by_a_child_under_ten_is_asked_about(office: Office) -> None:
    few(office)
    office.notify("C9", MONDAY, surname="Little", forename="Lee", dob=date(2021, 3, 1))
    book(office.desk, office.case("C9").child.id, "S1-2", Kind.IHA)
    office.clock.set(WEDNESDAY)
    async with acting(office.desk_of(StaffRole.ADMIN), first=Worklist) as stage:
        await ending(stage, office, "C9")
        await stage.press("a")
        stage.screen.form.fields["consent_by"].value = "young"
        stage.screen.form.fields["judged_by"].value = "Dr Ahn"
        await stage.press("f9")
        asked = "LITTLE, Lee, born 01-Mar-2021 (5y): the young person's own consent? y/N "
        assert stage.screen.said == asked
        await stage.press("n")
        assert (stage.screen.PLACE, stage.app.focused.field_name) == ("consent", "consent_by")
        assert booking(office, "C9").ending is None
        await stage.press("f9", "y")
        assert stage.screen.PLACE == "worklist"
    assert booking(office, "C9").ending is Ending.ATTENDED


async def test_leaving_the_question_of_consent_records_nothing(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        await ending(stage, office, "C5")
        await stage.press("a", "escape")
        assert (stage.screen.PLACE, stage.status) == ("outcome", "Nothing was recorded.")
    assert booking(office, "C5").ending is None


async def test_another_day_is_typed_first(desk: Desk, office: Office) -> None:
    office.clock.set(WEDNESDAY + timedelta(2))
    async with acting(desk, first=Worklist) as stage:
        screen = await ending(stage, office, "C2")
        await stage.press("tab")
        screen.form.fields["on"].value = "7/5"
        await stage.press("enter", "a")
        assert "attended the IHA on 07-May-2026" in stage.screen.said


@pytest.mark.parametrize("key", ["enter", "f9"])
async def test_saving_from_the_day_records_the_outcome_that_was_gone_to(
    desk: Desk, office: Office, key: str
) -> None:
    office.clock.set(WEDNESDAY + timedelta(2))
    async with acting(desk, first=Worklist) as stage:
        await ending(stage, office, "C2")
        assert stage.status.startswith("Enter record")
        await stage.press("down", "down", "tab")
        assert stage.status == "Enter records: Cancelled by the carer"
        await stage.press(*"5/5", key)
        assert "IHA cancelled by the carer on 05-May-2026." in stage.screen.said
    assert booking(office, "C2").ending is Ending.CANCELLED_BY_CARER


@pytest.mark.parametrize("key", ["enter", "f9"])
async def test_saving_from_the_day_records_nothing_that_nobody_went_to(
    desk: Desk, office: Office, key: str
) -> None:
    office.clock.set(WEDNESDAY + timedelta(2))
    async with acting(desk, first=Worklist) as stage:
        await ending(stage, office, "C2")
        await stage.press("tab")
        assert stage.status == "Enter goes to the outcomes"
        await stage.press(*"5/5", key)
        assert stage.status == "Now the outcome: its letter records it."
        assert booking(office, "C2").ending is None
        await stage.press("k")
    assert booking(office, "C2").ending is Ending.CANCELLED_BY_CLINIC


async def test_f9_records_the_outcome_under_the_cursor(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        await ending(stage, office, "C2")
        await stage.press("down", "f9")
    assert booking(office, "C2").ending is Ending.NOT_BROUGHT


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("3/5", "03-May-2026 is before the booking was made on 04-May-2026."),
        ("9/5/2026", "09-May-2026 is still to come"),
    ],
)
async def test_a_day_on_which_nothing_can_have_happened_is_told_on_the_field(
    desk: Desk, office: Office, typed: str, said: str
) -> None:
    office.clock.set(WEDNESDAY + timedelta(2))
    async with acting(desk, first=Worklist) as stage:
        screen = await ending(stage, office, "C2")
        await stage.press("tab")
        screen.form.fields["on"].value = typed
        await stage.press("tab")
        assert f"! {said}" in stage.text
        await stage.press("a")
        assert stage.screen is screen
    assert booking(office, "C2").ending is None


async def test_not_brought_takes_no_other_day_and_a_day_says_what_it_leaves(
    desk: Desk, office: Office
) -> None:
    office.clock.set(WEDNESDAY + timedelta(2))
    async with acting(desk, first=Worklist) as stage:
        screen = await ending(stage, office, "C2")
        await stage.press("tab")
        screen.form.fields["on"].value = "7/5"
        await stage.press("enter")
        assert "Thu 07-May-2026 after it: attended" in stage.text
        await stage.press("w")
        assert screen.said.startswith("Not brought is of the appointment's day, 06-May-2026")
    assert booking(office, "C2").ending is None


async def test_a_day_that_cannot_be_read_records_nothing(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        screen = await ending(stage, office, "C2")
        await stage.press("tab")
        screen.form.fields["on"].value = "soonish"
        await stage.press("shift+tab", "a")
        assert "soonish" in screen.said
        assert stage.screen is screen
    assert booking(office, "C2").ending is None


async def test_before_its_day_nothing_went_in_any_way(desk: Desk, office: Office) -> None:
    office.clock.set(MONDAY)
    async with acting(desk, first=Worklist) as stage:
        await ending(stage, office, "C2")
        await stage.press("a")
        assert stage.status == "The appointment is on 06-May-2026: too early to say attended."


async def test_letters_choose_and_never_filter(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        await ending(stage, office, "C2")
        await stage.press("slash")
        assert stage.status == "These are all: press a letter."
        await stage.press("k")
    assert booking(office, "C2").ending is Ending.CANCELLED_BY_CLINIC


async def test_what_a_colleague_recorded_meanwhile_is_said(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        screen = await ending(stage, office, "C2")
        end_booking(office.desk, screen.booking, Ending.NOT_BROUGHT)
        said = (
            "This appointment ended already: not brought on 06-May-2026, recorded by The Boss on "
            "06-May-2026 at 09:00. Only The Boss can take that back."
        )
        stage.app.look()
        await stage.settle()
        assert stage.screen.said == said
        stage.screen.hush()
        await stage.press("a")
        assert (stage.screen.PLACE, stage.screen.said) == ("outcome", said)
        assert "Ended already: IHA Wed 06-May-2026" in stage.text
        undo(office.desk)
        stage.app.look()
        await stage.settle()
        assert (stage.screen.said, "Ended already" in stage.text) == ("", False)
        end_booking(office.desk, screen.booking, Ending.NOT_BROUGHT)
    assert booking(office, "C2").ending is Ending.NOT_BROUGHT


@pytest.mark.parametrize("name", NASTY)
async def test_no_name_or_venue_is_more_than_text(office: Office, name: str) -> None:
    office.notify("H1", MONDAY - timedelta(7), surname=name, forename=name)
    office.clinic(MONDAY, f"Dr {name}", venue=name, locality=name, start=time(10))
    made = book(office.desk, office.case("H1").child.id, "S1-0", Kind.IHA).booking
    office.clock.set(MONDAY, time(10))
    async with acting(office.desk, first=Worklist) as stage:
        await opened(stage, OutcomeScreen(made.id))
        assert "\x1b" not in stage.text
        assert len(stage.lines) == 24
        await stage.press("w")
        assert stage.screen.PLACE == "worklist"


async def test_that_a_booking_was_taken_back_is_said_once_whatever_else_happens(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    few(office)
    admin = office.desk_of(StaffRole.ADMIN)
    book(office.desk, office.case("C5").child.id, "S1-2", Kind.IHA)
    bells: list[int] = []
    async with acting(admin, first=Worklist) as stage:
        screen = await ending(stage, office, "C5")
        monkeypatch.setattr(stage.app, "bell", lambda: bells.append(1))
        undo(office.desk)
        for child_id in ("X1", "X2"):
            stage.app.look()
            await stage.settle()
            assert (screen.said, len(bells)) == ("This booking is no longer there.", 1)
            office.notify(child_id, MONDAY)
        await stage.press("tab")
        stage.app.look()
        await stage.settle()
        assert (screen.said, len(bells)) == ("", 1)
