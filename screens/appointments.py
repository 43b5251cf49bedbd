"""The words for how an appointment stands, short enough for a column."""

from clanbook.records import Ending

ENDED: dict[Ending, str] = {
    Ending.ATTENDED: "attended",
    Ending.NOT_BROUGHT: "not brought",
    Ending.CANCELLED_BY_CARER: "carer canc.",
    Ending.CANCELLED_BY_YOUNG_PERSON: "y.p. canc.",
    Ending.CANCELLED_BY_CLINIC: "clinic canc.",
    Ending.MOVED: "moved",
}
