"""What is said when somebody stops a command with Ctrl+C; it imports nothing, to be there first."""

import sys

STOPPED = 130
"""The exit status of what Ctrl+C ended, as shells have it."""

_changing: list[bool] = []


def begin_changing() -> None:
    """Remember that from here on something may have been changed, should the command be stopped."""
    _changing.append(True)


def changing() -> bool:
    """Whether anything may have been changed by now."""
    return bool(_changing)


def stopped() -> int:
    """Say what has come of the command, deaf to more of the same; the status to leave with."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    kept = "some of it was done by then, so look before you do it again"
    if sys.stderr is not None:  # it may have been closed before the program began
        sys.stderr.write(f"Stopped; {kept if _changing else 'nothing was changed'}.\n")
    return STOPPED
