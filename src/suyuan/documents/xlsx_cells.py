"""Cells as a workbook has them: numbers where they are exact, text for everything that a user's file says.

A cell that begins with ``=``, ``+``, ``-`` or ``@`` is written as a string, never as a formula; account numbers
are strings, so no digit is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from suyuan.documents.figures import Spread
from suyuan.documents.report_model import PolicyWords
from suyuan.documents.shown import moment, money_range
from suyuan.documents.tables import (
    Account,
    Badge,
    Brief,
    Cell,
    Column,
    EvidenceRow,
    Link,
    Money,
    Several,
    Span,
    Way,
    When,
)
from suyuan.model.moment import CHINA
from suyuan.model.money import decimals_of, text_from_minor
from suyuan.model.text import Language, Message, Text, say

EXACT_BELOW = 10**15
"""A spreadsheet's number holds 15 digits exactly; amounts from here up are written as text."""

LONGEST_TEXT = 32_000
LEAST = Text(zh="最少", en="least")
GREATEST = Text(zh="最多", en="greatest")
OF = Text(zh="{what}·{part}", en="{what}: {part}")
HOLDER = Text(zh="户名", en="holder")
ROW = Text(zh="{file} · {sheet}第 {row} 行 · {sha}", en="{file} · {sheet}row {row} · {sha}")
PERIOD = Text(zh="{start} 至 {end}", en="{start} to {end}")


@dataclass(frozen=True)
class Formats:
    """The workbook's cell formats."""

    head: Format
    text: Format
    money: Format
    count: Format
    time: Format
    day: Format
    link: Format
    total: Format
    total_money: Format
    title: Format
    heading: Format
    wrapped: Format


@dataclass(frozen=True)
class Place:
    """A column of the sheet made from a column of a table: title, width, and the part of the cell it shows."""

    title: str
    width: int
    part: Callable[[Cell], Cell]


WIDTHS = {"account": 25, "money": 17, "range": 17, "spread": 17, "time": 20, "count": 10, "hash": 66, "way": 14}


