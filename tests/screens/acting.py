"""The probe without a terminal, and how tests press keys and read what is shown."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from textual.pilot import Pilot

from clanbook.desk import Desk
from screens.app import ClanbookApp
from screens.frame import FramedScreen
from screens.keymap import Keys
from tests.screens.probe import Probe

S = TypeVar("S", bound=FramedScreen[Any])


class Stage:
    """An app being tried: press its keys, read its lines."""

    def __init__(self, app: ClanbookApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, and wait until the last has been answered."""
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        """Wait until no key is held and everything is painted; raise what ended the app."""
        while not self.app.at_rest:
            if self.app.fault is not None:
                raise self.app.fault
            await self.pilot.pause(0.01)
        await self.pilot.pause()

    def read(self) -> None:
        """Take as read what the screen says: a test has no need to wait for as long as that."""
        if self.app._gate_blind:
            self.app._gate_blind.over()

    @property
    def screen(self) -> Any:
        """The screen in front."""
        return self.app.screen

    @property
    def lines(self) -> list[str]:
        """What is on the screen, a text for each line."""
        strips = self.app.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]

    @property
    def status(self) -> str:
        """The last line."""
        return self.lines[-1]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)


@asynccontextmanager
async def acting(
    desk: Desk,
    *,
    keys: Keys | None = None,
    mistakes: Sequence[str] = (),
    first: type[FramedScreen[Any]] = Probe,
    size: tuple[int, int] = (80, 24),
) -> AsyncIterator[Stage]:
    """The app on a desk, opened on the screen `first`."""
    app = ClanbookApp(desk, keys=keys, mistakes=mistakes, first=first)
    async with app.run_test(size=size) as pilot:
        stage = Stage(app, pilot)
        await stage.settle()
        yield stage
