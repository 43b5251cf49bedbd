"""The report: its JSON, its trend, its settings, and what holds on any caseload (RULES 8)."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from clanbook.caseload import Case
from clanbook.dates import Quarter
from clanbook.figures import (
    TOTAL,
    Chart,
    FiguresError,
    Report,
    UnknownFigureError,
    percent,
    report,
)
from clanbook.figures.report import check_missed
from clanbook.records import Child, Record
from clanbook.settings import DEFAULT, Service, parse
from tests.build import a_case, an_episode, an_iha
from tests.figures.counting import LATER, Q1, behind, counted, reported
from tests.oracle import MAIN_REASONS
from tests.random_caseload import random_caseload

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
RHA_REASONS = [reason for reason in REASONS if reason != "late_notification"]
STATES = ["on_time", "late", "refused", "outstanding", "not_yet_due"]
ASSESSMENTS = [
    "required",
    "required_0_4",
    "required_5_18",
    *STATES,
    "percent",
    "other_las_requested",
    "other_las_completed",
]
KEYS = {
    "accommodated": ["total", "within_locality", "out_of_area", "not_known"],
    "iha": ASSESSMENTS,
    "iha_exceptions": [
        "missed",
        {"reasons": REASONS},
        {"percents": REASONS},
        {"primary": REASONS},
        "on_time_had_notice_been_on_time",
        "percent_had_notice_been_on_time",
    ],
    "rha": ASSESSMENTS,
    "rha_exceptions": [
        "missed",
        {"reasons": RHA_REASONS},
        {"percents": RHA_REASONS},
        {"primary": RHA_REASONS},
    ],
    "refusals": ["refused", "refused_iha", "refused_rha", {"main_reason": list(MAIN_REASONS)}],
    "uasc": ["accommodated"],
    "sdq": ["completed", "due", "up_to_date", "percent"],
    "profile": [
        "total",
        {"age": ["under_1", "1_4", "5_9", "10_15", "16_plus"]},
        {"sex": ["F", "M", "U"]},
        {"ethnic_group": ["White", "Mixed", "Asian", "Black", "Other", "not_known"]},
    ],
}
ROWS = ["North Somerset", "Bristol", "South Gloucestershire", "Total"]


def keys_of(row: dict[str, object]) -> list[object]:
    return [{key: list(value)} if isinstance(value, dict) else key for key, value in row.items()]


# --- JSON


def test_the_json_has_the_keys_that_others_rely_on_in_their_order() -> None:
    document = reported(a_case(an_episode("2018-05-01"), dob="2010-01-01")).as_json()

    assert list(document) == [
        "service",
        "quarter",
        "from",
        "to",
        "as_at",
        "settings",
        "charts",
    ]
    assert list(document["charts"]) == [
        *(name for name in KEYS if name != "profile"),
        "trend",
        "profile",
    ]
    for name, keys in KEYS.items():
        assert list(document["charts"][name]) == ROWS
        for row in document["charts"][name].values():
            assert keys_of(row) == keys


def test_the_json_names_service_quarter_days_and_the_settings_in_force() -> None:
    document = reported(basis="entered").as_json()
    del document["charts"]

    assert document == {
        "service": "BNSSG",
        "quarter": "2018-19 Q1",
        "from": "2018-04-01",
        "to": "2018-06-30",
        "as_at": "2018-09-30",
        "settings": {
            "iha_due": {
                "North Somerset": "28 days",
                "Bristol": "28 days",
                "South Gloucestershire": "28 days",
            },
            "iha_basis": "entered",
            "notify_within": {
                "North Somerset": "72 hours",
                "Bristol": "72 hours",
                "South Gloucestershire": "48 hours",
            },
            "rha_age_basis": "at_due",
            "rha_on_time": "by_due_date",
        },
    }


def test_json_counts_are_zero_and_percentages_null_where_there_is_nobody() -> None:
    document = json.loads(json.dumps(reported().as_json()))
    row = document["charts"]["iha_exceptions"]["Total"]

    assert set(row["reasons"].values()) == set(row["primary"].values()) == {0}
    assert set(row["percents"].values()) == {None}
    assert row["percent_had_notice_been_on_time"] is None
    assert document["charts"]["sdq"]["Bristol"] == {
        "completed": 0,
        "due": 0,
        "up_to_date": 0,
        "percent": None,
    }


def test_a_setting_that_las_have_each_their_own_way_is_named_by_la() -> None:
    service = parse(
        'name = "Two"\n'
        '[[las]]\nname = "Bristol"\ncode = 801\nlocality = "Bristol"\n'
        '[[las]]\nname = "Dorset"\ncode = 838\nlocality = "Dorset"\n'
        '[las.rules]\nrha_on_time = "within_month_due"\n'
    )

    printed = reported(service=service).settings
    assert printed["rha_on_time"] == {"Bristol": "by_due_date", "Dorset": "within_month_due"}
    assert printed["rha_age_basis"] == "at_due"


def test_the_services_own_basis_counts_where_none_is_asked_for() -> None:
    service = parse(
        'name = "One"\n[rules]\niha_basis = "entered"\n'
        '[[las]]\nname = "Bristol"\ncode = 801\nlocality = "Bristol"\n'
    )
    # Entered 1 April, due 29 April; and entered 30 June, due 28 July.
    cases = [
        a_case(an_episode(day), number=n) for n, day in enumerate(("2018-04-01", "2018-06-30"), 1)
    ]

    assert behind(reported(*cases, service=service), "iha.required") == ["C1", "C2"]
    assert behind(reported(*cases, service=service, basis="due"), "iha.required") == ["C1"]


# --- Trend


def test_the_trend_has_the_quarter_asked_for_and_those_before_it_newest_first() -> None:
    seen = an_iha(completed="2017-11-20")
    found = reported(
        a_case(an_episode("2018-05-01"), number=1),  # due 29 May: Q1, not done
        a_case(an_episode("2017-11-01"), seen, number=2),  # due 29 November: Q3, done
    )

    assert [quarter.label for quarter, _, _ in found.trend] == [
        "2018-19 Q1",
        "2017-18 Q4",
        "2017-18 Q3",
    ]
    nothing = {"iha_on_time": 0, "iha_required": 0, "iha_percent": None}
    assert [
        {key: value for key, value in quarter["rows"]["Bristol"].items() if key[0] == "i"}
        for quarter in found.as_json()["charts"]["trend"]
    ] == [
        {"iha_on_time": 0, "iha_required": 1, "iha_percent": 0},
        nothing,
        {"iha_on_time": 1, "iha_required": 1, "iha_percent": 100},
    ]
    assert list(found.as_json()["charts"]["trend"][0]["rows"]["Total"]) == [
        "iha_on_time",
        "iha_required",
        "iha_percent",
        "rha_on_time",
        "rha_required",
        "rha_percent",
    ]


def test_a_trend_of_fewer_than_three_quarters_is_refused() -> None:
    with pytest.raises(ValueError, match="the trend needs 3 quarters or more, not 2"):
        report([], DEFAULT, Q1, LATER, trend=2)


# --- Opening a figure


def test_a_figure_is_opened_by_chart_and_name_into_its_children() -> None:
    found = reported(a_case(an_episode("2018-05-01"), an_iha(completed="2018-05-29")))

    assert behind(found, "iha.on_time") == behind(found, "iha.percent") == ["C1"]
    assert behind(found, "trend.iha_on_time", TOTAL) == ["C1"]
    assert behind(found, "iha_exceptions.percent_had_notice_been_on_time") == ["C1"]


@pytest.mark.parametrize(
    ("figure", "row", "expected"),
    [
        ("iah.on_time", "Bristol", "The report has no chart iah; it has accommodated, iha,"),
        ("iha", "Bristol", "Name a figure of chart iha: required, required_0_4,"),
        ("iha.done", "Bristol", "Chart iha has no figure done; it has required,"),
        ("iha.on_time", "Bath", "Chart iha has no row Bath; it has North Somerset, Bristol,"),
    ],
)
def test_a_figure_that_is_not_there_is_refused_with_those_that_are(
    figure: str, row: str, expected: str
) -> None:
    with pytest.raises(UnknownFigureError) as error:
        reported().members(figure, row)

    assert str(error.value).startswith(expected)


def test_exceptions_of_other_than_the_missed_are_an_error() -> None:
    found = reported(a_case(an_episode("2018-05-01")))
    none_missed = reported().charts["iha_exceptions"]

    with pytest.raises(FiguresError) as error:
        check_missed(found.charts["iha"], none_missed)

    assert str(error.value) == (
        "Chart iha_exceptions, row Bristol does not add up: missed is 0, "
        "but late 0 + refused 0 + outstanding 1 of iha make 1."
    )


# --- On any caseload

DORSET = parse(
    'name = "Dorset"\n'
    '[rules]\niha_due = "20 working days"\nnotify_within = "5 working days"\n'
    'rha_age_basis = "at_last"\nrha_on_time = "within_month_due"\n'
    '[[las]]\nname = "Bristol"\ncode = 801\nlocality = "Bristol"\n'
    '[[las]]\nname = "North Somerset"\ncode = 802\nlocality = "North Somerset"\n'
)


def gathered(records: list[Record]) -> list[Case]:
    """The cases of a caseload's records."""
    children = [record for record in records if isinstance(record, Child)]
    of_child: dict[int, list[Record]] = {child.id: [] for child in children}
    for record in records:
        if not isinstance(record, Child):
            of_child[getattr(record, "child", 0)].append(record)
    return [Case(child, of_child[child.id]) for child in children]