class XlsxCells:
    """Writes cells in one language. ``locate`` gives the link to a row's anchor, None where it has none."""

    def __init__(
        self,
        language: Language,
        currency: str,
        policies: tuple[PolicyWords, ...],
        formats: Formats,
        locate: Callable[[str], str | None],
    ) -> None:
        self.language = language
        self.currency = currency
        self.policies = policies
        self.formats = formats
        self.locate = locate

    def places(self, column: Column, cells: tuple[Cell, ...]) -> tuple[Place, ...]:
        """Return the sheet's columns for a table's column; ``cells`` are all that it has."""
        title = self.said(column.title)
        width = WIDTHS.get(column.kind, 22)
        if column.kind in ("spread", "range") and len(self.policies) > 1:
            ends = (
                self._part(title, LEAST, width, lambda spread: Money(spread.least)),
                self._part(title, GREATEST, width, lambda spread: Money(spread.greatest)),
            )
            rules = tuple(
                self._part(title, policy.name, width, _under(number))
                for number, policy in enumerate(self.policies)
            )
            return ends + rules if column.kind == "spread" else ends
        if column.kind in ("spread", "range"):
            return (Place(title, width, _spread_part(lambda spread: Money(spread.greatest))),)
        if any(isinstance(cell, Account) and cell.holder for cell in cells):
            holder = self.said(OF(what=title, part=HOLDER))
            return Place(title, width, lambda cell: cell), Place(holder, 14, _holder)
        return (Place(title, width, lambda cell: cell),)

    def said(self, words: object) -> str:
        """Return words in the workbook's language."""
        return say(words, self.language)

    def write(self, sheet: Worksheet, row: int, column: int, cell: Cell, *, total: bool = False) -> None:
        """Write one cell; a link that leads nowhere is written as its words."""
        formats = self.formats
        if cell is None or cell == "":
            if total:
                sheet.write_blank(row, column, None, formats.total)
        elif isinstance(cell, Money):
            self._write_money(sheet, row, column, cell.minor, formats.total_money if total else formats.money)
        elif isinstance(cell, int):
            sheet.write_number(row, column, cell, formats.total if total else formats.count)
        elif isinstance(cell, When):
            self._write_time(sheet, row, column, cell)
        else:
            target = self.locate(_anchor(cell))
            text = self.plain(cell)[:LONGEST_TEXT]
            if target is not None and not total:
                sheet.write_url(row, column, target, formats.link, text)
            else:
                sheet.write_string(row, column, text, formats.total if total else formats.text)

    def plain(self, cell: Cell) -> str:
        """Return a cell as plain text."""
        if isinstance(cell, str | Text | Message | int):
            return self.said(cell)
        if isinstance(cell, Money):
            return text_from_minor(cell.minor, self.currency)
        if isinstance(cell, Link | Badge):
            return self.said(cell.words)
        if isinstance(cell, Account):
            return cell.number
        if isinstance(cell, When):
            return moment(cell.at, date_only=cell.date_only)
        return self._plain_many(cell)

    def _plain_many(self, cell: Cell) -> str:
        if isinstance(cell, Brief):
            return self.plain(cell.whole)
        if isinstance(cell, Several):
            return "\n".join(self.plain(each) for each in cell.cells if each not in (None, ""))
        if isinstance(cell, Span):
            ends = (moment(end) if end else "…" for end in (cell.start, cell.end))
            start, end = ends
            return self.said(PERIOD(start=start, end=end))
        if isinstance(cell, EvidenceRow):
            sheet = f"{cell.sheet} · " if cell.sheet else ""
            return self.said(ROW(file=f"{cell.mark} {cell.file}", sheet=sheet, row=cell.row, sha=cell.sha256[:12]))
        if isinstance(cell, Way):
            return self.said(cell.unit(len(cell.steps))) if cell.steps else ""
        if isinstance(cell, Spread):
            return money_range(cell, self.currency)
        return ""

    def _write_money(self, sheet: Worksheet, row: int, column: int, minor: int, shape: Format) -> None:
        text = text_from_minor(minor, self.currency)
        if abs(minor) < EXACT_BELOW:
            sheet.write_number(row, column, float(text), shape)  # float: exact below 10^15, and shown exactly
        else:
            sheet.write_string(row, column, text, shape)

    def _write_time(self, sheet: Worksheet, row: int, column: int, cell: When) -> None:
        shape = self.formats.day if cell.date_only else self.formats.time
        sheet.write_datetime(row, column, naive(cell.at), shape)

    def _part(self, title: str, name: Text, width: int, part: Callable[[Spread], Cell]) -> Place:
        return Place(self.said(OF(what=title, part=name)), width, _spread_part(part))


def naive(at: datetime) -> datetime:
    """Return a time as a spreadsheet keeps it: China's civil time without offset, whole seconds."""
    local = at.astimezone(CHINA) if at.tzinfo is not None else at
    return local.replace(tzinfo=None, microsecond=0)


def money_format(currency: str) -> str:
    """Return the number format with all the currency's decimals."""
    places = decimals_of(currency)
    return "#,##0." + "0" * places if places else "#,##0"


def _spread_part(part: Callable[[Spread], Cell]) -> Callable[[Cell], Cell]:
    return lambda cell: part(cell) if isinstance(cell, Spread) else cell


def _under(number: int) -> Callable[[Spread], Cell]:
    return lambda spread: Money(spread.amounts[number])


def _holder(cell: Cell) -> Cell:
    return cell.holder if isinstance(cell, Account) else None


def _anchor(cell: Cell) -> str:
    """Return the anchor that a cell leads to, of several the first's."""
    if isinstance(cell, Link | Account | EvidenceRow):
        return cell.anchor
    if isinstance(cell, Several):
        return next((_anchor(each) for each in cell.cells if _anchor(each)), "")
    return ""
