"""The line to the server: opened when it is needed, dropped when it fails, opened again."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus

from store.errors import StoreError, StoreForeign, StoreUnreachable, StoreUnsafe
from store.postgres.address import Address
from store.postgres.failures import explained, said

Row = tuple[Any, ...]

DEFAULTS = {
    "target_session_attrs": "read-write",
    "connect_timeout": "4",
    "keepalives_idle": "20",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
    "application_name": "clanbook",
}
"""What libpq is told where the address does not say: among several hosts, go to the primary."""

REST = 1.0
"""Seconds for which a server that could not be reached is not tried again, at least.

Where a try takes long, as long again: whoever only looks, as a screen does, stays free to answer.
"""

SETTINGS = """
SET lock_timeout = '{wait:.0f}ms';
SET idle_in_transaction_session_timeout = '5min';
SET client_min_messages = warning;
SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply');
SELECT current_setting('fsync');
"""

# What goes wrong is told by the store's own errors; a word of psycopg's would spoil a screen.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

Connection = psycopg.Connection[Row]
Greet = Callable[[Connection], None]


class Line:
    """One connection, used by one thread at a time.

    While it is `held` something is under way that a new connection would know nothing of: then a
    dropped one is not replaced, and whoever uses it is told.
    """

    def __init__(self, address: Address, wait: float) -> None:
        """Connect when first used; wait so many seconds for a lock."""
        self.address = address
        self.held = False
        self._greet: Greet = _take_as_it_is
        self._wait = wait
        self._open: Connection | None = None
        self._not_before = 0.0
        self._why = ""
        self._hint = True
        self._unsure = False

    @property
    def connection(self) -> Connection:
        """The connection; StoreUnreachable where there is none and none can be had."""
        if self._open is None or self._open.closed:
            if self.held:
                raise StoreUnreachable(self.address.shown, "the line dropped")
            self._open = self._dial()
        return self._open

    def introduce(self, greet: Greet) -> None:
        """Let `greet` look at the connection, and at every later one before it is used."""
        self._greet = greet
        try:
            greet(self.connection)
        except psycopg.Error as error:
            raise self.explained(error) from error

    def drop(self) -> None:
        """Let go of the connection, with whatever it had under way."""
        dropped, self._open, self.held = self._open, None, False
        if dropped is not None:
            dropped.close()

    def ask(self, sql: str, *values: Any) -> list[Row]:
        """The rows a statement gives; where nothing is under way, on a new line if need be."""
        try:
            return rows_of(self.connection, sql, values)
        except psycopg.Error as error:
            if self.held or self.alive():
                raise self.explained(error) from error
        self.drop()
        try:
            return rows_of(self.connection, sql, values)
        except psycopg.Error as error:
            raise self.explained(error) from error

    def hold(self, sql: str) -> list[Row]:
        """Begin something with a statement, and hold the line until `release`."""
        try:
            rows = self.ask(sql)
        except BaseException:
            self.drop()
            raise
        self.held = True
        return rows

    def release(self) -> None:
        """End what is under way, with nothing written, where that has not happened yet."""
        held, self.held = self.held, False
        if not held or not self.alive(TransactionStatus.INTRANS, TransactionStatus.INERROR):
            return
        try:
            rows_of(self.connection, "ROLLBACK")
        except psycopg.Error:  # where it cannot be said, the server does it by itself
            self.drop()

    @contextmanager
    def sending(self) -> Iterator[psycopg.Cursor[Row]]:
        """A block whose statements go out together; psycopg.Error where any of them fails."""
        with self.connection.pipeline(), self.connection.cursor() as cursor:
            yield cursor

    def twice(self, statements: Sequence[tuple[str, Sequence[Any]]]) -> None:
        """Do statements that may be done twice, all or none; on a new line if need be."""
        for again in (True, False):
            try:
                with self.sending() as send:
                    for sql, values in statements:
                        send.execute(sql, values)
            except psycopg.Error as error:
                if not again or self.alive():
                    raise self.explained(error) from error
                self.drop()
            else:
                return

    def alive(self, *statuses: TransactionStatus) -> bool:
        """Whether the connection stands, in one of some states if any are named."""
        if self._open is None or self._open.closed:
            return False
        return not statuses or self._open.info.transaction_status in statuses

    def explained(self, error: psycopg.Error) -> StoreError:
        """The store's error for one of psycopg's."""
        return explained(error, self.address.shown, self._wait)

    # What the server says unasked

    def heard(self) -> bool:
        """Whether anybody else gave a sign since the last call, or the line is a new one."""
        hint, self._hint = self._hint, False
        if self._open is None or self._open.closed:
            return True
        try:
            self._open.pgconn.consume_input()
            while (sign := self._open.pgconn.notifies()) is not None:
                hint |= sign.be_pid != self._open.pgconn.backend_pid
        except psycopg.Error:
            return True
        return hint

    def lone(self) -> bool:
        """Whether a commit since the last call was cut short in its wait for the stand-in."""
        unsure, self._unsure = self._unsure, False
        return unsure

    def _note_sign(self, sign: psycopg.Notify) -> None:
        if self._open is not None and sign.pid != self._open.pgconn.backend_pid:
            self._hint = True

    def _note_warning(self, warning: psycopg.errors.Diagnostic) -> None:
        self._unsure |= warning.source_function == "SyncRepWaitForLSN"

    # Opening

    def _dial(self) -> Connection:
        if monotonic() < self._not_before:
            raise StoreUnreachable(self.address.shown, self._why)
        self._hint = True
        begun = monotonic()
        try:
            made = psycopg.connect(self._conninfo(), autocommit=True)
        except psycopg.Error as error:
            ended = monotonic()
            self._why, self._not_before = said(error), ended + max(REST, ended - begun)
            raise StoreUnreachable(self.address.shown, self._why) from error
        try:
            self._prepare(made)
        except psycopg.Error as error:
            made.close()
            raise self.explained(error) from error
        except BaseException:
            made.close()
            raise
        return made

    def _conninfo(self) -> str:
        try:
            given = conninfo_to_dict(self.address.server)
        except psycopg.ProgrammingError as error:
            raise StoreForeign(self.address.shown, said(error)) from error
        return psycopg.conninfo.make_conninfo("", **{**DEFAULTS, **given})

    def _prepare(self, made: Connection) -> None:
        made.add_notify_handler(self._note_sign)
        made.add_notice_handler(self._note_warning)
        [(fsync,)] = rows_of(made, SETTINGS.format(wait=self._wait * 1000))
        if fsync != "on":
            raise StoreUnsafe(self.address.shown, "its fsync is off")
        self._greet(made)


def rows_of(connection: Connection, sql: str, values: Sequence[Any] = ()) -> list[Row]:
    """The rows of the last statement that gives any."""
    cursor = connection.execute(sql.encode(), values or None)
    found: list[Row] = []
    while True:
        if cursor.description is not None:
            found = cursor.fetchall()
        if not cursor.nextset():
            return found


def _take_as_it_is(_: Connection) -> None:
    """Greet a connection of which nothing is known yet."""
