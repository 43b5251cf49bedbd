"""The command line as a whole: its commands and options, and words that are none of them."""

from collections.abc import Sequence
from typing import Annotated

import typer

from clanbook import __version__
from clanbook.cli import caseload, erasing, figures, files, keys, service, trail, undoing
from clanbook.cli.entry import STORE_HELP, Entry
from clanbook.cli.opening import open_screens
from clanbook.cli.output import Exit, Left, say, show, tell

app = typer.Typer(
    name="clanbook",
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for commands in (service, files, caseload, undoing, figures, trail, erasing, keys):
    commands.register(app)


@app.callback()
def main(
    context: typer.Context,
    store: Annotated[str, typer.Option(envvar="CLANBOOK_STORE", help=STORE_HELP)] = "",
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """The desk of a looked-after children's health team; without a command, its screens."""
    if version:
        show(f"clanbook {__version__}")
        raise Left(Exit.DONE)
    entry = context.obj = Entry(store)
    if context.invoked_subcommand is None:
        open_screens(entry.where)


def commanded(words: Sequence[str]) -> int:
    """Do what these words say; the exit status. Where they say nothing we know, say so."""
    try:
        return app(list(words), prog_name="clanbook", standalone_mode=False) or Exit.DONE
    except typer.TyperException as error:
        return _misunderstood(error)


def _misunderstood(error: typer.TyperException) -> Exit:
    """Say in one sentence which word of the command line is wrong; or, to no word at all, help."""
    message = error.format_message()
    if message.startswith("Usage:"):
        tell(message)
    else:
        within = getattr(error, "ctx", None)
        command = within.command_path if within else "clanbook"
        say(f"{message.rstrip('.')}; see: {command} --help")
    return Exit.MISUSED
