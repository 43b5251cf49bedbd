"""The board's own report of 2018-19 Q1 as a value, from its counts (RULES 9): no cases needed."""

from collections.abc import Mapping
from datetime import date

from clanbook.dates import Quarter
from clanbook.figures import Chart, Layout, Member, Report, TrendQuarter
from clanbook.figures.assessments import LAYOUTS as ASSESSMENTS
from clanbook.figures.care import ACCOMMODATED, PROFILE, UASC
from clanbook.figures.exceptions import LAYOUTS as EXCEPTIONS
from clanbook.figures.refusals import LAYOUT as REFUSALS
from clanbook.figures.refusals import NOT_RECORDED
from clanbook.figures.report import settings
from clanbook.figures.sdq import SDQ
from clanbook.records import Kind
from clanbook.settings import DEFAULT, Service

Q1 = Quarter(2018, 1)
AS_AT = date(2018, 9, 30)

Counts = Mapping[str, int]


def somebody(_: int = 0) -> Member:
    """A child nobody looks behind."""
    return Member("Bristol", 1, "C1", 1, None, lambda: "Counted.")


def a_chart(layout: Layout, rows: Mapping[str, Counts], of: Counts) -> Chart:
    """A chart with so many behind each figure; figures not named count nobody."""
    unknown = {figure for row in rows.values() for figure in row} - set(layout.figures)
    assert not unknown, f"{layout.name} has no {', '.join(sorted(unknown))}"
    filled = {
        name: {figure: [somebody()] * row.get(figure, 0) for figure in layout.figures}
        for name, row in rows.items()
    }
    return Chart(layout, filled, {name: [somebody()] * of.get(name, 0) for name in rows})


def assessed(kind: Kind, *rows: tuple[str, int, int, Counts]) -> Chart:
    """The chart iha or rha: each LA with its two age bands and its states."""
    filled = {
        name: {
            "required": young + old,
            "required_0_4": young,
            "required_5_18": old,
            **dict(counts),
            "outstanding": young + old - sum(counts.get(state, 0) for state in _OTHER_STATES),
        }
        for name, young, old, counts in rows
    }
    of = {name: row["required"] - row.get("not_yet_due", 0) for name, row in filled.items()}
    return a_chart(ASSESSMENTS[kind], filled, of)


_OTHER_STATES = ("on_time", "late", "refused", "not_yet_due")

NS, BRISTOL, SG = "North Somerset", "Bristol", "South Gloucestershire"


def _asked(number: int, completed: int) -> Counts:
    return {"other_las_requested": number, "other_las_completed": completed}


IHA = assessed(
    Kind.IHA,
    (NS, 8, 9, {"on_time": 16, "late": 1, **_asked(1, 1)}),
    (BRISTOL, 22, 22, {"on_time": 1, "late": 33, "refused": 6, **_asked(1, 0)}),
    (SG, 4, 15, {"on_time": 7, "late": 9, "refused": 1, **_asked(7, 7)}),
)
RHA = assessed(
    Kind.RHA,
    (NS, 13, 35, {"on_time": 45, "late": 3, **_asked(13, 13)}),
    (BRISTOL, 19, 110, {"on_time": 48, "late": 20, **_asked(6, 6)}),
    (SG, 7, 23, {"on_time": 16, **_asked(9, 4)}),
)


def _before(iha: tuple[int, ...], rha: tuple[int, ...], quarter: Quarter) -> TrendQuarter:
    charts = [
        assessed(
            kind,
            *(
                (name, 0, required, {"on_time": on_time})
                for name, on_time, required in zip((NS, BRISTOL, SG), n[::2], n[1::2], strict=True)
            ),
        )
        for kind, n in ((Kind.IHA, iha), (Kind.RHA, rha))
    ]
    return TrendQuarter(quarter, *charts)


TREND = [
    TrendQuarter(Q1, IHA, RHA),
    _before((10, 20, 1, 20, 13, 22), (30, 35, 11, 20, 25, 32), Quarter(2017, 4)),
    _before((14, 33, 2, 37, 11, 22), (42, 48, 64, 116, 36, 42), Quarter(2017, 3)),
]


