"""Numbers of papers and tasks that a statement's own rows name: to which request each row is the answer.

Some returns print 请求单号, 任务流水号 or 文书号 beside every row. Which columns mean that is data (answers.toml).
"""

from __future__ import annotations

from collections.abc import Sequence

from suyuan.intake.answers import paper_columns
from suyuan.intake.cells import tidy
from suyuan.intake.header import clean_name
from suyuan.intake.recognise import Recognised
from suyuan.intake.rows import Grid
from suyuan.model.booking import Booking
from suyuan.model.request import NamedPaper


def named_papers(grid: Grid, found: Recognised, bookings: Sequence[Booking]) -> tuple[NamedPaper, ...]:
    """Return each paper that rows name beside an account, once, with the first row that names it."""
    columns = [at for name, at in found.places.items() if is_paper(name)]
    if not columns:
        return ()
    rows = {row.number: row.cells for row in grid.rows}
    named: dict[tuple[str, str], NamedPaper] = {}
    for booking in sorted(bookings, key=lambda each: each.source.row):
        cells = rows.get(booking.source.row, ())
        for at in columns:
            paper = tidy(cells[at]) if at < len(cells) else ""
            if paper:
                named.setdefault((booking.account, paper), NamedPaper(booking.source, booking.account, paper))
    return tuple(named.values())


def is_paper(name: str) -> bool:
    """Tell whether a column of this name holds the number of a paper or task."""
    return clean_name(name.partition("#")[0]) in paper_columns()
