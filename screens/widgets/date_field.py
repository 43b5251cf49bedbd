"""Days and times as people type them: `t`, `+7`, `-3w`, `mon`, `12/5`, `1 may`, `930`."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Unpack

from textual import events

from clanbook.dates import LONDON, Prefer, read_date, shown
from screens.shown import weekday
from screens.widgets.field import Field, FieldOptions, quoted

_HOW = "t +7 -3w +2m mon 12/5 1 may"
_NUDGES = {"+": timedelta(1), "-": timedelta(-1)}
_FIGURES = frozenset("0123456789")
_CLOCK = re.compile(r"(\d\d?)(?:[:.]?(\d\d))?", re.ASCII)
_DAY_AND_CLOCK = re.compile(r"(?P<day>.+?)[ T](?:at )?(?P<clock>\d\d?[:.]\d\d)", re.ASCII)

Moment = tuple[date, datetime | None]
"""A London day, and the UTC instant where a time was said."""


class DateField(Field[date]):
    """A day. Not yet edited, it goes a day on with `+` and a day back with `-`.

    With figures at once behind it such a sign is no nudge, but begins `-3`: from today.
    `prefer` says which year is meant where none is typed: birth dates the past, slots the future.
    `also` is said behind the day, such as an age. `wrong` says in a sentence why a day that can be
    read is none to take.
    """

    _sign: str = ""
    """The sign that nudged the day, until another key is pressed."""

    def __init__(
        self,
        name: str,
        label: str,
        *,
        today: Callable[[], date],
        prefer: Prefer = "future",
        also: Callable[[date], str] | None = None,
        wrong: Callable[[date], str | None] | None = None,
        **options: Unpack[FieldOptions],
    ) -> None:
        """An empty date."""
        options = {"hint": _HOW, "width": 12, **options}

        def read(text: str) -> date:
            return _taken(read_date(text, today(), prefer), wrong)

        def answer(day: date) -> str:
            more = also(day) if also else ""
            apart = "" if more.startswith(",") else " "
            return f"{weekday(day)}{apart}{more}".rstrip()

        super().__init__(name, label, read=read, show=shown, answer=answer, **options)

    def pressed(self, event: events.Key) -> bool:
        """Nudge a day that was not edited since the field was come to, or count from today."""
        sign, self._sign = self._sign, ""
        typed = event.character or ""
        if sign and typed in _FIGURES and not self.edited:
            self.replace(f"{sign}{typed}", 0, len(self.value))
            return True
        day = self.value_read
        if typed not in _NUDGES or day is None or self.edited:
            return super().pressed(event)
        self.set_value(day + _NUDGES[typed])
        self._sign = typed
        return True


class MomentField(Field[Moment]):
    """A day with or without a time of day in London: `t`, `12/5 14:30`; `wrong` as a day's."""

    def __init__(
        self,
        name: str,
        label: str,
        *,
        today: Callable[[], date],
        prefer: Prefer = "past",
        wrong: Callable[[date], str | None] | None = None,
        **options: Unpack[FieldOptions],
    ) -> None:
        """An empty moment."""
        options = {"hint": "t  12/5  12/5 14:30", "width": 18, **options}

        def read(text: str) -> Moment:
            day, instant = read_moment(text, today(), prefer)
            return _taken(day, wrong), instant

        def answer(moment: Moment) -> str:
            return f"{weekday(moment[0])}{moment_shown(moment).removeprefix(shown(moment[0]))}"

        super().__init__(name, label, read=read, show=moment_shown, answer=answer, **options)


class TimeField(Field[time]):
    """A time of day: `9`, `930`, `9:30`, `14.30`."""

    def __init__(self, name: str, label: str, **options: Unpack[FieldOptions]) -> None:
        """An empty time."""
        options = {"hint": "9  930  14:30", "width": 6, **options}
        super().__init__(name, label, read=read_time, show="{:%H:%M}".format, **options)


def _taken(day: date, wrong: Callable[[date], str | None] | None) -> date:
    """The day, unless it is none to take."""
    if wrong is not None and (sentence := wrong(day)) is not None:
        raise ValueError(sentence)
    return day


def read_time(text: str) -> time:
    """Read a time of day as people type it; ValueError, one sentence, where it is none."""
    found = _CLOCK.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise ValueError(f"{quoted(text)} is not a time of day: write 9, 930 or 14:30.")
    return time(int(found[1]), int(found[2] or 0))


def read_moment(text: str, today: date, prefer: Prefer) -> Moment:
    """Read a day and perhaps a time; ValueError, one sentence, where it is neither."""
    found = _DAY_AND_CLOCK.fullmatch(text)
    day = read_date(found["day"] if found else text, today, prefer)
    if found is None:
        return day, None
    wall = datetime.combine(day, read_time(found["clock"]), LONDON)
    return day, wall.astimezone(UTC)


def moment_shown(value: Moment) -> str:
    """A day, and a time where there is one: `04-May-2026 09:30`."""
    day, instant = value
    return shown(day) if instant is None else f"{shown(day)} {instant.astimezone(LONDON):%H:%M}"
