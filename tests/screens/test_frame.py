"""The frame never moves, says in one place what happened, and tells who is there what changed."""

from datetime import date
from typing import Any

import pytest
from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input

from clanbook.desk.errors import StoreError
from clanbook.desk.staff import disable_staff
from clanbook.records import StaffRole
from screens.acts import usual_keys
from screens.frame import FramedScreen, _ranges
from screens.widgets.columns import Column
from screens.widgets.rows import RowList
from tests.office import Office
from tests.screens.acting import Stage, acting
from tests.screens.probe import Probe, ProbeForm
from tests.screens.widgets.stage import HOSTILE

BAR = "F1 Help F2 New F3 Find F4 List F6 Book F8 Copy F9 Save F10 Menu F12 Back"


def dim_words(stage: Stage) -> list[str]:
    """What is dim on the key bar."""
    strip = stage.app.screen._compositor.render_strips()[22]
    return [segment.text for segment in strip if segment.style and segment.style.dim]


async def test_lines_bar_and_status_stand_where_they_stand_on_every_screen(office: Office) -> None:
    async with acting(office.desk) as stage:
        for opener in ("", "f2", "f1"):
            if opener:
                await stage.press(opener)
            lines = stage.lines
            assert len(lines) == 24
            assert lines[0].startswith(" Clanbook   ")
            assert lines[0].endswith("BNSSG   The Boss (manager)   Mon 04-May-2026")
            assert lines[1] == (
                " Overdue 0 · In 7 days 0 · Not booked 0 · No outcome 0 · No papers 0"
            )
            assert lines[22] == BAR


async def test_a_key_that_can_do_nothing_here_is_dim_and_says_why(office: Office) -> None:
    async with acting(office.desk) as stage:
        assert dim_words(stage) == ["F4 List", "F6 Book", "F8 Copy", "F9 Save", "F12 Back"]
        await stage.press("b")
        assert stage.status == "Everybody is booked."
        await stage.press("f9")
        assert stage.status == "There is nothing to save here."


async def test_what_a_role_may_not_do_is_dim_and_says_whose_it_is(office: Office) -> None:
    viewer = office.desk_of(StaffRole.VIEWER)
    async with acting(viewer) as stage:
        assert "F2 New" in dim_words(stage)
        await stage.press("n")
        assert stage.status == "New needs the role admin or above; yours is viewer."


async def test_at_rest_the_status_line_shows_the_letters_of_the_list(office: Office) -> None:
    async with acting(office.desk) as stage:
        assert stage.status.startswith("Enter open o outcome r refusal")
        assert stage.status.endswith("q quit")
        await stage.press("o", "down")
        assert stage.status == "The slot is taken; choose another."
        await stage.press("f2")
        assert stage.status == ""


async def test_what_happened_is_said_with_the_key_that_undoes_it(office: Office) -> None:
    async with acting(office.desk, keys={**usual_keys(), "undo": ("z",)}) as stage:
        await stage.press("f2", "a", "l", "i", "f9")
        assert stage.status == "Logged ali", "nothing was done that could be undone"
        office.notify("C1", date(2026, 5, 1))
        stage.screen.say("Logged ali", undo=True)
        await stage.settle()
        assert stage.status == "Logged ali   z undo"


@pytest.mark.parametrize("letters", range(66, 90))
async def test_a_key_is_not_parted_from_what_it_does_by_the_end_of_a_line(
    office: Office, letters: int
) -> None:
    async with acting(office.desk) as stage:
        sentence = f"{('word ' * 20)[: letters - 1]}."
        stage.screen.say_stuck(sentence, 1)
        await stage.settle()
        assert stage.status.strip().endswith("u the act before")
        said = " ".join(" ".join(stage.lines[-2:]).split())
        assert said.endswith(f"{sentence} u the act before")


async def test_at_rest_only_the_first_screens_there_are_can_be_gone_to(office: Office) -> None:
    async with acting(office.desk_of(StaffRole.ADMIN)) as stage:
        assert stage.status.endswith(" 1-5 7 go q quit")
    async with acting(office.desk_of(StaffRole.VIEWER)) as stage:
        assert stage.status == "5 7 go q quit"


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        (["1", "2", "3", "4", "5", "6", "7"], "1-7"),
        (["1", "2", "4", "5", "6"], "1 2 4-6"),
        (["1", "b", "3", "Ctrl+K"], "1 b 3 Ctrl+K"),
        (["9", "10"], "9 10"),
        ([], ""),
    ],
)
def test_the_keys_of_the_first_screens_are_named_in_few_letters(
    keys: list[str], shown: str
) -> None:
    assert _ranges(keys) == shown