@st.composite
def reports(draw: st.DrawFn) -> tuple[list[Case], Report]:
    """A report of a small caseload in either service's rules, and the cases it was made from."""
    cases = gathered(random_caseload(draw(st.integers(0, 10_000)), children=15))
    service: Service = draw(st.sampled_from([DEFAULT, DORSET]))
    quarter = draw(st.builds(Quarter, st.just(2017), st.integers(1, 4)))
    as_at = draw(st.dates(date(2017, 4, 1), date(2019, 3, 31)))
    basis = draw(st.sampled_from(["due", "entered", None]))
    return cases, report(cases, service, quarter, as_at, basis)


def all_charts(found: Report) -> list[Chart]:
    return [*found.charts.values(), *(c for _, iha, rha in found.trend for c in (iha, rha))]


@effort(max_examples=40, deadline=None)
@given(reports())
def test_every_total_is_the_sum_of_the_rows(made: tuple[list[Case], Report]) -> None:
    for chart in all_charts(made[1]):
        rows = [row for row in chart.rows if row != TOTAL]
        for figure in chart.layout.figures:
            assert chart.count(TOTAL, figure) == sum(chart.count(row, figure) for row in rows)
        for key, figure in chart.layout.percents.items():
            shares = [chart.share(row, figure) for row in rows]
            n, d = (sum(numbers) for numbers in zip(*shares, strict=True))
            assert chart.value(TOTAL, key) == percent(n, d)


