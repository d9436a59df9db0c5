"""The rows that columns cannot answer for, read and sorted by the row engine in the file's order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from suyuan.intake.bookings import BookingReader, ReadRow
from suyuan.intake.columns.pieces import Piece
from suyuan.intake.columns.plan import Plan
from suyuan.intake.fault import Fault
from suyuan.intake.recognise import Recognised
from suyuan.intake.remarks import Remarks
from suyuan.intake.rows import Grid, GridRow
from suyuan.intake.sorting import RowReader, SortedRows, Sorter
from suyuan.intake.table import reader_of
from suyuan.intake.widths import Widths

MOST_ODD = 1_000_000
"""So many rows for the row engine are kept in memory; a file with more of them is its own from the start."""


class NotByColumns(Exception):
    """The file needs the row engine as a whole."""


@dataclass(frozen=True)
class SortedOdd:
    """What the row engine made of the odd rows: ``read`` for each piece, with the record's number in it."""

    rows: SortedRows[ReadRow]
    read: list[list[tuple[int, ReadRow]]]
    reader: BookingReader
    remarks: tuple[Remarks, Remarks]


def sort_odd(sha256: str, top: Grid, plan: Plan, pieces: Sequence[Piece], first_lines: Sequence[int]) -> SortedOdd:
    """Sort the odd rows as if all rows passed by; raises NotByColumns where they change how the others are read.

    ``first_lines`` is the line on which each piece begins, from 1.
    """
    header_at = cast(int, plan.found.header_at)
    head = top.rows[: header_at + 1]
    odd = [
        [GridRow(line + each.line, each.cells) for each in piece.odd]
        for piece, line in zip(pieces, first_lines, strict=True)
    ]
    if sum(map(len, odd)) > MOST_ODD:
        raise NotByColumns
    rows: list[GridRow] = list(head)
    grid = Grid(None, 1, cast(Any, rows), top.delimiter)
    reader = reader_of(sha256, grid, plan.found, plan.owner, _widths(grid, header_at, pieces, odd))
    walk = _Walk(sha256, grid, plan, reader)
    read = []
    for piece, its in zip(pieces, odd, strict=True):
        before = np.searchsorted(piece.number, [each.number for each in piece.odd]).tolist()
        read.append(
            walk.take(
                rows,
                before,
                [(each.number, row) for each, row in zip(piece.odd, its, strict=True)],
                len(piece.number),
            )
        )
    return SortedOdd(walk.sorter.end(), read, reader, (walk.sorter.remarks, reader.remarks))


class _Walk:
    """The row engine's sorter, told of the rows that were read by columns."""

    def __init__(self, sha256: str, grid: Grid, plan: Plan, reader: BookingReader) -> None:
        self._order = 0
        self._reader = reader
        row_reader = RowReader(read=self._read, arrange=self._arrange, account_of=reader.account_of)
        self.sorter: Sorter[ReadRow] = Sorter(sha256, grid, plan.found, row_reader)
        self.sorter.begin()
        if self.sorter.rows.read:
            raise NotByColumns

    def take(
        self, rows: list[GridRow], before: Sequence[int], odd: Sequence[tuple[int, GridRow]], fast: int
    ) -> list[tuple[int, ReadRow]]:
        """Take a piece: its odd rows, and how many rows read by columns stand before each."""
        found = []
        passed = 0
        for count, (number, row) in zip(before, odd, strict=True):
            self._pass(count - passed)
            passed = count
            rows.append(row)
            known = len(self.sorter.rows.read)
            self.sorter.take(row, len(rows) - 1)
            if len(self.sorter.rows.read) > known:
                read = self.sorter.rows.read[-1]
                if read.code:
                    raise NotByColumns
                found.append((number, read))
                self._order += 1
        self._pass(fast - passed)
        return found

    def _pass(self, count: int) -> None:
        if count and not self.sorter.read_elsewhere(count):
            raise NotByColumns
        self._order += count

    def _read(self, row: GridRow, _: int) -> ReadRow | Fault:
        return self._reader.read(row, self._order)

    def _arrange(self, _: Recognised) -> None:
        raise NotByColumns


def _widths(grid: Grid, header_at: int, pieces: Sequence[Piece], odd: Sequence[Sequence[GridRow]]) -> Widths:
    """Return the widths of all rows below the header; only narrow ones are looked into."""
    needed = len(grid.rows[header_at].cells)
    narrow = tuple(row for rows in odd for row in rows if len(row.cells) < needed)
    others: Counter[int] = Counter()
    for piece in pieces:
        others.update(piece.widths)
    others.subtract(len(row.cells) for row in narrow)
    head = (*grid.rows[: header_at + 1], *narrow)
    return Widths(Grid(None, 1, head, grid.delimiter), header_at, +others)
