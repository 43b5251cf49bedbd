"""Undo: my last act taken back by a new entry, as long as nothing stands on it.

The journal forgets nothing: what the act changed is put back as it was, what it made is removed,
and both are there to be seen. What was undone can be done again, but only when that is asked for:
to undo twice does not go back and forth by itself.
"""

from dataclasses import dataclass
from datetime import datetime

from clanbook.booking.sessions import session_name
from clanbook.dates import LONDON
from clanbook.desk import restoring
from clanbook.desk.access import ACTS, act
from clanbook.desk.desk import Desk
from clanbook.desk.errors import Refused
from clanbook.desk.lately import latest
from clanbook.desk.naming import named
from clanbook.desk.words import done
from clanbook.records import Booking, Child, StaffRole
from store import Entry

UNDO, REDO = "undo", "redo"

NAMED_AT_MOST = 3
"""How many children a sentence names before it only counts them."""


@dataclass(frozen=True)
class Undoable:
    """My last act, in a sentence. `redo`: it was itself an undo, and can be done again."""

    sentence: str
    redo: bool
    at: datetime


@act("undoable", StaffRole.ADMIN)
def undoable(desk: Desk) -> Undoable | None:
    """My last act of the last 7 days, if it can be undone: nothing has been built on it."""
    entry = _last(desk)
    if entry is None or restoring.in_the_way(desk, entry) is not None:
        return None
    redo = entry.act == UNDO
    at = entry.at.astimezone(LONDON)
    verb = "Do again" if redo else "Undo"
    return Undoable(f"{verb}: {_what(desk, entry)} (at {at:%H:%M}).", redo, entry.at)


@act(UNDO, StaffRole.ADMIN)
def undo(desk: Desk, *, redo: bool = False) -> str:
    """Take my last act back as a new entry, and say what that was.

    Refused where something stands on it, naming who did that and when. Where my last act was an
    undo, it is refused unless `redo` is asked for, which does the undone act again.
    """
    entry = _last(desk)
    if entry is None:
        raise Refused("You did nothing in the last 7 days that could be undone.")
    _asked_for(desk, entry, redo)
    desk.require(UNDO, ACTS.get(entry.act, StaffRole.ADMIN))
    what = _what(desk, entry)
    found = restoring.steps(desk, entry)
    with desk.transaction(REDO if redo else UNDO) as keeper:
        reason = restoring.in_the_way(desk, entry)
        if reason is not None:
            raise Refused(f"Not undone: {what}. {reason}")
        restoring.put_back(desk, keeper, entry, found)
    return f"{'Done again' if redo else 'Undone'}: {what}."


def _last(desk: Desk) -> Entry | None:
    """My last act; a mere look for an appointment is none."""
    return latest(desk, lambda entry: entry.act != restoring.TRIED)


def _asked_for(desk: Desk, entry: Entry, redo: bool) -> None:
    undone = entry.act == UNDO
    if undone and not redo:
        what = _what(desk, entry)
        raise Refused(f"You undid this: {what}. To do it again, ask for that (redo).")
    if redo and not undone:
        raise Refused("Your last act was no undo: there is nothing to do again.")


# -- in words ----------------------------------------------------------------------------------


def _what(desk: Desk, entry: Entry) -> str:
    """The act, whom it was about, and the appointment if it was one."""
    if entry.act in (UNDO, REDO):
        acts = (UNDO, REDO, restoring.TRIED)
        entry = latest(desk, lambda found: found.act not in acts) or entry
    about = [_whom(desk, entry), _appointment(desk, entry)]
    return ": ".join(part for part in (done(entry.act), ", ".join(filter(None, about))) if part)


def _whom(desk: Desk, entry: Entry) -> str:
    children = list(dict.fromkeys(op.subject for op in entry.ops if op.subject is not None))
    if len(children) > NAMED_AT_MOST:
        return f"{len(children)} children"
    return ", ".join(filter(None, (_name(desk, entry, child) for child in children)))


def _name(desk: Desk, entry: Entry, child: int) -> str:
    """The child's name; of one that is gone, as the entry has it."""
    document = desk.store.table(Child.table).get(doc_id=child)
    if document is not None:
        return named(Child.of(document))
    for step in restoring.steps(desk, entry):
        record = step.after or step.before
        if isinstance(record, Child) and record.id == child:
            return named(record)
    return ""


def _appointment(desk: Desk, entry: Entry) -> str:
    """The appointment that an entry made or ended, and how it ended."""
    if not any(op.table == Booking.table for op in entry.ops):
        return ""
    booked = [step.after for step in restoring.steps(desk, entry)]
    booking = next((found for found in reversed(booked) if isinstance(found, Booking)), None)
    session = desk.session(booking.session) if booking else None
    if booking is None or session is None:
        return ""
    ending = f" ({booking.ending.replace('_', ' ')})" if booking.ending else ""
    return f"{booking.kind} {session_name(session, booking.index)}{ending}"
