"""Commands about the service itself: a new store, the demo, settings, staff."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from clanbook.cli.asking import agreed
from clanbook.cli.entry import (
    Entry,
    account_known,
    data_folder,
    desk_of,
    os_account,
    typed_day,
)
from clanbook.cli.options import AsJson
from clanbook.cli.output import Exit, Left, Misused, say, show, show_json, show_table
from clanbook.cli.stopping import begin_changing
from clanbook.records import Staff, StaffRole

if TYPE_CHECKING:
    from clanbook.settings import SettingChange


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("init")(init)
    app.command("demo")(demo)
    rules = typer.Typer(help="The rules in force.", no_args_is_help=True)
    rules.command("show")(settings_show)
    rules.command("load")(settings_load)
    rules.command("template")(settings_template)
    app.add_typer(rules, name="settings")
    staff = typer.Typer(help="Who works here, and as what.", no_args_is_help=True)
    staff.command("add")(staff_add)
    staff.command("change")(staff_change)
    staff.command("list")(staff_list)
    staff.command("disable")(staff_disable)
    app.add_typer(staff, name="staff")


def init(
    context: typer.Context,
    settings: Annotated[
        str, typer.Option("--settings", help="A TOML file of another service.")
    ] = "",
    name: Annotated[str, typer.Option("--name", help="The first manager's name.")] = "",
) -> None:
    """Make a new store with the BNSSG settings, or another service's; you are its manager."""
    from clanbook.desk.service import found
    from clanbook.settings import DEFAULT, parse

    entry: Entry = context.obj
    service = parse(_text_of(settings)) if settings else DEFAULT
    account = os_account()
    manager = name.strip() or account
    begin_changing()
    with found(entry.where, service, manager, account) as store:
        say(f"Made a store for {service.name} in {store.where}; {manager} is its manager.")
    say(
        "Next: clanbook template notifications > new.csv, fill it in, clanbook import "
        "notifications new.csv"
    )


def demo(
    context: typer.Context,
    seed: Annotated[int, typer.Option("--seed", help="Another seed, another caseload.")] = 2018,
    no_ui: Annotated[
        bool, typer.Option("--no-ui", help="Print the board report, open nothing.")
    ] = False,
) -> None:
    """Make a synthetic service and open it; without a terminal, print its board report."""
    from clanbook.cli.demo import open_demo
    from clanbook.cli.opening import on_a_terminal
    from store import is_address

    entry: Entry = context.obj
    where = entry.given or str(data_folder() / "demo")
    if is_address(where):
        raise Misused(
            "The demo is made in a folder: leave out --store, then clanbook migrate moves it to a "
            "server."
        )
    open_demo(where, seed, on_screen=not no_ui and on_a_terminal())


