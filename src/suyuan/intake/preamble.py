"""What stands above the header, and below the last row: whose account, which currency, which period."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from suyuan.intake.cells import BLANKS, tidy, time_reader
from suyuan.intake.layout import Layout
from suyuan.intake.rows import GridRow
from suyuan.model.account import is_damaged
from suyuan.model.moment import Moment, Precision

FOOTER_SEARCHED = 60
"""Some exports print their owner below the rows; so many last rows are searched."""

FEW_CELLS = 2
"""A row with no more filled cells than this is a line of text, not a row of a table."""


@dataclass(frozen=True)
class Preamble:
    """What the lines around a table say. ``row`` is the physical row that states the period, None without one."""

    fields: Mapping[str, str]
    start: datetime | None = None
    end: datetime | None = None
    row: int | None = None


def read_preamble(layout: Layout, rows: Iterable[GridRow]) -> Preamble:
    """Return the fields that the layout's patterns find in these rows; the first line that has a field wins."""
    patterns = [re.compile(pattern) for pattern in layout.preamble]
    fields: dict[str, str] = {}
    period_row: int | None = None
    for row in rows if patterns else ():
        line = line_of(row)
        for pattern in patterns:
            for match in pattern.finditer(line):
                found = {name: tidy(value) for name, value in match.groupdict().items() if value and tidy(value)}
                if _lost_digits(row):
                    found.pop("account", None)
                if {"start", "end"} & found.keys() and period_row is None:
                    period_row = row.number
                fields = {**found, **fields}
    start, end = _period(fields, buddhist=layout.rules.era == "buddhist")
    return Preamble(fields, start, end, period_row if start and end else None)


def text_lines_at_end(rows: Sequence[GridRow]) -> list[GridRow]:
    """Return those of the last rows that are lines of text."""
    return [row for row in rows[-FOOTER_SEARCHED:] if is_line(row)]


def is_line(row: GridRow) -> bool:
    """Tell whether a row is a line of text rather than a row of a table."""
    return sum(bool(cell.strip(BLANKS)) for cell in row.cells) <= FEW_CELLS


def line_of(row: GridRow) -> str:
    """Return a row as one line: filled cells joined by tabs, full-width signs and blanks inside made plain."""
    cells = (unicodedata.normalize("NFKC", cell).strip(BLANKS) for cell in row.cells)
    return "\t".join(cell for cell in cells if cell)


def _lost_digits(row: GridRow) -> bool:
    """Tell whether a spreadsheet stored a long number of this line as a number: no account can be read from it."""
    return any(is_damaged(row.cells[at], stored_as_number=True) for at in row.numeric)


def _period(fields: Mapping[str, str], *, buddhist: bool = False) -> tuple[datetime | None, datetime | None]:
    """Return the period printed, both ends included; a bare last day counts to its last second."""
    read = time_reader((), buddhist=buddhist)
    start, end = (read(fields[name], numeric=False) if name in fields else None for name in ("start", "end"))
    if not isinstance(start, Moment) or not isinstance(end, Moment):
        return None, None
    whole_day = timedelta(days=1, seconds=-1) if end.precision is Precision.DAY else timedelta()
    return start.at, end.at + whole_day
