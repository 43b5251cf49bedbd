"""The app: first screens, keys, colleagues' changes, and how it begins and ends."""

import re
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar, TypeAlias

from rich.console import RenderableType
from textual import events
from textual.app import App
from textual.binding import Binding
from textual.driver import Driver
from textual.keys import key_to_character
from textual.screen import Screen

from clanbook.desk import Desk
from clanbook.desk.errors import StoreError
from clanbook.desk.watching import Watch
from screens.acts import ACTS, MODES, act, barred, for_place, key_shown, usual_keys
from screens.driver import TerminalDriver
from screens.frame import FramedScreen
from screens.gate import GateMixin
from screens.keymap import Keys
from screens.lifecycle import leave_at_last, on_hang_up, terminal_gone
from screens.theme import THEME

Framed: TypeAlias = FramedScreen[Any]

MADE_FOR = (80, 24)
"""Columns and lines that every screen is made for."""

TICK = 0.2
"""How often a colleague's changes are looked for, in seconds."""

_F_KEY = re.compile(r"f\d+")

PLACES: dict[str, str] = {
    "worklist": "screens.worklist:Worklist",
    "diary": "screens.diary:Diary",
    "clinic": "screens.clinic:Clinic",
    "children": "screens.children:Children",
    "report": "screens.report:Report",
    "settings": "screens.settings:Settings",
    "notification": "screens.notification:Notification",
    "find": "screens.find:Find",
    "child": "screens.child:ChildScreen",
    "help": "screens.help:Help",
    "menu": "screens.menu:Menu",
}
"""Where the screen of each place is; its module is imported when somebody first goes there."""


