"""Commands about files: a CSV file in, and what such a file looks like."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clanbook.cli.entry import desk_of
from clanbook.cli.options import AsJson
from clanbook.cli.output import Exit, Left, Misused, say, show, show_json, write
from clanbook.counting import counted
from clanbook.desk import Desk

if TYPE_CHECKING:
    from clanbook.desk.imports import Loaded
    from clanbook.exchange.rows import Read, Rejected

_KIND = typer.Argument(
    help="notifications, placements, assessments, sessions, sdqs or health.", metavar="KIND"
)

DOUBTS_AT_MOST, REJECTED_AT_MOST = 20, 50
"""How many sentences of each sort are said on the screen."""

ALL_REJECTED = "; --rejects FILE writes them all"


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
    with desk_of(context, "import") as desk:
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
        raise Left(Exit.LOOK)


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
    _say_some(loaded.doubts, DOUBTS_AT_MOST)
    if as_json:
        rejected = [{"line": row.line, "reason": row.reason} for row in loaded.rejected]
        show_json({"read": loaded.read, **counts, "rejected": rejected})
    else:
        elsewhere = "" if rejects else ALL_REJECTED
        _say_some([str(row) for row in loaded.rejected], REJECTED_AT_MOST, elsewhere)
        show(_counted(loaded, counts))
    for sentence in _outcome(loaded, rejects, dry_run):
        say(sentence)


def _counted(loaded: "Loaded", counts: Mapping[str, int]) -> str:
    """How many rows were read, and what became of them, or would where nothing was kept."""
    told = ", ".join(f"{n} {what}" for what, n in counts.items())
    if loaded.kept:
        return f"{counted(loaded.read, 'row')} read: {told}"
    told = told.replace(" ", " would be ", 1)
    return f"{counted(loaded.read, 'row')} read: {told}; nothing was imported"


def _say_some(sentences: Sequence[str], most: int, elsewhere: str = "") -> None:
    """Say so many sentences, and how many more there are."""
    for sentence in sentences[:most]:
        say(sentence)
    if len(sentences) > most:
        say(f"and {len(sentences) - most} more{elsewhere}.")


def _outcome(loaded: "Loaded", rejects: str, dry_run: bool) -> Iterator[str]:
    """What became of the rows, where it is not simply that they were taken."""
    if dry_run:
        yield "Nothing was kept: this was a dry run."
    elif not loaded.kept:
        yield (
            "Nothing was imported. Correct these rows and import the file again, or take the "
            "others now with --rejects FILE."
        )
    elif len(loaded.rejected) == 1:
        yield f"1 row is in {rejects}: correct it there and import that file."
    elif loaded.rejected:
        rows = counted(len(loaded.rejected), "row")
        yield f"{rows} are in {rejects}: correct them there and import that file."


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
