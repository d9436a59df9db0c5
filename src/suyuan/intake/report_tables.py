"""Victims' payments in tables of other units: known by what their columns are called (``report_columns.toml``).

A row may hold several payments in numbered columns (转账时间1, 转账金额1, 转账时间2 …). Times and amounts may be
words (2021年3月5日10时许, 3.2万元). A row whose victim's own cells are all blank carries on the victim above it,
as merged cells do, and is warned of.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources

from suyuan.intake.accounting import accounted
from suyuan.intake.cells import BLANKS, TimeReader, read_amount, tidy, time_reader
from suyuan.intake.fault import Fault
from suyuan.intake.forms import DAMAGED, NO_PARTY, NOT_FILLED_IN, NOT_POSITIVE
from suyuan.intake.header import cleaned, top_rows
from suyuan.intake.known_layouts import layout as known_layout
from suyuan.intake.layout import Layout
from suyuan.intake.one_sheet import SheetContent
from suyuan.intake.recognise import Recognised
from suyuan.intake.report_text.amounts import read_said_amount
from suyuan.intake.report_text.times import SaidTime, read_said_time
from suyuan.intake.rows import Grid, GridRow
from suyuan.intake.sorting import RowReader, Sorter
from suyuan.intake.table import QUARANTINED, ROWS_NAMED, StatementTable
from suyuan.model.account import is_damaged, normal_form
from suyuan.model.claim import ReportedPayment
from suyuan.model.moment import Moment, Precision
from suyuan.model.source import Source
from suyuan.model.text import Message, Text

FORMAT = "victim_report_table"
VICTIM_ABOVE = Text(
    zh="第 {rows} 行的被害人各列为空（合并单元格），按上一行的被害人读取",
    en="rows {rows} leave the victim's columns blank (merged cells); they were read as the victim's above",
)
_NUMBERED = re.compile(
    r"^(?:第?[一二三四五六七八九十\d]{1,2}[笔次][_:-]?)|(?:[_-]?\(?[\d一二三四五六七八九十]{1,2}\)?)$"
)
_UNIT = re.compile(r"\((?:人民币|单位:?|RMB)?(?P<unit>万?元|人民币)\)")
_TAIL = re.compile(r"尾号(?P<tail>\d{3,6})")
_NEEDED = ("victim", "time", "amount")
_TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class _Columns:
    """Where a table has what: for each payment of a row the column of each field, and the victim's own columns."""

    payments: tuple[dict[str, int], ...]
    own: tuple[int, ...]
    in_ten_thousands: frozenset[int]
    names: Sequence[str]


