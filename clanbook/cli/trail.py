"""Commands about the trail: who did what, whether the store is whole, a copy of it."""

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clanbook.cli.entry import Entry, case_of, desk_of, os_account, typed_day
from clanbook.cli.erasing import ERASED_LIST, read_list
from clanbook.cli.options import AsJson
from clanbook.cli.output import Exit, Left, Misused, say, show, show_json, show_table, unwritable
from clanbook.cli.stopping import begin_changing
from clanbook.counting import counted
from store import StoreDamaged

if TYPE_CHECKING:
    from clanbook.desk import Desk
    from clanbook.desk.erasing import Again
    from clanbook.desk.trail import Verdict


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("audit")(audit)
    app.command("check")(check)
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("migrate")(migrate)


def audit(
    context: typer.Context,
    child: Annotated[
        str,
        typer.Option("--child", help="LA/CHILD_ID, or an erased child's number: only of them."),
    ] = "",
    by: Annotated[
        str, typer.Option("--by", help="A member of staff, by name or number: only what they did.")
    ] = "",
    since: Annotated[str, typer.Option("--since", help="Only from this day on.")] = "",
    verify: Annotated[
        bool, typer.Option("--verify", help="Prove the trail unbroken, and print its seals.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show who did what and who read what, latest last; or prove that nothing was altered."""
    from clanbook.desk.trail import events

    if verify:
        _report(_verdict(context), as_json)
        return
    with desk_of(context, "audit") as desk:
        day = typed_day(since, "--since", desk) if since else None
        number = _number(desk, child) if child else None
        found = events(desk, child=number, by=by, since=day)
        if as_json:
            show_json([event.as_json() for event in found])
            return
        rows = [(e.at_local, e.by, e.did, e.whom, e.detail) for e in found]
        show_table(("When", "Who", "What", "Whom", "Detail"), rows)


def _number(desk: "Desk", child: str) -> int:
    """The number of a child; one that was erased has nothing else to be named by."""
    if not child.isdecimal():
        return case_of(desk, child).child.id
    return int(child)


def check(context: typer.Context, as_json: AsJson = False) -> None:
    """Check the whole store: its file, its seals, its documents against the journal."""
    _report(_verdict(context), as_json)


def backup(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            help="The file to write; it must not exist yet. A name in .json: a plain TinyDB file.",
            metavar="FILE",
        ),
    ],
) -> None:
    """Write a consistent copy of the store while others go on working."""
    from clanbook.desk.trail import back_up, write_plain

    path = Path(file)
    as_plain = path.suffix.casefold() == ".json"
    with desk_of(context, "backup_plain" if as_plain else "backup") as desk:
        _check_new(path)
        if as_plain:
            count = write_plain(desk, path)
            begin_changing()
            say(
                f"Wrote {file}: {count} current records, without the journal, as TinyDB keeps them."
            )
            say("It cannot be restored. It names children, and only you may read it: keep it safe.")
            return
        seq, seal = back_up(desk, path)
        begin_changing()
        say(f"Wrote {file}: entry {seq}, seal {seal}. It names children: keep it safe.")


def _check_new(path: Path) -> None:
    """See that a file can be made there, and is none yet; nothing of the trial stays."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise Misused(
            f"{path} exists already; a backup never overwrites. Name another file."
        ) from error
    except OSError as error:
        raise unwritable(str(path), error) from error
    path.unlink()


def restore(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help="A file that `backup` wrote.", metavar="FILE")],
    erased: Annotated[
        str,
        typer.Option(
            "--erased",
            help=f"A list that `erased` printed; default the {ERASED_LIST} beside FILE.",
            metavar="LIST",
        ),
    ] = "",
) -> None:
    """Make a store of a backup, in an empty place that --store names.

    Whoever was erased since the backup, by the list of erasures, is erased from it, too.
    """
    from clanbook.desk.erasing import Again
    from clanbook.desk.service import restored

    entry: Entry = context.obj
    backup = Path(file)
    if not backup.is_file():
        raise Misused(f"{file} is not a file; name one that clanbook backup wrote.")
    beside = backup.with_name(ERASED_LIST)
    known = erased or (str(beside) if beside.is_file() else "")
    lines = read_list(known) if known else []
    begin_changing()
    counts: Counter[Again] = Counter()
    restoring = restored(backup, entry.where, os_account(), erased=lines, told=counts.update)
    with restoring as store:
        seq, seal = store.head()
        say(f"Restored {file} to {store.where}: entry {seq}, seal {seal}.")
    if not lines:
        lacking = f"{known} lists nobody" if known else "No list of erasures was given"
        say(f"{lacking}: whoever was erased since the backup is in it again.")
        return
    _tell_erased(known, counts)
    if not counts[Again.ERASED] and not counts[Again.GONE]:
        say("See that it is this store's list: whoever was erased since may be in it again.")
        raise Left(Exit.LOOK)


def _tell_erased(known: str, counts: "Counter[Again]") -> None:
    """Say what the lines of a list of erasures were to the store that was restored."""
    from clanbook.desk.erasing import Again

    mine = counts[Again.ERASED] + counts[Again.GONE]
    said = (
        (Again.ERASED, "erased again"),
        (Again.GONE, "erased before the backup"),
        (Again.LATER, "later than the backup"),
        (Again.OTHERS, "of another store"),
    )
    each = ", ".join(f"{counts[what]} {words}" for what, words in said if counts[what])
    say(f"{known}: of {counted(counts.total(), 'line')}, {mine} known to be this store's ({each}).")


def migrate(
    source: Annotated[
        str, typer.Argument(help="The store as it is: a folder or an address.", metavar="FROM")
    ],
    target: Annotated[str, typer.Argument(help="An empty place for it.", metavar="TO")],
) -> None:
    """Move a store to another place, folder or server: journal, seals and all, and prove it."""
    from clanbook.cli.progress import bar
    from clanbook.desk.service import enter
    from clanbook.desk.trail import migrate as copy

    with Entry(source).desk() as desk:
        begin_changing()
        with bar("Copying, then checking every entry") as progress:
            seq, seal = copy(desk, target, progress)
        with enter(target) as moved:
            say(f"Moved {desk.store.where} to {moved.where}: entry {seq}, seal {seal}.")
        say(f"{desk.store.where} is as it was, and nobody should work there from now on.")


def _verdict(context: typer.Context) -> "Verdict":
    """What a full check finds: by whoever may, or, where damage lets nobody in, by anybody."""
    from clanbook.desk.trail import examined, verified

    try:
        with desk_of(context) as desk:
            return verified(desk)
    except StoreDamaged as damage:
        entry: Entry = context.obj
        return examined(entry.where, damage)


def _report(verdict: "Verdict", as_json: bool) -> None:
    """Print what a check found; leave with 1 where there is something to look at."""
    if as_json:
        show_json(
            {"entries": verdict.entries, "seal": verdict.seal, "findings": list(verdict.findings)}
        )
    else:
        for finding in verdict.findings:
            show(finding)
        if not verdict.findings:
            show(f"Sound: {verdict.entries} entries, the last sealed {verdict.seal}.")
    if verdict.findings:
        say("The store is not as its journal says; keep it as it is and restore a backup.")
        raise Left(Exit.LOOK)
