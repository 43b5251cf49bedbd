"""A notification is searched for, filled in, judged and logged, and nothing typed is lost."""

import re
import signal
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key

from clanbook.desk import Desk
from clanbook.desk.corrections import correct
from clanbook.desk.drafts import mine
from clanbook.desk.errors import StoreError
from clanbook.desk.notifications import log
from clanbook.desk.onrecord import on_record
from clanbook.desk.undoing import undo
from clanbook.exchange.columns import COLUMNS
from clanbook.records import ETHNIC_GROUPS, ConsentBy, Sex, StaffRole
from screens.notification import Notification
from screens.notification_codes import ETHNICITIES
from screens.notification_form import NotificationForm
from screens.worklist import Worklist
from tests.office import MONDAY, Office
from tests.screens.acting import Stage, acting
from tests.screens.few import few, hostile
from tests.screens.goldens import assert_golden
from tests.screens.sitting import sitting
from tests.screens.terminal import Terminal
from tests.screens.widgets.stage import HOSTILE

HEAD = "Okoro<tab>Ada<tab>140715<tab>999 000 0018<tab>b<tab>N1<tab>"
"""The head of a new child, up to the list of those known."""

WHOLE = (
    f"<f2>{HEAD}<enter>f<tab>bafr<tab>n<tab>-3<tab>n<tab>t<tab>t<tab>-1<tab>pa<tab>t<tab>"
    "c2<tab>ns<tab>foster care<tab>Kim Okoro<tab>01632 960001<tab>1 Example Street<tab>y<tab>"
    "Example Surgery<tab>Example School<tab>Igbo<tab>y<tab>Sam Example<tab>sam@example.org<tab>"
    "+2w<tab>okoro<tab>a w<tab>dog<tab>U1<tab><tab><enter>"
)
"""Every field but the last two, from F2 to Enter on the last."""


@pytest.fixture
def desk(office: Office) -> Desk:
    """An administrator's desk at a small caseload."""
    few(office)
    return office.desk_of(StaffRole.ADMIN)


async def burst(stage: Stage, text: str) -> None:
    """Type text and named keys without a pause, and wait until all are answered."""
    for name, letter in re.findall(r"<([a-z0-9+]+)>|(.)", text):
        key = name or _character_to_key(letter)
        stage.app.post_message(events.Key(key, letter or None))
    await stage.pilot.pause(0.02)
    await stage.settle()


def form(stage: Stage) -> NotificationForm:
    return stage.screen.query_one(NotificationForm)


def texts(stage: Stage) -> dict[str, str]:
    """What the fields of the form hold."""
    return form(stage).to_draft()


def focused(stage: Stage) -> str:
    return getattr(stage.app.focused, "field_name", "")


def listed(stage: Stage) -> list[str]:
    """The lines of the list of those known, without their marks."""
    return [line[2:].strip() for line in stage.lines[10:22] if line.strip()]


def here(stage: Stage) -> bool:
    return isinstance(stage.app.screen, Notification)


# -- a new child -------------------------------------------------------------------------------


async def test_a_new_child_is_logged_with_every_field_in_one_burst(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, WHOLE)
        assert stage.status == "Logged OKORO, Ada: IHA due 29-May-2026   u undo"
        assert not here(stage)
    case = desk.find("801", "N1")
    assert case is not None
    child, episode, consent = case.child, case.episodes[0], case.consents[0]
    placement = case.placements[0]
    assert (child.surname, child.forename, child.dob) == ("Okoro", "Ada", date(2015, 7, 14))
    assert (child.sex, child.ethnicity, child.nhs_number) == (Sex.F, "BAFR", "9990000018")
    assert (child.gp, child.school, child.language) == ("Example Surgery", "Example School", "Igbo")
    assert (child.social_worker, child.sibling_group, child.upn) == ("Sam Example", "okoro", "U1")
    assert (child.interpreter, child.preferred_clinician) == (True, Sex.F)
    assert child.visitor_risk == "dog"
    assert episode.entered_care == MONDAY - timedelta(3)
    assert (episode.notified, episode.demographics, episode.part_a) == (MONDAY, MONDAY, MONDAY)
    assert (episode.legal_status, episode.first_review) == ("C2", MONDAY + timedelta(14))
    assert (consent.received, consent.by) == (MONDAY - timedelta(1), ConsentBy.PARENT)
    assert (placement.placed_in, placement.carer) == ("North Somerset", "Kim Okoro")
    assert placement.do_not_disclose


async def test_every_column_has_a_field_in_the_order_of_need(desk: Desk) -> None:
    async with acting(desk, first=Notification) as stage:
        names = list(form(stage).fields)
    assert set(names) == {column.name for column in COLUMNS["notifications"]}
    assert names[:6] == ["surname", "forename", "dob", "nhs_number", "la", "child_id"]


