"""What an import takes in and yet should be looked at: other LAs' names, likely duplicates."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from msgspec.structs import asdict

from clanbook.counting import counted
from clanbook.dates import in_days, shown
from clanbook.exchange.forms import nearly
from clanbook.exchange.rows import LONGEST_SHOWN, Row, printable
from clanbook.identity import key as key_of
from clanbook.records import Child
from clanbook.settings import Service

_SESSION_KEY = ("clinician", "date", "start")

NAMED_AT_MOST = 5
"""How many names one sentence gives before it only counts them."""


def doubts(
    kind: str, rows: Sequence[Row], service: Service, children: Iterable[Child], today: date
) -> list[str]:
    """What somebody should look at, each in one sentence; `children` are those known before."""
    if kind == "sessions":
        return list(_not_working(rows, service))
    if kind == "assessments":
        return list(_seen_before_asked(rows))
    if kind != "notifications":
        return list(_other_areas(rows, service))
    known = list(children)
    return [
        *_planned(rows, today),
        *_other_las(rows, service, known),
        *_other_areas(rows, service),
        *_alike(rows, known),
    ]


def in_no_row(rows: Sequence[Row]) -> Iterator[str]:
    """What is said of rows with requests of other LAs that no row of the report counts."""
    if not rows:
        return
    named = [f"{_whose(row)} (line {row.line})" for row in rows[:NAMED_AT_MOST]]
    if len(rows) > len(named):
        named.append(f"and {len(rows) - len(named)} more")
    one = len(rows) == 1
    said = "1 request of another LA is" if one else f"{len(rows)} requests of other LAs are"
    placed = "the child's placement is" if one else "the children's placements are"
    where = f"{placed} not known, or in no locality of this service"
    yield f"{said} in no row of the report: {where}: {', '.join(named)}."


def _whose(row: Row) -> str:
    return f"{_short(row.values['la'])}/{_short(row.values['child_id'])}"


# --- Days


def _planned(rows: Sequence[Row], today: date) -> Iterator[str]:
    """The rows whose care begins after today: an entry that is planned, or a slip."""
    for row in rows:
        entered = row.values["entered_care"]
        if entered > today:
            when = f"{shown(entered)}, {in_days((entered - today).days)}"
            yield f"line {row.line}: care begins {when}: taken as planned; look before you go on"


def _seen_before_asked(rows: Sequence[Row]) -> Iterator[str]:
    """The rows whose child was seen before the request: it may have come late, or is a slip."""
    for row in rows:
        requested, completed = row.values.get("requested"), row.values.get("completed")
        if requested and completed and completed < requested:
            days = f"completed {shown(completed)} is before requested {shown(requested)}"
            yield f"line {row.line}: {days}: taken; look before you go on"


def _not_working(rows: Sequence[Row], service: Service) -> Iterator[str]:
    """The days with sessions that are no working days, and how many slots they offer."""
    calendar = service.calendar()
    sessions = {tuple(row.values[name] for name in _SESSION_KEY): row.values for row in rows}
    slots: Counter[date] = Counter()
    for values in sessions.values():
        if not calendar.is_working_day(values["date"]):
            slots[values["date"]] += values["slots"]
    for day, offered in sorted(slots.items()):
        are = counted(offered, "slot is", "slots are")
        yield f"{shown(day)} is {calendar.what_is(day)}: {are} offered on it"


# --- Names


def _other_las(rows: Sequence[Row], service: Service, known: Sequence[Child]) -> Iterator[str]:
    """The LAs named that are not the service's, and what was meant by one rarer than its like."""
    named = Counter(row.values["la"] for row in rows if service.la(row.values["la"]) is None)
    usual = named + Counter(child.la for child in known if service.la(child.la) is None)
    meant = [nearly(name, [n for n in usual if usual[n] > usual[name]]) for name in named]
    if named.total() == 1:
        said = "1 row names an LA that is not this service's; its children are"
    else:
        said = f"{named.total()} rows name LAs that are not this service's; their children are"
    yield from _listed(f"{said} counted as other LAs'", named, meant)