class ClanbookApp(GateMixin, inherit_bindings=False):
    """The desk of one member of staff on a terminal."""

    CSS_PATH = Path(__file__).with_name("base.tcss")
    TITLE = "Clanbook"
    DEFAULT_MODE = "first"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    ESCAPE_TO_MINIMIZE = False
    SUSPENDED_SCREEN_CLASS: ClassVar[str] = ""

    def __init__(
        self,
        desk: Desk,
        *,
        watch: Watch | None = None,
        keys: Keys | None = None,
        mistakes: Sequence[str] = (),
        first: Callable[[], Framed] | None = None,
    ) -> None:
        """The app of `desk`, with this person's keys and the mistakes in their keys file.

        It opens on the screen `first` makes: the Worklist, or for a viewer the Report.
        """
        # NO_COLOR is settled here, before the theme is known: black on black otherwise.
        super().__init__(ansi_color=True)
        self.desk = desk
        self.caseload = Watch(desk) if watch is None else watch
        self.keys: Keys = usual_keys() if keys is None else keys
        self.fault: Exception | None = None
        self._cb_mistakes = list(mistakes)
        self._cb_seen = (self.caseload.seq, desk.today)
        self._cb_minute = desk.minute
        self._cb_trouble = ""
        self._cb_hold = ExitStack()
        self._cb_held = False
        self._cb_fitted = MADE_FOR
        self._cb_too_small = ""
        self._cb_home = next((name for name in MODES if self.has_mode(name)), "")
        self._cb_begin(first or partial(self._cb_make, self._cb_home))

    def _cb_begin(self, first: Callable[[], Framed]) -> None:
        """Theme, first screens and keys."""
        self.register_theme(THEME)
        # To set `theme` outright would have the styles, not used yet, read twice more.
        self.set_reactive(App.theme, THEME.name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.animation_level = "none"
        self.add_mode(self.DEFAULT_MODE, first)
        for name in MODES:
            self.add_mode(name, partial(self._cb_make, name))
        for known in ACTS:
            keys = [Binding(key, f"act('{known.id}')") for key in self.keys[known.id]]
            for binding in Binding.make_bindings(keys):
                self.bind(binding.key, binding.action)

    # -- places --------------------------------------------------------------------------------

    def has_mode(self, name: str) -> bool:
        """Whether there is a first screen of that name for this member of staff."""
        return _is_there(name) and barred(act(name), self.desk.staff.role) is None

    def made(self, place: str, *about: object) -> Framed | None:
        """A new screen of that place, `about` what it takes; None where there is none."""
        return self._cb_make(place, *about) if _is_there(place) else None

    def visit(self, name: str) -> None:
        """Go to a first screen; what is open on top of it there is closed, its drafts kept.

        From elsewhere a form that lies open there is shown as it was left.
        """
        mode = self.DEFAULT_MODE if name == self._cb_home else name
        if mode != self.current_mode:
            known = self._screen_stacks.get(mode)
            self.hold()
            self.switch_mode(mode)
            if known is None or any(map(_has_form, known)):
                return
        while len(self.screen_stack) > 1:
            self._cb_close()

    def close_to(self, place: str, *, beyond: bool = False) -> bool:
        """Go back to the open screen of that place, or `beyond` it; whether that was done.

        It is not where a form lies open above: nobody goes away from a form but by leaving it.
        """
        stack = self.screen_stack
        at = next((n for n in range(len(stack) - 1, 0, -1) if _place_of(stack[n]) == place), None)
        if at is None or any(map(_has_form, stack[at + 1 :])):
            return False
        for _ in stack[at if beyond else at + 1 :]:
            self._cb_close()
        return True

    def _cb_close(self) -> None:
        """Close the screen in front, its drafts kept."""
        if isinstance(self.screen, FramedScreen):
            self.screen.save_drafts()
        # Only now: where they cannot be kept the screen stays, and what that is has to be painted.
        self.hold()
        self.pop_screen()

    def _cb_make(self, place: str, *about: object) -> Framed:
        module, name = PLACES[place].split(":")
        made: Framed = getattr(import_module(module), name)(*about)
        # No style has changed since: to read all of them again for each screen takes 10 ms.
        made._css_update_count = self._css_update_count
        return made

    # -- keys ----------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key's act is known where the person is."""
        if action != "act":
            return super().check_action(action, parameters)
        screen = self.screen
        if not isinstance(screen, FramedScreen):
            return False
        return parameters[0] in {known.id for known in for_place(screen.PLACE)}

    async def action_act(self, name: str) -> None:
        """Have the screen in front do the act of a key."""
        if isinstance(self.screen, FramedScreen):
            await self.screen.perform(name)

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Have a key do what it stands for; say so where that is nothing."""
        done = await super()._check_bindings(key, priority)
        if not done and not priority and isinstance(self.screen, FramedScreen):
            self._cb_dead(self.screen, key)
        return done

    def _cb_dead(self, screen: Framed, key: str) -> None:
        """Say that a letter or an F-key does nothing where the person is, unless they type."""
        letter = key_to_character(key) or ""
        known = _F_KEY.fullmatch(key) or (letter and letter.isprintable())
        if known and not screen.typing:
            screen.nothing(key_shown(key if letter in ("", " ") else letter))

    async def deliver(self, event: events.Event) -> None:
        """A key answers what is asked, if anything is; else it goes its usual way."""
        screen = self.screen
        if isinstance(screen, FramedScreen) and await screen.answered(event):
            return
        await super().deliver(event)

    # -- beginning and ending ------------------------------------------------------------------

    def on_load(self) -> None:
        """Be ready to leave when the line drops, before the terminal is changed.

        And paint nothing until the first screen stands: one frame of 3 KB, not eight of 36.
        """
        on_hang_up(self.hang_up)
        self.hold()

    def hold(self) -> None:
        """Paint nothing until the screen that is being made stands, and calls `ready`."""
        if not self._cb_held:
            self._cb_held = True
            self._cb_hold.enter_context(self.batch_update())

    def on_mount(self) -> None:
        """Look for changes from now on."""
        self.set_interval(TICK, self._cb_tick)

    def ready(self) -> None:
        """Paint: the new screen stands."""
        if self._cb_held:
            self._cb_held = False
            self._cb_hold.close()
            self.screen.refresh()
        self._cb_measure()
        if self._cb_mistakes and isinstance(self.screen, FramedScreen):
            self.screen.say(" ".join(self._cb_mistakes))
            self._cb_mistakes = []

    def on_resize(self) -> None:
        """Look whether the terminal still has room, once all has been laid out."""
        self.call_after_refresh(self._cb_measure)

    def _cb_measure(self) -> None:
        """Say once that the terminal is smaller than the screens are made for, while it is."""
        size = (self.size.width, self.size.height)
        known, self._cb_fitted = self._cb_fitted, size
        small = any(has < needs for has, needs in zip(size, MADE_FOR, strict=True))
        if small and size != known and isinstance(self.screen, FramedScreen):
            made, here = ("{} by {}".format(*each) for each in (MADE_FOR, size))
            self._cb_too_small = f"Made for {made} or more: at {here} much is cut."
            self.screen.say(self._cb_too_small)
        elif not small and isinstance(self.screen, FramedScreen) and self._cb_says_too_small:
            self.screen.hush()

    @property
    def _cb_says_too_small(self) -> bool:
        """Whether the screen in front still says that the terminal is too small."""
        front = self.screen
        return isinstance(front, FramedScreen) and front.said == self._cb_too_small != ""

    def leave(self) -> None:
        """Keep the drafts and end; ask first where they cannot be kept."""
        try:
            self._cb_keep_drafts()
        except StoreError as error:
            question = f"What you typed could not be kept ({error}) Leave all the same?"
            if isinstance(self.screen, FramedScreen):
                self.screen.ask(question, self.exit)
        else:
            self.exit()

    def hang_up(self) -> None:
        """Keep what can be kept and end: the line has dropped, or the program was told to go."""
        with suppress(Exception):
            self._cb_keep_drafts()
        if not self.is_headless:
            leave_at_last()
        self.exit()

    def _cb_keep_drafts(self) -> None:
        """Keep what was typed on every open screen."""
        for screen in self._cb_screens():
            screen.save_drafts()

    def _cb_screens(self) -> list[Framed]:
        """Every open screen, also those behind others."""
        stacks = self._screen_stacks.values()
        return [screen for stack in stacks for screen in stack if isinstance(screen, FramedScreen)]

    # -- colleagues ----------------------------------------------------------------------------

    def _cb_tick(self) -> None:
        """Look for changes; go where the terminal has gone."""
        if not self.is_headless and terminal_gone():
            self.hang_up()
        else:
            self.gate_look()
            self.look()

    def look(self) -> None:
        """Show what changed since the last look; where nothing did, send nothing."""
        try:
            children = self.caseload.refresh()
        except StoreError as error:
            self._cb_troubled(str(error))
            return
        self._cb_well()
        now, minute = (self.caseload.seq, self.desk.today), self.desk.minute
        changed, passed = bool(children) or now != self._cb_seen, minute != self._cb_minute
        self._cb_seen, self._cb_minute = now, minute
        for screen in self._cb_screens() if changed or passed else ():
            if screen.is_mounted and changed:
                screen.notice(children)
            elif screen.is_mounted:
                screen.minute_passed()

    def _cb_troubled(self, sentence: str) -> None:
        """Say once that the store cannot be read, not at every tick."""
        if sentence != self._cb_trouble and isinstance(self.screen, FramedScreen):
            self._cb_trouble = sentence
            self.screen.say(sentence)

    def _cb_well(self) -> None:
        """Say once that the store can be read again, where it was said that it cannot."""
        if self._cb_trouble and isinstance(self.screen, FramedScreen):
            self._cb_trouble = ""
            self.screen.say("The store answers again.")

    # -- what the framework would do and we do not ---------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Pass events on, less those that take the focus away when another window has it."""
        if not isinstance(event, events.AppBlur | events.AppFocus):
            await super().on_event(event)

    def get_driver_class(self) -> type[Driver]:
        """The driver whose end nobody waits for."""
        return TerminalDriver

    def copy_to_clipboard(self, text: str) -> None:
        """Copy nothing to the terminal's clipboard, where other programs could read it."""

    def _handle_exception(self, error: Exception) -> None:
        """Keep the fault for whoever started the app, and what was typed for whoever typed it.

        A screen that could not be made because the app was told to go meanwhile is no fault.
        """
        if self._exit:
            self._close_messages_no_wait()
            return
        if self.fault is None:
            self.fault = error
            with suppress(Exception):
                self._cb_keep_drafts()
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without printing: the framework would print local values, which are children's."""
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """End without printing what it is given."""
        del renderables
        if self.fault is None and not terminal_gone():
            self.fault = RuntimeError("The terminal could not be read or drawn on.")
        self._close_messages_no_wait()


def _place_of(screen: Screen[Any]) -> str:
    """The place a screen is; nothing where it is none of ours."""
    return screen.PLACE if isinstance(screen, FramedScreen) else ""


def _has_form(screen: Screen[Any]) -> bool:
    """Whether a form lies open on the screen."""
    from screens.widgets.form import Form

    return bool(screen.query(Form))


def _is_there(place: str) -> bool:
    """Whether the place has a screen."""
    return place in PLACES and find_spec(PLACES[place].split(":")[0]) is not None
