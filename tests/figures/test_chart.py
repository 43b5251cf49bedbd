"""What every chart does: counts, percentages, totals, sums that must add up."""

import pytest

from clanbook.figures import Chart, FiguresError, Layout, Member, Share, UnknownFigureError, percent

LAYOUT = Layout(
    "iha",
    ("required", "state.on_time", "state.late", "percent"),
    percents={"percent": "state.on_time"},
    sums=(("required", ("state.on_time", "state.late")),),
)


def someone(number: int) -> Member:
    return Member("Bristol", number, f"C{number}", None, None, lambda: f"Because of {number}.")


def row(on_time: int, late: int, required: int | None = None) -> dict[str, list[Member]]:
    whole = on_time + late if required is None else required
    return {
        "required": [someone(n) for n in range(whole)],
        "state.on_time": [someone(n) for n in range(on_time)],
        "state.late": [someone(n) for n in range(late)],
    }


def chart(**rows: dict[str, list[Member]]) -> Chart:
    return Chart(LAYOUT, rows, {name: row["required"] for name, row in rows.items()})


@pytest.mark.parametrize(
    ("n", "d", "expected"),
    [
        (1, 8, 13),  # 12.5: the even-rounding of floats would give 12
        (3, 8, 38),  # 37.5
        (1, 200, 1),  # 0.5
        (199, 200, 100),  # 99.5
        (1, 201, 0),  # 0.4975...
        (16, 17, 94),  # 94.12, and the board's own others (RULES 9)
        (1, 44, 2),
        (7, 19, 37),
        (36, 42, 86),
        (42, 48, 88),
        (353, 388, 91),
        (0, 5, 0),
        (5, 5, 100),
        (0, 0, None),
    ],
)
def test_percentages_are_rounded_half_up_from_the_integers(
    n: int, d: int, expected: int | None
) -> None:
    assert percent(n, d) == expected
    assert Share(n, d).percent == expected


def test_the_total_is_of_everybody_and_never_an_average_of_percentages() -> None:
    found = chart(Small=row(on_time=1, late=0), Large=row(on_time=0, late=3))

    # 100% of 1 and 0% of 3 average 50%; 1 of 4 is 25%.
    assert found.share("Total", "state.on_time") == Share(1, 4)
    assert found.value("Total", "percent") == 25
    assert list(found.rows) == ["Small", "Large", "Total"]


def test_a_percentage_of_nothing_is_null() -> None:
    found = chart(Bristol=row(on_time=0, late=0))

    assert found.as_json()["Bristol"]["percent"] is None
    assert found.as_json()["Total"]["percent"] is None


def test_dotted_figures_are_nested_in_json_in_the_layouts_order() -> None:
    found = chart(Bristol=row(on_time=1, late=2)).as_json()["Bristol"]

    assert found == {"required": 3, "state": {"on_time": 1, "late": 2}, "percent": 33}
    assert list(found) == ["required", "state", "percent"]


def test_a_chart_that_does_not_add_up_is_an_error_with_chart_row_and_numbers() -> None:
    with pytest.raises(FiguresError) as error:
        chart(Bristol=row(on_time=1, late=2), Bath=row(on_time=1, late=2, required=4))

    assert str(error.value) == (
        "Chart iha, row Bath does not add up: "
        "required is 4, but state.on_time 1 + state.late 2 make 3."
    )


def test_a_count_is_the_number_of_members_and_a_percentage_opens_its_figure() -> None:
    found = chart(Bristol=row(on_time=2, late=1))

    assert [m.child_id for m in found.members("Bristol", "percent")] == ["C0", "C1"]
    assert found.members("Bristol", "percent")[1].why == "Because of 1."


@pytest.mark.parametrize(
    ("row_name", "key", "expected"),
    [
        ("Bristol", "ontime", "Chart iha has no figure ontime; it has required, state.on_time"),
        ("Bath", "required", "Chart iha has no row Bath; it has Bristol, Total."),
    ],
)
def test_an_unknown_figure_is_refused_with_those_there_are(
    row_name: str, key: str, expected: str
) -> None:
    with pytest.raises(UnknownFigureError) as error:
        chart(Bristol=row(1, 1)).members(row_name, key)

    assert str(error.value).startswith(expected)
