"""Figures of a quarter from cases: counts with the children behind each. Pure (RULES 8)."""

from clanbook.figures.chart import (
    TOTAL,
    Chart,
    FiguresError,
    Layout,
    Member,
    Share,
    UnknownFigureError,
    percent,
)
from clanbook.figures.cohort import Basis
from clanbook.figures.report import Report, report
from clanbook.figures.trend import TrendQuarter

__all__ = [
    "TOTAL",
    "Basis",
    "Chart",
    "FiguresError",
    "Layout",
    "Member",
    "Report",
    "Share",
    "TrendQuarter",
    "UnknownFigureError",
    "percent",
    "report",
]
