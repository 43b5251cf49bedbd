"""A refusal: the fact by anybody, the answers by a nurse, and nothing typed is lost."""

from datetime import date, timedelta
from typing import Any

import pytest

from clanbook.desk import Desk
from clanbook.desk.assessments import refuse
from clanbook.desk.refusals import answered
from clanbook.questionnaire import PREFER_NOT, QUESTIONS, Form, Part
from clanbook.records import Kind, RefusedBy, StaffRole
from screens.questions import field_of
from screens.refusal import RefusalScreen
from screens.worklist import Worklist
from tests.office import MONDAY, Office
from tests.screens.acting import Stage, acting
from tests.screens.few import few
from tests.screens.goldens import assert_golden
from tests.screens.opening import NASTY, opened

PAST = MONDAY - timedelta(3)


@pytest.fixture
def desk(office: Office) -> Desk:
    """An administrator's desk at a small caseload."""
    few(office)
    return office.desk_of(StaffRole.ADMIN)


@pytest.fixture
def nurse(office: Office) -> Desk:
    """A nurse's desk at a small caseload."""
    few(office)
    return office.desk_of(StaffRole.NURSE)


def child(office: Office, child_id: str = "C1") -> int:
    return office.case(child_id).child.id


async def refusing(stage: Stage, office: Office, child_id: str = "C1") -> Any:
    return await opened(stage, RefusalScreen(child(office, child_id), Kind.IHA))


def fill(screen: Any, **typed: str) -> None:
    for name, text in typed.items():
        screen.form.fields[name].value = text


def kept(office: Office, nurse: Desk, child_id: str = "C1") -> dict[str, Any]:
    """The answers to the child's last refusal; none where nobody asked."""
    found = answered(nurse, office.case(child_id).refusals[-1].id)
    return dict(found.answers) if found else {}


# --- The fact


