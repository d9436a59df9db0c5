"""Rows of text cells: the one shape that every container (text, workbook, web page) is read into."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GridRow:
    """One physical row.

    ``number`` is the row of the sheet, or the line of the text file on which the record starts, from 1.
    ``cells`` are texts: numbers as exact decimal text, dates and times ISO, error cells empty; a blank line
    of a text file has no cells. ``numeric`` names the columns (from 0) that a spreadsheet stored as numbers,
    where more than 15 digits cannot be trusted.
    """

    number: int
    cells: tuple[str, ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Grid:
    """One sheet, or the whole of a text file (``sheet`` None, ``sheet_number`` 1)."""

    sheet: str | None
    sheet_number: int
    rows: tuple[GridRow, ...]
    delimiter: str | None
