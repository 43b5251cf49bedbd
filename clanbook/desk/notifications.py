"""A new notification: who is known already, what it makes due, and logging it.

A form's answers are the columns of a notifications file (CONTRACT), typed or as text. They pass
through the import's own forms and rules, as one row. Whoever types them has chosen who is meant,
a child on record or a new one, and nobody else's record is touched: a child who returns gets a
new care episode on their own, and a new child no id or NHS number that is on record already.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from clanbook.caseload import Case
from clanbook.desk.access import act
from clanbook.desk.desk import Desk
from clanbook.desk.entering import childhood_over
from clanbook.desk.errors import Overtaken, Refused
from clanbook.desk.expected import Expected, expected
from clanbook.desk.lately import latest
from clanbook.desk.naming import named
from clanbook.desk.register import Sought, register_of
from clanbook.desk.trial import Trial
from clanbook.exchange.answers import Answers, Problem, as_row, column_of, sentence
from clanbook.exchange.columns import COLUMNS
from clanbook.exchange.forms import Context
from clanbook.exchange.merging import Effect, Keeper, RowRefused, merge
from clanbook.exchange.rows import Row
from clanbook.records import CareEpisode, Child, Consent, Placement, Record, StaffRole

LOG = "log_notification"
"""The act of logging a notification, as the journal names it."""

_KIND = "notifications"

_OF_NOTIFICATION = ("child", "episodes", "placements", "consents")
"""What of a case a notification can change."""


@dataclass(frozen=True)
class Likeness:
    """A child who may be the one notified, and why.

    `blocks` is what was typed of theirs that no new child can have: the column, empty for none.
    """

    desk: Desk = field(repr=False, compare=False)
    child: Child
    why: str
    blocks: str

    @cached_property
    def case(self) -> Case:
        """Everything kept about the child, read when it is first asked for."""
        return self.desk.case(self.child.id)


@dataclass(frozen=True)
class Logged:
    """A notification as logged: what it makes due, and whether it came too late (RULES 5)."""

    case: Case
    episode: CareEpisode
    effect: Effect
    due: date | None
    late: bool
    last_permitted: date
    words: str


@act("known", StaffRole.ADMIN)
def known(
    desk: Desk,
    *,
    surname: str = "",
    forename: str = "",
    dob: date | None = None,
    nhs_number: str = "",
    la: str = "",
    child_id: str = "",
    limit: int = 50,
) -> list[Likeness]:
    """Who may be the child typed so far, likeliest first, open and closed cases (RULES 5).

    By numbers, the sound of the name and the date of birth, open cases before closed ones that
    are as likely; cheap enough for every key. Whoever is shown for the first time today is noted
    as read.
    """
    digits = "".join(c for c in nhs_number if c.isdigit())
    sought = Sought(surname, forename, dob, digits, _la(desk, la), child_id.strip())
    likely = register_of(desk.store).search(sought)
    found = sorted(likely, key=lambda one: (one.rank, _closed(one.child, desk.today)))[:limit]
    _note(desk, [one.child.id for one in found])
    return [Likeness(desk, one.child, one.why, one.blocks) for one in found]


@act("namesakes", StaffRole.ADMIN)
def namesakes(desk: Desk, values: Answers) -> list[Child]:
    """Everybody on record of just the name and date of birth in the answers (RULES 5).

    They are noted as read, as `known` does.
    """
    surname, forename = (str(values.get(name) or "") for name in ("surname", "forename"))
    found = register_of(desk.store).namesakes(surname, forename, values.get("dob"))
    _note(desk, [child.id for child in found])
    return found


@act("check_notification", StaffRole.ADMIN)
def check(desk: Desk, values: Answers, *, child: int | None = None) -> list[Problem]:
    """What stands in the way of logging these answers: columns, each with one sentence.

    `child` is the number of the child on record whom they are about; None for a new child.
    """
    row, problems = as_row(_KIND, values, _context(desk))
    problems += _somebody_else(desk, row.values, child)
    problems += childhood_over(row.values, desk.today)
    if not problems:
        try:
            _tried(desk, row, child)
        except RowRefused as refusal:
            problems.append((column_of(_KIND, str(refusal)), sentence(str(refusal))))
    return problems


def refused_in(desk: Desk, column: str, value: Any) -> str | None:
    """Why a column can hold no such value, in a sentence, whatever else is said; None: it can."""
    _, problems = as_row(_KIND, {column: value}, _context(desk))
    return dict(problems).get(column)


@act("preview_notification", StaffRole.ADMIN)
def preview(desk: Desk, values: Answers, *, child: int | None = None) -> Expected | None:
    """What the answers so far would make due; None without an LA and a day of entry."""
    row, _ = as_row(_KIND, values, _context(desk))
    whole = {"child_id": ""} | row.values
    if "la" not in whole or "entered_care" not in whole:
        return None
    try:
        case = _tried(desk, Row(0, whole, ()), child)
    except RowRefused:
        return None
    return expected(case, _episode(case, whole), desk.service, desk.today)


@act(LOG, StaffRole.ADMIN)
def log(
    desk: Desk, values: Answers, *, child: int | None = None, read: Case | None = None
) -> Logged:
    """Log one notification in one transaction; Refused with every sentence of `check`.

    `child` is the number of the child on record whom it is about; None for a new child. `read` is
    their case as the answers were typed over it: Overtaken where somebody saved it since.
    """
    row, problems = as_row(_KIND, values, _context(desk))
    _refuse(problems + childhood_over(row.values, desk.today))
    with desk.transaction(LOG) as keeper:
        _refuse(_somebody_else(desk, row.values, child))
        if read is not None:
            _unless_newer(desk, read)
        row = _about(row, _standing(desk, child))
        try:
            effect = merge(_KIND, row, keeper)
        except RowRefused as refusal:
            raise Refused(sentence(str(refusal))) from refusal
        number = _merged(keeper, row).child.id
    case = desk.case(number)
    return _logged(desk, case, _episode(case, row.values), effect)


@act("previous_notification", StaffRole.ADMIN)
def previous(desk: Desk) -> dict[str, Any] | None:
    """The answers of the notification I logged last, as they stand now: to copy for a sibling."""
    entry = latest(desk, lambda found: found.act == LOG)
    if entry is None:
        return None
    child = next(op.subject for op in entry.ops if op.subject is not None)
    if desk.store.table(Child.table).get(doc_id=child) is None:
        return None
    case = desk.case(child)
    logged = {op.id for op in entry.ops if op.table == CareEpisode.table}
    episodes = [episode for episode in case.episodes if episode.id in logged] or case.episodes
    return answers(case, episodes[-1]) if episodes else None


def _unless_newer(desk: Desk, read: Case) -> None:
    """Refuse where anything that a notification could change is other than it was read."""
    now = desk.case(read.child.id)
    if any(getattr(now, name) != getattr(read, name) for name in _OF_NOTIFICATION):
        raise Overtaken("Somebody else saved this child's record meanwhile: look again.")


# -- who is meant ------------------------------------------------------------------------------


def _closed(child: Child, today: date) -> bool:
    return child.until is not None and child.until < today


def _la(desk: Desk, text: str) -> str:
    """An LA as children's records have it."""
    la = desk.service.la(text)
    return la.code if la else text.strip()


