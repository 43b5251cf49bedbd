"""When a visit is made that nobody makes without a reason: at night, or on no working day."""

from datetime import date, datetime

from clanbook.bank_holidays import bank_holidays
from clanbook.booking.sessions import ends
from clanbook.records import Session
from clanbook.settings import Rules

_SATURDAY = 5


def unusual(visit: Session, rules: Rules) -> str:
    """What is unusual about when a visit is: `on a Saturday and outside 08:00-20:00`; or nothing.

    A session that is no visit was planned with its times, and nothing is unusual about it.
    """
    if visit.place is None:
        return ""
    found = (_day_off(visit.day, rules), _outside(visit, rules))
    return " and ".join(part for part in found if part)


def _day_off(day: date, rules: Rules) -> str:
    if day.weekday() >= _SATURDAY:
        return f"on a {day:%A}"
    if day in bank_holidays(day.year):
        return "on a bank holiday"
    return "on a day the service is closed" if day in rules.closed_days else ""


def _outside(visit: Session, rules: Rules) -> str:
    hours = rules.visit_hours
    first = datetime.combine(visit.day, hours.opens)
    last = datetime.combine(visit.day, hours.closes)
    within = first <= datetime.combine(visit.day, visit.start) and ends(visit) <= last
    return "" if within else f"outside {hours}"
