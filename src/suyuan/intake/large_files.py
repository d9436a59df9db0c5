"""Large files: read by columns where their layout allows it, without an object for each row.

What is heavy (arrays, kernels, Arrow) is imported only when a file is large enough to need it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from suyuan.intake.limits import BY_COLUMNS_FROM
from suyuan.intake.statement import ReadFile
from suyuan.intake.table import StatementTable
from suyuan.model.booking import Booking

if TYPE_CHECKING:
    from suyuan.intake.columns.bookings import Columns

Progress = Callable[[int, int | None], None]


def no_progress(_done: int, _total: int | None) -> None:
    """Tell nobody."""


def read_large(
    path: Path, name: str = "", place: str = "", *, texts: bool = True, progress: Progress = no_progress
) -> ReadFile | None:
    """Return what a large delimited file says; None for a small one and for one that needs the row engine.

    ``name`` is shown, ``place`` the path by which it came, where they differ from the file's own. Without
    ``texts`` the bookings cannot be asked for, only figures, accounting and proof. Raises Refused for a file of
    more rows than any may have, OSError where it cannot be read.
    """
    if not path.is_file() or path.stat().st_size < BY_COLUMNS_FROM:
        return None
    from suyuan.intake.columns.reading import Wanted, read_by_columns

    return read_by_columns(path, name, place or str(path), wanted=Wanted(texts=texts), progress=progress)


def columns_of(tables: Iterable[StatementTable]) -> Columns | None:
    """Return the columns in which the bookings of a file stand; None where they are objects."""
    for table in tables:
        for part in table.parts:
            columns: Columns | None = getattr(part.bookings, "columns", None)
            return columns
    return None


def in_file_order(table: StatementTable) -> Iterator[Booking]:
    """Yield the bookings of a table as they stand in the file."""
    columns = columns_of([table])
    if columns is None:
        bookings = [booking for part in table.parts for booking in part.bookings]
        yield from sorted(bookings, key=lambda booking: booking.order_in_file)
        return
    for piece in range(columns.pieces):
        yield from columns.bookings(columns.batch(piece))