@cache
def _known() -> dict[str, tuple[str, ...]]:
    data = _data()
    return {name: tuple(each) for name, each in data["columns"].items()}


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    text = resources.files("suyuan.intake").joinpath("report_columns.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def read_report_table(sha256: str, grid: Grid) -> SheetContent | None:
    """Return what a table of victims' payments says; None if the sheet is no such table."""
    for at, row in enumerate(top_rows(grid.rows)):
        columns = _columns(row)
        if columns is not None:
            return _read(sha256, grid, at, columns)
    return None


def _columns(row: GridRow) -> _Columns | None:
    """Return where a header has what; None if it lacks a victim, a time, an amount or both accounts."""
    plain = [_plain(name) for name in cleaned(row)]
    found: dict[str, list[int]] = {}
    for name, wanted in _known().items():
        first = next((each for each in wanted if each in plain), None)
        if first is not None:
            found[name] = [place for place, each in enumerate(plain) if each == first]
    if not all(name in found for name in _NEEDED) or not ({"payee", "payer", "payee_name"} & found.keys()):
        return None
    count = len(found["amount"])
    payments = tuple(
        {
            name: places[number] if number < len(places) else places[0]
            for name, places in found.items()
            if number < len(places) or len(places) == 1
        }
        for number in range(count)
    )
    own_names = _data()["victims_own"]["names"]
    own = [place for name in ("victim", "report") for place in found.get(name, ())]
    own += [place for place, each in enumerate(plain) if each in own_names]
    return _Columns(
        payments,
        tuple(sorted(set(own))),
        frozenset(place for place, name in enumerate(cleaned(row)) if "万元" in name),
        [cell.strip(BLANKS) for cell in row.cells],
    )


def _plain(name: str) -> str:
    return _NUMBERED.sub("", _UNIT.sub("", name))


def _read(sha256: str, grid: Grid, header_at: int, columns: _Columns) -> SheetContent:
    layout = _layout()
    places = {name: place for place, name in enumerate(cleaned(grid.rows[header_at])) if name}
    reader = _Reader(sha256, grid, columns)
    sorter: Sorter[tuple[ReportedPayment, ...]] = Sorter(
        sha256, grid, Recognised(layout, header_at, places), RowReader(reader.read)
    )
    rows = sorter.sort()
    quarantined = tuple(sorted(rows.quarantined, key=lambda each: each.source.row))
    table = StatementTable(
        grid.sheet,
        grid.sheet_number,
        grid.rows[header_at].number,
        accounted(len(grid.rows), rows.classes),
        (),
        quarantined,
        tuple(rows.noted),
    )
    warnings: list[Message] = []
    if quarantined:
        named = ", ".join(str(each.source.row) for each in quarantined[:ROWS_NAMED])
        warnings.append(QUARANTINED(count=len(quarantined), rows=named))
    if reader.carried_on:
        warnings.append(VICTIM_ABOVE(rows=", ".join(map(str, reader.carried_on[:ROWS_NAMED]))))
    lines = tuple(payment for each in rows.read for payment in each)
    return SheetContent(replace(table, format=FORMAT), layout, tuple(warnings), lines=lines)


@cache
def _layout() -> Layout:
    own = known_layout("victim_report.toml")
    return replace(own, id=FORMAT, columns={}, recognise=replace(own.recognise, header=(), required=()))


@dataclass
class _Reader:
    sha256: str
    grid: Grid
    columns: _Columns
    victim: str = ""
    report: str = ""
    carried_on: list[int] = field(default_factory=list)
    read_time: TimeReader = field(default_factory=lambda: time_reader(()))

    def read(self, row: GridRow, order: int) -> tuple[ReportedPayment, ...] | Fault:
        """Return a row's payments, or the first thing in it that cannot be read."""
        del order
        first = self.columns.payments[0]
        carries_on = bool(self.victim) and not any(_text(row, place) for place in self.columns.own)
        victim = self.victim if carries_on else _text(row, first["victim"])
        report = self.report if carries_on else _text(row, first.get("report"))
        # Also where the row itself cannot be read: the next one may carry on this victim, never the one before.
        self.victim, self.report = victim, report
        found: list[ReportedPayment] = []
        for number, places in enumerate(self.columns.payments, 1):
            if number > 1 and not self._is_filled(row, places):
                continue
            payment = self._payment(row, places, victim, report or f"T{self.sha256[:6]}")
            if isinstance(payment, Fault):
                return payment
            found.append(replace(payment, number=number))
        if not victim:
            return Fault(self._name(first["victim"]), NOT_FILLED_IN(column=self._name(first["victim"])))
        if carries_on:
            self.carried_on.append(row.number)
        return tuple(found)

    def _is_filled(self, row: GridRow, places: dict[str, int]) -> bool:
        first = self.columns.payments[0]
        return any(_text(row, place) for name, place in places.items() if place != first.get(name))

    def _payment(self, row: GridRow, places: dict[str, int], victim: str, report: str) -> ReportedPayment | Fault:
        time = self._time(row, places["time"])
        if isinstance(time, Fault):
            return time
        currency = _text(row, places.get("currency")) or "CNY"
        amount = self._amount(row, places["amount"], "CNY" if currency in ("人民币", "人民币元") else currency)
        if isinstance(amount, Fault):
            return amount
        numbers = {}
        for side in ("payer", "payee"):
            number = self._number(row, places.get(side))
            if isinstance(number, Fault):
                return number
            numbers[side] = number
        channel, holder = _text(row, places.get("channel")), _text(row, places.get("payee_name"))
        if not any((*numbers.values(), channel, holder)):
            return Fault(self._name(places.get("payee", places["amount"])), NO_PARTY())
        minor, least, greatest, code = amount
        moment, span, about = time
        return ReportedPayment(
            source=Source(self.sha256, self.grid.sheet, self.grid.sheet_number, row.number),
            report=report,
            victim=victim,
            time=moment,
            payer=numbers["payer"],
            payee=numbers["payee"],
            amount=minor,
            currency=code,
            channel=channel,
            payer_name=_text(row, places.get("payer_name")),
            payer_bank=_text(row, places.get("payer_bank")),
            payee_name=holder,
            payee_bank=_text(row, places.get("payee_bank")),
            span=span,
            about=about,
            least=least,
            greatest=greatest,
            reported_at=self._reported(row, places.get("reported")),
        )

    def _reported(self, row: GridRow, place: int | None) -> Moment | None:
        """Return when the report was made, None where the table does not say it: no payment depends on it."""
        if place is None:
            return None
        found = self.read_time(_text(row, place), numeric=place in row.numeric)
        return found if isinstance(found, Moment) else None

    def _time(self, row: GridRow, place: int) -> tuple[Moment, int, bool] | Fault:
        text = _text(row, place)
        found = self.read_time(text, numeric=place in row.numeric)
        if isinstance(found, Moment):
            # A spreadsheet's midnight is a bare date to whoever typed it.
            return found, 0, False
        said: SaidTime | None = read_said_time(text)
        if said is None or said.moment is None:
            return Fault(self._name(place), found)
        return said.moment, said.span if said.moment.precision is not Precision.DAY else 0, said.about

    def _amount(self, row: GridRow, place: int, currency: str) -> tuple[int, int, int, str] | Fault:
        text = _text(row, place)
        if not text:
            return Fault(self._name(place), NOT_FILLED_IN(column=self._name(place)))
        times = _TEN_THOUSAND if place in self.columns.in_ten_thousands else 1
        found = read_amount(text, currency, numeric=place in row.numeric)
        if times > 1:
            found = read_amount(_shifted(text), currency, numeric=place in row.numeric)
        if isinstance(found, int) and found > 0:
            return found, 0, 0, currency
        said = read_said_amount(text, currency) if times == 1 or "元" in text else None
        if said is None or said.amount is None:
            return Fault(self._name(place), NOT_POSITIVE(text=text) if isinstance(found, int) else found)
        return said.amount, said.least, said.greatest, currency

    def _number(self, row: GridRow, place: int | None) -> str | Fault:
        text = _text(row, place)
        if place is not None and is_damaged(text, stored_as_number=place in row.numeric):
            return Fault(self._name(place), DAMAGED(text=text))
        tail = _TAIL.search(text)
        return f"*{tail['tail']}" if tail else normal_form(text)

    def _name(self, place: int) -> str:
        return self.columns.names[place] if place < len(self.columns.names) else ""


def _text(row: GridRow, place: int | None) -> str:
    return tidy(row.cells[place]) if place is not None and place < len(row.cells) else ""


def _shifted(text: str) -> str:
    """Return a plain number of ten thousands as one of units: 3.2 is 32000."""
    plain = text.replace(",", "").removesuffix("万元").removesuffix("万").strip()
    whole, _, part = plain.partition(".")
    if not (whole + part).isdigit():
        return text
    moved = part.ljust(4, "0")
    return f"{whole}{moved[:4]}.{moved[4:] or '0'}"