def test_every_ethnicity_has_words() -> None:
    codes = [code for group in ETHNIC_GROUPS.values() for code in group]
    assert [code for code, _ in ETHNICITIES] == codes
    assert all(word.startswith(f"{code} ") for code, word in ETHNICITIES)


async def test_the_fewest_keys_are_the_head_the_day_and_f9(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, f"n{HEAD}<tab>f<tab><tab><tab>t<f9>")
        assert stage.status == "Logged OKORO, Ada: IHA due 01-Jun-2026   u undo"


async def test_an_f9_too_many_leaves_what_was_saved_to_be_read(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, f"n{HEAD}<tab>f<tab><tab><tab>t<f9><f9>")
        assert stage.status == "Logged OKORO, Ada: IHA due 01-Jun-2026   u undo"
        await burst(stage, "<f9>u")
        assert stage.status.startswith("Undone")
        await burst(stage, "<f9>")
        assert stage.status == "There is nothing to save here."


async def test_letters_typed_at_the_list_are_the_forms_first(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, f"<f2>{HEAD}male<tab>q<tab>")
        assert here(stage)
        assert texts(stage)["sex"] == "Male"
        assert texts(stage)["ethnicity"] == "q"


async def test_what_is_needed_is_asked_for_at_its_field(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>Okoro<f9>")
        assert (focused(stage), stage.status) == ("la", "LA is needed.")
        await burst(stage, "b<tab>N1<f9>")
        assert (focused(stage), stage.status) == ("entered_care", "Entered care is needed.")
        assert "! Entered care is needed." in stage.text
        await burst(stage, "t<f9>")
        assert stage.status.startswith("Logged OKORO: IHA due")


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ("<tab><tab><tab>t<tab><tab>mon", "notified", "after today"),
        ("<tab><tab><tab>1/1/2010", "dob", "after the child entered care"),
        ("<tab><tab><tab>t<tab><tab><tab><tab><tab>co", "consent_by", "needs consent"),
    ],
)
async def test_what_a_rule_refuses_stays_with_everything_typed(
    desk: Desk, typed: str, field: str, sentence: str
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, f"<f2>{HEAD}<tab>{typed}<tab>")
        before = texts(stage)
        await stage.press("f9")
        assert here(stage)
        assert focused(stage) == field
        assert sentence in stage.status
        assert texts(stage) == before


@pytest.mark.parametrize(
    ("name", "typed"),
    [("dob", "+13m"), ("notified", "+1"), ("consent", "+1"), ("entered_care", "+13m")],
)
async def test_a_day_that_no_rule_allows_is_refused_where_it_is_typed(
    desk: Desk, name: str, typed: str
) -> None:
    async with acting(desk, first=Notification) as stage:
        form(stage).go_to_field(name)
        await burst(stage, f"{typed}<shift+tab>")
        assert form(stage).fields[name].problem == stage.screen.said
        assert "after today, 04-May-2026" in stage.screen.said


async def test_the_due_date_and_a_late_notice_are_said_at_once(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, f"<f2>{HEAD}<tab>f<tab><tab><tab>")
        assert stage.lines[1].startswith(" Overdue")
        await burst(stage, "-9")
        expected = " IHA due Sat 23-May-2026, in 19 days · notice was due by 28-Apr-2026"
        assert stage.lines[1] == expected
        await burst(stage, "<tab><tab>t")
        expected = " IHA due Sat 23-May-2026, in 19 days · notice 6 days late (limit 28-Apr-2026)"
        assert stage.lines[1] == expected
        assert_golden(stage, "notification-form")
        await stage.press("f9")
        assert stage.status == "Logged OKORO, Ada: IHA due 23-May-2026, notice late   u undo"


