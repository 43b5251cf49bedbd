"""How the program begins and ends: a clean environment, hang-ups, and a terminal that is gone."""

import asyncio
import os
import signal
import sys
import termios
import threading
from collections.abc import Callable, MutableMapping

_DROPPED = ("TEXTUAL", "PYTHON")
"""Variables of these names can load code, write screens to disk or open a socket."""

_SET = {"TEXTUAL_DISABLE_KITTY_KEY": "1", "TEXTUAL_ANIMATIONS": "none"}
"""The kitty protocol doubles accents on some terminals; an animation is bytes for nothing."""

LAST = 5.0
"""Seconds after which a program whose terminal has gone ends, if it has not by itself."""


def prepare(environ: MutableMapping[str, str] = os.environ) -> None:
    """Make the environment safe. To be done before textual is imported, which reads it then."""
    for name in list(environ):
        if name.startswith(_DROPPED):
            del environ[name]
    environ.update(_SET)


def on_hang_up(leave: Callable[[], None]) -> None:
    """Have `leave` called in the running loop when the line drops or the program is told to go."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGHUP, signal.SIGTERM):
        loop.add_signal_handler(number, leave)


def terminal_gone() -> bool:
    """Whether the terminal has hung up: input would then be read for nothing, for ever."""
    stream = sys.__stdin__
    if stream is None:
        return True
    try:
        termios.tcgetattr(stream.fileno())
    except (termios.error, ValueError, OSError):
        return True
    return False


def leave_at_last() -> None:
    """End the program in some seconds whatever still holds it up: nobody sits before it any more.

    To be called when everything is kept that can be.
    """
    held_up = threading.Timer(LAST, os._exit, [128 + signal.SIGHUP])
    held_up.daemon = True
    held_up.start()


def outlive_the_terminal() -> None:
    """Have the thread that writes to a terminal that is gone keep taking what it is given.

    It would end otherwise, its queue fill up, and whoever writes next wait on it for ever.
    """
    usual = threading.excepthook

    def hook(args: threading.ExceptHookArgs) -> None:
        queue = getattr(args.thread, "_queue", None)
        if not isinstance(args.exc_value, OSError) or queue is None:
            usual(args)
            return
        while queue.get() is not None:
            pass

    threading.excepthook = hook
