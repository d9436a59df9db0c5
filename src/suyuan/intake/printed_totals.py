"""Totals that a statement prints above, between or below its rows, and whether the rows read add up to them.

Read only where the words leave no doubt (direction, number of bookings, 合计): what is unclear is no total. The
institutions' own totals often follow rules of their own, so a difference is a warning and never decides anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from suyuan.intake.cells import BLANKS, read_amount
from suyuan.intake.preamble import line_of
from suyuan.intake.recognise import Recognised
from suyuan.intake.rows import GridRow
from suyuan.model.booking import Booking, Direction
from suyuan.model.money import text_from_minor
from suyuan.model.printed_total import PrintedTotal
from suyuan.model.source import Source
from suyuan.model.text import Message, Text

DIFFERS = Text(
    zh="第 {row} 行印有“{text}”，读到的是{found}，不相符",
    en="row {row} prints “{text}”, but what was read is {found}",
)
COUNT_FOUND = Text(zh=" {count} 笔", en="{count} bookings")
AMOUNT_FOUND = Text(zh=" {amount}", en="{amount}")
BOTH_FOUND = Text(zh=" {count} 笔、{amount}", en="{count} bookings, {amount}")

_IN = r"收入|贷方|转入|存入|进账|入账|收款"
_OUT = r"支出|借方|转出|支取|取出|出账|付款"
_NONE = r"中性交易|不计收支|其他"
_WAY = rf"(?<![待预未])(?:已)?(?:(?P<in>{_IN})|(?P<out>{_OUT})|(?P<none>{_NONE}))"
_SUM = r"(?:发生额合计|发生额|合计|总计|总额|总金额|累计金额|累计|金额合计)"
_AMOUNT = r"[¥￥]?(?P<amount>[-+]?\d[\d,]*(?:\.\d+)?)(?![\d%])"
_GAP = r"[:：\s\t,，、;；]*"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_WAY}(?:合计|总计|总额|交易)?{_GAP}(?P<count>\d{{1,9}})\s*笔(?:\([^)]*\))?{_GAP}(?:共计|共|合计|金额|总额)?{_GAP}{_AMOUNT}\s*元?",
        rf"{_WAY}(?:交易)?(?:总|合计)?笔数(?:合计)?{_GAP}(?P<count>\d{{1,9}})(?![\d.,])",
        rf"{_WAY}{_SUM}{_GAP}{_AMOUNT}",
        rf"(?:合计|总计|累计|总){_WAY}(?:金额|额|发生额)?{_GAP}{_AMOUNT}",
        rf"{_WAY}(?:合计|总计)?{_GAP}(?P<count>\d{{1,9}})\s*笔",
        r"total\s+(?:(?P<in>credits?|deposits?|paid in|money in)|(?P<out>debits?|withdrawals?|paid out|money out))"
        rf"(?:\s+amount)?{_GAP}(?:[A-Z]{{3}}\s*)?{_AMOUNT}",
        rf"(?<![\u4e00-\u9fff])(?:[一总]共|共|合计|总计)(?:有)?{_GAP}(?P<count>\d{{1,9}})\s*(?:笔|条)",
        rf"(?:总笔数|总记录数|记录总数|交易笔数|交易总笔数|合计笔数|总条数){_GAP}(?P<count>\d{{1,9}})(?![\d.,])",
        rf"total\s+(?:number\s+of\s+)?transactions{_GAP}(?P<count>\d{{1,9}})(?![\d.,])",
    )
)
_SPEAKS = re.compile(r"[计共笔条额]|total", re.IGNORECASE)
_TOTAL_ROW = re.compile(
    r"(?P<page>本页)?(?:(?P<cny>人民币)|外币)?(?:合计|总计|小计|total)(?:金额)?[:：]?", re.IGNORECASE
)
_PAGE = re.compile(r"本页|本页小计|page total", re.IGNORECASE)
_COLUMNS = (("incoming", Direction.IN), ("outgoing", Direction.OUT))


@dataclass(frozen=True)
class Lines:
    """The rows of a sheet that are no bookings and may print totals: ``rows``, of the sheet ``source`` names."""

    rows: Sequence[GridRow]
    source: Callable[[GridRow], Source]


def printed_totals(
    lines: Lines, found: Recognised, bookings: Sequence[Booking], currency: str
) -> tuple[PrintedTotal, ...]:
    """Return the totals that lines print, each with what was read of the same rows.

    ``currency`` is the table's, for totals that name none.
    """
    printed = []
    for row in sorted(lines.rows, key=lambda each: each.number):
        line = line_of(row)
        if not _SPEAKS.search(line):
            continue
        said = list(_in_columns(row, found, currency)) or list(_in_words(line, currency))
        page = bool(_PAGE.search(line))
        printed += [replace(each, source=lines.source(row), page=page or each.page) for each in said]
    return tuple(_compared(printed, bookings))


def differences(printed: Sequence[PrintedTotal]) -> Iterator[Message]:
    """Yield a warning for each total that the rows read do not add up to."""
    for each in printed:
        if each.is_compared and not each.agrees:
            yield DIFFERS(row=each.source.row, text=each.text, found=_found(each))


def _found(each: PrintedTotal) -> Message:
    amount = text_from_minor(each.found_amount or 0, each.currency)
    if each.amount is None:
        return COUNT_FOUND(count=each.found_count)
    if each.count is None:
        return AMOUNT_FOUND(amount=amount)
    return BOTH_FOUND(count=each.found_count, amount=amount)


def _in_words(line: str, currency: str) -> Iterator[PrintedTotal]:
    """Yield the totals that a line says in words; what one pattern has taken no later one takes again."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(line):
            groups = match.groupdict()
            amount = read_amount(groups["amount"], currency) if groups.get("amount") else None
            if isinstance(amount, Message):
                continue
            way = next((way for way in Direction if groups.get(way.value)), None)
            count = int(groups["count"]) if groups.get("count") else None
            text = " ".join(match.group().split())
            yield PrintedTotal(_NOWHERE, text, way, currency, count, None if amount is None else abs(amount))
        line = pattern.sub(lambda match: " " * len(match.group()), line)


