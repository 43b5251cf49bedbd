"""A synthetic BNSSG caseload: the board report's years from single cases, and the present."""

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clanbook.demo.script import Step

SEED = 2018
"""The seed that is taken where none is given."""


def steps(seed: int, today: date) -> "list[Step]":
    """The whole script, in the order of time: 2016-19, then the present relative to `today`.

    A pure function of seed and day; the last step is done before `today`.
    """
    # The generators are loaded only where a demo is made: one taken up again needs neither.
    from clanbook.demo import board, present
    from clanbook.demo.script import loads

    script = [*loads(board.entries(seed)), *present.steps(seed, today)]
    return sorted(script, key=lambda step: step.at)
