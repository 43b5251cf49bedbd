"""The board report from the shell, on the demo: its forms, its options, the children behind it."""

import csv
import fcntl
import io
import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from clanbook.dates import Quarter
from clanbook.desk import Desk
from clanbook.desk.refusals import answer
from clanbook.desk.service import enter
from tests.cli.shell import TODAY, Answer, Shell, ago

QUARTER = ("--quarter", "2018-19Q1")
STATES = {"on_time", "late", "refused", "outstanding", "not_yet_due"}
ASSESSED = {
    *STATES,
    "required",
    "required_0_4",
    "required_5_18",
    "percent",
    "other_las_requested",
    "other_las_completed",
}
REASONS = [
    "refused",
    "late_notification",
    "no_consent",
    "missing_or_away",
    "placement_move",
    "not_taken_up",
    "out_of_area",
    "clinic_cancelled",
    "no_capacity",
    "unexplained",
]
LAS = ["North Somerset", "Bristol", "South Gloucestershire", "Total"]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A shell at the demo of today, made once for all who test at the same time."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with (shared / "demo.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        shell = Shell(shared / f"demo-{TODAY}" / "service")
        with patch.dict(os.environ, {"HOME": str(shared)}):
            assert shell("demo", "--no-ui").status == 0
    return shell


def export(demo: Shell, *words: str) -> Answer:
    answer = demo("export", *QUARTER, *words)
    assert (answer.status, answer.err) == (0, ""), answer
    return answer


@pytest.fixture(scope="session")
def report(demo: Shell) -> Any:
    """The report of Q1 2018-19 as JSON."""
    return export(demo, "--json").json


# -- The demo


def test_the_demo_prints_the_board_report_and_where_it_is(demo: Shell) -> None:
    answer = demo("demo", "--no-ui")
    assert answer.status == 0
    assert answer.out.startswith("BNSSG: children looked after, 2018-19 Q1")
    assert "1/44 (2%)" in answer.out
    assert f"Reused the demo in {demo.store}" in answer.out
    assert "clanbook due --within 14" in answer.out


def test_the_demo_touches_no_store_that_is_not_a_demo(shell: Shell) -> None:
    before = (shell.store / "clanbook.db").read_bytes()
    answer = shell("demo", "--no-ui")
    assert (answer.status, answer.out) == (5, "")
    assert "holds a store that is not a demo's and is left as it is" in answer.err
    assert (shell.store / "clanbook.db").read_bytes() == before


def test_the_demo_touches_no_folder_with_something_else_in_it(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "photos")
    shell.store.mkdir()
    (shell.store / "holiday.jpg").touch()
    answer = shell("demo", "--no-ui")
    assert answer.status == 5
    assert "is not empty and holds no demo" in answer.err
    assert [file.name for file in shell.store.iterdir()] == ["holiday.jpg"]


def test_the_demo_has_a_present_to_work_in(demo: Shell) -> None:
    assert len(demo("due", "--within", "14", "--json").json) > 20
    assert len(demo("slots", "--kind", "iha", "--json").json) > 20
    assert demo("check").status == 0


# -- JSON, as the contract has it


def test_the_report_says_of_what_and_under_which_rules_it_is(report: Any) -> None:
    assert list(report) == ["service", "quarter", "from", "to", "as_at", "settings", "charts"]
    assert (report["service"], report["quarter"]) == ("BNSSG", "2018-19 Q1")
    assert (report["from"], report["to"], report["as_at"]) == ("2018-04-01", "2018-06-30", ago(0))
    assert report["settings"]["iha_due"]["Bristol"] == "28 days"
    assert report["settings"]["notify_within"]["South Gloucestershire"] == "48 hours"
    assert {"iha_basis", "rha_age_basis", "rha_on_time"} <= set(report["settings"])


