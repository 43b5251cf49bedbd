"""From where to where: first screens by number, what opens on top, and what is closed again."""

from datetime import date

import pytest

from clanbook.records import StaffRole
from screens import app as app_module
from screens.acts import MODES, usual_keys
from screens.app import PLACES, ClanbookApp
from screens.frame import FramedScreen
from store import StoreUnreachable
from tests.office import Office
from tests.screens.acting import acting
from tests.screens.probe import Probe, ProbeForm


class Found(FramedScreen[None]):
    """Stands for the search; Enter opens what was found."""

    PLACE = "find"
    TITLE_WORDS = "Find"
    HELP = "Finds a child."

    def act_open(self) -> None:
        self.open(Child())


class Child(FramedScreen[None]):
    """Stands for a child's page; Enter opens a form."""

    PLACE = "child"
    TITLE_WORDS = "Child"
    HELP = "What is known of a child."

    def act_open(self) -> None:
        self.open(Other())


class Other(ProbeForm):
    """Another form."""

    PLACE = "outcome"


@pytest.fixture
def probes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Probes in place of notification and search."""
    for place, name in (("notification", "probe:ProbeForm"), ("find", "test_app:Found")):
        monkeypatch.setitem(PLACES, place, f"tests.screens.{name}")


def places(app: ClanbookApp) -> list[str]:
    """The places of the open screens, the one in front last."""
    return [getattr(screen, "PLACE", "") for screen in app.screen_stack]


def test_every_place_has_its_screen() -> None:
    for place in PLACES:
        assert app_module._is_there(place), place


async def test_numbers_go_to_the_first_screens_and_back(office: Office) -> None:
    office.notify("C1", date(2026, 5, 1))
    app = ClanbookApp(office.desk)
    async with app.run_test(size=(80, 24)) as pilot:
        for name in (*MODES[1:], MODES[0]):
            await pilot.press(usual_keys()[name][0])
            while not app.at_rest:
                await pilot.pause(0.01)
            assert places(app) == [name]


async def test_a_viewer_begins_at_the_report_and_stays_among_figures(office: Office) -> None:
    app = ClanbookApp(office.desk_of(StaffRole.VIEWER))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1")
        await pilot.pause()
        assert places(app) == ["report"]
        assert [name for name in MODES if app.has_mode(name)] == ["report", "settings"]


async def test_the_number_of_the_first_screen_closes_what_is_on_top_and_keeps_it(
    office: Office, probes: None
) -> None:
    ProbeForm.drafts.clear()
    async with acting(office.desk) as stage:
        await stage.press("f2", "a", "f3")
        assert places(stage.app) == ["worklist", "notification", "find"]
        await stage.press("1")
        assert places(stage.app) == ["worklist"]
        assert ProbeForm.drafts == [("a", "", "", "")]


async def test_where_a_draft_cannot_be_kept_the_form_stays_and_says_so(
    office: Office, probes: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(_: ProbeForm) -> None:
        raise StoreUnreachable("postgresql://server/x", "refused")

    keys = {**usual_keys(), "worklist": ("f5",)}
    async with acting(office.desk, keys=keys) as stage:
        await stage.press("f2", "a")
        monkeypatch.setattr(ProbeForm, "save_drafts", lost)
        await stage.press("f5")
        assert places(stage.app) == ["worklist", "notification"]
        assert not stage.app._cb_held
        assert "cannot be reached (refused)" in stage.text
        monkeypatch.undo()


async def test_searches_do_not_pile_up(office: Office, probes: None) -> None:
    async with acting(office.desk) as stage:
        for _ in range(3):
            await stage.press("f3", "enter")
            assert places(stage.app) == ["worklist", "find", "child"]


async def test_a_search_from_a_form_comes_back_to_the_form(office: Office, probes: None) -> None:
    async with acting(office.desk) as stage:
        await stage.press("f3", "enter", "enter", "a", "f3")
        assert places(stage.app) == ["worklist", "find", "child", "outcome", "find"]
        await stage.press("f12")
        assert stage.screen.values()[0] == "a"


async def test_an_open_notification_is_gone_back_to_and_not_begun_again(
    office: Office, probes: None
) -> None:
    async with acting(office.desk, first=Probe) as stage:
        await stage.press("f3", "f2", "a", "f3", "enter", "f2")
        assert places(stage.app) == ["worklist", "find", "notification"]
        assert stage.screen.values()[0] == "a"
        await stage.press("f3", "enter", "enter", "f2")
        assert stage.status == "A notification is open behind this: F12 goes back to it."


async def test_a_demonstration_says_that_it_is_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(office.desk), "is_demo", True)
    async with acting(office.desk) as stage:
        assert stage.lines[0].startswith(" Clanbook DEMO   Worklist")


async def test_a_store_that_cannot_be_read_is_said_once_and_then_that_it_answers_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost() -> set[int]:
        raise StoreUnreachable("postgresql://server/x", "refused")

    async with acting(office.desk) as stage:
        with monkeypatch.context() as patched:
            patched.setattr(stage.app.caseload, "refresh", lost)
            stage.app.look()
            await stage.settle()
            assert "cannot be reached (refused)" in stage.text
        stage.app.look()
        await stage.settle()
        assert stage.status == "The store answers again."


# --- A terminal of another size


async def test_a_terminal_that_is_too_small_is_told_once_and_again_when_it_changes(
    office: Office,
) -> None:
    async with acting(office.desk, first=Probe, size=(60, 20)) as stage:
        told = "Made for 80 by 24 or more: at 60 by 20 much is cut."
        assert stage.status == told
        await stage.press("f2", "f12")
        assert stage.status != told
        await stage.pilot.resize_terminal(70, 24)
        await stage.settle()
        assert stage.status == "Made for 80 by 24 or more: at 70 by 24 much is cut."
        await stage.pilot.resize_terminal(80, 24)
        await stage.settle()
        assert "Made for" not in stage.text


async def test_a_terminal_with_room_is_told_nothing(office: Office) -> None:
    async with acting(office.desk, first=Probe, size=(132, 43)) as stage:
        assert "Made for" not in stage.text