@pytest.mark.parametrize("width", [60, 70, 80, 120])
async def test_where_one_is_and_the_day_are_the_last_that_the_title_leaves_out(
    office: Office, width: int
) -> None:
    async with acting(office.desk, size=(width, 24)) as stage:
        title = stage.lines[0]
        assert title.startswith(" Clanbook   Worklist ")
        assert title.rstrip().endswith("Mon 04-May-2026")
        assert "~" not in title
        assert ("(manager)" in title) == (width > 60)


async def test_a_question_does_nothing_unless_it_is_answered_with_yes(office: Office) -> None:
    async with acting(office.desk) as stage:
        for no in ("n", "enter", "escape", "f12"):
            await stage.press("r")
            assert stage.status == "Send the letter? y/N"
            await stage.press(no)
            assert stage.status == "Nothing was done."
            assert len(stage.app.screen_stack) == 1
        for yes in "yY":
            await stage.press("r", yes)
            assert stage.status == "sent"


async def test_any_other_key_is_a_no_and_does_what_it_always_does(office: Office) -> None:
    async with acting(office.desk) as stage:
        await stage.press("r", "down")
        assert stage.screen.names.at == 1
        await stage.press("y")
        assert stage.status != "sent", "nothing is asked any more"
        await stage.press("r", "f2", *"yes")
        assert stage.screen.values()[0] == "yes"


async def test_what_is_pasted_is_no_answer(office: Office) -> None:
    async with acting(office.desk, first=ProbeForm) as stage:
        stage.screen.ask("Send the letter?", lambda: stage.screen.say("sent"))
        stage.app.post_message(events.Paste("yes"))
        await stage.pilot.pause(0.02)
        await stage.press("y")
        assert stage.screen.values()[0] == "yesy"
        assert stage.status == ""


async def test_what_is_pasted_where_nothing_takes_text_is_said_to_do_nothing(
    office: Office,
) -> None:
    async with acting(office.desk) as stage:
        stage.app.post_message(events.Paste("Abbot"))
        await stage.pilot.pause(0.02)
        await stage.settle()
        assert stage.status == "A paste does nothing here: F1 lists the keys."


async def test_a_sentence_too_long_for_the_line_is_shown_whole_and_moves_nothing(
    office: Office,
) -> None:
    async with acting(office.desk) as stage:
        words = " ".join(f"word{n}" for n in range(25))
        stage.screen.say(words)
        await stage.settle()
        assert words in " ".join(line.strip() for line in stage.lines)
        await stage.press("down", "b")
        assert stage.lines[22] == BAR
        assert stage.status == "Everybody is booked."


@pytest.mark.parametrize("name", HOSTILE)
async def test_text_from_people_is_text_wherever_the_frame_shows_it(
    office: Office, name: str
) -> None:
    async with acting(office.desk) as stage:
        stage.screen.say(f"Logged {name}", undo=True)
        await stage.settle()
        assert "Logged" in stage.text
        stage.screen.ask(f"Forget {name}?", lambda: None)
        await stage.settle()
        assert "Forget" in stage.text
        assert all(character.isprintable() for line in stage.lines for character in line)


class Troubled(Probe):
    """A screen whose handlers meet with refusals outside any act."""

    async def on_input_changed(self, changed: Input.Changed) -> None:
        raise StoreError("/the/store", "a test")

    def body(self) -> ComposeResult:
        yield Input()


async def test_a_refusal_in_answer_to_a_message_is_said_like_one_to_an_act(office: Office) -> None:
    async with acting(office.desk, first=Troubled) as stage:
        await stage.press("a")
        assert "The store in /the/store failed (a test)" in " ".join(stage.text.split())
        await stage.press("b")
        assert stage.screen.query_one(Input).value == "ab", "nothing typed is lost"


