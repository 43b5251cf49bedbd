"""Papers and Edit: what is on record is shown, corrected in one act, and never written over."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from clanbook.desk import Desk
from clanbook.desk.corrections import correct
from clanbook.desk.drafts import keep
from clanbook.desk.onrecord import on_record
from clanbook.records import ConsentBy, StaffRole
from screens.child import ChildScreen
from screens.correction import CorrectionScreen
from screens.papers import PapersScreen
from screens.worklist import Worklist
from tests.office import MONDAY, Office
from tests.screens.acting import Stage, acting
from tests.screens.few import few
from tests.screens.goldens import assert_golden
from tests.screens.opening import NASTY, opened


@pytest.fixture
def desk(office: Office) -> Desk:
    """An administrator's desk at a small caseload."""
    few(office)
    return office.desk_of(StaffRole.ADMIN)


def child(office: Office, child_id: str = "C1") -> int:
    return office.case(child_id).child.id


async def type_in(stage: Stage, **typed: str) -> None:
    for name, text in typed.items():
        stage.screen.form.fields[name].value = text
    await stage.settle()


def words(stage: Stage) -> str:
    return " ".join(stage.text.split())


# --- Papers


async def test_papers_are_recorded_from_the_worklist_and_undone(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        assert "consent papers" in stage.lines[4]
        await stage.press("p")
        assert stage.screen.PLACE == "papers"
        assert_golden(stage, "papers")
        await stage.press("2", "0", "/", "3", "enter", "t", "enter", "t", "enter")
        await stage.press("l", "a", "enter", "enter", "t", "enter")
        assert stage.screen.PLACE == "worklist"
        assert stage.screen.said.startswith("Papers of ABBOT, Amara: ")
        assert "consent papers" not in stage.lines[4]
        case = office.case("C1")
        assert case.consents[0].by is ConsentBy.LA
        assert case.episodes[0].part_a == MONDAY
        await stage.press("u")
        assert "consent papers" in stage.lines[4]


async def test_a_young_persons_consent_says_who_judged_them_competent(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, PapersScreen(child(office)))
        await type_in(stage, consent="t", consent_by="Young person")
        await stage.press("f9")
        assert stage.screen.said == "Say who judged the young person competent."
        assert stage.screen.focused.field_name == "judged_by"
        await type_in(stage, judged_by="Dr Ahn")
        await stage.press("f9")
        assert stage.screen.PLACE == "worklist"
    assert office.case("C1").consents[0].judged_by == "Dr Ahn"


async def test_what_cannot_be_read_is_said_in_full(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, PapersScreen(child(office)))
        await type_in(stage, consent="t", consent_by="zzz")
        await stage.press("f9")
        assert stage.screen.said == '"zzz" is none of the choices: F4 lists them.'


async def test_what_is_on_record_is_shown_and_what_would_change_stands_above_it(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, PapersScreen(child(office, "C2")))
        assert stage.screen.form.fields["part_a"].value == "14-Apr-2026"
        await type_in(stage, part_a="15/4/26", demographics="")
        assert "Changes: demographics 14-Apr-2026 -> nothing; Part A 14-Apr-2026 -> 15-Apr" in (
            words(stage)
        )


# --- Edit


async def test_edit_shows_the_record_and_what_saving_would_change(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, ChildScreen(child(office)))
        await stage.press("e")
        await stage.settle()
        assert stage.screen.PLACE == "edit"
        assert stage.screen.form.fields["surname"].value == "Abbot"
        await type_in(stage, entered_care="27/3/26", carer="Kim Vale")
        assert "came into care 20-Mar-2026 -> 27-Mar-2026; carer nothing -> Kim Vale" in words(
            stage
        )
        assert stage.lines[1].startswith(" IHA due Fri 24-Apr-2026, 10 days ago")
        assert_golden(stage, "edit")
        await stage.press("f9")
        await stage.settle()
        assert stage.screen.PLACE == "child"
        assert stage.screen.said.startswith("Corrected ABBOT, Amara: came into care 20-Mar-2026")
        assert "Carer Kim Vale" in stage.text
        await stage.press("u")
        assert "Carer not known" in stage.text


async def test_tab_goes_through_the_whole_form(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        screen = await opened(stage, CorrectionScreen(child(office)))
        for name in screen.form.fields:
            assert screen.focused.field_name == name
            await stage.press("tab")


async def test_what_stands_against_it_is_said_at_its_field_and_nothing_is_lost(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, CorrectionScreen(child(office)))
        await type_in(stage, child_id="C2", gp="New Surgery")
        await stage.press("f9")
        assert stage.screen.said == "O'CONNELL, Georgia (801/C2) has this id: correct it."
        assert stage.screen.focused.field_name == "child_id"
        assert stage.screen.form.fields["gp"].value == "New Surgery"
        await type_in(stage, child_id="C1", left_care="1/1/26")
        await stage.press("f9")
        assert stage.screen.focused.field_name == "left_care"


async def test_a_place_changed_with_its_day_left_is_asked_about_and_a_day_makes_it_a_move(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, CorrectionScreen(child(office, "C2")))
        await type_in(stage, placed_in="North Somerset")
        await stage.press("f9")
        assert stage.screen.said == (
            "Correct Bristol to North Somerset from 13-Apr-2026 on, as if never in Bristol? "
            "If the child moved, say no and give the day. y/N "
        )
        await stage.press("n")
        assert stage.screen.focused.field_name == "placed_since"
        await stage.press("t", "f9")
        assert stage.screen.PLACE == "worklist"
        assert "IHA on Wed 06-May-2026 is still booked in Bristol." in stage.screen.said
    assert [(p.since.day, p.placed_in) for p in office.case("C2").placements] == [
        (13, "Bristol"),
        (4, "North Somerset"),
    ]


async def test_yes_corrects_where_the_child_was_placed_from_the_first(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, CorrectionScreen(child(office)))
        await type_in(stage, placed_in="North Somerset")
        await stage.press("f9", "y")
        assert stage.screen.PLACE == "worklist"
    assert [p.placed_in for p in office.case("C1").placements] == ["North Somerset"]


async def test_a_move_with_carer_and_address_left_is_asked_about(
    desk: Desk, office: Office
) -> None:
    number = child(office)
    correct(office.desk, on_record(office.desk, number), {"carer": "Kim Vale"})
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, CorrectionScreen(number))
        await type_in(stage, placed_in="Devon", placed_since="t")
        await stage.press("f9")
        asked = "Moved to Devon on 04-May-2026, with the same carer and address? y/N "
        assert stage.screen.said == asked
        assert stage.screen.focused.field_name == "carer"
        await stage.press("y")
    assert [p.carer for p in office.case("C1").placements] == ["Kim Vale"] * 2


async def test_somebody_elses_newer_save_is_shown_with_both_values(
    desk: Desk, office: Office
) -> None:
    number = child(office)
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, CorrectionScreen(number))
        await type_in(stage, gp="My Surgery", school="My School")
        boss = office.desk
        correct(boss, on_record(boss, number), {"gp": "Their Surgery", "upn": "U1"})
        await stage.press("f9")
        assert stage.screen.PLACE == "edit"
        assert "GP: theirs Their Surgery, yours My Surgery" in words(stage)
        fields = stage.screen.form.fields
        assert (fields["gp"].value, fields["school"].value) == ("My Surgery", "My School")
        assert fields["upn"].value == "U1"
        await stage.press("f9", "enter", "f9")
        assert "GP: theirs Their Surgery, yours My Surgery" in words(stage)
        assert office.case("C1").child.gp == "Their Surgery"
        await stage.press("y")
        assert stage.screen.PLACE == "worklist"
        assert "GP Their Surgery -> My Surgery" in stage.screen.said
    known = office.case("C1").child
    assert (known.gp, known.school, known.upn) == ("My Surgery", "My School", "U1")


