"""What is remembered: a journal of every change, and the current documents as TinyDB tables."""

from store.errors import (
    NothingKnown,
    NotInTransaction,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreExists,
    StoreForbidden,
    StoreForeign,
    StoreFull,
    StoreMissing,
    StoreNewer,
    StoreReadOnly,
    StoreUnsuitable,
)
from store.schema import Schema, Table
from store.store import Changed, Clock, Store, Transaction, create, open_store, utc_now
from store.tiny import Document, JournalTable

__all__ = [
    "Changed",
    "Clock",
    "Document",
    "JournalTable",
    "NotInTransaction",
    "NothingKnown",
    "Schema",
    "Store",
    "StoreBusy",
    "StoreDamaged",
    "StoreError",
    "StoreExists",
    "StoreForbidden",
    "StoreForeign",
    "StoreFull",
    "StoreMissing",
    "StoreNewer",
    "StoreReadOnly",
    "StoreUnsuitable",
    "Table",
    "Transaction",
    "create",
    "open_store",
    "utc_now",
]