@effort(max_examples=40, deadline=None)
@given(reports())
def test_states_bands_primaries_places_and_profiles_add_up(
    made: tuple[list[Case], Report],
) -> None:
    for row, figures in made[1].as_json()["charts"]["profile"].items():
        for part in ("age", "sex", "ethnic_group"):
            assert sum(figures[part].values()) == figures["total"], (row, part)
    charts = made[1].as_json()["charts"]
    for row in charts["iha"]:
        placed = charts["accommodated"][row]
        assert placed["total"] == sum(value for key, value in placed.items() if key != "total")
        for kind in ("iha", "rha"):
            figures, missed = charts[kind][row], charts[f"{kind}_exceptions"][row]
            assert figures["required"] == sum(figures[state] for state in STATES)
            assert figures["required"] == figures["required_0_4"] + figures["required_5_18"]
            assert missed["missed"] == sum(missed["primary"].values())
            assert missed["missed"] == sum(figures[s] for s in ("late", "refused", "outstanding"))


@effort(max_examples=25, deadline=None)
@given(reports())
def test_every_quarter_of_the_trend_is_that_quarters_own_report(
    made: tuple[list[Case], Report],
) -> None:
    cases, found = made
    for compared in found.trend:
        own = report(cases, found.service, compared.quarter, found.as_at, found.basis)
        rows = compared.as_json()["rows"]
        for name in ("iha", "rha"):
            for row, figures in own.as_json()["charts"][name].items():
                for key in ("on_time", "required", "percent"):
                    assert rows[row][f"{name}_{key}"] == figures[key]


@effort(max_examples=25, deadline=None)
@given(reports())
def test_every_member_is_of_the_row_and_says_why(made: tuple[list[Case], Report]) -> None:
    cases, found = made
    known = {case.child.id: case for case in cases}
    for chart in found.charts.values():
        for row in chart.rows:
            for key in chart.keys:
                for member in chart.members(row, key):
                    case = known[member.child]
                    assert member.child_id == case.child.child_id
                    assert row in (TOTAL, member.la) or key.startswith("other_las")
                    assert len(member.why.split()) > 2


def test_an_order_of_the_cases_changes_no_figure() -> None:
    cases = gathered(random_caseload(7, children=30))

    assert reported(*cases).as_json() == reported(*reversed(cases)).as_json()
    assert counted(reported(*cases).charts["iha"], TOTAL)
