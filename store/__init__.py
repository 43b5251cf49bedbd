"""What is remembered: a journal of every change, and the current documents as TinyDB tables."""

from store.audit import Version
from store.engines import Where
from store.errors import (
    BackupUnsound,
    CopyUnsound,
    DriverMissing,
    NothingKnown,
    NotInTransaction,
    StoreBusy,
    StoreDamaged,
    StoreDiskFailed,
    StoreError,
    StoreExists,
    StoreForbidden,
    StoreForeign,
    StoreFull,
    StoreMissing,
    StoreNewer,
    StoreNotOwned,
    StoreNotSwept,
    StoreReadOnly,
    StoreRewound,
    StoreUncertain,
    StoreUnnamed,
    StoreUnreachable,
    StoreUnsafe,
    StoreUnsuitable,
    SubjectErased,
)
from store.journal import Access, Entry, Op
from store.past import Past
from store.postgres.address import is_address
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
    "CopyUnsound",
    "Document",
    "DriverMissing",
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
    "StoreDiskFailed",
    "StoreError",
    "StoreExists",
    "StoreForbidden",
    "StoreForeign",
    "StoreFull",
    "StoreMissing",
    "StoreNewer",
    "StoreNotOwned",
    "StoreNotSwept",
    "StoreReadOnly",
    "StoreRewound",
    "StoreUncertain",
    "StoreUnnamed",
    "StoreUnreachable",
    "StoreUnsafe",
    "StoreUnsuitable",
    "SubjectErased",
    "Table",
    "Transaction",
    "Version",
    "Where",
    "create",
    "examine",
    "is_address",
    "open_store",
    "restore",
    "utc_now",
]
