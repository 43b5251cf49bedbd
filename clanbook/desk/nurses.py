"""The nurses a service knows: those who hold sessions or make visits, and staff who are nurses."""

from collections.abc import Iterable
from datetime import date, timedelta
from difflib import SequenceMatcher

from clanbook.booking import same_clinician
from clanbook.desk.desk import Desk
from clanbook.desk.staff import everyone
from clanbook.likeness import names_alike
from clanbook.records import Role, StaffRole

LOOKED_BACK = timedelta(weeks=13)
"""How long after their last session or visit a nurse who is no member of staff is known."""

NEAREST = 3
"""How many names are offered for one that is not known."""


def known_nurses(desk: Desk) -> list[str]:
    """Their names, each once however it is spaced and in whatever case; one's own comes first."""
    own = [desk.staff.name] if desk.staff.role is StaffRole.NURSE else []
    staff = [m.name for m in everyone(desk) if m.role is StaffRole.NURSE and not m.disabled_on]
    held = (
        session.clinician
        for session in desk.sessions(desk.today - LOOKED_BACK, date.max)
        if session.role is Role.NURSE and session.closed_on is None
    )
    others = _once((*held, *staff))
    mine = {same_clinician(name) for name in own}
    return [*own, *sorted(name for name in others if same_clinician(name) not in mine)]


def nurse_named(text: str, known: Iterable[str]) -> str | None:
    """The known nurse of that name as it is written, without case and spacing; None for nobody."""
    wanted = same_clinician(text)
    return next((name for name in known if same_clinician(name) == wanted), None)


def not_known(text: str, known: Iterable[str]) -> str:
    """The sentence about a name that no nurse is known by, with those that are nearest."""
    wanted = same_clinician(text)

    def nearness(name: str) -> tuple[int, float]:
        return names_alike(text, name), SequenceMatcher(None, wanted, same_clinician(name)).ratio()

    near = sorted(known, key=nearness, reverse=True)[:NEAREST]
    return f"{text} is not known as a nurse here: the nearest are {', '.join(near)}."


def _once(names: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(same_clinician(name), name)
    return list(found.values())
