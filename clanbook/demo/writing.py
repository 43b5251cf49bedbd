"""A life as the rows that the team would have typed in, each on its day (CONTRACT, CSV files)."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from clanbook.dates import age
from clanbook.demo.chance import Chance, weekday_from
from clanbook.demo.lives import Life, Visit
from clanbook.demo.script import Entry
from clanbook.records import ConsentBy, HealthItem

TWICE_A_WEEK = (1, 4)
EVERY_WEEKDAY = (0, 1, 2, 3, 4)

Values = dict[str, Any]


class Writer:
    """Writes lives down as entries, none before the record began."""

    def __init__(
        self, chance: Chance, begun: date, typing_days: Collection[int] = TWICE_A_WEEK
    ) -> None:
        """Draw delays from `chance`; what happened before `begun` is entered on that day.

        Assessments, questionnaires and health facts are typed in on `typing_days` (Monday is 0).
        """
        self._chance = chance
        self._begun = begun
        self._typing_days = typing_days

    def entries(self, life: Life) -> Iterator[Entry]:
        """Everything there is to type in about a life."""
        yield from self._notification(life)
        for day, where in sorted(life.moves):
            yield self._moved(life, day, where)
        for number, visit in enumerate(life.visits, start=1):
            yield from self._visit(life, visit, number)
        for day in life.sdqs:
            yield self._questionnaire(life, day)
        for day, item, value in life.facts:
            yield self._fact(life, day, item, value)
        yield from self._leaving(life)

    def _entry(self, day: date, kind: str, values: Values) -> Entry:
        return Entry(max(weekday_from(day), self._begun), kind, values)

    def _typed(self, day: date, kind: str, values: Values) -> Entry:
        """An entry on the next typing day, or at once where the record had not begun."""
        while day.weekday() not in self._typing_days and day > self._begun:
            day += timedelta(1)
        return self._entry(day, kind, values)

    def _notification(self, life: Life) -> Iterator[Entry]:
        """The notification as it came, and the consent and papers where they came later."""
        told = life.notified or life.known_from or life.entered
        values = _child(life) | _placed(life)
        if life.notified is not None:
            values |= {"notified": life.notified, "notified_at": None}
        if life.consent is None:
            yield self._entry(told, "notifications", values)
            return
        papers = _papers(life, self._chance)
        arrived = max(day for day in papers.values() if isinstance(day, date))
        if max(arrived, self._begun) <= max(told, self._begun):
            yield self._entry(told, "notifications", values | papers)
            return
        yield self._entry(told, "notifications", values)
        yield self._entry(arrived, "notifications", _key(life) | papers)

    def _moved(self, life: Life, day: date, where: str) -> Entry:
        values = _whose(life) | {"from": day, "placed_in": where, "placement_type": "foster care"}
        if (day, where) == max(life.moves):
            values |= life.home
        return self._entry(day + timedelta(self._chance.randint(0, 3)), "placements", values)

    def _visit(self, life: Life, visit: Visit, number: int) -> Iterator[Entry]:
        """The request with its troubles as they happen; the outcome once the report is sent."""
        asked = _whose(life) | {
            "ref": f"{life.child_id}-{number}",
            "kind": visit.kind,
            "requested": visit.requested,
            "carried_out_by": visit.carried_out_by,
        }
        days = [day for day in visit.trouble.values() if isinstance(day, date)]
        if visit.booked:
            yield from self._booked(asked, visit)
            return
        if visit.trouble or visit.completed is None:
            happened = max(days, default=visit.requested + timedelta(21))
            yield self._typed(happened, "assessments", asked | visit.trouble)
        if visit.completed is not None:
            sent = visit.completed + timedelta(self._chance.randint(0, 2))
            yield self._typed(sent, "assessments", asked | _seen(visit, sent))

    def _booked(self, asked: Values, visit: Visit) -> Iterator[Entry]:
        """The request, and the report some days after; what is between is done at the desk."""
        yield self._typed(visit.requested, "assessments", asked)
        if visit.completed is not None and self._chance.sometimes(0.85):
            sent = visit.completed + timedelta(self._chance.randint(3, 9))
            yield self._typed(sent, "assessments", asked | {"report_sent": sent})

    def _fact(self, life: Life, day: date, item: HealthItem, value: bool) -> Entry:
        values = _whose(life) | {"date": day, "item": item, "value": value}
        return self._typed(day + timedelta(2), "health", values)

    def _questionnaire(self, life: Life, day: date) -> Entry:
        score = min(40, max(0, round(self._chance.gauss(14, 7))))
        values = _whose(life) | {"completed": day, "score": score}
        return self._typed(day + timedelta(self._chance.randint(0, 2)), "sdqs", values)

    def _leaving(self, life: Life) -> Iterator[Entry]:
        """The end of care, known some days after; all are closed by the last day of the script."""
        left = life.last_day
        if life.left is None and left == life.closed:
            return
        reason = life.left_reason or self._reason(life, left)
        known = min(left + timedelta(self._chance.randint(0, 3)), life.closed)
        values = _key(life) | {"left_care": left, "left_reason": reason}
        yield self._entry(known, "notifications", values)

    def _reason(self, life: Life, left: date) -> str:
        years = age(life.dob, left)
        if years >= 18:
            return "turned 18"
        if (left - life.entered).days > 300 and years < 5:
            return self._chance.choice(("adopted", "special guardianship order"))
        usual = {"returned home": 6, "special guardianship order": 2, "lives with relatives": 2}
        return self._chance.weighted(usual)


def _whose(life: Life) -> Values:
    return {"la": life.la, "child_id": life.child_id}


def _key(life: Life) -> Values:
    return _whose(life) | {"entered_care": life.entered}


def _child(life: Life) -> Values:
    """What is known of the child: without the cells that are empty."""
    person = life.person
    known: Values = {
        "forename": person.forename,
        "surname": person.surname,
        "dob": life.dob,
        "sex": person.sex,
        "ethnicity": person.ethnicity,
        "nhs_number": person.nhs_number,
        "legal_status": life.legal_status,
        "sibling_group": life.sibling_group,
        "language": life.language,
    }
    if life.uasc:
        known |= {"uasc": True, "dob_estimated": True, "interpreter": True}
    return _key(life) | {column: value for column, value in known.items() if value} | life.about


def _placed(life: Life) -> Values:
    if not life.placed_in:
        return {}
    placed = {"placed_in": life.placed_in, "placement_type": life.placement_type}
    return placed if life.moves else placed | life.home


def _papers(life: Life, chance: Chance) -> Values:
    """Demographics, consent and the social worker's part, on the days they came."""
    by = ConsentBy.LA if life.legal_status in ("C1", "C2", "E1") else ConsentBy.PARENT
    consent = life.consent
    if consent is None:
        return {}
    return {
        "demographics": consent,
        "consent": consent,
        "consent_by": by,
        "part_a": consent + timedelta(chance.choice((0, 0, 1, 3))),
    }


def _seen(visit: Visit, sent: date) -> Values:
    seen: Values = {"completed": visit.completed, "report_sent": sent}
    if visit.role is not None:
        seen["role"] = visit.role
    if visit.clinical_need:
        seen["clinical_need"] = visit.clinical_need
    return seen
