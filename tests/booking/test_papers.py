"""Provisional bookings and the papers they await (RULES 5)."""

from datetime import date

import pytest

from clanbook.booking import papers_due, provisional
from clanbook.settings import DEFAULT
from tests.booking.clinic import RULES
from tests.build import a_case, a_consent, an_episode


@pytest.mark.parametrize("absent", ["demographics", "part_a", "consent", None])
def test_a_booking_is_provisional_while_any_paper_is_awaited(absent):
    papers = {p: "2026-04-16" for p in ("demographics", "part_a") if p != absent}
    consents = [] if absent == "consent" else [a_consent("2026-04-16")]
    case = a_case(an_episode("2026-04-14", **papers), *consents)
    assert provisional(case, case.episodes[0]) is (absent is not None)
    assert provisional(case, None) is False


def test_papers_are_due_ten_days_after_entry():
    assert papers_due(an_episode("2026-04-14"), RULES, DEFAULT.calendar()) == date(2026, 4, 24)
