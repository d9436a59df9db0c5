"""Headers: found by what they say, never by counting lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from suyuan.intake.rows import GridRow

LINES_SEARCHED = 40
"""A header stands within so many filled rows; preambles of up to 24 lines are known."""

ROWS_SEARCHED = 10 * LINES_SEARCHED
"""So many rows are searched where blank ones stand between."""

_NOISE = re.compile(r"[\s\ufeff\u3000\u00a0\u200b-\u200f\u202a-\u202e\x00'\"`]+")
_WRAPPED = re.compile(r'^="(.*)"$')
_UNIFIED = str.maketrans({"（": "(", "）": ")", "帐": "账", "：": ":", "／": "/"})


def top_rows(rows: Sequence[GridRow]) -> Sequence[GridRow]:
    """Return the rows among which a header is looked for: the first ones, blank ones between them not counted."""
    filled = 0
    for at, row in enumerate(rows[:ROWS_SEARCHED]):
        if filled >= LINES_SEARCHED:
            return rows[:at]
        filled += any(cell and not cell.isspace() for cell in row.cells)
    return rows[:ROWS_SEARCHED]


@lru_cache(maxsize=4096)
def clean_name(cell: str) -> str:
    """Return a header cell as it is compared: no blanks, marks or leading ``*|``, plain brackets, 帐 as 账."""
    wrapped = _WRAPPED.match(cell.strip())
    name = _NOISE.sub("", wrapped[1] if wrapped else cell)
    return name.lstrip("*|").translate(_UNIFIED)


def cleaned(row: GridRow) -> tuple[str, ...]:
    """Return the cells of a row as header cells."""
    return tuple(clean_name(cell) for cell in row.cells)


def places_of(names: Sequence[str]) -> dict[str, int]:
    """Return the column of each header name; the second of two alike is ``name#2``, and so on."""
    places: dict[str, int] = {}
    seen: dict[str, int] = {}
    for column, name in enumerate(names):
        if not name:
            continue
        seen[name] = seen.get(name, 0) + 1
        places[name if seen[name] == 1 else f"{name}#{seen[name]}"] = column
    return places


_OTHER_UNIT = re.compile(
    r"\((?:单位:?)?(?P<unit>分|[十百千万亿]+元?)\)|(?:^|\W)(?:金额)?单位:?(?P<said>分|[十百千万亿]+元?)(?:$|\W)"
)


def unit_in(text: str) -> str:
    """Return the unit other than the yuan that a column's name or a line prints (分, 万元), empty if none."""
    found = _OTHER_UNIT.search(clean_name(text))
    return (found["unit"] or found["said"]) if found else ""


def with_beginnings(places: Mapping[str, int], known: Iterable[str]) -> dict[str, int]:
    """Return the columns, and those of known names that end with ``*``: the first column whose name begins so."""
    found = dict(places)
    for beginning in sorted(name for name in known if name.endswith("*")):
        fitting = (at for name, at in places.items() if name.startswith(beginning[:-1]) and not unit_in(name))
        at = min(fitting, default=None)
        if at is not None:
            found[beginning] = at
    return found
