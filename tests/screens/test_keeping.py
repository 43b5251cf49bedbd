"""What is typed in any form is kept while it is typed, comes back, and can be dropped again."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from textual import events

from clanbook.booking import Ask, asking
from clanbook.desk import Desk
from clanbook.desk.assessments import refuse
from clanbook.desk.bookings import book, offers
from clanbook.desk.drafts import mine
from clanbook.records import Kind, StaffRole
from screens.answering import AnsweringScreen
from screens.booking import visit_of
from screens.contact import ContactScreen
from screens.correction import CorrectionScreen
from screens.keeping import KeepsForm
from screens.outcome import OutcomeScreen
from screens.papers import PapersScreen
from screens.refusal import RefusalScreen
from screens.visit import VisitScreen
from screens.worklist import Worklist
from store.drafts import Drafts
from tests.office import MONDAY, Office
from tests.screens.acting import Stage, acting
from tests.screens.few import few
from tests.screens.opening import opened

Made = Callable[[Office], KeepsForm]


def child(office: Office, child_id: str = "C1") -> int:
    return office.case(child_id).child.id


def answering(office: Office) -> KeepsForm:
    case = office.case("C1")
    found = case.refusals or [refuse(office.desk, child(office), Kind.IHA, MONDAY)]
    return AnsweringScreen(found[0], None)


def visiting(office: Office) -> KeepsForm:
    ask = asking(office.case("C4"), Kind.RHA, office.desk.service, MONDAY)
    assert isinstance(ask, Ask)
    return VisitScreen(ask, "Due.", ["Nurse Quill"])


FORMS: dict[str, tuple[Made, str]] = {
    "contact": (lambda office: ContactScreen(child(office), Kind.IHA), "whom"),
    "papers": (lambda office: PapersScreen(child(office)), "judged_by"),
    "edit": (lambda office: CorrectionScreen(child(office)), "gp"),
    "refusal": (lambda office: RefusalScreen(child(office), Kind.IHA), "help_with"),
    "answers": (answering, "help_with"),
    "visit": (visiting, "clinician"),
    "outcome": (lambda office: OutcomeScreen(office.case("C2").bookings[-1].id), "on"),
}
"""How each form is opened, and a field of it for any text."""

each_form = pytest.mark.parametrize("form", FORMS)


@pytest.fixture
def nurse(office: Office) -> Desk:
    """A nurse's desk at a small caseload."""
    few(office)
    return office.desk_of(StaffRole.NURSE)


async def at(stage: Stage, office: Office, form: str) -> Any:
    """The form, open, with the focus in its field for text."""
    made, name = FORMS[form]
    stage.screen.hush()  # as the key that opens a form does
    screen = await opened(stage, made(office))
    screen.form.go_to(screen.form.fields[name])
    await stage.settle()
    return screen


def kept(desk: Desk, form: str) -> list[str]:
    """What is kept of the field of the form that is typed in, draft by draft."""
    _, typed_in = FORMS[form]
    return [d.values[typed_in] for d in mine(desk) if typed_in in d.values]


