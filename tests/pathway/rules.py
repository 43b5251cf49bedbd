"""The rules that the pathway's tests read cases by, and the calls they make, in few words."""

from datetime import date

from clanbook import pathway
from clanbook.caseload import Case
from clanbook.dates import Calendar
from clanbook.pathway import Reason, Requirement
from clanbook.settings import Period, Rules
from tests.build import day

CALENDAR = Calendar()

BNSSG = Rules()
SOUTH_GLOUCESTERSHIRE = Rules(notify_within=Period(48, "hours"))
DORSET = Rules(
    iha_due=Period(20, "working days"),
    notify_within=Period(5, "working days"),
    rha_age_basis="at_last",
    rha_on_time="within_month_due",
)
AT_LAST = Rules(rha_age_basis="at_last")
WITHIN_MONTH = Rules(rha_on_time="within_month_due")

LATER = date(2030, 1, 1)
"""An as-at day by which everything in the tests has matured."""


def the_iha(
    case: Case, rules: Rules = BNSSG, as_at: date | str = LATER, episode: int = -1
) -> Requirement | None:
    """The IHA of the last episode, or of another."""
    return pathway.iha(case, case.episodes[episode], rules, CALENDAR, day(as_at))


def the_rhas(
    case: Case, rules: Rules = BNSSG, as_at: date | str = LATER, episode: int = -1
) -> list[Requirement]:
    """The RHAs of the last episode, or of another."""
    return pathway.rhas(case, case.episodes[episode], rules, CALENDAR, day(as_at))


def reasons(case: Case, requirement: Requirement | None, rules: Rules = BNSSG) -> list[str]:
    """The reasons that hold of a requirement there must be."""
    assert requirement is not None
    return [reason.value for reason in pathway.reasons(case, requirement, rules, CALENDAR)]


def primary(case: Case, requirement: Requirement | None, rules: Rules = BNSSG) -> Reason | None:
    """The primary reason of a requirement there must be."""
    assert requirement is not None
    return pathway.primary(case, requirement, rules, CALENDAR)