async def test_only_a_yes_that_follows_the_warning_saves_over_a_colleague(
    desk: Desk, office: Office
) -> None:
    number = child(office)
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, PapersScreen(number))
        await type_in(stage, part_a="t")
        correct(office.desk, on_record(office.desk, number), {"part_a": MONDAY - timedelta(3)})
        await stage.pilot.press("f9", "f9", "f9")
        await stage.settle()
        asked = "Part A: theirs 01-May-2026, yours 04-May-2026). Save yours over theirs? y/N "
        assert stage.screen.said == f"The Boss saved this record on 04-May-2026 at 09:00 ({asked}"
        await stage.press("n")
        assert stage.screen.said == "Nothing was done."
        assert office.case("C1").episodes[0].part_a == MONDAY - timedelta(3)
        await type_in(stage, part_a="1/5/26")
        await stage.press("f9")
        assert stage.screen.said == "Nothing was changed: there is nothing to save."


async def test_a_colleagues_save_where_nothing_was_typed_comes_in_and_nothing_is_asked(
    desk: Desk, office: Office
) -> None:
    number = child(office)
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, CorrectionScreen(number))
        await type_in(stage, school="My School")
        correct(office.desk, on_record(office.desk, number), {"gp": "Their Surgery"})
        await stage.press("f9")
        assert stage.screen.said.endswith(
            "Theirs stands here now; F9 saves what you typed beside it."
        )
        await stage.press("f9")
    known = office.case("C1").child
    assert (known.gp, known.school) == ("Their Surgery", "My School")


