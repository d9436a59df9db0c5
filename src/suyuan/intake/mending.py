"""Mends applied: a file's cells as a person reads them, before its rows are read.

Only cells in memory change. A mend whose cell no longer holds the text that was mended (a newer program may cut a
file into other cells) is not applied, and a warning says so. A bank message has lines and no cells: there column 2
is the second line of the entry that begins in the row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from suyuan.intake.grid import OpenedFile
from suyuan.intake.limits import MAX_COLUMNS
from suyuan.intake.rows import Grid, GridRow
from suyuan.model.mend import CellMend
from suyuan.model.source import Source
from suyuan.model.text import Message, Text

NO_LONGER_FITS = Text(
    zh="第 {row} 行第 {column} 列的修正未采用：该单元格现为“{found}”，修正时为“{original}”",
    en="the mend of row {row}, column {column}, was not used: the cell reads “{found}” now and read “{original}” "
    "when it was mended",
)


@dataclass(frozen=True)
class MendedCell:
    """A cell that was read otherwise than it stands in the file: its place, both texts, who decided it and why.

    ``column`` counts from 1, ``title`` is the column's header (may be empty).
    """

    source: Source
    column: int
    title: str
    original: str
    text: str
    who: str
    why: str


def apply(opened: OpenedFile, mends: Iterable[CellMend]) -> tuple[OpenedFile, tuple[CellMend, ...]]:
    """Return the file with its cells mended, and the mends that do not fit its cells any more."""
    by_place: dict[tuple[int, int], list[CellMend]] = {}
    for mend in mends:
        row, _ = place_of(opened, mend.row, mend.column)
        by_place.setdefault((mend.sheet_number, row), []).append(mend)
    if not by_place:
        return opened, ()
    fitting: set[CellMend] = set()
    lines = opened.message is not None
    grids = tuple(_mended_grid(grid, by_place, fitting, lines=lines) for grid in opened.grids)
    rest = [mend for each in by_place.values() for mend in each if mend not in fitting]
    return replace(opened, grids=grids), tuple(rest)


def unfit(opened: OpenedFile, mend: CellMend) -> Message:
    """Return the sentence for a mend that does not fit the file."""
    found = text_at(opened, mend.sheet_number, mend.row, mend.column)
    return NO_LONGER_FITS(row=mend.row, column=mend.column, found=found, original=mend.original)


def place_of(opened: OpenedFile, row: int, column: int) -> tuple[int, int]:
    """Return the physical row and column of a mend: in a message, whose rows are lines, the entry's so-manyth."""
    return (row, column) if opened.message is None else (row + column - 1, 1)


def text_at(opened: OpenedFile, sheet_number: int, row: int, column: int) -> str:
    """Return what the file has where a mend stands; empty where it has nothing."""
    number, at = place_of(opened, row, column)
    found = row_at(opened, sheet_number, number)
    return "" if found is None else cell_at(found, at)


def row_at(opened: OpenedFile, sheet_number: int, number: int) -> GridRow | None:
    """Return a physical row of a sheet, None if there is no such row."""
    rows = (row for grid in opened.grids if grid.sheet_number == sheet_number for row in grid.rows)
    return next((row for row in rows if row.number == number), None)


def cell_at(row: GridRow, column: int) -> str:
    """Return a cell, columns counted from 1; empty where the row is shorter."""
    return row.cells[column - 1] if column <= len(row.cells) else ""


def _mended_grid(
    grid: Grid, by_place: dict[tuple[int, int], list[CellMend]], fitting: set[CellMend], *, lines: bool
) -> Grid:
    touched = {row for sheet, row in by_place if sheet == grid.sheet_number}
    if not touched:
        return grid
    rows = tuple(
        _mended_row(row, by_place[grid.sheet_number, row.number], fitting, lines=lines)
        if row.number in touched
        else row
        for row in grid.rows
    )
    return replace(grid, rows=rows)


def _mended_row(row: GridRow, mends: Sequence[CellMend], fitting: set[CellMend], *, lines: bool) -> GridRow:
    """Return the row with those mends that fit; a mended cell is text, whatever the spreadsheet stored."""
    placed = [(1 if lines else mend.column, mend) for mend in mends]
    used = [(at, mend) for at, mend in placed if at <= MAX_COLUMNS and cell_at(row, at) == mend.original]
    fitting.update(mend for _, mend in used)
    cells = list(row.cells)
    for at, mend in used:
        cells.extend([""] * (at - len(cells)))
        cells[at - 1] = mend.text
    return GridRow(row.number, tuple(cells), row.numeric - {at - 1 for at, _ in used})
