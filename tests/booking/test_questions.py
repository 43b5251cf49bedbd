"""The reasons that are asked for before a booking is made (RULES 6)."""

from datetime import date, time

import pytest
from msgspec.structs import replace

from clanbook.booking import Ask, Diary, NeedsReason, Question, Slot, check
from clanbook.records import Kind
from tests.booking.clinic import (
    ALL,
    a_nurses_session,
    a_session,
    a_slot,
    an_ask,
    sentence,
    waiting_for_iha,
    waiting_for_rha,
)
from tests.build import an_rha


def question(ask: Ask, slot: Slot) -> Question | None:
    objection = check(ask, slot, Diary([slot.session]))
    if objection is None:
        return None
    assert isinstance(objection, NeedsReason), objection
    assert slot.name in sentence(objection)
    return objection.question


def test_after_the_due_date_the_breach_is_shown_and_the_reason_asked():
    ask = an_ask(waiting_for_iha())
    on_the_day = a_slot(a_session(day=date(2026, 5, 12)))
    after = a_slot(a_session(day=date(2026, 5, 14)))
    assert question(ask, on_the_day) is None
    assert question(ask, after) is Question.BREACH
    text = sentence(check(ask, after, Diary([after.session])))
    assert "is 2 days after 12-May-2026, the last day in time for the IHA: say why." in text
    assert question(ask.giving({Question.BREACH: "carer away"}, time()), after) is None
    assert question(ask.giving({Question.BREACH: "  "}, time()), after) is Question.BREACH


def test_an_rha_within_the_month_due_is_no_breach_where_that_is_the_rule():
    ask = an_ask(waiting_for_rha(), Kind.RHA)
    month = replace(ask, limit=date(2026, 6, 30))
    slot = a_slot(a_nurses_session(day=date(2026, 6, 30)))
    assert question(ask, slot) is Question.BREACH
    assert question(month, slot) is None


@pytest.mark.parametrize(
    ("day", "asked"),
    [(date(2026, 2, 28), Question.EARLY), (date(2026, 3, 1), None), (date(2026, 6, 1), None)],
)
def test_an_rha_more_than_three_months_early_asks_the_reason(day, asked):
    ask = an_ask(waiting_for_rha(), Kind.RHA, today=date(2026, 2, 1))
    slot = a_slot(a_nurses_session(day=day))
    assert question(ask, slot) is asked
    assert question(ask.giving({Question.EARLY: "moving abroad"}, time()), slot) is None


def test_an_rha_with_a_doctor_asks_for_the_clinical_need():
    ask = an_ask(waiting_for_rha(), Kind.RHA)
    slot = a_slot(a_session(purposes=ALL))
    assert question(ask, slot) is Question.CLINICAL_NEED
    assert question(ask.giving({Question.CLINICAL_NEED: "epilepsy"}, time()), slot) is None
    recorded = waiting_for_rha(an_rha(requested="2026-03-05", clinical_need="epilepsy"))
    assert question(an_ask(recorded, Kind.RHA), slot) is None


def test_one_answer_does_not_answer_another_question():
    ask = an_ask(waiting_for_rha(), Kind.RHA)
    late = a_slot(a_session(purposes=ALL, day=date(2026, 6, 4)))
    assert question(ask, late) is Question.CLINICAL_NEED
    need = ask.giving({Question.CLINICAL_NEED: "epilepsy"}, time())
    assert question(need, late) is Question.BREACH
    assert question(need.giving({Question.BREACH: "carer away"}, time()), late) is None