async def test_what_comes_back_was_typed_over_the_record_of_then_and_warns_of_a_newer_one(
    desk: Desk, office: Office
) -> None:
    number = child(office)
    both = "The Boss saved this record on 04-May-2026 at 09:00 (Family name: theirs AnnaTwo, "
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, CorrectionScreen(number))
        await type_in(stage, surname="BeaTwo", school="My School")
        await stage.press("f12")
        correct(office.desk, on_record(office.desk, number), {"surname": "AnnaTwo"})
        for _ in range(2):  # also where it was left again with the warning unanswered
            await opened(stage, CorrectionScreen(number))
            assert "is back" in stage.screen.said
            assert f"{both}yours BeaTwo)." in stage.screen.said
            await stage.press("f9", "f9")
            assert stage.screen.said == f"{both}yours BeaTwo). Save yours over theirs? y/N "
            await stage.press("n")
            await type_in(stage, gp="My Surgery")
            await stage.press("f12")
        assert office.case("C1").child.surname == "AnnaTwo"
        await opened(stage, CorrectionScreen(number))
        await stage.press("f9", "y")
        assert "family name AnnaTwo -> BeaTwo" in stage.screen.said
    assert office.case("C1").child.school == "My School"


async def test_what_is_typed_once_a_draft_was_dropped_is_typed_over_what_stands_there(
    desk: Desk, office: Office
) -> None:
    number = child(office)
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, CorrectionScreen(number))
        await type_in(stage, surname="BeaTwo")
        await stage.press("f12")
        correct(office.desk, on_record(office.desk, number), {"surname": "AnnaTwo"})
        await opened(stage, CorrectionScreen(number))
        await stage.press("delete", "y")
        assert stage.screen.form.fields["surname"].value == "AnnaTwo"
        await type_in(stage, surname="CeeTwo")
        await stage.press("f9")
        assert "family name AnnaTwo -> CeeTwo" in stage.screen.said


async def test_what_a_draft_of_before_was_typed_over_is_not_known_and_asked_about(
    desk: Desk, office: Office
) -> None:
    number = child(office)
    keep(desk, "edit", number, {"surname": "BeaTwo", "gp": "My Surgery"})
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, CorrectionScreen(number))
        await stage.press("f9")
        assert "(Family name: theirs Abbot, yours BeaTwo). Save" in stage.screen.said


async def test_what_was_typed_comes_back_over_what_is_on_record_by_then(
    desk: Desk, office: Office
) -> None:
    number = child(office, "C2")
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, CorrectionScreen(number))
        await type_in(stage, gp="My Surgery", part_a="")
        await stage.press("f12")
        correct(office.desk, on_record(office.desk, number), {"school": "A School"})
        await opened(stage, CorrectionScreen(number))
        assert stage.screen.said.startswith("What you had typed is back")
        await stage.press("f9")
        assert stage.screen.PLACE == "worklist"
    case = office.case("C2")
    assert (case.child.gp, case.child.school) == ("My Surgery", "A School")
    assert case.episodes[0].part_a is None


async def test_a_form_left_as_it_was_saves_nothing(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, CorrectionScreen(child(office, "C2")))
        await stage.press("f9")
        assert stage.screen.said == "Nothing was changed: there is nothing to save."


