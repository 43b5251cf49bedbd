"""A service's tables on a server: laid out in one transaction, empty or filled, or not at all.

The tables in the schema `clanbook` are the wholes, partitioned by service, and never addressed by
the program; those of a service stand in a schema of their own, so that a grant on it is all that
an account gets to see. `clanbook.admit(SERVICE, ROLE)` gives a role what the program needs.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg

from store.engine import Page
from store.errors import StoreExists, StoreUnnamed
from store.postgres.address import Address
from store.postgres.engine import FORMAT, WAIT, PostgresEngine
from store.postgres.line import Line
from store.postgres.statements import SERVICES

ONLY = "main"
"""What a service is called where the address names none."""

BEGIN = "BEGIN; SELECT pg_advisory_xact_lock(1668047214, 0)"

WHOLE = """
CREATE SCHEMA IF NOT EXISTS clanbook;
CREATE TABLE clanbook.services (
    name text COLLATE "C" PRIMARY KEY, format integer NOT NULL, demo text NOT NULL);

CREATE TABLE clanbook.journal (
    service text COLLATE "C" NOT NULL,
    seq bigint NOT NULL, seal bytea NOT NULL, entry bytea NOT NULL,
    PRIMARY KEY (seq, service)) PARTITION BY LIST (service);
CREATE TABLE clanbook.accesses (
    service text COLLATE "C" NOT NULL,
    seq bigint NOT NULL, seal bytea NOT NULL, entry bytea NOT NULL,
    PRIMARY KEY (seq, service)) PARTITION BY LIST (service);

-- body is NULL once a document was removed: its id is never given out again.
-- until is 9999-12-31 while a document is open, NULL in tables whose documents never close.
CREATE TABLE clanbook.documents (
    service text COLLATE "C" NOT NULL,
    tbl text COLLATE "C" NOT NULL, id bigint NOT NULL, seq bigint NOT NULL,
    subject bigint, until text COLLATE "C", body bytea,
    PRIMARY KEY (tbl, id, service)) PARTITION BY LIST (service);
CREATE INDEX documents_seq ON clanbook.documents (seq);
CREATE INDEX documents_subject ON clanbook.documents (tbl, subject) WHERE subject IS NOT NULL;
CREATE INDEX documents_until ON clanbook.documents (tbl, until) WHERE until IS NOT NULL;

CREATE TABLE clanbook.subjects (
    service text COLLATE "C" NOT NULL, subject bigint NOT NULL, key bytea NOT NULL,
    PRIMARY KEY (subject, service)) PARTITION BY LIST (service);

CREATE TABLE clanbook.drafts (
    service text COLLATE "C" NOT NULL,
    staff bigint NOT NULL, form text COLLATE "C" NOT NULL, subject bigint NOT NULL,
    body bytea NOT NULL, at text COLLATE "C" NOT NULL,
    PRIMARY KEY (staff, form, subject, service)) PARTITION BY LIST (service);

CREATE FUNCTION clanbook.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME; END $$;
CREATE TRIGGER never_changes BEFORE UPDATE OR DELETE ON clanbook.journal
    FOR EACH ROW EXECUTE FUNCTION clanbook.refuse();
CREATE TRIGGER never_changes BEFORE UPDATE OR DELETE ON clanbook.accesses
    FOR EACH ROW EXECUTE FUNCTION clanbook.refuse();

CREATE FUNCTION clanbook.admit(service text, role name) RETURNS void LANGUAGE plpgsql AS $$
DECLARE place text := quote_ident('clanbook_' || service);
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA clanbook, %s TO %I', place, role);
    EXECUTE format('GRANT SELECT ON clanbook.services TO %I', role);
    EXECUTE format('GRANT SELECT, INSERT ON %1$s.journal, %1$s.accesses TO %2$I', place, role);
    EXECUTE format('GRANT SELECT, INSERT ON %s.subjects TO %I', place, role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %s.documents TO %I', place, role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s.drafts TO %I', place, role);
END $$;
"""

TABLES = ("journal", "accesses", "documents", "subjects", "drafts")
PARTITION = """
CREATE TABLE clanbook_{service}.{table} PARTITION OF clanbook.{table}
    (service DEFAULT '{service}') FOR VALUES IN ('{service}');
"""
NEVER_EMPTIED = """
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON clanbook_{service}.{table}
    EXECUTE FUNCTION clanbook.refuse();
"""


def create(address: Address, mark: str) -> None:
    """Lay out an empty service; StoreExists where there is one of that name."""
    with _made(address, mark):
        pass


def adopt(
    address: Address, mark: str, pages: Iterable[Page], check: Callable[[PostgresEngine], None]
) -> None:
    """Lay out a service in the same manner, with what another store holds.

    `check` looks at the copy before anybody else can: where it raises, nothing of it stays.
    """
    with _made(address, mark) as (line, engine):
        for page in pages:
            _put(line, "subjects (subject, key)", page.keys)
            _put(line, "journal (seq, seal, entry)", page.entries)
            _put(line, "accesses (seq, seal, entry)", page.accesses)
            _put(line, "documents (tbl, id, seq, subject, until, body)", page.documents)
            _put(line, "drafts (staff, form, subject, body, at)", page.drafts)
        line.ask("ANALYZE journal, accesses, documents, subjects")
        check(engine)


@contextmanager
def _made(address: Address, mark: str) -> Iterator[tuple[Line, PostgresEngine]]:
    """A block in the transaction that makes the service, kept at its end."""
    line = Line(address, WAIT)
    try:
        line.hold(BEGIN)
        named = _lay_out(line, address, mark)
        yield line, PostgresEngine(named, WAIT, line)
        line.ask("COMMIT")
    finally:
        line.drop()


def _lay_out(line: Line, address: Address, mark: str) -> Address:
    if line.ask("SELECT to_regclass('clanbook.services') IS NULL") == [(True,)]:
        line.ask(WHOLE)
    named = address.of(address.service or _only(line, address))
    schema = f"clanbook_{named.service}"
    if line.ask("SELECT to_regnamespace(%s) IS NOT NULL", schema) == [(True,)]:
        raise StoreExists(named.shown)
    line.ask(f"CREATE SCHEMA {schema}")
    for table in TABLES:
        line.ask(PARTITION.format(service=named.service, table=table))
    for table in ("journal", "accesses"):
        line.ask(NEVER_EMPTIED.format(service=named.service, table=table))
    line.ask("INSERT INTO clanbook.services VALUES (%s, %s, %s)", named.service, FORMAT, mark)
    return named


def _only(line: Line, address: Address) -> str:
    """The name of a database's only service; where there are others, one must be given."""
    others = [row[0] for row in line.ask(SERVICES)]
    if others and others != [ONLY]:
        raise StoreUnnamed(address.shown, ", ".join(others))
    return ONLY


def _put(line: Line, place: str, rows: Sequence[Any]) -> None:
    if not rows:
        return
    try:
        with line.connection.cursor() as cursor, cursor.copy(f"COPY {place} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        raise line.explained(error) from error
