"""Undo: my last act taken back by a new entry, unless something stands on it."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from clanbook.booking import Question, Visit, slot_id
from clanbook.desk import Desk
from clanbook.desk.assessments import contact, refuse, request
from clanbook.desk.bookings import book, book_visit, end_booking, move, offers, suggest
from clanbook.desk.corrections import correct
from clanbook.desk.errors import NotAllowed, Refused
from clanbook.desk.notifications import log
from clanbook.desk.onrecord import on_record
from clanbook.desk.refusals import accept_offer, answer, refuse_and_answer
from clanbook.desk.restoring import _REFERENCES
from clanbook.desk.service import load_settings
from clanbook.desk.staff import add_staff
from clanbook.desk.undoing import made_here, made_last, redo, standing, undo, undoable
from clanbook.records import Ending, Kind, Place, StaffRole
from clanbook.settings import DEFAULT_TOML, parse
from tests.office import MONDAY, Office

ENTERED = MONDAY - timedelta(days=10)
ROBIN = {
    "la": "801",
    "child_id": "C1",
    "entered_care": ENTERED,
    "forename": "Robin",
    "surname": "Example",
    "dob": date(2010, 7, 14),
    "nhs_number": "9990000018",
    "notified": MONDAY,
    "placed_in": "Bristol",
    "consent": MONDAY,
}


def tables(office: Office) -> dict[str, list[tuple[int, dict[str, Any]]]]:
    """Everything that stands, by table."""
    names = ["children", "sessions", "episodes", "placements", "consents", "assessments"]
    names += ["bookings", "refusals", "contacts", "questionnaires"]
    return {
        name: [(found.doc_id, dict(found)) for found in office.store.table(name).all()]
        for name in names
    }


@pytest.fixture
def colleague(office: Office) -> Desk:
    return office.desk_of(StaffRole.NURSE)


@pytest.fixture
def child(office: Office, colleague: Desk) -> int:
    """A child just logged by the boss, with a colleague at work since before."""
    assert colleague.staff.name == "A nurse"
    return log(office.desk, ROBIN).case.child.id


def barred(desk: Desk) -> str:
    """Why my last act cannot be undone."""
    found = undoable(desk)
    assert found is not None
    return found.in_the_way


def booked(office: Office, child: int, index: int = 0, kind: Kind = Kind.IHA) -> int:
    """A booking in a clinic of the week's."""
    day = MONDAY + timedelta(days=3)
    clinics = office.desk.sessions_of("Dr Ahn", day) or [office.clinic(day)]
    return book(office.desk, child, slot_id(clinics[0].id, index), kind).booking.id


def visit(office: Office, child: int) -> None:
    book_visit(
        office.desk,
        child,
        Visit(datetime.combine(MONDAY + timedelta(days=130), time(10)), 60, "A Nurse", Place.HOME),
        {Question.EARLY: "moves away soon"},
    )


