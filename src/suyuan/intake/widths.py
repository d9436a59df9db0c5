"""How many cells the rows of a text table have: one with another number has lost a quote, a comma or its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from suyuan.intake.preamble import is_line
from suyuan.intake.rows import Grid

RAGGED = 20
"""Where more than one row in so many has another number than usual (and more than one row has), the institution
leaves out empty cells at will, and the number says nothing."""


class Widths:
    """The number of cells in the rows below one header of a text file; a sheet's rows have all their columns."""

    def __init__(self, grid: Grid, header_at: int | None, more: Mapping[int, int] | None = None) -> None:
        """Count the cells of the rows below the header, if there is one, lines of text left out.

        ``more`` are rows that the grid leaves out, none of them narrower than the header: how many of each width.
        """
        self._is_text = grid.delimiter is not None
        self._header = 0 if header_at is None else len(grid.rows[header_at].cells)
        self._is_regular = self._says_much = False
        self.usual = self._header
        below = grid.rows[0 if header_at is None else header_at + 1 :] if self._is_text else ()
        widths = Counter(len(row.cells) for row in below)
        widths.update(more or {})
        if any(width < self._header for width in widths):  # looking into rows takes longer than counting them
            widths.subtract(len(row.cells) for row in below if len(row.cells) < self._header and is_line(row))
        total = widths.total()
        if total:
            count, self.usual = max((count, width) for width, count in widths.items())
            self._header = self._header or self.usual
            self._is_regular = total - count <= max(1, total // RAGGED)
            self._says_much = total >= RAGGED

    def is_torn(self, width: int, needed: int) -> bool:
        """Tell whether a row of so many cells lost or won some, where nearly all rows are alike.

        Few rows say too little against one that lacks its last cells, unless these are among the first ``needed``.
        """
        low, high = sorted((self._header, self.usual))
        if not self._is_regular or low <= width <= high:
            return False
        return width > high or self._says_much or width < needed

    def is_short(self, width: int) -> bool:
        """Tell whether a row of a text file has fewer cells than the header."""
        return self._is_text and width < self._header
