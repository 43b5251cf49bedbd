"""A question at the terminal, whose default is no."""

import sys

from clanbook.cli.output import say, unwritable


def agreed(question: str, *words: str) -> bool:
    """Ask whoever sits at the terminal; whether they typed one of these words, in any case."""
    say(question)
    try:
        answer = sys.stdin.readline()
    except OSError as error:
        raise unwritable("The terminal", error) from error
    return answer.strip().casefold() in words
