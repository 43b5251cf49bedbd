"""What the demonstration of 2016-19 must come to: the board's own numbers, as a table of cells.

A cell is (on time, required) for one LA, quarter and age band; the quarters that the board paper
counts are given, the rest are drawn around the rates below (seed; RULES 9).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clanbook.dates import Quarter

NORTH_SOMERSET, BRISTOL, SOUTH_GLOS = "802", "801", "803"
LAS = (NORTH_SOMERSET, BRISTOL, SOUTH_GLOS)
LOCALITY = {
    NORTH_SOMERSET: "North Somerset",
    BRISTOL: "Bristol",
    SOUTH_GLOS: "South Gloucestershire",
}
PREFIX = {NORTH_SOMERSET: "NS", BRISTOL: "BR", SOUTH_GLOS: "SG"}

Q3, Q4, Q1 = Quarter(2017, 3), Quarter(2017, 4), Quarter(2018, 1)
COUNTED = (Q3, Q4, Q1)
"""The quarters of the board's comparison chart (seed, Chart 2)."""

TAKEN_ON = date(2016, 4, 1)
"""The day the record begins: the children then in care are entered with their history."""

CLOSED = date(2019, 3, 29)
"""The day the last of these episodes is closed, a Friday."""

YOUNGER, OLDER = "0-4", "5-18"
BANDS = (YOUNGER, OLDER)


class Cause(StrEnum):
    """What went wrong on the way to a missed assessment, as the script tells it."""

    LATE_NOTICE = "the LA told health late, and the child was seen as late"
    NO_NOTICE = "the LA never told health; no demographics and no consent came"
    SETTLING = "told late, moved placement, appointment cancelled while settling in"
    REFUSED = "the young person refused"
    UNCONTACTABLE = "the carer could not be reached"
    NOT_BROUGHT = "not brought to the appointment"
    MOVED = "moved placement"
    AWAY = "missing, in hospital or in custody"
    CLINIC = "the clinic was cancelled"
    ELSEWHERE = "another area's team was slow"
    UNKNOWN = "nothing on record"


@dataclass(frozen=True)
class Cell:
    """How many were seen on time, of how many required."""

    on_time: int
    required: int


Bands = tuple[Cell, Cell]
"""The younger and the older band of one LA and quarter."""


def _bands(younger: tuple[int, int], older: tuple[int, int]) -> Bands:
    return Cell(*younger), Cell(*older)


IHAS: Mapping[Quarter, Mapping[str, Bands]] = {
    Q3: {
        NORTH_SOMERSET: _bands((6, 14), (8, 19)),
        BRISTOL: _bands((1, 16), (1, 21)),
        SOUTH_GLOS: _bands((3, 6), (8, 16)),
    },
    Q4: {
        NORTH_SOMERSET: _bands((6, 11), (7, 15)),
        BRISTOL: _bands((1, 18), (1, 22)),
        SOUTH_GLOS: _bands((3, 5), (10, 17)),
    },
    Q1: {
        NORTH_SOMERSET: _bands((8, 8), (8, 9)),
        BRISTOL: _bands((1, 22), (0, 22)),
        SOUTH_GLOS: _bands((2, 4), (5, 15)),
    },
}
"""IHAs due. Q4 is printed as percentages only; its counts and all bands but Q1's are ours."""

RHAS: Mapping[Quarter, Mapping[str, Bands]] = {
    Q3: {
        NORTH_SOMERSET: _bands((11, 12), (31, 36)),
        BRISTOL: _bands((9, 16), (55, 100)),
        SOUTH_GLOS: _bands((6, 7), (30, 35)),
    },
    Q4: {
        NORTH_SOMERSET: _bands((10, 11), (28, 33)),
        BRISTOL: _bands((10, 18), (56, 102)),
        SOUTH_GLOS: _bands((5, 6), (23, 30)),
    },
    Q1: {
        NORTH_SOMERSET: _bands((12, 13), (33, 35)),
        BRISTOL: _bands((7, 19), (41, 110)),
        SOUTH_GLOS: _bands((4, 7), (12, 23)),
    },
}
"""RHAs due."""

IHA_CAUSES: Mapping[str, tuple[Mapping[Cause, int], Mapping[Cause, int]]] = {
    NORTH_SOMERSET: ({}, {Cause.NOT_BROUGHT: 1}),
    BRISTOL: (
        {Cause.LATE_NOTICE: 19, Cause.UNKNOWN: 2},
        {Cause.LATE_NOTICE: 14, Cause.REFUSED: 6, Cause.UNKNOWN: 2},
    ),
    SOUTH_GLOS: (
        {Cause.LATE_NOTICE: 2},
        {
            Cause.LATE_NOTICE: 4,
            Cause.SETTLING: 1,
            Cause.NO_NOTICE: 2,
            Cause.REFUSED: 1,
            Cause.UNCONTACTABLE: 2,
        },
    ),
}
"""Why the IHAs of Q1 2018-19 were missed, by LA, younger and older (seed, exception report)."""

