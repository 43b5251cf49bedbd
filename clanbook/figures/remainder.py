"""What the figures need of an erased child: their records without anything personal.

What is left is kept as it was known after each entry, so that a report as at a day before the
erasure stays the report it was. A date of birth becomes, for each birthday that a figure turns on,
the first counted day on or after it: the age band of each counted event, and no more.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import msgspec

from clanbook.caseload import ADULT_AGE, FIVE, Case
from clanbook.dates import Calendar, add_months, month_end
from clanbook.figures.care import GROUP_OF, TURNED
from clanbook.figures.sdq import FIRST_AGE, TOO_OLD
from clanbook.pathway.due import FIVE_OR_OVER_MONTHS, UNDER_FIVE_MONTHS, iha_due
from clanbook.questionnaire import BY_ID, MAIN_REASON, PREFER_NOT, Answers
from clanbook.records import (
    CHILD_TABLES,
    ETHNIC_GROUPS,
    OWN_TEAM,
    SDQ,
    SHORT_BREAK_STATUSES,
    Assessment,
    Away,
    Booking,
    CareEpisode,
    Child,
    Consent,
    Contact,
    Explanation,
    Kind,
    Known,
    Placement,
    Questionnaire,
    Record,
    Refusal,
    Remainder,
    Unnamed,
)
from clanbook.settings import Service
from clanbook.settings.service import identity

ELSEWHERE = "elsewhere"
"""Stands for any place that is no locality of the service, and for any other area's team."""

RECORDED = "recorded"
"""Stands for what staff wrote where only that they wrote something counts."""

_REPORTED_AHEAD = timedelta(days=92)
"""How far ahead of a day the end of the quarter that it is in can be."""

_BIRTHDAYS = (*TURNED, FIRST_AGE, TOO_OLD, ADULT_AGE)

_KEPT: dict[type[Record], tuple[str, ...]] = {
    Child: ("la", "sex", "ethnicity"),
    CareEpisode: ("entered_care", "uasc", "legal_status", "notified", "left_care"),
    Consent: ("episode", "received"),
    Placement: ("since", "placed_in"),
    Assessment: (
        *("episode", "kind", "requested", "completed", "carried_out_by", "role"),
        *("clinical_need", "refused_on", "refused_by", "not_taken_up_on", "uncontactable_on"),
        *("away_reason", "clinic_cancelled_on", "placement_move_on", "no_capacity_on"),
        *("report_sent", "quality_checked"),
    ),
    Booking: (
        *("assessment", "session", "index", "kind", "day", "booked_at", "clinical_need"),
        *("ending", "ended_on", "moved_from"),
    ),
    Refusal: ("assessment", "on", "recorded_at", "by", "accepted_on"),
    Contact: ("assessment", "on", "reached"),
    Explanation: ("episode", "kind", "due", "reason", "note"),
    SDQ: ("completed", "score"),
    Questionnaire: ("refusal", "asked_on", "asked_by", "answers"),
}
"""The fields that stay, of each record that any figure looks at."""

_READ_AS: tuple[type[Record], ...] = (Unnamed, *CHILD_TABLES, Questionnaire)

_TYPES = {kind.table: kind for kind in _READ_AS}


class Was(NamedTuple):
    """A record as an entry left it, and the day of that entry; None where it was removed."""

    seq: int
    on: date
    table: str
    id: int
    record: Record | None


# -- taking the personal out of it -------------------------------------------------------------


def left_of(history: Sequence[Was], services: Sequence[Service]) -> tuple[Known, ...]:
    """What is left of a child's whole history, in the order of its entries.

    `services` are the settings that were ever in force: under each every figure stays.
    """
    days = _counted_days(history, services)
    places = {identity(la.locality) for service in services for la in service.las}
    found: list[Known] = []
    standing: dict[tuple[str, int], dict[str, Any] | None] = {}
    for was in sorted(history, key=lambda was: was.seq):
        if was.record is not None and type(was.record) not in _KEPT:
            continue
        document = None if was.record is None else _document(was.record, days, places)
        if standing.get((was.table, was.id)) != document:
            standing[was.table, was.id] = document
            found.append(Known(was.seq, was.table, was.id, document))
    return tuple(found)


def _document(
    record: Record, days: Mapping[int, Collection[date]], places: Collection[str]
) -> dict[str, Any]:
    if not isinstance(record, Child):
        return unnamed(record, places).document()
    kept = {field: _lessened(field, getattr(record, field), places) for field in _KEPT[Child]}
    return Unnamed(child_id="", turned=_turned(record, days), **kept).document()


def unnamed(record: Record, places: Collection[str]) -> Record:
    """A record of a child with the fields that stay, each as far as figures need it."""
    fields = ("child", *_KEPT[type(record)])
    kept = {field: _lessened(field, getattr(record, field), places) for field in fields}
    return type(record)(**kept)


def _lessened(field: str, value: Any, places: Collection[str]) -> Any:
    if field == "placed_in":
        return _place(value, places)
    lessen = _LESSENED.get(field)
    return lessen(value) if lessen else value


def _place(value: str, places: Collection[str]) -> str:
    return value if not value.strip() or identity(value) in places else ELSEWHERE


