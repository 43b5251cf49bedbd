"""What is open to book for a child (RULES 6)."""

from datetime import date, timedelta

import pytest

from clanbook.booking import Ask, Diary, Refused, asking, asks, check, open_assessment
from clanbook.records import Kind
from clanbook.settings import DEFAULT
from tests.booking.clinic import (
    MONDAY,
    TODAY,
    a_session,
    a_slot,
    an_ask,
    sentence,
    waiting_for_iha,
    waiting_for_rha,
)
from tests.build import a_booking, a_case, an_assessment, an_episode, an_iha, an_rha


def test_book_takes_the_one_open_requirement_of_the_kind():
    ask = an_ask(waiting_for_iha(an_iha(requested="2026-04-15")))
    assert (ask.who, ask.due, ask.limit) == ("801/C1", date(2026, 5, 12), date(2026, 5, 12))
    assert ask.assessment is not None
    assert ask.requirement is not None


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        (waiting_for_rha(), Kind.IHA),
        (a_case(an_episode("2026-04-14", left_care="2026-04-20")), Kind.IHA),
        (a_case(an_episode("2026-04-14", legal_status="V4")), Kind.RHA),
        (a_case(), Kind.IHA),
    ],
)
def test_without_an_open_requirement_there_is_nothing_to_book(case, kind):
    found = asking(case, kind, DEFAULT, TODAY)
    assert found == Refused(f"801/C1 has no open {kind} to book.")


def test_a_child_announced_before_entry_can_be_booked():
    ask = an_ask(a_case(an_episode("2026-04-27", notified="2026-04-10")))
    assert check(ask, a_slot(), Diary([a_session()])) is None


def test_an_adoption_medical_needs_an_open_request():
    asked = an_assessment(Kind.ADOPTION, requested="2026-04-01")
    done = asked.but(completed=date(2026, 4, 9))
    refused = asking(waiting_for_iha(done), Kind.ADOPTION, DEFAULT, TODAY)
    assert "801/C1 has no open request for an adoption medical" in sentence(refused)
    ask = an_ask(waiting_for_iha(asked), Kind.ADOPTION)
    assert (ask.due, ask.requirement) == (None, None)
    assert check(ask, a_slot(), Diary([a_session()])) is None


def test_an_own_childs_requested_review_is_no_ask_of_its_own():
    case = waiting_for_iha(an_rha(requested="2026-04-15"))
    assert [ask.kind for ask in asks(case, DEFAULT, TODAY)] == [Kind.IHA, Kind.RHA]


def test_another_las_child_is_booked_on_request_alone():
    case = a_case(an_episode("2026-04-14"), an_iha(requested="2026-04-16"), la="Leeds")
    ask = an_ask(case)
    assert (ask.due, ask.requirement) == (date(2026, 5, 12), None)
    assert check(ask, a_slot(), Diary([a_session()])) is None
    unknown = a_case(an_rha(requested="2026-04-16", episode=None), la="Leeds")
    assert an_ask(unknown, Kind.RHA).due is None
    refused = asking(a_case(an_episode("2026-04-14"), la="Leeds"), Kind.IHA, DEFAULT, TODAY)
    assert "has no open request for an IHA" in sentence(refused)


def test_the_18th_birthday_ends_another_las_request():
    asked = an_rha(requested="2026-04-16", episode=None)
    case = a_case(asked, la="Leeds", dob="2008-04-20")
    assert isinstance(asking(case, Kind.RHA, DEFAULT, TODAY), Refused)
    assert isinstance(asking(case, Kind.RHA, DEFAULT, TODAY - timedelta(1)), Ask)


def test_of_two_requests_the_one_not_yet_booked_is_taken():
    case = a_case(
        an_assessment(Kind.ADOPTION, requested="2026-04-01", episode=None),
        an_assessment(Kind.ADOPTION, requested="2026-04-02", episode=None),
        a_booking(MONDAY, kind=Kind.ADOPTION),
    )
    assert an_ask(case, Kind.ADOPTION).assessment == case.assessments[1]


def test_an_older_round_is_not_the_open_record_of_a_review_unless_it_is_booked():
    older = an_rha(id=7, requested="2025-01-05", refused_on="2025-02-01")
    case = waiting_for_rha(older)
    requirement = an_ask(case, Kind.RHA).requirement
    assert requirement is not None
    assert open_assessment(case, requirement) is None
    newer = an_rha(id=8, requested="2026-03-05")
    booked = waiting_for_rha(older, newer, a_booking(MONDAY, assessment=7, kind=Kind.RHA))
    assert getattr(open_assessment(booked, requirement), "id", None) == 7
    assert getattr(open_assessment(waiting_for_rha(older, newer), requirement), "id", None) == 8


def test_a_seen_assessment_whose_booking_was_left_open_is_not_the_next_ones_record():
    done = an_rha(completed="2026-04-10", report_sent="2026-04-12")
    case = waiting_for_rha(done, a_booking("2026-04-10", assessment=2, kind=Kind.RHA))
    ask = an_ask(case, Kind.RHA)
    assert (ask.due, ask.assessment, ask.booking) == (date(2027, 4, 10), None, None)
