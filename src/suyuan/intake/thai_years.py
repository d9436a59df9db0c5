"""Thai dates: years of the Buddhist era พ.ศ., 543 ahead of the common one, and the names of months.

Years are taken so only where a layout, a column's name or a line above the table says so, or where every year of
the table lies between 2400 and 2600: no statement of that time by the common era is there yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from suyuan.model.text import Text

if TYPE_CHECKING:
    from suyuan.intake.recognise import Recognised
    from suyuan.intake.rows import Grid

TAKEN_AS_BUDDHIST = Text(
    zh="年份按佛历（พ.ศ.）读取并换算为公历：2566 即 2023",
    en="years are of the Buddhist era (พ.ศ.) and were taken as common ones: 2566 is 2023",
)
AHEAD = 543
FIRST, LAST = 2400, 2600
"""Years that only the Buddhist era can mean."""

FIRST_OF_TWO_FIGURES = 43
"""Of two figures these and later ones are Buddhist years (2543 is 2000), earlier ones common years."""

FEWEST_CELLS = 3
"""A row with fewer filled cells is a line of text; a date in it says nothing of the table's."""

MONTHS = (
    r"ม\.?ค\.?", r"ก\.?พ\.?", r"มี\.?ค\.?", r"เม\.?ย\.?", r"พ\.?ค\.?", r"มิ\.?ย\.?",
    r"ก\.?ค\.?", r"ส\.?ค\.?", r"ก\.?ย\.?", r"ต\.?ค\.?", r"พ\.?ย\.?", r"ธ\.?ค\.?",
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
"""Patterns of the names of months, twelve short ones and twelve long ones."""

_SAID = re.compile(r"พ\.?\s?ศ\.?(?![ก-๙])|\bB\.\s?E\.|\bBuddhist|佛[历曆]", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:(?P<alone>(?:1[89]|2[0-6])\d\d)(?!\d)|(?P<first>2[0-6]\d\d)\d{4}(?:\d{6})?(?!\d))")


def month_of(name: str) -> int:
    """Return the month, 1 to 12, that one of the names of months means; 0 for none."""
    return next((at % 12 + 1 for at, pattern in enumerate(MONTHS) if re.fullmatch(pattern, name)), 0)


def common_year(year: int) -> int:
    """Return a year of the Buddhist era as one of the common era; one that can be none of it as it is."""
    return year - AHEAD if FIRST <= year <= LAST else year


def of_two_figures(year: int, *, thai: bool) -> int:
    """Return the common year that two figures mean, where ``thai`` they may be of the Buddhist era."""
    return 2500 - AHEAD + year if thai and year >= FIRST_OF_TWO_FIGURES else 2000 + year


def is_buddhist(grid: Grid, found: Recognised) -> bool:
    """Tell whether the years of a table are counted by the Buddhist era."""
    if found.layout.rules.era == "buddhist":
        return True
    at = found.header_at
    columns = [found.places[name] for name in found.layout.columns.get("time", ()) if name in found.places]
    header = () if at is None else grid.rows[at].cells
    above = (cell for row in grid.rows[: at or 0] for cell in row.cells)
    names = (header[column] for column in columns if column < len(header))
    if any(_SAID.search(cell) for cell in (*names, *above) if cell):
        return True
    return _all_buddhist(
        row.cells[column]
        for row in grid.rows[0 if at is None else at + 1 :]
        if sum(bool(cell) for cell in row.cells) >= FEWEST_CELLS
        for column in columns
        if column < len(row.cells)
    )


def _all_buddhist(cells: Iterable[str]) -> bool:
    """Tell whether there are years in these cells, and each is one that only the Buddhist era can mean."""
    seen = False
    for cell in cells:
        found = _YEAR.search(cell)
        if found is not None:
            if not FIRST <= int(found["alone"] or found["first"]) <= LAST:
                return False
            seen = True
    return seen
