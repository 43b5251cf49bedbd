"""The words for appointments: of what kind, how they ended, and which one is to be cancelled."""

from clanbook.caseload import Case
from clanbook.desk import Desk
from clanbook.desk.openpoints import needless_since
from clanbook.records import Ending, Kind
from screens.acts import key_shown
from screens.keymap import Keys

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


def to_cancel(desk: Desk, keys: Keys, before: Case) -> str:
    """What is still booked and was needed in the case before, with the key that cancels it."""
    key = key_shown(keys["outcome"][-1])
    return " ".join(f"{booked}: {key} cancels it." for booked in needless_since(desk, before))
