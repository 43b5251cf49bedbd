"""The six kinds of file and their columns: the one table that reading, merging and help follow."""

from functools import cache
from typing import Any

import msgspec

from clanbook.booking.sessions import SLOT_MINUTES
from clanbook.exchange.forms import (
    AREA,
    CLOCK,
    DAY,
    ENTRY,
    ETHNICITY,
    FLAG,
    LA,
    LEGAL_STATUS,
    LOCALITY,
    MOMENT,
    NHS_NUMBER,
    PAST,
    PURPOSES,
    TEAM,
    TEXT,
    Form,
    choice,
    whole,
)
from clanbook.records import (
    SDQ,
    Assessment,
    Away,
    CareEpisode,
    Child,
    Consent,
    ConsentBy,
    HealthFact,
    HealthItem,
    Kind,
    Placement,
    Record,
    RefusedBy,
    Role,
    SDQReason,
    Session,
    Sex,
)


class Column(msgspec.Struct, frozen=True):
    """A column: its form, the record and field it sets, and its cell in the template.

    `sets` is None for the two columns that only say which child the row is about. `field` is
    empty where the field has the column's own name.
    """

    name: str
    form: Form
    sets: type[Record] | None = None
    example: str = ""
    field: str = ""
    required: bool = False

    @property
    def expected(self) -> str:
        """What a cell may hold, in words."""
        return self.form.expected


_WHOSE = (
    Column("la", LA, example="801", required=True),
    Column("child_id", TEXT, example="C1001", required=True),
)

_NOTIFICATIONS = (
    *_WHOSE,
    Column("entered_care", ENTRY, CareEpisode, "2018-05-14", required=True),
    Column("forename", TEXT, Child, "Robin"),
    Column("surname", TEXT, Child, "Example"),
    Column("dob", PAST, Child, "2014-02-28"),
    Column("dob_estimated", FLAG, Child, "no"),
    Column("sex", choice(*Sex), Child, "F"),
    Column("ethnicity", ETHNICITY, Child, "WBRI"),
    Column("nhs_number", NHS_NUMBER, Child, "999 000 0018"),
    Column("uasc", FLAG, CareEpisode, "no"),
    Column("notified", MOMENT, CareEpisode, "2018-05-15T09:30"),
    Column("demographics", PAST, CareEpisode, "2018-05-15"),
    Column("consent", PAST, Consent, "2018-05-16", field="received"),
    Column("consent_by", choice(*ConsentBy), Consent, "parent", field="by"),
    Column("part_a", PAST, CareEpisode, "2018-05-18"),
    Column("legal_status", LEGAL_STATUS, CareEpisode, "C2"),
    Column("placed_in", AREA, Placement, "Bristol"),
    Column("placement_type", TEXT, Placement, "foster care"),
    Column("carer", TEXT, Placement, "Kim Example"),
    Column("carer_phone", TEXT, Placement, "01632 960001"),
    Column("address", TEXT, Placement, "1 Example Street"),
    Column("do_not_disclose", FLAG, Placement, "no"),
    Column("gp", TEXT, Child, "Example Surgery"),
    Column("school", TEXT, Child, "Example Primary School"),
    Column("language", TEXT, Child, "English"),
    Column("interpreter", FLAG, Child, "no"),
    Column("social_worker", TEXT, Child, "Sam Example"),
    Column("social_worker_contact", TEXT, Child, "sam@example.org"),
    Column("first_review", DAY, CareEpisode, "2018-06-11"),
    Column("sibling_group", TEXT, Child),
    Column("preferred_clinician", choice(Sex.F, Sex.M), Child),
    Column("visitor_risk", TEXT, Child),
    Column("upn", TEXT, Child),
    Column("left_care", DAY, CareEpisode),
    Column("left_reason", TEXT, CareEpisode),
)

