"""A nurse's visit for an RHA, without a session (RULES 6)."""

from datetime import date

import pytest

from clanbook.booking import Diary, NeedsReason, Question, check_visit, slots_of, visit_session
from clanbook.records import Kind, Place, Role, Session
from tests.booking.clinic import (
    RULES,
    a_nurses_session,
    an_ask,
    at,
    sentence,
    waiting_for_iha,
    waiting_for_rha,
)


def a_visit(
    starts: str = "2026-05-04T10:10", clinician: str = "Nurse Birch", minutes: int = 60
) -> Session:
    return visit_session(at(starts), minutes, clinician, Place.HOME, "Bristol")


def test_a_visit_is_a_one_slot_session_of_the_nurse():
    (slot,) = slots_of(a_visit(), RULES)
    assert slot.name == "Mon 04-May-2026 10:10 Bristol (home)"
    assert (slot.session.role, slot.session.purposes) == (Role.NURSE, (Kind.RHA,))


def test_a_visit_is_for_an_rha_only():
    objection = check_visit(an_ask(waiting_for_iha()), a_visit(), Diary([]))
    assert "an IHA needs a doctor" in sentence(objection)
    assert check_visit(an_ask(waiting_for_rha(), Kind.RHA), a_visit(), Diary([])) is None


def test_a_visit_is_refused_while_the_nurse_has_a_session():
    ask = an_ask(waiting_for_rha(), Kind.RHA)
    objection = check_visit(ask, a_visit(), Diary([a_nurses_session()]))
    assert sentence(objection) == (
        "Nurse Birch has a session at that time: Mon 04-May-2026 09:00 Bristol (Lavender House)."
    )
    assert check_visit(ask, a_visit(clinician="Nurse Elm"), Diary([a_nurses_session()])) is None
    after = a_visit("2026-05-04T11:00")
    assert check_visit(ask, after, Diary([a_nurses_session()])) is None


@pytest.mark.parametrize(
    ("starts", "says"),
    [
        ("2026-04-19T10:00", "is in the past"),
        ("2026-06-03T10:00", "2 days after 01-Jun-2026"),
    ],
)
def test_a_visit_follows_the_rules_of_dates(starts, says):
    ask = an_ask(waiting_for_rha(), Kind.RHA)
    assert says in sentence(check_visit(ask, a_visit(starts), Diary([])))


def test_a_visit_more_than_three_months_early_asks_the_reason():
    ask = an_ask(waiting_for_rha(), Kind.RHA, today=date(2026, 2, 1))
    objection = check_visit(ask, a_visit("2026-02-02T10:00"), Diary([]))
    assert isinstance(objection, NeedsReason)
    assert objection.question is Question.EARLY


@pytest.mark.parametrize("minutes", [-30, 0, 4, 481, 10**15])
def test_a_visit_takes_as_long_as_a_slot_may(minutes):
    ask = an_ask(waiting_for_rha(), Kind.RHA)
    text = sentence(check_visit(ask, a_visit(minutes=minutes), Diary([])))
    assert text == f"A visit takes 5 to 480 minutes, not {minutes}."
    for allowed in (5, 480):
        assert check_visit(ask, a_visit(minutes=allowed), Diary([])) is None


def test_a_visit_ends_by_midnight():
    ask = an_ask(waiting_for_rha(), Kind.RHA)
    late = a_visit("2026-05-04T23:31", minutes=30)
    text = sentence(check_visit(ask, late, Diary([])))
    assert text == "A visit of 30 minutes from 23:31 does not end by midnight."
    assert check_visit(ask, a_visit("2026-05-04T23:30", minutes=30), Diary([])) is None
