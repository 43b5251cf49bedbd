"""Repeatable chance: the same seed throws the same dice. Nothing secret hangs on it."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")

SATURDAY = 5
_WEEK = 7


class Chance(Random):
    """A source of chance that can also draw days and pick by weight."""

    def sometimes(self, share: float) -> bool:
        """True in `share` (0 to 1) of the draws."""
        return self.random() < share

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One of the keys, each as often as its weight says."""
        return self.choices(list(weights), list(weights.values()))[0]

    def day(self, first: date, last: date) -> date:
        """A day from `first` to `last`, both included; `first` where `last` is before it."""
        return first + timedelta(self.randint(0, max(0, (last - first).days)))

    def weekday(self, first: date, last: date) -> date:
        """A Monday to Friday from `first` to `last`; the next one after where there is none."""
        if (last - first).days < _WEEK:
            days = [first + timedelta(n) for n in range((last - first).days + 1)]
            weekdays = [day for day in days if day.weekday() < SATURDAY]
            return self.choice(weekdays) if weekdays else weekday_from(first)
        while (day := self.day(first, last)).weekday() >= SATURDAY:
            pass
        return day


def weekday_from(day: date) -> date:
    """`day`, or the Monday after where it is at a weekend."""
    return day + timedelta(max(0, 7 - day.weekday())) if day.weekday() >= SATURDAY else day


def weekday_until(day: date) -> date:
    """`day`, or the Friday before where it is at a weekend."""
    return day - timedelta(max(0, day.weekday() - SATURDAY + 1))
