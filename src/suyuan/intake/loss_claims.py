"""The plain file of losses that ``suyuan restitution allocate`` takes: CSV to rows, or the cell that is wrong.

Columns ``claim,victim,loss,returned,first_transfer``, and ``currency`` where the file has it; others are left
alone. Light: no Arrow.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from suyuan.errors import Refused
from suyuan.intake.plain_cells import (
    A_TIME,
    AN_AMOUNT,
    BINARY,
    CELL,
    CELLS,
    DEFAULT_CURRENCY,
    EMPTY_FILE,
    LONG_CELL,
    NO_COLUMN,
    NO_FILE,
    REPEATED_COLUMN,
    SOMETHING,
    THE_CURRENCY,
    moment_of,
)
from suyuan.model.money import LARGEST_MINOR, minor_from_text, text_from_minor
from suyuan.model.text import Message, Text

COLUMNS = ("claim", "victim", "loss", "returned", "first_transfer")
CURRENCY = "currency"
LONGEST_SHOWN = 200

NOT_CSV = Text(
    zh="{file} 不是 UTF-8 的 CSV：{detail}请另存为 UTF-8 的 CSV。",
    en="{file} is no CSV in UTF-8: {detail} Save it as CSV in UTF-8.",
)
NOT_UTF8 = Text(zh="第 {row} 行不是 UTF-8 文字。", en="line {row} is no text in UTF-8.")
OPEN_QUOTE = Text(zh="第 {row} 行起的引号不成对。", en="the quotes of the row on line {row} do not match.")
NOT_NEGATIVE = Text(zh="不小于零的金额", en="an amount not below zero")
A_NEW_CLAIM = Text(zh="各行不同的编号（第 {row} 行已有）", en="an id of its own (row {row} has this one already)")


@dataclass(frozen=True)
class LossRow:
    """A row of the file: its line, and the values; sums in minor units, the time aware."""

    row: int
    claim: str
    victim: str
    loss: int
    returned: int
    first_transfer: datetime


@dataclass(frozen=True)
class LossFile:
    """A file of losses in one currency, its rows in their order."""

    name: str
    currency: str
    rows: tuple[LossRow, ...]


def read(path: Path, currency: str | None = None) -> LossFile:
    """Return the losses of a file.

    ``currency`` is what the command says; where it says none, the file's column does, else it is CNY. A time
    without an offset is China's, a bare date its first moment. The victim may be empty; all else is required,
    claim ids are unique. Raises Refused with file, row, column, what was seen and what is expected.
    """
    records = _records(path)
    _, header = next(records, (0, []))
    if not header:
        raise Refused(NOT_CSV(file=path.name, detail=EMPTY_FILE))
    _check_header(path.name, header)
    rows: list[LossRow] = []
    seen: dict[str, int] = {}
    for row, cells in records:
        if len(cells) != len(header):
            raise Refused(CELLS(file=path.name, row=row, found=len(cells), expected=len(header)))
        line = _Line(path.name, row, dict(zip(header, cells, strict=True)))
        currency = line.currency(currency)
        read_row = line.losses(currency)
        if read_row.claim in seen:
            raise line.refused("claim", A_NEW_CLAIM(row=seen[read_row.claim]))
        seen[read_row.claim] = row
        rows.append(read_row)
    return LossFile(path.name, currency or DEFAULT_CURRENCY, tuple(rows))


@dataclass(frozen=True)
class _Line:
    """One row: reads its cells, or says which one is wrong."""

    file: str
    row: int
    cells: dict[str, str]

    def losses(self, currency: str) -> LossRow:
        """Return the row's values."""
        if not self.cells["claim"].strip():
            raise self.refused("claim", SOMETHING)
        return LossRow(
            row=self.row,
            claim=self.cells["claim"],
            victim=self.cells["victim"],
            loss=self._amount("loss", currency),
            returned=self._amount("returned", currency),
            first_transfer=self._time("first_transfer"),
        )

    def currency(self, expected: str | None) -> str:
        """Return the row's currency, which is that of the run and of all rows."""
        stated = self.cells.get(CURRENCY)
        if stated is None:
            return expected or DEFAULT_CURRENCY
        if not stated:
            raise self.refused(CURRENCY, SOMETHING)
        if expected is not None and stated != expected:
            raise self.refused(CURRENCY, THE_CURRENCY(currency=expected))
        return stated

    def refused(self, column: str, expected: Text | Message) -> Refused:
        """Return the refusal of a cell."""
        seen = self.cells[column]
        shown = seen if len(seen) <= LONGEST_SHOWN else seen[:LONGEST_SHOWN] + "…"
        return Refused(CELL(file=self.file, row=self.row, column=column, seen=shown, expected=expected))

    def _amount(self, column: str, currency: str) -> int:
        try:
            amount = minor_from_text(self.cells[column], currency)
        except ValueError:
            limit = text_from_minor(LARGEST_MINOR, currency)
            raise self.refused(column, AN_AMOUNT(limit=limit)) from None
        if amount < 0:
            raise self.refused(column, NOT_NEGATIVE)
        return amount

    def _time(self, column: str) -> datetime:
        try:
            return moment_of(self.cells[column])
        except (ValueError, OverflowError):
            raise self.refused(column, A_TIME) from None


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which each record begins, and its cells; blank lines are none."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            detail: Text | Message = LONG_CELL if "limit" in str(error) else OPEN_QUOTE(row=line)
            raise Refused(NOT_CSV(file=path.name, detail=detail)) from error
        if cells:
            yield line, cells
        line = reader.line_num + 1


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused(NO_FILE(file=path)) from error
    if b"\0" in content:
        raise Refused(NOT_CSV(file=path.name, detail=BINARY))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise Refused(NOT_CSV(file=path.name, detail=NOT_UTF8(row=row))) from error


def _check_header(file: str, header: list[str]) -> None:
    for name in COLUMNS:
        if name not in header:
            said = ", ".join(header)
            shown = said if len(said) <= LONGEST_SHOWN else said[:LONGEST_SHOWN] + "…"
            raise Refused(NO_COLUMN(file=file, column=name, header=shown, expected=", ".join(COLUMNS)))
    for name in (*COLUMNS, CURRENCY):
        if header.count(name) > 1:
            raise Refused(REPEATED_COLUMN(file=file, column=name))
