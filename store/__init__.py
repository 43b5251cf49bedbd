"""What is remembered: a journal of every change, and the current documents as TinyDB tables."""

from store.audit import Version
from store.errors import (
    BackupUnsound,
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
    StoreUncertain,
    StoreUnsuitable,
)
from store.journal import Access, Entry, Op
from store.past import Past
from store.restoring import restore
from store.schema import Schema, Table
from store.store import Changed, Clock, Store, Transaction, create, examine, open_store, utc_now
from store.tiny import Document, JournalTable
from store.verify import Finding

__all__ = [
    "Access",
    "BackupUnsound",
    "Changed",
    "Clock",
    "Document",
    "Entry",
    "Finding",
    "JournalTable",
    "NotInTransaction",
    "NothingKnown",
    "Op",
    "Past",
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
    "StoreUncertain",
    "StoreUnsuitable",
    "Table",
    "Transaction",
    "Version",
    "create",
    "examine",
    "open_store",
    "restore",
    "utc_now",
]
