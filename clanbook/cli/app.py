"""The command line as a whole: its options, and what becomes of what goes wrong."""

import io
import sys
from typing import Annotated, NoReturn

import typer

from clanbook.cli import caseload, figures, files, screen, service, trail
from clanbook.cli.entry import STORE_HELP, Entry
from clanbook.cli.output import Exit, explained

app = typer.Typer(
    name="clanbook",
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for commands in (service, files, caseload, figures, trail, screen):
    commands.register(app)


@app.callback()
def main(
    context: typer.Context,
    store: Annotated[str, typer.Option(envvar="CLANBOOK_STORE", help=STORE_HELP)] = "",
) -> None:
    """The desk of a looked-after children's health team; without a command, its screens."""
    entry = context.obj = Entry(store)
    if context.invoked_subcommand is None:
        screen.open_screens(entry.where)


def run() -> NoReturn:
    """Run the command line and leave with one of the contract's exit statuses."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = app(prog_name="clanbook", standalone_mode=False) or Exit.DONE
    except Exception as error:  # the last resort, so that nobody is ever shown a traceback
        status = explained(error)
    sys.exit(status)
