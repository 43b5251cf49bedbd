"""What can be done to the assessment under the cursor of a list, the same from every list."""

from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from clanbook.records import Kind
from clanbook.worklist import REPORT, Item
from screens.frame import FramedScreen

T = TypeVar("T")

_OF_CHILD = ("open", "papers", "edit")
"""The acts that are of a child, whatever of theirs is open."""


@dataclass(frozen=True)
class Chosen:
    """What the cursor is on: a child, and of whom one assessment and one open booking, if any.

    `closed` says why the assessment takes nothing more, in a sentence; empty where it does.
    """

    child: int
    kind: Kind | None = None
    booking: int | None = None
    closed: str = ""

    @classmethod
    def of(cls, item: Item) -> "Chosen":
        """What stands for an item of the worklist."""
        seen = REPORT in item.missing
        return cls(
            child=item.case.child.id,
            kind=item.kind,
            booking=item.booking.id if item.booking else None,
            closed="The child was seen: what is missing is the report to the LA." if seen else "",
        )


class ActsOnChosen(FramedScreen[T]):
    """A screen with a list of children or assessments: open, book, refusal and the rest."""

    NOBODY: ClassVar[str] = "There is no child in the list."
    NOTHING_OPEN: ClassVar[str] = "Nothing is open for this child that could be booked or refused."

    def chosen(self) -> Chosen | None:
        """What the cursor is on; None where there is nothing."""
        raise NotImplementedError

    def reason_against(self, act_id: str) -> str | None:
        """Why the act cannot be done to what the cursor is on, beside what else is in the way."""
        return super().reason_against(act_id) or self._reason_of_chosen(act_id)

    def _reason_of_chosen(self, act_id: str) -> str | None:
        if act_id not in (*_OF_CHILD, "book", "outcome", "refusal", "contact"):
            return None
        chosen = self.chosen()
        if chosen is None:
            return self.NOBODY
        if act_id in _OF_CHILD:
            return None
        if act_id == "outcome":
            return None if chosen.booking else "Nothing is booked here: book first."
        return chosen.closed or (None if chosen.kind else self.NOTHING_OPEN)

    def act_open(self) -> None:
        """Open the child's page."""
        if chosen := self.chosen():
            from screens.child import ChildScreen

            self.open(ChildScreen(chosen.child))

    def act_book(self) -> None:
        """Book the assessment."""
        chosen = self.chosen()
        if chosen and chosen.kind:
            from screens.booking import BookingScreen

            self.open(BookingScreen(chosen.child, chosen.kind), self.told)

    def act_outcome(self) -> None:
        """Record how the appointment went."""
        chosen = self.chosen()
        if chosen and chosen.booking:
            from screens.outcome import OutcomeScreen

            self.open(OutcomeScreen(chosen.booking), self.told)

    def act_refusal(self) -> None:
        """Record a refusal."""
        chosen = self.chosen()
        if chosen and chosen.kind:
            from screens.refusal import RefusalScreen

            self.open(RefusalScreen(chosen.child, chosen.kind), self.told)

    def act_contact(self) -> None:
        """Record a contact."""
        chosen = self.chosen()
        if chosen and chosen.kind:
            from screens.contact import ContactScreen

            self.open(ContactScreen(chosen.child, chosen.kind), self.told)

    def act_papers(self) -> None:
        """Record what papers came."""
        if chosen := self.chosen():
            from screens.papers import PapersScreen

            self.open(PapersScreen(chosen.child), self.told)

    def act_edit(self) -> None:
        """Correct the child's record."""
        if chosen := self.chosen():
            from screens.correction import CorrectionScreen

            self.open(CorrectionScreen(chosen.child), self.told)

    def told(self, result: Any) -> None:
        """Say what the screen that was opened did."""
        if isinstance(result, str) and result:
            self.say(result, undo=True)
