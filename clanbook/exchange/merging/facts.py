"""Rows that are one record of a known child each: placements, questionnaires, health facts."""

from datetime import date
from typing import Any

from clanbook.dates import shown
from clanbook.exchange.columns import changes
from clanbook.exchange.merging.keeper import Effect, Keeper, RowRefused, keep, known_case
from clanbook.records import SDQ, Child, HealthFact, Placement


def merge_placement(values: dict[str, Any], keeper: Keeper) -> Effect:
    """Merge a placements row: its key is the child and the day it began."""
    case = known_case(values, keeper)
    since = values["from"]
    refuse_before_birth(case.child, since, "from")
    standing = next((p for p in case.placements if p.since == since), None)
    base = standing or Placement(child=case.child.id, since=since)
    return keep(keeper, standing, base.but(**changes("placements", values, Placement)))


def merge_sdq(values: dict[str, Any], keeper: Keeper) -> Effect:
    """Merge an sdqs row: its key is the child and the day of completion, or that there is none."""
    case = known_case(values, keeper)
    completed = values.get("completed")
    refuse_before_birth(case.child, completed, "completed")
    standing = next((s for s in case.sdqs if s.completed == completed), None)
    base = standing or SDQ(child=case.child.id, completed=completed)
    record = base.but(**changes("sdqs", values, SDQ))
    if record != standing:
        _check_sdq(record)
    return keep(keeper, standing, record)


def _check_sdq(record: SDQ) -> None:
    if record.score is not None and record.reason is not None:
        raise RowRefused(
            f"score {record.score} and reason {record.reason} cannot both stand;"
            " give one, and - for the other"
        )
    if record.score is None and record.reason is None:
        raise RowRefused("neither a score nor a reason would stand; give one of them")


def merge_health(values: dict[str, Any], keeper: Keeper) -> Effect:
    """Merge a health row: its key is the child, the day and the item."""
    case = known_case(values, keeper)
    day, item = values["date"], values["item"]
    refuse_before_birth(case.child, day, "date")
    standing = next((f for f in case.health if f.day == day and f.item == item), None)
    record = HealthFact(child=case.child.id, day=day, item=item, value=values["value"])
    if standing:
        record = standing.but(value=values["value"])
    return keep(keeper, standing, record)


def refuse_before_birth(child: Child, day: date | None, column: str) -> None:
    """Refuse a day on which the child was not yet born."""
    if day is not None and child.dob is not None and day < child.dob:
        born = shown(child.dob)
        raise RowRefused(f"{column} {shown(day)} is before the child's birth on {born}")
