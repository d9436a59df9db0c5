"""Rows of text cells: the one shape that every container (text, workbook, web page) is read into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GridRow:
    """One physical row.

    ``number`` is the row of the sheet, or the line of the text file on which the record starts, from 1.
    ``cells`` are texts: numbers as exact decimal text, dates and times ISO, error cells empty. A blank line
    has no cells; in a sheet the empty cells after the last filled one are left out. ``numeric`` names the
    columns (from 0) that a spreadsheet stored as numbers, where more than 15 digits cannot be trusted.
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


class RepeatedTexts:
    """Keeps one copy of texts that come again and again (own account, bank, currency), so that rows stay small."""

    MOST = 50_000

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def row(self, cells: Iterable[str]) -> tuple[str, ...]:
        """Return the cells as a tuple of the kept copies."""
        kept = self._kept
        if len(kept) < self.MOST:
            return tuple([kept.setdefault(cell, cell) for cell in cells])
        return tuple([kept.get(cell, cell) for cell in cells])
