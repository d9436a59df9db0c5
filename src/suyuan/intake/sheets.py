"""Workbooks (xlsx, xlsb, xls, ods) to grids: every sheet, hidden ones too, with its physical row numbers.

Formulas are never computed; the value that the file holds for them is taken.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import math
from collections.abc import Iterator
from decimal import Decimal

import python_calamine

from suyuan.errors import Refused
from suyuan.intake.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from suyuan.intake.native_noise import GaveUp, HeldBack
from suyuan.intake.office import SHEET_TOO_LARGE
from suyuan.intake.ole import PASSWORD
from suyuan.intake.rows import Grid, GridRow, RepeatedTexts
from suyuan.model.text import Text

SHOWN_DIGITS = 15
"""Digits of a number that a spreadsheet itself keeps and shows; those after are the binary form's noise."""

NOISE_DIGITS = 17
"""A number whose shortest exact form needs so many digits was computed, not typed."""

FINEST_DECIMALS = 8
"""Nobody types an amount finer than this; digits beyond are what adding and taking away left behind."""

NOISE = Decimal("5e-7")
"""So near to a whole fen, a number of more than 15 digits or 8 decimals is that fen: a sum that a spreadsheet
worked out. It is half of the smallest unit that any currency here has."""

SNAP = datetime.timedelta(milliseconds=1)
"""A time of day is a fraction in the file; within a millisecond of a full second it is that second."""

Value = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


def read_sheets(name: str, content: bytes) -> tuple[Grid, ...]:
    """Return all sheets of a workbook, in its own order; raises Refused where it cannot be read."""
    with faults_said(name):
        return tuple(Grid(title, number, tuple(rows), None) for title, number, rows in sheets_of(name, content))


def sheets_of(name: str, content: bytes) -> Iterator[tuple[str, int, Iterator[GridRow]]]:
    """Yield each sheet's title, its number from 1, and its rows, to be taken inside ``faults_said``."""
    workbook = python_calamine.load_workbook(io.BytesIO(content))
    for number in range(1, len(workbook.sheet_names) + 1):
        yield workbook.sheet_names[number - 1], number, _sheet(name, workbook, number)


@contextlib.contextmanager
def faults_said(name: str) -> Iterator[None]:
    """Hold back what the native reader says, and raise Refused with a sentence where it cannot read."""
    try:
        with HeldBack():
            yield
    except python_calamine.PasswordError as error:
        raise Refused(PASSWORD(name=name)) from error
    except (python_calamine.CalamineError, GaveUp, OSError, ValueError, OverflowError) as error:
        raise Refused(DAMAGED(name=name, what=_first_line(error))) from error


def _sheet(name: str, workbook: python_calamine.CalamineWorkbook, number: int) -> Iterator[GridRow]:
    """Return the rows of one sheet; a chart has none."""
    title = workbook.sheet_names[number - 1]
    sheet = workbook.get_sheet_by_index(number - 1)
    rows, columns = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise Refused(SHEET_TOO_LARGE(name=name, sheet=title, rows=rows, columns=columns, limit=MAX_CELLS))
    return _rows(sheet) if rows else iter(())


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[GridRow]:
    """Yield the rows of a sheet from its first row on; the reader leaves out the empty columns at the left."""
    kept = RepeatedTexts()
    left = sheet.start[1] if sheet.start else 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        filled = len(row)
        while filled and row[filled - 1] == "":
            filled -= 1
        margin = left if filled else 0
        cells = kept.row([""] * margin + [cell_text(value) for value in row[:filled]])
        numeric = frozenset(i for i, value in enumerate(row[:filled], start=left) if type(value) in (int, float))
        yield GridRow(number, cells, numeric)


def cell_text(value: Value) -> str:
    """Return the text of a cell's value: numbers as plain decimals, dates and times ISO, TRUE and FALSE."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime.datetime):
        return _on_the_second(value).isoformat(sep=" ")
    if isinstance(value, datetime.timedelta):
        return _duration_text(value)
    if isinstance(value, datetime.time):
        # A day is put before it, so that rounding up has somewhere to go; before midnight it stays in its day.
        rounded = _on_the_second(datetime.datetime.combine(datetime.date(2000, 1, 1), value))
        return value.isoformat() if rounded.day != 1 else rounded.time().isoformat()
    return value.isoformat()


def number_text(value: float) -> str:
    """Return a stored number in plain decimals, as the spreadsheet shows it: no exponent, no binary noise.

    0.30000000000000004 gives 0.3; 6688.0 gives 6688; digits beyond 15 that were typed remain.
    """
    if not math.isfinite(value):
        return repr(value)
    exact = Decimal(repr(value)).normalize()
    digits = len(exact.as_tuple().digits)
    if (digits > SHOWN_DIGITS or _decimals(exact) > FINEST_DECIMALS) and value != int(value):
        cents = Decimal(repr(round(value, 2))).normalize()
        shown = Decimal(f"{value:.{SHOWN_DIGITS}g}").normalize()
        if abs(exact - cents) < NOISE:
            exact = cents
        elif digits >= NOISE_DIGITS or (
            digits > SHOWN_DIGITS and len(shown.as_tuple().digits) <= SHOWN_DIGITS - 2
        ):
            exact = shown
    text = f"{exact:f}"
    return "0" if text == "-0" else text


def _decimals(number: Decimal) -> int:
    """Return how many digits stand behind the point."""
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _on_the_second(moment: datetime.datetime) -> datetime.datetime:
    """Return the moment without the fraction that only the binary form of the number has brought in."""
    full = moment.replace(microsecond=0)
    if moment - full <= SNAP:
        return full
    if full + datetime.timedelta(seconds=1) - moment <= SNAP:
        return full + datetime.timedelta(seconds=1)
    return moment


def _duration_text(value: datetime.timedelta) -> str:
    """Return a stretch of time as hours:minutes:seconds, hours beyond 24."""
    sign = "-" if value < datetime.timedelta(0) else ""
    seconds = round(abs(value).total_seconds())
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _first_line(error: Exception) -> str:
    """Return the first line of what the reader says, short enough for a sentence."""
    return (str(error).splitlines() or [type(error).__name__])[0][:120]


DAMAGED = Text(
    zh="{name} 是 Excel 表格，但无法读取（{what}），文件可能损坏。"
    "请用 Excel 或 WPS 打开并另存为 .xlsx 后再导入；打不开的，向提供单位重新索取。",
    en="{name} is a workbook but cannot be read ({what}); it may be damaged. Open it in Excel or WPS, save it as "
    ".xlsx and import that; if it does not open, ask whoever sent it to send it again.",
)
