"""The demo: a synthetic service in a store of its own, and what can be seen in it."""

from pathlib import Path

from clanbook.cli.entry import os_account
from clanbook.cli.opening import open_screens
from clanbook.cli.output import report_width, say, show
from clanbook.cli.progress import bar
from clanbook.cli.stopping import begin_changing
from clanbook.dates import Quarter
from clanbook.demo.keeping import make_demo
from clanbook.desk import Desk
from clanbook.desk.reading import board_report
from clanbook.desk.service import enter
from clanbook.reports import render

BOARD_QUARTER = Quarter.parse("2018-19 Q1")
"""The quarter of the board report that the demo's cases come to (seed)."""

TRY_NEXT = """\
Try next:
  export CLANBOOK_STORE={where}
  clanbook due --within 14
  clanbook slots --kind iha --locality Bristol
  clanbook explain --quarter 2018-19Q1 --figure iha_exceptions.primary.unexplained --la Bristol
  clanbook export --quarter 2018-19Q1 --as-at 2018-05-31"""


def open_demo(where: str, seed: int, *, on_screen: bool) -> None:
    """Make the demo, or take up today's; open its screens, or print the board report."""
    from clanbook.dates import local_date
    from store import utc_now

    folder, account = Path(where), os_account()
    begin_changing()
    with bar("Making the demo, day by day") as progress:
        made = make_demo(folder, seed, local_date(utc_now()), account, progress)
    if on_screen:
        open_screens(where)
        say(f"The demo is in {where}: clanbook --store {where} opens it again.")
        return
    with enter(where) as store:
        report = board_report(Desk.of_account(store, account), BOARD_QUARTER, trend=3)
    show(render(report, "table", report_width()))
    show("")
    show(f"{'Made' if made else 'Reused'} the demo in {where}: invented people, as of today.")
    show(TRY_NEXT.format(where=where))