def _exceptions(kind: Kind, of: Counts, **rows: tuple[Counts, Counts, int]) -> Chart:
    filled = {}
    for name, (held, primaries, had_notice) in rows.items():
        row = {f"reasons.{reason}": n for reason, n in held.items()}
        row |= {f"primary.{reason}": n for reason, n in primaries.items()}
        row["missed"] = sum(primaries.values())
        if kind is Kind.IHA:
            row["on_time_had_notice_been_on_time"] = had_notice
        filled[name] = row
    return a_chart(EXCEPTIONS[kind], filled, of)


_IHA_MISSED = {
    NS: ({"late_notification": 1}, {"late_notification": 1}, 17),
    BRISTOL: (
        {"late_notification": 33, "refused": 6, "unexplained": 4},
        {"late_notification": 33, "refused": 6, "unexplained": 4},
        1,
    ),
    SG: (
        {
            "late_notification": 9,
            "refused": 1,
            "not_taken_up": 3,
            "no_consent": 2,
            "placement_move": 1,
        },
        {"refused": 1, "late_notification": 9, "not_taken_up": 2},
        13,
    ),
}
_RHA_MISSED = {
    NS: ({"clinic_cancelled": 3}, {"clinic_cancelled": 3}, 0),
    BRISTOL: ({"no_capacity": 60, "unexplained": 21}, {"no_capacity": 60, "unexplained": 21}, 0),
    SG: ({"unexplained": 14}, {"unexplained": 14}, 0),
}


def board_report(service: Service = DEFAULT) -> Report:
    """The report of 2018-19 Q1 as at 30 September 2018, under BNSSG's settings or others."""
    charts = [
        a_chart(
            ACCOMMODATED,
            {
                NS: {"total": 17, "within_locality": 16, "out_of_area": 1},
                BRISTOL: {"total": 45, "within_locality": 42, "out_of_area": 3},
                SG: {"total": 22, "within_locality": 12, "out_of_area": 10},
            },
            {},
        ),
        IHA,
        _exceptions(Kind.IHA, {NS: 17, BRISTOL: 44, SG: 19}, **_IHA_MISSED),
        RHA,
        _exceptions(Kind.RHA, {NS: 48, BRISTOL: 129, SG: 30}, **_RHA_MISSED),
        a_chart(
            REFUSALS,
            {
                NS: {},
                BRISTOL: {
                    "refused": 6,
                    "refused_iha": 6,
                    "main_reason.language": 1,
                    NOT_RECORDED: 5,
                },
                SG: {"refused": 1, "refused_iha": 1, NOT_RECORDED: 1},
            },
            {},
        ),
        a_chart(UASC, {name: {"accommodated": 2} for name in (NS, BRISTOL, SG)}, {}),
        a_chart(
            SDQ,
            {
                NS: {"completed": 2},
                BRISTOL: {"completed": 35, "due": 388, "up_to_date": 353},
                SG: {"completed": 13, "due": 120, "up_to_date": 60},
            },
            {BRISTOL: 388, SG: 120},
        ),
        a_chart(
            PROFILE,
            {
                NS: _profile((10, 30, 40, 73, 67), (90, 130, 0), (189, 10, 8, 7, 6, 0)),
                BRISTOL: _profile(
                    (40, 90, 112, 268, 190), (300, 399, 1), (455, 63, 35, 98, 21, 28)
                ),
                SG: _profile((0, 0, 0, 0, 0), (0, 0, 0), (0, 0, 0, 0, 0, 0)),
            },
            {NS: 220, BRISTOL: 700},
        ),
    ]
    by_name = {chart.name: chart for chart in charts}
    return Report(service, Q1, AS_AT, "due", settings(service, "due"), by_name, TREND)


def _profile(ages: tuple[int, ...], sexes: tuple[int, ...], groups: tuple[int, ...]) -> Counts:
    assert sum(ages) == sum(sexes) == sum(groups)
    return {
        "total": sum(ages),
        **dict(zip(PROFILE.figures[1:], ages + sexes + groups, strict=True)),
    }
