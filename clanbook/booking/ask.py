"""One child's open IHA, RHA or adoption medical, with all the rules need to know to book it."""

from collections.abc import Mapping
from datetime import date, time
from typing import Self

import msgspec

from clanbook.booking.answers import Question
from clanbook.caseload import Case
from clanbook.dates import add_months
from clanbook.pathway import Requirement
from clanbook.records import Assessment, Booking, CareEpisode, Kind
from clanbook.settings import Rules

RHA_NOTICE_MONTHS = 3
"""How long before its due date an RHA is requested from the LA (seed; RULES 4)."""


class Ask(msgspec.Struct, frozen=True):
    """One child's one open IHA, RHA or adoption medical, to be booked.

    `requirement` is None for an adoption medical and for another LA's request; those have no
    `episode` either where the child's is not known. `assessment` is the open one, if there is a
    record of it yet. `due` is the date shown, `limit` the last day in time; None: no such day.
    `reasons` answer the questions; `moving` is the booking that is to be moved.
    """

    case: Case
    kind: Kind
    rules: Rules
    today: date
    now: time = time.min
    episode: CareEpisode | None = None
    requirement: Requirement | None = None
    assessment: Assessment | None = None
    due: date | None = None
    limit: date | None = None
    reasons: Mapping[Question, str] = msgspec.field(default_factory=dict)
    moving: Booking | None = None

    @property
    def who(self) -> str:
        """The child as the commands name them: `801/C-1`."""
        return f"{self.case.child.la}/{self.case.child.child_id}"

    @property
    def booking(self) -> Booking | None:
        """The open booking it has already, other than one being moved."""
        found = open_booking(self.case, self.assessment)
        return None if found is None or self.is_moving(found) else found

    @property
    def bookings(self) -> list[Booking]:
        """The child's open bookings of any kind, other than one being moved."""
        return [b for b in self.case.bookings if b.ending is None and not self.is_moving(b)]

    @property
    def first_usual_day(self) -> date | None:
        """The first day on which an RHA is not early: 3 months before it is due (seed)."""
        if self.kind is not Kind.RHA or self.due is None:
            return None
        return add_months(self.due, -RHA_NOTICE_MONTHS)

    @property
    def earliest(self) -> date | None:
        """The first day that is neither before entry nor, for an RHA, earlier than is asked."""
        early = None if self.answered(Question.EARLY) else self.first_usual_day
        known = (self.episode.entered_care if self.episode else None, early)
        return max((day for day in known if day is not None), default=None)

    def new_assessment(self) -> Assessment:
        """The record to keep of it while there is none, with nothing on it yet."""
        number = self.episode.id if self.episode else None
        return Assessment(child=self.case.child.id, episode=number, kind=self.kind)

    def answered(self, question: Question) -> bool:
        """Whether the reason has been given; blank text gives none."""
        recorded = self.assessment.clinical_need if self.assessment else ""
        fallback = recorded if question is Question.CLINICAL_NEED else ""
        return bool((self.reasons.get(question) or fallback).strip())

    def giving(self, reasons: Mapping[Question, str], now: time) -> Self:
        """The same at a local wall time, with these reasons given besides."""
        return msgspec.structs.replace(self, now=now, reasons={**self.reasons, **reasons})

    def moved(self, booking: Booking) -> Self:
        """The same for moving that booking: what it answered before stays answered."""
        assessment = next((a for a in self.case.assessments if a.id == booking.assessment), None)
        return msgspec.structs.replace(
            self,
            assessment=assessment,
            moving=booking,
            reasons={**reasons_of(booking), **self.reasons},
        )

    def is_moving(self, booking: Booking) -> bool:
        """Whether that is the booking to be moved."""
        return self.moving is not None and self.moving.id == booking.id


def reasons_of(booking: Booking) -> dict[Question, str]:
    """The reasons given when the booking was made."""
    given = {
        Question.BREACH: booking.reason,
        Question.EARLY: booking.early_reason,
        Question.CLINICAL_NEED: booking.clinical_need,
        Question.HOURS: booking.hours_reason,
    }
    return {question: reason for question, reason in given.items() if reason}


def open_booking(case: Case, assessment: Assessment | None) -> Booking | None:
    """The assessment's booking that has not ended, if it has one."""
    if assessment is None:
        return None
    return next((b for b in case.bookings_of(assessment) if b.ending is None), None)
