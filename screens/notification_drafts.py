"""What is kept of half-typed notifications: several at once, each person's own."""

from collections.abc import Mapping

from clanbook.dates import LONDON
from clanbook.desk import Desk, drafts
from clanbook.desk.drafts import Before, Draft
from clanbook.reports.text import child_name

_FORM = "notification"


class Drafting:
    """The drafts of one open form: which one it goes on with, and under what name it is kept."""

    def __init__(self, desk: Desk) -> None:
        """Nothing kept of this form yet."""
        self._desk = desk
        self._place: tuple[str, int | None] | None = None
        self._kept: dict[str, str] = {}

    def offered(self) -> Draft | None:
        """The newest draft of this person's, none where there is none."""
        return max(self._mine(), key=lambda draft: draft.at, default=None)

    def take_up(self, draft: Draft) -> None:
        """Go on with a draft: what is typed takes its place."""
        self._place, self._kept = (draft.form, draft.child), dict(draft.values)

    def keep(self, values: Mapping[str, str], child: int | None, before: Before) -> None:
        """Keep what is typed of this form; nothing is done where it is kept already."""
        place = self._place_for(child)
        if place == self._place and values == self._kept:
            return
        drafts.keep(self._desk, *place, dict(values), before)
        if self._place not in (None, place):
            self.drop()
        self._place, self._kept = place, dict(values)

    def drop(self) -> None:
        """Forget what was kept of this form: it is saved, or another is begun."""
        if self._place is not None:
            drafts.drop(self._desk, *self._place)
        self.leave()

    def leave(self) -> None:
        """Begin another form; what was kept stays."""
        self._place, self._kept = None, {}

    def put_aside(self, draft: Draft) -> None:
        """Forget a draft that was offered."""
        drafts.drop(self._desk, draft.form, draft.child)

    def _mine(self) -> list[Draft]:
        return [draft for draft in drafts.mine(self._desk) if draft.form.startswith(_FORM)]

    def _place_for(self, child: int | None) -> tuple[str, int | None]:
        """Where to keep it: its own place, else the first that is free."""
        if self._place is not None and self._place[1] == child:
            return self._place
        taken = {(draft.form, draft.child) for draft in self._mine()}
        names = [_FORM, *(f"{_FORM} {n}" for n in range(2, len(taken) + 2))]
        return next((name, child) for name in names if (name, child) not in taken)


def words_of(draft: Draft) -> str:
    """How a draft is offered."""
    names = (draft.values.get("surname", ""), draft.values.get("forename", ""))
    return f"Draft: {child_name(*names) if any(names) else 'no name yet'}"


def kept_at(draft: Draft) -> str:
    """When a draft was kept, which tells two of one child apart: `kept 04-May 09:30`."""
    return f"kept {draft.at.astimezone(LONDON):%d-%b %H:%M}"
