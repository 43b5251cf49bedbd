"""Commands about children and their appointments: what is due, what is free, what is booked."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from clanbook.caseload import OWN_SAY_AGE, Case
from clanbook.cli.entry import case_of, desk_of, typed_day
from clanbook.cli.options import (
    AsJson,
    BookingId,
    ChildId,
    InLocality,
    NewNurse,
    OfKind,
    OnDay,
    VisitMinutes,
    VisitNurse,
    VisitPlace,
    VisitStart,
    WhyDoctor,
    WhyEarly,
    WhyLate,
    WhyThen,
)
from clanbook.cli.output import (
    Exit,
    Left,
    Misused,
    say,
    show,
    show_json,
    show_table,
    terminal_width,
)
from clanbook.dates import shown
from clanbook.desk.desk import Desk
from clanbook.desk.errors import ReasonNeeded, Refused
from clanbook.records import ConsentBy, Ending, Kind, Place, RefusedBy

if TYPE_CHECKING:
    from clanbook.booking import Visit
    from clanbook.desk.bookings import Booked, Reasons

_REFUSED_BY = f"young_person or parent; needed under {OWN_SAY_AGE}, else the young person."

E = TypeVar("E", bound=StrEnum)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("due")(due)
    app.command("slots")(slots)
    app.command("request")(request)
    app.command("book")(book)
    app.command("move")(move)
    app.command("outcome")(outcome)
    app.command("refusal")(refusal)
    app.command("contact")(contact)


def due(
    context: typer.Context,
    within: Annotated[int | None, typer.Option("--within", help="Due within DAYS.")] = None,
    locality: InLocality = "",
    kind: OfKind = "",
    form: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",
    as_json: AsJson = False,
) -> None:
    """List what is due or overdue, soonest first, and what each child still lacks."""
    from clanbook.desk.reading import due_items
    from clanbook.reports.listings import due_list

    if form not in ("table", "csv", "json"):
        raise Misused(f"--format: {form!r} is not one of table, csv, json.")
    with desk_of(context, "due") as desk:
        wanted = _kind(kind) if kind else None
        items = due_items(desk, within=within, locality=_locality(desk, locality), kind=wanted)
        form = "json" if as_json else form
        show(due_list(items, desk.service, desk.today, form, terminal_width()))


def slots(
    context: typer.Context,
    kind: OfKind = "",
    locality: InLocality = "",
    first: Annotated[str, typer.Option("--from", help="From this day on; default today.")] = "",
    last: Annotated[str, typer.Option("--to", help="Up to this day.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the free slots, earliest first, with the ids that `book` takes."""
    from clanbook.desk.reading import free_slots
    from clanbook.reports.listings import SLOT_HEADINGS, slot_json, slot_row

    with desk_of(context, "slots") as desk:
        found = free_slots(
            desk,
            kind=_kind(kind) if kind else None,
            locality=_locality(desk, locality),
            first=typed_day(first, "--from", desk, prefer="future") if first else None,
            last=typed_day(last, "--to", desk, prefer="future") if last else None,
        )
    if as_json:
        show_json([slot_json(slot) for slot in found])
    elif found:
        show_table(SLOT_HEADINGS, [slot_row(slot) for slot in found])
    else:
        show("No free slots.")


def request(
    context: typer.Context,
    child: ChildId,
    kind: OfKind,
    on: OnDay = "",
    as_json: AsJson = False,
) -> None:
    """Record that an LA asked for an assessment: a review, an adoption medical, their own child."""
    from clanbook.desk.assessments import request as ask
    from clanbook.desk.assessments import uncounted

    with desk_of(context, "request") as desk, offering(as_json):
        case, day = case_of(desk, child), _day(desk, on, "--on")
        made = ask(desk, case.child.id, _kind(kind), day)
        said = f"Recorded: {made.kind} asked for on {shown(day)}."
        _tell_recorded(case, made.kind, day, said, as_json)
        if why := uncounted(desk, made):
            say(why)


def book(
    context: typer.Context,
    child: ChildId,
    slot: Annotated[str, typer.Argument(help="A slot id from `slots`.", metavar="SLOT_ID")] = "",
    kind: OfKind = "iha",
    visit: VisitStart = "",
    clinician: VisitNurse = "",
    new_nurse: NewNurse = False,
    place: VisitPlace = "home",
    minutes: VisitMinutes = 60,
    reason: WhyLate = "",
    early_reason: WhyEarly = "",
    clinical_need: WhyDoctor = "",
    hours_reason: WhyThen = "",
    as_json: AsJson = False,
) -> None:
    """Book the child's open assessment of that kind into a slot, or as a nurse's visit."""
    from clanbook.desk import bookings

    if bool(slot) == bool(visit):
        raise Misused("Give either a slot id (see: clanbook slots) or --visit, and not both.")
    given = _reasons(reason, early_reason, clinical_need, hours_reason)
    with desk_of(context, "book" if slot else "book_visit") as desk, offering(as_json):
        case = case_of(desk, child)
        if slot:
            made = bookings.book(desk, case.child.id, slot, _kind(kind), given)
        else:
            planned = _visit(visit, minutes, clinician, place)
            if _kind(kind) is not Kind.RHA:
                raise Refused("Only a review (--kind rha) can be booked as a nurse's visit.")
            made = bookings.book_visit(desk, case.child.id, planned, given, new_nurse=new_nurse)
        _show_booked(made, as_json)


