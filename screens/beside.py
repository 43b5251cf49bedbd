"""A form over what is on record, saved beside whoever else saves it (RULES 6).

Nobody's newer save is written over unseen: not where the form stayed open meanwhile, and not where
it was left half-typed and comes back. Only a `y` puts what was typed over theirs, so that the key
that saves, typed ahead or pressed twice, never consents to what was not read.
"""

from collections.abc import Callable, Mapping, Sequence

from clanbook.desk.corrections import CLEARED
from clanbook.desk.drafts import NOTHING_BEFORE, Before, Draft
from screens.keeping import KeepsForm
from screens.widgets.form import Form

_NOTHING = "nothing"


class BesideOthers(KeepsForm):
    """A form that is filled in with what is on record; what is typed remembers what stood there.

    A subclass calls `ask_over` before it saves, and `take_in` where it meets with a newer save.
    """

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

    def draft_values(self) -> dict[str, str]:
        """What was typed, also what was emptied; nothing where it is as it is on record."""
        return {name: text or CLEARED for name, text in self.form.typed().items()}

    def draft_before(self, values: Mapping[str, str]) -> Before:
        """What stood there when it was begun to be typed, whatever others saved since."""
        filled, stood = self.form.filled_in, self._beside.texts
        texts = {name: stood.get(name, filled.get(name, "")) for name in values}
        return Before(texts, self._beside.version or self.record_version())

    def put_back(self, draft: Draft) -> None:
        """Put what was typed before over what is on record now."""
        stood = {name: draft.before.texts.get(name, "") for name in draft.values}
        self._beside = Before(stood, draft.before.version)
        typed = draft.values.items()
        self.form.type_again({n: "" if text == CLEARED else text for n, text in typed})

    def back_words(self, draft: Draft) -> str:
        """That it is back, and what somebody else saved meanwhile where it was typed."""
        return " ".join(filter(None, (super().back_words(draft), self._both_values())))

    def take_in(self, fill: Callable[[], None]) -> None:
        """Have what is on record now filled in; what was typed stays over it."""
        typed = self.form.typed()
        self._beside = self.draft_before(typed)
        fill()
        self.form.type_again(typed)

    # -- saving it over theirs -------------------------------------------------------------------

    def ask_over(self, save: Callable[[], None]) -> bool:
        """Ask before what was typed goes over what somebody else saved; whether that was asked."""
        both = self._both_values()
        if both:
            self.app.bell()
            self.ask(f"{both} Save yours over theirs?", lambda: self._over(save))
        return bool(both)

    def _over(self, save: Callable[[], None]) -> None:
        """Both values were read: save."""
        self._beside = NOTHING_BEFORE
        save()

    def _both_values(self) -> str:
        """Who saved what where something else was typed, as one sentence; empty where nobody."""
        filled, typed = self.form.filled_in, self.form.typed()
        stood = self._beside.texts
        theirs = [n for n in typed if n in stood and stood[n] != filled.get(n, "")]
        if not theirs:
            return ""
        told = both_values(self.form, theirs, filled, typed)
        return f"{self.saver(self._beside.version)} ({told})."


def both_values(
    form: Form, names: Sequence[str], theirs: Mapping[str, str], yours: Mapping[str, str]
) -> str:
    """Their text and yours of these fields, as a sentence has them; empty where there are none."""
    return "; ".join(
        f"{form.fields[n].label}: theirs {theirs.get(n) or _NOTHING}, "
        f"yours {yours.get(n) or _NOTHING}"
        for n in names
    )
