"""What needs somebody's hand as rows of a list: their keys, their columns and the words in them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rich.text import Text

from clanbook.booking import home_locality
from clanbook.records import Child, Kind
from clanbook.reports.standing import missing, state
from clanbook.settings import Service
from clanbook.worklist import CANCELLATION, REPORT, Item, overdue
from screens import shown
from screens.widgets.columns import NAMES, Column
from screens.widgets.rows import Cell, Tailed

COLUMNS = (
    Column("Child", 0, most=NAMES),
    Column("LA", 7),
    Column("Kind", 4),
    Column("Due", 11),
    Column("Days", 4, "right"),
    Column("State", 7),
    Column("Missing, or booked", 22),
    Column("Locality", 16, least_screen=100),
    Column("LA's id", 10, least_screen=112),
    Column("Responsible LA", 21, least_screen=136),
)
"""At 80 cells down to what is missing. What is not in sight is found by the filter all the same."""

KINDS = {Kind.IHA: "IHA", Kind.RHA: "RHA", Kind.ADOPTION: "Adop"}
"""The kinds in four cells."""

MANY, DAYS_OF_YEAR = 1000, 365
"""So many days over are years: the day it was due stands beside them."""

_IN_SIGHT = 15
"""Letters of a name in the column of names at 80 cells, with its end cut."""

DAY_AND_MONTH = len("04-May")
"""How much of a day is left where there is no room for its year."""


class ItemKey(NamedTuple):
    """Which item of whom: the same while it is open, whatever is recorded of it meanwhile.

    `assessment` tells apart what has no requirement; `nth` what is the same in all the rest.
    """

    child: int
    kind: str
    episode: int
    report: bool
    assessment: int
    nth: int = 0


class ItemRows:
    """Items as rows, made when they are shown."""

    def __init__(self, items: Sequence[Item], service: Service, today: date) -> None:
        """The rows of these items in their order, as they stand today."""
        self.keys = list(_keys(items))
        self.items = dict(zip(self.keys, items, strict=True))
        self._service = service
        self._today = today
        self._alike = _alike(item.case.child for item in items)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.keys)

    def row(self, index: int) -> tuple[ItemKey, Sequence[Cell]]:
        """The row at a place."""
        key = self.keys[index]
        item = self.items[key]
        child = item.case.child
        called: Cell = shown.name(child)
        if _begins(child) in self._alike:
            called = Tailed(shown.name(child), child.child_id)
        return key, [called, *cells(item, self._service, self._today)]

    def of_child(self, child: int | None) -> Iterator[ItemKey]:
        """The keys of one child's items, soonest first."""
        return (key for key in self.keys if key.child == child)


def cells(item: Item, service: Service, today: date) -> list[Cell]:
    """An item in the columns after the child's name; what is overdue is bold."""
    child = item.case.child
    style = "bold" if overdue(item) else ""
    la = service.name_of(child.la)
    return [
        la,
        KINDS[item.kind],
        shown.day(item.due) if item.due else "",
        Text(days(item), style),
        Text(state(item), style),
        needs(item),
        home_locality(item.case, service, today),
        child.child_id,
        la,
    ]


def _alike(children: Iterable[Child]) -> set[str]:
    """How the names begin that two children could be taken for each other by."""
    first: dict[str, int] = {}
    return {
        begins
        for child in children
        if first.setdefault(begins := _begins(child), child.id) != child.id
    }


def _begins(child: Child) -> str:
    """As much of a name as is in sight on the narrowest screen, its cut end left out."""
    return f"{child.surname}, {child.forename}"[:_IN_SIGHT].casefold()


def days(item: Item) -> str:
    """How many days are left, or with a minus how many it is over, years where it is long over."""
    if item.days is None:
        return ""
    return str(item.days) if item.days > -MANY else f"-{-item.days // DAYS_OF_YEAR}y"


def needs(item: Item) -> str:
    """What is missing, and the day that is booked: `consent papers 12-May`, `booked 12-May`.

    Of what is only to be cancelled: `cancel: booked 12-May`.
    """
    words = missing(item)
    if CANCELLATION in item.missing:
        words = [f"{words[0]}:", "booked"]
    if item.booking is not None:
        words = words or ["booked"]
        words.append(shown.day(item.booking.day)[:DAY_AND_MONTH])
    return " ".join(words)


def _keys(items: Iterable[Item]) -> Iterator[ItemKey]:
    """A key for each item, no two the same."""
    seen: Counter[ItemKey] = Counter()
    for item in items:
        key = _key(item)
        yield key._replace(nth=seen[key])
        seen[key] += 1


def _key(item: Item) -> ItemKey:
    return ItemKey(
        child=item.case.child.id,
        kind=item.kind.value,
        episode=item.episode.id if item.episode else 0,
        report=REPORT in item.missing,
        assessment=item.assessment.id if item.assessment and not item.requirement else 0,
    )
