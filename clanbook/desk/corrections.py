"""Correcting what is on record of a child's care episode, beside whoever else corrects it.

What was read is handed back on saving: where somebody saved other values meanwhile, nothing is
written and both values are told (RULES 6).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clanbook.caseload import Case
from clanbook.dates import LONDON, shown
from clanbook.desk.access import act
from clanbook.desk.desk import Desk
from clanbook.desk.entering import ENTRY, childhood_over
from clanbook.desk.entries import in_words
from clanbook.desk.errors import Overtaken, Refused, Unknown
from clanbook.desk.expected import Expected, expected
from clanbook.desk.naming import named
from clanbook.desk.onrecord import JUDGED_BY, PLACED_SINCE, OnRecord, as_read
from clanbook.desk.placing import new_day, placing_problems
from clanbook.desk.register import register_of
from clanbook.desk.staff import names_of_staff
from clanbook.desk.trial import Trial
from clanbook.desk.words import field_words
from clanbook.exchange.answers import Answers, Problem, as_row, column_of, sentence
from clanbook.exchange.columns import COLUMNS
from clanbook.exchange.forms import Context
from clanbook.exchange.merging import Keeper, RowRefused, correct_notification
from clanbook.records import ConsentBy, Record, StaffRole

CORRECT, PAPERS = "correct", "papers"
"""The acts of correcting a record and of recording papers, as the journal names them."""

CLEARED = "-"
"""What takes a value away, as in a file (CONTRACT)."""

_KIND = "notifications"
_KEY = ("la", "child_id", "entered_care")
_COLUMNS = tuple(column.name for column in COLUMNS[_KIND])
_BEHIND_PLACE = _COLUMNS.index("placed_in") + 1
_NAMES = (*_COLUMNS[:_BEHIND_PLACE], PLACED_SINCE, *_COLUMNS[_BEHIND_PLACE:], JUDGED_BY)


@dataclass(frozen=True)
class Correction:
    """One answer that saving would change: the column, and both values in words."""

    name: str
    before: str
    after: str

    def __str__(self) -> str:
        """As a sentence has it: `date of birth 01-Mar-2015 -> 01-Mar-2014`."""
        return f"{field_words(self.name)} {self.before} -> {self.after}"


class Newer(Overtaken):
    """Somebody saved other values since the record was read; `standing` is how it is now."""

    def __init__(self, sentence: str, standing: OnRecord) -> None:
        """Keep the sentence, with both values, and what stands."""
        super().__init__(sentence)
        self.standing = standing


def corrections(desk: Desk, read: OnRecord, values: Answers) -> list[Correction]:
    """What saving these values would change, in the order of the form."""
    changed = [n for n in _NAMES if n in values and values[n] != read.answers.get(n)]
    return [
        Correction(n, said(desk, n, read.answers.get(n)), said(desk, n, values[n])) for n in changed
    ]


def said(desk: Desk, name: str, value: object) -> str:
    """An answer in words."""
    return desk.service.name_of(str(value)) if name == "la" and value else in_words(value)


@act("check_correction", StaffRole.ADMIN)
def check(desk: Desk, read: OnRecord, values: Answers) -> list[Problem]:
    """What stands in the way of saving these values: columns, each with one sentence."""
    row, problems = _row(desk, read, values)
    problems += _somebody_else(desk, read, row)
    problems += _consent_problems(read, values)
    problems += _entry_problems(desk, read, values)
    problems += placing_problems(desk, read, values)
    if not problems:
        try:
            _tried(desk, read, row, values)
        except RowRefused as refusal:
            problems.append((column_of(_KIND, str(refusal)), sentence(str(refusal))))
    return problems


@act("preview_correction", StaffRole.ADMIN)
def preview(desk: Desk, read: OnRecord, values: Answers) -> Expected | None:
    """What the values would make due; None where they cannot be saved."""
    row, problems = _row(desk, read, values)
    if problems or placing_problems(desk, read, values):
        return None
    try:
        case = _tried(desk, read, row, values)
    except RowRefused:
        return None
    return expected(case, case.episode(read.episode.id), desk.service, desk.today)


@act(CORRECT, StaffRole.ADMIN)
def correct(desk: Desk, read: OnRecord, values: Answers) -> list[Correction]:
    """Save a record's values in place of those read, in one transaction; what that changed.

    `values` are by column; one that is None is taken away, one that is not given stays. Refused
    with every sentence of `check`; Newer where somebody saved others of these meanwhile.
    """
    return _save(desk, CORRECT, read, values)


@act(PAPERS, StaffRole.ADMIN)
def record_papers(desk: Desk, read: OnRecord, values: Answers) -> list[Correction]:
    """Save when health was told and what papers came (RULES 5), as `correct` does."""
    return _save(desk, PAPERS, read, values)


def _save(desk: Desk, name: str, read: OnRecord, values: Answers) -> list[Correction]:
    changed = corrections(desk, read, values)
    if not changed:
        raise Refused("Nothing was changed: there is nothing to save.")
    with desk.transaction(name) as keeper:
        standing = _unless_newer(desk, read, values)
        if problems := check(desk, standing, values):
            raise Refused(" ".join(f"{field_words(column)}: {said}" for column, said in problems))
        row, _ = _row(desk, standing, values)
        _put(keeper, standing, row, values)
    return changed


def _put(keeper: Keeper, standing: OnRecord, row: dict[str, Any], values: Answers) -> Case:
    """Keep the row, and who judged the young person; the case as it is then."""
    case = _merged(keeper, standing, row, values)
    consents = case.consents_of(standing.episode)
    judged = values.get(JUDGED_BY) or ""
    if JUDGED_BY in values and consents and consents[0].judged_by != judged:
        keeper.put(consents[0].but(judged_by=judged))
    return case


def _merged(keeper: Keeper, read: OnRecord, row: dict[str, Any], values: Answers) -> Case:
    """The case once the row is merged into what was read."""
    since = new_day(read, values)
    correct_notification(row, read.case, read.episode, read.placement, keeper, since)
    case = keeper.case_of(row["la"], row["child_id"])
    if case is None:
        raise AssertionError("a child whose record was corrected has a case")
    return case


# -- what was read, and what stands -------------------------------------------------------------


def _unless_newer(desk: Desk, read: OnRecord, values: Answers) -> OnRecord:
    """The record as it stands; Newer where others of the values were saved since it was read."""
    case = desk.case(read.case.child.id)
    episode = next((e for e in case.episodes if e.id == read.episode.id), None)
    if episode is None:
        raise Unknown("Somebody else has taken this care episode away meanwhile: look again.")
    standing = as_read(desk, case, episode)
    theirs = [n for n in values if standing.answers.get(n) != read.answers.get(n)]
    if theirs:
        told = "; ".join(
            f"{field_words(n)}: theirs {said(desk, n, standing.answers.get(n))}, "
            f"yours {said(desk, n, values[n])}"
            for n in theirs
        )
        raise Newer(f"{saver(desk, read.version, standing.records)} ({told}).", standing)
    return standing


def saver(desk: Desk, since: int, records: Sequence[Record]) -> str:
    """Who saved these last after the entry `since`, and when, without a full stop."""
    last = max(records, key=lambda record: record.version)
    if last.version <= since:
        return "Somebody else changed this record meanwhile"
    version = desk.store.history(last.table, last.id)[-1]
    names = names_of_staff(desk)
    at = version.at.astimezone(LONDON)
    who = names.get(version.by, "Somebody else")
    return f"{who} saved this record on {shown(at.date())} at {at:%H:%M}"


# -- what is wrong -----------------------------------------------------------------------------


def _row(desk: Desk, read: OnRecord, values: Answers) -> tuple[dict[str, Any], list[Problem]]:
    """The row of what is changed, with its key; and what is wrong with the rest."""
    cells = {name: values.get(name, read.answers.get(name)) for name in _KEY}
    for name, value in values.items():
        if name not in (*_KEY, JUDGED_BY, PLACED_SINCE) and value != read.answers.get(name):
            cells[name] = CLEARED if value is None else value
    row, problems = as_row(_KIND, cells, Context(desk.service, desk.today))
    return row.values, problems


def _somebody_else(desk: Desk, read: OnRecord, row: Mapping[str, Any]) -> list[Problem]:
    """Whose number or id it is already."""
    register, child = register_of(desk.store), read.case.child.id
    problems = [
        ("nhs_number", f"{named(other)} has this NHS number: correct it.")
        for other in register.with_nhs_number(row.get("nhs_number") or "")
        if other.id != child
    ]
    holder = (
        register.with_id(row["la"], row["child_id"]) if {"la", "child_id"} <= set(row) else None
    )
    if holder is not None and holder.id != child:
        problems.append(("child_id", f"{named(holder)} has this id: correct it."))
    return problems


def _consent_problems(read: OnRecord, values: Answers) -> list[Problem]:
    """A young person's consent says who judged them competent (RULES 5)."""
    names = ("consent", "consent_by", JUDGED_BY)
    if JUDGED_BY not in values or all(values.get(n) == read.answers.get(n) for n in names):
        return []
    consent, by, judged = (values.get(name) for name in names)
    if judged and not consent:
        return [("consent", "Say when consent was received, or clear who judged it.")]
    if consent and by is ConsentBy.YOUNG_PERSON and not judged:
        return [(JUDGED_BY, "Say who judged the young person competent.")]
    return []


def _entry_problems(desk: Desk, read: OnRecord, values: Answers) -> list[Problem]:
    """A day of entry of whom nobody is a child still, where that is what is changed."""
    entry = {name: values.get(name, read.answers.get(name)) for name in ENTRY}
    unchanged = all(entry[name] == read.answers.get(name) for name in ENTRY)
    return [] if unchanged else childhood_over(entry, desk.today)


def _tried(desk: Desk, read: OnRecord, row: dict[str, Any], values: Answers) -> Case:
    """The case as the row would make it, with nothing kept."""
    return _merged(Trial(desk, read.case.child), read, row, values)
