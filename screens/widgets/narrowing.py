"""Narrowing a list to the rows that hold some words, a stretch of rows at a time.

Nothing here waits: whoever looks asks for as many rows as a key press has time for.
"""

from collections.abc import Callable, Iterator
from itertools import chain, islice


def words(text: str) -> tuple[str, ...]:
    """The words of what was typed, in the case they are compared in."""
    return tuple(text.casefold().split())


class Haystack:
    """The text of each row, made when it is first looked at and kept."""

    def __init__(self, size: int, text_of: Callable[[int], str]) -> None:
        self.size = size
        self._text_of = text_of
        self._texts: list[str | None] = [None] * size

    def holds(self, place: int, wanted: tuple[str, ...]) -> bool:
        """Whether the row there holds every word, in any order and case."""
        text = self._texts[place]
        if text is None:
            text = self._texts[place] = self._text_of(place).casefold()
        return all(word in text for word in wanted)


class Narrowing:
    """The places of the rows that hold every word, in order, as far as was looked."""

    def __init__(
        self, haystack: Haystack, wanted: tuple[str, ...], within: "Narrowing | None" = None
    ) -> None:
        self.haystack = haystack
        self.wanted = wanted
        self.places: list[int] = []
        self.complete = False
        self._seen = 0
        self._left: Iterator[int] = within.candidates() if within else iter(range(haystack.size))

    def candidates(self) -> Iterator[int]:
        """The places that may hold more words than these: those found, and those not looked at."""
        return chain(tuple(self.places), range(self._seen, self.haystack.size))

    def advance(self, stretch: int) -> None:
        """Look at so many rows more."""
        batch = tuple(islice(self._left, stretch))
        self.places += [place for place in batch if self.haystack.holds(place, self.wanted)]
        self.complete = len(batch) < stretch
        self._seen = self.haystack.size if self.complete else batch[-1] + 1

    def advance_to(self, place: int) -> None:
        """Look at all rows up to this one."""
        while not self.complete and self._seen <= place:
            self.advance(place + 1 - self._seen)

    def narrowed(self, wanted: tuple[str, ...]) -> "Narrowing":
        """The same for other words: among what was found, where they say more than before."""
        more = all(any(old in new for new in wanted) for old in self.wanted)
        return Narrowing(self.haystack, wanted, within=self if more else None)
