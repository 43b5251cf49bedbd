"""The pseudo-terminal itself, with programs whose output is known."""

import signal
import sys
import time
from pathlib import Path

import pytest

from tests.screens.terminal import ALTERNATE_SCREEN, Terminal, TooSlow, colour_depths, keys


def shell(script: str) -> list[str]:
    return ["sh", "-c", script]


def printing(text: str) -> list[str]:
    """A program that writes text, some of it control sequences, and stays."""
    return shell(f"printf '{text}'; cat")


def test_what_is_typed_is_seen() -> None:
    with Terminal(["cat"]) as terminal:
        terminal.send("hello<enter>")
        terminal.wait_for(lambda: terminal.lines[:2] == ["hello", "hello"], "echo and answer")
        assert len(terminal.lines) == 24


def test_the_program_finds_the_size_and_the_kind_it_was_given() -> None:
    command = shell("stty size; echo $TERM")
    with Terminal(command, columns=132, rows=43, term="linux") as terminal:
        assert terminal.wait() == 0
        assert terminal.lines[:2] == ["43 132", "linux"]


def test_keys_arrive_as_each_terminal_sends_them() -> None:
    assert keys("<f2>Ali<tab>") == "\x1bOQAli\t"
    assert keys("<f2><f6>", "linux") == "\x1b[[B\x1b[17~"
    assert keys("<ctrl+l>") == "\x0c"
    with pytest.raises(ValueError, match="no key called 'f99'"):
        keys("<f99>")


def test_everything_arrives_in_one_write() -> None:
    reader = "import sys, tty; tty.setraw(0); print('on'); print(len(sys.stdin.buffer.read(3000)))"
    with Terminal([sys.executable, "-c", reader]) as terminal:
        terminal.wait_for("on")
        terminal.send("x" * 3000)
        assert terminal.wait() == 0
        assert "3000" in terminal.text


def test_typing_keeps_its_pace() -> None:
    with Terminal(["cat"]) as terminal:
        started = time.monotonic()
        terminal.type("abc<enter>", every=0.05)
        assert time.monotonic() - started >= 0.2
        terminal.wait_for("abc")


def test_bytes_are_counted_until_it_is_quiet() -> None:
    with Terminal(["cat"]) as terminal:
        assert terminal.press("ab") == 2
        assert terminal.press("c") == 1
        assert terminal.settle() == 0


def test_answers_are_timed_to_their_last_byte() -> None:
    slow = "read -r x; printf a; sleep 0.1; printf b; cat"
    with Terminal(shell(f"stty -echo; echo on; {slow}")) as terminal:
        terminal.wait_for("on")
        assert 0.1 <= terminal.answer("<enter>", quiet=0.3) < 0.3
        with pytest.raises(TooSlow, match="no answer to 'x'"):
            terminal.answer("x", patience=0.1)


def test_attributes_of_cells_can_be_read() -> None:
    with Terminal(printing(r"a\033[7mb\033[0;4mc\033[0;31md")) as terminal:
        terminal.wait_for("abcd")
        a, b, c, d = terminal.cells(0)[:4]
    assert not a.reverse
    assert not a.underscore
    assert b.reverse
    assert c.underscore
    assert d.fg == "red"


def test_a_sequence_that_comes_in_two_halves_is_one() -> None:
    with Terminal(
        shell(r"printf 'a\033[3'; sleep 0.1; printf '1mb\303'; sleep 0.1; printf '\251'")
    ) as (terminal):
        terminal.wait_for("a")
        terminal.wait()
        assert terminal.lines[0] == "abé"
        assert terminal.cells(0)[1].fg == "red"


def test_sequences_of_newer_terminals_leave_no_litter() -> None:
    with Terminal(printing(r"\033[?2026$p\033[>13u\033[<ux")) as terminal:
        terminal.wait_for("x")
        assert terminal.lines[0] == "x"


def test_the_alternate_screen_gives_back_what_was_there() -> None:
    entered = printing(r"before\033[?1049h\033[?25l\033[Hinside")
    with Terminal(entered) as terminal:
        terminal.wait_for("inside")
        assert ALTERNATE_SCREEN in terminal.modes
        assert "before" not in terminal.text
        assert not terminal.clean
    with Terminal(printing(r"before\033[?1049h\033[Hinside\033[?1049l!")) as terminal:
        terminal.wait_for("!")
        assert "before" in terminal.text
        assert "inside" not in terminal.text
        assert terminal.clean


@pytest.mark.parametrize("left_on", ["1049", "2004", "1004", "1003"])
def test_a_mode_left_on_is_not_clean(left_on: str) -> None:
    with Terminal(printing(rf"\033[?{left_on}hx")) as terminal:
        terminal.wait_for("x")
        assert not terminal.clean


@pytest.mark.parametrize(
    ("output", "depths"),
    [
        (b"\x1b[0;1;4;7mplain\x1b[39;49m", set()),
        (b"\x1b[31mred\x1b[107m", {"16"}),
        (b"\x1b[1;38;5;130mbrown", {"256"}),
        (b"\x1b[48;2;31;32;33mslate\x1b[0m", {"24-bit"}),
        (b"\x1b[38;5;31;44mboth", {"16", "256"}),
        (b"\x1b[31Adown", set()),
    ],
)
def test_colours_are_told_by_depth(output: bytes, depths: set[str]) -> None:
    assert colour_depths(output) == depths


def test_a_program_that_hangs_fails_and_is_gone() -> None:
    with Terminal(shell("echo stuck; sleep 60"), limit=0.3) as terminal:
        terminal.wait_for("stuck", limit=0.2)
        with pytest.raises(TooSlow, match="not finished"):
            terminal.settle(quiet=5)
        assert terminal.process.returncode is not None


def test_waiting_for_what_never_comes_fails_in_time() -> None:
    with Terminal(["cat"]) as terminal, pytest.raises(TooSlow, match="no 'Worklist' within"):
        terminal.wait_for("Worklist", limit=0.2)


def test_a_terminal_taken_away_hangs_up_its_program(tmp_path: Path) -> None:
    told = tmp_path / "told"
    waits = f"trap 'echo x > {told}; exit 7' HUP; echo on; while :; do sleep 0.02; done"
    with Terminal(shell(waits)) as terminal:
        terminal.wait_for("on")
        terminal.hang_up()
        assert terminal.wait() == 7
        assert told.exists()


def test_a_program_deaf_to_it_is_killed_at_the_end() -> None:
    with Terminal(shell("echo on; sleep 60"), deaf_to_hang_up=True) as terminal:
        terminal.wait_for("on")
    assert terminal.process.returncode == -signal.SIGKILL


def test_a_signal_ends_a_program_as_its_status_tells() -> None:
    with Terminal(["cat"]) as terminal:
        terminal.signal(signal.SIGTERM)
        assert terminal.wait() == -signal.SIGTERM


def test_work_and_memory_are_measured() -> None:
    burns = "import time\nwhile time.process_time() < 0.2: pass\nprint('done'); input()"
    with Terminal([sys.executable, "-c", burns]) as terminal:
        terminal.wait_for("done")
        assert 0.15 < terminal.cpu_seconds() < 1.0
        assert 1 << 20 < terminal.memory() < 1 << 28
