"""Merging rows into what is known: a row whose key is known updates, another one adds.

A filled cell sets, an empty one changes nothing, `-` clears (CONTRACT, CSV files).
"""

from collections.abc import Callable, Iterable
from typing import Any

from clanbook.exchange.merging.assessments import merge_assessment
from clanbook.exchange.merging.facts import merge_health, merge_placement, merge_sdq
from clanbook.exchange.merging.keeper import Effect, Keeper, RowRefused
from clanbook.exchange.merging.notifications import correct_notification, merge_notification
from clanbook.exchange.merging.sessions import merge_session
from clanbook.exchange.rows import Row

__all__ = ["Effect", "Keeper", "RowRefused", "correct_notification", "in_order", "merge"]

_MERGES: dict[str, Callable[[dict[str, Any], Keeper], Effect]] = {
    "notifications": merge_notification,
    "placements": merge_placement,
    "assessments": merge_assessment,
    "sessions": merge_session,
    "sdqs": merge_sdq,
    "health": merge_health,
}


def merge(kind: str, row: Row, keeper: Keeper) -> Effect:
    """Apply one row of a file of `kind` to the records of `keeper`.

    Raises RowRefused, with one sentence and nothing put, where a rule refuses the row.
    """
    return _MERGES[kind](row.values, keeper)


def in_order(kind: str, rows: Iterable[Row]) -> list[Row]:
    """The rows in the order to merge them: the file's, but care episodes as they followed.

    So a list with the newest first does not open an episode before the one before it is ended.
    Rows of the same key stay in the file's order, so that the later one updates.
    """
    if kind != "notifications":
        return list(rows)
    return sorted(rows, key=lambda row: row.values["entered_care"])
