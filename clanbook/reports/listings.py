"""What the shell lists and confirms: the worklist, free slots, a booking made.

Each has rows for people, text from people shown as such, and values for scripts (CONTRACT).
"""

import csv
import io
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from clanbook.booking import KIND_NAMES, Slot, booking_id, home_locality
from clanbook.dates import shown
from clanbook.desk.bookings import Booked
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


SHORTEST = 8
"""No text is cut to fewer columns than this, whatever the terminal."""

TEXTS = frozenset(
    (
        "Name",
        "Locality",
        "State",
        "Missing",
        "Venue",
        "Clinician",
        "For",
        "Kind",
        "Whom",
        "In force",
    )
)
"""The columns that may be cut to fit a terminal; dates, ids and names of things never are."""

GAP = "  "

PROSE = frozenset(("Why", "What it means", "Does", "Detail"))
"""Headings of a last column that is read as sentences: it is never cut."""

LEAST_PROSE = 30
"""The cells prose has at least, whatever else has to give."""


def columns(
    headings: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None
) -> str:
    """Rows under their headings in columns, every text shown as text.

    `width` is what they are to fit in (None: whatever it takes): the widest texts are cut, which
    `~` at their end shows.
    """
    from rich.cells import cell_len

    lines = [list(headings), *([plain(cell) for cell in row] for row in rows)]
    natural = [max(cell_len(line[at]) for line in lines) for at in range(len(headings))]
    widths = natural if width is None else _fitted(headings, natural, width)
    return "\n".join(part for line in lines for part in _parts(line, widths))


def _parts(line: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """The lines that one row takes: prose at its end goes on below itself, other texts are cut."""
    *cells, last = line
    *before, room = widths
    said = textwrap.wrap(last, room) if len(last) > room else [last]
    shown_cells = [_cell(cell, wide) for cell, wide in zip(cells, before, strict=True)]
    yield GAP.join([*shown_cells, said[0]]).rstrip()
    indent = " " * (sum(before) + len(GAP) * len(before))
    yield from (f"{indent}{part}" for part in said[1:])


def _fitted(headings: Sequence[str], natural: Sequence[int], width: int) -> list[int]:
    """The widths of the columns once the widest texts have given up what does not fit."""
    if headings[-1] in PROSE:
        room = max(width - sum(natural[:-1]) - len(GAP) * (len(headings) - 1), LEAST_PROSE)
        before = _fitted(headings[:-1], natural[:-1], width - room - len(GAP))
        return [*before, min(natural[-1], room)]
    texts = [at for at, heading in enumerate(headings) if heading in TEXTS]
    taken = sum(natural) + len(GAP) * (len(headings) - 1)
    most = max((natural[at] for at in texts), default=0)
    while taken > width and most > SHORTEST:
        most -= 1
        taken -= sum(natural[at] > most for at in texts)
    return [min(wide, most) if at in texts else wide for at, wide in enumerate(natural)]


def _cell(text: str, width: int) -> str:
    """The text as wide as its column, cut where it is wider."""
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) > width:
        return f"{set_cell_size(text, width - 1)}~"
    return text + " " * (width - cell_len(text))


def day_text(day: date | None) -> str:
    """A day as people read it, `04-May-2026`; nothing where there is none."""
    return shown(day) if day else ""


def due_list(
    items: Sequence[Item], service: Service, today: date, form: str, width: int | None = None
) -> str:
    """The worklist as `table`, which is to fit in `width`, `csv` or `json`."""
    if form == "json":
        return json_text([to_json(item) for item in items])
    rows = [_due_row(item, service, today) for item in items]
    if form == "csv":
        return _csv(DUE_HEADINGS, rows)
    return columns(DUE_HEADINGS, rows, width) if rows else "Nothing is due."


def _due_row(item: Item, service: Service, today: date) -> tuple[str, ...]:
    child = item.case.child
    return (
        day_text(item.due),
        "" if item.days is None else str(item.days),
        KIND_NAMES[item.kind],
        f"{child.la}/{child.child_id}",
        child_name(child.surname, child.forename),
        home_locality(item.case, service, today),
        item.state.replace("_", " "),
        ", ".join(item.missing),
        booking_id(item.booking.id) if item.booking else "",
    )


def slot_row(slot: Slot) -> tuple[str, ...]:
    """A free slot as a row for people."""
    session = slot.session
    return (
        slot.id,
        f"{slot.starts:%a %d-%b-%Y %H:%M}",
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
    return f"Booked {name}: {KIND_NAMES[booked.booking.kind]} {booked.slot.name}{due}{papers}."


def _csv(headings: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([csv_safe(plain(cell)) for cell in row] for row in rows)
    return out.getvalue().rstrip("\n")