def _in_columns(row: GridRow, found: Recognised, currency: str) -> Iterator[PrintedTotal]:
    """Yield the totals of a row whose amounts stand below the columns of money in and money out."""
    cells = [cell.strip(BLANKS) for cell in row.cells]
    first = next((cell for cell in cells if cell), "")
    title = _TOTAL_ROW.fullmatch(first)
    if title is None:
        return
    for field, way in _COLUMNS:
        names = found.layout.columns.get(field, ())
        at = next((found.places[name] for name in names if name in found.places), None)
        text = cells[at] if at is not None and at < len(cells) else ""
        own = "CNY" if title["cny"] else currency
        amount = read_amount(text, own, numeric=at in row.numeric) if text else None
        if isinstance(amount, int):
            yield PrintedTotal(_NOWHERE, f"{first} {text}", way, own, None, abs(amount), page=bool(title["page"]))


_NOWHERE = Source("", None, 0, 0)


def _compared(printed: Sequence[PrintedTotal], bookings: Sequence[Booking]) -> Iterator[PrintedTotal]:
    """Yield the totals with what was read: of the whole table, or of the rows between two totals of a kind."""
    rows = sorted(bookings, key=lambda each: each.source.row)
    accounts = {each.account for each in rows}
    currencies = {each.currency for each in rows}
    alike: dict[tuple[object, ...], list[int]] = {}
    for each in printed:
        alike.setdefault(kind_of_total(each), []).append(each.source.row)
    for each in printed:
        own = replace(each, account=next(iter(accounts)) if len(accounts) == 1 else "")
        several = len(currencies) > 1 and each.amount is not None and each.currency not in currencies
        if several or not rows:
            yield own if rows else replace(own, found_count=0, found_amount=0)
            continue
        if each.amount is not None:
            own_rows = [row for row in rows if row.currency == each.currency] or rows
        else:
            own_rows = rows
        yield _best(own, own_rows, alike[kind_of_total(each)])


def kind_of_total(each: PrintedTotal) -> tuple[object, ...]:
    """Return by what totals are alike: those of the same columns and kind divide the rows between them."""
    return each.direction, each.page, each.count is None, each.amount is None, each.currency


def _best(each: PrintedTotal, rows: Sequence[Booking], places: Sequence[int]) -> PrintedTotal:
    """Return a total with the rows that it agrees with, or with all that it can mean where it agrees with none."""
    here = each.source.row
    before = max((place for place in places if place < here), default=0)
    after = min((place for place in places if place > here), default=None)
    above = [row for row in rows if before < row.source.row < here]
    below = [row for row in rows if here < row.source.row and (after is None or row.source.row < after)]
    if each.page:
        candidates: list[Sequence[Booking]] = [above]
    elif len(places) > 1:
        candidates = [above or below, below, rows]
    else:
        candidates = [rows]
    made = []
    for subset in candidates:
        mine = [row for row in subset if each.direction in (None, row.direction)]
        made += [_with(each, mine), _with(each, [row for row in mine if row.status.moved_money])]
    return next((one for one in (*made, *_as_counts(each, made)) if one.agrees), made[0])


def _as_counts(each: PrintedTotal, made: Sequence[PrintedTotal]) -> Iterator[PrintedTotal]:
    """Yield a total of no decimals as a number of bookings, which “Total credits 2” may be too."""
    whole = _WHOLE.search(each.text)
    if each.count is None and whole is not None:
        yield from (replace(one, count=int(whole.group()), amount=None) for one in made)


_WHOLE = re.compile(r"(?<![\d.,])\d{1,6}$")


def _with(each: PrintedTotal, rows: Sequence[Booking]) -> PrintedTotal:
    return replace(each, found_count=len(rows), found_amount=sum(row.amount for row in rows))
