"""A key typed before what is said could be read does nothing, and for no longer than that."""

from time import monotonic

import pytest
from textual.events import Key

from screens.blind import READING, REPEATING, Blind


def enter(after: float, since: float) -> Key:
    """An Enter that came so many seconds after an instant."""
    key = Key("enter", None)
    key.time = since + after
    return key


def dropped(*after: float) -> list[bool]:
    """Which of the Enters are dropped that come so long after a sentence first stood there."""
    blind, now = Blind(), monotonic()
    blind.painted()
    return [blind.drops(enter(each, now + 0.01)) for each in after]


def test_a_sentence_is_read_a_second_after_it_first_stood_there_whatever_was_typed_since() -> None:
    assert READING == 1.0
    assert dropped(0.1, 0.7, 1.4) == [True, True, False]
    assert dropped(0.7, 1.05) == [True, False]


@pytest.mark.parametrize("every", [0.03, REPEATING - 0.05])
def test_a_key_that_is_held_down_does_nothing_until_it_is_let_go(every: float) -> None:
    held = [0.5 + every * n for n in range(100)]
    assert all(dropped(*held))
    assert dropped(*held, held[-1] + REPEATING + 0.1)[-1] is False
