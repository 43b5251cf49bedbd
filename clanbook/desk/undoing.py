"""Undo: my own acts taken back by new entries, the last one first, where nothing stands on them.

The journal forgets nothing: what an act changed is put back as it was, what it made is removed,
and both are there to be seen. Each undo goes on to the act before, past what is undone already.
What was undone can be done again, act by act and only when that is asked for, until its author
does anything else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from clanbook.booking.sessions import session_name
from clanbook.dates import LONDON, shown
from clanbook.desk import restoring
from clanbook.desk.access import ACTS, act
from clanbook.desk.desk import Desk
from clanbook.desk.errors import Refused
from clanbook.desk.lately import mine
from clanbook.desk.naming import named
from clanbook.desk.remainders import ERASED
from clanbook.desk.renumbering import Address, RoundTrip, new_numbers
from clanbook.desk.restoring import NOTHING_BETWEEN
from clanbook.desk.reversing import REDO, UNDO, plain, reversed_by, reversing
from clanbook.desk.words import done
from clanbook.records import Booking, Child, StaffRole
from store import Entry

NOTHING_TO_REDO = "There is nothing more to do again."

NAMED_AT_MOST = 3
"""How many children a sentence names before it only counts them."""


@dataclass(frozen=True)
class Undone:
    """An undo of mine: its entry, the act that it took back, and when."""

    entry: int
    what: str
    at: datetime

    @property
    def when(self) -> str:
        """When that was, where the service is."""
        at = self.at.astimezone(LONDON)
        return f"on {shown(at.date())} at {at:%H:%M}"


@dataclass(frozen=True)
class Undoable(Undone):
    """An act of mine that stands: its entry, what it was, when, and why it cannot be undone.

    `in_the_way` is a sentence; empty where nothing is.
    """

    in_the_way: str

    @property
    def refusal(self) -> str:
        """Why it is not undone, in a sentence or two."""
        return f"Not undone: {self.what}. {self.in_the_way}"


@act("standing_acts", StaffRole.ADMIN)
def standing(desk: Desk) -> Iterator[Undoable]:
    """My acts of the last 7 days that stand, latest first."""
    return (_undoable(desk, entry) for entry in _standing(desk))


@act("undoable", StaffRole.ADMIN)
def undoable(desk: Desk, entry: int | None = None, *, before: int | None = None) -> Undoable | None:
    """The act of mine that `undo` would take back; None where none of the last 7 days stands.

    That is the last one, or the last `before` an entry; or the one of `entry`, Refused where that
    does not stand.
    """
    found = _meant(desk, entry, before)
    return None if found is None else _undoable(desk, found)


@act(UNDO, StaffRole.ADMIN)
def undo(desk: Desk, entry: int | None = None) -> str:
    """Take back my last act that stands, or the one of `entry`, and say what that was.

    Refused where something stands on it, naming who did that and when.
    """
    found = _meant(desk, entry)
    if found is None:
        raise Refused("You did nothing in the last 7 days that could be undone.")
    return f"Undone: {_reverse(desk, found, UNDO)}."


@act("redoable", StaffRole.ADMIN)
def redoable(desk: Desk) -> Undone | None:
    """The undo of mine that `redo` would do again; None where there is none."""
    found, _ = _undone(desk)
    return None if found is None else Undone(found.seq, _what(desk, found), found.at)


@act(REDO, StaffRole.ADMIN)
def redo(desk: Desk, entry: int | None = None) -> str:
    """Do again the last of my undos that stands, where I did nothing else since; say what it was.

    Each goes on to the undo before, until all that was undone is done again. Refused where that
    is not the undo of `entry`, where one is given.
    """
    found, trip = _undone(desk)
    if found is None or entry not in (None, found.seq):
        raise Refused(NOTHING_TO_REDO if found is None else "You did something else meanwhile.")
    return f"Done again: {_reverse(desk, found, REDO, trip)}."


def made_last(desk: Desk) -> int | None:
    """The entry of the last act done at this desk; None where there was none, or no change."""
    done_here = (made for made in reversed(desk.made) if made.act != restoring.TRIED)
    made = next(done_here, None)
    return None if made is None else made.seq


def made_here(desk: Desk, entry: int) -> bool:
    """Whether the act of an entry was done at this desk: not in another window, or the shell."""
    return any(made.seq == entry for made in desk.made)


def _reverse(desk: Desk, entry: Entry, as_act: str, trip: RoundTrip = NOTHING_BETWEEN) -> str:
    """Put back what the entry changed, as a new entry; what the entry was, of whom as named now."""
    first = _first(desk, entry)
    desk.require(as_act, ACTS.get(first.act, StaffRole.ADMIN))
    where = _appointment(desk, first)  # a visit goes with its session
    with desk.transaction(reversing(as_act, entry.seq)) as keeper:
        reason = restoring.in_the_way(desk, entry, trip)
        if reason is not None:
            refused = "Not undone" if as_act == UNDO else "Not done again"
            raise Refused(f"{refused}: {_what(desk, entry)}. {reason}")
        restoring.put_back(desk, keeper, entry, trip)
    return _what(desk, entry, where)


# -- what stands -------------------------------------------------------------------------------


def _acts(desk: Desk, asked: int | None = None) -> Iterator[Entry]:
    """What I did, latest first; a mere look for an appointment is no act, unless it is asked for.

    Such a look is noted, and whoever was told so may take that one back.
    """
    return (entry for entry in mine(desk) if entry.act != restoring.TRIED or entry.seq == asked)


def _standing(desk: Desk, asked: int | None = None) -> Iterator[Entry]:
    """My acts that are neither undone nor an undo, latest first; as `_acts` has them."""
    undone: set[int] = set()
    unnamed = 0
    for entry in _acts(desk, asked):
        if entry.seq in undone:
            continue
        if plain(entry.act) == UNDO:
            number = reversed_by(entry.act)
            unnamed += number is None
            undone.add(number or 0)
        elif unnamed:
            unnamed -= 1
        else:
            yield entry


def _undone(desk: Desk) -> tuple[Entry | None, RoundTrip]:
    """The last of my undos that is not done again, with the round trips since; None without."""
    passed: list[Entry] = []
    again: set[int] = set()
    for entry in _acts(desk):
        if plain(entry.act) == UNDO and entry.seq not in again:
            return entry, _round_trip(desk, passed)
        if plain(entry.act) not in (UNDO, REDO):
            break
        if plain(entry.act) == REDO:
            again.add(reversed_by(entry.act) or 0)
        passed.append(entry)
    return None, NOTHING_BETWEEN


def _round_trip(desk: Desk, passed: list[Entry]) -> RoundTrip:
    """Undos and redos that cancel each other out, as one."""
    numbers: dict[Address, int] = {}
    for entry in passed:
        if (before := reversed_by(entry.act)) is not None:
            numbers.update(new_numbers(desk.store.entry(before), entry))
    return RoundTrip(frozenset(entry.seq for entry in passed), numbers)


def _meant(desk: Desk, number: int | None, before: int | None = None) -> Entry | None:
    """My act of that entry, Refused where it does not stand; without one the last, or before."""
    if number is None:
        return next((e for e in _standing(desk) if before is None or e.seq < before), None)
    found = next((entry for entry in _standing(desk, number) if entry.seq == number), None)
    if found is None:
        raise Refused("That act is undone already, or none of yours of the last 7 days.")
    return found


def _undoable(desk: Desk, entry: Entry) -> Undoable:
    reason = restoring.in_the_way(desk, entry)
    return Undoable(entry.seq, _what(desk, entry), entry.at, reason or "")


# -- in words ----------------------------------------------------------------------------------


def _what(desk: Desk, entry: Entry, where: str = "") -> str:
    """The act, whom it was about, and the appointment if it was one: `where`, if that is known."""
    first = _first(desk, entry)
    about = ", ".join(filter(None, (_whom(desk, first), where or _appointment(desk, first))))
    return ": ".join(filter(None, (done(first.act), about)))


def _first(desk: Desk, entry: Entry) -> Entry:
    """The act that an undo took back or a redo did again, in the end."""
    while (number := reversed_by(entry.act)) is not None:
        entry = desk.store.entry(number)
    return entry


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
    return f"an {ERASED} child" if desk.store.erased({child}) else ""


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
