"""The board report in each of its forms; the kept texts are in golden/."""

import csv
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from clanbook.caseload import Case
from clanbook.figures import Chart, Report, report
from clanbook.reports import FORMATS, render
from clanbook.reports.layout import Table, tables
from clanbook.reports.table import NARROWEST, draw
from clanbook.settings import DEFAULT, LA, Period, Service, parse
from tests.build import a_case, an_episode, an_iha
from tests.reports.board import AS_AT, BRISTOL, NS, Q1, SG, board_report

GOLDEN = Path(__file__).parent / "golden"
BOARD = board_report()

HOSTILE = [
    "[/]",
    "[bold]x",
    "\x1b[2J\x1b]0;x\x07\x9b31m",
    "=cmd|' /C calc'!A1",
    "שרה محمد",
    "abc\u202edef\u2066",
    "x" * 300,
    "long name of many words " * 15,
    "<script>alert(1)</script> | ` * _ \\",
    "小明小明小明小明小明小明小明小明",
    "tab\tand\nline",
]


def named(name: str) -> Report:
    """A report with a few cases of an LA and a service of that name."""
    la = msgspec.structs.replace(DEFAULT.las[1], name=name)
    service = Service(name, DEFAULT.rules, (la, DEFAULT.las[2]))
    cases = [
        a_case(an_episode("2018-05-01", notified="2018-05-02"), number=1),
        a_case(an_episode("2018-05-01"), an_iha(completed="2018-05-20"), number=2),
    ]
    return report(cases, service, Q1, AS_AT)


def unaccompanied(number: int) -> Case:
    """An unaccompanied asylum-seeking child without a date of birth."""
    return a_case(an_episode("2018-05-01", uasc=True), number=number)


# --- As a table


@pytest.mark.parametrize("width", [100, 80])
def test_the_boards_report_is_the_kept_text(width: int) -> None:
    kept = (GOLDEN / f"board-{width}.txt").read_text(encoding="utf-8")
    assert render(BOARD, "table", width) + "\n" == kept


def test_the_boards_report_as_markdown_is_the_kept_text() -> None:
    kept = (GOLDEN / "board.md").read_text(encoding="utf-8")
    assert render(BOARD, "md") + "\n" == kept


@pytest.mark.parametrize("width", [100, 80, 60, NARROWEST])
def test_no_line_is_wider_than_the_width_and_no_figure_is_cut(width: int) -> None:
    text = render(BOARD, "table", width)
    assert max(map(len, text.splitlines())) <= width
    for table in tables(BOARD):
        for row in table.rows:
            for cell in row[1:]:
                assert cell in text


@pytest.mark.parametrize("width", [NARROWEST, 44, 60])
def test_a_word_of_an_las_name_stays_in_one_piece(width: int) -> None:
    text = render(BOARD, "table", width)
    assert "Gloucestershire" in text
    assert not re.search(r"Gloucestershi?r?$|Gloucestershi\b", text, re.MULTILINE)


def test_a_width_narrower_than_any_terminal_is_widened() -> None:
    assert render(BOARD, "table", 1) == render(BOARD, "table", NARROWEST)


@pytest.mark.parametrize("width", [100, 80])
def test_the_charts_of_a_hundred_columns_stay_in_one_piece(width: int) -> None:
    text = render(BOARD, "table", width)
    chart = text[text.index("Chart 3:") : text.index("Chart 4:")]
    assert chart.count("South Gloucestershire") == (1 if width == 100 else 2)


def test_a_table_too_wide_is_drawn_in_the_fewest_and_evenest_blocks() -> None:
    headings = tuple(f"Heading{n:02}" for n in range(6))
    table = Table("T", headings, (("A", *"123456"), ("Total", *"123456")), "N")
    lines = draw("H", [table], 40).splitlines()
    blocks = [line.split() for line in lines if "Heading" in line]
    assert blocks == [list(headings[:3]), list(headings[3:])]


def test_many_las_fit_beside_each_other_in_as_many_blocks_as_it_takes() -> None:
    las = tuple(LA(f"Borough{n:02}", f"{200 + n}", "X", "", DEFAULT.rules) for n in range(33))
    text = render(report([], Service("London", DEFAULT.rules, las), Q1, AS_AT), "table", 80)
    trend = text[text.index("Chart 2:") : text.index("Chart 3:")]
    assert max(map(len, text.splitlines())) <= 80
    assert trend.count("IHAs ") >= 3 * 3
    assert all(trend.count(la.name) == 1 for la in las)


# --- What every form says


def texts_of(found: Report) -> list[str]:
    return [render(found, fmt) for fmt in ("table", "md")]


def squeezed(text: str) -> str:
    """A text without its layout, to find sentences that a line end cuts."""
    return re.sub(r"\s+", " ", text.replace("\\_", "_"))