def settings_show(
    context: typer.Context,
    as_at: Annotated[
        str, typer.Option("--as-at", help="As they were at the end of this day; default now.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Show the settings in force, each with what it means."""
    from clanbook.desk.service import settings_at
    from clanbook.reports.text import plain
    from clanbook.settings import describe, to_document

    with desk_of(context) as desk:
        day = typed_day(as_at, "--as-at", desk) if as_at else None
        service = settings_at(desk, day) if day else desk.service
    if as_json:
        show_json(to_document(service))
    else:
        show(plain(service.name))
        show_table(("Setting", "In force", "What it means"), describe(service))


def settings_load(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help="The TOML file of settings.", metavar="FILE")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would change.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask about what the file leaves out.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put a new version of the settings in force, and show all that changes with it.

    A setting that FILE leaves out has its default: where that changes anything, a terminal is
    asked first.
    """
    from clanbook.desk.service import load_settings
    from clanbook.settings import parse_given

    with desk_of(context, "load_settings") as desk:
        service, given = parse_given(_text_of(file))
        found = load_settings(desk, service, given, dry_run=True)
        if not as_json:
            _show_changes(found)
        if not (dry_run or yes):
            _ask_about_left_out(found)
        if not dry_run:
            done = load_settings(desk, service, given)
            if done != found and not as_json:
                say("Somebody changed the settings meanwhile; what changed now is:")
                _show_changes(done)
            found = done
    if as_json:
        changed = [msgspec.to_builtins(each) for each in found]
        show_json({"changed": changed, "in_force": not dry_run})
    if not found:
        say("Nothing changed: these settings were in force already.")
    elif dry_run:
        say("Nothing was changed: this was a dry run.")
    else:
        say("The new settings are in force.")


def _show_changes(found: "list[SettingChange]") -> None:
    from clanbook.reports.text import plain

    for change in found:
        show(plain(str(change)))


def _ask_about_left_out(found: "list[SettingChange]") -> None:
    """Ask at a terminal about what changes only because nobody wrote it down; default no."""
    left_out = sum(bool(change.left_out) for change in found)
    if not left_out or not sys.stdin.isatty():
        return
    what = "1 of these changes" if left_out == 1 else f"{left_out} of these change"
    if not agreed(f"{what} only because the file leaves it out. Go on? Type y:", "y", "yes"):
        say("Nothing was changed.")
        raise Left(Exit.LOOK)


def settings_template() -> None:
    """Print a settings file to begin with: BNSSG's, each key with its default."""
    from clanbook.settings import DEFAULT_TOML

    show(DEFAULT_TOML.rstrip("\n"))


_ROLE_HELP = "viewer, admin, nurse or manager."


def staff_add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The name others know them by.", metavar="NAME")],
    role: Annotated[str, typer.Option("--role", help=_ROLE_HELP)],
    os_user: Annotated[
        str, typer.Option("--os-user", help="The operating-system account they work under.")
    ] = "",
) -> None:
    """Add a member of staff."""
    from clanbook.desk.staff import add_staff

    wanted = _role(role)
    with desk_of(context) as desk:
        member = add_staff(desk, name, wanted, os_user)
        say(f"{member.name} is {member.role} now.")
        _warn_of_no_account(member)


def staff_change(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Whose role or account.", metavar="NAME")],
    role: Annotated[str, typer.Option("--role", help=_ROLE_HELP)] = "",
    os_user: Annotated[
        str | None,
        typer.Option("--os-user", help="The account they work under; '' links them to none."),
    ] = None,
) -> None:
    """Give a member of staff another role, or link them to another account."""
    from clanbook.desk.staff import change_staff

    wanted = _role(role) if role else None
    if wanted is None and os_user is None:
        raise Misused("Say what to change: --role, --os-user or both.")
    with desk_of(context) as desk:
        before, after = change_staff(desk, name, wanted, os_user)
        if after == before:
            say(f"{after.name} is {after.role} already; nothing was changed.")
        if after.role is not before.role:
            say(f"{after.name} is {after.role} now, was {before.role}.")
        if after.os_user != before.os_user:
            accounts = (before.os_user or "none", after.os_user or "none")
            say(f"{after.name}: account {' -> '.join(accounts)}.")
            _warn_of_no_account(after)


def _role(text: str) -> StaffRole:
    if text not in list(StaffRole):
        raise Misused(f"--role: {text!r} is not one of {', '.join(StaffRole)}.")
    return StaffRole(text)


def _warn_of_no_account(member: Staff) -> None:
    """Say where somebody is linked to an account that this computer does not have."""
    if member.os_user and not account_known(member.os_user):
        say(
            f"This computer has no account {member.os_user!r} so far: {member.name} gets in as "
            "soon as it has one."
        )


def staff_list(
    context: typer.Context,
    as_json: AsJson = False,
) -> None:
    """List the staff accounts."""
    from clanbook.desk.staff import list_staff

    with desk_of(context) as desk:
        everyone = list_staff(desk)
    if as_json:
        show_json(
            [
                {
                    "number": m.id,
                    "name": m.name,
                    "role": m.role,
                    "os_user": m.os_user,
                    "disabled": m.disabled_on.isoformat() if m.disabled_on else None,
                }
                for m in everyone
            ]
        )
        return
    rows = [
        (
            f"{m.id}",
            m.name,
            m.role,
            m.os_user,
            f"disabled {m.disabled_on}" if m.disabled_on else "active",
        )
        for m in everyone
    ]
    show_table(("Number", "Name", "Role", "Account", ""), rows)


def staff_disable(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Whose account to close.", metavar="NAME")],
) -> None:
    """Close a member of staff's account; what they did stays on record."""
    from clanbook.desk.staff import disable_staff

    with desk_of(context) as desk:
        member = disable_staff(desk, name)
        say(f"{member.name}'s account is closed.")


def _text_of(file: str) -> str:
    """The text of a settings file."""
    try:
        return Path(file).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Misused(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Misused(
            f"{file} is not UTF-8 text (byte {error.start}); save it as UTF-8."
        ) from error