async def test_admin_records_the_fact_and_is_asked_nothing_else(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("r")
        assert_golden(stage, "refusal-fact")
        assert list(stage.screen.form.fields) == ["by", "on", "reoffer_on"]
        await stage.press("enter", "enter")
        stage.screen.focused.value = "+30"
        await stage.press("enter")
        assert stage.screen.said.startswith("ABBOT, Amara: refusal of 04-May-2026 recorded;")
    (refusal,) = office.case("C1").refusals
    assert (refusal.by, refusal.on) == (RefusedBy.YOUNG_PERSON, MONDAY)
    assert refusal.reoffer_on == MONDAY + timedelta(30)


async def test_a_refusal_stays_on_the_worklist(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("r", "f9")
        (line,) = [line for line in stage.lines if "ABBOT" in line and "IHA" in line]
        assert "refused" in line


async def test_a_day_to_come_is_refused_and_what_was_typed_stays(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Worklist) as stage:
        screen = await refusing(stage, office)
        fill(screen, on="+3")
        await stage.press("f9")
        assert stage.screen is screen
        assert "07-May-2026" in screen.said
        assert screen.form.fields["on"].value
    assert office.case("C1").refusals == []


async def test_of_a_child_under_ten_who_refused_must_be_chosen_and_is_asked_about(
    office: Office,
) -> None:
    office.notify("C9", PAST, surname="Little", forename="Lee", dob=date(2025, 3, 1))
    async with acting(office.desk_of(StaffRole.ADMIN), first=Worklist) as stage:
        screen = await refusing(stage, office, "C9")
        assert screen.form.fields["by"].value == ""
        await stage.press("f9")
        assert screen.said == "Refused by is needed."
        fill(screen, by="young person")
        await stage.press("f9")
        asked = "LITTLE, Lee, born 01-Mar-2025 (1y): the young person's own refusal? y/N "
        assert screen.said == asked
        await stage.press("n")
        assert office.case("C9").refusals == []
        assert screen.focused.field_name == "by"
        await stage.press("f9", "y")
        assert stage.screen.PLACE == "worklist"
    (refusal,) = office.case("C9").refusals
    assert refusal.by is RefusedBy.YOUNG_PERSON


# --- The questionnaire


async def test_a_nurse_is_shown_every_question_and_each_in_full(
    nurse: Desk, office: Office
) -> None:
    async with acting(nurse, first=Worklist) as stage:
        screen = await refusing(stage, office)
        assert_golden(stage, "refusal")
        for question in QUESTIONS:
            screen.form.go_to(screen.form.fields[question.id])
            await stage.settle()
            assert question.words in stage.lines[6]


async def test_a_list_opened_low_on_the_screen_is_all_in_sight(nurse: Desk, office: Office) -> None:
    async with acting(nurse, first=Worklist) as stage:
        screen = await refusing(stage, office)
        for name in ("may_see", "nurse_review_accepted", "main_reason"):
            field = screen.form.fields[name]
            screen.form.go_to(field)
            await stage.press("f4")
            for word in field.words[:10]:
                assert word[:20] in stage.text
            await stage.press("escape")


async def test_a_nurse_records_fact_and_answers_in_one_form(nurse: Desk, office: Office) -> None:
    async with acting(nurse, first=Worklist) as stage:
        screen = await refusing(stage, office)
        fill(
            screen,
            told="y",
            main_reason="strangers",
            other_reasons="4 7",
            would_help="1 5",
            help_with="sleep",
            may_see="2",
            offered_on="t",
            next_offer_on="+60",
        )
        await stage.press("f9")
        assert "recorded with its answers" in stage.screen.said
    assert kept(office, nurse) == {
        "told": "yes",
        "main_reason": "strangers",
        "other_reasons": ["time_or_place", "examined"],
        "would_help": ["home", "someone_with_me"],
        "help_with": "sleep",
        "may_see": ["health_team"],
        "offered_on": MONDAY.isoformat(),
        "next_offer_on": (MONDAY + timedelta(60)).isoformat(),
    }
    assert office.case("C1").refusals[-1].reoffer_on == MONDAY + timedelta(60)


@pytest.mark.parametrize(
    "name", [q.id for q in QUESTIONS if q.part is Part.YOUNG_PERSON or q.form is not Form.DATE]
)
def test_everywhere_a_young_person_may_prefer_not_to_say(name: str) -> None:
    question = next(q for q in QUESTIONS if q.id == name)
    field = field_of(question, lambda: MONDAY)
    field.set_text("1" if question.form is Form.TEXT else str(len(question.choices) + 1))
    assert field.value_read in (PREFER_NOT, (PREFER_NOT,))


async def test_prefer_not_to_say_is_kept_as_an_answer(nurse: Desk, office: Office) -> None:
    async with acting(nurse, first=Worklist) as stage:
        screen = await refusing(stage, office)
        fill(screen, main_reason="prefer", help_with="prefer", would_help="11")
        await stage.press("f9")
    assert kept(office, nurse) == {
        "main_reason": PREFER_NOT,
        "help_with": PREFER_NOT,
        "would_help": PREFER_NOT,
    }


async def test_answers_that_contradict_record_nothing_at_all(nurse: Desk, office: Office) -> None:
    async with acting(nurse, first=Worklist) as stage:
        screen = await refusing(stage, office)
        fill(screen, would_help="1 11")
        await stage.press("f9")
        assert stage.status == "Either prefer not to say, or say."
        assert screen.form.fields["would_help"].has_focus
    assert office.case("C1").refusals == []


async def test_a_parents_refusal_takes_no_answers(nurse: Desk, office: Office) -> None:
    async with acting(nurse, first=Worklist) as stage:
        screen = await refusing(stage, office)
        fill(screen, by="parent", told="y")
        await stage.press("f9")
        assert stage.status.startswith("Only the young person answers the questions")
        fill(screen, told="")
        await stage.press("f9")
    (refusal,) = office.case("C1").refusals
    assert refusal.by is RefusedBy.PARENT


# --- Answers added later


async def test_a_nurse_adds_the_answers_to_what_admin_recorded(nurse: Desk, office: Office) -> None:
    refuse(office.desk, child(office), Kind.IHA, PAST)
    async with acting(nurse, first=Worklist) as stage:
        screen = await refusing(stage, office)
        assert stage.status == "The refusal of 01-May-2026 is on record: add its answers."
        fill(screen, main_reason="1", reoffer_on="+30")
        await stage.press("f9")
        assert "refusal of 01-May-2026 recorded with its answers" in stage.screen.said
    (refusal,) = office.case("C1").refusals
    assert refusal.reoffer_on == MONDAY + timedelta(30)
    assert kept(office, nurse)["main_reason"] == "feels_well"


async def test_with_another_day_it_is_another_refusal(nurse: Desk, office: Office) -> None:
    refuse(office.desk, child(office), Kind.IHA, PAST)
    async with acting(nurse, first=Worklist) as stage:
        screen = await refusing(stage, office)
        fill(screen, on="t", main_reason="1")
        await stage.press("f9")
    assert [refusal.on for refusal in office.case("C1").refusals] == [PAST, MONDAY]
    assert kept(office, nurse)["main_reason"] == "feels_well"


async def test_nothing_added_says_so(nurse: Desk, office: Office) -> None:
    refuse(office.desk, child(office), Kind.IHA, PAST)
    async with acting(nurse, first=Worklist) as stage:
        await refusing(stage, office)
        await stage.press("f9")
        assert stage.status == "This refusal is on record already: nothing was added."
    assert len(office.case("C1").refusals) == 1


async def test_admin_is_not_offered_to_add_answers(desk: Desk, office: Office) -> None:
    refuse(office.desk, child(office), Kind.IHA, PAST)
    async with acting(desk, first=Worklist) as stage:
        screen = await refusing(stage, office)
        assert screen.standing is None


# --- Drafts


async def test_what_was_half_typed_is_offered_back_to_whoever_typed_it(
    nurse: Desk, office: Office
) -> None:
    async with acting(nurse, first=Worklist) as stage:
        screen = await refusing(stage, office)
        fill(screen, main_reason="strangers", would_help="1 3", help_with="sleep")
        await stage.press("f12")
        screen = await refusing(stage, office)
        assert stage.status.startswith("What you had typed is back, as of 04-May-2026 09:00")
        values = screen.form.values()
        assert (values["main_reason"], values["help_with"]) == ("strangers", "sleep")
        assert values["would_help"] == ("home", "phone_or_video")
        assert values["on"] == MONDAY
    async with acting(office.desk, first=Worklist) as stage:
        screen = await refusing(stage, office)
        assert screen.form.values()["main_reason"] is None


async def test_a_draft_that_was_emptied_or_saved_is_gone(nurse: Desk, office: Office) -> None:
    async with acting(nurse, first=Worklist) as stage:
        screen = await refusing(stage, office)
        fill(screen, help_with="sleep")
        await stage.press("f12")
        screen = await refusing(stage, office)
        fill(screen, help_with="")
        await stage.press("f12")
        screen = await refusing(stage, office)
        assert stage.status == ""


# --- Hostile text


async def test_no_name_is_more_than_text(office: Office) -> None:
    for number, name in enumerate(NASTY):
        office.notify(f"H{number}", MONDAY, surname=name, forename=name, carer=name)
    async with acting(office.desk_of(StaffRole.NURSE), first=Worklist) as stage:
        for number in range(len(NASTY)):
            await refusing(stage, office, f"H{number}")
            assert "\x1b" not in stage.text
            assert len(stage.lines) == 24
            await stage.press("f12")


# --- An offer accepted after all


async def test_accepted_on_is_there_while_a_refusal_stands_and_ends_it(
    desk: Desk, office: Office
) -> None:
    refuse(office.desk, child(office), Kind.IHA, PAST)
    async with acting(desk, first=Worklist) as stage:
        screen = await refusing(stage, office)
        screen.form.go_to(screen.form.fields["accepted_on"])
        await stage.settle()
        assert "a new offer after all; recorded by itself" in stage.text
        await stage.press("t", "enter")
        said = "ABBOT, Amara: new offer accepted on 04-May-2026; the refusal stands no more."
        assert stage.screen.said == f"{said}   u undo"
        (refusal,) = office.case("C1").refusals
        assert refusal.accepted_on == MONDAY
        stage.screen.hush()
        screen = await refusing(stage, office)
        assert "accepted_on" not in screen.form.fields


async def test_a_parents_refusal_for_a_young_child_is_accepted_without_saying_who_refused(
    desk: Desk, office: Office
) -> None:
    office.notify("L1", MONDAY, surname="Little", dob=date(2022, 1, 1))
    refuse(office.desk, child(office, "L1"), Kind.IHA, MONDAY, RefusedBy.PARENT)
    async with acting(desk, first=Worklist) as stage:
        screen = await refusing(stage, office, "L1")
        fill(screen, accepted_on="t")
        await stage.press("f9")
        assert stage.screen.PLACE == "worklist"
    assert [r.accepted_on for r in office.case("L1").refusals] == [MONDAY]


async def test_an_acceptance_takes_no_answers_along(nurse: Desk, office: Office) -> None:
    refuse(nurse, child(office), Kind.IHA, PAST)
    async with acting(nurse, first=Worklist) as stage:
        screen = await refusing(stage, office)
        screen.form.go_to(screen.form.fields["accepted_on"])
        await stage.settle()
        assert "a new offer after all; recorded by itself" in stage.text, "beside long labels too"
        fill(screen, accepted_on="t", main_reason="1")
        await stage.press("f9")
        said = "Accepted on is recorded alone: save the answers first, without it."
        assert (stage.screen, screen.said) == (screen, said)
    assert office.case("C1").refusals[0].accepted_on is None