def _standing(desk: Desk, child: int | None) -> Child | None:
    """The child on record who is meant, brought in where their case was closed."""
    if child is None:
        return None
    desk.store.reach_subject(child)
    return desk.child(child)


def _about(row: Row, child: Child | None) -> Row:
    """The row under the LA and id that the child meant is kept under, as they were written."""
    if child is None:
        return row
    return Row(row.line, row.values | {"la": child.la, "child_id": child.child_id}, row.cells)


def not_theirs(desk: Desk, la: str, child_id: str, child: int | None) -> str:
    """Why this LA and id cannot be those of who is meant, in a sentence; empty where they can.

    `la` is as `Child.la`; `child` is the number of the child on record, None for a new one.
    """
    other = register_of(desk.store).with_id(la, child_id) if la and child_id else None
    if other is not None:
        said = f"{named(other)} has this id: open that child, or correct the id."
        return "" if other.id == child else said
    return _kept_id(desk, child) if child is not None and la and child_id else ""


def _kept_id(desk: Desk, child: int) -> str:
    """What to say to an LA and id that are nobody's, where a child on record is meant."""
    document = desk.store.table(Child.table).get(doc_id=child)
    if document is None:
        return "This child is no longer on record: begin another notification."
    who = named(Child.of(document))
    return f"This is about {who}, whose LA and id stay: put them back, or begin another."