def test_every_chart_has_the_contracts_rows_and_figures(report: Any) -> None:
    expected = {
        "accommodated": {"total", "within_locality", "out_of_area", "not_known"},
        "iha": ASSESSED,
        "iha_exceptions": {
            "missed",
            "reasons",
            "percents",
            "primary",
            "on_time_had_notice_been_on_time",
            "percent_had_notice_been_on_time",
        },
        "rha": ASSESSED,
        "rha_exceptions": {"missed", "reasons", "percents", "primary"},
        "refusals": {"refused", "main_reason"},
        "uasc": {"accommodated"},
        "sdq": {"completed", "due", "up_to_date", "percent"},
        "profile": {"total", "age", "sex", "ethnic_group"},
    }
    charts = report["charts"]
    assert set(charts) == {*expected, "trend"}
    for name, figures in expected.items():
        assert list(charts[name]) == LAS, name
        for row in charts[name].values():
            assert figures <= set(row), name
    for chart, reasons in (("iha", REASONS), ("rha", [r for r in REASONS if r != REASONS[1]])):
        row = charts[f"{chart}_exceptions"]["Bristol"]
        assert list(row["reasons"]) == list(row["percents"]) == list(row["primary"]) == reasons
    assert list(charts["profile"]["Bristol"]["age"]) == [
        "under_1",
        "1_4",
        "5_9",
        "10_15",
        "16_plus",
    ]
    assert [q["quarter"] for q in charts["trend"]] == ["2018-19 Q1", "2017-18 Q4", "2017-18 Q3"]
    assert set(charts["trend"][0]["rows"]["Bristol"]) == {
        "iha_on_time",
        "iha_required",
        "iha_percent",
        "rha_on_time",
        "rha_required",
        "rha_percent",
    }


def test_the_boards_own_headlines_come_out(report: Any) -> None:
    bristol = report["charts"]["iha"]["Bristol"]
    assert (bristol["on_time"], bristol["required"], bristol["percent"]) == (1, 44, 2)
    south = report["charts"]["iha_exceptions"]["South Gloucestershire"]
    assert south["percent_had_notice_been_on_time"] == 68


# -- Forms and options


def test_the_four_forms_tell_the_same(demo: Shell, report: Any) -> None:
    assert export(demo, "--format", "json").json == report
    table, markdown = export(demo).out, export(demo, "--format", "md").out
    assert "1/44 (2%)" in table
    assert "1/44 (2%)" in markdown
    rows = list(csv.reader(io.StringIO(export(demo, "--format", "csv").out)))
    assert len({len(row) for row in rows}) == 1
    assert any("Bristol" in row and "44" in row for row in rows)


def test_a_report_may_go_to_a_file(demo: Shell, report: Any, tmp_path: Path) -> None:
    file = tmp_path / "board.json"
    answer = demo("export", *QUARTER, "--json", "-o", str(file))
    assert (answer.status, answer.out, answer.err) == (0, "", f"Wrote {file}.\n")
    assert json.loads(file.read_text(encoding="utf-8")) == report


def test_a_report_may_be_cut_down_to_some_charts(demo: Shell, report: Any) -> None:
    cut = export(demo, "--json", "--chart", "sdq", "--chart", "uasc").json
    assert cut["charts"] == {name: report["charts"][name] for name in ("uasc", "sdq")}


def test_a_report_as_at_a_day_knows_no_more_than_was_known_then(demo: Shell, report: Any) -> None:
    then = export(demo, "--json", "--as-at", "2018-05-31").json
    assert then["as_at"] == "2018-05-31"
    row = then["charts"]["iha"]["Bristol"]
    assert row["not_yet_due"] > 0
    assert row != report["charts"]["iha"]["Bristol"]
    assert export(demo, "--json", "--as-at", "31/05/2018").json == then


def test_a_report_may_be_counted_by_entry_and_have_a_longer_trend(demo: Shell, report: Any) -> None:
    entered = export(demo, "--json", "--basis", "entered").json
    assert entered["settings"]["iha_basis"] == "entered"
    assert entered["charts"]["iha"] != report["charts"]["iha"]
    longer = export(demo, "--json", "--quarters", "5").json
    assert [q["quarter"] for q in longer["charts"]["trend"]][3:] == ["2017-18 Q2", "2017-18 Q1"]


