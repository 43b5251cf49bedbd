"""The front door: what is typed in a shell is parsed here, done by the desk, and printed.

No rules live here. Results go to stdout, sentences for people to stderr, and the exit status says
which of the contract's six outcomes it was.
"""

import sys

from clanbook.cli.stopping import stopped

__all__ = ["run"]


def run() -> None:
    """Run the command line and leave with one of the contract's exit statuses.

    All else is imported within, so that Ctrl+C is answered in a sentence from the first moment.
    """
    import gc

    try:
        gc.disable()  # what is loaded stays: looking for garbage in it finds none
        try:
            from clanbook.cli.outcome import outcome_of
        finally:
            gc.enable()
        status = outcome_of(sys.argv[1:])
    except KeyboardInterrupt:
        status = stopped()
    sys.exit(status)