@each_form
async def test_it_is_kept_while_it_is_typed_and_written_once(
    nurse: Desk, office: Office, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[object] = []
    put, delete = Drafts.put, Drafts.delete
    monkeypatch.setattr(Drafts, "put", lambda *a, **k: (written.append(a), put(*a, **k)))
    monkeypatch.setattr(Drafts, "delete", lambda *a, **k: (written.append(a), delete(*a, **k)))
    async with acting(nurse, first=Worklist) as stage:
        screen = await at(stage, office, form)
        screen._keep_due()
        assert not written, "a form as it was opened is nothing to keep"
        await stage.press(*"Bo")
        screen._keep_due()
        assert kept(nurse, form) == ["Bo"]
        for _ in range(2):
            screen.keep_soon()
            screen._keep_due()
        assert len(written) == 1
        await stage.press("backspace", "backspace")
        screen._keep_due()
        assert mine(nurse) == []
        assert len(written) == 2


@each_form
async def test_leaving_says_what_is_kept_and_what_offers_it(
    nurse: Desk, office: Office, form: str
) -> None:
    async with acting(nurse, first=Worklist) as stage:
        await at(stage, office, form)
        await stage.press("escape")
        assert "kept" not in stage.screen.said
        screen = await at(stage, office, form)
        await stage.press(*"Bo", "escape")
        key = {"contact": "c", "papers": "p", "edit": "e", "refusal": "r", "answers": "s"}
        key["outcome"] = "o"
        said = f"What you typed is kept: {key.get(form, 'v')} offers it again."
        assert stage.screen.said == said
        screen = await at(stage, office, form)
        back = "What you had typed is back, as of 04-May-2026 09:00: Delete drops it."
        assert screen.said == back
        assert screen.focused.value == "Bo"


@each_form
async def test_what_came_back_is_dropped_once_that_is_confirmed(
    nurse: Desk, office: Office, form: str
) -> None:
    async with acting(nurse, first=Worklist) as stage:
        screen = await at(stage, office, form)
        empty = screen.form.to_draft()
        await stage.press(*"Bo", "f12")
        screen = await at(stage, office, form)
        await stage.press("delete")
        asked = "What you had typed, as of 04-May-2026 09:00. Drop it for good? y/N"
        assert stage.status == asked
        await stage.press("n")
        assert kept(nurse, form) == ["Bo"]
        await stage.press("delete", "y")
        assert screen.said == "What you had typed is dropped."
        assert (mine(nurse), screen.form.to_draft()) == ([], empty)
        await stage.press("f12")
        assert "kept" not in stage.screen.said
        screen = await at(stage, office, form)
        assert "back" not in screen.said


@each_form
async def test_once_something_is_typed_delete_edits_again(
    nurse: Desk, office: Office, form: str
) -> None:
    async with acting(nurse, first=Worklist) as stage:
        await at(stage, office, form)
        await stage.press(*"Bo", "f12")
        screen = await at(stage, office, form)
        await stage.press("delete", *"Boyle")
        assert screen.focused.value.endswith("Boyle")
        assert screen.said == ""
        await stage.press("home", "delete")
        assert "y/N" not in stage.status
        assert "oyle" in screen.focused.value


async def test_what_is_wrong_with_what_came_back_is_marked_at_once(
    nurse: Desk, office: Office
) -> None:
    async with acting(nurse, first=Worklist) as stage:
        screen = await at(stage, office, "edit")
        screen.form.go_to(screen.form.fields["nhs_number"])
        await stage.press("1", "2", "f12")
        screen = await at(stage, office, "edit")
        screen.form.go_to(screen.form.fields["nhs_number"])
        await stage.settle()
        assert "! " in next(line for line in stage.lines if line.startswith("NHS number"))
        assert screen.said.startswith("What you had typed is back")


@each_form
async def test_no_hint_is_cut(nurse: Desk, office: Office, form: str) -> None:
    async with acting(nurse, first=Worklist) as stage:
        screen = await at(stage, office, form)
        for field in screen.form.fields.values():
            room = screen.form.size.width - field.label_width - field.field_width
            assert len(field.hint) + 2 <= room, field.field_name


async def test_an_older_draft_gives_way_to_what_is_typed_over_it(
    nurse: Desk, office: Office
) -> None:
    async with acting(nurse, first=Worklist) as stage:
        await at(stage, office, "edit")
        await stage.press(*"Old Surgery", "f12")
        screen = await at(stage, office, "edit")
        await stage.press("ctrl+u", *"New Surgery")
        screen._keep_due()
        assert kept(nurse, "edit") == ["New Surgery"]


async def test_what_is_saved_leaves_no_draft_however_it_was_kept(
    nurse: Desk, office: Office
) -> None:
    async with acting(nurse, first=Worklist) as stage:
        screen = await at(stage, office, "edit")
        await stage.press(*"New Surgery")
        screen._keep_due()
        await stage.press("f9")
        assert office.case("C1").child.gp == "New Surgery"
        screen.keep_soon()
        screen._keep_due()
        assert mine(nurse) == []


# --- What is asked on the way to something else


async def test_a_reason_is_kept_answered_or_not_until_the_booking_stands(
    nurse: Desk, office: Office
) -> None:
    async with acting(nurse, first=Worklist) as stage:
        await stage.press("b", "enter", *"moved a")
        stage.screen._keep_due()
        assert [d.values for d in mine(nurse)] == [{"reason": "moved a"}]
        await stage.press("f12")
        assert stage.screen.said == "Nothing was booked; what you typed is kept."
        await stage.press("enter")
        assert stage.screen.said.startswith("What you had typed is back")
        await stage.press("end", *"way", "enter")
        assert stage.screen.said.startswith("Booked ABBOT, Amara")
    assert mine(nurse) == []
    assert office.case("C1").bookings[-1].reason == "moved away"


async def test_both_questions_of_a_visit_are_answered_again_by_what_was_typed_before(
    nurse: Desk, office: Office
) -> None:
    office.notify("R1", date(2025, 1, 1), surname="Bell", forename="Rae")
    row = {"la": "801", "child_id": "R1", "ref": "R1", "kind": Kind.IHA}
    office.load("assessments", {**row, "completed": date(2025, 1, 10)})
    rae = office.case("R1").child.id

    async def planned(stage: Stage) -> None:
        found = offers(nurse, rae, Kind.RHA)
        await opened(stage, visit_of(nurse, found))
        fields = stage.screen.form.fields
        fields["day"].value, fields["start"].value = "25/5", "3"
        fields["clinician"].value = "Nurse Quill"
        await stage.press("f9")

    async with acting(nurse, first=Worklist) as stage:
        await planned(stage)
        await stage.press(*"ill", "enter", *"works ni")
        stage.screen._keep_due()
    async with acting(nurse, first=Worklist) as stage:
        await planned(stage)
        assert (stage.screen.focused.label, stage.screen.focused.value) == ("Why late", "ill")
        stage.read()
        await stage.press("enter")
        assert (stage.screen.focused.label, stage.screen.focused.value) == ("Why then", "works ni")
        await stage.press("end", *"ghts", "enter")
        assert stage.screen.PLACE == "worklist"
    (held,) = office.case("R1").bookings
    assert (held.reason, held.hours_reason) == ("ill", "works nights")
    assert mine(nurse) == []


async def test_who_consents_is_kept_until_the_outcome_stands(nurse: Desk, office: Office) -> None:
    held = book(nurse, child(office, "C5"), "S1-2", Kind.IHA).booking
    office.clock.set(held.day)
    async with acting(nurse, first=Worklist) as stage:
        await opened(stage, OutcomeScreen(held.id))
        await stage.press("a", "1", "enter", *"Dr A")
        stage.screen._keep_due()
        await stage.press("f12")
        assert stage.screen.said == "Nothing was recorded; what you typed is kept."
        await stage.press("a")
        assert stage.screen.form.fields["judged_by"].value == "Dr A"
        await stage.press("tab", "end", *"hn", "enter")
        assert stage.screen.PLACE == "worklist"
    assert [c.judged_by for c in office.case("C5").consents] == ["Dr Ahn"]
    assert mine(nurse) == []


async def test_the_day_of_an_outcome_comes_back_and_no_letter_records_it_unseen(
    nurse: Desk, office: Office
) -> None:
    held = office.case("C2").bookings[-1]
    office.clock.set(held.day + timedelta(2))
    async with acting(nurse, first=Worklist) as stage:
        await opened(stage, OutcomeScreen(held.id))
        await stage.press("tab", *"7/5", "f12")
        screen = await opened(stage, OutcomeScreen(held.id))
        assert screen.form.values()["on"] == held.day + timedelta(1)
        await stage.press("a")
        assert stage.screen is screen
        stage.read()
        await stage.press("a")
        assert "attended the IHA on 07-May-2026" in stage.screen.said
    assert mine(nurse) == []


async def test_a_note_too_long_to_paste_is_not_left_out_of_what_is_saved_in_silence(
    nurse: Desk, office: Office
) -> None:
    async with acting(nurse, first=Worklist) as stage:
        screen = await opened(stage, ContactScreen(child(office), Kind.IHA))
        screen.form.fields["reached"].set_value(True)
        screen.form.go_to(screen.form.fields["note"])
        await stage.settle()
        stage.app.post_message(events.Paste("p" * 2500))
        await stage.press("f9")
        assert stage.screen is screen
        assert stage.screen.said.startswith("The paste has 2,500 characters; Note takes 2,000")
        assert not office.case("C1").contacts
        stage.app.post_message(events.Paste("told\r\nthe carer"))
        await stage.press("f9")
        assert [one.note for one in office.case("C1").contacts] == ["told\nthe carer"]
