"""Refusals: who records what, who may read it, and an offer accepted after all (RULES 3, 12)."""

from datetime import date, timedelta
from typing import Any

import pytest

from clanbook.dates import Quarter
from clanbook.desk import Desk
from clanbook.desk.assessments import refuse
from clanbook.desk.bookings import book
from clanbook.desk.errors import NotAllowed, Overtaken, Refused, Unknown
from clanbook.desk.reading import behind, board_report, due_items
from clanbook.desk.refusals import accept_offer, answer, answered, refuse_and_answer
from clanbook.desk.staff import add_staff
from clanbook.desk.trail import events
from clanbook.figures import Report
from clanbook.records import Kind, Refusal, RefusedBy, StaffRole
from tests.office import MONDAY, Office

SECRET = "does not want this known"
ANSWERS: dict[str, Any] = {
    "told": True,
    "main_reason": "strangers",
    "would_help": ["home", "someone_with_me"],
    "help_with": SECRET,
    "competence_judged_by": "Dr Ahn",
    "safeguarding_concern": False,
    "next_offer_on": MONDAY + timedelta(days=30),
}


@pytest.fixture
def refusal(office: Office) -> Refusal:
    """A young person of Bristol's refusal of their IHA, today."""
    case = office.notify("C1", MONDAY - timedelta(days=10), dob=date(2010, 1, 1))
    return refuse(office.desk, case.child.id, Kind.IHA, MONDAY)


@pytest.fixture
def nurse(office: Office) -> Desk:
    return office.desk_of(StaffRole.NURSE)


def another_nurse(office: Office) -> Desk:
    add_staff(office.desk, "Another Nurse", StaffRole.NURSE, "another")
    return Desk.of_account(office.store, "another")


def state(office: Office) -> str:
    return due_items(office.desk)[0].state


# --- The questionnaire


def test_a_refusal_with_its_answers_is_kept_whole_in_one_entry_or_not_at_all(
    office: Office, nurse: Desk
) -> None:
    child = office.notify("C1", MONDAY - timedelta(days=10), dob=date(2010, 1, 1)).child.id
    before = office.store.seq
    with pytest.raises(Refused):
        refuse_and_answer(nurse, child, Kind.IHA, MONDAY, {"main_reason": "no such reason"})
    assert office.store.seq == before
    made = refuse_and_answer(nurse, child, Kind.IHA, MONDAY, ANSWERS)
    assert office.store.seq == before + 1
    assert made.reoffer_on == MONDAY + timedelta(days=30)
    kept = answered(nurse, made.id)
    assert kept is not None
    assert (kept.asked_on, kept.asked_by) == (MONDAY, nurse.staff.id)
    assert kept.answers["help_with"] == SECRET


def test_a_nurse_keeps_the_answers_and_the_iha_stays_due(
    office: Office, nurse: Desk, refusal: Refusal
) -> None:
    kept = answer(nurse, refusal.id, ANSWERS)
    assert kept.asked_on == MONDAY
    found = answered(nurse, refusal.id)
    assert found is not None
    assert found.answers["main_reason"] == "strangers"
    assert not found.withheld
    (item,) = due_items(office.desk)
    assert (item.state, item.due) == ("refused", MONDAY + timedelta(days=18))


def test_admin_records_the_fact_and_neither_writes_nor_reads_the_answers(
    office: Office, nurse: Desk, refusal: Refusal
) -> None:
    admin = office.desk_of(StaffRole.ADMIN)
    assert refuse(admin, refusal.child, Kind.IHA, MONDAY, RefusedBy.PARENT)
    with pytest.raises(NotAllowed):
        answer(admin, refusal.id, ANSWERS)
    answer(nurse, refusal.id, ANSWERS)
    with pytest.raises(NotAllowed):
        answered(admin, refusal.id)


def test_the_next_offer_is_the_refusals_own(office: Office, nurse: Desk, refusal: Refusal) -> None:
    answer(nurse, refusal.id, ANSWERS)
    assert office.case("C1").refusals[0].reoffer_on == MONDAY + timedelta(days=30)
    answer(nurse, refusal.id, {"told": True}, version=office.store.seq)
    assert office.case("C1").refusals[0].reoffer_on == MONDAY + timedelta(days=30)


def test_there_is_one_questionnaire_for_a_refusal(nurse: Desk, refusal: Refusal) -> None:
    assert answered(nurse, refusal.id) is None
    first = answer(nurse, refusal.id, ANSWERS)
    second = answer(nurse, refusal.id, {"told": False}, version=first.version)
    assert second.id == first.id
    found = answered(nurse, refusal.id)
    assert found is not None
    assert found.answers == {"told": "no"}