class Choosing(Probe):
    """A list that announces what was chosen, and a screen that opens it."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: RowList[int] = RowList((Column("Name", 0),))

    def body(self) -> ComposeResult:
        yield self.rows

    def on_mount(self) -> None:
        self.rows.show([(1, ("one",))])

    @on(RowList.Chosen)
    async def chosen(self) -> None:
        await self.perform("open")


async def test_what_a_list_announces_is_done_by_the_screen(office: Office) -> None:
    async with acting(office.desk, first=Choosing) as stage:
        await stage.press("enter")
        assert isinstance(stage.screen, ProbeForm)
        await stage.press("f12", "f10", "slash", *"under the", "enter", "enter")
        assert isinstance(stage.screen, ProbeForm)


async def test_somebody_whose_account_is_closed_meanwhile_is_told(office: Office) -> None:
    class Acting(Probe):
        def act_contact(self) -> None:
            with self.desk.transaction("contact"):
                self.say("never")

    ann = office.desk_of(StaffRole.ADMIN)
    disable_staff(office.desk, "A admin")
    async with acting(ann, first=Acting) as stage:
        await stage.press("c")
        assert stage.status == "The account of A admin is closed."


async def test_a_change_is_told_at_once_in_front_and_on_return_behind(office: Office) -> None:
    async with acting(office.desk) as stage:
        probe: Any = stage.screen
        child = office.notify("C1", date(2026, 5, 1)).child.id
        stage.app.look()
        assert probe.told == [{child}]
        await stage.press("f2")
        other = office.notify("C2", date(2026, 5, 1)).child.id
        stage.app.look()
        assert probe.told == [{child}]
        assert stage.lines[1].startswith(" Overdue 0 · In 7 days 0 · Not booked 2")
        await stage.press("f12")
        assert probe.told == [{child}, {other}]


async def test_a_store_that_cannot_be_read_is_said_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy() -> set[int]:
        raise StoreError("/the/store", "gone")

    async with acting(office.desk) as stage:
        monkeypatch.setattr(stage.app.caseload, "refresh", busy)
        stage.app.look()
        assert "gone" in stage.screen.said
        stage.screen.hush()
        stage.app.look()
        assert stage.screen.said == ""


async def test_back_keeps_what_was_typed_and_the_first_screen_stays(office: Office) -> None:
    ProbeForm.drafts.clear()
    async with acting(office.desk) as stage:
        await stage.press("f2", "a", "l", "i", "escape")
        assert ProbeForm.drafts == [("ali", "", "", "")]
        assert isinstance(stage.screen, Probe)
        await stage.press("f12")
        assert isinstance(stage.screen, Probe)
        assert stage.status == "This is Worklist, a first screen: q leaves the program."


async def test_letters_are_acts_in_a_list_and_letters_in_a_field(office: Office) -> None:
    async with acting(office.desk) as stage:
        await stage.press("f2", "n", "q", "1", "slash", "tab", "b")
        assert stage.screen.values() == ("nq1/", "b", "", "")


async def test_other_keys_do_the_acts_they_were_given_to(office: Office) -> None:
    keys = {**usual_keys(), "new": ("f5", "+")}
    async with acting(office.desk, keys=keys) as stage:
        await stage.press("f2")
        assert isinstance(stage.screen, Probe)
        await stage.press("f5")
        assert isinstance(stage.screen, ProbeForm)
        await stage.press("f12", "plus")
        assert isinstance(stage.screen, ProbeForm)
        assert "F5 New" in stage.lines[22]


async def test_mistakes_in_the_keys_file_are_named_at_the_start(office: Office) -> None:
    async with acting(office.desk, mistakes=["keys.toml: a mistake."]) as stage:
        assert stage.status == "keys.toml: a mistake."


async def test_the_lines_fill_a_wider_screen_and_the_bar_stays(office: Office) -> None:
    async with acting(office.desk, size=(120, 40)) as stage:
        assert len(stage.lines) == 40
        assert len(stage.lines[0]) == 119
        assert stage.lines[38] == BAR


async def test_nothing_on_the_frame_is_a_glyph_a_console_lacks(office: Office) -> None:
    async with acting(office.desk) as stage:
        for opener in ("f2", "f12", "f1", "f12", "f10"):
            await stage.press(opener)
            unusual = {c for line in stage.lines for c in line if not c.isascii()}
            assert unusual <= set("─│┌┐└┘├┤┬┴┼·")


def test_every_screen_says_what_it_is() -> None:
    for kind in (Probe, ProbeForm):
        screen: FramedScreen[Any] = kind()
        assert screen.title_words() == kind.TITLE_WORDS
