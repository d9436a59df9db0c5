"""Rows of a table sorted into classes: bookings, headers that repeat, notes, footers, and what cannot be read.

A row that reads as a booking is a booking wherever it stands. Only of the others it is asked whether they are a
repeated header, a note, or lines of text; what is none of these is quarantined. Lines of text after the last
booking wait: a footer phrase makes them footer, a header that follows makes them the preamble of the next export
that somebody pasted below, anything else quarantines them. A header that names the columns in another order moves
them for the rows below it; below a header of something else no row is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from suyuan.intake.accounting import RowClass
from suyuan.intake.cells import BLANKS, shown, tidy
from suyuan.intake.fault import Fault
from suyuan.intake.header import cleaned
from suyuan.intake.layout import Layout
from suyuan.intake.preamble import is_line, line_of
from suyuan.intake.quarantine import NotedRow, QuarantinedRow
from suyuan.intake.recognise import HeaderKind, Recognised, header_below
from suyuan.intake.remarks import Remarks
from suyuan.intake.rows import Grid, GridRow
from suyuan.model.source import Source
from suyuan.model.text import Text

QUERY_RESULT = Text(zh="查询结果，不是交易：{text}", en="a result of the query, not a booking: {text}")
BELOW_ANOTHER_HEADER = Text(
    zh="第 {row} 行是另一种表头，自该行起各列含义不明",
    en="row {row} is another header, so what the columns mean from there on is not known",
)
RESULT_WITH_AMOUNT = Text(
    zh="有的行写明“{what}”却带有金额，仍按交易读取",
    en="rows that say “{what}” hold an amount all the same and were read as bookings",
)
SAID_INSTEAD = Text(zh="机构答复：{text}", en="the institution says: {text}")

Read = TypeVar("Read")


@dataclass
class SortedRows(Generic[Read]):
    """The rows of one table by class, while they are being sorted."""

    read: list[Read] = field(default_factory=list)
    quarantined: list[QuarantinedRow] = field(default_factory=list)
    noted: list[NotedRow] = field(default_factory=list)
    footers: list[GridRow] = field(default_factory=list)
    classes: Counter[RowClass] = field(default_factory=Counter)


def _to_nobody(_lines: Sequence[GridRow]) -> None:
    """Tell nobody about the lines above a header."""


def _no_account(_row: GridRow) -> str:
    return ""


@dataclass(frozen=True)
class RowReader(Generic[Read]):
    """How the rows of a table are read: ``read`` reads a row as the so-manyth.

    ``lines_above`` is told the lines above a header that repeats, ``arrange`` a header that names the columns in
    another order (without it the rows below such a header are not read). ``join`` adds a continued row's text to
    what was read above it; ``account_of`` names the own account of a row that could not be read.
    """

    read: Callable[[GridRow, int], Read | Fault]
    lines_above: Callable[[Sequence[GridRow]], None] = _to_nobody
    arrange: Callable[[Recognised], None] | None = None
    join: Callable[[Read, str], Read] | None = None
    account_of: Callable[[GridRow], str] = _no_account


class Sorter(Generic[Read]):
    """Sorts the rows of one sheet, above and below its header."""

    def __init__(self, sha256: str, grid: Grid, found: Recognised, reader: RowReader[Read]) -> None:
        """Prepare for one table."""
        self._sha256 = sha256
        self._grid = grid
        self._reader = reader
        self._after_read = False
        self._footer = re.compile("|".join(f"(?:{each})" for each in found.layout.footers) or r"(?!)")
        self._waiting: list[tuple[GridRow, Fault]] = []
        self._lines: list[GridRow] = []
        self._in_footer = False
        self._below_another: Fault | None = None
        self.rows: SortedRows[Read] = SortedRows()
        self.remarks = Remarks()
        self._arrange(found)

    def _arrange(self, found: Recognised) -> None:
        """Take a header: which column holds what from here on."""
        self._found = found
        places = found.places
        self._continued = {places[name] for name in found.layout.rules.continuation if name in places}
        row = self._grid.rows[found.header_at] if found.header_at is not None else None
        header = row.cells if row else ()
        self._header = _without_tail(cleaned(row)) if row else ()
        self._times = [
            header[places[name]].strip(BLANKS)
            for field_ in ("time", "clock")
            for name in found.layout.columns.get(field_, ())
            if name in places and places[name] < len(header)
        ]

    def sort(self) -> SortedRows[Read]:
        """Return every row of the sheet in exactly one class."""
        start = self.begin()
        for at, row in enumerate(self._grid.rows[start:], start=start):
            self.take(row, at)
        return self.end()

    def begin(self) -> int:
        """Sort the header and what stands above it; return the place of the first row below."""
        if self._found.header_at is None:
            return 0
        self._count(RowClass.HEADER)
        for row in self._grid.rows[: self._found.header_at]:
            self._above(row)
        return self._found.header_at + 1

    def read_elsewhere(self, rows: int) -> bool:
        """Count rows that were read as bookings by somebody else; False where no row can be read here."""
        if self._below_another is not None:
            return False
        self._booked()
        self._count(RowClass.READ, rows)
        return True

    def end(self) -> SortedRows[Read]:
        """Return the rows by class, after the last one."""
        self._release()
        return self.rows

    def _above(self, row: GridRow) -> None:
        """Count a row above the header: preamble, unless it is a booking that was moved there."""
        result = None if is_line(row) else self._reader.read(row, len(self.rows.read))
        if not _filled(row):
            self._count(RowClass.BLANK)
        elif result is None or (isinstance(result, Fault) and result.column in ("", *self._times)):
            self._count(RowClass.PREAMBLE)
        elif isinstance(result, Fault):
            self._quarantine(row, result)
        else:
            self.rows.read.append(result)
            self._count(RowClass.READ)

    def take(self, row: GridRow, at: int) -> None:
        """Sort a row below the header; ``at`` is its place in the grid."""
        if not _filled(row):
            self._count(RowClass.BLANK)
            return
        if self._below_another is None and (self._is_note(row) or self._is_continued(row)):
            return
        self._after_read = False
        result = self._result(row)
        if result is None:
            self._note(row, SAID_INSTEAD)
        elif not isinstance(result, Fault):
            self._booked()
            self.rows.read.append(result)
            self._count(RowClass.READ)
        else:
            self._not_read(row, at, result)

    def _booked(self) -> None:
        """Note that a booking stands here: what waited for a header or a footer met neither."""
        self._release()
        self._in_footer = False
        self._lines = []
        self._after_read = True

    def _result(self, row: GridRow) -> Read | Fault | None:
        """Return what a row says, None in a file that has no header."""
        if not self._found.places:
            return None
        return self._below_another or self._reader.read(row, len(self.rows.read))

    def _is_continued(self, row: GridRow) -> bool:
        """Add a row that only carries on the text of the booking above to that booking."""
        if not (self._continued and self._after_read and self._reader.join):
            return False
        filled = {column for column, cell in enumerate(row.cells) if tidy(cell)}
        if not filled <= self._continued:
            return False
        text = " ".join(tidy(row.cells[column]) for column in sorted(filled))
        self.rows.read[-1] = self._reader.join(self.rows.read[-1], text)
        self._count(RowClass.CONTINUATION)
        return True

    def _not_read(self, row: GridRow, at: int, fault: Fault) -> None:
        if _without_tail(cleaned(row)) == self._header:
            self._as_header()
        elif not is_line(row) and self._is_another_header(row, at):
            self._after_read = False
        elif self._footer.search(line_of(row)):
            self._in_footer = True
            self._release()
            self._as_footer(row)
        elif self._in_footer and self._found.layout.rules.footer_rows:
            self._as_footer(row)
        elif not is_line(row):
            self._quarantine(row, fault)
        elif self._in_footer:
            self._as_footer(row)
        else:
            self._waiting.append((row, fault))

    def _is_another_header(self, row: GridRow, at: int) -> bool:
        """Take a row that is a header, but not the table's own to the letter."""
        kind, places = header_below(self._found.layout, row)
        if kind is HeaderKind.OWN and self._reader.arrange is not None:
            found = Recognised(self._found.layout, at, places)
            self._as_header()
            self._arrange(found)
            self._reader.arrange(found)
        elif kind is not HeaderKind.NONE:
            self._release()
            self._below_another = Fault("", BELOW_ANOTHER_HEADER(row=row.number))
            self._quarantine(row, self._below_another)
        return kind is not HeaderKind.NONE

    def _as_header(self) -> None:
        lines = [*self._lines, *(row for row, _ in self._waiting)]
        self._count(RowClass.PREAMBLE, len(self._waiting))
        self._waiting = []
        self._lines = []
        self._in_footer = False
        self._below_another = None
        self._reader.lines_above(sorted(lines, key=lambda row: row.number))
        self._count(RowClass.REPEATED_HEADER)

    def _as_footer(self, row: GridRow) -> None:
        self._lines.append(row)
        self.rows.footers.append(row)
        self._count(RowClass.FOOTER)

    def _release(self) -> None:
        """Quarantine the lines that waited for a header or a footer and met neither."""
        for row, fault in self._waiting:
            self._quarantine(row, fault)
        self._waiting = []

    def _quarantine(self, row: GridRow, fault: Fault) -> None:
        account = self._reader.account_of(row) if self._below_another is None else ""
        self.rows.quarantined.append(
            QuarantinedRow(self._source(row), "\t".join(row.cells), fault.column, fault.reason, account)
        )
        self._count(RowClass.QUARANTINED)

    def _is_note(self, row: GridRow) -> bool:
        """Count a row that says how a query went; one that holds an amount is left to be read or quarantined."""
        for rule in self._found.layout.notes:
            column = self._found.places.get(rule.column)
            text = tidy(row.cells[column]) if column is not None and column < len(row.cells) else ""
            if text and any(word in text for word in rule.words):
                if rule.amounts or not self._has_amount(row):
                    self._note(row, QUERY_RESULT, text)
                    return True
                self.remarks.add(RESULT_WITH_AMOUNT, row.number, shown(text))
        return False

    def _note(self, row: GridRow, reason: Text, text: str = "") -> None:
        line = line_of(row)
        self.rows.noted.append(NotedRow(self._source(row), "\t".join(row.cells), reason(text=text or line)))
        self._count(RowClass.NOTE)

    def _has_amount(self, row: GridRow) -> bool:
        return any(
            tidy(row.cells[self._found.places[name]]).strip("0.")
            for name in amount_columns(self._found.layout)
            if name in self._found.places and self._found.places[name] < len(row.cells)
        )

    def _source(self, row: GridRow) -> Source:
        return Source(self._sha256, self._grid.sheet, self._grid.sheet_number, row.number)

    def _count(self, row_class: RowClass, rows: int = 1) -> None:
        self.rows.classes[row_class] += rows


def is_cut_short(quarantined: Iterable[QuarantinedRow]) -> bool:
    """Tell whether rows were not read because another header stands above them."""
    return any(each.reason.text is BELOW_ANOTHER_HEADER for each in quarantined)


def amount_columns(layout: Layout) -> list[str]:
    """Return the names of the columns that may hold a row's amount."""
    return [name for field_ in ("amount", "incoming", "outgoing") for name in layout.columns.get(field_, ())]


def _filled(row: GridRow) -> bool:
    return bool("".join(row.cells).strip(BLANKS))


def _without_tail(names: tuple[str, ...]) -> tuple[str, ...]:
    end = len(names)
    while end and not names[end - 1]:
        end -= 1
    return names[:end]