async def test_a_case_that_is_closed_can_be_corrected(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, ChildScreen(child(office, "C7")))
        await stage.press("e")
        await stage.settle()
        await type_in(stage, left_care="2/6/24")
        await stage.press("f9")
        assert stage.screen.said.startswith("Corrected ABBOTT, Emma: left care 01-Jun-2024 -> 02")


@pytest.mark.parametrize(
    "typed", [{"left_care": "-1"}, {"legal_status": "v3"}], ids=["left care", "short breaks"]
)
async def test_an_appointment_that_is_needed_no_more_is_said_and_cancelled_from_there(
    desk: Desk, office: Office, typed: dict[str, str]
) -> None:
    number = child(office, "C2")
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, ChildScreen(number))
        await stage.press("e")
        await stage.settle()
        await type_in(stage, **typed)
        await stage.press("f9")
        said = "IHA still booked for 06-May-2026 09:00: o cancels it."
        assert stage.screen.said.split("   ")[0].endswith(said)
        assert "06-May-2026 IHA still booked for 06-May-2026 09:00: cancel it" in stage.text
        assert "No outcome 0" in stage.lines[1]
        await stage.press("f12")
        assert "no need cancel: booked 06-May" in stage.text
        await opened(stage, CorrectionScreen(number))
        await type_in(stage, gp="A GP")
        await stage.press("f9")
        assert "cancels it" not in stage.screen.said, "it is said once"
        await opened(stage, ChildScreen(number))
        await stage.press("o")
        assert stage.screen.PLACE == "outcome"
        await stage.press("k")
        assert "cancelled by the clinic" in stage.screen.said
        assert "Next:" not in stage.screen.said, "there is nothing to book any more"


async def test_once_the_iha_is_done_edit_says_what_the_list_says(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, CorrectionScreen(office.case("C6", "803").child.id))
        said = " IHA seen, report 5 days late · notice in time (limit 01-Apr-2026)"
        assert stage.lines[1] == said
        await type_in(stage, gp="A GP")
        assert stage.lines[1] == said
        await stage.press("f12")
        await opened(stage, CorrectionScreen(child(office, "C4")))
        assert stage.lines[1].startswith(" Adoption medical asked for: booking · notice ")


@pytest.mark.parametrize("screen", [PapersScreen, CorrectionScreen])
async def test_a_consent_of_a_child_under_ten_is_asked_about_once_it_is_said(
    office: Office, screen: Any
) -> None:
    born = {"surname": "Little", "forename": "Lee", "dob": date(2021, 3, 1)}
    number = office.notify("C9", MONDAY - timedelta(2), **born).child.id
    asked = "LITTLE, Lee, born 01-Mar-2021 (5y): the young person's own consent? y/N "
    async with acting(office.desk, first=Worklist) as stage:
        await opened(stage, screen(number))
        await type_in(stage, consent="t", consent_by="young")
        if screen is PapersScreen:
            await type_in(stage, judged_by="Dr Ahn")
        await stage.press("f9")
        assert stage.screen.said == asked
        assert stage.screen.focused.field_name == "consent_by"
        await stage.press("n", "f9", "y")
        assert stage.screen.PLACE == "worklist"
        await opened(stage, screen(number))
        await type_in(stage, part_a="t")
        await stage.press("f9")
        assert stage.screen.PLACE == "worklist", "what is on record is not asked about again"


async def test_no_value_is_more_than_text(office: Office) -> None:
    for number, nasty in enumerate(NASTY):
        office.notify(f"N{number}", MONDAY - timedelta(1), surname=nasty, gp=nasty, carer=nasty)
    async with acting(office.desk, first=Worklist) as stage:
        for number, screen in hostile_screens(office):
            await opened(stage, screen)
            await type_in(stage, part_a="t")
            assert "\x1b" not in stage.text
            assert len(stage.lines) == 24, number
            await stage.press("f9")
            assert "\x1b" not in stage.text
            assert stage.screen.PLACE == "worklist"
            await stage.press("u")


def hostile_screens(office: Office) -> Iterator[tuple[int, Any]]:
    for number in range(len(NASTY)):
        for screen in (PapersScreen, CorrectionScreen):
            yield number, screen(child(office, f"N{number}"))
