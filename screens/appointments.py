"""The words for appointments: of what kind, and how they ended, short enough for a column."""

from clanbook.records import Ending, Kind

SHORT_KINDS: dict[Kind, str] = {Kind.IHA: "IHA", Kind.RHA: "RHA", Kind.ADOPTION: "adoption"}
"""The kinds where `adoption medical` is too long."""

ENDED: dict[Ending, str] = {
    Ending.ATTENDED: "attended",
    Ending.NOT_BROUGHT: "not brought",
    Ending.CANCELLED_BY_CARER: "carer canc.",
    Ending.CANCELLED_BY_YOUNG_PERSON: "y.p. canc.",
    Ending.CANCELLED_BY_CLINIC: "clinic canc.",
    Ending.MOVED: "moved",
}
"""How an appointment went."""
