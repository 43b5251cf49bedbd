"""What the shell lists and confirms: the worklist, free slots, a booking made.

Each has rows for people, text from people shown as such, and values for scripts (CONTRACT).
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from clanbook.booking import KIND_NAMES, Slot, booking_id, home_locality
from clanbook.dates import shown, weekday_shown
from clanbook.desk.bookings import Booked
from clanbook.reports.columns import columns
from clanbook.reports.standing import missing, state
from clanbook.reports.text import child_name, csv_safe, json_text, plain
from clanbook.settings import Service
from clanbook.worklist import Item, to_json

DUE_HEADINGS = (
    "Due",
    "Days",
    "Kind",
    "LA/Child",
    "Name",
    "Locality",
    "State",
    "Missing",
    "Booking",
)
SLOT_HEADINGS = ("Slot", "When", "Min", "Locality", "Venue", "Clinician", "For", "Kept until")


SPARE = ("Locality",)
"""What the worklist does without before it cuts names to stumps: `--locality` asks for one."""


def day_text(day: date | None) -> str:
    """A day as people read it, `04-May-2026`; nothing where there is none."""
    return shown(day) if day else ""


def due_list(
    items: Sequence[Item], service: Service, today: date, form: str, width: int | None = None
) -> str:
    """The worklist as `table`, which is to fit in `width`, `csv` or `json`."""
    if form == "json":
        return json_text([to_json(item) for item in items])
    if form == "csv":
        return _csv(DUE_HEADINGS, [_due_row(item, service, today, _named) for item in items])
    texts = [tuple(map(str, _due_row(item, service, today, _worded))) for item in items]
    return columns(DUE_HEADINGS, texts, width, SPARE) if texts else "Nothing is due."


def _named(item: Item) -> tuple[str, str]:
    """State and what is missing by their own names, which scripts know."""
    return item.state.replace("_", " "), ", ".join(item.missing)


def _worded(item: Item) -> tuple[str, str]:
    """State and what is missing in the words of the screen."""
    return state(item), ", ".join(missing(item))


def _due_row(
    item: Item, service: Service, today: date, stands: Callable[[Item], tuple[str, str]]
) -> tuple[str | int, ...]:
    child = item.case.child
    return (
        day_text(item.due),
        "" if item.days is None else item.days,
        KIND_NAMES[item.kind],
        f"{child.la}/{child.child_id}",
        child_name(child.surname, child.forename),
        home_locality(item.case, service, today),
        *stands(item),
        booking_id(item.booking.id) if item.booking else "",
    )


def slot_row(slot: Slot) -> tuple[str, ...]:
    """A free slot as a row for people."""
    session = slot.session
    return (
        slot.id,
        f"{weekday_shown(slot.starts.date())} {slot.start:%H:%M}",
        str(slot.minutes),
        session.locality,
        session.venue,
        f"{session.clinician} ({session.role})",
        ", ".join(KIND_NAMES[kind] for kind in session.purposes),
        day_text(slot.protected_until),
    )


def slot_json(slot: Slot) -> dict[str, Any]:
    """A free slot as scripts read it."""
    session = slot.session
    until = slot.protected_until
    return {
        "id": slot.id,
        "date": slot.day.isoformat(),
        "start": f"{slot.start:%H:%M}",
        "minutes": slot.minutes,
        "locality": session.locality,
        "venue": session.venue,
        "clinician": session.clinician,
        "role": session.role.value,
        "purposes": [kind.value for kind in session.purposes],
        "protected_until": until.isoformat() if until else None,
    }


def booked_json(booked: Booked) -> dict[str, Any]:
    """A booking made, as scripts read it."""
    child = booked.case.child
    return {
        "booking": booking_id(booked.booking.id),
        "slot": booked.slot.id,
        "la": child.la,
        "child_id": child.child_id,
        "kind": booked.booking.kind.value,
        "due": booked.due.isoformat() if booked.due else None,
        "provisional": booked.provisional,
    }


def booked_sentence(booked: Booked) -> str:
    """A booking made, as a sentence for whoever made it."""
    child = booked.case.child
    name = child_name(child.surname, child.forename) or f"{child.la}/{child.child_id}"
    due = f", due {day_text(booked.due)}" if booked.due else ""
    papers = "; provisional until the papers are in" if booked.provisional else ""
    verb = "Moved" if booked.booking.moved_from else "Booked"
    return f"{verb} {name}: {KIND_NAMES[booked.booking.kind]} {booked.slot.name}{due}{papers}."


def _csv(headings: Iterable[str], rows: Iterable[Sequence[str | int]]) -> str:
    """Rows as CSV: text is shown and no formula, a number that was computed stays a number."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(map(_csv_cell, row) for row in rows)
    return out.getvalue().rstrip("\n")


def _csv_cell(cell: str | int) -> str | int:
    return csv_safe(plain(cell)) if isinstance(cell, str) else cell
