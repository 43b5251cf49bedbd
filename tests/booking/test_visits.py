"""A nurse's visit for an RHA, without a session (RULES 6)."""

from datetime import date, time

import pytest
from msgspec.structs import replace

from clanbook.booking import (
    Diary,
    NeedsReason,
    Question,
    Visit,
    check,
    check_visit,
    slots_of,
)
from clanbook.records import Kind, Place, Role, Session
from clanbook.settings.service import Hours
from tests.booking.clinic import (
    RULES,
    a_nurses_session,
    a_slot,
    an_ask,
    at,
    sentence,
    waiting_for_iha,
    waiting_for_rha,
)

TUESDAY = date(2026, 5, 5)


def a_visit(
    starts: str = "2026-05-05T10:10", clinician: str = "Nurse Birch", minutes: int = 60
) -> Session:
    return Visit(at(starts), minutes, clinician, Place.HOME).session("Bristol")


def test_a_visit_is_a_one_slot_session_of_the_nurse():
    (slot,) = slots_of(a_visit(), RULES)
    assert slot.name == "Tue 05-May-2026 10:10 Bristol (home)"
    assert (slot.session.role, slot.session.purposes) == (Role.NURSE, (Kind.RHA,))


def test_a_visit_is_for_an_rha_only():
    objection = check_visit(an_ask(waiting_for_iha()), a_visit(), Diary([]))
    assert "an IHA needs a doctor" in sentence(objection)
    assert check_visit(an_ask(waiting_for_rha(), Kind.RHA), a_visit(), Diary([])) is None


def test_a_visit_is_refused_while_the_nurse_has_a_session():
    ask = an_ask(waiting_for_rha(), Kind.RHA)
    objection = check_visit(ask, a_visit(), Diary([a_nurses_session(day=TUESDAY)]))
    assert sentence(objection) == (
        "Nurse Birch has a session at that time: Tue 05-May-2026 09:00 Bristol (Lavender House)."
    )
    assert (
        check_visit(ask, a_visit(clinician="Nurse Elm"), Diary([a_nurses_session(day=TUESDAY)]))
        is None
    )
    after = a_visit("2026-05-05T11:00")
    assert check_visit(ask, after, Diary([a_nurses_session(day=TUESDAY)])) is None


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


@pytest.mark.parametrize(
    ("starts", "unusual"),
    [
        ("2026-05-05T07:59", "outside 08:00-20:00"),
        ("2026-05-05T19:01", "outside 08:00-20:00"),
        ("2026-05-05T03:00", "outside 08:00-20:00"),
        ("2026-05-04T10:00", "on a bank holiday"),
        ("2026-05-09T10:00", "on a Saturday"),
        ("2026-05-10T20:00", "on a Sunday and outside 08:00-20:00"),
        ("2026-05-06T10:00", "on a day the service is closed"),
    ],
)
def test_a_visit_at_an_unusual_time_asks_the_reason(starts, unusual):
    ask = an_ask(waiting_for_rha(), Kind.RHA)
    ask = replace(ask, rules=replace(ask.rules, closed_days=(date(2026, 5, 6),)))
    visit = a_visit(starts)
    objection = check_visit(ask, visit, Diary([]))
    assert isinstance(objection, NeedsReason)
    assert objection.question is Question.HOURS
    assert sentence(objection).endswith(f"Bristol (home) is {unusual}: say why then.")
    answered = ask.giving({Question.HOURS: "home from school by then"}, ask.now)
    assert check_visit(answered, visit, Diary([])) is None


def test_a_visit_from_the_first_to_the_last_minute_of_the_hours_is_as_usual():
    ask = an_ask(waiting_for_rha(), Kind.RHA)
    for starts in ("2026-05-05T08:00", "2026-05-05T19:00"):
        assert check_visit(ask, a_visit(starts), Diary([])) is None
    short = replace(ask, rules=replace(ask.rules, visit_hours=Hours(time(9), time(17))))
    assert "outside 09:00-17:00" in sentence(
        check_visit(short, a_visit("2026-05-05T08:00"), Diary([]))
    )


def test_a_session_was_planned_with_its_times():
    saturday = a_nurses_session(day=date(2026, 5, 9), start=time(7))
    ask = an_ask(waiting_for_rha(), Kind.RHA)
    assert check(ask, a_slot(saturday), Diary([saturday])) is None


@pytest.mark.parametrize("minutes", [-30, 0, 4, 481, 10**15])
def test_a_visit_takes_as_long_as_a_slot_may(minutes):
    ask = an_ask(waiting_for_rha(), Kind.RHA)
    text = sentence(check_visit(ask, a_visit(minutes=minutes), Diary([])))
    assert text == f"A visit takes 5 to 480 minutes, not {minutes}."
    for allowed in (5, 480):
        assert check_visit(ask, a_visit(minutes=allowed), Diary([])) is None


def test_a_visit_ends_by_midnight():
    ask = an_ask(waiting_for_rha(), Kind.RHA)
    late = a_visit("2026-05-05T23:31", minutes=30)
    text = sentence(check_visit(ask, late, Diary([])))
    assert text == "A visit of 30 minutes from 23:31 does not end by midnight."
    last = check_visit(ask, a_visit("2026-05-05T23:30", minutes=30), Diary([]))
    assert isinstance(last, NeedsReason)
