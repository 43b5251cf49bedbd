"""Reading a file: its encoding, its header, its rows, and where what is wrong stands."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from clanbook.exchange.columns import COLUMNS, KINDS
from clanbook.exchange.reading import FileRefused, read
from clanbook.settings import DEFAULT
from tests.exchange.fake import TODAY, a_row, read_text

NOTIFICATION = "la,child_id,entered_care\n801,C1,2018-05-14\n"


def refused(kind: str, text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(FileRefused) as refusal:
        read(kind, io.BytesIO(data), DEFAULT, TODAY)
    return str(refusal.value)


def reason(kind: str, text: str) -> str:
    """The one rejected row, as it is told."""
    (rejected,) = read_text(kind, text).rejected
    return str(rejected)


# --- The file


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_file_reads_with_or_without_a_byte_order_mark_and_with_any_line_ends(
    mark: str, ending: str
) -> None:
    result = read_text("notifications", mark + NOTIFICATION.replace("\n", ending))
    assert [row.values["child_id"] for row in result.rows] == ["C1"]
    assert result.rows[0].line == 2


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("named", [False, True])
def test_a_file_with_semicolons_or_tabs_between_its_cells_reads_as_one_with_commas(
    separator: str, ending: str, quote: str, named: bool
) -> None:
    row = ["2018-06-08", "09:30", "4", "45", "Bristol", "Hall, Annex", "Dr Ahn", "gp"]
    header = [column.name for column in COLUMNS["sessions"] if column.required]
    lines = [[f"{quote}{name}{quote}" for name in header], [*row, '"IHA;RHA"'], [*row, "WALK"]]
    text = ending.join([*(["sep=" + separator] if named else []), *map(separator.join, lines)])
    found = read_text("sessions", text)
    (taken,), (bad,) = found.rows, found.rejected
    assert (taken.values["venue"], taken.values["purposes"]) == ("Hall, Annex", ("IHA", "RHA"))
    assert (taken.line, bad.line) == ((3, 4) if named else (2, 3))


def test_semicolons_in_the_cells_of_a_file_with_commas_separate_nothing() -> None:
    result = read_text("notifications", NOTIFICATION.replace("C1", "C;;;;1"))
    assert result.rows[0].values["child_id"] == "C;;;;1"


def test_a_path_reads_like_a_stream(tmp_path: Path) -> None:
    file = tmp_path / "notifications.csv"
    file.write_text(NOTIFICATION)
    assert read("notifications", file, DEFAULT, TODAY) == read_text("notifications", NOTIFICATION)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_file_that_is_not_utf8_is_refused_naming_line_and_byte(mark: bytes) -> None:
    data = mark + b"la,child_id,entered_care,surname\n801,C1,2018-05-14,Zo\xeb\n"
    place = data.index(b"\xeb") + 1
    sentence = refused("notifications", data)
    assert sentence == f'line 2, byte {place} of the file is not UTF-8; save it as "CSV UTF-8"'


@pytest.mark.parametrize("text", ["", "\n\n", " , \n", "\ufeff"])
def test_an_empty_file_is_refused_naming_the_template(text: str) -> None:
    assert refused("sdqs", text) == (
        "the file is empty; its columns are in: clanbook template sdqs"
    )


def test_a_header_alone_is_a_file_of_no_rows() -> None:
    result = read_text("notifications", "la,child_id,entered_care\n")
    assert (result.rows, result.rejected, result.read) == ([], [], 0)


def test_broken_quoting_refuses_the_file_at_the_line_it_starts_on() -> None:
    head = "la,child_id,entered_care,surname\n801,C1,2018-05-14,ok\n"
    open_quote = refused("notifications", head + '801,C2,2018-05-14,"open\n801,C3,2018-05-14,x\n')
    assert open_quote.startswith("line 3 has a quotation mark that is never closed")
    inside = refused("notifications", head + '801,C2,2018-05-14,"a" b\n')
    assert inside.startswith("line 3 has a quotation mark inside a quoted cell")
    endless = refused("notifications", head + "801,C2,2018-05-14," + "x" * 200_000)
    assert endless.startswith("line 3 has an endless cell")


# --- The header


def test_columns_may_come_in_any_order_and_case() -> None:
    result = read_text("notifications", "Entered_Care, CHILD_ID ,la\n2018-05-14,C1,801\n")
    assert result.rows[0].values == {
        "entered_care": date(2018, 5, 14),
        "child_id": "C1",
        "la": "801",
    }


def test_an_unknown_column_refuses_the_file_with_the_one_it_may_have_meant() -> None:
    sentence = refused("notifications", "la,child_id,entered_care,fornames,zzz\n")
    assert 'column 4, "fornames", is not a column of notifications (did you mean forename?)' in (
        sentence
    )
    assert 'column 5, "zzz", is not a column of notifications;' in sentence


@pytest.mark.parametrize("kind", KINDS)
def test_every_required_column_must_be_there(kind: str) -> None:
    required = [column.name for column in COLUMNS[kind] if column.required]
    for name in required:
        header = ",".join(other for other in required if other != name)
        assert f"the column {name} is missing" in refused(kind, header + "\n")


def test_a_column_twice_and_a_column_without_a_name_refuse_the_file() -> None:
    sentence = refused("notifications", "la,child_id,entered_care,sex,SEX,\n")
    assert "the column sex is there 2 times" in sentence
    assert "column 6 has no name" in sentence


# --- The rows


def test_lines_are_physical_lines_past_quoted_newlines_and_empty_rows() -> None:
    text = (
        "la,child_id,entered_care,carer\n"
        '801,C1,2018-05-14,"1 Street\nTown"\n'
        "\n"
        ",,,\n"
        "801,C2,2018-05-14,x\n"
        "801,C3,never,x\n"
    )
    result = read_text("notifications", text)
    assert [row.line for row in result.rows] == [2, 6]
    assert result.rows[0].values["carer"] == "1 Street\nTown"
    assert [rejected.line for rejected in result.rejected] == [7]
    assert result.read == 3


def test_a_bad_cell_is_named_by_line_column_and_what_was_expected() -> None:
    text = "la,child_id,entered_care,sex,dob\n801,C1,2018-05-14,F,\n801,C2,soon,X,2018-01-01\n"
    assert reason("notifications", text) == (
        'line 3, entered_care: "soon" is not a date: write it as 2018-05-12 or 12/05/2018; '
        'sex: "X" is not F, M or U'
    )


@pytest.mark.parametrize(("cells", "count"), [("801,C1", 2), ("801,C1,2018-05-14,,", 5)])
def test_a_row_of_too_few_or_too_many_cells_is_rejected(cells: str, count: int) -> None:
    text = f"la,child_id,entered_care\n{cells}\n801,C2,2018-05-14\n"
    assert reason("notifications", text).startswith(
        f"line 2, {count} cells where the header has 3 columns"
    )
    assert len(read_text("notifications", text).rows) == 1


def test_a_required_cell_may_be_neither_empty_nor_cleared() -> None:
    for cell, state in ((" ", "empty"), ("-", "cannot be cleared")):
        text = f"la,child_id,entered_care\n801,C1,{cell}\n"
        assert reason("notifications", text) == (
            f"line 2, entered_care: {state}, where every row needs"
            " a date such as 2018-05-12 or 12/05/2018"
        )


def test_a_rejected_row_keeps_its_raw_cells() -> None:
    (rejected,) = read_text("notifications", "la,child_id,entered_care\n801, C1 ,x\n").rejected
    assert rejected.cells == ("801", " C1 ", "x")


def test_an_empty_cell_is_absent_and_a_dash_is_none() -> None:
    row = a_row(
        "notifications", la="801", child_id="C1", entered_care="2018-05-14", gp="", school="-"
    )
    assert "gp" not in row.values
    assert row.values["school"] is None


def test_a_notification_gives_its_local_date_and_its_instant() -> None:
    base = {"la": "801", "child_id": "C1", "entered_care": "2018-05-14"}
    values = a_row("notifications", **base, notified="2018-05-14T23:30:00Z").values
    assert values["notified"] == date(2018, 5, 15)
    assert values["notified_at"] == datetime(2018, 5, 14, 23, 30, tzinfo=UTC)
    cleared = a_row("notifications", **base, notified="-").values
    assert (cleared["notified"], cleared["notified_at"]) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "[/]",
        "[bold]x",
        "\x1b[31mred",
        "=cmd|' /C calc'!A1",
        "@SUM(A1)",
        "مرحبا \u202eabc",
        "x" * 300,
        'She said "no", twice',
        "O'Brien",
        "'tis",
        "line\nbreak",
        "--",
    ],
)
def test_text_is_kept_as_typed(text: str) -> None:
    row = a_row("notifications", la="801", child_id=text, entered_care="2018-05-14", surname=text)
    assert row.values["surname"] == text
    assert row.values["child_id"] == text
