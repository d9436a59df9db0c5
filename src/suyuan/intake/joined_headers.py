"""Headers in two rows: a group above (发生额, 对方), what is in it below (收入, 支出; 户名, 账号).

Both rows get the joined names, so that the lower one is a header that repeats and each physical row stays one row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from suyuan.intake.cells import BLANKS, read_amount
from suyuan.intake.header import LINES_SEARCHED, clean_name
from suyuan.intake.inferred_roles import roles_of
from suyuan.intake.rows import Grid, GridRow

FEWEST = 2
_OF_MONEY = {"incoming", "outgoing", "balance", "amount", "direction", "time", "currency"}


def with_joined_headers(grid: Grid) -> Grid:
    """Return a grid whose header of two rows, if it has one, stands as one name in each column, twice.

    So it does where the same two rows stand again below (on each page).
    """
    top = grid.rows[:LINES_SEARCHED]
    for at in range(len(top) - 1):
        joined = _joined(top[at], top[at + 1])
        if joined:
            rows, pair = list(grid.rows), (top[at].cells, top[at + 1].cells)
            again = (below for below, row in enumerate(rows[:-1]) if row.cells == pair[0] and below >= at)
            for below in [each for each in again if rows[each + 1].cells == pair[1]]:
                rows[below : below + 2] = (replace(row, cells=joined) for row in rows[below : below + 2])
            return replace(grid, rows=tuple(rows))
    return grid


def _joined(above: GridRow, below: GridRow) -> tuple[str, ...]:
    """Return the joined names of two rows, empty where they are no header of two rows."""
    width = max(len(above.cells), len(below.cells))
    upper, lower = _filled(above, width), _filled(below, width)
    inside = [at for at, name in enumerate(lower) if name]
    if len(inside) < FEWEST or any(isinstance(read_amount(lower[at], "CNY"), int) for at in inside):
        return ()
    moves = {role for at in inside for role in roles_of(clean_name(lower[at]))}
    if not {"incoming", "outgoing"} <= moves:
        return ()
    names = []
    group = ""
    for one, two in zip(upper, lower, strict=True):
        group = one or group
        names.append(_name(one, two, group))
    said = [roles_of(clean_name(name)) for name in names if name]
    outside = {
        role for at, name in enumerate(upper) if name and not lower[at] for role in roles_of(clean_name(name))
    }
    # The date stands in the upper row alone: a header above another table's header is not of this kind.
    if "time" not in outside or "time" in moves or not any("time" in each for each in said):
        return ()
    return tuple(names)


def _name(one: str, two: str, group: str) -> str:
    if not two:
        return one
    return two if one in ("", group) and _OF_MONEY & roles_of(clean_name(two)).keys() else f"{group}{two}"


def _filled(row: GridRow, width: int) -> Sequence[str]:
    cells = [cell.strip(BLANKS) for cell in row.cells]
    return [*cells, *[""] * (width - len(cells))]
