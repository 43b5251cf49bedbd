"""What the desk answers when it will not do something. Each message is one plain sentence."""

from collections.abc import Sequence

from store import NothingKnown, StoreError

__all__ = [
    "NotAllowed",
    "NotOnRecord",
    "NothingKnown",
    "Overtaken",
    "ReasonNeeded",
    "Refused",
    "StoreError",
    "Unknown",
]


class NotAllowed(Exception):
    """Whoever asks is not a member of staff, or has not the role for it."""


class NotOnRecord(Exception):
    """Something was done, but that it was could not be put on record."""


class Refused(Exception):
    """A rule of the service refuses the act. `next_slots` are ids to offer instead."""

    def __init__(self, sentence: str, next_slots: Sequence[str] = ()) -> None:
        """Keep the sentence and what could be done instead."""
        super().__init__(sentence)
        self.next_slots = tuple(next_slots)


class Unknown(Refused):
    """What was named is not known: a child, a booking, a slot, a member of staff."""


class Overtaken(Refused):
    """Somebody else saved the record since it was read; both values are named."""


class ReasonNeeded(Refused):
    """The act is possible for a recorded reason; `question` says which one is asked for."""

    def __init__(self, sentence: str, question: str, next_slots: Sequence[str] = ()) -> None:
        """Keep the sentence, what is asked, and what could be done instead."""
        super().__init__(sentence, next_slots)
        self.question = question
