"""The command about the screens: the keys they hold."""

import typer

from clanbook.cli.options import AsJson
from clanbook.cli.output import say, show_json, show_table


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("keys")(keys)


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
