"""How the service's records lie in the store: which belong to a child, how long each is live."""

from clanbook.records import (
    CHILD_TABLES,
    Assessment,
    Booking,
    Child,
    ChildRecord,
    Questionnaire,
    Remainder,
    Session,
    Staff,
)
from store import Schema, Table

SETTINGS_TABLE = "settings"
SETTINGS_ID = 1

_INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    Booking.table: (("child",), ("session",)),
    Assessment.table: (("child",), ("ref",)),
    Questionnaire.table: (("child",), ("refusal",)),
}

_OF_A_CHILD: tuple[type[ChildRecord], ...] = (*CHILD_TABLES, Questionnaire, Remainder)

SCHEMA = Schema(
    tables=(
        Table(
            Child.table,
            subject="id",
            until="until",
            indexes=(("la", "child_id"), ("sibling_group",)),
        ),
        *(
            Table(
                record.table,
                subject="child",
                until=None,
                indexes=_INDEXES.get(record.table, (("child",),)),
            )
            for record in _OF_A_CHILD
        ),
        Table(
            Session.table,
            subject=None,
            until="day",
            indexes=(("day",), ("clinician", "day")),
        ),
        Table(Staff.table, subject=None, until=None, indexes=()),
        Table(SETTINGS_TABLE, subject=None, until=None, indexes=()),
    ),
    root=Child.table,
)
"""A child is the subject of every record about them, so that erasing the child is one act."""
