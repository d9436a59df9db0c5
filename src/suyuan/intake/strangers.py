"""Sheets of a known file that no layout fits: their rows are quarantined or noted, not passed over."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from suyuan.intake.accounting import RowClass, accounted
from suyuan.intake.cells import BLANKS
from suyuan.intake.preamble import is_line
from suyuan.intake.quarantine import NotedRow, QuarantinedRow
from suyuan.intake.recognise import shown_row
from suyuan.intake.rows import Grid
from suyuan.intake.table import StatementTable
from suyuan.model.source import Source
from suyuan.model.text import Message, Text

STRANGE_SHEET = Text(zh="工作表“{sheet}”的版式未能识别", en="the layout of sheet “{sheet}” is not known")
STRANGE_ROWS = Text(
    zh="工作表“{sheet}”的版式未能识别，其 {count} 行已隔离，未读取（{header}）",
    en="the layout of sheet “{sheet}” is not known; its {count} rows are quarantined, none was read ({header})",
)
LINES_ONLY = Text(
    zh="工作表“{sheet}”只有文字说明，没有交易明细（{count} 行）",
    en="sheet “{sheet}” holds lines of text and no table of bookings ({count} rows)",
)


@dataclass(frozen=True)
class StrangeSheet:
    """The table of a sheet that no layout fits, and what is said of it."""

    table: StatementTable
    warning: Message


def strange_sheet(sha256: str, grid: Grid) -> StrangeSheet:
    """Return the table of a sheet that no layout fits.

    Every row that says anything is quarantined; on a sheet of lines of text alone every line is a note.
    """
    quarantined: list[QuarantinedRow] = []
    noted: list[NotedRow] = []
    is_table = any(not is_line(row) for row in grid.rows)
    for row in grid.rows:
        if not "".join(row.cells).strip(BLANKS):
            continue
        source, text = Source(sha256, grid.sheet, grid.sheet_number, row.number), "\t".join(row.cells)
        if is_table:
            quarantined.append(QuarantinedRow(source, text, "", STRANGE_SHEET(sheet=grid.sheet)))
        else:
            noted.append(NotedRow(source, text, STRANGE_SHEET(sheet=grid.sheet)))
    classes = Counter({RowClass.QUARANTINED: len(quarantined), RowClass.NOTE: len(noted)})
    classes[RowClass.BLANK] = len(grid.rows) - classes.total()
    warning = STRANGE_ROWS if is_table else LINES_ONLY
    header = next((row for row in grid.rows if not is_line(row)), grid.rows[0])
    return StrangeSheet(
        StatementTable(
            grid.sheet,
            grid.sheet_number,
            None,
            accounted(len(grid.rows), classes),
            (),
            tuple(quarantined),
            tuple(noted),
        ),
        warning(sheet=grid.sheet, count=len(quarantined) or len(noted), header=shown_row(header)),
    )
