"""The front door: what is typed in a shell is parsed here, done by the desk, and printed.

No rules live here. Results go to stdout, sentences for people to stderr, and the exit status says
which of the contract's six outcomes it was.
"""

from clanbook.cli.app import run

__all__ = ["run"]