def _group(code: str) -> str:
    """The first code of the code's ethnic group."""
    group = GROUP_OF.get(code.upper())
    return ETHNIC_GROUPS[group][0] if group else ""


def _main_reason(answers: Answers) -> Answers:
    """The one answer that is counted, if it is one that could be chosen."""
    given = answers.get(MAIN_REASON)
    choices = {*(choice.value for choice in BY_ID[MAIN_REASON].choices), PREFER_NOT}
    return {MAIN_REASON: given} if isinstance(given, str) and given in choices else {}


_LESSENED: dict[str, Callable[[Any], Any]] = {
    "ethnicity": _group,
    "legal_status": lambda code: code.upper() if code.upper() in SHORT_BREAK_STATUSES else "",
    "carried_out_by": lambda team: team if team in ("", OWN_TEAM) else ELSEWHERE,
    "clinical_need": lambda need: RECORDED if need else "",
    "away_reason": lambda away: Away.OTHER if away else None,
    "score": lambda score: None if score is None else 0,
    "note": lambda _: "",
    "asked_by": lambda _: 0,
    "answers": _main_reason,
}
"""What a value becomes where figures look only at whether, or of which sort, there is one."""


# -- the days on which an age counts -----------------------------------------------------------


def _turned(child: Child, days: Mapping[int, Collection[date]]) -> dict[str, date]:
    """Of each birthday the first counted day on or after it; the last day there is, for none."""
    found: dict[str, date] = {}
    for years in _BIRTHDAYS:
        birthday = child.turns(years)
        if birthday is not None:
            counted = (day for day in days[years] if day >= birthday)
            found[str(years)] = min(counted, default=date.max)
    return found


def _counted_days(history: Sequence[Was], services: Sequence[Service]) -> dict[int, set[date]]:
    """For each birthday the days on which a figure asks whether it has come."""
    records = [was.record for was in history if was.record is not None]
    children = [each for each in records if isinstance(each, Child)]
    grown_up = filter(None, (child.turns(ADULT_AGE) for child in children))
    ends = set(_month_ends(history, max(grown_up, default=date.min)))
    reviews = set(_reviews(records))
    seen = {each.completed for each in records if isinstance(each, SDQ) and each.completed}
    moved = {each.since - timedelta(1) for each in records if isinstance(each, Placement)}
    days = {years: set(ends) for years in _BIRTHDAYS}
    days[FIVE] |= reviews
    days[ADULT_AGE] |= reviews | seen | moved | set(_ihas(records, services))
    return days


def _month_ends(history: Sequence[Was], grown_up: date) -> Iterator[date]:
    """The month ends by which a report has counted the child in care, or still can."""
    later: dict[int, date] = {}
    for was in sorted(history, key=lambda was: -was.seq):
        if was.table == CareEpisode.table:
            if isinstance(was.record, CareEpisode):
                superseded = later.get(was.id)
                known = superseded + _REPORTED_AHEAD if superseded else grown_up
                yield from _months(was.record.entered_care, was.record.left_care or known, grown_up)
            later[was.id] = was.on


def _months(first: date, left: date, grown_up: date) -> Iterator[date]:
    """The month ends from entry to the last one before the end of care, and that after it."""
    day = month_end(first)
    while True:
        yield day
        if day >= min(left, grown_up):
            return
        day = month_end(day + timedelta(1))


def _reviews(records: Iterable[Record]) -> Iterator[date]:
    """Every day a review can be counted from, and every day it can then be due."""
    starts = {each.entered_care for each in records if isinstance(each, CareEpisode)}
    starts |= {
        each.completed
        for each in records
        if isinstance(each, Assessment) and each.completed and each.kind is not Kind.ADOPTION
    }
    for start in starts:
        yield from (
            add_months(start, months) for months in (0, UNDER_FIVE_MONTHS, FIVE_OR_OVER_MONTHS)
        )


def _ihas(records: Sequence[Record], services: Sequence[Service]) -> Iterator[date]:
    """Every day an IHA was ever due under any settings."""
    las = {each.la for each in records if isinstance(each, Child)}
    episodes = [each for each in records if isinstance(each, CareEpisode)]
    for service in services:
        calendar: Calendar = service.calendar()
        for la in las:
            for episode in episodes:
                yield iha_due(episode, service.rules_for(la), calendar)


# -- counting what is left ---------------------------------------------------------------------


def cases_left(remainders: Iterable[Remainder], seq: int) -> Iterator[Case]:
    """The cases of erased children as they were known after entry `seq`."""
    for remainder in remainders:
        records = _standing(remainder, seq)
        child = next((each for each in records if isinstance(each, Unnamed)), None)
        if child is not None:
            yield Case(child, records)


def answers_left(remainders: Iterable[Remainder], seq: int) -> dict[int, Answers]:
    """The main reasons that erased young people gave, by the number of the refusal."""
    return {
        each.refusal: each.answers
        for remainder in remainders
        for each in _standing(remainder, seq)
        if isinstance(each, Questionnaire)
    }


def _standing(remainder: Remainder, seq: int) -> list[Record]:
    standing = {
        (known.table, known.id): known.document for known in remainder.known if known.seq <= seq
    }
    return [
        msgspec.convert(document, _TYPES[table]).but(id=number)
        for (table, number), document in standing.items()
        if document is not None
    ]
