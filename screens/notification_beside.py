"""What stood on record where a notification is typed over it, beside whoever else saves that."""

from collections.abc import Mapping
from typing import Any

from clanbook.caseload import Case
from clanbook.desk import Desk
from clanbook.desk.corrections import saver
from clanbook.desk.drafts import NOTHING_BEFORE, Before, Draft
from clanbook.records import Record
from screens.beside import both_values
from screens.notification_form import NotificationForm
from screens.notification_standing import Standing


class OnRecordForm:
    """A notification's form about a child on record; what is typed remembers what stood there."""

    def __init__(self, form: NotificationForm) -> None:
        """About nobody on record yet."""
        self._form = form
        self.leave()

    def leave(self) -> None:
        """It is about nobody on record any more."""
        self._shown: dict[str, str] = {}
        self._typed_over: Before = NOTHING_BEFORE
        self._case: Case | None = None

    def show(self, standing: Standing) -> None:
        """Fill in what is on record; what was typed stays where nothing is."""
        before, shown = self._form.to_draft(), self._shown.items()
        gone: dict[str, Any] = {name: None for name, text in shown if before.get(name) == text}
        self._form.show(gone | dict(standing.answers))
        texts = self._form.to_draft()
        self._shown = {n: texts[n] for n in standing.answers if n in texts}
        self._case = standing.case

    def take_in(self, standing: Standing) -> None:
        """Fill in what is on record by now; what was typed stays over it."""
        typed = self._typed()
        self._typed_over = self.before()
        self.show(standing)
        self._form.type_again(typed)

    def put_back(self, draft: Draft) -> None:
        """Put what a draft holds over what is on record; not what stood there untouched."""
        before = draft.before.texts
        typed = {
            name: draft.values.get(name, "")
            for name in self._form.fields
            if draft.values.get(name, "") != before.get(name, "")
        }
        self._typed_over = draft.before
        self._form.type_again(typed)

    def before(self) -> Before:
        """What stood in every field where typing was begun, whatever others saved since."""
        if self._case is None:
            return NOTHING_BEFORE
        typed, stood = self._typed(), self._typed_over
        begun = {n: stood.texts.get(n, "") for n in typed} if stood is not NOTHING_BEFORE else {}
        return Before(self._shown | begun, stood.version or _version(self._case))

    def consent(self) -> None:
        """Both values were read, and what was typed goes over theirs."""
        self._typed_over = NOTHING_BEFORE

    def both_values(self, desk: Desk) -> str:
        """Who saved what where something else was typed, as one sentence; empty where nobody."""
        if self._case is None or self._typed_over is NOTHING_BEFORE:
            return ""
        typed, stood = self._typed(), self._typed_over.texts
        theirs = [n for n in typed if stood.get(n, "") != self._shown.get(n, "")]
        told = both_values(self._form, theirs, self._shown, typed)
        return f"{self.saver(desk)} ({told})." if told else ""

    def saver(self, desk: Desk) -> str:
        """Who saved the record last, and when, without a full stop."""
        if self._case is None:
            return ""
        return saver(desk, self._typed_over.version, _records(self._case))

    def _typed(self) -> Mapping[str, str]:
        """The text of the fields that are other than on record; empty where emptied."""
        texts = self._form.to_draft()
        fields = self._form.fields
        return {n: texts.get(n, "") for n in fields if texts.get(n, "") != self._shown.get(n, "")}


def _records(case: Case) -> list[Record]:
    """The records that a notification is about."""
    return [case.child, *case.episodes, *case.placements, *case.consents]


def _version(case: Case) -> int:
    return max(record.version for record in _records(case))
