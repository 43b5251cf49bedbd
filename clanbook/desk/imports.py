"""Files in: the rows of an import, merged into the caseload in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from clanbook.desk.access import act
from clanbook.desk.desk import Desk
from clanbook.exchange.contradictions import Contradictions
from clanbook.exchange.doubts import doubts, in_no_row
from clanbook.exchange.merging import Effect, Keeper, RowRefused, in_order, merge
from clanbook.exchange.rows import Rejected, Row
from clanbook.figures.assessments import uncounted
from clanbook.identity import Spellings
from clanbook.records import Child, StaffRole
from clanbook.settings import Service


@dataclass
class Loaded:
    """What an import did, by rows; `doubts` are sentences on what was taken in nevertheless."""

    read: int
    effects: dict[Effect, int] = field(default_factory=lambda: dict.fromkeys(Effect, 0))
    rejected: list[Rejected] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    kept: bool = True

    @property
    def changed(self) -> int:
        """How many rows added or changed something."""
        return self.effects[Effect.ADDED] + self.effects[Effect.CHANGED]


class _NothingKept(Exception):
    """Leaves the transaction without a trace."""


def unwatched(done: int, total: int) -> None:
    """Progress nobody watches."""


@act("import", StaffRole.ADMIN)
def load(
    desk: Desk,
    kind: str,
    rows: Sequence[Row],
    *,
    rejected: Sequence[Rejected] = (),
    set_aside: Callable[[Sequence[Rejected]], None] | None = None,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = unwatched,
) -> Loaded:
    """Merge the rows, all or nothing, or with `set_aside` all but the rejected.

    `rejected` are rows that could not be read; a rule may reject more. `set_aside` is given them
    before the rest is kept: where it fails, nothing is. `progress` is called with the number of
    rows done, and of all. With `dry_run` everything is tried, and nothing kept or set aside.
    """
    loaded = Loaded(read=len(rows) + len(rejected), rejected=list(rejected))
    desk.store.reach()
    loaded.doubts = doubts(kind, rows, desk.service, _children(desk), desk.today)
    try:
        with desk.transaction(f"import_{kind}") as keeper:
            merged = in_order(kind, _as_first_written(desk, rows))
            changed, former = [], Contradictions(kind)
            for done, row in enumerate(merged, start=1):
                if _merge(kind, row, keeper, loaded, former):
                    changed.append(row)
                progress(done, len(rows))
            loaded.doubts += _in_no_row(kind, changed, keeper, desk.service)
            loaded.rejected.sort(key=lambda row: row.line)
            if dry_run or (loaded.rejected and set_aside is None):
                raise _NothingKept
            if loaded.rejected and set_aside is not None:
                set_aside(loaded.rejected)
    except _NothingKept:
        loaded.kept = False
    return loaded


def _children(desk: Desk) -> Iterator[Child]:
    """Every child on record; not read where nobody asks for one."""
    yield from desk.store.table(Child.table).each(Child.made)


def _as_first_written(desk: Desk, rows: Sequence[Row]) -> list[Row]:
    """The rows with each child's LA and id as they are kept, in whatever case the file has them."""
    named = {row.values["child_id"].casefold() for row in rows if "child_id" in row.values}
    written = desk.store.table(Child.table).each(lambda row, *_: (row["la"], row["child_id"]))
    spellings = Spellings(pair for pair in written if pair[1].casefold() in named)
    return [_spelled(row, spellings) for row in rows]


def _spelled(row: Row, spellings: Spellings) -> Row:
    if "child_id" not in row.values:
        return row
    typed = row.values["la"], row.values["child_id"]
    la, child_id = spellings.of(*typed)
    if (la, child_id) == typed:
        return row
    return msgspec.structs.replace(row, values=row.values | {"la": la, "child_id": child_id})


def _merge(kind: str, row: Row, keeper: Keeper, loaded: Loaded, former: Contradictions) -> bool:
    """Merge one row, and count what that did; whether it changed anything."""
    try:
        former.check(row)
        effect = merge(kind, row, keeper)
    except RowRefused as refusal:
        loaded.rejected.append(Rejected(row.line, str(refusal), row.cells))
        return False
    former.add(row)
    loaded.effects[effect] += 1
    return effect is not Effect.UNCHANGED


def _in_no_row(kind: str, changed: Sequence[Row], keeper: Keeper, service: Service) -> list[str]:
    """What is said of other LAs' requests that the rows recorded, and no row counts."""
    if kind != "assessments":
        return []
    return list(in_no_row([row for row in changed if _uncounted(keeper, service, row)]))


def _uncounted(keeper: Keeper, service: Service, row: Row) -> bool:
    """Whether a row has recorded another LA's request that no row of the report counts."""
    la, requested = row.values["la"], row.values.get("requested")
    if requested is None or service.la(la):
        return False
    case = keeper.case_of(la, row.values["child_id"])
    asked = case.assessments if case else ()
    made = (a for a in asked if a.kind is row.values["kind"] and a.requested == requested)
    return any(case and uncounted(service, case, a) for a in made)