async def test_another_las_child_needs_no_iha_until_that_la_asks(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>Okoro<tab>Ada<tab><tab><tab>Cornwall<tab>K1<tab><tab>")
        await burst(stage, "<tab><tab><tab>t")
        assert stage.lines[1].startswith(" Another LA's child: assessed when that LA asks ·")
        await stage.press("f9")
        assert stage.status.startswith("Logged OKORO, Ada. Another LA's child: assessed when")


# -- who is known ------------------------------------------------------------------------------


async def test_who_is_alike_is_listed_while_typing_and_why(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>abot")
        assert [line[:13] for line in listed(stage)] == [
            "None of these",
            "ABBOT, Amara ",
            "ABBOTT, Emma ",
        ]
        await burst(stage, "<tab>amy<tab>1/3/15")
        assert_golden(stage, "notification-search")


async def test_the_las_are_listed_over_the_list_of_those_known(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>abot<tab><tab><tab><tab><f4>")
        assert [line.strip() for line in stage.lines[8:11]] == [
            ">  1 North Somerset",
            "2 Bristol",
            "3 South Gloucestershire",
        ]
        await burst(stage, "<down><enter>")
        assert texts(stage)["la"] == "Bristol"
        assert listed(stage)[0] == "None of these: a new child"


async def test_an_entry_still_to_come_is_said_at_once_and_asked_about(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>Late<tab><tab><tab><tab>b<tab>P1<tab><tab>")
        form(stage).go_to_field("entered_care")
        await burst(stage, "+4")
        assert "Fri 08-May-2026, in 4 days: planned" in stage.text
        await burst(stage, "<f9>")
        said = "Care begins Fri 08-May-2026, in 4 days. Log it as planned? y/N"
        assert stage.status == said
        await burst(stage, "<enter>")
        assert (here(stage), desk.find("801", "P1")) == (True, None)
        await burst(stage, "<f9>y")
        assert stage.status.startswith("Logged LATE")
    assert desk.find("801", "P1") is not None


async def test_what_is_corrected_is_no_longer_said(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>Late<tab><tab>32/5<tab>")
        assert "is not in the calendar" in stage.status
        await burst(stage, "<up>1/5/15")
        assert "is not in the calendar" not in stage.text


async def test_a_twin_is_shown_and_no_more(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>Abbot<tab>Amy<tab>1/3/15<tab><tab>b<tab>C99<tab>")
        assert "born the same day, family name" in stage.text
        await burst(stage, "<down><down>")
        assert stage.status == (
            "Bristol C1: born the same day, family name alike, other given name: a twin?"
        )
        await burst(stage, "<up><up><enter>f<tab><tab><tab>t<f9>")
        assert stage.status.startswith("Logged ABBOT, Amy")


async def test_one_who_comes_back_gets_a_new_episode_on_the_same_record(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>abbott<tab>emma<tab><tab>999 000 0018<f4><down>")
        await stage.press("enter")
        assert stage.status == (
            "ABBOTT, Emma is known, in care until 01-Jun-2024: a new care episode begins."
        )
        assert (focused(stage), texts(stage)["child_id"]) == ("entered_care", "C7")
        assert texts(stage)["nhs_number"] == "999 000 0018"
        assert stage.lines[0].startswith(" Clanbook   ABBOTT, Emma ")
        await burst(stage, "-1<tab><tab>t<f9>")
        assert stage.status.startswith("Logged ABBOTT, Emma: IHA due")
    case = desk.find("801", "C7")
    assert case is not None
    assert [e.entered_care for e in case.episodes] == [date(2024, 1, 8), MONDAY - timedelta(1)]
    assert case.child.nhs_number == "9990000018"


async def test_one_in_care_already_goes_on_with_the_record_there_is(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>zurek<f4><down><enter>")
        assert stage.status == (
            "ŻUREK, Isla is on record as in care from 20-Apr-2026: change what is new."
        )
        assert focused(stage) == "notified"
        await burst(stage, "<tab><tab>t<tab>pa<f9>")
        assert stage.status.startswith("Changed ŻUREK, Isla: IHA due 18-May-2026")
    case = desk.find("802", "C3")
    assert case is not None
    assert len(case.episodes) == 1
    assert case.consents[0].received == MONDAY


async def test_an_iha_that_is_done_is_not_said_to_be_due(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>nguyen<f4><down><enter>")
        assert stage.lines[1].startswith(" IHA seen on Wed 22-Apr-2026 · notice in time")
        form(stage).fields["gp"].set_text("A GP")
        await burst(stage, "<f9>")
        assert stage.status.startswith("Changed NGUYỄN, Jude. IHA seen on Wed 22-Apr-2026.")


async def test_an_appointment_that_is_needed_no_more_since_is_said(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>connell<f4><down><enter>")
        form(stage).go_to_field("left_care")
        await burst(stage, "-1<f9>")
        said = "care ends before it was due on Mon 11-May-2026. IHA still booked for 06-May-2026 "
        assert f"{said}09:00: o cancels it." in stage.screen.said


async def test_one_who_is_chosen_again_keeps_what_was_typed_over_the_record(
    desk: Desk, office: Office
) -> None:
    child = office.case("C3", "802").child.id
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>zurek<f4><down><enter>")
        form(stage).fields["placed_in"].set_text("Cornwall")
        form(stage).fields["gp"].set_text("Mine")
        form(stage).go_to_field("surname")
        correct(office.desk, on_record(office.desk, child), {"placed_in": "Devon"})
        await burst(stage, "zure<f4><down><enter>")
        kept = texts(stage)
        assert (kept["surname"], kept["placed_in"], kept["gp"]) == ("Żurek", "Cornwall", "Mine")
        await burst(stage, "<f9>")
        assert "(Placed in: theirs Devon, yours Cornwall). Save yours" in stage.screen.said


async def test_what_was_typed_of_a_child_whom_a_colleague_logged_meanwhile_is_shown_beside_theirs(
    desk: Desk, office: Office
) -> None:
    both = (
        "The Boss saved this record on 04-May-2026 at 09:00 "
        "(Notified: theirs 02-May-2026, yours 01-May-2026)."
    )
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, f"<f2>{HEAD}<enter>f<f12>")
        await burst(stage, "<f2><enter>")
        form(stage).go_to_field("notified")
        await burst(stage, "-3<f12>")
        theirs = {"surname": "Okoro", "forename": "Ada", "entered_care": MONDAY - timedelta(4)}
        log(office.desk, theirs | {"la": "801", "child_id": "N1", "notified": date(2026, 5, 2)})
        await burst(stage, "<f2><enter>")
        form(stage).go_to_field("child_id")
        await burst(stage, "<tab><down><enter>")
        assert stage.screen.said.endswith(f"change what is new. {both}")
        assert (texts(stage)["notified"], texts(stage)["sex"]) == ("01-May-2026", "Female")
        await burst(stage, "<f12><f2><enter>")
        assert stage.screen.said.endswith(f"F9 saves it. {both}")
        await burst(stage, "<f9>")
        assert stage.screen.said == f"{both} Save yours over theirs? y/N "
        await burst(stage, "n")
        assert office.case("N1").episodes[0].notified == date(2026, 5, 2)
        await burst(stage, "<f9>y")
        assert stage.screen.said.startswith("Changed OKORO, Ada")
    assert office.case("N1").episodes[0].notified == date(2026, 5, 1)


async def test_a_new_child_takes_nothing_over_from_the_record_of_one_chosen_before(
    desk: Desk, office: Office
) -> None:
    child = office.case("C3", "802").child.id
    values = {"gp": "Isla's GP", "address": "1 Hidden Lane", "consent": MONDAY}
    correct(office.desk, on_record(office.desk, child), values)
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>zurek<f4><down><enter>")
        assert texts(stage)["address"] == "1 Hidden Lane"
        form(stage).fields["school"].set_text("A School")
        form(stage).go_to_field("surname")
        await burst(stage, "Other<f4><home><enter>")
        kept = texts(stage)
        assert (kept["surname"], kept["forename"], kept["school"]) == ("Other", "Isla", "A School")
        assert {"gp", "address", "consent", "entered_care"}.isdisjoint(kept)
        await burst(stage, "<f12>")
    (draft,) = mine(desk)
    assert draft.child is None
    assert "address" not in draft.values


async def test_a_record_that_a_colleague_saved_meanwhile_is_not_written_over(
    desk: Desk, office: Office
) -> None:
    child = office.case("C3", "802").child.id
    both = "The Boss saved this record on 04-May-2026 at 09:00 (GP: theirs Theirs, yours Mine)."
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>zurek<f4><down><enter>")
        form(stage).fields["gp"].set_text("Mine")
        correct(office.desk, on_record(office.desk, child), {"gp": "Theirs", "school": "A School"})
        await burst(stage, "<f9><f9>")
        assert stage.screen.said == f"{both} Save yours over theirs? y/N "
        assert texts(stage)["school"] == "A School"
        await burst(stage, "n<f12><f2><enter>")
        assert stage.screen.said.endswith(f"F9 saves it. {both}")
        await burst(stage, "<f9><f9>y")
        assert stage.screen.said.startswith("Changed ŻUREK, Isla")
    known = office.case("C3", "802").child
    assert (known.gp, known.school) == ("Mine", "A School")


async def test_a_draft_of_a_record_puts_back_what_was_typed_and_nothing_else(
    desk: Desk, office: Office
) -> None:
    child = office.case("C3", "802").child.id
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>zurek<f4><down><enter>")
        form(stage).fields["gp"].set_text("Mine")
        form(stage).fields["nhs_number"].set_text("")
        await burst(stage, "<f12>")
        correct(office.desk, on_record(office.desk, child), {"surname": "Zurek-Oko"})
        await burst(stage, "<f2><enter>")
        assert texts(stage)["surname"] == "Zurek-Oko"
        await burst(stage, "<f9>")
        assert stage.screen.said.startswith("Changed ZUREK-OKO, Isla")
    known = office.case("C3", "802").child
    assert (known.surname, known.gp, known.nhs_number) == ("Zurek-Oko", "Mine", "")


async def test_what_is_emptied_of_a_record_is_taken_away(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>zurek<f4><down><enter>")
        form(stage).fields["nhs_number"].set_text("")
        await stage.press("f9")
    case = desk.find("802", "C3")
    assert case is not None
    assert case.child.nhs_number == ""


async def test_the_same_nhs_number_blocks_and_says_who_has_it(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>Okoro<tab>Ada<tab><tab>999 200 3928")
        said = "ŻUREK, Isla has this NHS number: F4 shows them, or correct it."
        assert stage.status == said
        assert "! the NHS number is another's" in listed(stage)[0]
        await burst(stage, "<tab>b<tab>N1<tab>")
        await stage.press("enter")
        assert stage.status == said
        await burst(stage, "f<tab><tab><tab>t<f9>")
        assert here(stage)
        assert focused(stage) == "nhs_number"
        assert "ŻUREK, Isla (802/C3) has this NHS number" in stage.status
        assert texts(stage)["sex"] == "Female"
        await burst(stage, "<ctrl+k>9990000018<f9>")
        assert stage.status.startswith("Logged OKORO, Ada")


async def test_a_new_child_with_an_id_on_record_is_refused_where_it_is_typed(desk: Desk) -> None:
    said = "ŻUREK, Isla (802/C3) has this id: open that child, or correct the id."
    before = desk.find("802", "C3")
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>zurek<tab>Ola<tab>1/2/18<tab><tab>n<tab>c3<tab>")
        assert stage.screen.said == said
        assert "! ŻUREK, Isla (802/C3) has this" in stage.text
        assert "! the LA's id is another's" in listed(stage)[0]
        await burst(stage, "<enter>m<tab><tab><tab>t<f9>")
        assert here(stage)
        assert (focused(stage), stage.screen.said) == ("child_id", said)
        await burst(stage, "<ctrl+u>C39<f9>")
        assert stage.status.startswith("Logged ZUREK, Ola")
    after = desk.find("802", "C3")
    assert before is not None
    assert after is not None
    assert after.child == before.child


async def test_a_child_in_care_placed_elsewhere_is_asked_about_as_it_rewrites_the_entry(
    desk: Desk,
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>zurek<f4><down><enter>")
        form(stage).go_to_field("placed_in")
        await burst(stage, "<ctrl+u>Devon<f9>")
        assert stage.screen.said.startswith("Placed in is where care began: correct that?")
        assert focused(stage) == "placed_in"
        await stage.press("y")
        assert stage.status.startswith("Changed ŻUREK, Isla")


TWICE = "<f2>Abbot<tab>AMARA<tab>1/3/15<tab><tab>b<tab>N9"
"""A new child with the name and the birth date of one on record."""


async def test_a_likeness_in_name_and_birth_that_passed_the_list_is_asked_about_on_saving(
    desk: Desk,
) -> None:
    asked = (
        "ABBOT, Amara, born 01-Mar-2015 (11y), is on record (Bristol C1). "
        "Log this as another child all the same? y/N "
    )
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, TWICE)
        await stage.press("escape")
        await burst(stage, "<f2><enter>")
        form(stage).go_to_field("entered_care")
        await burst(stage, "t<f9>")
        assert stage.screen.said == asked
        assert focused(stage) == "surname"
        await stage.press("n")
        assert desk.find("801", "N9") is None
        await burst(stage, "<f9>y")
        assert stage.status.startswith("Logged ABBOT, AMARA")


@pytest.mark.parametrize(
    "past_the_list", ["<enter><enter>", "<tab><tab>", "<enter><down><up><enter>"]
)
async def test_a_way_past_the_list_is_no_answer_about_a_likeness_in_name_and_birth(
    desk: Desk, past_the_list: str
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, f"{TWICE}{past_the_list}f<tab><tab><tab>t<f9>")
        assert stage.screen.said.startswith("ABBOT, Amara, born 01-Mar-2015 (11y), is on record")
        assert desk.find("801", "N9") is None


async def test_whoever_was_said_to_be_another_is_not_asked_about_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise StoreError("this folder", "the disk is full")

    async with acting(desk, first=Worklist) as stage:
        await burst(stage, f"{TWICE}<enter><enter>f<tab><tab><tab>t")
        with monkeypatch.context() as failing:
            failing.setattr("screens.notification_logging.log", full)
            await burst(stage, "<f9>y")
            assert "disk is full" in stage.screen.said
        await burst(stage, "<f9>")
        assert stage.status.startswith("Logged ABBOT, AMARA")


async def test_a_consent_of_a_child_under_ten_is_asked_about(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>Little<tab>Lee<tab>1/3/21<tab><tab>b<tab>N9<tab><tab>f")
        await burst(stage, "<tab><tab><tab>t<tab><tab>t<tab><tab>t<tab>young<f9>")
        asked = "LITTLE, Lee, born 01-Mar-2021 (5y): the young person's own consent? y/N "
        assert stage.screen.said == asked
        await burst(stage, "y")
        assert stage.status.startswith("Logged LITTLE, Lee")
        await burst(stage, "<f2>little<f4><down><enter>")
        form(stage).fields["gp"].set_text("A GP")
        await burst(stage, "<f9>")
        assert stage.status.startswith("Changed LITTLE, Lee")


async def test_f9_in_the_list_of_those_known_saves_as_from_a_field(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>Okoro<tab><tab><tab><tab>n<tab>C3<tab><enter>f<tab><tab><tab>t<f9>")
        assert focused(stage) == "child_id"
        await burst(stage, "<ctrl+u>C39<tab><f9>")
        assert stage.status.startswith("Logged OKORO: IHA due")


async def test_f9_in_the_list_asks_and_says_what_is_needed_as_from_a_field(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, f"{TWICE}<tab><f9>")
        assert (focused(stage), stage.status) == ("entered_care", "Entered care is needed.")
        await burst(stage, "t")
        form(stage).go_to_field("child_id")
        await burst(stage, "<tab><f9>")
        assert stage.screen.said.startswith("ABBOT, Amara, born 01-Mar-2015 (11y), is on record")


async def test_f9_on_one_who_is_known_says_how_to_choose_them_first(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, f"{TWICE}<tab><down><f9>")
        said = "Enter goes on with ABBOT, Amara, Home and Enter as a new child."
        assert stage.screen.said == said
        await burst(stage, "<home><enter>")
        assert focused(stage) == "sex"


async def test_f9_with_nothing_typed_saves_nothing(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2><f4><f9>")
        assert stage.status == "There is nothing to save here."


async def test_two_doubts_are_asked_about_one_after_the_other(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, TWICE)
        form(stage).go_to_field("entered_care")
        await burst(stage, "+2<f9>")
        assert stage.screen.said.startswith("Care begins Wed 06-May-2026")
        await stage.press("y")
        assert stage.screen.said.startswith("ABBOT, Amara, born")
        assert desk.find("801", "N9") is None
        await stage.press("y")
        assert stage.status.startswith("Logged ABBOT, AMARA")


async def test_an_id_on_record_is_said_also_when_the_la_becomes_another(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>Okoro<tab><tab><tab><tab>b<tab>C3<tab><enter>")
        form(stage).go_to_field("la")
        await burst(stage, "<ctrl+u>n<tab>")
        assert stage.screen.said.startswith("ŻUREK, Isla (802/C3) has this id")


async def test_a_known_childs_id_stays_theirs(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>zurek<f4><down><enter>")
        form(stage).go_to_field("child_id")
        await burst(stage, "<ctrl+u>c3<tab>")
        assert focused(stage) == "sex", "one who was chosen is not asked for again"
        assert "!" not in stage.text
        form(stage).go_to_field("child_id")
        await burst(stage, "<ctrl+u>C1<tab>")
        assert "This is about ŻUREK, Isla (802/C3), whose LA and id stay" in stage.screen.said
        await burst(stage, "<f9>")
        assert here(stage)
        await burst(stage, "<ctrl+u>c3<f9>")
        assert stage.status == "Nothing new for ŻUREK, Isla: IHA due 18-May-2026"
    case = desk.find("802", "C3")
    assert case is not None
    assert case.child.child_id == "C3"


async def test_a_draft_goes_on_as_the_new_child_it_was(office: Office, desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, f"<f2>{HEAD}<enter>f<f12>")
        office.notify("n1", MONDAY, surname="Okoro", forename="Obi")
        await burst(stage, "<f2><enter>")
        assert stage.screen.said.startswith("OKORO, Obi (801/n1) has this id")
        form(stage).fields["entered_care"].set_text("t")
        await stage.press("f9")
        assert here(stage)
        assert focused(stage) == "child_id"


async def test_a_draft_of_a_child_who_is_gone_goes_on_as_a_new_child(
    office: Office, desk: Desk
) -> None:
    log(desk, BEFORE)
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>okoro<f4><down><enter>t<f12>")
        undo(desk)
        await burst(stage, "<f2><enter>")
        assert stage.screen.said.startswith("The child of this draft is no longer on record")
        await stage.press("f9")
        assert stage.status.startswith("Logged OKORO, Ada")


async def test_a_colleagues_child_appears_while_one_types(office: Office, desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>Okoro")
        assert listed(stage) == ["A new child"]
        office.notify("N9", MONDAY, surname="Okoro", forename="Ada")
        stage.app.look()
        await stage.settle()
        assert [line[:12] for line in listed(stage)] == ["None of thes", "OKORO, Ada  "]


async def test_the_likeliest_four_are_listed_while_typing_and_fifty_on_a_look(
    office: Office,
) -> None:
    born = date(2015, 3, 1)
    rows = [
        {"la": "801", "child_id": f"X{n}", "entered_care": MONDAY, "surname": "Abbot", "dob": born}
        for n in range(60)
    ]
    office.load("notifications", *rows)
    async with acting(office.desk, first=Worklist) as stage:
        await burst(stage, "<f2>abbot")
        assert stage.screen._known.count == 1 + 4
        assert stage.lines[9].endswith("F4: all 50")
        await burst(stage, "<f4>")
        assert stage.screen._known.count == 1 + 50
        await stage.press("shift+tab")
        assert stage.screen._known.count == 1 + 4


@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "\ud800"])
async def test_a_hostile_name_is_text_wherever_it_is_shown(office: Office, name: str) -> None:
    hostile(office)
    async with acting(office.desk, first=Worklist) as stage:
        await stage.press("f2")
        fields = form(stage).fields
        fields["surname"].set_text(name)
        fields["forename"].set_text(name)
        await stage.settle()
        assert "\x1b" not in stage.text
        assert len(stage.lines) == 24
        fields["la"].set_text("Bristol")
        fields["child_id"].set_text("N1")
        fields["entered_care"].set_text("t")
        await stage.press("f9")
        if here(stage):
            assert "NUL" in stage.screen.said
        else:
            assert stage.screen.said.startswith("Logged ")


# -- brothers and sisters ----------------------------------------------------------------------


BEFORE = {
    "surname": "Okoro",
    "forename": "Ada",
    "dob": date(2015, 7, 14),
    "nhs_number": "9990000018",
    "la": "801",
    "child_id": "N1",
    "sex": Sex.F,
    "ethnicity": "BAFR",
    "entered_care": MONDAY - timedelta(3),
    "notified": MONDAY,
    "consent": MONDAY - timedelta(1),
    "consent_by": ConsentBy.PARENT,
    "legal_status": "C2",
    "carer": "Kim Okoro",
    "address": "1 Example Street",
    "do_not_disclose": True,
    "upn": "U1",
}
"""What the person at the desk logged before."""


async def test_a_sibling_is_copied_field_by_field_or_by_section(desk: Desk) -> None:
    log(desk, BEFORE)
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2><f8><tab>Obi<tab>1/2/18<tab><tab><f8><tab>N2<tab><tab>m")
        assert texts(stage)["surname"] == "Okoro"
        assert texts(stage)["la"] == "Bristol"
        await burst(stage, "<tab><f8><tab><tab><f8><tab><tab><f8><f8>")
        copied = texts(stage)
        assert copied["notified"] == "04-May-2026"
        await burst(stage, "<tab><tab><tab><tab><tab><f8><f8>")
        assert texts(stage)["address"] == "1 Example Street"
        assert texts(stage)["do_not_disclose"] == "Yes"
        await stage.press("f9")
        assert stage.status.startswith("Logged OKORO, Obi")
    case = desk.find("801", "N2")
    assert case is not None
    assert case.placements[0].carer == "Kim Okoro"
    assert case.child.nhs_number == ""


async def test_what_siblings_do_not_share_is_never_copied_with_a_section(desk: Desk) -> None:
    log(desk, BEFORE)
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2><f8><f8>")
        assert texts(stage) == {
            "surname": "Okoro",
            "la": "Bristol",
            "ethnicity": "BAFR Black African",
        }


async def test_consent_is_copied_on_its_own_field_and_never_with_the_section(desk: Desk) -> None:
    log(desk, BEFORE | {"demographics": MONDAY})
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>")
        form(stage).go_to_field("notified")
        await burst(stage, "<f8><f8>")
        assert texts(stage) == {"notified": "04-May-2026", "demographics": "04-May-2026"}
        await burst(stage, "<tab><tab><f8><tab><f8>")
        copied = texts(stage)
        assert (copied["consent"], copied["consent_by"]) == ("03-May-2026", "Parent")


async def test_with_nothing_logged_before_there_is_nothing_to_copy(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2><f8>")
        assert stage.status == "The record before has nothing to copy into this field."


# -- nothing typed is lost ---------------------------------------------------------------------


@pytest.mark.parametrize("leaving", ["escape", "f12"])
async def test_what_is_left_half_typed_is_offered_back(desk: Desk, leaving: str) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, f"<f2>{HEAD}<tab>f<tab>wb")
        before = texts(stage)
        await stage.press(leaving)
        assert stage.status == "What you typed is kept: F2 offers it again."
        await stage.press("f2")
        assert listed(stage) == [
            f"{'Draft: OKORO, Ada':<28}kept 04-May 09:00 Enter takes it up, Delete drops"
        ]
        assert_golden(stage, "notification-draft")
        await stage.press("enter")
        assert texts(stage) == before
        assert focused(stage) == "dob_estimated"
        await burst(stage, "<tab>t<f9>")
        assert stage.status.startswith("Logged OKORO, Ada")
        await stage.press("f2")
        assert listed(stage) == ["A new child"]
    assert mine(desk) == []


async def test_typing_anything_begins_afresh_and_leaves_the_draft(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>Okoro<f12>")
        await burst(stage, "<f2>Eze<tab>Obi<tab><tab><tab>b<tab>N2<tab><tab>m<tab><tab><tab>t<f9>")
        assert stage.status.startswith("Logged EZE, Obi")
        await stage.press("f2")
        assert listed(stage)[0].startswith("Draft: OKORO")


async def test_a_draft_is_dropped_only_when_that_is_confirmed(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>Okoro<f12><f2><delete>")
        assert stage.status.startswith("Draft: OKORO. Drop it for good? y/N")
        await stage.press("n")
        assert len(mine(desk)) == 1
        await stage.press("delete", "y")
        assert mine(desk) == []
        assert listed(stage) == ["A new child"]


async def test_a_name_typed_at_the_question_is_typed_whole_and_drops_nothing(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>Okoro<f12><f2><delete>Boyle")
        assert texts(stage)["surname"] == "Boyle"
        assert "Okoro" in {draft.values["surname"] for draft in mine(desk)}


async def test_of_two_drafts_alike_the_one_dropped_is_told_from_the_one_offered_next(
    office: Office, desk: Desk
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>Okoro<f2>")
        office.clock.set(MONDAY, time(9, 5))
        await burst(stage, "Okoro<f12><f2>")
        assert listed(stage)[0].split("  ")[0] == "Draft: OKORO"
        assert "kept 04-May 09:05" in listed(stage)[0]
        await burst(stage, "<delete>y")
        assert stage.status == "That draft is dropped. This is the one before it."
        assert "kept 04-May 09:00" in listed(stage)[0]
        await burst(stage, "<delete>y")
        assert stage.status == "That draft is dropped."
        assert listed(stage) == ["A new child"]


async def test_what_was_typed_and_taken_out_again_is_no_draft(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>O<tab> <tab>")
        assert mine(desk)[0].values == {"surname": "O"}
        form(stage).go_to_field("surname")
        await burst(stage, "<backspace><f12>")
        assert "kept" not in stage.status
        assert mine(desk) == []


async def test_a_space_typed_is_no_answer_to_the_offer_of_a_draft(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>Okoro<f12><f2> <delete>y")
        assert mine(desk) == []


async def test_several_drafts_are_kept_and_offered_one_after_the_other(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>Okoro<f2>Eze<f2>Musa<f12>")
        assert {draft.values["surname"] for draft in mine(desk)} == {"Okoro", "Eze", "Musa"}
        await burst(stage, "<f2><enter><f12>")
        assert len(mine(desk)) == 3


async def test_one_refused_in_a_burst_is_kept_and_the_next_goes_on(desk: Desk) -> None:
    wrong = "<f2>Eze<tab>Obi<tab><tab>999 200 3928<tab>b<tab>N2<tab><tab>m<tab><tab><tab>t<f9>"
    right = f"<f2>{HEAD}<tab>f<tab><tab><tab>t<f9>"
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, wrong + right)
        assert stage.status.startswith("Logged OKORO, Ada")
    kept = mine(desk)[0].values
    assert (kept["surname"], kept["nhs_number"], kept["sex"]) == ("Eze", "999 200 3928", "Male")
    assert desk.find("801", "N2") is None


async def test_each_field_left_is_kept_whatever_becomes_of_the_program(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>Okoro<tab>")
        assert mine(desk)[0].values == {"surname": "Okoro"}
        await burst(stage, "Ada")
        stage.screen._keep_due()
        assert mine(desk)[0].values == {"surname": "Okoro", "forename": "Ada"}


async def test_a_draft_of_a_known_child_goes_on_with_the_record(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>zurek<f4><down><enter>t<f12>")
        await burst(stage, "<f2><enter>")
        assert texts(stage)["notified"] == "04-May-2026"
        assert texts(stage)["child_id"] == "C3"
        await stage.press("f9")
        assert stage.status.startswith("Changed ŻUREK, Isla")
    assert mine(desk) == []


async def test_nobody_else_is_offered_a_draft(office: Office, desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2>Okoro<f12>")
    async with acting(office.desk, first=Worklist) as stage:
        await stage.press("f2")
        assert listed(stage) == ["A new child"]


async def test_leaving_with_nothing_typed_keeps_and_says_nothing(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "<f2><tab><tab><f12>")
        assert "kept" not in stage.status
    assert mine(desk) == []


async def test_a_store_that_fails_leaves_everything_typed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise StoreError("this folder", "the disk is full")

    async with acting(desk, first=Worklist) as stage:
        await burst(stage, f"<f2>{HEAD}<tab>f<tab><tab><tab>t")
        monkeypatch.setattr("screens.notification_logging.log", full)
        await stage.press("f9")
        assert here(stage)
        assert "disk is full" in stage.screen.said
        assert texts(stage)["surname"] == "Okoro"


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
def test_a_program_that_is_ended_leaves_its_draft(service: Path, end: signal.Signals) -> None:
    with Terminal(sitting(service, "ann")) as terminal:
        terminal.first_paint()
        terminal.press("<f2>Okoro<tab>Ada<tab>")
        terminal.signal(end)
        terminal.wait()
    with Terminal(sitting(service, "ann")) as terminal:
        terminal.first_paint()
        terminal.press("<f2>")
        terminal.wait_for("Draft: OKORO, Ada")


def test_delete_as_terminals_send_it_drops_the_draft_that_is_offered(service: Path) -> None:
    with Terminal(sitting(service, "ann")) as terminal:
        terminal.first_paint()
        terminal.press("<f2>Okoro<tab><f12><f2>")
        terminal.wait_for("Delete drops")
        terminal.press("<delete>")
        terminal.wait_for("Drop it for good?")
        terminal.press("y")
        terminal.wait_for("That draft is dropped.")
