"""How a screen does an act: who does it, why it cannot be done, and what every screen can do."""

from functools import partial
from inspect import isawaitable
from typing import ClassVar, TypeVar

from textual import events

from screens.acts import MODES, act, barred, key_shown, only_in
from screens.speaking import Handler, SpeakingScreen
from screens.widgets.rows import RowList

T = TypeVar("T")


class ActingScreen(SpeakingScreen[T], inherit_bindings=False):
    """A screen that does acts.

    Act X is done by a method `act_X` (it may be async) of the widget nearest to the focus, else of
    the screen.
    """

    PLACE: ClassVar[str]
    TITLE_WORDS: ClassVar[str]

    def cannot(self, act_id: str) -> str | None:
        """Why an act that is known here cannot be done now, in a sentence; None where it can."""
        del act_id
        return None

    def title_words(self) -> str:
        """What the screen is called in the title."""
        return self.TITLE_WORDS

    def save_drafts(self) -> None:
        """Keep what has been typed and not saved."""

    async def perform(self, act_id: str) -> None:
        """Do an act, or say why it cannot be done."""
        if act_id != "undo":
            # What is undone is what the status line tells of: that stands until it is.
            self.hush()
        reason, handler = self.reason_against(act_id), self._handler(act_id)
        if reason is not None or handler is None:
            self.app.bell()
            self.say(reason or "")
            self.forget_ahead()
            return
        with self.telling():
            outcome = handler()
            if isawaitable(outcome):
                await outcome
            self.host.look()

    async def answered(self, event: events.Event) -> bool:
        """Take another F9 behind a save as said already: what was saved stays to be read."""
        if await super().answered(event):
            return True
        saving = isinstance(event, events.Key) and event.key in self.host.keys["save"]
        return saving and self._frame_tells is not None and self._handler("save") is None

    def nothing(self, key: str) -> None:
        """Say that a key does nothing here."""
        self.app.bell()
        self.say(f"{key} does nothing here: {key_shown(self.host.keys['help'][0])} lists the keys.")
        self.forget_ahead()

    def forget_ahead(self) -> None:
        """Drop what was typed ahead for what a key did not open: here it would do other things."""
        if not self.typing:
            self.host.drop_typed()

    @property
    def typing(self) -> bool:
        """Whether letters go into a field or a filter."""
        from screens.widgets.field import Field

        focused = self.focused
        return isinstance(focused, Field) or (isinstance(focused, RowList) and focused.typing)

    def reason_against(self, act_id: str) -> str | None:
        """Why the act cannot be done here and now, in a sentence; None where it can."""
        known = act(act_id)
        if known.places and self.PLACE not in known.places:
            return only_in(known.places)
        if why := barred(known, self.desk.staff.role) or self.cannot(act_id):
            return why
        if self._handler(act_id) is None:
            return known.elsewhere or f"{known.word}: there is nothing here to do that with."
        return None

    def offers(self, act_id: str) -> bool:
        """Whether this screen, or anything on it, ever does the act."""
        if act_id in MODES:
            return self.host.has_mode(act_id)
        if act_id == "back":
            return len(self.app.screen_stack) > 1
        kinds = {type(node) for node in self.walk_children(with_self=True)}
        return any(hasattr(kind, f"act_{act_id}") for kind in kinds)

    def _handler(self, act_id: str) -> Handler | None:
        """What does the act: the focused widget, what holds it, the screen, or the frame.

        A widget that has just announced it leaves it to the next one: a list that was chosen from
        is not asked to choose.
        """
        if act_id in MODES:
            return partial(self.host.visit, act_id) if self.host.has_mode(act_id) else None
        for node in (self.focused or self).ancestors_with_self:
            passed = node is self._frame_told_by
            handler: Handler | None = None if passed else getattr(node, f"act_{act_id}", None)
            if handler is not None or node is self:
                return handler
        return None

    # -- what every screen can do --------------------------------------------------------------

    def act_new(self) -> None:
        """Begin a new notification, or go back to the one that is open."""
        if self.PLACE == "notification" or self.host.close_to("notification"):
            return
        if any(getattr(screen, "PLACE", "") == "notification" for screen in self.app.screen_stack):
            back = key_shown(self.host.keys["back"][0])
            self.say(f"A notification is open behind this: {back} goes back to it.")
        else:
            self._put_on_top("notification")

    def act_find(self) -> None:
        """Find a child; what was found before is closed, so that they do not pile up."""
        if self.PLACE != "find":
            self.host.close_to("find", beyond=True)
            self._put_on_top("find")

    def _put_on_top(self, place: str) -> None:
        """Open a screen of that place."""
        screen = self.host.made(place)
        if screen is not None:
            self.open(screen)

    def act_back(self) -> None:
        """Go back to where this was opened from, keeping what was typed."""
        if len(self.app.screen_stack) > 1:
            self.save_drafts()
            self.dismiss()
        else:
            leaving = key_shown(self.host.keys["quit"][-1])
            self.say(f"This is {self.title_words()}, a first screen: {leaving} leaves the program.")

    def act_undo(self) -> None:
        """Take back the act the status line tells of; else ask about my last that stands.

        Where nothing tells of it, nobody can know whose it would be. Where something stands on it,
        that is said, and asking again goes on to the act before.
        """
        from clanbook.desk import undoing

        told, stuck = self._frame_tells, self._frame_stuck
        found = undoing.undoable(self.desk, told, before=stuck)
        if found is None:
            self.say("You did nothing in the last 7 days that could be undone.")
        elif found.in_the_way:
            self.say_stuck(found.refusal, found.entry)
        elif told is not None:
            self._undo(found.entry)
        else:
            asked = f"Undo: {found.what}, {found.when}?"
            self.ask(asked, partial(self._undo, found.entry), closing=self.host.keys["redo"])

    def _undo(self, entry: int) -> None:
        from clanbook.desk import undoing

        self.say(undoing.undo(self.desk, entry))

    def act_redo(self) -> None:
        """Do again what I undid last; asked again, the undo before.

        What was not undone in this window is named and asked about first.
        """
        from clanbook.desk import undoing

        found = undoing.redoable(self.desk)
        if found is None:
            self.say(undoing.NOTHING_TO_REDO)
        elif undoing.made_here(self.desk, found.entry):
            self._redo(found.entry)
        else:
            asked = f"Do again: {found.what}, undone {found.when}?"
            self.ask(asked, partial(self._redo, found.entry), closing=self.host.keys["undo"])

    def _redo(self, entry: int) -> None:
        from clanbook.desk import undoing

        self.say(undoing.redo(self.desk, entry), undo=True)

    def act_quit(self) -> None:
        """Leave the program."""
        self.host.leave()

    def act_next(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def act_previous(self) -> None:
        """Go to the field before."""
        self.focus_previous()
