"""PostgreSQL's errors as the store's own, each one sentence for a person."""

import psycopg

from store.errors import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreForbidden,
    StoreFull,
    StoreReadOnly,
    StoreUnreachable,
)

KINDS: dict[str, type[StoreError]] = {
    "08": StoreUnreachable,
    "57P": StoreUnreachable,
    "25P03": StoreUnreachable,
    "53100": StoreFull,
    "53": StoreUnreachable,
    "55P03": StoreBusy,
    "25006": StoreReadOnly,
    "42501": StoreForbidden,
    "28": StoreForbidden,
    "XX001": StoreDamaged,
    "XX002": StoreDamaged,
}
"""By the beginning of SQLSTATE; the longest that fits counts."""


def explained(error: psycopg.Error, where: str, wait: float) -> StoreError:
    """The store's error for one of the server's or of libpq's; `wait` is the time limit it had."""
    kind = _kind(error)
    return kind(where, f"{wait:g}" if kind is StoreBusy else said(error))


def _kind(error: psycopg.Error) -> type[StoreError]:
    if error.sqlstate is None:
        lost = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
        return StoreUnreachable if lost else StoreError
    fitting = [begun for begun in KINDS if error.sqlstate.startswith(begun)]
    return KINDS[max(fitting, key=len)] if fitting else StoreError


def said(error: psycopg.Error) -> str:
    """The first line of the error's own words, without a full stop."""
    words = (error.diag.message_primary or str(error)).partition("\n")[0]
    return words.removeprefix("connection failed: ").strip(" .") or type(error).__name__
