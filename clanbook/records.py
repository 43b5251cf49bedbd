"""The things the service keeps, as typed immutable values, one class for each table.

A record knows nothing of where it is kept. `id` is its number in its table (0 until it is kept);
`version` is the sequence of the journal entry that last changed it, so that a save over somebody
else's newer save can be refused. Neither is part of the kept document. Dates are dates, instants
are aware UTC datetimes. Text that came from a person is kept as typed.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, ClassVar, Self

import msgspec

from clanbook.dates import birthday

OWN_TEAM = "own"
"""`Assessment.carried_out_by` when the service's own team carries it out."""

LEGAL_STATUSES = (
    *("C1", "C2", "D1", "E1"),
    *("V2", "V3", "V4"),
    *("J1", "J2", "J3"),
    *("L1", "L2", "L3"),
)
"""The SSDA903's codes of what a child is looked after under."""

REMAINS = 2**52
"""Added to an erased child's number: above the number of any child there will ever be."""

SHORT_BREAK_STATUSES = frozenset({"V3", "V4"})
"""Legal statuses of short-break series, outside the health-assessment duty (law; RULES 3)."""

ETHNIC_GROUPS: dict[str, tuple[str, ...]] = {
    "White": ("WBRI", "WIRI", "WIRT", "WROM", "WOTH"),
    "Mixed": ("MWBC", "MWBA", "MWAS", "MOTH"),
    "Asian": ("AIND", "APKN", "ABAN", "AOTH", "CHNE"),
    "Black": ("BCRB", "BAFR", "BOTH"),
    "Other": ("OOTH",),
    "not_known": ("REFU", "NOBT"),
}
"""The census groups of the report's profile, each with its SSDA903 codes (RULES 8, 10)."""


class Kind(StrEnum):
    """What an assessment is for."""

    IHA = "IHA"
    RHA = "RHA"
    ADOPTION = "ADOPTION"


class Role(StrEnum):
    """A clinician's role: the first two are doctors."""

    PAEDIATRICIAN = "paediatrician"
    GP = "gp"
    NURSE = "nurse"


class Sex(StrEnum):
    """Sex as the SSDA903 has had it since 2024-25."""

    F = "F"
    M = "M"
    U = "U"


class ConsentBy(StrEnum):
    """Who consented (RULES 5); a carer does so by delegated authority."""

    YOUNG_PERSON = "young_person"
    PARENT = "parent"
    LA = "la"
    COURT = "court"
    CARER = "carer"


class RefusedBy(StrEnum):
    """Who refused; nobody named means the young person (RULES 3)."""

    YOUNG_PERSON = "young_person"
    PARENT = "parent"


class Away(StrEnum):
    """Why a child could not be seen."""

    MISSING = "missing"
    HOSPITAL = "hospital"
    CUSTODY = "custody"
    OTHER = "other"


class Ending(StrEnum):
    """How a booking ended (RULES 6); while it has none, its outcome is awaited or still to come."""

    ATTENDED = "attended"
    NOT_BROUGHT = "not_brought"
    CANCELLED_BY_CARER = "cancelled_by_carer"
    CANCELLED_BY_YOUNG_PERSON = "cancelled_by_young_person"
    CANCELLED_BY_CLINIC = "cancelled_by_clinic"
    MOVED = "moved"


class Place(StrEnum):
    """Where a nurse's visit takes place."""

    HOME = "home"
    SCHOOL = "school"
    PHONE = "phone"
    VIDEO = "video"


class StaffRole(StrEnum):
    """What a member of staff may do, least first (RULES 12)."""

    VIEWER = "viewer"
    ADMIN = "admin"
    NURSE = "nurse"
    MANAGER = "manager"


class SDQReason(StrEnum):
    """Why there is no SDQ score (SSDA903)."""

    SDQ1 = "SDQ1"
    SDQ2 = "SDQ2"
    SDQ3 = "SDQ3"
    SDQ4 = "SDQ4"
    SDQ5 = "SDQ5"


class HealthItem(StrEnum):
    """What a yes/no health fact is about (OC2)."""

    DENTAL = "dental"
    IMMUNISATIONS = "immunisations"
    SURVEILLANCE = "surveillance"
    SUBSTANCE_MISUSE = "substance_misuse"
    INTERVENTION_RECEIVED = "intervention_received"
    INTERVENTION_OFFERED = "intervention_offered"
    CONVICTED = "convicted"


