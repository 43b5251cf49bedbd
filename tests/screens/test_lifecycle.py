"""However the screens end, what was typed is kept and the terminal is as it was before."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from screens import lifecycle
from tests.screens.probing import probing
from tests.screens.terminal import MOUSE, Terminal

HALF_TYPED = "<f2>abbot<tab>amara"
DRAFT = "abbot|amara||"


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    return tmp_path / "drafts"


def opened(service: Path, drafts: Path, **environment: str) -> Terminal:
    """The probe with a half-typed form, its logs beside the drafts."""
    where = {"XDG_STATE_HOME": str(drafts.parent), "XDG_CONFIG_HOME": str(drafts.parent)}
    terminal = Terminal(probing(service, drafts), environment={**where, **environment})
    terminal.first_paint()
    terminal.send(HALF_TYPED)
    terminal.wait_for("amara")
    return terminal


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_told_to_go_it_keeps_the_draft_and_goes_at_once(
    service: Path, drafts: Path, number: signal.Signals
) -> None:
    with opened(service, drafts) as terminal:
        asked = time.monotonic()
        terminal.signal(number)
        assert terminal.wait(5.0) == 0
        assert time.monotonic() - asked < 2.0
        assert drafts.read_text(encoding="utf-8") == DRAFT
        assert terminal.clean


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_nobody_waits_for_the_thread_that_reads_keys(
    service: Path, drafts: Path, number: signal.Signals
) -> None:
    def left_in() -> float:
        with opened(service, drafts) as terminal:
            asked = time.monotonic()
            terminal.signal(number)
            assert terminal.wait(5.0) == 0
            return time.monotonic() - asked

    # The quickest of three: what is measured is what it waits for, not who else is at work.
    assert min(left_in() for _ in range(3)) < 0.1


def test_a_byte_that_is_no_letter_is_shown_as_such_and_ends_nothing(
    service: Path, drafts: Path
) -> None:
    with opened(service, drafts) as terminal:
        os.write(terminal.fileno(), b"\xff\xc5")
        time.sleep(0.05)
        os.write(terminal.fileno(), b"\xbc")
        terminal.wait_for("amara\N{REPLACEMENT CHARACTER}ż")


def test_a_dropped_line_keeps_the_draft_and_ends_it(service: Path, drafts: Path) -> None:
    with opened(service, drafts) as terminal:
        terminal.hang_up()
        terminal.process.wait(5.0)
        assert drafts.read_text(encoding="utf-8") == DRAFT


def test_a_dropped_line_it_was_told_to_ignore_ends_it_too(service: Path, drafts: Path) -> None:
    with Terminal(probing(service, drafts), deaf_to_hang_up=True) as terminal:
        terminal.first_paint()
        terminal.send(HALF_TYPED)
        terminal.wait_for("amara")
        terminal.hang_up()
        terminal.process.wait(5.0)
        assert drafts.read_text(encoding="utf-8") == DRAFT


def test_quitting_keeps_the_draft(service: Path, drafts: Path) -> None:
    with opened(service, drafts) as terminal:
        terminal.send("<ctrl+q>")
        assert terminal.wait() == 0
        assert drafts.read_text(encoding="utf-8") == DRAFT
        assert terminal.clean


def test_a_mistake_of_the_program_shows_a_reference_and_no_data(
    service: Path, drafts: Path
) -> None:
    with opened(service, drafts) as terminal:
        terminal.wait_for("amara")
        before = len(terminal.output)
        terminal.send("<f4>")
        assert terminal.wait() == 70
        assert terminal.clean
        assert "please report reference" in terminal.text
        said = terminal.output[before:].decode()
        assert "ABBOT" not in said
        assert "Traceback" not in said
    logged = (drafts.parent / "clanbook" / "log" / "errors.log").read_text(encoding="utf-8")
    assert "ZeroDivisionError" in logged
    assert "ABBOT" not in logged
    assert drafts.read_text(encoding="utf-8") == DRAFT


def test_no_variable_loads_code_or_writes_the_screen_to_disk(service: Path, drafts: Path) -> None:
    log, picture = drafts.parent / "textual.log", drafts.parent / "picture.svg"
    hostile = {
        "TEXTUAL": "debug",
        "TEXTUAL_LOG": str(log),
        "TEXTUAL_DRIVER": "nowhere:Nothing",
        "TEXTUAL_SCREENSHOT": "0",
        "TEXTUAL_SCREENSHOT_LOCATION": str(drafts.parent),
        "TEXTUAL_SCREENSHOT_FILENAME": picture.name,
        "TEXTUAL_PRESS": "f2",
    }
    with opened(service, drafts, **hostile) as terminal:
        assert "amara" in terminal.text
        terminal.send("<ctrl+q>")
        assert terminal.wait() == 0
    assert not log.exists()
    assert not picture.exists()


def test_neither_mouse_nor_the_kitty_keyboard_is_asked_for(service: Path, drafts: Path) -> None:
    with opened(service, drafts) as terminal:
        assert not MOUSE & terminal.modes
        assert b"\x1b[>" not in terminal.output


def test_it_cannot_be_suspended_into_a_shell(service: Path, drafts: Path) -> None:
    with opened(service, drafts) as terminal:
        terminal.press("<ctrl+z>")
        terminal.press("k")
        assert "amarak" in terminal.text


def test_a_persons_own_keys_are_read_and_their_mistakes_named(service: Path, drafts: Path) -> None:
    keys = drafts.parent / "clanbook" / "keys.toml"
    keys.parent.mkdir()
    keys.write_text('new = "f5"\nbok = "f6"\n', encoding="utf-8")
    where = {"XDG_CONFIG_HOME": str(drafts.parent)}
    with Terminal(probing(service, drafts), environment=where) as terminal:
        terminal.first_paint()
        assert terminal.lines[23] == "keys.toml: there is no act 'bok'; clanbook keys lists them."
        assert "F5 New" in terminal.lines[22]
        terminal.press("<f5>")
        assert "New notification" in terminal.lines[0]


def test_the_environment_is_made_safe_before_the_framework_reads_it() -> None:
    environ = {"TEXTUAL_DRIVER": "x:Y", "TEXTUAL": "debug", "PYTHONPATH": "/x", "TERM": "linux"}
    lifecycle.prepare(environ)
    assert environ == {
        "TERM": "linux",
        "TEXTUAL_DISABLE_KITTY_KEY": "1",
        "TEXTUAL_ANIMATIONS": "none",
    }


def test_importing_the_screens_imports_no_framework() -> None:
    code = "import sys, screens, screens.acts, screens.keymap; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_writer_whose_terminal_is_gone_goes_on_taking_what_it_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Writer(threading.Thread):
        def __init__(self) -> None:
            super().__init__(daemon=True)
            self._queue: queue.Queue[str | None] = queue.Queue(2)

        def run(self) -> None:
            raise OSError("the terminal is gone")

    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    lifecycle.outlive_the_terminal()
    writer = Writer()
    writer.start()
    for _ in range(10):
        writer._queue.put("text", timeout=2.0)
    writer._queue.put(None, timeout=2.0)
    writer.join(2.0)
    assert not writer.is_alive()
