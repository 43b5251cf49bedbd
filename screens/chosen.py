"""What can be done to the assessment under the cursor of a list, the same from every list."""

from collections.abc import Iterable
from functools import partial
from typing import Any, ClassVar, TypeVar

import msgspec
from textual import events, on

from clanbook.caseload import Case
from clanbook.desk.openpoints import REPORT_RECORDED
from clanbook.records import Booking, Kind
from clanbook.worklist import REPORT, Item
from screens.acts import NEXT
from screens.frame import FramedScreen
from screens.widgets.rows import RowList

T = TypeVar("T")

_OF_CHILD = ("open", "papers", "edit")
"""The acts that are of a child, whatever of theirs is open."""

_REPORT_ONLY = f"The child was seen: what is missing is the report to the LA; {REPORT_RECORDED}."
"""Why the assessment of a child who was seen takes nothing more here."""


class Chosen(msgspec.Struct, frozen=True):
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
        return cls(
            child=item.case.child.id,
            kind=item.kind,
            booking=item.booking.id if item.booking else None,
            closed=_REPORT_ONLY if REPORT in item.missing else "",
        )

    @classmethod
    def of_booking(cls, held: Booking) -> "Chosen":
        """What stands for an appointment, whose booking is open no more once it has ended."""
        return cls(held.child, held.kind, None if held.ending else held.id)


class OpensChosen(FramedScreen[T]):
    """A screen with a list, of which Enter opens the row under the cursor as any key for it does.

    A subclass opens it in `act_open`.
    """

    @on(RowList.Chosen)
    async def _enter(self) -> None:
        await self.perform("open")


class ActsOnChosen(OpensChosen[T]):
    """A screen with a list of children or assessments: open, book, refusal and the rest."""

    NOBODY: ClassVar[str] = "There is no child in the list."
    NOTHING_OPEN: ClassVar[str] = "Nothing is open for this child that could be booked or refused."

    def __init__(self) -> None:
        """A screen whose last sentence named nobody, and on which nobody was read yet."""
        super().__init__()
        self._advised: tuple[str, Chosen] | None = None
        self._meant: Chosen | None = None
        self._noted: set[int] = set()

    def note(self, name: str, cases: Iterable[Case]) -> None:
        """Note the reading, as the act `name`, of whoever was not shown before (RULES 12)."""
        if new := [case for case in cases if case.child.id not in self._noted]:
            with self.telling():
                self.desk.note_read(name, new)
                self._noted |= {case.child.id for case in new}

    def chosen(self) -> Chosen | None:
        """What the cursor is on; None where there is nothing."""
        raise NotImplementedError

    async def answered(self, event: events.Event) -> bool:
        """Any key but those that were advised is about what the cursor is on."""
        if await super().answered(event):
            return True
        advised = {key for name in NEXT for key in self.host.keys[name]}
        if isinstance(event, events.Key) and {event.key, event.character}.isdisjoint(advised):
            self._advised = None
        return False

    async def perform(self, act_id: str) -> None:
        """Do an act; what was just advised is done to the child it was advised for."""
        said, advised = self.said, self._advised
        self._advised = None
        if advised is not None and advised[0] == said and act_id in NEXT:
            self._meant = advised[1]
        try:
            await super().perform(act_id)
        finally:
            self._meant = None

    def nobody(self) -> str:
        """What to say where the cursor is on no child."""
        return self.NOBODY

    def _whom(self) -> Chosen | None:
        """Whom an act is done to: whom the status line names, or what the cursor is on."""
        return self._meant or self.chosen()

    def reason_against(self, act_id: str) -> str | None:
        """Why the act cannot be done to what the cursor is on, beside what else is in the way."""
        return super().reason_against(act_id) or self._reason_of_chosen(act_id)

    def _reason_of_chosen(self, act_id: str) -> str | None:
        if act_id not in (*_OF_CHILD, "visit", "outcome", *NEXT):
            return None
        chosen = self._whom()
        if chosen is None:
            return self.nobody()
        if act_id in _OF_CHILD:
            return None
        if act_id == "outcome":
            return None if chosen.booking else "Nothing is booked here: book first."
        if chosen.closed or chosen.kind is None:
            return chosen.closed or self.NOTHING_OPEN
        unmoved = self._over(chosen) if act_id in ("book", "visit") else None
        return unmoved or (self._no_visit(chosen.kind) if act_id == "visit" else None)

    def _over(self, chosen: Chosen) -> str | None:
        """Why what is booked cannot be moved any more, before anything else is asked."""
        from clanbook.desk.bookings import over

        held = self.desk.booking(chosen.booking) if chosen.booking else None
        return over(self.desk, held) if held else None

    def _no_visit(self, kind: Kind) -> str | None:
        from screens.booking import no_visit

        return no_visit(kind)

    def act_open(self) -> None:
        """Open the child's page."""
        chosen = self.chosen()
        if chosen and (screen := self.host.made("child", chosen.child)):
            self.open(screen)

    def act_book(self) -> None:
        """Book the assessment."""
        chosen = self._whom()
        if chosen and chosen.kind:
            from screens.booking import BookingScreen

            self.open(BookingScreen(chosen.child, chosen.kind), self.told)

    def act_visit(self) -> None:
        """Book a nurse's visit for the review, or move its booking to one."""
        chosen = self.chosen()
        if chosen and chosen.kind:
            from clanbook.desk.bookings import offers
            from screens.booking import visit_of

            found = offers(self.desk, chosen.child, chosen.kind)
            visit = visit_of(self.desk, found)
            visit.noted = found.noted
            self.open(visit, self.told)

    def act_outcome(self) -> None:
        """Record how the appointment went."""
        chosen = self.chosen()
        if chosen and chosen.booking:
            from screens.outcome import OutcomeScreen

            self.open(OutcomeScreen(chosen.booking), partial(self.told_outcome, chosen.booking))

    def act_refusal(self) -> None:
        """Record a refusal."""
        chosen = self._whom()
        if chosen and chosen.kind:
            from screens.refusal import RefusalScreen

            self.open(RefusalScreen(chosen.child, chosen.kind), self.told)

    def act_contact(self) -> None:
        """Record a contact."""
        chosen = self._whom()
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

    def told_outcome(self, booking: int, result: str | None) -> None:
        """Say what came of a booking; what is advised next is for its child, wherever they went.

        In a narrowed list the child's row may be gone, and the cursor on somebody else.
        """
        from screens.outcome import goes_on

        self.told(result)
        held = self.desk.booking(booking)
        if result and held is not None and goes_on(self.desk, held):
            self._advised = (self.said, Chosen.of_booking(held))
