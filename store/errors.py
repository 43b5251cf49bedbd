"""What can be wrong with a store: each its own class, each one plain sentence for a person."""

from datetime import date
from pathlib import Path
from typing import ClassVar


class StoreError(Exception):
    """The store cannot be used. `str(error)` says what, where and what to do."""

    sentence: ClassVar[str] = (
        "The store in {where} failed ({detail}); what was saved before is safe: try again, "
        "and tell whoever looks after this computer if it goes on."
    )

    def __init__(self, where: Path | str, detail: str = "") -> None:
        """Keep where it happened and the engine's own words, and build the sentence."""
        self.where = str(where)
        self.detail = detail
        super().__init__(self.sentence.format(where=where, detail=detail))


class StoreMissing(StoreError):
    """There is no store at that place, or it has gone."""

    sentence = (
        "There is no store in {where}: make one with `clanbook init`, or name another place "
        "with --store."
    )


class StoreExists(StoreError):
    """Something is already there, and nothing is ever overwritten."""

    sentence = "{where} exists already and is left as it is: name another place."


class StoreBusy(StoreError):
    """Somebody else held the right to write for longer than the time limit."""

    sentence = (
        "The store in {where} is busy: others have been saving for {detail} seconds; nothing was "
        "changed, try again in a moment."
    )


class StoreNewer(StoreError):
    """The store, or an entry in it, was written by a later version of the program."""

    sentence = (
        "The store in {where} was written by a newer version (format {detail}): close this one "
        "and start the newer version."
    )


class StoreDamaged(StoreError):
    """What is there cannot be read as a store."""

    sentence = (
        "The store in {where} is damaged ({detail}): change nothing, and restore the last backup "
        "with `clanbook restore`."
    )


class StoreForeign(StoreError):
    """The file is not a store of this program at all."""

    sentence = (
        "{where} is not a clanbook store ({detail}): name another place with --store; or, if it "
        "was one, restore the last backup with `clanbook restore`."
    )


class BackupUnsound(StoreError):
    """A backup that cannot be read, or is not as it was written."""

    sentence = "{where} is no sound backup ({detail}): nothing was restored; take another one."


class CopyUnsound(StoreError):
    """What arrived at another place is not sound, or not what left."""

    sentence = (
        "What would have been in {where} is not sound ({detail}): nothing was kept there; look "
        "at the store it comes from with `clanbook check`."
    )


class StoreFull(StoreError):
    """There is too little room left on the disk to go on safely."""

    sentence = (
        "The disk that holds {where} is full ({detail}): nothing was changed; make room, then do "
        "it again."
    )


class StoreReadOnly(StoreError):
    """The store is on a file system, or is a file, that cannot be written."""

    sentence = (
        "The store in {where} can only be read, not written ({detail}): ask whoever looks after "
        "this computer to make it writable."
    )


class StoreNotMade(StoreError):
    """There can be no folder at that place."""

    sentence = "No store can be made in {where} ({detail}): name another place with --store."


class CopyNotWritten(StoreError):
    """A file that a copy was to be written to cannot be made there."""

    sentence = "{where} cannot be written ({detail}): nothing of it was kept; name another file."


class StoreForbidden(StoreError):
    """The account may not read or write the store."""

    sentence = (
        "This account may not open the store in {where} ({detail}): ask whoever looks after it "
        "to give the account access."
    )


class StoreUnsuitable(StoreError):
    """The folder is on a network file system, where locks and shared memory do not hold."""

    sentence = (
        "{where} is on a network file system ({detail}), where several people's saves can damage "
        "each other: use a folder on a disk of this computer."
    )


class StoreUnreachable(StoreError):
    """The server does not answer, or the line to it dropped before anything was to be saved."""

    sentence = (
        "The server of {where} cannot be reached ({detail}); what was saved is safe, what was not "
        "is unchanged: try again in a moment, and tell whoever looks after it if it goes on."
    )


class StoreUncertain(StoreError):
    """The line dropped in the middle of a commit, and nobody can be asked what became of it."""

    sentence = (
        "The line to {where} dropped while saving ({detail}), and whether it was saved cannot be "
        "found out yet: look before you do it again."
    )


class StoreDiskFailed(StoreUncertain):
    """The disk failed while a change was made durable: nobody knows whether it was saved."""

    sentence = (
        "The disk that holds {where} failed ({detail}) while this was saved: look whether it is "
        "there before you do it again, and tell whoever looks after this computer."
    )


class StoreRewound(StoreError):
    """The server no longer holds the last entry this process has seen: a stand-in that lags."""

    sentence = (
        "The server of {where} has lost saved work ({detail}): close this and start again, look "
        "what is missing, and tell whoever looks after the server."
    )


class StoreUnsafe(StoreError):
    """The server is set to acknowledge what it has not written."""

    sentence = (
        "The server of {where} would lose what it acknowledged ({detail}): ask whoever looks "
        "after it to switch that on."
    )


class StoreUnnamed(StoreError):
    """The database holds several services, and the address does not say which."""

    sentence = "{where} holds several services ({detail}): add # and one of them to the address."


class DriverMissing(StoreError):
    """The program was installed without what it needs to talk to a server."""

    sentence = (
        "{where} needs the PostgreSQL driver, which is not installed: in the folder of the "
        "sources, run .venv/bin/pip install -e '.[postgresql]'"
    )


class SubjectErased(StoreError):
    """Something was to be written about a subject whose key was deleted."""

    sentence = (
        "The child with the number {detail} was erased from {where}: nothing is written about "
        "them any more; a child who comes into care again is logged as a new one."
    )


class StoreNotOwned(StoreError):
    """The account on the server may not delete keys or sweep the tables."""

    sentence = (
        "This account may not erase in {where} ({detail}): do it under the account that owns the "
        "tables, with its name in --store."
    )


class StoreNotSwept(StoreError):
    """What was deleted could not yet be removed from the files: others read them all the while."""

    sentence = (
        "What was erased from {where} is gone, but others read on, and its traces are still in "
        "{detail}: when they have closed the program, run: clanbook erased --sweep"
    )


class NotInTransaction(RuntimeError):
    """Something was written outside a transaction: a mistake in the program."""


class NothingKnown(LookupError):
    """An instant before the first entry: nothing was recorded by then."""

    def __init__(self, first: date | None) -> None:
        """Say the first day of which anything is known; None while nothing was recorded at all."""
        self.first = first
        said = "nothing has been recorded yet" if first is None else f"the first day is {first}"
        super().__init__(f"Nothing was recorded by then: {said}.")
