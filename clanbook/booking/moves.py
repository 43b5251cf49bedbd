"""What a move of a booking does to the child's wait."""

from datetime import date

from clanbook.booking.ask import Ask
from clanbook.dates import day_count, weekday_shown


def later_than_held(ask: Ask, day: date) -> str:
    """How a day is later than that of the booking to be moved; nothing where it is not.

    `Thu 04-Jun-2026 is 29 days later than the present Wed 06-May-2026`, and whether the last day
    in time lies between.
    """
    held = ask.moving
    if held is None or day <= held.day:
        return ""
    later = day_count((day - held.day).days)
    said = f"{weekday_shown(day)} is {later} later than the present {weekday_shown(held.day)}"
    over = ask.limit is not None and held.day <= ask.limit < day
    return f"{said}, and after the last day in time" if over else said
