"""A person's own keys: a good line holds, a mistake is named and as if it were not there."""

from pathlib import Path

import pytest

from clanbook.records import Kind
from screens.acts import usual_keys
from screens.booking import BookingScreen
from screens.keymap import read
from screens.refusal import RefusalScreen
from screens.worklist import Worklist
from tests.office import MONDAY, Office
from tests.screens.acting import acting
from tests.screens.few import few
from tests.screens.opening import opened


def written(folder: Path, text: str) -> Path:
    path = folder / "keys.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_usual_keys_hold(tmp_path: Path) -> None:
    assert read(tmp_path / "keys.toml") == (usual_keys(), [])


def test_an_act_can_be_given_other_keys_as_people_write_them(tmp_path: Path) -> None:
    keys, mistakes = read(
        written(tmp_path, 'book = "F5"\nundo = ["Ctrl+U", "z"]\nfind="Esc"\nback="F12"')
    )
    assert mistakes == []
    assert keys["book"] == ("f5",)
    assert keys["undo"] == ("ctrl+u", "z")
    assert keys["find"] == ("escape",)
    assert keys["save"] == ("f9",)


def test_two_acts_can_change_places(tmp_path: Path) -> None:
    keys, mistakes = read(written(tmp_path, 'book = "f3"\nfind = ["f6", "b"]'))
    assert mistakes == []
    assert (keys["book"], keys["find"]) == (("f3",), ("f6", "b"))


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ('boook = "f5"', "keys.toml: there is no act 'boook'; clanbook keys lists them."),
        (
            'book = "f3"',
            "keys.toml: book: F3 is already the key of find; its usual keys hold.",
        ),
        (
            'book = "ctrl+h"',
            "keys.toml: book: 'ctrl+h' is not a key that every terminal sends; "
            "its usual keys hold.",
        ),
        (
            'book = "down"',
            "keys.toml: book: 'down' moves the cursor and can do nothing else; "
            "its usual keys hold.",
        ),
        (
            "book = []",
            'keys.toml: book: give a key such as "f5", or several as ["f5", "g"]; '
            "its usual keys hold.",
        ),
        ("book = 5", 'keys.toml: book: give a key such as "f5"'),
        ("book = [5]", "keys.toml: book: 5 is not a key"),
        ('book = ","', "keys.toml: book: ',' is not a key that every terminal sends"),
    ],
)
def test_a_mistake_is_named_and_the_good_lines_hold(
    tmp_path: Path, line: str, mistake: str
) -> None:
    keys, mistakes = read(written(tmp_path, f'undo = "z"\n{line}\n'))
    assert [said[: len(mistake)] for said in mistakes] == [mistake]
    assert keys == {**usual_keys(), "undo": ("z",)}


def test_of_two_lines_that_want_one_key_the_first_gets_it(tmp_path: Path) -> None:
    keys, mistakes = read(written(tmp_path, 'book = "f5"\nfind = "f5"'))
    assert mistakes == ["keys.toml: find: F5 is already the key of book; its usual keys hold."]
    assert (keys["book"], keys["find"]) == (("f5",), ("f3",))


def test_a_line_that_lost_its_key_gives_back_the_one_it_would_have_freed(tmp_path: Path) -> None:
    keys, mistakes = read(written(tmp_path, 'save = "f3"\nfind = "f1"'))
    assert len(mistakes) == 2
    assert keys == usual_keys()


@pytest.mark.parametrize("content", [b"book = ", b"\xff\xfe", b"[book]\nkey = 5"])
def test_a_file_that_cannot_be_read_is_said_so_in_one_sentence(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "keys.toml"
    path.write_bytes(content)
    keys, mistakes = read(path)
    assert keys == usual_keys()
    assert len(mistakes) == 1
    assert mistakes[0].startswith("keys.toml")
    assert "\n" not in mistakes[0]


OWN = {**usual_keys(), "save": ("f7",), "back": ("f11", "ctrl+b"), "lookup": ("f5",)}


async def test_sentences_name_the_keys_that_a_person_has(office: Office) -> None:
    few(office)
    child = office.case("C1").child.id
    async with acting(office.desk, keys=OWN, first=Worklist) as stage:
        await stage.press("f3")
        assert stage.status.endswith("F11 back")
        await stage.press("f11", *"kkmmm")
        assert "Nobody here: Ctrl+B shows everybody." in stage.text
        await stage.press("f11")
        await opened(stage, BookingScreen(child, Kind.ADOPTION))
        assert "Nothing is open to book: Ctrl+B goes back." in stage.text
        await stage.press("f11")
        await opened(stage, RefusalScreen(child, Kind.IHA))
        await stage.press("tab", "tab")
        assert "Nothing has to be answered: F7 saves what is there." in stage.text


async def test_sentences_about_a_notification_name_them_too(office: Office) -> None:
    few(office)
    for number in range(5):
        office.notify(f"Z{number}", MONDAY, surname="Zurek", forename=f"Anna{number}")
    async with acting(office.desk, keys=OWN, first=Worklist) as stage:
        await stage.press("f2", *"zurek")
        assert "F5: all 6" in stage.text
        await stage.press("f3")
        await opened(stage, RefusalScreen(office.case("C1").child.id, Kind.IHA))
        await stage.press("f2")
        assert stage.status == "A notification is open behind this: F11 goes back to it."
        await stage.press("f11", "f11", "f11", "f2", "enter")
        assert ": F7 saves it." in stage.status
