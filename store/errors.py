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
        "There is no store in {where}: make one with `clanbook init`, or name another folder "
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
        "{where} is not a clanbook store ({detail}): name another folder with --store; or, if it "
        "was one, restore the last backup with `clanbook restore`."
    )


class BackupUnsound(StoreError):
    """A backup that cannot be read, or is not as it was written."""

    sentence = "{where} is no sound backup ({detail}): nothing was restored; take another one."


class StoreFull(StoreError):
    """There is too little room left on the disk to go on safely."""

    sentence = (
        "The disk that holds {where} is full ({detail}): nothing was changed; make room, then do "
        "it again."
    )


class StoreUncertain(StoreError):
    """The disk failed while a change was made durable: nobody knows whether it was saved."""

    sentence = (
        "The disk that holds {where} failed ({detail}) while this was saved: look whether it is "
        "there before you do it again, and tell whoever looks after this computer."
    )


class StoreReadOnly(StoreError):
    """The store is on a file system, or is a file, that cannot be written."""

    sentence = (
        "The store in {where} can only be read, not written ({detail}): ask whoever looks after "
        "this computer to make it writable."
    )


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


class NotInTransaction(RuntimeError):
    """Something was written outside a transaction: a mistake in the program."""


class NothingKnown(LookupError):
    """An instant before the first entry: nothing was recorded by then."""

    def __init__(self, first: date | None) -> None:
        """Say the first day of which anything is known; None while nothing was recorded at all."""
        self.first = first
        said = "nothing has been recorded yet" if first is None else f"the first day is {first}"
        super().__init__(f"Nothing was recorded by then: {said}.")
