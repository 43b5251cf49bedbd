"""What a list of items is narrowed to, one key each: locality, kind and what is missing."""

from collections.abc import Sequence
from datetime import date
from typing import Self, TypeVar

import msgspec

from clanbook.booking import home_locality
from clanbook.records import Kind
from clanbook.settings import Service
from clanbook.worklist import (
    BOOKING,
    CANCELLATION,
    CONSENT,
    OUTCOME,
    PAPERWORK,
    REPORT,
    Item,
    of_kind,
)

V = TypeVar("V")

ELSEWHERE = "elsewhere"
"""Whoever is placed in none of the service's own localities."""

_MISSING = ("", BOOKING, OUTCOME, CONSENT, PAPERWORK, REPORT, CANCELLATION)
_KINDS = (None, *Kind)


class Filters(msgspec.Struct, frozen=True):
    """What is left out of a list; nothing, where a filter is empty."""

    locality: str = ""
    kind: Kind | None = None
    missing: str = ""

    @property
    def on(self) -> bool:
        """Whether anything is left out."""
        return self != Filters()

    def next_locality(self, service: Service) -> Self:
        """Narrowed to the next locality; after the last to all of them again."""
        places = ("", *service.localities, ELSEWHERE)
        return msgspec.structs.replace(self, locality=_after(places, self.locality))

    def next_kind(self) -> Self:
        """Narrowed to the next kind."""
        return msgspec.structs.replace(self, kind=_after(_KINDS, self.kind))

    def next_missing(self) -> Self:
        """Narrowed to the next thing that can be missing, the commonest first."""
        return msgspec.structs.replace(self, missing=_after(_MISSING, self.missing))

    def of(self, items: Sequence[Item], service: Service, today: date) -> list[Item]:
        """The items that are left."""
        left = list(items) if self.kind is None else of_kind(items, self.kind)
        if self.missing:
            left = [item for item in left if self.missing in item.missing]
        if self.locality:
            left = [item for item in left if self._is_there(item, service, today)]
        return left

    def _is_there(self, item: Item, service: Service, today: date) -> bool:
        home = home_locality(item.case, service, today).casefold()
        own = [locality.casefold() for locality in service.localities]
        return home not in own if self.locality == ELSEWHERE else home == self.locality.casefold()


def _after(values: Sequence[V], value: V) -> V:
    """The value after this one, the first after the last and after one there is no more."""
    place = values.index(value) if value in values else -1
    return values[(place + 1) % len(values)]
