"""A keeper of records in dictionaries, and files written in few words."""

import io
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from clanbook.caseload import Case
from clanbook.exchange.merging import Effect, RowRefused, merge
from clanbook.exchange.reading import Read, Row, read
from clanbook.records import Assessment, Booking, Child, ChildRecord, Record, Session
from clanbook.settings import DEFAULT, Service

R = TypeVar("R", bound=Record)

TODAY = date(2018, 9, 1)


class FakeKeeper:
    """Keeps records as the desk does, and counts what is put and dropped."""

    def __init__(self) -> None:
        self.tables: dict[type[Record], dict[int, Record]] = {}
        self.children: dict[tuple[str, str], int] = {}
        self.of_child: dict[int, dict[tuple[type[Record], int], Record]] = {}
        self.refs: dict[str, Assessment] = {}
        self.days: dict[tuple[str, date], dict[int, Session]] = {}
        self.writes = 0

    def all(self, table: type[R]) -> list[R]:
        return [r for r in self.tables.get(table, {}).values() if isinstance(r, table)]

    def put(self, record: R) -> R:
        self.writes += 1
        table = self.tables.setdefault(type(record), {})
        kept = record if record.id else record.but(id=len(table) + 1)
        table[kept.id] = kept
        self._index(kept)
        return kept

    def _index(self, record: Record) -> None:
        match record:
            case Child():
                self.children[record.la, record.child_id] = record.id
            case Session():
                self.days.setdefault((record.clinician, record.day), {})[record.id] = record
            case ChildRecord():
                of_child = self.of_child.setdefault(record.child, {})
                of_child[type(record), record.id] = record
        if isinstance(record, Assessment) and record.ref:
            self.refs[record.ref] = record

    def drop(self, record: Record) -> None:
        self.writes += 1
        del self.tables[type(record)][record.id]
        if isinstance(record, ChildRecord):
            del self.of_child[record.child][type(record), record.id]

    def case_of(self, la: str, child_id: str) -> Case | None:
        number = self.children.get((la, child_id))
        if number is None:
            return None
        child = self.tables[Child][number]
        assert isinstance(child, Child)
        return Case(child, self.of_child.get(number, {}).values())

    def assessment_of(self, ref: str) -> Assessment | None:
        return self.refs.get(ref)

    def sessions_of(self, clinician: str, day: date) -> Iterable[Session]:
        return list(self.days.get((clinician, day), {}).values())

    def bookings_in(self, session: Session) -> Iterable[Booking]:
        return [b for b in self.all(Booking) if b.session == session.id]


def read_text(kind: str, text: str, service: Service = DEFAULT, today: date = TODAY) -> Read:
    """What a file with this text gives."""
    return read(kind, io.BytesIO(text.encode()), service, today)


def a_file(*rows: dict[str, str]) -> str:
    """The text of a file with a row for each mapping of columns to cells."""
    import csv

    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def a_row(kind: str, /, **cells: str) -> Row:
    """One good row of a file; `since` stands for the column `from`."""
    named = {"from" if name == "since" else name: cell for name, cell in cells.items()}
    result = read_text(kind, a_file(named))
    assert not result.rejected, [str(rejected) for rejected in result.rejected]
    return result.rows[0]


def merged(keeper: FakeKeeper, kind: str, /, **cells: str) -> Effect:
    """Merge one row of these cells."""
    return merge(kind, a_row(kind, **cells), keeper)


def refusal(keeper: FakeKeeper, kind: str, /, **cells: str) -> str:
    """The sentence a row is refused with; nothing of it may have been put."""
    before = keeper.writes
    try:
        effect = merged(keeper, kind, **cells)
    except RowRefused as refused:
        assert keeper.writes == before
        return str(refused)
    raise AssertionError(f"the row was not refused but {effect}")


def notified(keeper: FakeKeeper, /, **cells: str) -> Effect:
    """Merge a notification of Bristol's child C1, entered on 14 May 2018 unless told otherwise."""
    row = {"la": "801", "child_id": "C1", "entered_care": "2018-05-14", **cells}
    return merged(keeper, "notifications", **row)


def assessed(keeper: FakeKeeper, /, **cells: str) -> Effect:
    """Merge an assessment of Bristol's child C1, an IHA unless told otherwise."""
    row = {"la": "801", "child_id": "C1", "kind": "IHA", **cells}
    return merged(keeper, "assessments", **row)


def only(records: list[R]) -> R:
    """The one record there is."""
    assert len(records) == 1, records
    return records[0]


def contents(keeper: FakeKeeper) -> dict[str, Any]:
    """Everything kept, told by what it says and not by its numbers."""
    whose = {child.id: f"{child.la}/{child.child_id}" for child in keeper.all(Child)}
    begun = {
        record.id: str(record.entered_care)
        for table in keeper.tables
        for record in keeper.all(table)
        if hasattr(record, "entered_care")
    }
    told: dict[str, Any] = {}
    for table in keeper.tables:
        documents = []
        for record in keeper.all(table):
            document = record.document()
            if "child" in document:
                document["child"] = whose[document["child"]]
            if document.get("episode"):
                document["episode"] = begun[document["episode"]]
            documents.append(sorted(document.items()))
        told[table.table] = sorted(documents, key=str)
    return told
