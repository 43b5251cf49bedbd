"""What may go in which slot, why not, and which slots suit a child best (RULES 6). Pure.

A session is cut into equal slots numbered from 0; a slot's id is `S12-3`, a booking's `B7`. What
is open to book for a child is an `Ask`. A rule in the way of it answers with one plain sentence:
`Refused` where nothing helps, `NeedsReason` where a recorded reason does.
"""

from clanbook.booking.answers import NeedsReason, Objection, Question, Refused
from clanbook.booking.ask import RHA_NOTICE_MONTHS, Ask, open_booking, reasons_of
from clanbook.booking.asks import asking, asks, ended, open_assessment
from clanbook.booking.diary import Diary
from clanbook.booking.endings import too_early
from clanbook.booking.hours import unusual
from clanbook.booking.ids import booking_id, parse_booking_id, parse_slot_id, slot_id
from clanbook.booking.moves import later_than_held
from clanbook.booking.objections import check, check_visit
from clanbook.booking.papers import papers_due, provisional
from clanbook.booking.sessions import (
    DOCTORS,
    KIND_NAMES,
    SLOT_MINUTES,
    Visit,
    clash,
    ends,
    protected_until,
    role_may_serve,
    same_clinician,
    serves,
    span,
)
from clanbook.booking.slots import Slot, find_slot, free_slots, offers_slots, slots_of
from clanbook.booking.suggestions import (
    SUGGESTED,
    Suggestion,
    best,
    home_locality,
    no_slot_in_time,
    suggest,
)

__all__ = [
    "DOCTORS",
    "KIND_NAMES",
    "RHA_NOTICE_MONTHS",
    "SLOT_MINUTES",
    "SUGGESTED",
    "Ask",
    "Diary",
    "NeedsReason",
    "Objection",
    "Question",
    "Refused",
    "Slot",
    "Suggestion",
    "Visit",
    "asking",
    "asks",
    "best",
    "booking_id",
    "check",
    "check_visit",
    "clash",
    "ended",
    "ends",
    "find_slot",
    "free_slots",
    "home_locality",
    "later_than_held",
    "no_slot_in_time",
    "offers_slots",
    "open_assessment",
    "open_booking",
    "papers_due",
    "parse_booking_id",
    "parse_slot_id",
    "protected_until",
    "provisional",
    "reasons_of",
    "role_may_serve",
    "same_clinician",
    "serves",
    "slot_id",
    "slots_of",
    "span",
    "suggest",
    "too_early",
    "unusual",
]
