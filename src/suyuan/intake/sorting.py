"""Rows of a table sorted into classes: bookings, headers that repeat, notes, footers, and what cannot be read.

A row that reads as a booking is a booking wherever it stands. Only of the others it is asked whether they are a
repeated header, a note, or lines of text; what is none of these is quarantined. Lines of text after the last
booking wait: a footer phrase makes them footer, a header that follows makes them the preamble of the next export
that somebody pasted below, anything else quarantines them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from suyuan.intake.accounting import RowClass
from suyuan.intake.cells import BLANKS, tidy
from suyuan.intake.fault import Fault
from suyuan.intake.header import cleaned
from suyuan.intake.layout import Layout
from suyuan.intake.preamble import is_line, line_of
from suyuan.intake.quarantine import NotedRow, QuarantinedRow
from suyuan.intake.recognise import Recognised
from suyuan.intake.rows import Grid, GridRow
from suyuan.model.source import Source
from suyuan.model.text import Text

QUERY_RESULT = Text(zh="查询结果，不是交易：{text}", en="a result of the query, not a booking: {text}")
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


class Sorter(Generic[Read]):
    """Sorts the rows of one sheet with one header. ``on_header`` is told the lines above a header that repeats."""

    def __init__(
        self,
        sha256: str,
        grid: Grid,
        found: Recognised,
        read: Callable[[GridRow, int], Read | Fault],
        on_header: Callable[[Sequence[GridRow]], None] | None = None,
        join: Callable[[Read, str], Read] | None = None,
    ) -> None:
        """Prepare for one table; ``read`` reads a row as the so-manyth, ``join`` adds a continued row's text."""
        self._sha256 = sha256
        self._grid = grid
        self._found = found
        self._read = read
        self._on_header = on_header
        self._join = join
        self._continued = {found.places[name] for name in found.layout.rules.continuation if name in found.places}
        self._after_read = False
        self._footer = re.compile("|".join(f"(?:{each})" for each in found.layout.footers) or r"(?!)")
        self._header: tuple[str, ...] = ()
        header = grid.rows[found.header_at].cells if found.header_at is not None else ()
        self._times = [
            header[found.places[name]].strip(BLANKS)
            for field_ in ("time", "clock")
            for name in found.layout.columns.get(field_, ())
            if name in found.places and found.places[name] < len(header)
        ]
        self._waiting: list[tuple[GridRow, Fault]] = []
        self._lines: list[GridRow] = []
        self._in_footer = False
        self.rows: SortedRows[Read] = SortedRows()

    def sort(self) -> SortedRows[Read]:
        """Return every row of the sheet in exactly one class."""
        start = 0
        if self._found.header_at is not None:
            start = self._found.header_at + 1
            self._header = _without_tail(cleaned(self._grid.rows[start - 1]))
            self._count(RowClass.HEADER)
            for row in self._grid.rows[: start - 1]:
                self._above(row)
        for row in self._grid.rows[start:]:
            self._one(row)
        self._release()
        return self.rows

    def _above(self, row: GridRow) -> None:
        """Count a row above the header: preamble, unless it is a booking that was moved there."""
        result = None if is_line(row) else self._read(row, len(self.rows.read))
        if not _filled(row):
            self._count(RowClass.BLANK)
        elif result is None or (isinstance(result, Fault) and result.column in ("", *self._times)):
            self._count(RowClass.PREAMBLE)
        elif isinstance(result, Fault):
            self._quarantine(row, result)
        else:
            self.rows.read.append(result)
            self._count(RowClass.READ)

    def _one(self, row: GridRow) -> None:
        if not _filled(row):
            self._count(RowClass.BLANK)
            return
        if self._is_note(row) or self._is_continued(row):
            return
        self._after_read = False
        result = self._read(row, len(self.rows.read)) if self._found.places else None
        if result is None:
            self._note(row, SAID_INSTEAD)
        elif not isinstance(result, Fault):
            self._release()
            self._in_footer = False
            self._lines = []
            self.rows.read.append(result)
            self._after_read = True
            self._count(RowClass.READ)
        else:
            self._not_read(row, result)

    def _is_continued(self, row: GridRow) -> bool:
        """Add a row that only carries on the text of the booking above to that booking."""
        if not (self._continued and self._after_read and self._join):
            return False
        filled = {column for column, cell in enumerate(row.cells) if tidy(cell)}
        if not filled <= self._continued:
            return False
        text = " ".join(tidy(row.cells[column]) for column in sorted(filled))
        self.rows.read[-1] = self._join(self.rows.read[-1], text)
        self._count(RowClass.CONTINUATION)
        return True

    def _not_read(self, row: GridRow, fault: Fault) -> None:
        if _without_tail(cleaned(row)) == self._header:
            self._as_header()
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

    def _as_header(self) -> None:
        lines = [*self._lines, *(row for row, _ in self._waiting)]
        self._count(RowClass.PREAMBLE, len(self._waiting))
        self._waiting = []
        self._lines = []
        self._in_footer = False
        if self._on_header is not None:
            self._on_header(sorted(lines, key=lambda row: row.number))
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
        self.rows.quarantined.append(
            QuarantinedRow(self._source(row), "\t".join(row.cells), fault.column, fault.reason)
        )
        self._count(RowClass.QUARANTINED)

    def _is_note(self, row: GridRow) -> bool:
        """Count a row that says how a query went; one that holds an amount is left to be read or quarantined."""
        for rule in self._found.layout.notes:
            column = self._found.places.get(rule.column)
            text = tidy(row.cells[column]) if column is not None and column < len(row.cells) else ""
            if text and any(word in text for word in rule.words) and (rule.amounts or not self._has_amount(row)):
                self._note(row, QUERY_RESULT, text)
                return True
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
