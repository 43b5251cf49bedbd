"""A form over what is on record, saved beside whoever else saves it (RULES 6).

Nobody's newer save is written over unseen: not where the form stayed open meanwhile, and not where
it was left half-typed and comes back. Only a `y` puts what was typed over theirs, so that the key
that saves, typed ahead or pressed twice, never consents to what was not read.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from clanbook.desk.corrections import CLEARED
from clanbook.desk.drafts import NOTHING_BEFORE, Before, Draft
from screens.acts import key_shown
from screens.keeping import KeepsForm, KeepsTyped
from screens.widgets.form import Form

T = TypeVar("T")

_NOTHING = "nothing"


class BesideOthers(KeepsTyped[T]):
    """A form that is filled in with what is on record; what is typed remembers what stood there.

    A subclass calls `ask_over` before it saves, and `meet_newer` where it meets with a newer save.
    """

    form: Form

    def __init__(self) -> None:
        """Nothing typed over anything yet."""
        super().__init__()
        self._beside: Before = NOTHING_BEFORE

    def record_version(self) -> int:
        """The entry that left the record as the form was filled in with it; 0 without one."""
        raise NotImplementedError

    def saver(self, since: int) -> str:
        """Who saved what is on record after that entry, and when, without a full stop."""
        raise NotImplementedError

    # -- what stood where it was typed ----------------------------------------------------------

    def stood_before(self, names: Iterable[str]) -> Before:
        """What stood in these fields when they were begun to be typed, whatever came since."""
        filled, stood = self.form.filled_in, self._beside.texts
        texts = {name: stood.get(name, filled.get(name, "")) for name in names}
        version = self._beside.version if self._beside.texts else self.record_version()
        return Before(texts, version)

    def type_back(self, typed: Mapping[str, str], before: Before) -> None:
        """Put what was typed before over what is on record now."""
        stood = {name: before.texts.get(name, "") for name in typed}
        self._beside = Before(stood, before.version)
        self.form.type_again(typed)

    def beside_nobody(self) -> None:
        """Forget what others saved: both values were read, or the form is about another record."""
        self._beside = NOTHING_BEFORE

    # -- saving it over theirs -------------------------------------------------------------------

    def ask_over(self, save: Callable[[], None]) -> bool:
        """Ask before what was typed goes over what somebody else saved; whether that was asked."""
        both = self.both_values()
        if both:
            self.app.bell()
            self.ask(f"{both} Save yours over theirs?", lambda: self._over(save))
        return bool(both)

    def _over(self, save: Callable[[], None]) -> None:
        """Both values were read: save."""
        self.beside_nobody()
        save()

    def meet_newer(self, fill: Callable[[], None], save: Callable[[], None]) -> None:
        """Have `fill` show what somebody else saved where nothing was typed; ask where it was."""
        since, typed, filled = self.record_version(), self.form.typed(), self.form.filled_in
        before = self.stood_before(typed)
        fill()
        self.type_back(typed, before)
        if not self.ask_over(save):
            theirs = self.form.filled_in
            newer = [n for n in self.form.fields if theirs.get(n, "") != filled.get(n, "")]
            told = f" ({'; '.join(map(self._theirs, newer))})" if newer else ""
            key = key_shown(self.host.keys["save"][0])
            self.app.bell()
            self.say(
                f"{self.saver(since)}{told}. Theirs stands here now; "
                f"{key} saves what you typed beside it."
            )

    def both_values(self) -> str:
        """Who saved what where something else was typed, as one sentence; empty where nobody."""
        theirs, typed, stood = self.form.filled_in, self.form.typed(), self._beside.texts
        over = [n for n in typed if n in stood and stood[n] != theirs.get(n, "")]
        told = "; ".join(f"{self._theirs(n)}, yours {typed[n] or _NOTHING}" for n in over)
        return f"{self.saver(self._beside.version)} ({told})." if told else ""

    def _theirs(self, name: str) -> str:
        """What stands on record of a field, as a sentence has it."""
        return f"{self.form.fields[name].label}: theirs {self.form.filled_in.get(name) or _NOTHING}"


class KeepsBesideOthers(BesideOthers[str], KeepsForm[str]):
    """One whose half-typed form comes back over what is on record by then."""

    def draft_values(self) -> dict[str, str]:
        """What was typed, also what was emptied; nothing where it is as it is on record."""
        return {name: text or CLEARED for name, text in self.form.typed().items()}

    def draft_before(self, values: Mapping[str, str]) -> Before:
        """What stood there when it was begun to be typed, whatever others saved since."""
        return self.stood_before(values)

    def put_back(self, draft: Draft) -> None:
        """Put what was typed before over what is on record now."""
        typed = draft.values.items()
        self.type_back({n: "" if text == CLEARED else text for n, text in typed}, draft.before)

    def drop_back(self) -> None:
        """Drop it; what is typed from now on is typed over what stands here now."""
        super().drop_back()
        self.beside_nobody()

    def back_words(self, draft: Draft) -> str:
        """That it is back, and what somebody else saved meanwhile where it was typed."""
        return " ".join(filter(None, (super().back_words(draft), self.both_values())))
