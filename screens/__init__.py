"""What people see: the terminal screens."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clanbook.desk import Desk


def run(desk: "Desk") -> None:
    """Open the screens at `desk` and stay until its member of staff leaves.

    A mistake of the program's own ends it with the terminal as it was before, the drafts kept,
    and is raised here for whoever started it to log.
    """
    import gc

    from screens import lifecycle

    gc.disable()  # what follows makes much and drops little: collecting would cost a fifth of it
    lifecycle.prepare()  # before textual is imported, which reads the environment then

    from screens import keymap
    from screens.app import ClanbookApp

    keys, mistakes = keymap.read(keymap.keys_file())
    app = ClanbookApp(desk, keys=keys, mistakes=mistakes)
    gc.freeze()
    gc.enable()
    lifecycle.outlive_the_terminal()
    app.run(mouse=False)
    if app.fault is not None:
        raise app.fault