class NoRecord(Exception):
    """What is kept is no record as this program keeps them; the message is for a person."""

    def __init__(self, which: str, what: str) -> None:
        """Say which record, and what is wrong with it."""
        super().__init__(
            f"The store is damaged, or of another version ({which}: {what}): change nothing, look "
            "with `clanbook check`, and restore the last backup with `clanbook restore`."
        )


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Any record: converts itself to and from the document the store keeps."""

    table: ClassVar[str]

    id: int = 0
    version: int = 0

    @classmethod
    def of(cls, document: Any) -> Self:
        """The record in a stored document: a mapping with `doc_id` and `version` attributes.

        Raises NoRecord where it is none.
        """
        return cls.made(document, document.doc_id, document.version)

    @classmethod
    def made(cls, document: Mapping[str, Any], number: int, version: int) -> Self:
        """The record in a mapping that is only read, with its id and version."""
        try:
            record = msgspec.convert(document, cls)
        except msgspec.ValidationError as error:
            raise NoRecord(f"{cls.table} {number}", str(error)) from error
        return msgspec.structs.replace(record, id=number, version=version)

    def document(self) -> dict[str, Any]:
        """What the store keeps: plain JSON values, defaults left out, no id or version."""
        built: dict[str, Any] = msgspec.to_builtins(self)
        built.pop("id", None)
        built.pop("version", None)
        return built

    def but(self, **changes: Any) -> Self:
        """The same record with some fields changed."""
        return msgspec.structs.replace(self, **changes)


class Child(Record, frozen=True, kw_only=True, omit_defaults=True):
    """One child of one responsible LA. `until` is the last day anything about them is open.

    `la` is the service's LA code as text (`"801"`), or for another LA's child its name as typed.
    `until` is kept by the desk so that the open caseload can be read without the closed one;
    None means open.
    """

    table: ClassVar[str] = "children"

    la: str
    child_id: str
    forename: str = ""
    surname: str = ""
    dob: date | None = None
    dob_estimated: bool = False
    sex: Sex | None = None
    ethnicity: str = ""
    nhs_number: str = ""
    upn: str = ""
    gp: str = ""
    school: str = ""
    language: str = ""
    interpreter: bool | None = None
    social_worker: str = ""
    social_worker_contact: str = ""
    sibling_group: str = ""
    preferred_clinician: Sex | None = None
    visitor_risk: str = ""
    until: date | None = None

    @property
    def erased(self) -> bool:
        """Whether this is what is left of an erased child."""
        return False

    def turns(self, years: int) -> date | None:
        """The birthday on which the child turns so many years; None while none is known."""
        return birthday(self.dob, years) if self.dob else None


class Unnamed(Child, frozen=True, kw_only=True, omit_defaults=True):
    """What is left of an erased child: no name, no id and no date of birth.

    `turned` has, for each birthday that a figure turns on, the first counted day on or after it,
    which gives every counted event its age band; it is empty where no date of birth was known.
    """

    turned: dict[str, date] = {}

    @property
    def erased(self) -> bool:
        """Always."""
        return True

    def turns(self, years: int) -> date | None:
        """The first day counted on which the child had turned so many years."""
        return self.turned.get(str(years))


class ChildRecord(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Any record that belongs to a child, by the child's number."""

    child: int


class CareEpisode(ChildRecord, frozen=True, kw_only=True, omit_defaults=True):
    """One unbroken period of care under one responsible LA (RULES 1).

    `notified` is the local date that counts; `notified_at` the instant, where one was given.
    """

    table: ClassVar[str] = "episodes"

    entered_care: date
    uasc: bool = False
    legal_status: str = ""
    notified: date | None = None
    notified_at: datetime | None = None
    demographics: date | None = None
    part_a: date | None = None
    first_review: date | None = None
    left_care: date | None = None
    left_reason: str = ""


