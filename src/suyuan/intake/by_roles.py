"""Sheets and texts that no layout describes, known by what they speak of: victims' tables, reports in free text,
the books of a platform or gang.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from suyuan.intake.back_office.read import read_sheet_of_books
from suyuan.intake.known_layouts import layout as known_layout
from suyuan.intake.one_sheet import SheetContent
from suyuan.intake.report_tables import read_report_table
from suyuan.intake.rows import Grid

SQL = "sql"
_TEXTS = ("txt", "csv", "tsv")


def read_by_roles(sha256: str, container: str, grids: Sequence[Grid]) -> dict[int, SheetContent]:
    """Return by the sheet's number what each of these sheets says; sheets of other kinds are not in it."""
    found = {}
    for grid in grids:
        content = None if container == SQL else read_report_table(sha256, grid)
        content = content or read_sheet_of_books(sha256, grid, of_a_dump=container == SQL)
        if content is not None:
            found[grid.sheet_number] = content
    if container == SQL and not any(content.back_office for content in found.values()):
        return {}
    if not found and container in _TEXTS and len(grids) == 1:
        text = _text(sha256, grids[0])
        if text is not None:
            found[grids[0].sheet_number] = text
    return found


def _text(sha256: str, grid: Grid) -> SheetContent | None:
    # The grammar of free text is needed for nothing else.
    from suyuan.intake.report_text.read import FORMAT, read_text

    read = read_text(sha256, grid)
    if read is None:
        return None
    form, returns = read
    layout = replace(known_layout("victim_report.toml"), id=FORMAT)
    table = replace(form.table, format=FORMAT)
    return SheetContent(table, layout, form.warnings, lines=form.lines, returns=returns)
