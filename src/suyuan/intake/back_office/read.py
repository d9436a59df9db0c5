"""A sheet of a back office, or a table of its dump, to members, top-ups, withdrawals, agents, accounts, wages.

Every row is in one class. In a dump, tables that are not described, and statements that are no rows, are notes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from suyuan.intake.accounting import RowClass, accounted
from suyuan.intake.back_office.described import DescribedTable, currency_of, describe, is_blank, status_of
from suyuan.intake.back_office.sql_dump import FAULT, STATEMENTS
from suyuan.intake.cells import BLANKS, TimeReader, read_amount, shown, tidy, time_reader
from suyuan.intake.fault import Fault
from suyuan.intake.forms import DAMAGED
from suyuan.intake.known_layouts import layout as known_layout
from suyuan.intake.layout import FileKind, Layout
from suyuan.intake.one_sheet import SheetContent
from suyuan.intake.quarantine import NotedRow, QuarantinedRow
from suyuan.intake.rows import Grid, GridRow
from suyuan.intake.table import QUARANTINED, ROWS_NAMED, StatementTable
from suyuan.model.account import is_damaged, normal_form
from suyuan.model.back_office import BackOfficeKind, BackOfficeRow
from suyuan.model.moment import CHINA, Moment
from suyuan.model.source import Source
from suyuan.model.text import Message, Text

BACK_OFFICE, WAGES = "back_office", "wages"
_OF_WAGES = (BackOfficeKind.PERFORMANCE, BackOfficeKind.WAGE)
_MONEY = (BackOfficeKind.TOP_UP, BackOfficeKind.WITHDRAWAL)
_UNIX = re.compile(r"(?P<seconds>[12]\d{9})(?:\d{3})?")
_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|小\s*计|共计|total)", re.IGNORECASE)
_TEN_THOUSAND = 10_000

NOT_DESCRIBED = Text(
    zh="表“{table}”不是会员、充值、提现、代理、收款账户，未读（{count} 行）",
    en="table “{table}” is none of members, top-ups, withdrawals, agents, accounts: not read ({count} rows)",
)
NO_ROWS = Text(zh="不含数据行的语句", en="a statement that holds no rows")
UNREADABLE_STATEMENT = Text(
    zh="SQL 语句不完整或不是成组的值，其中的行未读：{text}",
    en="the SQL statement is incomplete or no list of values; its rows were not read: {text}",
)
OTHER_WIDTH = Text(
    zh="有 {found} 个值，表有 {expected} 列", en="it has {found} values, its table has {expected} columns"
)
NO_AMOUNT = Text(zh="没有金额", en="there is no amount")


def read_sheet_of_books(sha256: str, grid: Grid, *, of_a_dump: bool) -> SheetContent | None:
    """Return what a sheet of a platform's or gang's books says; None if it is none (of a dump: never None)."""
    if of_a_dump and grid.sheet == STATEMENTS:
        return _statements(sha256, grid)
    found = describe(grid, of_a_dump=of_a_dump)
    if found is not None:
        return _read(sha256, grid, found, of_a_dump=of_a_dump)
    return _not_described(sha256, grid) if of_a_dump else None


@dataclass
class _Sheet:
    """A sheet while it is read."""

    sha256: str
    grid: Grid
    classes: Counter[RowClass] = field(default_factory=Counter)
    quarantined: list[QuarantinedRow] = field(default_factory=list)
    noted: list[NotedRow] = field(default_factory=list)
    read_time: TimeReader = field(default_factory=lambda: time_reader(()))

    def note(self, row: GridRow, reason: Message) -> None:
        self.noted.append(NotedRow(self.source(row), "\t".join(row.cells), reason))
        self.classes[RowClass.NOTE] += 1

    def quarantine(self, row: GridRow, fault: Fault) -> None:
        text = "\t".join(row.cells)
        self.quarantined.append(QuarantinedRow(self.source(row), text, fault.column, fault.reason))
        self.classes[RowClass.QUARANTINED] += 1

    def source(self, row: GridRow) -> Source:
        return Source(self.sha256, self.grid.sheet, self.grid.sheet_number, row.number)

    def content(
        self, layout: Layout, header_row: int | None, rows: Sequence[BackOfficeRow], *more: Message
    ) -> SheetContent:
        table = StatementTable(
            self.grid.sheet,
            self.grid.sheet_number,
            header_row,
            accounted(len(self.grid.rows), self.classes),
            (),
            tuple(self.quarantined),
            tuple(self.noted),
        )
        warnings = list(more)
        if self.quarantined:
            named = ", ".join(str(each.source.row) for each in self.quarantined[:ROWS_NAMED])
            warnings.insert(0, QUARANTINED(count=len(self.quarantined), rows=named))
        return SheetContent(replace(table, format=layout.id), layout, tuple(warnings), back_office=tuple(rows))


def _layout(kind: BackOfficeKind | None) -> Layout:
    is_wages = kind in _OF_WAGES
    own = known_layout("victim_report.toml")
    return replace(
        own,
        id=WAGES if is_wages else BACK_OFFICE,
        kind=FileKind.WAGES if is_wages else FileKind.BACK_OFFICE,
        columns={},
    )


def _statements(sha256: str, grid: Grid) -> SheetContent:
    sheet = _Sheet(sha256, grid)
    for row in grid.rows:
        kind, text = row.cells
        if kind == FAULT:
            sheet.quarantine(row, Fault("", UNREADABLE_STATEMENT(text=shown(text))))
        else:
            sheet.note(row, NO_ROWS())
    return sheet.content(_layout(None), None, ())


def _not_described(sha256: str, grid: Grid) -> SheetContent:
    sheet = _Sheet(sha256, grid)
    reason = NOT_DESCRIBED(table=grid.sheet, count=len(grid.rows) - 1)
    sheet.classes[RowClass.HEADER] += 1
    for row in grid.rows[1:]:
        sheet.note(row, reason)
    return sheet.content(_layout(None), grid.rows[0].number, (), reason)


def _read(sha256: str, grid: Grid, found: DescribedTable, *, of_a_dump: bool) -> SheetContent:
    sheet = _Sheet(sha256, grid)
    header = grid.rows[found.header_at]
    rows: list[BackOfficeRow] = []
    for at, row in enumerate(grid.rows):
        if at == found.header_at:
            sheet.classes[RowClass.HEADER] += 1
        elif is_blank(row):
            sheet.classes[RowClass.BLANK] += 1
        elif at < found.header_at:
            sheet.classes[RowClass.PREAMBLE] += 1
        elif row.cells == header.cells:
            sheet.classes[RowClass.REPEATED_HEADER] += 1
        elif not of_a_dump and _TOTAL.match(next(filter(None, map(tidy, row.cells)), "")):
            sheet.classes[RowClass.FOOTER] += 1
        else:
            said = _row(sheet, row, header, found, of_a_dump=of_a_dump)
            if isinstance(said, Fault):
                sheet.quarantine(row, said)
            else:
                rows.append(said)
                sheet.classes[RowClass.READ] += 1
    return sheet.content(_layout(found.kind), header.number, rows)


def _row(
    sheet: _Sheet, row: GridRow, header: GridRow, found: DescribedTable, *, of_a_dump: bool
) -> BackOfficeRow | Fault:
    if of_a_dump and len(row.cells) != len(header.cells):
        return Fault("", OTHER_WIDTH(found=len(row.cells), expected=len(header.cells)))
    line = _Line(row, header, found, sheet.read_time)
    currency = currency_of(line.text("currency"))
    made = BackOfficeRow(
        source=sheet.source(row),
        kind=found.kind,
        number=line.text("number"),
        member=line.text("member"),
        name=line.text("name"),
        phone=line.text("phone"),
        agent=line.text("agent"),
        group=line.text("group"),
        account=line.number("account"),
        account_name=line.text("account_name"),
        bank=line.text("bank"),
        payer_account=line.number("payer_account"),
        payer_name=line.text("payer_name"),
        time=line.time(),
        month=line.text("month"),
        amount=line.amount("amount", currency),
        commission=line.amount("commission", currency),
        currency=currency,
        status=status_of(line.text("status")),
        said=line.text("status"),
    )
    if made.amount is None and not line.faults and found.kind in _MONEY:
        line.faults.append(Fault(line.name("amount"), NO_AMOUNT()))
    return line.faults[0] if line.faults else made


class _Line:
    """One row, cell by cell; what cannot be read is a fault."""

    def __init__(self, row: GridRow, header: GridRow, found: DescribedTable, read_time: TimeReader) -> None:
        self.faults: list[Fault] = []
        self._row = row
        self._header = header
        self._found = found
        self._read_time = read_time

    def text(self, field_: str) -> str:
        at = self._found.columns.get(field_)
        return tidy(self._row.cells[at]) if at is not None and at < len(self._row.cells) else ""

    def name(self, field_: str) -> str:
        at = self._found.columns.get(field_)
        cells = self._header.cells
        return cells[at].split("\n")[0].strip(BLANKS) if at is not None and at < len(cells) else field_

    def number(self, field_: str) -> str:
        text = self.text(field_)
        if is_damaged(text, stored_as_number=self._found.columns.get(field_) in self._row.numeric):
            self.faults.append(Fault(self.name(field_), DAMAGED(text=text)))
        return normal_form(text)

    def time(self) -> Moment | None:
        text = self.text("time")
        if not text or not text.strip("0:- "):
            return None
        unix = _UNIX.fullmatch(text)
        if unix is not None:
            return Moment(datetime.fromtimestamp(int(unix["seconds"]), CHINA))
        at = self._found.columns.get("time")
        found = self._read_time(text, numeric=at in self._row.numeric)
        if isinstance(found, Moment):
            return found
        self.faults.append(Fault(self.name("time"), found))
        return None

    def amount(self, field_: str, currency: str) -> int | None:
        text = self.text(field_)
        if not text:
            return None
        at = self._found.columns.get(field_)
        found = read_amount(text, currency, numeric=at in self._row.numeric)
        if isinstance(found, int):
            return found * _TEN_THOUSAND if at in self._found.in_ten_thousands else found
        self.faults.append(Fault(self.name(field_), found))
        return None