def test_answers_kept_meanwhile_are_not_written_over(
    office: Office, nurse: Desk, refusal: Refusal
) -> None:
    answer(another_nurse(office), refusal.id, {"told": True})
    with pytest.raises(Overtaken, match="read them first"):
        answer(nurse, refusal.id, ANSWERS)
    found = answered(nurse, refusal.id)
    assert found is not None
    assert answer(nurse, refusal.id, ANSWERS, version=found.version)


def test_what_only_the_asker_may_see_nobody_else_sees_or_changes(
    office: Office, nurse: Desk, refusal: Refusal
) -> None:
    kept = answer(nurse, refusal.id, ANSWERS | {"may_see": ["asker"]})
    own = answered(nurse, refusal.id)
    assert own is not None
    assert own.answers["help_with"] == SECRET
    for desk in (another_nurse(office), office.desk):
        found = answered(desk, refusal.id)
        assert found is not None
        assert found.withheld
        assert set(found.answers) == {
            "competence_judged_by",
            "safeguarding_concern",
            "next_offer_on",
        }
        with pytest.raises(Refused, match="only for the one who asked"):
            answer(desk, refusal.id, {}, version=kept.version)


def test_reading_the_answers_is_noted_without_them(
    office: Office, nurse: Desk, refusal: Refusal
) -> None:
    answer(nurse, refusal.id, ANSWERS)
    answered(nurse, refusal.id)
    access = list(office.store.accesses())[-1]
    assert (access.act, access.by) == ("read_questionnaire", nurse.staff.id)
    assert (access.subjects, access.facts) == ((refusal.child,), {})


def test_no_answer_is_in_the_open_anywhere_in_the_journal_nor_in_the_trail(
    office: Office, nurse: Desk, refusal: Refusal
) -> None:
    answer(nurse, refusal.id, ANSWERS)
    entry = list(office.store.entries())[-1]
    assert all(op.enc is not None and op.subject == refusal.child for op in entry.ops)
    told = " ".join(event.detail for event in events(office.desk, child=refusal.child))
    assert "questionnaire: answered" in told
    assert SECRET not in told
    assert "strangers" not in told


def test_no_answer_is_part_of_the_case(office: Office, nurse: Desk, refusal: Refusal) -> None:
    answer(nurse, refusal.id, ANSWERS)
    assert SECRET not in str([vars(case) for case in office.desk.cases()])


def test_a_parents_refusal_has_no_questionnaire(
    office: Office, nurse: Desk, refusal: Refusal
) -> None:
    parents = refuse(office.desk, refusal.child, Kind.IHA, MONDAY, RefusedBy.PARENT)
    with pytest.raises(Refused, match="own refusal"):
        answer(nurse, parents.id, ANSWERS)


def test_what_is_wrong_with_the_answers_is_said_and_nothing_kept(
    nurse: Desk, refusal: Refusal
) -> None:
    with pytest.raises(Refused, match="main_reason"):
        answer(nurse, refusal.id, {"main_reason": "bored"})
    with pytest.raises(Refused, match="still to come"):
        answer(nurse, refusal.id, {}, on=MONDAY + timedelta(days=1))
    with pytest.raises(Unknown):
        answer(nurse, 99, {})
    assert answered(nurse, refusal.id) is None


# --- Counted


REASON = "refusals.main_reason."


def reported(office: Office, role: StaffRole = StaffRole.VIEWER) -> Report:
    """The report of the quarter the refused IHAs are due in, read by such a person."""
    return board_report(office.desk_of(role), Quarter.of(MONDAY), trend=3)


def test_refusals_are_counted_by_reason_for_anybody_who_reads_reports(
    office: Office, nurse: Desk, refusal: Refusal
) -> None:
    answer(nurse, refusal.id, ANSWERS)
    other = office.notify("C2", MONDAY - timedelta(days=5), la="803", dob=date(2011, 1, 1))
    refuse(office.desk, other.child.id, Kind.IHA, MONDAY)
    chart = reported(office).charts["refusals"]
    assert chart.count("Bristol", "main_reason.strangers") == 1
    assert chart.count("South Gloucestershire", "main_reason.not_recorded") == 1
    assert chart.count("Total", "refused") == 2


