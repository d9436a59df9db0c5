"""What a column may be by its cells: dates, clocks, amounts, words for in and out, long numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from suyuan.intake.cells import BLANKS, clock_text, is_in_lakhs, read_amount, side_of, tidy, time_reader
from suyuan.intake.header import LINES_SEARCHED, cleaned, places_of
from suyuan.intake.inferred_roles import EXACT, roles, roles_of
from suyuan.intake.known_layouts import shared
from suyuan.intake.preamble import line_of
from suyuan.intake.rows import Grid, GridRow
from suyuan.model.moment import Moment
from suyuan.model.money import DECIMALS

SAMPLE = 200
"""So many rows below a header say what its columns hold."""

FEWEST_CELLS = 3
MOST = 80
"""Percent of a column's filled cells that must be of a kind for the column to be of that kind."""

_LONG_DIGITS = re.compile(r"[A-Z]{0,4}[0-9*]{8,32}")
_WORDY = re.compile(r"[^\d\s.,:;/\\+\-]")


@dataclass(frozen=True)
class Column:
    """A column of a table: its name as places are kept (``name#2``; its number where there is no header).

    ``formats`` are the orders of day and month by which its cells are dates: ``common`` (the year first),
    ``named``, ``day_first``, ``month_first``; empty if they are none. ``decimal_comma``: its cells are sums
    (``money``) only if a comma stands before their decimals. ``sides``: CR or DR stands behind some of them;
    ``signs`` are those of one currency only (€, £) that stand in them.
    """

    at: int
    name: str
    filled: int
    formats: tuple[str, ...]
    clock: bool
    money: bool
    decimal_comma: bool
    negative: bool
    decimals: bool
    long_digits: bool
    words: tuple[str, ...]
    text: bool
    sides: bool = False
    signs: frozenset[str] = frozenset()

    @property
    def by_name(self) -> dict[str, int]:
        """The roles that its name says."""
        return {} if self.name.isdigit() else dict(roles_of(self.name))


@dataclass(frozen=True)
class Sheet:
    """A sheet with the place of its header (None: it has none) and its columns."""

    grid: Grid
    header_at: int | None
    columns: tuple[Column, ...]
    chinese: bool

    def places(self) -> dict[str, int]:
        """Return the column of each name."""
        return {column.name: column.at for column in self.columns}


def sheet_of(grid: Grid) -> Sheet | None:
    """Return a sheet with its header and columns; None where nothing on it looks like a table of bookings."""
    header_at = header_of(grid.rows)
    if header_at is not None:
        names = places_of(cleaned(grid.rows[header_at]))
        columns = columns_of(grid, header_at, names)
        return Sheet(grid, header_at, columns, any("\u4e00" <= sign <= "\u9fff" for sign in "".join(names)))
    first = next((at for at, row in enumerate(grid.rows[:LINES_SEARCHED]) if _is_data(row)), None)
    if first is None:
        return None
    above = grid.rows[first - 1] if first else None
    if above is not None and _could_name(above, grid.rows[first]):
        names = places_of(cleaned(above))
        return Sheet(grid, first - 1, columns_of(grid, first - 1, names), chinese=_chinese(grid))
    width = max(len(row.cells) for row in grid.rows[first : first + SAMPLE])
    names = {str(at + 1): at for at in range(width)}
    return Sheet(grid, None, columns_of(grid, None, names), chinese=_chinese(grid))


def by_first_wide_row(grid: Grid) -> Sheet | None:
    """Return a sheet whose first row of several cells is taken as its header, as a person may say; else None."""
    for at, row in enumerate(grid.rows[:LINES_SEARCHED]):
        if _cells(row) >= FEWEST_CELLS:
            return Sheet(grid, at, columns_of(grid, at, places_of(cleaned(row))), chinese=_chinese(grid))
    return None


def columns_of(grid: Grid, header_at: int | None, names: dict[str, int]) -> tuple[Column, ...]:
    """Return what the cells below a header say of each column."""
    start = 0 if header_at is None else header_at + 1
    below = [row for row in grid.rows[start : start + 2 * SAMPLE] if _cells(row) >= FEWEST_CELLS]
    totals = re.compile("|".join(f"(?:{each})" for each in (*shared().footers, *roles().footers)))
    header = () if header_at is None else grid.rows[header_at].cells
    rows = [row for row in below if row.cells != header and not totals.search(line_of(row))][:SAMPLE]
    return tuple(_column(at, name, rows) for name, at in sorted(names.items(), key=lambda each: each[1]))


def header_of(rows: Sequence[GridRow]) -> int | None:
    """Return the row of which most cells name roles, a time and an amount among them; the first of the best."""
    best, most = None, 0
    for at, row in enumerate(rows[:LINES_SEARCHED]):
        names = [name for name in cleaned(row) if name]
        said = [roles_of(name) for name in names]
        if len(names) < FEWEST_CELLS or sum(any(map(str.isdigit, name)) for name in names) * 2 > len(names):
            continue
        every = {role for each in said for role in each}
        hits = sum(EXACT if EXACT in each.values() else bool(each) for each in said)
        moves = "amount" in every or {"incoming", "outgoing"} <= every
        dated = "time" in every or {"year", "month", "day"} <= every
        if moves and dated and hits > most:
            best, most = at, hits
    return best