def test_the_tables_stand_in_the_boards_order_with_its_titles() -> None:
    titles = [table.title for table in tables(BOARD)]
    assert [re.split(":| by | at ", title)[0] for title in titles] == [
        "Chart 1",
        "Chart 2",
        "Chart 3",
        "Chart 4",
        "Chart 4",
        "Chart 4",
        "Exception report (RHAs)",
        "Exception report (RHAs)",
        "Refused",
        "Chart 5",
        "Chart 6",
        "Figure 1",
        "Figure 2",
        "Figure 3",
    ]


def test_every_table_and_every_cell_is_in_the_table_and_in_markdown() -> None:
    for text in texts_of(BOARD):
        said = squeezed(text)
        for table in tables(BOARD):
            assert table.title in said
            assert table.note in said


def test_shares_stand_as_n_of_d_with_the_percent_and_a_dash_of_nothing() -> None:
    rows = {
        row[0]: row for table in tables(BOARD) if "Chart 6" in table.title for row in table.rows
    }
    assert rows[BRISTOL] == (BRISTOL, "35", "353/388 (91%)")
    assert rows[NS] == (NS, "2", "0/0 (–)")
    assert rows["Total"] == ("Total", "50", "413/508 (81%)")


@pytest.mark.parametrize(
    ("title", "settings"),
    [
        ("Chart 1", ""),
        (
            "Chart 2",
            "Settings: iha_due 28 days; iha_basis due; rha_age_basis at_due;"
            " rha_on_time by_due_date.",
        ),
        ("Chart 3", "Settings: iha_due 28 days; iha_basis due."),
        (
            "Chart 4: Exception report (IHAs)",
            "Settings: iha_due 28 days; iha_basis due;"
            " notify_within 72 hours (South Gloucestershire: 48 hours).",
        ),
        ("Chart 4: Total", "Settings: rha_age_basis at_due; rha_on_time by_due_date."),
        (
            "Exception report (RHAs)",
            "Settings: rha_age_basis at_due; rha_on_time by_due_date.",
        ),
        ("Chart 5", ""),
        ("Figure 1", ""),
    ],
)
def test_under_each_table_stand_the_as_at_day_and_the_settings_it_rests_on(
    title: str, settings: str
) -> None:
    notes = [table.note for table in tables(BOARD) if table.title.startswith(title)]
    assert notes
    assert set(notes) == {f"As known at the end of 30-Sep-2018. {settings}".strip()}


def note_of(found: Report, title: str) -> str:
    """What stands under a table."""
    return next(table.note for table in tables(found) if table.title.startswith(title))


def test_who_is_in_an_age_band_without_a_birth_date_is_told_under_the_table() -> None:
    newborns = [a_case(an_episode("2018-05-01"), number=n) for n in (1, 2)]
    found = report([*newborns, unaccompanied(3)], DEFAULT, Q1, AS_AT)

    said = "2 children without a birth date are counted as 0-4 (1 UASC as 5-18)."
    assert note_of(found, "Chart 3").endswith(f" {said}")
    assert all(squeezed(text).count(said) == 1 for text in texts_of(found))
    assert found.charts["iha"].count("Bristol", "required") == 3


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        ([a_case(an_episode("2018-05-01"))], "1 child without a birth date is counted as 0-4."),
        ([unaccompanied(1)], "1 UASC without a birth date is counted as 5-18."),
        ([a_case(an_episode("2018-05-01"), dob="2010-01-01")], "iha_basis due."),
    ],
)
def test_nobody_is_told_to_be_in_a_band_where_nobody_is(cases: list[Case], said: str) -> None:
    assert note_of(report(cases, DEFAULT, Q1, AS_AT), "Chart 3").endswith(f" {said}")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (1, "1 IHA requested by another LA is in no row: the child's placement is not known"),
        (2, "2 IHAs requested by other LAs are in no row: the children's placements are not known"),
    ],
)
def test_requests_of_other_las_that_are_in_no_row_are_told_under_the_table(
    asked: int, said: str
) -> None:
    request = an_iha(requested="2018-05-01", episode=None)
    cases = [a_case(request, la="Wiltshire", number=n + 1) for n in range(asked)]
    found = report(cases, DEFAULT, Q1, AS_AT)

    assert note_of(found, "Chart 3").endswith(f" {said}, or elsewhere.")
    assert all(said in squeezed(text) for text in texts_of(found))
    assert "in no row" not in note_of(found, "Chart 4: Total")


def test_settings_are_those_in_force_and_the_basis_is_the_reports_own() -> None:
    dorset = parse(
        'name = "Dorset"\n[rules]\niha_due = "20 working days"\nclosed_days = [2026-12-24]\n'
        '[[las]]\nname = "Dorset"\ncode = 838\nlocality = "Dorset"'
    )
    found = report([], dorset, Q1, AS_AT, "entered")
    chart = next(table for table in tables(found) if table.title.startswith("Chart 3"))
    assert chart.note.endswith(
        "Settings: iha_due 20 working days; iha_basis entered; closed_days 2026-12-24."
    )
    assert "Number completed within 20 working day timeframe" in chart.headings