class Consent(ChildRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A consent given for an episode's assessments: by whom and for what (RULES 5)."""

    table: ClassVar[str] = "consents"

    episode: int
    received: date
    by: ConsentBy | None = None
    scope: str = ""
    judged_by: str = ""


class Placement(ChildRecord, frozen=True, kw_only=True, omit_defaults=True):
    """Where a child lives from a day on. `placed_in` is a locality or another area's name."""

    table: ClassVar[str] = "placements"

    since: date
    placed_in: str = ""
    placement_type: str = ""
    carer: str = ""
    carer_phone: str = ""
    address: str = ""
    do_not_disclose: bool = False


class Assessment(ChildRecord, frozen=True, kw_only=True, omit_defaults=True):
    """One assessment from request to report, with what went wrong on the way.

    `completed` is the day the child was seen, whoever saw them. `episode` is None for one that
    belongs to no care episode and is kept on the child. `no_capacity_on` is the day booking was
    first tried and no suitable free slot stood on or before the due date (RULES 7).
    """

    table: ClassVar[str] = "assessments"

    episode: int | None = None
    ref: str = ""
    kind: Kind
    requested: date | None = None
    completed: date | None = None
    carried_out_by: str = ""
    role: Role | None = None
    clinical_need: str = ""
    refused_on: date | None = None
    refused_by: RefusedBy | None = None
    not_taken_up_on: date | None = None
    uncontactable_on: date | None = None
    away_reason: Away | None = None
    clinic_cancelled_on: date | None = None
    placement_move_on: date | None = None
    no_capacity_on: date | None = None
    booking_tried_on: date | None = None
    report_sent: date | None = None
    quality_checked: date | None = None

    @property
    def dates(self) -> tuple[date, ...]:
        """Every date of the row, earliest first: the first places it in an episode."""
        found = (
            self.requested,
            self.completed,
            self.refused_on,
            self.not_taken_up_on,
            self.uncontactable_on,
            self.clinic_cancelled_on,
            self.placement_move_on,
            self.report_sent,
            self.quality_checked,
        )
        return tuple(sorted(day for day in found if day is not None))

    @property
    def elsewhere(self) -> bool:
        """Whether another area's team carries it out."""
        return self.carried_out_by not in ("", OWN_TEAM)


class Session(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A clinic session, cut into equal slots; or, with a `place`, a nurse's visit of one slot.

    `start` is local wall time. `kept_for` are the purposes its slots are kept for until
    `released_days` before it (None: the service's `protected_release`).
    """

    table: ClassVar[str] = "sessions"

    day: date
    start: time
    slots: int
    minutes: int
    locality: str
    venue: str
    clinician: str
    role: Role
    purposes: tuple[Kind, ...]
    kept_for: tuple[Kind, ...] = ()
    released_days: int | None = None
    closed_on: date | None = None
    place: Place | None = None


class Booking(ChildRecord, frozen=True, kw_only=True, omit_defaults=True):
    """One child in one slot. `index` counts the session's slots from 0.

    `reason` answers for a breach of the due date, `early_reason` for an RHA more than three
    months early, `clinical_need` for an RHA with a doctor, `hours_reason` for a visit at an
    unusual time. `ended_on` is the day seen
    for `attended`, the appointment's for `not_brought`, and for the rest the day it was cancelled
    or moved.
    """

    table: ClassVar[str] = "bookings"

    assessment: int
    session: int
    index: int
    kind: Kind
    day: date
    booked_at: datetime
    booked_by: int = 0
    reason: str = ""
    early_reason: str = ""
    clinical_need: str = ""
    hours_reason: str = ""
    ending: Ending | None = None
    ended_on: date | None = None
    ended_at: datetime | None = None
    moved_from: int | None = None

    @property
    def occupies(self) -> bool:
        """Whether it uses its slot up (RULES 6)."""
        return self.ending in (None, Ending.ATTENDED, Ending.NOT_BROUGHT)


class Refusal(ChildRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A refusal of one offer, recorded by staff. It never completes anything (RULES 1, 3)."""

    table: ClassVar[str] = "refusals"

    assessment: int
    on: date
    recorded_at: datetime
    by: RefusedBy = RefusedBy.YOUNG_PERSON
    accepted_on: date | None = None
    reoffer_on: date | None = None


class Questionnaire(ChildRecord, frozen=True, kw_only=True, omit_defaults=True):
    """What a young person answered about a refusal, and what staff noted with it.

    `answers` are by the ids of `clanbook.questionnaire`; `asked_by` is the member of staff. It is
    no part of a case: the desk reads it for those who may see it, and for nobody else.
    """

    table: ClassVar[str] = "questionnaires"

    refusal: int
    asked_on: date
    asked_by: int
    answers: dict[str, str | list[str]] = {}


class Contact(ChildRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A try to reach somebody about an assessment."""

    table: ClassVar[str] = "contacts"

    assessment: int
    on: date
    reached: bool
    whom: str = ""
    how: str = ""
    note: str = ""


class Explanation(ChildRecord, frozen=True, kw_only=True, omit_defaults=True):
    """The primary reason staff recorded for a missed assessment, with their note (RULES 7).

    `due` and `kind` say which requirement of the episode it explains.
    """

    table: ClassVar[str] = "explanations"

    episode: int
    kind: Kind
    due: date
    reason: str
    note: str


class SDQ(ChildRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A Strengths and Difficulties Questionnaire: a score of 0-40, or the reason for none."""

    table: ClassVar[str] = "sdqs"

    completed: date | None = None
    score: int | None = None
    reason: SDQReason | None = None


class HealthFact(ChildRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A dated yes or no about a child's health, for the OC2."""

    table: ClassVar[str] = "health"

    day: date
    item: HealthItem
    value: bool


class Known(msgspec.Struct, frozen=True, array_like=True):
    """A record of an erased child as an entry left it, unnamed; None where it was removed."""

    seq: int
    table: str
    id: int
    document: dict[str, Any] | None


class Remainder(ChildRecord, frozen=True, kw_only=True, omit_defaults=True):
    """What the figures need of an erased child, as it was known after each entry.

    `child` is a number of its own, `REMAINS` above the erased child's: what is left has its own
    key. `of_la` is the LA, `reason` why the child was erased, in the manager's words.
    """

    table: ClassVar[str] = "remainders"

    of_la: str
    erased_on: date
    reason: str
    known: tuple[Known, ...] = ()

    @property
    def erased(self) -> int:
        """The number of the child that was erased."""
        return self.child - REMAINS


class Staff(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A member of staff; `os_user` links them to an operating-system account."""

    table: ClassVar[str] = "staff"

    name: str
    role: StaffRole
    os_user: str = ""
    disabled_on: date | None = None


CHILD_TABLES: tuple[type[ChildRecord], ...] = (
    CareEpisode,
    Consent,
    Placement,
    Assessment,
    Booking,
    Refusal,
    Contact,
    Explanation,
    SDQ,
    HealthFact,
)
"""Every table of records that make up a child's case: all but the questionnaires."""
