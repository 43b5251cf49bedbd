"""Commands about figures: the board report, and the children behind one figure of it."""

from typing import Annotated

import typer

from clanbook.cli.entry import desk_of, typed_day
from clanbook.cli.options import AsAt, AsJson, ByBasis, InQuarter
from clanbook.cli.output import (
    USUAL_WIDTH,
    Misused,
    report_width,
    say,
    show,
    show_json,
    show_table,
    write,
)
from clanbook.dates import Quarter, shown
from clanbook.desk.desk import Desk
from clanbook.desk.remainders import ERASED
from clanbook.figures import Basis, Member, Report, UnknownFigureError
from clanbook.reports.text import child_name

LEAST_TREND, MOST_TREND = 3, 80
BASES: dict[str, Basis] = {"due": "due", "entered": "entered"}


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("export")(export)
    app.command("explain")(explain)


def export(
    context: typer.Context,
    quarter: InQuarter,
    form: Annotated[str, typer.Option("--format", help="table, csv, md or json.")] = "table",
    output: Annotated[str, typer.Option("-o", "--output", help="A file instead of stdout.")] = "",
    chart: Annotated[
        list[str] | None, typer.Option("--chart", help="Only this chart; may be repeated.")
    ] = None,
    as_at: AsAt = "",
    basis: ByBasis = "",
    quarters: Annotated[
        int, typer.Option("--quarters", help="How many quarters the trend shows.")
    ] = LEAST_TREND,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Print the board report of a quarter."""
    from clanbook.reports import FORMATS, render

    form = "json" if as_json else form
    if form not in FORMATS:
        raise Misused(f"--format: {form!r} is not one of {', '.join(FORMATS)}.")
    if not LEAST_TREND <= quarters <= MOST_TREND:
        raise Misused(f"--quarters: the trend shows {LEAST_TREND} to {MOST_TREND} quarters.")
    with desk_of(context) as desk:
        report = _report(desk, quarter, as_at, basis, quarters)
    try:
        text = render(report.only(chart or []), form, USUAL_WIDTH if output else report_width())
    except UnknownFigureError as error:
        raise Misused(f"--chart: {error}") from error
    if output:
        write(output, text + "\n")
        say(f"Wrote {output}.")
    else:
        show(text)


def explain(
    context: typer.Context,
    quarter: InQuarter,
    figure: Annotated[str, typer.Option("--figure", help="chart.figure, such as iha.on_time.")],
    la: Annotated[str, typer.Option("--la", help="Only this LA; default all.")] = "",
    as_at: AsAt = "",
    basis: ByBasis = "",
    as_json: AsJson = False,
) -> None:
    """List the children behind one figure, each with the rule and dates that put it there."""
    from clanbook.desk.reading import behind, row_of

    with desk_of(context, "explain") as desk:
        report = _report(desk, quarter, as_at, basis, LEAST_TREND)
        try:
            members = behind(desk, report, figure, la)
        except UnknownFigureError as error:
            raise Misused(str(error)) from error
        counted = len(report.members(figure, row_of(desk, la)))
        gone = desk.store.erased(m.child for m in members)
        names = {m.child: ERASED if m.child in gone else _name(desk, m.child) for m in members}
    if as_json:
        show_json([_as_json(m) for m in members])
        return
    rows = [(m.la, m.child_id, names[m.child], m.why) for m in members]
    show_table(("LA", "Child", "Name", "Why"), rows)
    say(f"{counted} behind {figure}{f' of {la}' if la else ''} in {report.quarter.label}.")
    if hidden := counted - len(rows):
        say(f"{hidden} not named: only who asked may see the answers.")


def _report(desk: Desk, quarter: str, as_at: str, basis: str, trend: int) -> Report:
    """The report asked for."""
    from clanbook.desk.reading import board_report

    if basis not in ("", *BASES):
        raise Misused(f"--basis: {basis!r} is not due or entered.")
    try:
        asked = Quarter.parse(quarter)
    except ValueError as error:
        raise Misused(f"--quarter: {error}") from error
    day = typed_day(as_at, "--as-at", desk) if as_at else None
    report = board_report(desk, asked, as_at=day, basis=BASES.get(basis), trend=trend)
    if asked.start > report.as_at:
        begins, known = shown(asked.start), shown(report.as_at)
        say(f"{asked.label} begins on {begins}: what it counts is yet to come on {known}.")
    return report


def _as_json(member: Member) -> dict[str, object]:
    seen = member.requirement.seen if member.requirement else None
    return {
        "la": member.la,
        "child_id": member.child_id,
        "due": member.requirement.due.isoformat() if member.requirement else None,
        "seen": seen.isoformat() if seen else None,
        "state": member.requirement.state if member.requirement else None,
        "why": member.why,
    }


def _name(desk: Desk, child: int) -> str:
    known = desk.case(child).child
    return child_name(known.surname, known.forename)