def _is_data(row: GridRow) -> bool:
    """Tell whether a row holds a date and an amount with decimals."""
    cells = [tidy(cell) for cell in row.cells]
    dated = any(_formats([cell]) for cell in cells if len(cell) >= 8 and not _is_amount(cell))
    return dated and any(_is_amount(cell) for cell in cells)


def _is_amount(cell: str) -> bool:
    if isinstance(read_amount(cell, "CNY"), int):
        return "." in cell
    return "," in cell and isinstance(read_amount(cell, "CNY", decimal_comma=True), int)


def _could_name(row: GridRow, below: GridRow) -> bool:
    """Tell whether a row names the columns of the row below it, in words that nobody here knows."""
    names = [name for name in cleaned(row) if name]
    return (
        len(names) >= FEWEST_CELLS
        and len(names) + 1 >= _cells(below)
        and len(set(names)) == len(names)
        and not any(name.isdigit() or _is_amount(name) or _formats([name]) for name in names)
    )


def _cells(row: GridRow) -> int:
    return sum(bool(cell.strip(BLANKS)) for cell in row.cells)


def _chinese(grid: Grid) -> bool:
    rows = grid.rows[:SAMPLE]
    return any("\u4e00" <= sign <= "\u9fff" for row in rows for cell in row.cells for sign in cell)


def _column(at: int, name: str, rows: Sequence[GridRow]) -> Column:
    cells = [(tidy(row.cells[at]), at in row.numeric) for row in rows if at < len(row.cells)]
    filled = [(text, numeric) for text, numeric in cells if text]
    code = _code(text for text, _ in filled)
    if code:
        filled = [(text.replace(code, "").strip(), numeric) for text, numeric in filled]
    texts = [text for text, _ in filled]
    amounts = [read_amount(text, "USDT", numeric=numeric) for text, numeric in filled]
    with_comma = [read_amount(text, "USDT", numeric=numeric, decimal_comma=True) for text, numeric in filled]
    comma = sum(isinstance(each, int) for each in with_comma) > sum(isinstance(each, int) for each in amounts)
    amounts = with_comma if comma else amounts
    in_lakhs = [
        at for at, (text, _) in enumerate(filled) if not isinstance(amounts[at], int) and is_in_lakhs(text)
    ]
    for at_filled in in_lakhs:
        amounts[at_filled] = read_amount(texts[at_filled], "INR")
    read = [amount for amount in amounts if isinstance(amount, int)]
    different = sorted(set(texts))
    return Column(
        at=at,
        name=name,
        filled=len(filled),
        formats=_formats(texts, numeric=any(numeric for _, numeric in filled)),
        clock=_most([isinstance(clock_text(_clock(text)), str) for text in texts]),
        money=_most([isinstance(amount, int) for amount in amounts]),
        decimal_comma=comma and _most([isinstance(amount, int) for amount in amounts]),
        negative=any(amount < 0 for amount in read),
        decimals=any(("," if comma else ".") in text for text in texts),
        long_digits=_most([_LONG_DIGITS.fullmatch(text) is not None for text in texts]),
        words=tuple(different) if len(different) <= 6 else (),
        text=_most([_WORDY.search(text) is not None for text in texts]),
        sides=any(side_of(text) is not None for text in texts),
        signs=_signs(texts) | ({code} - {""}) | ({"₹"} if in_lakhs else set()),
    )


_CODED = re.compile(r"[+-]?\s*(?P<before>[A-Z]{3})\s*[+-]?\d[\d .,']*|[+-]?\d[\d .,']*(?P<behind>[A-Z]{3})")


def _code(texts: Iterable[str]) -> str:
    """Return the code of the one currency that stands in every cell of sums, empty where there is none."""
    found = [_CODED.fullmatch(text) for text in texts]
    codes = {(each["before"] or each["behind"]) if each else "" for each in found}
    code = codes.pop() if len(codes) == 1 else ""
    return code if code in DECIMALS else ""


def _signs(texts: Sequence[str]) -> frozenset[str]:
    return frozenset(sign for text in texts for sign in text if sign in "€£")


def _clock(text: str) -> str:
    return text[11:] if text[10:11] == " " else text


def _formats(texts: Sequence[str], *, numeric: bool = False) -> tuple[str, ...]:
    known = roles().formats
    forms_of = {"common": (), **known}
    readers = {name: time_reader(forms, buddhist=True) for name, forms in forms_of.items()}
    found = [
        name
        for name, read in readers.items()
        if _most([isinstance(read(text, numeric=numeric), Moment) for text in texts])
    ]
    return (found[0],) if found and found[0] in ("common", "named") else tuple(found)


def _most(said: Sequence[bool]) -> bool:
    return bool(said) and sum(said) * 100 >= len(said) * MOST
