"""What to ask before a notification is logged: what is easily done unawares."""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from clanbook.dates import in_days
from clanbook.desk import Desk
from clanbook.desk.corrections import CLEARED
from clanbook.desk.notifications import namesakes
from clanbook.records import Child
from screens import shown
from screens.consenting import own_consent_doubted
from screens.notification_standing import Standing

_WHO = ("la", "child_id", "surname", "forename", "dob")


class Doubt(NamedTuple):
    """The field that a no goes back to, and the question.

    `apart` is the number of a child on record who is said to be another by a yes; None for none.
    """

    field: str
    question: str
    apart: int | None = None


def doubts(
    desk: Desk, answers: dict[str, Any], standing: Standing | None, told_apart: Collection[int]
) -> Iterator[Doubt]:
    """What to ask of answers that can be logged, one after the other.

    `standing` is the child on record who is meant, None for a new one. `told_apart` are children
    by number who were said to be others already, each named in the question.
    """
    yield from _planned(desk, answers, standing)
    yield from _young(desk, answers, standing)
    if standing is None:
        yield from _namesake(desk, answers, told_apart)
    else:
        yield from _placed_anew(answers, standing)


def _planned(desk: Desk, answers: dict[str, Any], standing: Standing | None) -> Iterator[Doubt]:
    """Care begins on a day still to come that is not on record."""
    entered, known = answers["entered_care"], standing.answers if standing else {}
    if entered > desk.today and entered != known.get("entered_care"):
        when = f"{shown.weekday(entered)}, {in_days((entered - desk.today).days)}"
        yield Doubt("entered_care", f"Care begins {when}. Log it as planned?")


def _young(desk: Desk, answers: dict[str, Any], standing: Standing | None) -> Iterator[Doubt]:
    """A child under ten would have consented by themselves."""
    who = {n: answers[n] for n in _WHO if answers.get(n) not in (None, CLEARED)}
    child, known = Child(**who), standing.answers if standing else {}
    if (doubt := own_consent_doubted(child, answers, known, desk.today)) is not None:
        yield Doubt(*doubt)


def _namesake(desk: Desk, answers: dict[str, Any], told_apart: Collection[int]) -> Iterator[Doubt]:
    """A new child has the name and the birth date of one on record (RULES 5)."""
    known = next((c for c in namesakes(desk, answers) if c.id not in told_apart), None)
    if known is not None:
        who = shown.named_and_born(known, desk.today)
        whose = f"{desk.service.name_of(known.la)} {known.child_id}"
        question = f"{who}, is on record ({whose}). Log this as another child all the same?"
        yield Doubt("surname", question, apart=known.id)


def _placed_anew(answers: dict[str, Any], standing: Standing) -> Iterator[Doubt]:
    """A child in care would have come into care elsewhere than is on record."""
    known = standing.answers
    before, episode = known.get("placed_in"), standing.episode
    if episode is None or not before or answers.get("placed_in") == before:
        return
    if answers["entered_care"] == episode.entered_care:
        where = "Placed in is where care began: correct that?"
        yield Doubt("placed_in", f"{where} A move is recorded with Edit, on the child's page.")
