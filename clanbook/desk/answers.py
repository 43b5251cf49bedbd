"""What young people answered, for counting it; and who may see whose answers."""

from collections.abc import Iterator

from clanbook import questionnaire
from clanbook.desk.desk import Desk, Tables
from clanbook.questionnaire import Answers
from clanbook.records import Questionnaire


def answers_in(tables: Tables) -> dict[int, Answers]:
    """The answers kept in the tables by the number of the refusal: to be counted, not shown."""
    return {found.refusal: found.answers for found in _kept(tables)}


def withheld(desk: Desk) -> set[int]:
    """The children who let only somebody else see their answers, the one who asked them."""
    return {found.child for found in _kept(desk.store) if not may_see(desk, found)}


def may_see(desk: Desk, found: Questionnaire) -> bool:
    """Whether the young person lets whoever asks see the answers."""
    return found.asked_by == desk.staff.id or not questionnaire.only_for_asker(found.answers)


def _kept(tables: Tables) -> Iterator[Questionnaire]:
    return map(Questionnaire.of, tables.table(Questionnaire.table).all())
