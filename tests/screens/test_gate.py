"""Type-ahead is never lost or reordered, however fast it comes and however busy the machine is."""

from pathlib import Path

import pytest

from tests.office import Office
from tests.screens.acting import acting
from tests.screens.probe import Probe, ProbeForm
from tests.screens.probing import probing
from tests.screens.terminal import Terminal

FIVE = [(f"sur{n}", f"for{n}", f"0{n}0520", f"t+{n}") for n in range(1, 6)]


def burst(opener: str, saver: str) -> str:
    """Five whole records as they are typed: the key that opens, four fields, the key that saves."""
    return "".join(opener + "<tab>".join(record) + saver for record in FIVE)


@pytest.mark.parametrize(("opener", "saver"), [("<f2>", "<f9>"), ("<enter>", "<enter>")])
def test_five_records_in_one_write_are_five_records_in_order(
    service: Path, tmp_path: Path, opener: str, saver: str
) -> None:
    with Terminal(probing(service, tmp_path / "drafts")) as terminal:
        terminal.first_paint()
        terminal.send(burst(opener, saver))
        terminal.wait_for(f"Logged {FIVE[-1][0]}")
        terminal.settle()
        assert terminal.lines[5:10] == [" ".join(record) for record in FIVE]


def test_keys_typed_before_the_first_screen_stands_are_kept(service: Path, tmp_path: Path) -> None:
    with Terminal(probing(service, tmp_path / "drafts")) as terminal:
        terminal.wait_for(lambda: terminal.output != b"", "a sign of life")
        terminal.send(burst("<f2>", "<f9>"))
        terminal.wait_for(f"Logged {FIVE[-1][0]}")
        terminal.settle()
        assert terminal.lines[5:10] == [" ".join(record) for record in FIVE]


async def test_what_is_pasted_keeps_its_turn_among_the_keys(office: Office) -> None:
    from textual import events

    async with acting(office.desk) as stage:
        app = stage.app
        app.post_message(events.Key("f2", None))
        app.post_message(events.Paste("pasted"))
        app.post_message(events.Key("x", "x"))
        app.post_message(events.Key("tab", None))
        app.post_message(events.Key("y", "y"))
        await stage.pilot.pause()
        await stage.settle()
        assert isinstance(stage.screen, ProbeForm)
        assert stage.screen.values() == ("pastedx", "y", "", "")


async def test_a_key_is_let_through_in_the_end_where_nothing_ever_takes_the_focus(
    office: Office,
) -> None:
    async with acting(office.desk) as stage:
        stage.screen.set_focus(None)
        await stage.press("f2")
        assert isinstance(stage.screen, ProbeForm)


async def test_the_app_is_at_rest_once_keys_have_been_answered(office: Office) -> None:
    async with acting(office.desk) as stage:
        assert stage.app.at_rest
        await stage.press("f2", "a", "f9")
        assert stage.app.at_rest
        probe = stage.screen
        assert isinstance(probe, Probe)
        assert probe.kept == [("a", "", "", "")]
