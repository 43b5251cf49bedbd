"""The slots of sessions: which there are and which are free (RULES 6)."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Self

import msgspec

from clanbook.booking.ids import slot_id
from clanbook.booking.sessions import protected_until, serves, session_name, span
from clanbook.records import Booking, Kind, Session
from clanbook.settings import Rules


class Slot(msgspec.Struct, frozen=True, gc=False):
    """One slot of a session. `protected_until` is the day it opens to other purposes, if kept."""

    session: Session
    index: int
    starts: datetime
    protected_until: date | None = None

    @classmethod
    def of(cls, session: Session, index: int, rules: Rules) -> Self:
        """The session's slot at `index`, whether or not it is free."""
        return cls(session, index, span(session, index)[0], protected_until(session, rules))

    @property
    def id(self) -> str:
        """Its id: `S12-3`."""
        return slot_id(self.session.id, self.index)

    @property
    def day(self) -> date:
        """The day it is on."""
        return self.session.day

    @property
    def start(self) -> time:
        """When it starts, local wall time."""
        return self.starts.time()

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.session.minutes

    @property
    def locality(self) -> str:
        """The locality its session is in."""
        return self.session.locality

    @property
    def name(self) -> str:
        """As a person reads it: `Mon 04-May-2026 09:30 Bristol (Venue)`."""
        return session_name(self.session, self.index)


def slots_of(session: Session, rules: Rules, used: Collection[int] = ()) -> list[Slot]:
    """The slots of a session in order, without the indexes in `used`."""
    until = protected_until(session, rules)
    length = timedelta(minutes=session.minutes)
    first = datetime.combine(session.day, session.start)
    return [
        Slot(session, n, first + n * length, until) for n in range(session.slots) if n not in used
    ]


def find_slot(session: Session, index: int, rules: Rules) -> Slot:
    """The session's slot at `index`.

    Raises:
        ValueError: one sentence, where the session has no such slot.
    """
    if not 0 <= index < session.slots:
        wrong, last = slot_id(session.id, index), slot_id(session.id, session.slots - 1)
        raise ValueError(f"there is no slot {wrong}: this session's last slot is {last}")
    return Slot.of(session, index, rules)


def free_slots(
    sessions: Iterable[Session],
    bookings: Iterable[Booking],
    kind: Kind | None,
    today: date,
    rules: Rules,
    *,
    now: time = time.min,
    locality: str | None = None,
    from_day: date | None = None,
    to_day: date | None = None,
) -> list[Slot]:
    """The free slots of these sessions that serve the kind (None: any), earliest first.

    `bookings` are those of these sessions. A slot that started before `now`, the local wall time
    of today, is past; a closed session and a visit have none. The two days are inclusive.
    """
    first = today if from_day is None else max(from_day, today)
    used = _used(bookings)
    present = datetime.combine(today, now)
    free = [
        slot
        for session in sessions
        if _within(session, first, to_day, locality) and _open_to(session, kind, today, rules)
        for slot in slots_of(session, rules, used.get(session.id, ()))
        if slot.starts >= present
    ]
    return sorted(free, key=_chronological)


def _used(bookings: Iterable[Booking]) -> dict[int, set[int]]:
    """The indexes that are used up, by the number of their session."""
    used: dict[int, set[int]] = {}
    for booking in bookings:
        if booking.occupies:
            used.setdefault(booking.session, set()).add(booking.index)
    return used


def _within(session: Session, first: date, last: date | None, locality: str | None) -> bool:
    """Whether the session is on one of the days and in the locality, where one is given."""
    if session.day < first or (last is not None and session.day > last):
        return False
    return locality is None or session.locality.casefold() == locality.casefold()


def offers_slots(session: Session) -> bool:
    """Whether the session has slots to offer at all: a closed one and a visit have none."""
    return session.closed_on is None and session.place is None


def _open_to(session: Session, kind: Kind | None, today: date, rules: Rules) -> bool:
    """Whether the session offers slots at all, and to that kind if one is asked for."""
    return offers_slots(session) and (kind is None or serves(session, kind, today, rules))


def _chronological(slot: Slot) -> tuple[datetime, str, int, int]:
    return slot.starts, slot.session.locality, slot.session.id, slot.index
