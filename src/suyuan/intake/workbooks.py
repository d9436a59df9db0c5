"""Workbooks to grids: small ones read here, large ones in a process of their own; stored blank rows count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from suyuan.intake.limits import MIB
from suyuan.intake.rows import Grid, GridRow

APART_FROM = MIB // 4
"""Workbooks from this size on are read in a child process: that takes a tenth of a second more, which a small
workbook, read in less than that and held within the limits that were checked, is spared."""


MOST_BLANKS = 1000
"""More blank rows than this below the last value are no rows that anybody left, but the format of a whole column,
which reaches to the sheet's end."""


def read_workbook(name: str, content: bytes, heights: Sequence[int] = ()) -> tuple[Grid, ...]:
    """Return all sheets of a workbook, in its own order; raises Refused where it cannot be read.

    ``heights`` are the rows that the file stores for each sheet, blank ones at the end too, as far as known.
    """
    if len(content) >= APART_FROM:
        from suyuan.intake.workbook_child import read_apart  # only large workbooks need a process of their own

        grids = read_apart(name, content)
    else:
        from suyuan.intake.sheets import read_sheets  # native code that the child loads for itself

        grids = read_sheets(name, content)
    if len(heights) != len(grids):
        return grids
    return tuple(_filled_up(grid, height) for grid, height in zip(grids, heights, strict=True))


def _filled_up(grid: Grid, height: int) -> Grid:
    """Return a sheet with the blank rows that the file stores below its last value; an empty one stays empty."""
    if not grid.rows or not 0 < height - len(grid.rows) <= MOST_BLANKS:
        return grid
    return replace(grid, rows=(*grid.rows, *(GridRow(row, ()) for row in range(len(grid.rows) + 1, height + 1))))