def test_the_refusals_of_children_long_gone_still_count(
    office: Office, nurse: Desk, refusal: Refusal
) -> None:
    answer(nurse, refusal.id, ANSWERS)
    row = {"la": "801", "child_id": "C1", "entered_care": MONDAY - timedelta(days=10)}
    office.load("notifications", row | {"left_care": MONDAY + timedelta(days=40)})
    office.clock.set(MONDAY + timedelta(days=400))
    assert reported(office).charts["refusals"].count("Bristol", "main_reason.strangers") == 1


def test_an_answer_kept_later_is_not_in_the_report_as_known_before(
    office: Office, nurse: Desk, refusal: Refusal
) -> None:
    office.clock.set(MONDAY + timedelta(days=1))
    answer(nurse, refusal.id, ANSWERS)
    then = board_report(office.desk, Quarter.of(MONDAY), as_at=MONDAY, trend=3)
    assert then.charts["refusals"].count("Bristol", "main_reason.not_recorded") == 1


def test_who_gave_which_answer_is_named_to_those_alone_who_may_read_answers(
    office: Office, nurse: Desk, refusal: Refusal
) -> None:
    answer(nurse, refusal.id, ANSWERS)
    report = reported(office)
    assert [m.child for m in behind(nurse, report, f"{REASON}strangers")] == [refusal.child]
    clerk = office.desk_of(StaffRole.ADMIN)
    with pytest.raises(NotAllowed, match="needs nurse or above"):
        behind(clerk, report, f"{REASON}strangers")
    assert [m.child for m in behind(clerk, report, "refusals.refused")] == [refusal.child]


def test_who_gave_an_answer_for_the_asker_alone_is_named_to_nobody_else(
    office: Office, nurse: Desk, refusal: Refusal
) -> None:
    answer(nurse, refusal.id, ANSWERS | {"may_see": ["asker"]})
    report = reported(office)
    assert len(behind(nurse, report, f"{REASON}strangers")) == 1
    assert not behind(another_nurse(office), report, f"{REASON}strangers")
    assert report.charts["refusals"].count("Bristol", "main_reason.strangers") == 1


# --- Accepted after all


def test_an_accepted_offer_lifts_every_refusal_that_stands(
    office: Office, refusal: Refusal
) -> None:
    refuse(office.desk, refusal.child, Kind.IHA, MONDAY, RefusedBy.PARENT)
    assert state(office) == "refused"
    office.clock.set(MONDAY + timedelta(days=2))
    lifted = accept_offer(office.desk, refusal.child, Kind.IHA, MONDAY + timedelta(days=1))
    assert [one.accepted_on for one in lifted] == [MONDAY + timedelta(days=1)] * 2
    assert state(office) == "not_yet_due"


def test_there_must_be_a_refusal_to_lift(office: Office, refusal: Refusal) -> None:
    accept_offer(office.desk, refusal.child, Kind.IHA, MONDAY)
    with pytest.raises(Refused, match="No refusal of the IHA stands"):
        accept_offer(office.desk, refusal.child, Kind.IHA, MONDAY)
    with pytest.raises(Refused, match="No refusal of the RHA stands"):
        accept_offer(office.desk, refusal.child, Kind.RHA, MONDAY)
    with pytest.raises(Refused, match="no open request"):
        accept_offer(office.desk, refusal.child, Kind.ADOPTION, MONDAY)


def test_an_offer_is_accepted_after_it_was_refused_and_not_in_the_future(
    office: Office, refusal: Refusal
) -> None:
    with pytest.raises(Refused, match="accepted after that"):
        accept_offer(office.desk, refusal.child, Kind.IHA, MONDAY - timedelta(days=1))
    with pytest.raises(Refused, match="still to come"):
        accept_offer(office.desk, refusal.child, Kind.IHA, MONDAY + timedelta(days=1))


def test_a_refusal_from_a_file_is_lifted_by_a_booking(office: Office) -> None:
    case = office.notify("C1", MONDAY - timedelta(days=10))
    day = MONDAY - timedelta(days=1)
    office.load("assessments", {"la": "801", "child_id": "C1", "kind": Kind.IHA, "refused_on": day})
    with pytest.raises(Refused, match="a new booking accepts the offer"):
        accept_offer(office.desk, case.child.id, Kind.IHA, MONDAY)
    session = office.clinic(MONDAY + timedelta(days=2))
    book(office.desk, case.child.id, f"S{session.id}-0", Kind.IHA)
    assert state(office) == "not_yet_due"
