"""How an item of the worklist stands, in words: the same on a screen and in the shell's table.

Files for other programs have the state's own name instead (`worklist.to_json`).
"""

from clanbook.pathway import State
from clanbook.worklist import (
    BOOKING,
    CANCELLATION,
    CONSENT,
    OUTCOME,
    PAPERWORK,
    REPORT,
    REQUESTED,
    Item,
    report_late,
)

MISSING = {
    CONSENT: "consent",
    PAPERWORK: "papers",
    BOOKING: "booking",
    OUTCOME: "outcome",
    CANCELLATION: "cancel",
    REPORT: "report",
}
"""What can be missing, in words that go together into one column."""


def state(item: Item) -> str:
    """How it stands, in a word or two.

    A child who was seen is seen, however late the report is; there is no need of what nothing asks
    for any more, though it is booked.
    """
    if REPORT in item.missing:
        return "seen"
    if item.needless:
        return "no need"
    if item.state == State.REFUSED:
        return "refused"
    if item.state == REQUESTED or item.days is None:
        return "asked"
    return "overdue" if item.days < 0 else "due" if item.days else "today"


def missing(item: Item) -> list[str]:
    """What is missing, in words; of a report also whether its own day has passed."""
    return ["report late"] if report_late(item) else [MISSING[one] for one in item.missing]
