"""What only a server can do, or do wrong: signs, services side by side, accounts, guards."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import psycopg
import pytest

from store import (
    Store,
    StoreBusy,
    StoreExists,
    StoreForbidden,
    StoreForeign,
    StoreMissing,
    StoreNewer,
    StoreUnnamed,
    StoreUnreachable,
    create,
    open_store,
)
from store.postgres import engine as engine_module
from store.postgres.engine import PostgresEngine
from tests.postgres.tampering import owner
from tests.store.places import SCHEMA, Clock, tables


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with create(address, SCHEMA, Clock()) as made:
        yield made


def log(store: Store, **fields: object) -> int:
    with store.transaction(1, "log"):
        return store.table("staff").insert(fields)


def other_database(address: str, name: str) -> str:
    """The address of a new database beside this one."""
    with psycopg.connect(address.partition("#")[0], autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
    return address.rpartition("/")[0] + f"/{name}"


# What others write


def seen_within(store: Store, seconds: float, count: int) -> float:
    """How long it takes until a store shows so many documents."""
    begun = time.monotonic()
    while len(store.table("staff").all()) != count:
        assert time.monotonic() < begun + seconds
        time.sleep(0.005)
    return time.monotonic() - begun


def test_a_colleagues_change_shows_within_a_second_by_the_sign_alone(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "LOOK_EVERY", 3600.0)
    monkeypatch.setattr(engine_module, "SETTLED", 0.0)
    with open_store(store.where, SCHEMA) as other:
        assert other.table("staff").all() == []
        other.table("staff").all()
        taken = []
        for count in range(1, 4):
            log(store)
            taken.append(seen_within(other, 10, count))
        assert median(taken) < 1


def test_a_change_of_which_the_sign_was_lost_shows_at_the_next_look(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "LOOK_EVERY", 0.5)
    monkeypatch.setattr(engine_module, "SETTLED", 0.0)
    with open_store(store.where, SCHEMA) as other:
        other.table("staff").all()
        deaf = other._engine._line  # type: ignore[attr-defined]
        deaf.ask("UNLISTEN *")
        log(store)
        assert other.table("staff").all() == []
        assert seen_within(other, 2, 1) > 0.2


def test_nobody_is_asked_while_nobody_writes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "LOOK_EVERY", 3600.0)
    monkeypatch.setattr(engine_module, "SETTLED", 0.0)
    store.table("staff").all()
    store.table("staff").all()
    line = store._engine._line  # type: ignore[attr-defined]

    def asked(*_: object) -> None:
        raise AssertionError("the server was asked")

    monkeypatch.setattr(line, "ask", asked)
    for _ in range(10):
        store.table("staff").all()


def test_a_writer_waits_its_turn_only_so_long(store: Store, address: str) -> None:
    with store.transaction(1, "slow"):
        store.table("staff").insert({})
        late = Store(PostgresEngine(store._engine._address, wait=0.2), SCHEMA)  # type: ignore[attr-defined]
        with late, pytest.raises(StoreBusy, match=r"saving for 0\.2 seconds"):
            log(late)
    assert len(store.table("staff")) == 1


# Services side by side


def test_services_in_one_database_share_nothing_and_do_not_wait_for_each_other(
    address: str,
) -> None:
    with (
        create(f"{address}_a", SCHEMA, Clock(), demo="seed 1") as a,
        create(f"{address}_b", SCHEMA, Clock()) as b,
    ):
        with a.transaction(1, "slow"):
            a.table("children").insert({"n": 1})
            assert log(b) == 1
        a.drafts.put(1, "outcome", {"in": "a"})
        assert (len(tables(a)["staff"]), len(tables(b)["children"])) == (0, 0)
        assert (a.seq, b.seq, a.mark, b.mark) == (1, 1, "seed 1", "")
        assert b.drafts.of(1) == []
        assert a.verify() == b.verify() == []
        with owner(f"{address}_a") as db:
            found = db.execute("SELECT service, count(*) FROM clanbook.journal GROUP BY service")
            assert {row for row in found if row[0].endswith(("_a", "_b"))} >= {
                (f"{address.partition('#')[2]}_{letter}", 1) for letter in "ab"
            }


def test_the_name_may_be_left_out_where_there_is_one_service(address: str) -> None:
    server = other_database(address, "only_one")
    with pytest.raises(StoreMissing, match="clanbook init"):
        open_store(server, SCHEMA)
    with create(server, SCHEMA, Clock()) as made:
        assert str(made.where).endswith("/only_one#main")
        log(made)
    with open_store(server, SCHEMA) as found:
        assert len(found.table("staff")) == 1
    with pytest.raises(StoreExists, match="#main exists already"):
        create(server, SCHEMA)
    create(f"{server}#dorset", SCHEMA).close()
    for use in (open_store, create):
        with pytest.raises(StoreUnnamed, match=r"several services \(dorset, main\): add #"):
            use(server, SCHEMA)


@pytest.mark.parametrize("name", ["BNSSG", "1st", "a-b", "a;b", "x" * 41, "é"])
def test_a_name_that_no_service_can_have_is_refused(address: str, name: str) -> None:
    for use in (open_store, create):
        with pytest.raises(StoreForeign, match="small letters, digits and _"):
            use(f"{address.partition('#')[0]}#{name}", SCHEMA)


def test_an_address_is_shown_without_its_password(address: str) -> None:
    secret = address.replace("clanbook@", "clanbook:hush@").replace("#", "?sslmode=prefer#")
    with create(secret, SCHEMA) as made:
        assert made.where == address.replace("#", "?sslmode=prefer#")
    for wrong in ("postgresql://u:hush@127.0.0.1:1/x", "postgresql://127.0.0.1:1/x?password=hush"):
        with pytest.raises(StoreUnreachable, match="cannot be reached") as failed:
            open_store(wrong, SCHEMA)
        assert "hush" not in str(failed.value)
        assert "\n" not in str(failed.value)


def test_an_address_that_libpq_does_not_understand_is_said_so(address: str) -> None:
    with pytest.raises(StoreForeign, match="colour"):
        open_store(address.replace("#", "?colour=red#"), SCHEMA)


def test_tables_of_a_later_version_are_left_alone(store: Store, address: str) -> None:
    service = address.partition("#")[2]
    with owner(address) as db:
        db.execute("UPDATE clanbook.services SET format = 2 WHERE name = %s", [service])
    with pytest.raises(StoreNewer, match=r"newer version \(format 2\)"):
        open_store(address, SCHEMA)


# The guards


@pytest.mark.parametrize("table", ["journal", "accesses"])
@pytest.mark.parametrize("what", ["UPDATE {} SET seq = 9", "DELETE FROM {}", "TRUNCATE {}"])
def test_not_even_the_owner_changes_a_chain_by_accident(
    store: Store, address: str, table: str, what: str
) -> None:
    log(store)
    store.note(1, "read", [1])
    with owner(address) as db:
        for place in (table, f"clanbook.{table}"):
            with pytest.raises(psycopg.errors.RaiseException, match="only ever added to"):
                db.execute(what.format(place).encode())
    assert store.verify() == []


def test_a_guard_that_is_gone_or_off_is_found(store: Store, address: str) -> None:
    with owner(address) as db:
        db.execute("ALTER TABLE journal DISABLE TRIGGER never_changes")
        db.execute("DROP TRIGGER never_emptied ON accesses")
    found = [str(finding) for finding in store.verify()]
    assert ["accesses" in found[0], "journal" in found[1]] == [True, True]


@pytest.fixture
def admitted(store: Store, address: str) -> Iterator[str]:
    """The address of the service for an account that was admitted to it and to nothing else."""
    service = address.partition("#")[2]
    role = f"app_{service}_{threading.get_native_id()}"
    with owner(address) as db:
        db.execute(f"CREATE ROLE {role} LOGIN".encode())
        db.execute("SELECT clanbook.admit(%s, %s)", [service, role])
        yield address.replace("clanbook@", f"{role}@")
        db.execute(f"DROP OWNED BY {role}; DROP ROLE {role}".encode())


def test_an_admitted_account_can_do_all_the_program_does(
    store: Store, admitted: str, tmp_path: Path
) -> None:
    with open_store(admitted.partition("#")[0], SCHEMA, Clock()) as opened:
        with opened.transaction(1, "log"):
            child = opened.table("children").insert({"name": "Zeb"})
            opened.table("visits").insert({"child": child})
        with opened.transaction(1, "change"):
            opened.table("children").update({"name": "Zebe"}, doc_ids=[child])
            opened.table("visits").remove(doc_ids=[1])
        opened.note(1, "read", [child])
        opened.drafts.put(1, "outcome", {"on": "t"})
        opened.drafts.delete(1, "outcome")
        opened.backup(tmp_path / "copy")
        assert opened.verify() == []
        assert [v.document for v in opened.history("children", 1)] == [
            {"name": "Zeb"},
            {"name": "Zebe"},
        ]
    assert tables(store)["children"] == {1: (2, {"name": "Zebe"})}


@pytest.mark.parametrize(
    "what",
    [
        "UPDATE journal SET seq = 9",
        "DELETE FROM journal",
        "TRUNCATE journal",
        "ALTER TABLE journal DISABLE TRIGGER USER",
        "DROP TRIGGER never_changes ON journal",
        "UPDATE accesses SET seq = 9",
        "DELETE FROM accesses",
        "UPDATE subjects SET key = ''",
        "DELETE FROM documents",
        "UPDATE clanbook.services SET format = 9",
        "SELECT * FROM clanbook.journal",
        "SELECT * FROM clanbook.documents",
        "CREATE TABLE mine (n int)",
    ],
)
def test_an_admitted_account_can_do_nothing_else(store: Store, admitted: str, what: str) -> None:
    log(store)
    with owner(admitted) as db, pytest.raises(psycopg.errors.InsufficientPrivilege):
        db.execute(what.encode())


def test_an_admitted_account_sees_no_other_service(address: str, admitted: str) -> None:
    create(f"{address}_b", SCHEMA).close()
    with pytest.raises(StoreMissing):
        open_store(f"{admitted}_b", SCHEMA)
    with pytest.raises(StoreForbidden, match="may not open"):
        create(f"{admitted}_c", SCHEMA)


def test_an_account_that_nobody_let_in_is_told_so(store: Store, address: str) -> None:
    role = f"nobody_{address.partition('#')[2]}_{threading.get_native_id()}"
    with owner(address) as db:
        db.execute(f"CREATE ROLE {role} LOGIN".encode())
    with pytest.raises(StoreForbidden, match="ask whoever looks after it"):
        open_store(address.replace("clanbook@", f"{role}@"), SCHEMA)


# Never less than durable


@pytest.mark.parametrize(
    ("asked", "used"), [("off", "on"), ("local", "on"), ("remote_apply", "remote_apply")]
)
def test_a_commit_never_waits_for_less_than_the_disk(
    store: Store, address: str, asked: str, used: str
) -> None:
    wish = address.replace("#", f"?options=-csynchronous_commit%3D{asked}#")
    with open_store(wish, SCHEMA) as opened:
        line = opened._engine._line  # type: ignore[attr-defined]
        assert line.ask("SHOW synchronous_commit") == [(used,)]


def test_many_services_write_at_once_and_every_chain_holds(address: str) -> None:
    def work(place: str) -> Callable[[], None]:
        def insert() -> None:
            with create(place, SCHEMA) as made:
                for _ in range(20):
                    log(made)
                done.append((made.seq, made.verify()))

        return insert

    done: list[tuple[int, list[object]]] = []
    threads = [threading.Thread(target=work(f"{address}_{n}")) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [(20, [])] * 4
