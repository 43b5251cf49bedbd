"""What a rule answers when it stands in the way of a booking."""

from enum import StrEnum

import msgspec


class Question(StrEnum):
    """A reason that is asked for before a booking is made (RULES 6)."""

    BREACH = "breach"
    EARLY = "early"
    CLINICAL_NEED = "clinical_need"
    HOURS = "hours"


class Refused(msgspec.Struct, frozen=True):
    """A rule refuses: one plain sentence saying what and, where something helps, what to do."""

    sentence: str


class NeedsReason(msgspec.Struct, frozen=True):
    """A rule asks for a reason: which question it answers, and the sentence that asks it."""

    question: Question
    sentence: str


Objection = Refused | NeedsReason
