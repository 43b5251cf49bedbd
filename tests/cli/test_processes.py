"""Commands as processes of their own: at once, in a poor locale, cut short, and what they load."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import clanbook
from tests.cli.shell import COMMAND, Shell, ago, finished

AT_ONCE = 16
QUARTER = ("--quarter", "2018-19Q1")


def test_sixteen_at_once_want_one_slot_and_one_gets_it(shell: Shell) -> None:
    for n in range(AT_ONCE):
        shell.child(f"C{n}")
    first, *rest = shell.clinic(ago(-7))
    started = [shell.start("book", f"801/C{n}", first) for n in range(AT_ONCE)]
    answers = [finished(process) for process in started]
    won = [answer for answer in answers if answer.status == 0]
    lost = [answer for answer in answers if answer.status == 5]
    assert (len(won), len(lost)) == (1, AT_ONCE - 1)
    assert won[0].out == "B1\n"
    for answer in lost:
        assert answer.out == ""
        assert "is taken" in answer.err
        assert f"Next best: {', '.join(rest)}." in answer.err
    assert shell("check").status == 0


def loaded_by(shell: Shell, *words: str, whole: bool = False) -> set[str]:
    """The packages a command brings into memory, or with `whole` names all its modules."""
    code = (
        "import sys, clanbook.cli\n"
        "try: clanbook.cli.run()\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, "--store", str(shell.store), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    names = done.stderr.splitlines()[-1].split()
    return set(names) if whole else {name.partition(".")[0] for name in names}


@pytest.mark.parametrize(
    "words",
    [("export", *QUARTER), ("due",), ("slots",), ("check",), ("settings", "show"), ("audit",)],
    ids=" ".join,
)
def test_no_command_loads_the_terminal_toolkit(shell: Shell, words: tuple[str, ...]) -> None:
    assert not {"textual", "holidays", "pytest"} & loaded_by(shell, *words)


def test_a_report_loads_nothing_of_the_diary_or_the_exchange(shell: Shell) -> None:
    loaded = loaded_by(shell, "export", *QUARTER, whole=True)
    assert "clanbook.figures" in loaded
    for part in ("booking", "worklist", "exchange", "demo", "desk.trail", "desk.imports"):
        assert f"clanbook.{part}" not in loaded


def test_an_import_loads_no_terminal_toolkit_either(shell: Shell) -> None:
    file = shell.csv("notifications", {"la": "801", "child_id": "C1", "entered_care": ago(3)})
    assert "textual" not in loaded_by(shell, "import", "notifications", str(file))


@pytest.mark.parametrize("locale", ["C", "POSIX", "nosuch.locale"])
def test_names_are_printed_and_read_in_a_poor_locale(shell: Shell, locale: str) -> None:
    file = shell.csv(
        "notifications",
        {"la": "801", "child_id": "C1", "entered_care": ago(3), "surname": "Ólafsdóttir 李"},
    )
    poor = {"LC_ALL": locale, "LANG": locale}
    assert shell.process("import", "notifications", str(file), **poor).status == 0
    answer = shell.process("due", **poor)
    assert (answer.status, answer.err) == (0, "")
    assert "ÓLAFSDÓTTIR 李" in answer.out


def test_what_cannot_be_written_in_the_outputs_encoding_is_escaped(shell: Shell) -> None:
    shell.child("李", surname="Ólafsdóttir 李")
    printed = {}
    for form in ("table", "json"):
        done = subprocess.run(
            [*COMMAND, "--store", str(shell.store), "due", "--format", form],
            capture_output=True,
            check=True,
            env=os.environ | {"PYTHONIOENCODING": "latin-1"},
        )
        printed[form] = done.stdout.decode("latin-1")
    assert "ÓLAFSDÓTTIR \\u674e" in printed["table"]
    assert json.loads(printed["json"])[0]["child_id"] == "李"


def test_whoever_reads_only_the_beginning_is_no_mistake(shell: Shell) -> None:
    rows = [
        {"la": "801", "child_id": f"C{n}", "entered_care": ago(10), "surname": "x" * 500}
        for n in range(1_000)
    ]
    shell.load("notifications", *rows)
    for words in (("due",), ("due", "--json")):
        process = shell.start(*words)
        assert process.stdout is not None
        assert process.stdout.readline()
        process.stdout.close()
        process.stdout = None
        answer = finished(process)
        assert (answer.status, answer.err) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize(
    "words", [("due",), ("due", "--json"), ("--help",), ("template", "sdqs")], ids=" ".join
)
def test_an_output_for_which_there_is_no_room_is_said(shell: Shell, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [*COMMAND, "--store", str(shell.store), *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 3
    assert done.stderr == "The output cannot be written: No space left on device.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_whoever_cannot_be_told_still_gets_the_status(shell: Shell) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [*COMMAND, "--store", str(shell.store), "due", "--kind", "x"]
        assert subprocess.run(command, stderr=full, check=False).returncode == 2


# -- closed streams


def closing(shell: Shell, streams: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command with its standard streams as a shell makes of `>&-` and the like."""
    command = shlex.join([*COMMAND, "--store", str(shell.store), *words])
    return subprocess.run(
        ["/bin/sh", "-c", f"{command} {streams}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def robin(shell: Shell) -> str:
    """A child to be booked, imported again, or erased."""
    shell.child("C1", surname="Robin")
    return "801/C1"


def entries(shell: Shell) -> int:
    found = shell("check", "--json").json["entries"]
    assert isinstance(found, int)
    return found


OUTPUT_CLOSED = "The output cannot be written: it is closed.\n"


@pytest.mark.parametrize("streams", [">&-", "1</dev/null", ">&- <&-"])
@pytest.mark.parametrize(
    "words",
    [
        ("due",),
        ("--help",),
        ("check", "--json"),
        ("import", "notifications", "{file}"),
        ("erase", "{child}", "--reason", "asked for", "--yes"),
        ("staff", "add", "Ann", "--role", "nurse"),
        ("backup", "{file}.bak"),
        ("demo", "--no-ui"),
    ],
    ids=" ".join,
)
def test_with_a_closed_output_nothing_is_done(
    shell: Shell, robin: str, words: tuple[str, ...], streams: str
) -> None:
    file = shell.csv("notifications", {"la": "801", "child_id": "C2", "entered_care": ago(3)})
    before = entries(shell)
    done = closing(shell, streams, *(word.format(file=file, child=robin) for word in words))
    assert (done.returncode, done.stderr) == (3, OUTPUT_CLOSED)
    assert entries(shell) == before
    assert not Path(f"{file}.bak").exists()
    assert closing(shell, f"{streams} 2>&-", "erased").returncode == 3


def test_with_every_stream_closed_the_store_is_whole(shell: Shell) -> None:
    file = shell.csv("notifications", {"la": "801", "child_id": "C1", "entered_care": ago(3)})
    assert closing(shell, ">&- 2>&- <&-", "import", "notifications", str(file)).returncode == 3
    assert closing(shell, "2>&- <&-", "import", "notifications", str(file)).returncode == 0
    assert shell("check").status == 0


def test_without_a_command_a_closed_output_is_no_terminal(shell: Shell) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{shlex.join(COMMAND)} >&-"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("The screens need a terminal")


@pytest.mark.parametrize("streams", ["2>&-", "2</dev/null", "<&- 2>&-"])
def test_a_closed_stderr_hurts_nothing_and_spoils_no_output(shell: Shell, streams: str) -> None:
    file = shell.csv(
        "notifications",
        {"la": "Far Away", "child_id": "C1", "entered_care": ago(3)},
    )
    warned = shell("import", "notifications", str(file), "--dry-run")
    assert warned.err.count("\n") > 1, "there is something to be warned of"
    done = closing(shell, streams, "import", "notifications", str(file), "--json")
    assert (done.returncode, json.loads(done.stdout)["added"], done.stderr) == (0, 1, "")
    for words, status in (
        (("due", "--kind", "x"), 2),
        (("nosuch",), 2),
        (("staff",), 2),
        (("staff", "add", "Ann", "--role", "nurse"), 0),
        (("book", "801/ZZZ", "S1-0"), 5),
        (("erase", "Far Away/C1", "--reason", "asked for"), 2),
    ):
        done = closing(shell, streams, *words)
        assert (done.returncode, done.stdout) == (status, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_an_act_whose_output_cannot_be_written_is_said_to_be_done(shell: Shell, robin: str) -> None:
    first, second, *_ = shell.clinic(ago(-7))
    full = "Done, but the output could not be written: No space left on device.\n"
    done = closing(shell, ">/dev/full", "book", robin, first)
    assert (done.returncode, done.stderr) == (3, full)
    assert shell("due", "--json").json[0]["booking"] == "B1"
    refused = closing(shell, ">/dev/full", "book", robin, second, "--json")
    assert (refused.returncode, refused.stderr.startswith("The output cannot")) == (3, True)
    file = shell.csv("notifications", {"la": "801", "child_id": "C2", "entered_care": ago(3)})
    done = closing(shell, ">/dev/full", "import", "notifications", str(file))
    assert (done.returncode, done.stderr) == (3, full)
    again = closing(shell, ">/dev/full", "import", "notifications", str(file))
    assert again.stderr.startswith("The output cannot"), "nothing was changed by it"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_an_erasure_whose_line_cannot_be_written_says_how_to_print_it(
    shell: Shell, robin: str
) -> None:
    done = closing(shell, ">/dev/full", "erase", robin, "--reason", "asked for", "--yes")
    assert done.returncode == 3
    assert done.stderr.endswith(
        "Done, but the output could not be written: No space left on device. "
        "clanbook erased prints the line again.\n"
    )
    assert json.loads(shell("erased").out)["child"] == 1
    assert not [f for f in shell.store.iterdir() if b"Robin" in f.read_bytes()], "swept, too"


def test_an_argument_that_is_no_text_is_a_mistake(shell: Shell) -> None:
    before = shell("check", "--json").json["entries"]
    for words in ([b"book", b"801/\xff", b"S1-0"], [b"due", b"--kind", b"\xe9"], [b"\xc3"]):
        done = subprocess.run(
            [*COMMAND, "--store", str(shell.store), *words], capture_output=True, check=False
        )
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.endswith(b"is not valid text; type it again in UTF-8.\n")
        assert done.stderr.count(b"\n") == 1
    assert shell("check", "--json").json["entries"] == before


# -- Ctrl+C


def test_the_front_door_loads_nothing_before_it_listens() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); before = set(sys.modules)\n"
        "import clanbook.cli; print(*sorted(set(sys.modules) - before))"
    )
    root = Path(clanbook.__file__).parents[1]
    command = [sys.executable, "-I", "-S", "-c", code, str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["clanbook", "clanbook.cli", "clanbook.cli.stopping"]


NOTHING_CHANGED = "Stopped; nothing was changed.\n"

STOPPED_BY = """
import os, signal, sys
from importlib.abc import MetaPathFinder

class Stopper(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)

# A shell has what it starts in the background be deaf to Ctrl+C.
signal.signal(signal.SIGINT, signal.default_int_handler)
import clanbook.cli
sys.meta_path.insert(0, Stopper())
clanbook.cli.run()
"""
"""The program, with Ctrl+C typed as it imports a module."""


def stopped_at(shell: Shell, module: str, *words: str) -> "subprocess.CompletedProcess[str]":
    code = STOPPED_BY.format(module=module)
    command = [sys.executable, "-c", code, "--store", str(shell.store), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("clanbook.cli.app", ("due",)),
        ("typer", ("due",)),
        ("store", ("due",)),
        ("clanbook.worklist", ("due",)),
        ("clanbook.desk.bookings", ("book", "801/C1", "S1-0")),
    ],
)
def test_ctrl_c_while_modules_are_loaded_is_one_sentence(
    shell: Shell, module: str, words: tuple[str, ...]
) -> None:
    done = stopped_at(shell, module, *words)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", NOTHING_CHANGED)


def test_ctrl_c_before_an_import_is_kept_changes_nothing(shell: Shell) -> None:
    file = shell.csv("notifications", {"la": "801", "child_id": "C1", "entered_care": ago(3)})
    done = stopped_at(shell, "clanbook.desk.imports", "import", "notifications", str(file))
    assert (done.returncode, done.stderr) == (130, NOTHING_CHANGED)
    assert shell("due").out == "Nothing is due.\n"


def test_ctrl_c_after_an_act_was_kept_says_so(shell: Shell) -> None:
    shell.child("C1")
    first, *_ = shell.clinic(ago(-7))
    done = stopped_at(shell, "clanbook.reports.listings", "book", "801/C1", first)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.startswith("Stopped; some of it was done by then, so look before you")
    assert shell("due", "--json").json[0]["booking"] == "B1"


def test_a_mistake_in_a_process_of_its_own_shows_no_traceback(shell: Shell) -> None:
    answer = shell.process("due", "--kind", "x")
    assert (answer.status, answer.out) == (2, "")
    assert answer.err == "--kind: 'x' is not one of iha, rha, adoption.\n"


def test_the_console_script_is_installed() -> None:
    script = Path(sys.executable).parent / "clanbook"
    done = subprocess.run([script, "--help"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Usage: clanbook")


def test_an_import_watched_on_a_terminal_shows_how_far_it_is(shell: Shell) -> None:
    file = shell.csv("notifications", {"la": "801", "child_id": "C1", "entered_care": ago(3)})
    terminal, theirs = os.openpty()
    command = [*COMMAND, "--store", str(shell.store), "import", "notifications", str(file)]
    environment = os.environ | {"TERM": "xterm-256color"}
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, env=environment)
    os.close(theirs)
    watched = os.read(terminal, 100_000).decode()
    os.close(terminal)
    assert done.returncode == 0
    assert done.stdout == b"1 row read: 1 added, 0 changed, 0 unchanged\n"
    assert "Importing notifications" in watched