ACTS: dict[str, Callable[[Office, int], object]] = {
    "refuse": lambda office, child: refuse(office.desk, child, Kind.IHA, MONDAY),
    "contact": lambda office, child: contact(office.desk, child, Kind.IHA, MONDAY, reached=False),
    "request": lambda office, child: request(office.desk, child, Kind.ADOPTION, MONDAY),
    "visit": visit,
    "log another": lambda office, _: log(
        office.desk, ROBIN | {"child_id": "C2", "nhs_number": "", "forename": "Kim"}
    ),
    "log a change": lambda office, child: log(
        office.desk, ROBIN | {"gp": "A Surgery"}, child=child
    ),
    "import": lambda office, _: office.load(
        "placements",
        {"la": "801", "child_id": "C1", "from": MONDAY, "placed_in": "Bristol"},
        {"la": "801", "child_id": "C1", "from": ENTERED, "placed_in": "Devon"},
    ),
    "import a cleared consent": lambda office, _: office.load(
        "notifications",
        {"la": "801", "child_id": "C1", "entered_care": ENTERED, "consent": None},
    ),
    "import a clinic": lambda office, _: office.clinic(MONDAY + timedelta(days=5)),
    "end of care": lambda office, _: office.load(
        "notifications",
        {"la": "801", "child_id": "C1", "entered_care": ENTERED, "left_care": MONDAY},
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_undone_leaves_everything_as_it_was(office: Office, child: int, name: str) -> None:
    before = tables(office)
    ACTS[name](office, child)
    assert tables(office) != before
    assert undo(office.desk).startswith("Undone: ")
    if name == "import a cleared consent":
        before["consents"] = [(2, before["consents"][0][1])]
    assert tables(office) == before
    assert office.store.verify() == []


def test_every_end_of_an_appointment_can_be_undone(office: Office, child: int) -> None:
    number = booked(office, child)
    office.clock.set(MONDAY + timedelta(days=3), time(11))
    for ending in (Ending.ATTENDED, Ending.NOT_BROUGHT, Ending.CANCELLED_BY_CARER):
        before = tables(office)
        end_booking(office.desk, number, ending)
        assert tables(office) != before
        undo(office.desk)
        assert tables(office) == before, ending
        office.desk.store.note(1, "next")


def test_a_booking_and_its_move_can_be_undone(office: Office, child: int) -> None:
    office.clinic(MONDAY + timedelta(days=3))
    empty = tables(office)
    number = booked(office, child)
    before = tables(office)
    session = office.desk.booking(number)
    assert session is not None
    move(office.desk, number, slot_id(session.session, 2))
    assert undo(office.desk) == (
        "Undone: moved an appointment: EXAMPLE, Robin (801/C1), "
        "IHA Thu 07-May-2026 10:00 Bristol (Health Park)."
    )
    assert tables(office) == before
    assert tables(office) != empty


def test_what_was_undone_names_the_child_as_now(office: Office, child: int) -> None:
    correct(office.desk, on_record(office.desk, child), {"surname": "Sample"})
    assert undo(office.desk) == "Undone: corrected the record: EXAMPLE, Robin (801/C1)."
    assert redo(office.desk) == "Done again: corrected the record: SAMPLE, Robin (801/C1)."


def test_a_visit_undone_is_named_though_its_session_is_gone(office: Office, child: int) -> None:
    visit(office, child)
    assert undo(office.desk).startswith("Undone: booked a visit: EXAMPLE, Robin (801/C1), RHA ")


def test_undo_is_an_entry_of_its_own_and_nothing_is_forgotten(office: Office, child: int) -> None:
    refuse(office.desk, child, Kind.IHA, MONDAY)
    undo(office.desk)
    refused, undone = list(office.store.entries())[-2:]
    assert (refused.act, undone.act) == ("refuse", f"undo_{refused.seq}")
    assert len(office.store.history("refusals", 1)) == 2


def test_logging_a_child_can_be_undone_also_after_a_look_for_appointments(
    office: Office,
) -> None:
    office.clinic(MONDAY + timedelta(days=3))
    before = tables(office)
    child = log(office.desk, ROBIN | {"left_care": MONDAY + timedelta(days=300)}).case.child.id
    suggest(office.desk, child, Kind.IHA)
    assert tables(office)["assessments"]
    found = undoable(office.desk)
    assert found is not None
    assert found.what == "logged the notification: EXAMPLE, Robin (801/C1)"
    assert found.when == "on 04-May-2026 at 09:00"
    undo(office.desk)
    assert tables(office) == before
    assert log(office.desk, ROBIN).case.child.id != child


# --- Whose, and when


def test_it_is_my_own_last_act_that_is_undone(office: Office, child: int, colleague: Desk) -> None:
    other = office.notify("C2", MONDAY)
    contact(office.desk, other.child.id, Kind.IHA, MONDAY, reached=True)
    refuse(colleague, child, Kind.IHA, MONDAY)
    assert undo(office.desk).startswith("Undone: recorded a contact: 801/C2")
    assert len(office.case("C1").refusals) == 1
    assert undo(colleague).startswith("Undone: recorded a refusal: EXAMPLE, Robin")


def test_who_did_nothing_lately_has_nothing_to_undo(
    office: Office, child: int, colleague: Desk
) -> None:
    assert undoable(colleague) is None
    with pytest.raises(Refused, match="nothing in the last 7 days"):
        undo(colleague)
    refuse(office.desk, child, Kind.IHA, MONDAY)
    office.clock.set(MONDAY + timedelta(days=6, hours=1))
    assert undoable(office.desk) is not None
    office.clock.set(MONDAY + timedelta(days=8))
    assert undoable(office.desk) is None


def test_settings_and_accounts_are_not_undone(office: Office) -> None:
    load_settings(office.desk, parse(DEFAULT_TOML.replace("rha_target = 90", "rha_target = 80")))
    assert barred(office.desk).startswith("Settings and accounts are not put back")
    with pytest.raises(Refused, match="change them again"):
        undo(office.desk)
    add_staff(office.desk, "A Viewer", StaffRole.VIEWER)
    assert barred(office.desk)


def test_a_role_that_may_not_act_may_not_undo(office: Office) -> None:
    with pytest.raises(NotAllowed):
        undo(office.desk_of(StaffRole.VIEWER))


# --- What stands on it


def test_a_later_change_of_the_same_record_is_in_the_way(
    office: Office, child: int, colleague: Desk
) -> None:
    number = booked(office, child)
    end_booking(colleague, number, Ending.CANCELLED_BY_CARER)
    assert barred(office.desk).startswith("A nurse recorded an outcome since")
    with pytest.raises(
        Refused, match=r"A nurse recorded an outcome since, on 04-May-2026 at 09:00"
    ):
        undo(office.desk)


def test_what_was_recorded_on_it_is_in_the_way(office: Office, child: int, colleague: Desk) -> None:
    contact(colleague, child, Kind.IHA, MONDAY, reached=False)
    with pytest.raises(Refused, match="A nurse recorded a contact since"):
        undo(office.desk)
    assert office.case("C1").contacts


def test_a_colleagues_booking_in_my_new_clinic_is_in_the_way(
    office: Office, child: int, colleague: Desk
) -> None:
    session = office.clinic(MONDAY + timedelta(days=3))
    book(colleague, child, slot_id(session.id, 0), Kind.IHA)
    with pytest.raises(Refused, match="A nurse booked an appointment since"):
        undo(office.desk)


def test_a_slot_booked_again_is_not_taken_back(office: Office, child: int, colleague: Desk) -> None:
    number = booked(office, child)
    other = log(colleague, {"la": "801", "child_id": "C2", "entered_care": MONDAY}).case.child.id
    end_booking(office.desk, number, Ending.CANCELLED_BY_CARER)
    freed = office.desk.booking(number)
    assert freed is not None
    book(colleague, other, slot_id(freed.session, 0), Kind.IHA)
    with pytest.raises(Refused, match=r"Thu 07-May-2026 09:00 .* was booked again since"):
        undo(office.desk)


def test_a_nurse_who_is_elsewhere_by_now_gets_no_visit_back(
    office: Office, child: int, colleague: Desk
) -> None:
    visit(office, child)
    end_booking(office.desk, 1, Ending.CANCELLED_BY_CARER)
    other = log(colleague, {"la": "801", "child_id": "C2", "entered_care": ENTERED}).case
    book_visit(
        colleague,
        other.child.id,
        Visit(
            datetime.combine(MONDAY + timedelta(days=130), time(10, 30)),
            60,
            "a nurse",
            Place.SCHOOL,
        ),
        {Question.EARLY: "moves away soon"},
    )
    with pytest.raises(Refused, match="A nurse is at Fri 11-Sep-2026 10:30"):
        undo(office.desk)


def test_another_kind_of_record_of_the_same_child_is_not_in_the_way(
    office: Office, child: int, colleague: Desk
) -> None:
    number = booked(office, child)
    end_booking(office.desk, number, Ending.CANCELLED_BY_CARER)
    contact(colleague, child, Kind.IHA, MONDAY, reached=True)
    undo(office.desk)
    again = office.desk.booking(number)
    assert again is not None
    assert again.ending is None
    assert len(office.case("C1").contacts) == 1


def test_what_a_colleague_recorded_and_undid_is_not_in_the_way(
    office: Office, child: int, colleague: Desk
) -> None:
    contact(colleague, child, Kind.IHA, MONDAY, reached=False)
    undo(colleague)
    undo(office.desk)
    assert office.desk.find("801", "C1") is None


# --- Backwards through my acts


def test_undo_goes_backwards_through_my_acts_and_never_forth(office: Office, child: int) -> None:
    states = [tables(office)]
    number = booked(office, child)
    office.clock.set(MONDAY + timedelta(days=3), time(11))
    states.append(tables(office))
    end_booking(office.desk, number, Ending.NOT_BROUGHT)
    states.append(tables(office))
    refuse(office.desk, child, Kind.IHA, MONDAY + timedelta(days=3))
    for said in ("recorded a refusal", "recorded an outcome", "booked an appointment"):
        assert undo(office.desk).startswith(f"Undone: {said}: EXAMPLE, Robin")
        if said != "booked an appointment":
            assert tables(office) == states.pop()
    assert undo(office.desk).startswith("Undone: imported sessions")
    assert tables(office) == states.pop()
    assert undo(office.desk).startswith("Undone: logged the notification")
    assert office.desk.find("801", "C1") is None
    assert office.store.verify() == []


def test_a_value_changed_twice_is_put_back_twice(office: Office, child: int) -> None:
    for gp in ("A Surgery", "Another"):
        log(office.desk, ROBIN | {"gp": gp}, child=child)
    for gp in ("A Surgery", ""):
        undo(office.desk)
        assert office.case("C1").child.gp == gp


def test_what_a_colleague_did_in_between_still_stands(
    office: Office, child: int, colleague: Desk
) -> None:
    log(office.desk, ROBIN | {"gp": "A Surgery"}, child=child)
    log(colleague, ROBIN | {"school": "A School"}, child=child)
    log(office.desk, ROBIN | {"language": "Welsh"}, child=child)
    undo(office.desk)
    with pytest.raises(Refused, match="A nurse logged the notification since"):
        undo(office.desk)
    kept = office.case("C1").child
    assert (kept.gp, kept.school, kept.language) == ("A Surgery", "A School", "")


def test_what_cannot_be_undone_does_not_bar_the_way_to_the_act_before(
    office: Office, child: int, colleague: Desk
) -> None:
    other = log(office.desk, {"la": "801", "child_id": "C2", "entered_care": MONDAY}).case.child.id
    contact(office.desk, other, Kind.IHA, MONDAY, reached=True)
    refuse(office.desk, child, Kind.IHA, MONDAY)
    answer(colleague, office.case("C1").refusals[0].id, {"told": True})
    stuck = undoable(office.desk)
    assert stuck is not None
    assert stuck.refusal == (
        "Not undone: recorded a refusal: EXAMPLE, Robin (801/C1). "
        "A nurse kept a questionnaire since, on 04-May-2026 at 09:00."
    )
    before = undoable(office.desk, before=stuck.entry)
    assert before is not None
    assert before.what == "recorded a contact: 801/C2"
    assert undo(office.desk, before.entry) == "Undone: recorded a contact: 801/C2."
    assert office.case("C2").contacts == []


def test_only_an_act_of_mine_that_stands_is_undone_by_number(
    office: Office, child: int, colleague: Desk
) -> None:
    refuse(colleague, child, Kind.IHA, MONDAY)
    theirs = office.store.seq
    contact(office.desk, child, Kind.IHA, MONDAY, reached=True)
    mine = office.store.seq
    undo(office.desk, mine)
    for entry in (theirs, mine, office.store.seq, 10_000):
        with pytest.raises(Refused, match="undone already, or none of yours"):
            undo(office.desk, entry)
    assert [one.entry for one in standing(colleague)] == [theirs]


def test_an_undo_of_before_took_back_the_act_before_it(office: Office, child: int) -> None:
    """An entry named `undo` alone is of a version that did not say which act that was."""
    refuse(office.desk, child, Kind.IHA, MONDAY)
    (refusal,) = office.case("C1").refusals
    (row,) = office.case("C1").assessments
    with office.desk.transaction("undo") as keeper:
        keeper.drop(refusal)
        keeper.drop(row)
    assert undo(office.desk).startswith("Undone: logged the notification")


def test_a_desk_knows_which_acts_were_done_at_it(office: Office, child: int) -> None:
    other_window = Desk.of_account(office.store, "boss")
    assert made_last(other_window) is None
    refuse(other_window, child, Kind.IHA, MONDAY)
    assert made_last(other_window) == office.store.seq
    assert not made_here(office.desk, office.store.seq)
    log(other_window, ROBIN, child=child)
    assert made_last(other_window) is None, "nothing was changed by it"
    assert undo(office.desk).startswith("Undone: recorded a refusal"), "of whichever window"


# --- A first try at booking that found no slot in time


def test_a_look_that_notes_a_lack_of_slots_says_so_once(office: Office, child: int) -> None:
    office.clinic(MONDAY + timedelta(days=100))
    assert offers(office.desk, child, Kind.IHA).noted == office.store.seq
    assert offers(office.desk, child, Kind.IHA).noted is None


def test_a_look_that_finds_a_slot_in_time_notes_no_lack(office: Office, child: int) -> None:
    office.clinic(MONDAY + timedelta(days=3))
    assert offers(office.desk, child, Kind.IHA).noted is None


def test_a_note_that_is_taken_back_was_no_try_and_may_be_made_again(
    office: Office, child: int
) -> None:
    office.clinic(MONDAY + timedelta(days=100))
    before = tables(office)
    noted = offers(office.desk, child, Kind.IHA).noted
    undone = "Undone: looked for an appointment: EXAMPLE, Robin (801/C1)."
    assert undo(office.desk, noted) == undone
    assert tables(office) == before
    again = offers(office.desk, child, Kind.IHA).noted
    assert again is not None
    (row,) = office.case("C1").assessments
    assert (row.booking_tried_on, row.no_capacity_on) == (MONDAY, MONDAY)
    assert undo(office.desk).startswith("Undone: imported sessions"), "of which nobody was told"
    assert undo(office.desk).startswith("Undone: logged the notification")
    assert office.store.verify() == []


def test_a_note_that_was_booked_on_is_not_taken_back(office: Office, child: int) -> None:
    late = office.clinic(MONDAY + timedelta(days=100))
    noted = offers(office.desk, child, Kind.IHA).noted
    reasons = {Question.BREACH: "no slot before"}
    book(office.desk, child, slot_id(late.id, 0), Kind.IHA, reasons)
    with pytest.raises(Refused, match="The Boss booked an appointment since"):
        undo(office.desk, noted)


# --- Again only when asked


def test_of_two_undone_the_one_undone_last_is_done_again(office: Office, child: int) -> None:
    contact(office.desk, child, Kind.IHA, MONDAY, reached=True)
    refuse(office.desk, child, Kind.IHA, MONDAY)
    undo(office.desk)
    undo(office.desk)
    assert redo(office.desk).startswith("Done again: recorded a contact")
    assert undo(office.desk).startswith("Undone: recorded a contact")
    assert office.case("C1").contacts == []
    assert undo(office.desk).startswith("Undone: logged the notification")


@pytest.mark.parametrize("many", range(1, 7))
def test_undone_and_done_again_as_often_everything_is_as_it_was_but_for_its_numbers(
    office: Office, many: int
) -> None:
    desk = office.desk
    office.clinic(MONDAY + timedelta(days=3))
    child = log(desk, ROBIN).case.child.id
    contact(desk, child, Kind.IHA, MONDAY, reached=True)
    log(desk, ROBIN | {"gp": "A Surgery"}, child=child)
    contact(desk, child, Kind.IHA, MONDAY, reached=False)
    number = booked(office, child)
    end_booking(desk, number, Ending.CANCELLED_BY_CARER)
    before = renumbered(tables(office))
    for _ in range(2):
        for _ in range(many):
            undo(desk)
        for _ in range(many):
            redo(desk)
        assert renumbered(tables(office)) == before
    with pytest.raises(Refused, match="There is nothing more to do again"):
        redo(desk)
    assert office.store.verify() == []
    assert undo(desk).startswith("Undone: recorded an outcome")


def renumbered(
    found: dict[str, list[tuple[int, dict[str, Any]]]],
) -> dict[str, list[tuple[int, dict[str, Any]]]]:
    """Records with their rank in their table for a number, also where others refer to them."""
    rank = {(t, n): at for t, rows in found.items() for at, (n, _) in enumerate(sorted_by(rows))}

    def ranked(row: dict[str, Any]) -> dict[str, Any]:
        known = {f: rank.get((t, row[f]), row[f]) for f, t in _REFERENCES.items() if f in row}
        return row | known

    return {
        t: [(rank[t, n], ranked(row)) for n, row in sorted_by(rows)] for t, rows in found.items()
    }


def sorted_by(rows: list[tuple[int, dict[str, Any]]]) -> list[tuple[int, dict[str, Any]]]:
    return sorted(rows, key=lambda row: row[0])


def test_redo_ends_where_something_else_was_done_since(office: Office, child: int) -> None:
    contact(office.desk, child, Kind.IHA, MONDAY, reached=True)
    contact(office.desk, child, Kind.IHA, MONDAY, reached=False)
    undo(office.desk)
    undo(office.desk)
    redo(office.desk)
    refuse(office.desk, child, Kind.IHA, MONDAY)
    with pytest.raises(Refused, match="There is nothing more to do again"):
        redo(office.desk)


def test_what_a_colleague_did_to_a_child_done_again_is_in_the_way_of_the_next_redo(
    office: Office, child: int, colleague: Desk
) -> None:
    contact(office.desk, child, Kind.IHA, MONDAY, reached=True)
    undo(office.desk)
    undo(office.desk)
    redo(office.desk)
    contact(colleague, office.case("C1").child.id, Kind.IHA, MONDAY, reached=False)
    with pytest.raises(Refused, match=r"Not done again: .* A nurse recorded a contact since"):
        redo(office.desk)


def test_what_was_undone_is_done_again_when_asked_for(office: Office, child: int) -> None:
    session = office.clinic(MONDAY + timedelta(days=3))
    book(office.desk, child, slot_id(session.id, 1), Kind.IHA)
    undo(office.desk)
    assert office.case("C1").bookings == []
    said = redo(office.desk)
    assert said.startswith("Done again: booked an appointment: EXAMPLE, Robin (801/C1), IHA Thu")
    (again,) = office.case("C1").bookings
    (row,) = office.case("C1").assessments
    assert (again.session, again.index, again.assessment) == (session.id, 1, row.id)
    undo(office.desk)
    assert office.case("C1").bookings == []


def test_a_child_logged_again_by_redo_is_whole(office: Office, child: int) -> None:
    undo(office.desk)
    assert office.desk.find("801", "C1") is None
    redo(office.desk)
    case = office.case("C1")
    assert case.child.id != child
    assert case.child.surname == "Example"
    assert case.consents_of(case.episodes[0])
    assert case.placements[0].child == case.child.id
    assert office.store.verify() == []


def test_a_child_a_colleague_logged_meanwhile_is_not_logged_twice(
    office: Office, child: int, colleague: Desk
) -> None:
    undo(office.desk)
    log(colleague, ROBIN)
    with pytest.raises(Refused, match=r"EXAMPLE, Robin \(801/C1\) was logged since"):
        redo(office.desk)


def test_there_is_nothing_to_redo_where_nothing_was_undone(office: Office, child: int) -> None:
    with pytest.raises(Refused, match="nothing more to do again"):
        redo(office.desk)


def test_a_refusal_and_its_answers_are_one_act(office: Office, child: int, colleague: Desk) -> None:
    before = tables(office)
    made = refuse_and_answer(colleague, child, Kind.IHA, MONDAY, {"told": True})
    assert tables(office)["questionnaires"]
    assert office.case("C1").refusals == [made]
    assert undo(colleague).startswith("Undone: recorded a refusal with its answers: EXAMPLE")
    assert tables(office) == before
    redo(colleague)
    assert tables(office)["questionnaires"]


def test_an_accepted_offer_and_a_questionnaire_can_be_undone(
    office: Office, child: int, colleague: Desk
) -> None:
    refusal = refuse(office.desk, child, Kind.IHA, MONDAY)
    before = tables(office)
    answer(colleague, refusal.id, {"told": True, "next_offer_on": MONDAY + timedelta(days=9)})
    undo(colleague)
    assert tables(office) == before
    accept_offer(colleague, child, Kind.IHA, MONDAY)
    undo(colleague)
    assert tables(office) == before