_PLACEMENTS = (
    *_WHOSE,
    Column("from", DAY, Placement, "2018-08-01", field="since", required=True),
    Column("placed_in", AREA, Placement, "North Somerset", required=True),
    Column("placement_type", TEXT, Placement, "foster care"),
    Column("carer", TEXT, Placement, "Alex Example"),
    Column("carer_phone", TEXT, Placement, "01632 960002"),
    Column("address", TEXT, Placement, "2 Example Street"),
    Column("do_not_disclose", FLAG, Placement, "yes"),
)

_ASSESSMENTS = (
    *_WHOSE,
    Column("ref", TEXT, Assessment, "A1001"),
    Column("kind", choice(*Kind), Assessment, "IHA", required=True),
    Column("requested", PAST, Assessment, "2018-05-15"),
    Column("completed", PAST, Assessment, "2018-06-08"),
    Column("carried_out_by", TEAM, Assessment, "own"),
    Column("role", choice(*Role), Assessment, "paediatrician"),
    Column("clinical_need", TEXT, Assessment),
    Column("refused_on", PAST, Assessment),
    Column("refused_by", choice(*RefusedBy), Assessment),
    Column("not_taken_up_on", PAST, Assessment, "2018-05-30"),
    Column("uncontactable_on", PAST, Assessment),
    Column("away_reason", choice(*Away), Assessment),
    Column("clinic_cancelled_on", PAST, Assessment),
    Column("report_sent", PAST, Assessment, "2018-06-14"),
    Column("quality_checked", PAST, Assessment),
)

_SESSIONS = (
    Column("date", DAY, Session, "2018-06-08", field="day", required=True),
    Column("start", CLOCK, Session, "09:30", required=True),
    Column("slots", whole(1, 100), Session, "4", required=True),
    Column("minutes", whole(*SLOT_MINUTES), Session, "45", required=True),
    Column("locality", LOCALITY, Session, "Bristol", required=True),
    Column("venue", TEXT, Session, "Example Health Centre", required=True),
    Column("clinician", TEXT, Session, "Dr Example", required=True),
    Column("role", choice(*Role), Session, "paediatrician", required=True),
    Column("purposes", PURPOSES, Session, "IHA;RHA;ADOPTION", required=True),
    Column("kept_for", PURPOSES, Session, "IHA;ADOPTION"),
    Column("released_days", whole(0, 366), Session, "7"),
)

_SDQS = (
    *_WHOSE,
    Column("completed", PAST, SDQ, "2018-06-08"),
    Column("score", whole(0, 40), SDQ, "12"),
    Column("reason", choice(*SDQReason), SDQ),
)

_HEALTH = (
    *_WHOSE,
    Column("date", PAST, HealthFact, "2018-06-08", field="day", required=True),
    Column("item", choice(*HealthItem), HealthFact, "dental", required=True),
    Column("value", FLAG, HealthFact, "yes", required=True),
)

COLUMNS: dict[str, tuple[Column, ...]] = {
    "notifications": _NOTIFICATIONS,
    "placements": _PLACEMENTS,
    "assessments": _ASSESSMENTS,
    "sessions": _SESSIONS,
    "sdqs": _SDQS,
    "health": _HEALTH,
}
"""The columns of each kind of file, in the order of its template (CONTRACT, CSV files)."""

KINDS = tuple(COLUMNS)


@cache
def _fields(kind: str, record: type[Record]) -> tuple[tuple[str, str, Any], ...]:
    """The columns that set a record: name, field, and the field's value when it is cleared."""
    defaults = {
        field.name: None if field.default is msgspec.NODEFAULT else field.default
        for field in msgspec.structs.fields(record)
    }
    return tuple(
        (column.name, field, defaults[field])
        for column in COLUMNS[kind]
        if column.sets is record
        for field in (column.field or column.name,)
    )


def changes(kind: str, values: dict[str, Any], record: type[Record]) -> dict[str, Any]:
    """The fields of a record that a row's values set; a cleared one is as in a new record."""
    return {
        field: cleared if values[name] is None else values[name]
        for name, field, cleared in _fields(kind, record)
        if name in values
    }