def move(
    context: typer.Context,
    booking: BookingId,
    slot: Annotated[str, typer.Argument(help="The slot it moves to.", metavar="SLOT_ID")] = "",
    visit: VisitStart = "",
    clinician: VisitNurse = "",
    new_nurse: NewNurse = False,
    place: VisitPlace = "home",
    minutes: VisitMinutes = 60,
    reason: WhyLate = "",
    early_reason: WhyEarly = "",
    clinical_need: WhyDoctor = "",
    hours_reason: WhyThen = "",
    as_json: AsJson = False,
) -> None:
    """Move a booking to another slot, or a review to a visit; the chain of moves is kept."""
    from clanbook.desk import bookings

    if bool(slot) == bool(visit):
        raise Misused("Give either a slot id (see: clanbook slots) or --visit, and not both.")
    given = _reasons(reason, early_reason, clinical_need, hours_reason)
    with desk_of(context, "move" if slot else "move_visit") as desk, offering(as_json):
        if slot:
            made = bookings.move(desk, _booking(booking), slot, given)
        else:
            planned = _visit(visit, minutes, clinician, place)
            made = bookings.move_visit(desk, _booking(booking), planned, given, new_nurse=new_nurse)
        _show_booked(made, as_json)


def outcome(
    context: typer.Context,
    booking: BookingId,
    ending: Annotated[
        str,
        typer.Argument(
            help="attended, not_brought, cancelled_by_carer, cancelled_by_young_person or "
            "cancelled_by_clinic.",
            metavar="OUTCOME",
        ),
    ],
    on: Annotated[
        str,
        typer.Option("--on", help="The day seen (default the appointment's) or cancelled (today)."),
    ] = "",
    consent_by: Annotated[
        str,
        typer.Option("--consent-by", help="Who consents now, if nobody had: young_person, carer…"),
    ] = "",
    judged_by: Annotated[
        str, typer.Option("--judged-by", help="Who judged the young person competent.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Record how a booking ended."""
    from clanbook.desk.bookings import end_booking
    from clanbook.reports.listings import day_text

    endings = [end for end in Ending if end is not Ending.MOVED]
    if ending not in endings:
        raise Misused(f"OUTCOME: {ending!r} is not one of {', '.join(endings)}.")
    with desk_of(context, "outcome") as desk, offering(as_json):
        consenting = _one_of(ConsentBy, consent_by, "--consent-by") if consent_by else None
        ended = end_booking(
            desk,
            _booking(booking),
            Ending(ending),
            on=typed_day(on, "--on", desk) if on else None,
            consent_by=consenting,
            judged_by=judged_by,
        )
        if as_json:
            show_json({"booking": booking, "outcome": ended.ending, "on": str(ended.ended_on)})
        else:
            say(f"Recorded: {booking} {ending.replace('_', ' ')} on {day_text(ended.ended_on)}.")


def refusal(
    context: typer.Context,
    child: ChildId,
    kind: OfKind = "iha",
    by: Annotated[str, typer.Option("--by", help=_REFUSED_BY)] = "",
    on: OnDay = "",
    reoffer: Annotated[str, typer.Option("--reoffer", help="The day to offer it again.")] = "",
    as_json: AsJson = False,
) -> None:
    """Record the fact that an offer was refused; the assessment stays due."""
    from clanbook.desk.assessments import refuse

    with desk_of(context, "refuse") as desk, offering(as_json):
        case, day = case_of(desk, child), _day(desk, on, "--on")
        again = typed_day(reoffer, "--reoffer", desk, prefer="future") if reoffer else None
        refuser = _one_of(RefusedBy, by, "--by") if by else None
        refuse(desk, case.child.id, _kind(kind), day, refuser, again)
        said = "Recorded. The assessment stays due; offer it again."
        _tell_recorded(case, _kind(kind), day, said, as_json)


def contact(
    context: typer.Context,
    child: ChildId,
    kind: OfKind = "iha",
    failed: Annotated[bool, typer.Option("--failed", help="Nobody could be reached.")] = False,
    whom: Annotated[str, typer.Option("--whom", help="Carer, social worker, young person.")] = "",
    how: Annotated[str, typer.Option("--how", help="Call, letter, message.")] = "",
    on: OnDay = "",
    as_json: AsJson = False,
) -> None:
    """Record a try to reach somebody about an assessment."""
    from clanbook.desk.assessments import contact as reach

    with desk_of(context, "contact") as desk, offering(as_json):
        case, day = case_of(desk, child), _day(desk, on, "--on")
        reach(desk, case.child.id, _kind(kind), day, not failed, whom=whom, how=how)
        said = f"Recorded: {'nobody reached' if failed else 'reached'} on {shown(day)}."
        _tell_recorded(case, _kind(kind), day, said, as_json)


def _tell_recorded(case: Case, kind: Kind, day: date, said: str, as_json: bool) -> None:
    """Confirm what was recorded of a child's assessment."""
    if not as_json:
        say(said)
        return
    child = case.child
    show_json({"la": child.la, "child_id": child.child_id, "kind": kind, "on": str(day)})


def _show_booked(made: "Booked", as_json: bool) -> None:
    from clanbook.booking import booking_id
    from clanbook.reports.listings import booked_json, booked_sentence

    if as_json:
        show_json(booked_json(made))
    else:
        show(booking_id(made.booking.id))
        say(booked_sentence(made))


@contextmanager
def offering(as_json: bool) -> Iterator[None]:
    """Where a rule refuses a slot, say which others there are."""
    try:
        yield
    except Refused as refusal:
        if as_json:
            refused = f"{refusal}{_way_back(refusal)}"
            show_json({"refused": refused, "next": list(refusal.next_slots)})
            raise Left(Exit.REFUSED) from refusal
        if isinstance(refusal, ReasonNeeded):
            say(f"{refusal} Add {_option_for(refusal.question)} to the command.")
        else:
            say(f"{refusal}{_way_back(refusal)}")
        if refusal.next_slots:
            say(f"Next best: {', '.join(refusal.next_slots)}.")
        raise Left(Exit.REFUSED) from refusal


def _way_back(refusal: Refused) -> str:
    """The command that takes back what was in the way, where that was one's own act."""
    from clanbook.desk.ended import Ended

    if not isinstance(refusal, Ended) or refusal.entry is None:
        return ""
    return f" clanbook undo {refusal.entry} takes that back."


def _option_for(question: str) -> str:
    """Which option answers what a rule asks for."""
    from clanbook.booking import Question
    from clanbook.desk.bookings import CONSENT, JUDGED_BY, NEW_NURSE

    options: dict[str, str] = {
        Question.BREACH: "--reason",
        Question.EARLY: "--early-reason",
        Question.CLINICAL_NEED: "--clinical-need",
        Question.HOURS: "--hours-reason",
        CONSENT: "--consent-by",
        JUDGED_BY: "--judged-by",
        NEW_NURSE: "--new-nurse, for somebody new,",
    }
    return options[question]


def _reasons(breach: str, early: str, clinical_need: str, hours: str) -> "Reasons":
    from clanbook.booking import Question

    given = {
        Question.BREACH: breach,
        Question.EARLY: early,
        Question.CLINICAL_NEED: clinical_need,
        Question.HOURS: hours,
    }
    return {question: reason.strip() for question, reason in given.items() if reason.strip()}


def _kind(text: str) -> Kind:
    return _one_of(Kind, text.upper(), "--kind")


def _one_of(choices: type[E], text: str, option: str) -> E:
    try:
        return choices(text)
    except ValueError as error:
        words = ", ".join(choice.lower() for choice in choices)
        raise Misused(f"{option}: {text.lower()!r} is not one of {words}.") from error


def _locality(desk: Desk, text: str) -> str:
    """The locality meant, in any case; one the service does not have is a mistake."""
    if not text:
        return ""
    for locality in desk.service.localities:
        if locality.casefold() == text.strip().casefold():
            return locality
    known = ", ".join(desk.service.localities)
    raise Misused(f"--locality: {text!r} is not one of {known}.")


def _booking(text: str) -> int:
    from clanbook.booking import parse_booking_id

    try:
        return parse_booking_id(text)
    except ValueError as error:
        raise Misused(str(error)) from error


def _day(desk: Desk, text: str, option: str) -> date:
    return typed_day(text, option, desk) if text else desk.today


def _visit(start: str, minutes: int, nurse: str, place: str) -> "Visit":
    from clanbook.booking import Visit

    return Visit(_visit_start(start), minutes, nurse, _one_of(Place, place, "--place"))


def _visit_start(text: str) -> datetime:
    try:
        start = datetime.fromisoformat(text)
    except ValueError as error:
        raise Misused(f"--visit: {text!r} is not like 2026-05-04T10:00.") from error
    if start.tzinfo is not None or "T" not in text:
        raise Misused(f"--visit: write the local time as 2026-05-04T10:00, not {text!r}.")
    return start
