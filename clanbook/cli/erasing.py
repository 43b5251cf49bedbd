"""Commands about erasing a child, and the list of those who were erased."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clanbook.cli.asking import agreed
from clanbook.cli.entry import case_of, desk_of
from clanbook.cli.options import AsJson, ChildId
from clanbook.cli.output import Exit, Left, Misused, NotPrinted, say, show, show_json
from clanbook.cli.stopping import begin_changing

if TYPE_CHECKING:
    from clanbook.desk.erasing import Erasure, Going

ERASED_LIST = "erased.jsonl"
"""What the list of erasures is called where it is kept beside the backups."""

_REASON = typer.Option("--reason", help="Why; it stays on record, so it must not name the child.")
_YES = typer.Option("--yes", help="Do not ask: for scripts.")
_SWEEP = typer.Option("--sweep", help="Only clear the files of what was erased before.")


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("erase")(erase)
    app.command("erased")(erased)


def erase(
    context: typer.Context,
    child: ChildId,
    reason: Annotated[str, _REASON] = "",
    yes: Annotated[bool, _YES] = False,
    as_json: AsJson = False,
) -> None:
    """Erase a child for good; the figures stay as they are, and name nobody.

    Prints the line of the list of erasures that a restored backup needs: keep it beside the
    backups, in erased.jsonl.
    """
    from clanbook.desk import erasing

    with desk_of(context, "erase") as desk:
        number = case_of(desk, child).child.id
        going = erasing.going(desk, number, reason)
        for sentence in going.sentences:
            say(sentence)
        if not yes:
            _ask(going)
        done = erasing.erase(desk, number, reason)
        begin_changing()
        say(f"Erased: it is child {number} in the audit now. Backups made before still hold them:")
        say(f"add this line to the {ERASED_LIST} beside the backups, and restore goes by it.")
        try:
            _show([done], as_json)
        except NotPrinted as error:
            error.advice = "clanbook erased prints the line again."
            raise
        finally:
            erasing.sweep(desk)


def erased(
    context: typer.Context,
    sweep: Annotated[bool, _SWEEP] = False,
    as_json: AsJson = False,
) -> None:
    """Print the list of erasures, which names nobody, to be kept beside the backups."""
    from clanbook.desk import erasing

    with desk_of(context) as desk:
        if sweep:
            erasing.sweep(desk)
            say("Nothing of what was erased is left in the store's files.")
            return
        found = erasing.erasures(desk)
    if as_json or found:
        _show(found, as_json, whole=True)
    else:
        say("Nobody was erased.")


def read_list(file: str) -> "list[Erasure]":
    """The list of erasures in a file: one JSON object a line."""
    import msgspec

    from clanbook.desk.erasing import Erasure

    try:
        lines = Path(file).read_bytes().splitlines()
    except OSError as error:
        raise Misused(f"{file} cannot be read: {error.strerror}.") from error
    found = []
    for number, line in enumerate(lines, start=1):
        try:
            if line.strip():
                found.append(msgspec.json.decode(line, type=Erasure))
        except msgspec.DecodeError as error:
            raise Misused(
                f"{file}, line {number}, is no line of the list that clanbook erased prints."
            ) from error
    return found


def _ask(going: "Going") -> None:
    """Ask at the terminal whether to go on; the default is no."""
    if not sys.stdin.isatty():
        raise Misused("Erasing asks first, and there is no terminal to ask on: add --yes.")
    if not agreed(f"Erase {going.child}? It cannot be undone. Type yes to go on:", "yes"):
        say("Nothing was erased.")
        raise Left(Exit.LOOK)


def _show(lines: "list[Erasure]", as_json: bool, *, whole: bool = False) -> None:
    """Print lines of the list; with --json as one document."""
    import msgspec

    if as_json:
        found = [msgspec.to_builtins(line) for line in lines]
        show_json(found if whole else found[0])
        return
    for line in lines:
        show(msgspec.json.encode(line).decode())
