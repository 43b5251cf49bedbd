"""Sixteen at once: no slot is booked twice, no edit is lost, everybody gets turns.

By hand, beside plain SQLite doing the same work: `python -m tests.fire many`.
"""

from pathlib import Path

from tests.fire.many import FAIR, ours, wrong

SECONDS = 3


def test_of_sixteen_at_once_nobody_books_twice_loses_an_edit_or_starves(folder: Path) -> None:
    outcome = ours(folder, SECONDS)
    assert wrong(folder, outcome) == []
    assert outcome.commits > 16
    assert outcome.slowest >= FAIR, outcome.turns
