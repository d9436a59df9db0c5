"""The casebook as text, whole, and a casebook made of such a text: for backups, from either database to either.

One line an object. The first says the schema; each further one is a table's name with its columns, or a row of the
table named last. Rows come in the order of their keys, tables in the order in which they depend on
each other, so the same state gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, func, insert, select
from sqlalchemy.orm import Session

from suyuan.casebook import audit
from suyuan.casebook.migrations import REVISIONS
from suyuan.casebook.session import Change
from suyuan.casebook.tables import Base, CaseRow, HeadRow, Instant, ProceedingRow
from suyuan.errors import Refused
from suyuan.model.case import AuditEvent
from suyuan.model.text import Text

ROWS_AT_ONCE = 1000

NOT_A_COPY = Text(
    zh="备份中的案件库文本无法识别（第 {line} 行），未作任何改动。",
    en="The backup's text of the casebook cannot be read (line {line}); nothing was changed.",
)
OTHER_SCHEMA = Text(
    zh="备份由结构版本 {seen} 的程序写出，本程序的结构版本是 {known}，未作任何改动。"
    "请用写出备份的那个版本恢复，再由新版本打开。",
    en="The backup was written with schema {seen}, this program has {known}; nothing was changed. Restore it with "
    "the version that wrote it and open the result with the newer one.",
)
NOT_EMPTY = Text(
    zh="案件库不是空的（已有 {events} 条审计记录），不能恢复到其中，未作任何改动。请指定空的 --home 或空数据库。",
    en="The casebook is not empty ({events} audit events); nothing is restored into it and nothing was changed. "
    "Name an empty --home or an empty database.",
)


def lines(session: Session) -> Iterator[str]:
    """Give the casebook as the session sees it, a line at a time, without line ends."""
    yield _said({"schema": REVISIONS[-1]})
    for table in Base.metadata.sorted_tables:
        yield from _rows(session, table, select(table))


def lines_of_case(session: Session, case: str) -> Iterator[str]:
    """Give one case's rows as ``lines`` does: its evidence, what was decided and carried on in it.

    Without the chain of events, of which a part proves nothing; ``events_of_case`` says what happened.
    """
    yield _said({"schema": REVISIONS[-1]})
    for table in Base.metadata.sorted_tables:
        belongs = _of_case(table, case)
        if belongs is not None:
            yield from _rows(session, table, select(table).where(belongs))


def events_of_case(session: Session, case: str) -> Iterator[str]:
    """Give the audit chain's events about a case as they stand there, a line each."""
    for event in audit.events_of_case(session, case):
        yield _said(asdict(event) | {"at": audit.instant_text(event.at)})


def read_events(text: Iterable[str]) -> tuple[AuditEvent, ...]:
    """Return the events that ``events_of_case`` wrote; raises Refused for a text that is none."""
    found = []
    for number, line in enumerate(text, start=1):
        said = _read(line, number)
        try:
            assert isinstance(said, dict)  # noqa: S101  else it is no event
            found.append(AuditEvent(**said | {"at": datetime.fromisoformat(said["at"])}))
        except (AssertionError, KeyError, TypeError, ValueError) as error:
            raise Refused(NOT_A_COPY(line=number)) from error
    return tuple(found)


def fill(change: Change, text: Iterable[str], origin: str) -> int:
    """Fill an empty casebook with a copy's lines; returns how many rows there are.

    The chain of events comes along as it was, and one event more says that it was restored. Whoever has the copy
    may: there is nothing yet to have rights in. Raises Refused for a casebook that is not empty, a text that is no
    copy, or one of another schema.
    """
    session = change.session
    head = session.get(HeadRow, 1)
    if head is not None and head.seq:
        raise Refused(NOT_EMPTY(events=head.seq))
    count = sum(_insert(session, table, rows) for table, rows in _by_table(text))
    session.expire_all()
    _number_on(session)
    audit.append(session, audit.Entry(change.at, change.who, "backup.restore", f"backup:{origin}", "", None, None))
    return count


def _number_on(session: Session) -> None:
    """Let PostgreSQL count on from the greatest number of each table; SQLite does by itself."""
    if session.connection().dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            counter = select(func.pg_get_serial_sequence(table.name, column.name)).scalar_subquery()
            greatest = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
            session.execute(select(func.setval(counter, greatest, False)))  # noqa: FBT003


def _rows(session: Session, table: Table, found: Select[Any]) -> Iterator[str]:
    yield _said({"table": table.name, "columns": [column.name for column in table.columns]})
    ordered = found.order_by(*table.primary_key.columns).execution_options(yield_per=ROWS_AT_ONCE)
    for row in session.execute(ordered):
        yield _said([value.isoformat() if isinstance(value, datetime) else value for value in row])


def _of_case(table: Table, case: str) -> ColumnElement[bool] | None:
    """Return what a case's rows of a table have in common; None for tables that belong to no case."""
    if table.name == CaseRow.__tablename__:
        return table.columns["number"] == case
    if "case_number" in table.columns:
        return table.columns["case_number"] == case
    if table.name == ProceedingRow.__tablename__:
        return table.columns["scope"] == f"case:{case}"
    for key in table.foreign_keys:
        parent = _of_case(key.column.table, case)
        if parent is not None:
            return key.parent.in_(select(key.column).where(parent))
    return None


def _by_table(text: Iterable[str]) -> Iterator[tuple[Table, list[dict[str, object]]]]:
    """Give the rows of the text, up to so many of one table at once."""
    numbered = enumerate(text, start=1)
    number, first = next(numbered, (0, ""))
    said = _read(first, number)
    if not isinstance(said, dict) or "schema" not in said:
        raise Refused(NOT_A_COPY(line=number))
    if said["schema"] != REVISIONS[-1]:
        raise Refused(OTHER_SCHEMA(seen=said["schema"], known=REVISIONS[-1]))
    for table, rows in groupby(_placed(numbered), key=lambda each: each[0]):
        batch: list[dict[str, object]] = []
        for _, row in rows:
            batch.append(row)
            if len(batch) == ROWS_AT_ONCE:
                yield table, batch
                batch = []
        yield table, batch


def _placed(numbered: Iterable[tuple[int, str]]) -> Iterator[tuple[Table, dict[str, object]]]:
    """Give each row with its table."""
    table, columns = None, []
    for number, line in numbered:
        said = _read(line, number)
        if isinstance(said, dict) and said.get("table") in Base.metadata.tables:
            table = Base.metadata.tables[said["table"]]
            columns = [table.columns[name] for name in said["columns"]]
        elif table is not None and isinstance(said, list) and len(said) == len(columns):
            yield (
                table,
                {
                    column.name: _value(value, is_instant=isinstance(column.type, Instant))
                    for column, value in zip(columns, said, strict=True)
                },
            )
        else:
            raise Refused(NOT_A_COPY(line=number))


def _value(value: object, *, is_instant: bool) -> object:
    return datetime.fromisoformat(value) if is_instant and isinstance(value, str) else value


def _insert(session: Session, table: Table, rows: list[dict[str, object]]) -> int:
    if table.name == HeadRow.__tablename__:
        # an empty casebook has a head already, that of an empty chain
        session.execute(table.delete())
    if rows:
        session.execute(insert(table), rows)
    return len(rows)


def _read(line: str, number: int) -> object:
    try:
        return json.loads(line)
    except ValueError as error:
        raise Refused(NOT_A_COPY(line=number)) from error


def _said(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
