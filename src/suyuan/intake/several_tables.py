"""Several tables on one sheet: those below each other are read one by one, those side by side are not.

A table begins with its own header below a blank row. Each must be known by itself, or be proven by its own
balances; else the sheet stays one. Two tables side by side have rows in common, and a row's place is what its
booking is called by (docs/decisions/0003): a person cuts them apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from suyuan.errors import DecisionNeeded
from suyuan.intake.cells import BLANKS
from suyuan.intake.header import cleaned
from suyuan.intake.inferred_columns import header_of
from suyuan.intake.inferred_roles import roles_of
from suyuan.intake.one_sheet import SheetContent
from suyuan.intake.preamble import is_line, line_of
from suyuan.intake.recognise import Recognised, recognise
from suyuan.intake.rows import Grid, GridRow
from suyuan.intake.sorting import is_cut_short
from suyuan.model.text import Text

SIDE_BY_SIDE = Text(
    zh="{file} 第 {row} 行的表头中，第 {column} 列空白，其左右各有一张表。两张表并排共用同一行，账目无法各自编号，"
    "不予读取：请在该列处拆分为两个文件，连同原件一并导入。",
    en="The header in row {row} of {file} has two tables, left and right of the blank column {column}. Tables "
    "side by side share their rows, so bookings would have no places of their own, and none is read: cut the file "
    "in two at that column, and import both beside the original.",
)
MOST_TABLES = 50
"""A sheet with more pieces is no sheet of a few tables."""

MOST_BLOCKS = 500
"""A sheet whose rows stand in more runs between blank ones is not searched for headers in each."""

NUMBER_OF_DIGITS = 8
"""A line with so many digits may name an account; standing between two tables, nobody knows of which."""

ReadPiece = Callable[[Grid, Recognised | None], SheetContent]
"""Reads a piece of a sheet by the layout found on it, if any."""


def tables_below(grid: Grid, name: str, read: ReadPiece) -> tuple[SheetContent, ...]:
    """Return the tables of a sheet that stand below each other, empty where not each of them is sure by itself."""
    pieces = pieces_of(grid)
    contents: list[SheetContent] = []
    for piece in pieces if 1 < len(pieces) <= MOST_TABLES else ():
        try:
            content = read(piece, recognise(piece, name))
        except DecisionNeeded:
            return ()  # the layouts of a piece fit alike
        if content.layout is None or is_cut_short(content.table.quarantined):
            return ()
        if not content.table.rows.read:
            return ()
        contents.append(content)
    return tuple(contents)


def pieces_of(grid: Grid) -> tuple[Grid, ...]:
    """Return a sheet cut above each block of rows, between blank ones, that begins with a header of its own.

    Lines of text above a header by themselves go with it, unless they may name the account of the table above.
    Every row is in one piece.
    """
    starts: list[int] = []
    waiting: int | None = None
    blocks = _blocks(grid.rows)
    for first, rows in blocks if len(blocks) <= MOST_BLOCKS else ():
        if all(is_line(row) for row in rows):
            named = any(sum(map(str.isdigit, line_of(row))) >= NUMBER_OF_DIGITS for row in rows)
            if starts and named:
                return (grid,)
            waiting = first if waiting is None else waiting
        elif _has_header(grid, rows):
            starts.append(first if waiting is None else waiting)
            waiting = None
        else:
            waiting = None
    if len(starts) < 2:
        return (grid,)
    bounds = [0, *starts[1:], len(grid.rows)]
    return tuple(replace(grid, rows=grid.rows[one:two]) for one, two in pairwise(bounds))


def _blocks(rows: Sequence[GridRow]) -> list[tuple[int, list[GridRow]]]:
    """Return the runs of rows that say something, each with the place of its first row."""
    blocks: list[tuple[int, list[GridRow]]] = []
    before = True
    for at, row in enumerate(rows):
        blank = not "".join(row.cells).strip(BLANKS)
        if not blank and before:
            blocks.append((at, []))
        if not blank:
            blocks[-1][1].append(row)
        before = blank
    return blocks


def _has_header(grid: Grid, rows: Sequence[GridRow]) -> bool:
    """Tell whether a block begins with a header, lines of text above it aside, and has a row below it."""
    top = next((at for at, row in enumerate(rows) if not is_line(row)), len(rows))
    if top + 1 >= len(rows):
        return False
    if header_of(rows[top : top + 1]) is not None:
        return True
    found = recognise(replace(grid, rows=tuple(rows[: top + 1])), "")
    return found is not None and bool(found.places)


def side_by_side(grid: Grid) -> tuple[int, int] | None:
    """Return the row and the blank column, from 1, that part two tables side by side; None where there is one."""
    at = header_of(grid.rows)
    if at is None:
        return None
    names = cleaned(grid.rows[at])
    below = grid.rows[at + 1 :]
    for column in range(1, len(names) - 1):
        if names[column] or not (_is_a_table(names[:column]) and _is_a_table(names[column + 1 :])):
            continue
        if not any(column < len(row.cells) and row.cells[column].strip(BLANKS) for row in below):
            return grid.rows[at].number, column + 1
    return None


def _is_a_table(names: Sequence[str]) -> bool:
    said = {role for name in names for role in roles_of(name)}
    return "time" in said and ("amount" in said or {"incoming", "outgoing"} <= said)