def _somebody_else(desk: Desk, values: Mapping[str, Any], child: int | None) -> list[Problem]:
    """What says that the answers mix up two children: a number, or an id, is another's."""
    problems = [
        ("nhs_number", f"{named(other)} has this NHS number: open that child, or correct it.")
        for other in register_of(desk.store).with_nhs_number(values.get("nhs_number") or "")
        if other.id != child
    ]
    if said := not_theirs(desk, values.get("la", ""), values.get("child_id", ""), child):
        problems.append(("child_id", said))
    return problems


_SHOWN: WeakKeyDictionary[Desk, set[tuple[date, int]]] = WeakKeyDictionary()


def _note(desk: Desk, children: Iterable[int]) -> None:
    """Note as read whoever this desk shows for the first time today: not again at every key."""
    shown = _SHOWN.setdefault(desk, set())
    new = [(desk.today, child) for child in children if (desk.today, child) not in shown]
    if new:
        shown.update(new)
        desk.store.note(desk.staff.id, "known", sorted(child for _, child in new))


# -- what it comes to --------------------------------------------------------------------------


def _context(desk: Desk) -> Context:
    return Context(desk.service, desk.today)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise Refused(" ".join(f"{column}: {said}" for column, said in problems))


def _tried(desk: Desk, row: Row, number: int | None) -> Case:
    """The case as the row would make it, with nothing kept."""
    child = _standing(desk, number)
    trial, mine = Trial(desk, child), _about(row, child)
    merge(_KIND, mine, trial)
    return _merged(trial, mine)


def _merged(keeper: Keeper, row: Row) -> Case:
    """The case as the keeper has it, once the row was merged."""
    case = keeper.case_of(row.values["la"], row.values["child_id"])
    if case is None:
        raise AssertionError("a notification that was merged has a case")
    return case


def _episode(case: Case, values: Mapping[str, Any]) -> CareEpisode:
    return next(e for e in case.episodes if e.entered_care == values["entered_care"])


def _logged(desk: Desk, case: Case, episode: CareEpisode, effect: Effect) -> Logged:
    """(law) A notice that never came is late, whenever it comes."""
    found = expected(case, episode, desk.service, desk.today)
    late = found.late is not False
    return Logged(case, episode, effect, found.due, late, found.last_permitted, found.words)


def answers(case: Case, episode: CareEpisode) -> dict[str, Any]:
    """A care episode's notification as answers, with typed values, without what is not known."""
    consents = case.consents_of(episode)
    records: dict[type[Record], Record | None] = {
        Child: case.child,
        CareEpisode: episode,
        Placement: next((p for p in case.placements if p.since == episode.entered_care), None),
        Consent: consents[0] if consents else None,
    }
    kept: dict[str, Any] = {"la": case.child.la, "child_id": case.child.child_id}
    for column in COLUMNS[_KIND]:
        record = records.get(column.sets) if column.sets else None
        value = getattr(record, column.field or column.name, None)
        if value not in (None, ""):
            kept[column.name] = value
    return kept
