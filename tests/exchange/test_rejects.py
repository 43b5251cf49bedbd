"""The file of rejected rows, and that it can be corrected and imported as it is."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clanbook.exchange.columns import COLUMNS, KINDS
from clanbook.exchange.merging import Effect, merge
from clanbook.exchange.rejects import cell_text, neutralised, rejects_text
from clanbook.exchange.template import template
from tests.exchange.fake import FakeKeeper, a_file, read_text


def test_rejects_have_line_and_reason_before_the_cells_as_they_were() -> None:
    result = read_text("sdqs", "la,child_id,score,reason\n801,C1,99,\n801,C2,x,\n")
    text = rejects_text(result.header, reversed(result.rejected))
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[0] == ["line", "reason", "la", "child_id", "score", "reason"]
    assert [line[0] for line in lines[1:]] == ["2", "3"]
    assert lines[1][1:] == [
        'score: "99" is not a whole number from 0 to 40', "801", "C1", "99", ""
    ]  # fmt: skip


def test_a_rejects_file_reads_again_as_the_rows_it_came_from() -> None:
    cells = {"la": "801", "child_id": "=1+1", "entered_care": "never", "forename": "-", "gp": "'-"}
    first = read_text("notifications", a_file(cells))
    again = read_text("notifications", rejects_text(first.header, first.rejected))
    assert again.header == first.header
    assert again.rejected[0].reason == first.rejected[0].reason
    corrected = rejects_text(first.header, first.rejected).replace(",never,", ",2018-05-14,")
    values = read_text("notifications", corrected).rows[0].values
    assert (values["child_id"], values["forename"], values["gp"]) == ("=1+1", None, "-")


@pytest.mark.parametrize("cell", ["=1+1", "+44 1632 960001", "-1+2", "@SUM(A1)", "\t=1", " -x"])
def test_a_formula_is_neutralised(cell: str) -> None:
    assert neutralised(cell) == f"'{cell.strip()}"


@pytest.mark.parametrize("cell", ["-", "-5", "+44", "-1.5", "2018-05-12", "O'Brien", "a=b", ""])
def test_what_no_spreadsheet_runs_stays_as_it_is(cell: str) -> None:
    assert neutralised(cell) == cell


@given(st.text(alphabet=st.sampled_from("=+-@' a1.\t\n"), max_size=6))
def test_a_cell_comes_back_from_the_rejects_as_it_was_read(cell: str) -> None:
    assert cell_text(neutralised(cell)) == cell_text(cell)
    assert not neutralised(cell).startswith(("=", "@"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_names_every_column_in_order_and_reads_without_error(kind: str) -> None:
    text = template(kind)
    header = next(csv.reader(io.StringIO(text)))
    assert header == [column.name for column in COLUMNS[kind]]
    result = read_text(kind, text)
    assert (len(result.rows), result.rejected) == (1, [])


def test_the_templates_imported_one_after_another_are_one_child() -> None:
    keeper = FakeKeeper()
    for kind in KINDS:
        (row,) = read_text(kind, template(kind)).rows
        assert merge(kind, row, keeper) == Effect.ADDED
    assert len(keeper.children) == 1
