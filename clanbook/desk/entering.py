"""The day care began, as somebody types it: nobody is in care for longer than a childhood."""

from datetime import date

from clanbook.caseload import ADULT_AGE
from clanbook.dates import birthday, shown
from clanbook.exchange.answers import Answers, Problem

ENTRY = ("entered_care", "dob", "left_care")
"""The columns that say when care began, and when it ends at the latest."""


def childhood_over(answers: Answers, today: date) -> list[Problem]:
    """What is wrong with an entry so long ago that whoever came into care then is grown up.

    A date of birth says when care ended (law; RULES 2), and so does the day of leaving: with
    either it is history. `answers` are dates by column.
    """
    entered, *ends = (answers.get(name) for name in ENTRY)
    if entered is None or any(ends) or birthday(entered, ADULT_AGE) > today:
        return []
    said = f"Nobody who came into care on {shown(entered)} is a child still: correct it, or say"
    return [("entered_care", f"{said} when they were born or left care.")]
