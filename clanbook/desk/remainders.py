"""What is left of erased children, as it is kept."""

from clanbook.records import Remainder
from store import Store

ERASED = "erased"
"""In place of the name of a child that was erased."""


GONE = "This child was erased: nothing is kept of them but what the figures count."
"""What is said where their page would be opened."""


def remainders_in(store: Store) -> list[Remainder]:
    """What is left of every child that was erased, in the order they were."""
    table = store.table(Remainder.table)
    return sorted(map(Remainder.of, table.whole()), key=lambda found: found.id)
