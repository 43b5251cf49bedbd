"""The command that takes back one's own acts."""

from typing import TYPE_CHECKING, Annotated

import typer

from clanbook.cli.caseload import offering
from clanbook.cli.entry import desk_of
from clanbook.cli.options import AsJson
from clanbook.cli.output import Misused, say, show, show_json

if TYPE_CHECKING:
    from clanbook.desk.undoing import Undoable

_NUMBER = typer.Argument(help="One of your acts, by its number in --list.", metavar="[NUMBER]")
_REDO = typer.Option("--redo", help="Do again what you undid last; again, the undo before.")
_LIST = typer.Option("--list", help="Only list your acts that stand, latest first.")


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("undo")(undo)


def undo(
    context: typer.Context,
    number: Annotated[str, _NUMBER] = "",
    redo: Annotated[bool, _REDO] = False,
    listed: Annotated[bool, _LIST] = False,
    as_json: AsJson = False,
) -> None:
    """Take back your last act, unless something stands on it; again, the act before.

    Your acts of the last 7 days can be taken back. The journal keeps both, act and undoing.
    """
    from clanbook.desk import undoing

    wanted = _entry(number)
    if sum((wanted is not None, redo, listed)) > 1:
        raise Misused("Give one of NUMBER, --redo and --list.")
    with desk_of(context) as desk, offering(as_json):
        if listed:
            _show_acts(list(undoing.standing(desk)), as_json)
            return
        done = undoing.redo(desk) if redo else undoing.undo(desk, wanted)
        if as_json:
            show_json({"done": done})
        else:
            say(done)


def _entry(number: str) -> int | None:
    if number and not number.isdecimal():
        raise Misused(f"{number!r} is not the number of an act: clanbook undo --list shows those.")
    return int(number) if number else None


def _show_acts(acts: "list[Undoable]", as_json: bool) -> None:
    """My acts that stand, with the numbers to take them back by."""
    if as_json:
        show_json([_as_json(one) for one in acts])
        return
    for one in acts:
        stuck = f" It stays: {one.in_the_way}" if one.in_the_way else ""
        show(f"{one.entry}  {one.what}, {one.when}.{stuck}")
    if not acts:
        say("You did nothing in the last 7 days that could be undone.")


def _as_json(one: "Undoable") -> dict[str, object]:
    return {
        "number": one.entry,
        "at": one.at.isoformat(),
        "what": one.what,
        "in_the_way": one.in_the_way,
    }
