"""What a record says happened, in the words of the field: one line for each dated fact."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from clanbook import pathway
from clanbook.booking import KIND_NAMES, reasons_of
from clanbook.booking.sessions import session_name
from clanbook.dates import local_date, shown
from clanbook.desk.words import first_up
from clanbook.records import (
    SDQ,
    Assessment,
    Booking,
    CareEpisode,
    Consent,
    ConsentBy,
    Contact,
    Ending,
    Explanation,
    HealthFact,
    Placement,
    Questionnaire,
    Record,
    Refusal,
    Session,
)
from clanbook.settings import Service


class Happening(NamedTuple):
    """One fact: its instant where one is known, its day where one is, and what it was.

    `over` is a word for what ended it since, such as `Cancelled`; empty while it holds.
    """

    what: str
    day: date | None = None
    at: datetime | None = None
    over: str = ""

    @property
    def fact(self) -> tuple[str, date | None, datetime | None]:
        """What happened, whatever became of it."""
        return self.what, self.day, self.at


@dataclass(frozen=True)
class Setting:
    """What is needed to put records into words: the child's assessments, clinics, and rules."""

    la: str
    service: Service
    assessments: dict[int, Assessment]
    session: Callable[[int], Session | None]

    def kind(self, assessment: int) -> str:
        """What an assessment is called: `IHA`, `adoption medical`."""
        found = self.assessments.get(assessment)
        return KIND_NAMES[found.kind] if found else "assessment"


Facts = dict[str, Happening]
"""The facts of one record by what they are about."""


def happenings(record: Record, setting: Setting) -> Facts:
    """Everything that the record says happened."""
    tell: Callable[[Any, Setting], Facts] | None = _TOLD.get(type(record))
    return {} if tell is None else tell(record, setting)


def _dated(*facts: tuple[str, date | None, str]) -> Facts:
    """Those of the facts that have a day."""
    return {key: Happening(what, day) for key, day, what in facts if day is not None}


def _episode(episode: CareEpisode, setting: Setting) -> Facts:
    entered = "Came into care" + (", unaccompanied asylum-seeking" if episode.uasc else "")
    entered += f" ({episode.legal_status})" if episode.legal_status else ""
    left = "Left care" + (f": {episode.left_reason}" if episode.left_reason else "")
    facts = _dated(("entered", episode.entered_care, entered))
    if episode.notified is not None:
        words = _notified(episode, setting)
        facts["notified"] = Happening(words, episode.notified, episode.notified_at)
    return facts | _dated(
        ("demographics", episode.demographics, "Demographics received"),
        ("part_a", episode.part_a, "Part A received"),
        ("first_review", episode.first_review, "First review"),
        ("left", episode.left_care, left),
    )


def _notified(episode: CareEpisode, setting: Setting) -> str:
    rules, calendar = setting.service.rules_for(setting.la), setting.service.calendar()
    if not pathway.notified_late(episode, rules, calendar):
        return "Notified, in time"
    last = pathway.last_permitted_notice(episode, rules, calendar)
    return f"Notified, late: the last permitted day was {shown(last)}"


_CONSENTING = {
    ConsentBy.YOUNG_PERSON: "the young person",
    ConsentBy.PARENT: "a parent",
    ConsentBy.LA: "the LA",
    ConsentBy.COURT: "the court",
    ConsentBy.CARER: "the carer",
}


def _consent(consent: Consent, _: Setting) -> Facts:
    by = f" from {_CONSENTING[consent.by]}" if consent.by else ""
    judged = f", judged competent by {consent.judged_by}" if consent.judged_by else ""
    scope = f" for {consent.scope}" if consent.scope else ""
    return _dated(("received", consent.received, f"Consent{by}{judged}{scope}"))


def _placement(placement: Placement, _: Setting) -> Facts:
    kind = f": {placement.placement_type}" if placement.placement_type else ""
    where = placement.placed_in or "an area not known"
    return _dated(("since", placement.since, f"Placed in {where}{kind}"))