def _other_areas(rows: Sequence[Row], service: Service) -> Iterator[str]:
    """The areas named that are nearly, and not quite, a locality of the service."""
    placed = Counter(place for row in rows if (place := row.values.get("placed_in")))
    meant = {name: near for name in placed if (near := nearly(name, service.localities))}
    named = Counter({name: placed[name] for name in meant})
    if named.total() == 1:
        said = "1 row is placed in an area that is no locality of this service"
    else:
        said = f"{named.total()} rows are placed in areas that are no localities of this service"
    yield from _listed(said, named, meant.values())


def _listed(said: str, named: Counter[str], meant: Iterable[str]) -> Iterator[str]:
    """The names with how often each is there, and what they may have meant; nothing of none."""
    if not named:
        return
    names = [f"{_short(name)} ({count})" for name, count in named.most_common()]
    if len(names) > NAMED_AT_MOST:
        names = [*names[:NAMED_AT_MOST], f"and {len(names) - NAMED_AT_MOST} more"]
    hints = [_short(name) for name in dict.fromkeys(meant) if name][:NAMED_AT_MOST]
    question = f"; did you mean {' or '.join(hints)}?" if hints else "."
    yield f"{said}: {', '.join(names)}{question}"


def _short(name: str) -> str:
    cut = name if len(name) <= LONGEST_SHOWN else f"{name[:LONGEST_SHOWN]}…"
    return printable(cut)


# --- Duplicates


class _Somebody(NamedTuple):
    """What is compared of a child."""

    la: str
    child_id: str
    forename: str
    nhs_number: str
    birth: tuple[date, str] | None

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "_Somebody":
        """Of a row's values, or a record's fields; what is not known is empty."""
        dob, surname = given.get("dob"), (given.get("surname") or "").strip().casefold()
        return cls(
            given["la"],
            given["child_id"],
            (given.get("forename") or "").strip().casefold(),
            given.get("nhs_number") or "",
            (dob, surname) if dob and surname else None,
        )

    @property
    def keys(self) -> list[Any]:
        """What nobody else should have: the NHS number, the birth date with the family name."""
        return [key for key in (self.nhs_number, self.birth) if key]

    def same(self, other: "_Somebody") -> bool:
        """Whether both are one child by their LA's id."""
        return key_of(self.la, self.child_id) == key_of(other.la, other.child_id)


def _alike(rows: Sequence[Row], known: Iterable[Child]) -> Iterator[str]:
    """Rows about somebody who may be another child known already, or one of an earlier row."""
    index: dict[Any, list[_Somebody]] = {}
    born = {row.values.get("dob") for row in rows}
    numbers = {row.values.get("nhs_number") for row in rows}
    for child in known:
        if child.dob in born or child.nhs_number in numbers:
            _keep(index, _Somebody.of(asdict(child)))
    for row in rows:
        mine = _Somebody.of(row.values)
        others = ((key, other) for key in mine.keys for other in index.get(key, ()))
        found = next((pair for pair in others if not mine.same(pair[1])), None)
        if found is not None:
            yield f"line {row.line}: {_likeness(mine, *found)}"
        _keep(index, mine)


def _keep(index: dict[Any, list[_Somebody]], somebody: _Somebody) -> None:
    for key in somebody.keys:
        index.setdefault(key, []).append(somebody)


def _likeness(mine: _Somebody, key: Any, other: _Somebody) -> str:
    who = f"{_short(other.la)}/{_short(other.child_id)}"
    if key == other.nhs_number:
        return f"may be {who} (same NHS number); look before you go on"
    if mine.forename and other.forename and mine.forename != other.forename:
        return f"may be a twin of {who} (same birth date and family name)"
    return f"may be {who} (same birth date and family name); look before you go on"
