"""Several processes at one store: two people want one slot, and one of them gets it (RULES 6)."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date, time, timedelta
from multiprocessing import get_context

from clanbook.desk import Desk
from clanbook.desk.bookings import book
from clanbook.desk.errors import Refused
from clanbook.desk.service import enter
from clanbook.records import Kind
from store import Where
from tests.office import MONDAY, Clock, Office

PROCESSES = 8
CHILDREN = 1_600
DAYS = 5
SLOTS_A_DAY = 20
CLINIC = MONDAY + timedelta(days=7)

Answer = tuple[int, str, tuple[str, ...]]
"""A child, the slot wanted, and the next best offered; nothing offered where it was booked."""


def wanted(where: Where, clock: Clock, wishes: list[tuple[int, str]]) -> list[Answer]:
    """Book each child into the slot wanted, as one person at a desk of their own."""
    answers: list[Answer] = []
    with enter(where, clock=clock) as store:
        desk = Desk.of_account(store, "boss")
        for child, slot in wishes:
            try:
                book(desk, child, slot, Kind.IHA)
                answers.append((child, slot, ()))
            except Refused as refusal:
                answers.append((child, slot, refusal.next_slots))
    return answers


def newcomers(office: Office, entered: date) -> list[int]:
    """The numbers of so many children who came into care that day."""
    rows = [{"la": "801", "child_id": f"C{n}", "entered_care": entered} for n in range(CHILDREN)]
    office.load("notifications", *rows)
    return [case.child.id for case in office.desk.cases()]


def at_once(office: Office, wishes: list[tuple[int, str]]) -> list[Answer]:
    """All wishes, dealt out to the processes like cards."""
    shares = [wishes[start::PROCESSES] for start in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as people:
        work = [people.submit(wanted, office.where, office.clock, share) for share in shares]
        return [answer for done in work for answer in done.result()]


def test_eight_at_once_book_each_slot_once_and_offer_everyone_else_the_next_best(
    office: Office,
) -> None:
    children = newcomers(office, MONDAY)
    days = [CLINIC + timedelta(days=n) for n in range(DAYS)]
    clinics = [office.clinic(day, slots=SLOTS_A_DAY, minutes=15) for day in days]
    spare = office.clinic(days[0], clinician="Dr Bo", start=time(13))
    slots = [f"S{clinic.id}-{index}" for clinic in clinics for index in range(SLOTS_A_DAY)]
    wishes = [(child, slots[n % len(slots)]) for n, child in enumerate(children)]

    answers = at_once(office, wishes)

    won = [slot for _, slot, offered in answers if not offered]
    assert sorted(won) == sorted(slots)
    lost = [offered for _, _, offered in answers if offered]
    assert len(lost) == CHILDREN - len(slots)
    assert {len(set(offered)) for offered in lost} == {3}
    assert set(lost[-1]) <= {*slots, *(f"S{spare.id}-{index}" for index in range(4))}
    kept = office.desk.bookings_in([*clinics, spare])
    assert len(kept) == len(slots)
    assert Counter(f"S{b.session}-{b.index}" for b in kept) == Counter(slots)
    assert office.store.verify() == []