USUAL_IHA_CAUSES: Mapping[str, Mapping[Cause, float]] = {
    NORTH_SOMERSET: {
        Cause.LATE_NOTICE: 30,
        Cause.NOT_BROUGHT: 20,
        Cause.CLINIC: 20,
        Cause.REFUSED: 8,
        Cause.UNKNOWN: 12,
    },
    BRISTOL: {
        Cause.LATE_NOTICE: 65,
        Cause.REFUSED: 10,
        Cause.UNCONTACTABLE: 6,
        Cause.NOT_BROUGHT: 6,
        Cause.CLINIC: 4,
        Cause.UNKNOWN: 9,
    },
    SOUTH_GLOS: {
        Cause.LATE_NOTICE: 45,
        Cause.REFUSED: 10,
        Cause.UNCONTACTABLE: 14,
        Cause.MOVED: 8,
        Cause.NOT_BROUGHT: 10,
        Cause.UNKNOWN: 8,
    },
}
"""Why IHAs are missed in the quarters the board does not break down, as weights."""

USUAL_RHA_CAUSES: Mapping[Cause, float] = {
    Cause.NOT_BROUGHT: 16,
    Cause.UNCONTACTABLE: 8,
    Cause.REFUSED: 9,
    Cause.MOVED: 10,
    Cause.AWAY: 4,
    Cause.CLINIC: 11,
    Cause.ELSEWHERE: 9,
    Cause.UNKNOWN: 33,
}
"""Why RHAs are missed, as weights; the provider could explain few of them (seed)."""


@dataclass(frozen=True)
class Entered:
    """How the children who entered care in Q1 2018-19 are spread (seed, Charts 1 and 5).

    `in_march` entered before the quarter and have their IHA due in it; `in_june` entered in it and
    have their IHA due after it; `short` went home within days; `short_breaks` are V4 series.
    """

    in_march: int
    in_june: int
    short: int
    short_breaks: int
    out_of_area: int
    uasc: int


ENTERED: Mapping[str, Entered] = {
    NORTH_SOMERSET: Entered(5, 4, 1, 0, 1, 2),
    BRISTOL: Entered(14, 12, 2, 1, 3, 2),
    SOUTH_GLOS: Entered(5, 7, 1, 0, 10, 2),
}

OTHER_LAS: Mapping[str, tuple[int, int, int, int]] = {
    NORTH_SOMERSET: (1, 1, 13, 13),
    BRISTOL: (1, 1, 6, 5),
    SOUTH_GLOS: (7, 5, 9, 7),
}
"""Other LAs' requests in Q1 2018-19: IHAs and of those completed, RHAs and of those completed."""

SDQ_DUE, SDQ_UP_TO_DATE = 388, 353
"""Bristol's questionnaires at 30 June 2018: due, and up to date (RULES 9)."""

SDQS_IN_Q1: Mapping[str, int] = {NORTH_SOMERSET: 2, BRISTOL: 35, SOUTH_GLOS: 13}
"""Questionnaires completed in Q1 2018-19 (seed, Chart 6)."""

JULY_CYCLE: Mapping[str, int] = {NORTH_SOMERSET: 34, SOUTH_GLOS: 22}
"""Long-standing children reviewed each July to September; Bristol's make up the 388."""

DEPARTED: Mapping[str, int] = {NORTH_SOMERSET: 35, BRISTOL: 130, SOUTH_GLOS: 30}
"""Children long in care when the record began, who had left before the counted quarters."""

USUAL_ENTRIES: Mapping[str, tuple[int, int]] = {
    NORTH_SOMERSET: (19, 26),
    BRISTOL: (32, 40),
    SOUTH_GLOS: (14, 20),
}
"""IHAs due in a quarter that the board does not count: fewest and most."""

Rates = tuple[float, float]
"""The shares of IHAs and of RHAs that are on time."""

_BEFORE: Mapping[str, Rates] = {
    NORTH_SOMERSET: (0.40, 0.85),
    BRISTOL: (0.08, 0.58),
    SOUTH_GLOS: (0.52, 0.80),
}
_AFTER: Mapping[str, Rates] = {
    NORTH_SOMERSET: (0.93, 0.93),
    BRISTOL: (0.09, 0.38),
    SOUTH_GLOS: (0.25, 0.58),
}


def rates(la: str, quarter: Quarter) -> Rates:
    """How well an LA's children fared in a quarter the board does not count."""
    return (_BEFORE if quarter < Q3 else _AFTER)[la]
