"""The commands that belong to the screens: opening them, and the keys they hold."""

import sys

import typer

from clanbook.cli.entry import os_account
from clanbook.cli.output import AsJson, Misused, say, show_json, show_table
from clanbook.desk import Desk
from clanbook.desk.service import enter


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("keys")(keys)


def on_a_terminal() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def open_screens(where: str) -> None:
    """Open the screens on the store, at the desk of whoever runs the program."""
    if not on_a_terminal():
        raise Misused("The screens need a terminal; clanbook --help lists what works without one.")
    from screens import run

    with enter(where) as store:
        run(Desk.of_account(store, os_account()))


def keys(as_json: AsJson = False) -> None:
    """Show the keys of the screens, with your own where you have a keys file."""
    from screens.acts import keys_table
    from screens.keymap import keys_file, read

    held, mistakes = read(keys_file())
    rows = keys_table(held)
    if as_json:
        show_json([{"keys": keys, "act": act, "does": does} for keys, act, does in rows])
    else:
        show_table(("Keys", "Act", "Does"), rows)
        say(f'Your own keys go into {keys_file()}, a line for each act: book = "f6"')
    for mistake in mistakes:
        say(mistake)