def _assessment(row: Assessment, _: Setting) -> Facts:
    kind = KIND_NAMES[row.kind]
    refused_by = _words(row.refused_by) if row.refused_by else "young person"
    facts = _dated(
        ("requested", row.requested, f"{first_up(kind)} requested"),
        ("completed", row.completed, f"Seen for the {kind}{_seen_by(row)}"),
        ("refused", row.refused_on, f"{first_up(kind)} refused by the {refused_by}"),
        ("not_taken_up", row.not_taken_up_on, f"Appointment for the {kind} not taken up"),
        ("uncontactable", row.uncontactable_on, f"Carer not reached about the {kind}"),
        ("cancelled", row.clinic_cancelled_on, f"{first_up(kind)} cancelled by the clinic"),
        ("moved", row.placement_move_on, f"Placement move in the way of the {kind}"),
        ("no_capacity", row.no_capacity_on, f"No slot in time for the {kind}"),
        ("report", row.report_sent, f"Part C of the {kind} sent to the LA"),
        ("checked", row.quality_checked, f"Report of the {kind} quality-checked"),
    )
    if row.away_reason:
        facts["away"] = Happening(f"Could not be seen for the {kind}: {_words(row.away_reason)}")
    return facts


def _seen_by(row: Assessment) -> str:
    who = [row.carried_out_by if row.elsewhere else "", _words(row.role) if row.role else ""]
    need = f"clinical need: {row.clinical_need}" if row.clinical_need else ""
    said = ", ".join(part for part in (*who, need) if part)
    return f" ({said})" if said else ""


def _booking(booking: Booking, setting: Setting) -> Facts:
    session = setting.session(booking.session)
    where = session_name(session, booking.index) if session else shown(booking.day)
    kind = KIND_NAMES[booking.kind]
    verb = "moved to" if booking.moved_from else "booked for"
    why = "; ".join(reasons_of(booking).values())
    what = f"{first_up(kind)} {verb} {where}" + (f": {why}" if why else "")
    made, ending = booking.booked_at, booking.ending
    facts = {"booked": Happening(what, local_date(made), made, _over(ending))}
    if ending in _ENDED:
        facts["ended"] = Happening(f"{_ENDED[ending]}: {kind} of {where}", booking.ended_on)
    return facts


_ENDED = {
    Ending.ATTENDED: "Attended",
    Ending.NOT_BROUGHT: "Not brought",
    Ending.CANCELLED_BY_CARER: "Cancelled by the carer",
    Ending.CANCELLED_BY_YOUNG_PERSON: "Cancelled by the young person",
    Ending.CANCELLED_BY_CLINIC: "Cancelled by the clinic",
}


def _over(ending: Ending | None) -> str:
    """What became of a booking whose slot is free again."""
    if ending in (None, Ending.ATTENDED, Ending.NOT_BROUGHT):
        return ""
    return "Moved" if ending is Ending.MOVED else "Cancelled"


def _refusal(refusal: Refusal, setting: Setting) -> Facts:
    kind = setting.kind(refusal.assessment)
    refused = f"{first_up(kind)} refused by the {_words(refusal.by)}"
    over = "Accepted since" if refusal.accepted_on else ""
    accepted = ("accepted", refusal.accepted_on, f"Offer of the {kind} accepted after all")
    return {"refused": Happening(refused, refusal.on, over=over)} | _dated(accepted)


def _questionnaire(found: Questionnaire, _: Setting) -> Facts:
    """That there are answers, never which."""
    return _dated(("asked", found.asked_on, "Questionnaire on the refusal answered"))


def _contact(contact: Contact, setting: Setting) -> Facts:
    whom, how = contact.whom or "carer", f" by {contact.how}" if contact.how else ""
    verb = "reached" if contact.reached else "not reached"
    about = f"{first_up(whom)} {verb}{how} about the {setting.kind(contact.assessment)}"
    return _dated(("on", contact.on, about + (f": {contact.note}" if contact.note else "")))


def _explanation(found: Explanation, _: Setting) -> Facts:
    missed = f"{found.kind} due {shown(found.due)} missed: {_words(found.reason)} ({found.note})"
    return {"reason": Happening(missed)}


def _sdq(sdq: SDQ, _: Setting) -> Facts:
    said = f"score {sdq.score}" if sdq.score is not None else f"no score ({sdq.reason})"
    return {"sdq": Happening(f"SDQ: {said}", sdq.completed)}


def _health(fact: HealthFact, _: Setting) -> Facts:
    said = f"{first_up(_words(fact.item))}: {'yes' if fact.value else 'no'}"
    return _dated(("fact", fact.day, said))


_TOLD: dict[type[Record], Callable[[Any, Setting], Facts]] = {
    CareEpisode: _episode,
    Consent: _consent,
    Placement: _placement,
    Assessment: _assessment,
    Booking: _booking,
    Refusal: _refusal,
    Questionnaire: _questionnaire,
    Contact: _contact,
    Explanation: _explanation,
    SDQ: _sdq,
    HealthFact: _health,
}


def _words(value: str | None) -> str:
    return "" if value is None else value.replace("_", " ")
