"""Who somebody is, on the lines above what is done for them: the same wherever it is shown."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from rich.text import Text
from textual.widget import Widget

from clanbook.caseload import Case
from clanbook.desk import Desk
from clanbook.desk.errors import Unknown
from clanbook.records import Child, Placement, Sex
from clanbook.settings import Service
from screens import shown
from screens.frame import FramedScreen
from screens.widgets.cells import ended, fit

if TYPE_CHECKING:
    from clanbook.desk.watching import Watch

T = TypeVar("T")

_GAP = "  "
_OF_LA = 60
"""Cells for an LA and its id of the child: another LA's name may be long, and is what is cut."""

_PREFERS = {Sex.F: "a woman", Sex.M: "a man", Sex.U: "whoever suits"}
NO_FLAGS = "No risk to visitors, interpreter, siblings or preferred clinician recorded."


class Person(Widget, can_focus=False):
    """Who it is, and `lines_below`: as much of each as there is room for, of who it is the name."""

    DEFAULT_CSS = "Person { height: 4; width: 100%; }"

    def __init__(self) -> None:
        """Nobody yet."""
        super().__init__()
        self._person_who = ("", "")
        self._person_lines: list[Text] = []

    def show(self, child: int, desk: Desk, caseload: "Watch") -> None:
        """Show a child as they stand, at no cost where that is what is shown already."""
        case = desk.case(child)
        siblings = siblings_of(case, caseload.cases.values())
        who = shown.who(case, desk.today)
        lines = lines_below(case, desk.service, desk.today, siblings)
        if (who, lines) != (self._person_who, self._person_lines):
            self._person_who, self._person_lines = who, lines
            self.refresh()

    def render(self) -> Text:
        """The lines under one another."""
        width = self.size.width
        who = Text(f" {ended(*self._person_who, width - 1)}", "bold")
        cut = (Text(fit(line.plain, width), line.style) for line in (who, *self._person_lines))
        return Text("\n").join(cut)


class ShowsPerson(FramedScreen[T]):
    """A screen about one child, with who that is above what is done for them, as it stands now."""

    child: int

    def __init__(self) -> None:
        """Nobody shown yet."""
        super().__init__()
        self.person = Person()

    def changed(self, children: set[int]) -> None:
        """Show who it is as recorded now: a risk or another number, before anybody goes there."""
        if self.child not in children:
            return
        try:
            self.person.show(self.child, self.desk, self.caseload)
        except Unknown:
            self.app.bell()
            self.say("This child is no longer on record: nothing more can be saved here.")


def lines_below(case: Case, service: Service, today: date, siblings: Iterable[Child]) -> list[Text]:
    """The lines below who it is: where, whom to call, and what to look out for."""
    flags = _GAP.join(_flags(case.child, siblings))
    return [
        shown.text(f" {_GAP.join(_where(case, service, today))}"),
        shown.text(f" {_GAP.join(_whom(case, today))}"),
        shown.text(f" {flags or NO_FLAGS}", "bold" if flags else ""),
    ]


def _where(case: Case, service: Service, today: date) -> Iterator[str]:
    """The LA with its id of the child, and the placement; once care has ended the last one."""
    child = case.child
    yield ended(service.name_of(child.la), f" {child.child_id}", _OF_LA)
    placement, over = case.home_at(today), case.care_ended(today)
    place = placement.placed_in if placement else ""
    if over is not None:
        yield f"care ended {shown.day(over)}{f', last in {place}' if place else ''}"
    elif placement is None or not place:
        yield "placement not known"
    else:
        kind = f", {placement.placement_type}" if placement.placement_type else ""
        yield f"in {place} since {shown.day(placement.since)}{kind}"


def _whom(case: Case, today: date) -> Iterator[str]:
    """Carer and social worker with their numbers."""
    title = "Carer" if case.care_ended(today) is None else "Last carer"
    yield f"{title}{_carer(case.home_at(today))}"
    child = case.child
    worker = ", ".join(filter(None, (child.social_worker, child.social_worker_contact)))
    yield f"Social worker {worker}" if worker else "Social worker not known"


def _carer(placement: Placement | None) -> str:
    """The carer and the carer's number, unless neither is to be disclosed."""
    if placement is not None and placement.do_not_disclose:
        return ": not to be disclosed, call the social worker"
    if placement is None or not (placement.carer or placement.carer_phone):
        return " not known"
    return " " + ", ".join(filter(None, (placement.carer, placement.carer_phone)))


def _flags(child: Child, siblings: Iterable[Child]) -> Iterator[str]:
    """What to look out for before anybody calls or visits."""
    if child.visitor_risk:
        yield f"RISK TO VISITORS: {child.visitor_risk}"
    if child.interpreter:
        yield f"Interpreter: {child.language or 'language not known'}"
    if child.preferred_clinician:
        yield f"Prefers {_PREFERS[child.preferred_clinician]}"
    names = ", ".join(shown.name(sibling) for sibling in siblings)
    if child.sibling_group:
        yield f"Siblings: {names}" if names else f"Sibling group {child.sibling_group}"


def siblings_of(case: Case, cases: Iterable[Case]) -> list[Child]:
    """Those of the other cases that are brothers and sisters, as their LA groups them."""
    child = case.child
    if not child.sibling_group:
        return []
    group = (child.la, child.sibling_group)
    others = (other.child for other in cases if other.child.id != child.id)
    return [other for other in others if (other.la, other.sibling_group) == group]
