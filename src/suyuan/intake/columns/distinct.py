"""The distinct texts of a piece's columns, decoded once each, and what the row engine says of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from suyuan.intake.columns.kernels import texts
from suyuan.intake.columns.kernels.arrays import Array32, Bytes, Grid32

Said = TypeVar("Said")
LF = 10


@dataclass(frozen=True)
class Coded:
    """Rows by the distinct values of one or several columns: of each row its number, of each number its first row."""  # noqa: E501

    codes: Array32
    first: Array32

    @property
    def count(self) -> int:
        """How many distinct values there are."""
        return len(self.first)


class DistinctTexts:
    """The texts of one piece: asked column by column, coded when first asked."""

    def __init__(self, data: Bytes, starts: Grid32, ends: Grid32, slots: Sequence[int], encoding: str) -> None:
        """Take the cells of a piece: ``starts`` and ``ends`` by slot and row, the slot of each column."""
        self._data, self._starts, self._ends, self._slots = data, starts, ends, slots
        self._encoding = encoding
        self._coded: dict[int, Coded] = {}
        self._texts: dict[int, list[str]] = {}
        self._several: dict[tuple[int, ...], Coded] = {}
        self._table = np.empty(_power_above(2 * starts.shape[1]), np.int32)

    @property
    def rows(self) -> int:
        """How many rows the piece has."""
        return int(self._starts.shape[1])

    def span(self, column: int) -> tuple[Array32, Array32]:
        """Return where the cells of a column begin and end."""
        slot = self._slots[column]
        return self._starts[slot], self._ends[slot]

    def of(self, column: int) -> Coded:
        """Return a column's distinct texts as numbers."""
        if column not in self._coded:
            codes, first = np.empty(self.rows, np.int32), np.empty(self.rows, np.int32)
            self._table.fill(-1)
            start, end = self.span(column)
            count = texts.code(self._data, start, end, self._table, codes, first)
            self._coded[column] = Coded(codes, first[:count].copy())
        return self._coded[column]

    def texts(self, column: int) -> list[str]:
        """Return a column's distinct texts, by their numbers."""
        if column not in self._texts:
            self._texts[column] = self.decoded(column, self.of(column).first)
        return self._texts[column]

    def decoded(self, column: int, rows: Array32) -> list[str]:
        """Return the texts of some rows of a column."""
        start, end = self.span(column)
        out = np.empty(int((end[rows] - start[rows]).sum()) + len(rows), np.uint8)
        texts.joined(self._data, start, end, rows, LF, out)
        return out.tobytes().decode(self._encoding).split("\n")[:-1]

    def together(self, columns: Sequence[int]) -> Coded:
        """Return the distinct combinations of several columns as numbers; columns that are all alike add nothing."""  # noqa: E501
        varied = [column for column in columns if self.of(column).count > 1]
        key = tuple(varied or columns[:1])
        if key not in self._several:
            coded = self.of(key[0])
            for column in key[1:]:
                coded = self.paired(coded, self.of(column).codes)
            self._several[key] = coded
        return self._several[key]

    def paired(self, one: Coded, two: Array32) -> Coded:
        """Return the distinct pairs of two codings."""
        codes, first = np.empty(self.rows, np.int32), np.empty(self.rows, np.int32)
        self._table.fill(-1)
        count = texts.pairs(one.codes, two, self._table, codes, first)
        return Coded(codes, first[:count].copy())

    def say(
        self, columns: Sequence[int], width: int, ask: Callable[[Sequence[str], int], Said]
    ) -> tuple[Array32, list[Said]]:
        """Return for each row the number of what is said of its texts in these columns, and what is said.

        ``ask`` is given the cells of a row that is blank but for these columns, and the row.
        """
        if not columns:
            return np.zeros(self.rows, np.int32), [ask([""] * width, 0)]
        coded = self.together(columns)
        return coded.codes, self.said(coded, columns, width, ask)

    def said(
        self, coded: Coded, columns: Sequence[int], width: int, ask: Callable[[Sequence[str], int], Said]
    ) -> list[Said]:
        """Return what is said of each distinct combination of a coding."""
        by_column = [
            (column, self.texts(column), self.of(column).codes[coded.first].tolist()) for column in columns
        ]
        found = []
        cells = [""] * width
        for place, row in enumerate(coded.first.tolist()):
            for column, known, codes in by_column:
                cells[column] = known[codes[place]]
            found.append(ask(cells, row))
        return found


def _power_above(number: int) -> int:
    """Return the least power of two that is not below a number."""
    return 1 << max(4, int(number - 1).bit_length())
