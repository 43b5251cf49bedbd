"""Everything a store holds, put into an empty place on either engine: proved whole, or not kept."""

from collections.abc import Callable
from pathlib import Path

from store.copying import Progress, into_file, pages, unwatched
from store.engine import Engine
from store.engines import Where, server
from store.errors import CopyUnsound, StoreExists
from store.folder import LOCK, Folder
from store.schema import Schema
from store.sqlite import making
from store.verify import findings
from store.workshop import workshop


def transfer(source: Engine, where: Where, schema: Schema, progress: Progress = unwatched) -> None:
    """Fill an empty place with what a source holds; the source stands still meanwhile."""

    def check(copy: Engine) -> None:
        _compare(source, copy, schema)

    if (address := server(where)) is None:
        _into_folder(source, Path(where), check, progress)
        return
    from store.postgres import making

    making.adopt(address, source.mark, pages(source, progress, drafts=True), check)


def _into_folder(
    source: Engine, folder: Path, check: Callable[[Engine], None], progress: Progress
) -> None:
    refuse_occupied(folder)
    Folder(folder).make()
    with workshop(folder.parent) as beside:
        file = beside / "store"
        into_file(source, file, progress, drafts=True)
        making.adopt(file, folder, check)


def refuse_occupied(folder: Path) -> None:
    """Raise StoreExists where a folder holds anything."""
    if folder.is_dir() and any(found.name != LOCK for found in folder.iterdir()):
        raise StoreExists(folder)


def _compare(source: Engine, copy: Engine, schema: Schema) -> None:
    """Raise CopyUnsound unless both chains end alike, and the documents are as they say."""
    for what, theirs, ours in (
        ("the journal's end", source.head(), copy.head()),
        ("the end of the log of accesses", source.access_head(), copy.access_head()),
        ("the number of documents", source.size(), copy.size()),
        ("the keys", _keys(source), _keys(copy)),
    ):
        if theirs != ours:
            raise CopyUnsound(copy.where, f"{what} differs")
    for finding in findings(copy, schema):
        raise CopyUnsound(copy.where, str(finding).rstrip("."))


def _keys(engine: Engine) -> dict[int, bytes]:
    return engine.keys(engine.subjects())
