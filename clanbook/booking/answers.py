"""What a rule answers when it stands in the way of a booking."""

from dataclasses import dataclass
from enum import StrEnum


class Question(StrEnum):
    """A reason that is asked for before a booking is made (RULES 6)."""

    BREACH = "breach"
    EARLY = "early"
    CLINICAL_NEED = "clinical_need"
    HOURS = "hours"


@dataclass(frozen=True)
class Refused:
    """A rule refuses: one plain sentence saying what and, where something helps, what to do."""

    sentence: str


@dataclass(frozen=True)
class NeedsReason:
    """A rule asks for a reason: which question it answers, and the sentence that asks it."""

    question: Question
    sentence: str


Objection = Refused | NeedsReason
