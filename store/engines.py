"""Which engine a place calls for: a folder SQLite's, a `postgresql://` address a server's."""

from importlib import import_module
from pathlib import Path

from store.engine import Engine
from store.errors import DriverMissing
from store.postgres.address import Address, is_address, parse
from store.sqlite import making as folders
from store.sqlite.engine import SQLiteEngine

Where = Path | str
"""A folder, or the address of a service on a server."""


def opened(where: Where) -> Engine:
    """The engine of the store at a place; a StoreError says why it cannot be opened."""
    if (address := server(where)) is None:
        return SQLiteEngine(Path(where))
    from store.postgres.engine import PostgresEngine

    return PostgresEngine(address)


def create(where: Where, mark: str) -> None:
    """Make an empty store at a place; StoreExists where there is one."""
    if (address := server(where)) is None:
        folders.create(Path(where), mark)
        return
    from store.postgres import making

    making.create(address, mark)


def server(where: Where) -> Address | None:
    """The address at which a server holds the store; None where it is in a folder."""
    if not isinstance(where, str) or not is_address(where):
        return None
    address = parse(where)
    try:
        import_module("psycopg")
    except ImportError as error:
        raise DriverMissing(address.shown) from error
    return address
