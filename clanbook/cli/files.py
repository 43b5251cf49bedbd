"""Commands about files: a CSV file in, and what such a file looks like."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clanbook.cli.entry import desk_of
from clanbook.cli.output import AsJson, Exit, Misused, leave, say, show, show_json, write
from clanbook.desk import Desk

if TYPE_CHECKING:
    from clanbook.desk.imports import Loaded
    from clanbook.exchange.rows import Read, Rejected

_KIND = typer.Argument(
    help="notifications, placements, assessments, sessions, sdqs or health.", metavar="KIND"
)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("import")(import_file)
    app.command("template")(template)


def import_file(
    context: typer.Context,
    kind: Annotated[str, _KIND],
    file: Annotated[str, typer.Argument(help="The CSV file.", metavar="FILE")],
    rejects: Annotated[
        str, typer.Option("--rejects", help="Take the good rows; write the bad ones to this file.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Try everything, keep nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take in a CSV file: all of its rows or none, unless the bad ones are to be set aside."""
    from clanbook.cli.progress import bar
    from clanbook.desk.imports import load

    _known(kind)
    if rejects:
        _check_rejects(rejects, file)
    with desk_of(context) as desk:
        found = _read(desk, kind, file)
        with bar(f"Importing {kind}") as progress:
            loaded = load(
                desk,
                kind,
                found.rows,
                rejected=found.rejected,
                set_aside=partial(_set_aside, rejects, found.header) if rejects else None,
                dry_run=dry_run,
                progress=progress,
            )
    _tell(loaded, rejects, dry_run, as_json)
    if loaded.rejected:
        raise leave(Exit.LOOK)


def template(
    kind: Annotated[str, _KIND],
) -> None:
    """Print the header row of a kind of file, and one example row."""
    from clanbook.exchange.template import template as template_text

    _known(kind)
    show(template_text(kind).rstrip("\n"))


def _tell(loaded: "Loaded", rejects: str, dry_run: bool, as_json: bool) -> None:
    from clanbook.exchange.merging import Effect

    counts = {str(effect): loaded.effects[effect] for effect in Effect}
    if as_json:
        rejected = [{"line": row.line, "reason": row.reason} for row in loaded.rejected]
        show_json({"read": loaded.read, **counts, "rejected": rejected})
    else:
        for row in loaded.rejected:
            say(str(row))
        show(f"{loaded.read} rows read: " + ", ".join(f"{n} {what}" for what, n in counts.items()))
    if dry_run:
        say("Nothing was kept: this was a dry run.")
    elif not loaded.kept:
        say(
            "Nothing was imported. Correct these rows and import the file again, or take the "
            "others now with --rejects FILE."
        )
    elif loaded.rejected:
        say(f"{len(loaded.rejected)} rows are in {rejects}: correct them there and import it.")


def _known(kind: str) -> None:
    from clanbook.exchange.columns import KINDS

    if kind not in KINDS:
        raise Misused(f"KIND: {kind!r} is not one of {', '.join(KINDS)}.")


def _read(desk: Desk, kind: str, file: str) -> "Read":
    from clanbook.exchange.reading import FileRefused, read

    try:
        return read(kind, Path(file), desk.service, desk.today)
    except FileRefused as error:
        raise Misused(f"{file}: {error}") from error
    except OSError as error:
        raise Misused(f"{file} cannot be read: {error.strerror}.") from error


def _check_rejects(rejects: str, file: str) -> None:
    """See before anything is imported that the rejected rows can be written."""
    path = Path(rejects)
    if path.exists() and Path(file).exists() and path.samefile(file):
        raise Misused("--rejects: name another file than the one that is imported.")
    _check_writable(path)


def _check_writable(path: Path) -> None:
    """Open a file that is to be written; one that is not there yet is not left behind."""
    new = not path.exists()
    try:
        path.open("ab").close()
    except OSError as error:
        said = f"{path} cannot be written ({error.strerror}); name another file"
        raise Misused(f"--rejects: {said}.") from error
    if new:
        path.unlink()


def _set_aside(file: str, header: Sequence[str], rejected: "Sequence[Rejected]") -> None:
    """Write the rejected rows for their owner's eyes only."""
    from clanbook.exchange.rejects import rejects_text

    write(file, rejects_text(header, rejected), private=True)
