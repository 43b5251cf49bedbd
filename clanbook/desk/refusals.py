"""What follows a refusal: its questionnaire, who may read it, and an offer accepted after all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clanbook import booking as rules
from clanbook import pathway, questionnaire
from clanbook.caseload import Case
from clanbook.dates import shown
from clanbook.desk.access import act
from clanbook.desk.answers import may_see
from clanbook.desk.assessments import put_refusal
from clanbook.desk.desk import Desk
from clanbook.desk.errors import Overtaken, Refused, Unknown
from clanbook.questionnaire import Answers, AnswersRefused, Part
from clanbook.records import Assessment, Kind, Questionnaire, Refusal, RefusedBy, StaffRole


@dataclass(frozen=True)
class Answered:
    """A questionnaire as whoever asks may see it.

    Where `withheld`, the young person lets only the one who asked see the answers: what is left
    are staff's own notes.
    """

    refusal: Refusal
    asked_on: date
    asked_by: int
    answers: Answers
    withheld: bool
    version: int


@act("refuse_and_answer", StaffRole.NURSE)
def refuse_and_answer(
    desk: Desk,
    child: int,
    kind: Kind,
    on: date,
    answers: Mapping[str, Any],
    reoffer_on: date | None = None,
) -> Refusal:
    """The young person refused and answered the questionnaire: one act, kept or undone together.

    As `clanbook.desk.assessments.refuse`, then `answer`. A next offer date among the answers
    becomes the refusal's.
    """
    kept = _read(answers)
    offer = questionnaire.next_offer(kept) or reoffer_on
    with desk.transaction("refuse_and_answer") as keeper:
        made = put_refusal(desk, keeper, child, kind, on, RefusedBy.YOUNG_PERSON, offer)
        asked = _to_replace(desk, made, 0)
        keeper.put(asked.but(answers=kept))
        return made


@act("answer_questionnaire", StaffRole.NURSE)
def answer(
    desk: Desk,
    refusal: int,
    answers: Mapping[str, Any],
    *,
    on: date | None = None,
    version: int = 0,
) -> Questionnaire:
    """Keep the answers to a refusal's questionnaire; the refusal itself stands as it did.

    The ids and choices are `clanbook.questionnaire`'s, and every answer may be left out. A next
    offer date becomes the refusal's. `version` is that of the answers they replace, as read (0:
    there were none): Overtaken where somebody answered since.
    """
    day = on or desk.today
    if day > desk.today:
        raise Refused(f"{shown(day)} is still to come: nobody can have answered then.")
    kept = _read(answers)
    with desk.transaction("answer_questionnaire") as keeper:
        refused = _refusal(desk, refusal)
        if refused.by is not RefusedBy.YOUNG_PERSON:
            raise Refused(
                "The questionnaire is for the young person's own refusal, not a parent's."
            )
        offer = questionnaire.next_offer(kept)
        if offer is not None and offer != refused.reoffer_on:
            keeper.put(refused.but(reoffer_on=offer))
        asked = _to_replace(desk, refused, version)
        return keeper.put(asked.but(asked_on=day, asked_by=desk.staff.id, answers=kept))


@act("read_questionnaire", StaffRole.NURSE)
def answered(desk: Desk, refusal: int) -> Answered | None:
    """The answers to a refusal's questionnaire, for those who may see them; None without one.

    Reading it is noted, without the answers (RULES 12).
    """
    refused = _refusal(desk, refusal)
    found = _standing(desk, refusal)
    if found is None:
        return None
    desk.store.note(desk.staff.id, "read_questionnaire", [refused.child])
    withheld = not may_see(desk, found)
    answers = questionnaire.of_part(found.answers, Part.STAFF) if withheld else found.answers
    return Answered(refused, found.asked_on, found.asked_by, answers, withheld, found.version)


@act("accept_offer", StaffRole.ADMIN)
def accept_offer(desk: Desk, child: int, kind: Kind, on: date) -> list[Refusal]:
    """Record that a new offer is accepted: every refusal of that assessment stands no more."""
    if on > desk.today:
        raise Refused(f"{shown(on)} is still to come: nothing can have been accepted then.")
    with desk.transaction("accept_offer") as keeper:
        case = keeper.case(child)
        rows = _offered(desk, case, kind)
        numbers = {row.id for row in rows}
        standing = [
            refusal
            for refusal in case.refusals
            if refusal.assessment in numbers and refusal.accepted_on is None
        ]
        if pathway.refusal_stands(case, rows) is None or not standing:
            raise Refused(_nothing_to_accept(case, rows, kind))
        latest = max(refusal.on for refusal in standing)
        if on < latest:
            raise Refused(f"The offer was refused on {shown(latest)}: it is accepted after that.")
        return [keeper.put(refusal.but(accepted_on=on)) for refusal in standing]


def standing_refusal(desk: Desk, child: int, kind: Kind) -> Refusal | None:
    """The last refusal of the child's open assessment that staff recorded and that stands."""
    case = desk.case(child)
    standing = pathway.recorded_refusals(case, _offered(desk, case, kind))
    return standing[-1] if standing else None


def refused_in_file(desk: Desk, child: int, kind: Kind) -> bool:
    """Whether what stands is a refusal that came in a file: only a new booking accepts the offer.

    As `accept_offer` has it, which takes those that staff recorded.
    """
    case = desk.case(child)
    rows = _offered(desk, case, kind)
    stands = pathway.refusal_stands(case, rows) is not None
    return stands and not pathway.recorded_refusals(case, rows)


def _read(answers: Mapping[str, Any]) -> dict[str, str | list[str]]:
    try:
        return questionnaire.read(answers)
    except AnswersRefused as error:
        raise Refused(str(error)) from error


def _refusal(desk: Desk, number: int) -> Refusal:
    document = desk.store.table(Refusal.table).get(doc_id=number)
    if document is None:
        raise Unknown(f"There is no refusal number {number}.")
    return Refusal.of(document)


def _standing(desk: Desk, refusal: int) -> Questionnaire | None:
    """The questionnaire of a refusal, whether or not the case is open."""
    desk.store.reach_subject(_refusal(desk, refusal).child)
    found = desk.store.table(Questionnaire.table).lookup(("refusal",), (refusal,))
    return Questionnaire.of(found[0]) if found else None


def _to_replace(desk: Desk, refused: Refusal, version: int) -> Questionnaire:
    """The questionnaire to put answers in: nobody replaces what they may not see, or have not."""
    standing = _standing(desk, refused.id)
    if standing is None:
        return Questionnaire(
            child=refused.child, refusal=refused.id, asked_on=desk.today, asked_by=desk.staff.id
        )
    if not may_see(desk, standing):
        raise Refused("These answers are only for the one who asked: nobody else changes them.")
    if standing.version != version:
        raise Overtaken("Somebody else kept answers to this refusal meanwhile: read them first.")
    return standing


def _offered(desk: Desk, case: Case, kind: Kind) -> list[Assessment]:
    """The assessments whose refusals stand in the way of the child's open one of that kind."""
    ask = rules.asking(case, kind, desk.service, desk.today)
    if isinstance(ask, rules.Refused):
        raise Refused(ask.sentence)
    if ask.requirement is not None:
        return pathway.assessments_behind(case, ask.requirement)
    return [ask.assessment] if ask.assessment else []


def _nothing_to_accept(case: Case, rows: list[Assessment], kind: Kind) -> str:
    if pathway.refusal_stands(case, rows) is None:
        return f"No refusal of the {kind} stands."
    return f"The refusal of the {kind} came in a file: a new booking accepts the offer."
