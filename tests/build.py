"""Cases for tests, in few words: every record gets its ids, and dates may be written as text.

    case = a_case(
        an_episode("2018-06-03", notified="2018-06-04"),
        an_iha(completed="2018-06-20"),
        a_consent("2018-06-05"),
        dob="2012-03-01",
    )

Records are numbered within their table in the order given. What belongs to an episode or an
assessment belongs to the first of the case unless `episode=2` or `assessment=2` says otherwise.
"""

from datetime import date, datetime
from typing import Any, TypeVar

import msgspec

from clanbook.caseload import Case
from clanbook.records import (
    SDQ,
    Assessment,
    Booking,
    CareEpisode,
    Child,
    Consent,
    Contact,
    Explanation,
    HealthFact,
    Kind,
    Placement,
    Record,
    Refusal,
)

IDS_OF_A_CHILD = 1000
"""The records of child n are numbered from (n - 1) * 1000 + 1: no two children share a number."""

R = TypeVar("R", bound=Record)


def day(text: date | str) -> date:
    """A date from `2018-06-03`."""
    return text if isinstance(text, date) else date.fromisoformat(text)


def a_case(*records: Record, number: int = 1, **child: Any) -> Case:
    """A child of Bristol with these records; `number` tells several children apart."""
    fields = {"la": "801", "child_id": f"C{number}", **child}
    counts: dict[type[Record], int] = {}
    kept = []
    for record in records:
        counts[type(record)] = counts.get(type(record), 0) + 1
        kept.append(_numbered(record, number, counts[type(record)]))
    return Case(a(Child, id=number, **fields), kept)


def a(table: type[R], **fields: Any) -> R:
    """A record of any table; a field it does not have is a mistake in the test."""
    unknown = set(fields) - set(table.__struct_fields__)
    assert not unknown, f"{table.__name__} has no {', '.join(sorted(unknown))}"
    return msgspec.convert(fields, table)


def an_episode(entered_care: date | str, **fields: Any) -> CareEpisode:
    """An episode of care begun on that day."""
    return a(CareEpisode, child=0, entered_care=entered_care, **fields)


def a_consent(received: date | str, **fields: Any) -> Consent:
    """A consent received on that day."""
    return a(Consent, **{"child": 0, "episode": 1, "received": received, **fields})


def a_placement(since: date | str, placed_in: str = "Bristol", **fields: Any) -> Placement:
    """A placement from that day on."""
    return a(Placement, child=0, since=since, placed_in=placed_in, **fields)


def an_assessment(kind: Kind, **fields: Any) -> Assessment:
    """An assessment; `episode=None` keeps it on the child."""
    return a(Assessment, **{"child": 0, "episode": 1, "kind": kind, **fields})


def an_iha(**fields: Any) -> Assessment:
    """An initial health assessment."""
    return an_assessment(Kind.IHA, **fields)


def an_rha(**fields: Any) -> Assessment:
    """A review health assessment."""
    return an_assessment(Kind.RHA, **fields)


def a_booking(on: date | str, **fields: Any) -> Booking:
    """A booking for that day of the first assessment, made at noon (UTC) two weeks before."""
    made = datetime.fromordinal(day(on).toordinal() - 14).strftime("%Y-%m-%dT12:00:00Z")
    defaults = {"child": 0, "assessment": 1, "session": 1, "index": 0, "kind": Kind.IHA}
    return a(Booking, **{**defaults, "day": on, "booked_at": made, **fields})


def a_refusal(on: date | str, **fields: Any) -> Refusal:
    """A refusal recorded by staff on that day at noon (UTC): the young person's, unless said."""
    recorded = f"{day(on)}T12:00:00Z"
    return a(Refusal, **{"child": 0, "assessment": 1, "on": on, "recorded_at": recorded, **fields})


def a_contact(on: date | str, *, reached: bool, **fields: Any) -> Contact:
    """A try to reach somebody about the first assessment."""
    return a(Contact, **{"child": 0, "assessment": 1, "on": on, "reached": reached, **fields})


def an_explanation(kind: Kind, due: date | str, reason: str, **fields: Any) -> Explanation:
    """The primary reason staff recorded for the requirement of that kind and due date."""
    defaults = {"child": 0, "episode": 1, "note": "seen in the notes"}
    return a(Explanation, **{**defaults, "kind": kind, "due": due, "reason": reason, **fields})


def an_sdq(completed: date | str | None = None, **fields: Any) -> SDQ:
    """A Strengths and Difficulties Questionnaire."""
    return a(SDQ, child=0, completed=completed, **fields)


def a_health_fact(on: date | str, item: str, *, value: bool) -> HealthFact:
    """A dated yes or no about a child's health."""
    return a(HealthFact, child=0, day=on, item=item, value=value)


def _numbered(record: R, child: int, place: int) -> R:
    """The record with its own number and those of what it belongs to, within the child's range."""
    base = (child - 1) * IDS_OF_A_CHILD
    own = {"id": base + (record.id or place), "child": child}
    linked = {
        field: base + getattr(record, field)
        for field in ("episode", "assessment", "moved_from")
        if getattr(record, field, None) is not None
    }
    return record.but(**own, **linked)