def test_the_timeframe_is_not_named_where_las_have_different_ones() -> None:
    rules = msgspec.structs.replace(DEFAULT.rules, iha_due=Period(20, "working days"))
    first = msgspec.structs.replace(DEFAULT.las[0], rules=rules)
    service = msgspec.structs.replace(DEFAULT, las=(first, *DEFAULT.las[1:]))
    chart = next(t for t in tables(board_report(service)) if t.title.startswith("Chart 3"))
    assert "Number completed within timeframe" in chart.headings
    assert "iha_due 28 days (North Somerset: 20 working days)" in chart.note


def test_only_the_charts_that_a_report_has_are_printed() -> None:
    one = replace(BOARD, charts={"sdq": BOARD.charts["sdq"]}, trend=[])
    assert [table.title.split(":")[0] for table in tables(one)] == ["Chart 6"]
    assert {line.split(",")[0] for line in render(one, "csv").splitlines()} == {"chart", "sdq"}


def test_a_form_there_is_none_of_is_refused_in_one_sentence() -> None:
    with pytest.raises(ValueError, match='"pdf" is no form of report: write table, csv, md, json'):
        render(BOARD, "pdf")


def test_rich_is_loaded_for_a_table_and_for_nothing_else() -> None:
    script = (
        "import sys; from tests.reports.board import board_report; from clanbook.reports import *;"
        "[render(board_report(), fmt) for fmt in ('csv', 'md', 'json')];"
        "print('rich' in sys.modules);"
        "render(board_report(), 'table'); print('rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True"]


# --- As CSV and JSON


def test_json_is_the_reports_own() -> None:
    text = render(BOARD, "json")
    assert json.loads(text) == BOARD.as_json()
    assert text.startswith('{\n  "service": "BNSSG"')


def test_csv_has_a_line_for_every_figure_of_the_json() -> None:
    lines = list(csv.DictReader(io.StringIO(render(BOARD, "csv"))))
    charts = BOARD.as_json()["charts"]
    trend = charts.pop("trend")
    expected = {
        (name, "2018-19 Q1", row, figure): value
        for name, chart in charts.items()
        for row, figures in chart.items()
        for figure, value in flat(figures).items()
    }
    expected |= {
        ("trend", part["quarter"], row, figure): value
        for part in trend
        for row, figures in part["rows"].items()
        for figure, value in figures.items()
    }
    found = {
        (line["chart"], line["quarter"], line["row"], line["figure"]): line["value"]
        for line in lines
    }
    assert len(found) == len(lines)
    assert found == {k: "" if value is None else f"{value}" for k, value in expected.items()}


def flat(tree: dict[str, object], before: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in tree.items():
        found |= (
            flat(value, f"{before}{key}.") if isinstance(value, dict) else {before + key: value}
        )
    return found


# --- Names


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("fmt", FORMATS)
def test_no_name_puts_a_control_character_on_a_terminal(name: str, fmt: str) -> None:
    text = render(named(name), fmt)
    assert text.replace("\n", "").isprintable()
    text.encode("utf-8")


@pytest.mark.parametrize("name", ["[/]", "[bold]x", "=cmd|' /C calc'!A1", "שרה محمد", "x" * 300])
def test_a_table_shows_a_name_as_typed(name: str) -> None:
    text = render(named(name), "table")
    assert re.sub(r"\s", "", text).startswith(re.sub(r"\s", "", f"{name}: children"))
    assert max(map(len, text.splitlines())) <= 100


def test_an_escape_sequence_in_a_name_is_seen() -> None:
    assert "\\x1b[2Jx" in render(named("\x1b[2Jx"), "table")
    assert "a\\u202eb" in render(named("a\u202eb"), "table")
    assert json.loads(render(named("\x9b\u202e"), "json"))["service"] == "\x9b\u202e"


def test_a_name_that_is_a_formula_is_neutralised_in_csv() -> None:
    lines = csv.reader(io.StringIO(render(named("=cmd|' /C calc'!A1"), "csv")))
    names = {line[2] for line in lines}
    assert "'=cmd|' /C calc'!A1" in names
    assert not [name for name in names if name[0] in "=+-@\t\r"]


def test_a_name_is_no_markup_in_markdown() -> None:
    lines = render(named("a|b <b> [x](http://y) `c`"), "md").splitlines()
    row = next(line for line in lines if line.startswith("| a"))
    assert row.startswith("| a\\|b &lt;b&gt; \\[x\\](http\\://y) \\`c\\` | ")
    header = lines[lines.index(row) - 2]
    assert len(re.findall(r"(?<!\\)\|", row)) == header.count("|")


def test_the_last_row_is_the_total() -> None:
    chart: Chart = BOARD.charts["iha"]
    assert [*chart.rows] == [NS, BRISTOL, SG, "Total"]
    for table in tables(BOARD):
        if table.total:
            assert table.rows[-1][0] == "Total"


def test_the_report_says_whose_it_is_and_of_which_days() -> None:
    first = render(BOARD, "table").splitlines()[0]
    assert first == "BNSSG: children looked after, 2018-19 Q1 (01-Apr-2018 to 30-Jun-2018)"
    assert date(2018, 9, 30) == BOARD.as_at
