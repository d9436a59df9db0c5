"""Sheets of a known file that no layout fits: their rows are quarantined, not passed over."""

from __future__ import annotations

from collections import Counter

from suyuan.intake.accounting import RowClass, accounted
from suyuan.intake.cells import BLANKS
from suyuan.intake.preamble import is_line
from suyuan.intake.quarantine import QuarantinedRow
from suyuan.intake.rows import Grid
from suyuan.intake.table import ReadSheet, StatementTable
from suyuan.model.source import Source
from suyuan.model.text import Message, Text

STRANGE_SHEET = Text(zh="工作表“{sheet}”的版式未能识别", en="the layout of sheet “{sheet}” is not known")


def is_table_like(grid: Grid) -> bool:
    """Tell whether a sheet holds rows of a table, not only lines of text."""
    return any(not is_line(row) for row in grid.rows)


def strange_sheet(sha256: str, grid: Grid, sentence: Message) -> ReadSheet:
    """Return the table of a sheet that no layout fits: every row that says anything is quarantined."""
    classes: Counter[RowClass] = Counter()
    quarantined = []
    for row in grid.rows:
        filled = bool("".join(row.cells).strip(BLANKS))
        classes[RowClass.QUARANTINED if filled else RowClass.BLANK] += 1
        if filled:
            source = Source(sha256, grid.sheet, grid.sheet_number, row.number)
            quarantined.append(QuarantinedRow(source, "\t".join(row.cells), "", STRANGE_SHEET(sheet=grid.sheet)))
    table = StatementTable(
        grid.sheet, grid.sheet_number, None, accounted(len(grid.rows), classes), (), tuple(quarantined)
    )
    return ReadSheet(table, (sentence,), ())