# -- The children behind a figure


@pytest.mark.parametrize(
    ("figure", "la", "count"),
    [
        ("iha.on_time", "Bristol", 1),
        ("iha.required", "801", 44),
        ("iha_exceptions.reasons.late_notification", "E06000023", 33),
        ("iha_exceptions.primary.unexplained", "Bristol", 4),
        ("sdq.up_to_date", "bristol", 353),
        ("uasc.accommodated", "", 6),
    ],
)
def test_a_figure_is_opened_into_the_children_behind_it(
    demo: Shell, figure: str, la: str, count: int
) -> None:
    words = ("explain", *QUARTER, "--figure", figure, *(("--la", la) if la else ()))
    members = demo(*words, "--json").json
    assert len({(m["la"], m["child_id"]) for m in members}) == len(members) == count
    assert set(members[0]) == {"la", "child_id", "due", "seen", "state", "why"}
    assert all(m["why"] for m in members)
    told = demo(*words)
    assert len(told.out.splitlines()) == count + 1
    assert told.err.startswith(f"{count} behind {figure}")


def test_an_explain_as_at_a_day_is_of_what_was_known_then(demo: Shell) -> None:
    words = ("explain", *QUARTER, "--figure", "iha.not_yet_due", "--as-at", "2018-05-31", "--json")
    members = demo(*words).json
    assert members
    assert {m["state"] for m in members} == {"not_yet_due"}
    assert {m["seen"] for m in members} == {None}


def test_who_is_counted_and_not_named_is_counted_and_said_so(shell: Shell) -> None:
    shell.child("C1")
    shell("refusal", "801/C1", "--by", "young_person")
    shell("staff", "add", "Nurse Quill", "--role", "nurse", "--os-user", "quill")
    with enter(shell.store) as store:
        nurse = Desk.of_account(store, "quill")
        (refusal,) = nurse.find("801", "C1").refusals
        answer(nurse, refusal.id, {"main_reason": "strangers", "may_see": ["asker"]})
    quarter = Quarter.of(TODAY + timedelta(days=18)).label
    figure = "refusals.main_reason.strangers"
    told = shell("explain", "--quarter", quarter, "--figure", figure)
    assert told.status == 0
    assert told.sentences[-2:] == [
        f"1 behind {figure} in {quarter}.",
        "1 not named: only who asked may see the answers.",
    ]


def test_of_a_quarter_that_has_not_begun_it_is_said_that_all_is_to_come(shell: Shell) -> None:
    coming = Quarter.of(TODAY).next()
    answer = shell("export", "--quarter", coming.label)
    assert answer.status == 0
    assert answer.err == (
        f"{coming.label} begins on {coming.start:%d-%b-%Y}: what it counts is yet to come on "
        f"{TODAY:%d-%b-%Y}.\n"
    )
    assert shell("export", "--quarter", Quarter.of(TODAY).label).err == ""


@pytest.mark.parametrize(("terminal", "drawn"), [("30", 40), ("60", 60), ("90", 90), ("500", 160)])
def test_the_reports_table_is_as_wide_as_the_terminal_within_reason(
    demo: Shell, monkeypatch: pytest.MonkeyPatch, terminal: str, drawn: int
) -> None:
    piped = demo("export", *QUARTER).out
    monkeypatch.setenv("COLUMNS", terminal)
    shown = demo("export", *QUARTER).out
    assert max(map(len, shown.splitlines())) <= drawn
    assert (shown == piped) is (drawn == 100)
    file = demo.store.parent / f"report-{terminal}.txt"
    assert demo("export", *QUARTER, "-o", str(file)).status == 0
    assert file.read_text(encoding="utf-8") == piped
