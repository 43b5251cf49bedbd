"""Half-typed forms: outside the journal and the backups, one member of staff's own."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import RLock
from typing import Any

from store import engine
from store.errors import StoreDamaged
from store.journal import Unreadable, check_numbers, decode, encode, instant

KEPT = timedelta(days=7)
"""How long a draft is kept."""


class Drafts:
    """The drafts of one store. `subject` is the child a form is about, 0 where it is none yet."""

    def __init__(self, database: engine.Engine, lock: RLock, now: Callable[[], datetime]) -> None:
        """Use the engine, under its lock."""
        self._engine = database
        self._lock = lock
        self._now = now

    def put(self, staff: int, form: str, body: dict[str, Any], subject: int = 0) -> None:
        """Keep what a member of staff has typed, in place of what was kept before."""
        now = self._now()
        draft = engine.Draft(staff, form, subject, encode(body), instant(now))
        check_numbers(body)
        with self._lock:
            self._engine.put_draft(draft, now - KEPT)

    def get(self, staff: int, form: str, subject: int = 0) -> dict[str, Any] | None:
        """What was typed; None where there is no draft, or only one more than 7 days old."""
        with self._lock:
            kept = self._engine.drafts(staff, self._now() - KEPT)
        for draft in kept:
            if (draft.form, draft.subject) == (form, subject):
                return self._typed(draft)
        return None

    def _typed(self, draft: engine.Draft) -> dict[str, Any]:
        try:
            body: dict[str, Any] = decode(draft.body)
        except (Unreadable, TypeError) as error:
            raise StoreDamaged(self._engine.where, f"draft {draft.form}: {error}") from error
        return body

    def of(self, staff: int) -> list[tuple[str, int]]:
        """Which forms a member of staff has begun, each with its subject."""
        with self._lock:
            kept = self._engine.drafts(staff, self._now() - KEPT)
        return [(draft.form, draft.subject) for draft in kept]

    def everybody(self) -> list[tuple[int, str, int, dict[str, Any]]]:
        """All drafts of everybody: staff, form, subject, and what was typed."""
        with self._lock:
            kept = self._engine.all_drafts()
        return [(each.staff, each.form, each.subject, self._typed(each)) for each in kept]

    def delete(self, staff: int, form: str, subject: int = 0) -> None:
        """Forget a draft, where there is one."""
        with self._lock:
            self._engine.drop_draft(staff, form, subject)
