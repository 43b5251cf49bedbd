"""What is typed in any form is kept while it is typed, comes back, and can be dropped again."""

from collections.abc import Callable
from typing import Any

import pytest

from clanbook.booking import Ask, asking
from clanbook.desk import Desk
from clanbook.desk.assessments import refuse
from clanbook.desk.drafts import mine
from clanbook.records import Kind, StaffRole
from screens.answering import AnsweringScreen
from screens.contact import ContactScreen
from screens.correction import CorrectionScreen
from screens.keeping import KeepsForm
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
    return VisitScreen(ask, "Due.", {}, ["Nurse Quill"])


FORMS: dict[str, tuple[Made, str]] = {
    "contact": (lambda office: ContactScreen(child(office), Kind.IHA), "whom"),
    "papers": (lambda office: PapersScreen(child(office)), "judged_by"),
    "edit": (lambda office: CorrectionScreen(child(office)), "gp"),
    "refusal": (lambda office: RefusalScreen(child(office), Kind.IHA), "help_with"),
    "answers": (answering, "help_with"),
    "visit": (visiting, "clinician"),
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


def kept(desk: Desk) -> list[str]:
    """What is kept of the field that is typed in, draft by draft."""
    names = {name for _, name in FORMS.values()}
    return [text for draft in mine(desk) for name, text in draft.values.items() if name in names]


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
        assert kept(nurse) == ["Bo"]
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
        assert kept(nurse) == ["Bo"]
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
        assert kept(nurse) == ["New Surgery"]


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
