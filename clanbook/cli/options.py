"""Options and arguments that several commands have, each said once."""

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
"""The option of every command that lists or acts."""

# -- whom and what it is about -----------------------------------------------------------------

ChildId = Annotated[
    str,
    typer.Argument(help="LA/CHILD_ID; LA is its code, E-code or name.", metavar="LA/CHILD_ID"),
]
BookingId = Annotated[str, typer.Argument(help="The booking's id.", metavar="BOOKING_ID")]
OfKind = Annotated[str, typer.Option("--kind", help="iha, rha or adoption.")]
InLocality = Annotated[str, typer.Option("--locality", help="Only this locality.")]
OnDay = Annotated[str, typer.Option("--on", help="The day it happened; default today.")]

# -- a booking: what a visit is, and why at such a time ------------------------------------------

VisitStart = Annotated[
    str, typer.Option("--visit", help="YYYY-MM-DDTHH:MM: a nurse's visit, no session.")
]
VisitNurse = Annotated[str, typer.Option("--clinician", help="The visiting nurse.")]
NewNurse = Annotated[
    bool, typer.Option("--new-nurse", help="The visiting nurse is one not known here yet.")
]
VisitPlace = Annotated[str, typer.Option("--place", help="home, school, phone or video.")]
VisitMinutes = Annotated[int, typer.Option("--minutes", help="How long the visit takes.")]
WhyLate = Annotated[
    str, typer.Option("--reason", help="Why it is after the due date, where that is asked.")
]
WhyEarly = Annotated[
    str, typer.Option("--early-reason", help="Why a review is more than three months early.")
]
WhyDoctor = Annotated[str, typer.Option("--clinical-need", help="Why a doctor is to do a review.")]
WhyThen = Annotated[
    str,
    typer.Option("--hours-reason", help="Why a visit is out of hours, or on no working day."),
]

# -- a figure ----------------------------------------------------------------------------------

InQuarter = Annotated[str, typer.Option("--quarter", help="Such as 2018-19Q1.")]
AsAt = Annotated[
    str, typer.Option("--as-at", help="As it was known at the end of this day; default now.")
]
ByBasis = Annotated[
    str, typer.Option("--basis", help="due or entered; default as in the settings.")
]
