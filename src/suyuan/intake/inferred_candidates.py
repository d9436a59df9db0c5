"""Ways in which a table's columns can be meant: by their names where these say something, else by their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from suyuan.intake.header import unit_in
from suyuan.intake.inferred_columns import Column, Sheet
from suyuan.intake.inferred_description import CHINA_MINUTES, Answers
from suyuan.intake.inferred_roles import roles
from suyuan.intake.known_layouts import shared
from suyuan.model.money import DECIMALS, UNSTATED

MOST_CANDIDATES = 60

SINGLE = ("account", "holder", "counterparty_account", "counterparty_name", "counterparty_bank", "status")


@dataclass(frozen=True)
class _Move:
    """How the direction is told, with the columns that say it."""

    direction: str
    columns: dict[str, Column]
    plus: str = "in"
    minus: str = "reverse"
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()


def candidates(sheet: Sheet) -> list[Answers]:
    """Return the ways to read a sheet, the likeliest first; empty where it has no time or no amount."""
    if len(_units(sheet)) > 1 or _units(sheet) - UNITS.keys():
        return []  # columns in different units
    found = []
    for time in _times(sheet)[:2]:
        clock = _clock(sheet, time)
        for balance in _balances(sheet, time):
            taken = [each for each in (time, clock, balance, *_in_three(sheet, time)) if each is not None]
            others = [column for column in sheet.columns if column not in taken]
            for move in _moves(others):
                found += [_answers(sheet, time, clock, balance, move, form) for form in time.formats]
    distinct: list[Answers] = []
    for each in found:
        if each not in distinct:
            distinct.append(each)
    return distinct[:MOST_CANDIDATES]


def _times(sheet: Sheet) -> list[Column]:
    """Return the columns that hold dates, the likeliest first; those that a name calls so before all others."""
    three = _in_three(sheet)
    if three:
        return [replace(three[0], formats=("common",))]
    dated = [column for column in sheet.columns if column.formats]
    named = [column for column in dated if "time" in column.by_name]
    if named:
        best = min(named, key=lambda column: (-column.by_name["time"], _is_booking_date(column.name), column.at))
        return [best]
    plain = [column for column in dated if not (column.money and column.decimals)]
    return [column for column in plain if not column.by_name] or plain


def _in_three(sheet: Sheet, time: Column | None = None) -> list[Column]:
    """Return the columns of year, month and day of a table that has its dates in three, all or none of them."""
    found = [next((each for each in sheet.columns if role in each.by_name), None) for role in _THREE]
    columns = [each for each in found if each is not None and each.filled and not each.decimals]
    fits = len(columns) == len(_THREE) and (time is None or time.at == columns[0].at)
    return columns if fits else []


_THREE = ("year", "month", "day")


def _is_booking_date(name: str) -> bool:
    """Tell whether a name is that of the day a bank booked or valued, rather than of the payment itself."""
    return any(word in name.lower() for word in ("记账", "入账", "起息", "value", "posting", "posted", "booking"))


def _clock(sheet: Sheet, time: Column) -> Column | None:
    others = [column for column in sheet.columns if column is not time and column.clock and not column.formats]
    named = [column for column in others if {"clock", "time"} & column.by_name.keys()]
    return next(iter(named or [column for column in others if not column.money and not column.by_name]), None)


def _balances(sheet: Sheet, time: Column) -> list[Column | None]:
    """Return the columns that may be the balance; no column only where none can be."""
    money = [
        column for column in sheet.columns if column.money and column is not time and not _RATE.search(column.name)
    ]
    named = sorted(
        (column for column in money if "balance" in column.by_name),
        key=lambda column: (-column.by_name["balance"], column.at),
    )
    if named:
        return list(named[:2])
    free = [column for column in money if not column.by_name and _is_sum(column)]
    has_amount = any({"amount", "incoming"} & column.by_name.keys() for column in money)
    return [*free[::-1][:3], None] if has_amount or len(free) < 2 else list(free[::-1][:3])


_RATE = re.compile(r"汇率|rate|kurs|taux|tasa|cambio|欠款|应还|未还|\bowed|owing|\bdebt|schuld", re.IGNORECASE)
"""What a column of rates is called, or of debts, in which what is spent adds up: never a balance."""


def _is_sum(column: Column) -> bool:
    return column.money and not column.long_digits and not column.formats


def _moves(columns: Sequence[Column]) -> Iterator[_Move]:
    """Yield the ways in which direction and amount can be told, the likeliest first."""
    incoming, outgoing = _named(columns, "incoming", empty=True), _named(columns, "outgoing", empty=True)
    amounts = _named(columns, "amount")
    free = [column for column in columns if _is_sum(column) and not column.by_name]
    if not amounts and not (incoming and outgoing):
        amounts = free[:3]
        pairs = list(permutations(free[:3], 2))
    else:
        pairs = [(one, two) for one in incoming for two in outgoing if one is not two]
        pairs += [(two, one) for one, two in pairs]
    for one, two in pairs:
        both = {"incoming": one, "outgoing": two}
        for minus in ("absolute", "reverse") if two.negative else ("reverse",):
            yield _Move("two_columns", both, minus=minus)
    for amount in amounts:
        yield from _of_amount(amount, columns)


def _of_amount(amount: Column, columns: Sequence[Column]) -> Iterator[_Move]:
    """Yield how one column of amounts can be meant: beside a word, by its sign, or as neither in nor out."""
    meanings = roles().words["direction"]
    known = {word for words in meanings.values() for word in words}
    told = False
    # A column whose words are known says more than two words that might be in and out.
    for column in sorted(columns, key=lambda each: not (set(each.words) <= known and _both_ways(each))):
        if column is amount or not column.words or (column.money and column.decimals):
            continue
        both = {"amount": amount, "direction": column}
        if set(column.words) <= known or _is_code(column):
            yield _Move("word", both, minus="word")
            told = told or "direction" in column.by_name or _both_ways(column)
            if _both_ways(column):
                # Institutions write 借 and 贷 from their own side or from the customer's.
                turned = {"in": meanings["out"], "out": meanings["in"], "none": meanings["none"]}
                yield _Move("word", both, minus="word", words=tuple(turned.items()))
        elif not told and len(column.words) == 2 and _may_say_direction(column, amount):
            one, two = column.words
            for incoming, outgoing in ((one, two), (two, one)):
                words = (("in", (incoming,)), ("out", (outgoing,)))
                yield _Move("word", both, minus="word", words=words)
    if told and not amount.negative:
        return
    for plus in ("in", "out"):
        yield _Move("signed", {"amount": amount}, plus=plus)
    if amount.sides:
        return
    if not amount.negative:
        yield _Move("none", {"amount": amount})


def _may_say_direction(column: Column, amount: Column) -> bool:
    """Tell whether two unknown words may be in and out; signs of the amounts speak before them."""
    return "direction" in column.by_name or not (column.by_name or amount.negative)


def _both_ways(column: Column) -> bool:
    """Tell whether a column's words say both in and out."""
    meanings = roles().words["direction"]
    return all(any(word in meanings[way] for word in column.words) for way in ("in", "out"))


def _is_code(column: Column) -> bool:
    return "direction" in column.by_name and all(word.isdigit() and len(word) <= 2 for word in column.words)


def _named(columns: Sequence[Column], role: str, *, empty: bool = False) -> list[Column]:
    """Return the columns of sums that a name gives the role, the surest first, at most two."""
    fitting = [
        column for column in columns if role in column.by_name and (column.money or (empty and not column.filled))
    ]
    return sorted(fitting, key=lambda column: (-column.by_name[role], column.at))[:2]


def _answers(
    sheet: Sheet, time: Column, clock: Column | None, balance: Column | None, move: _Move, form: str
) -> Answers:
    fields: dict[str, tuple[str, ...]] = {"time": (time.name,)}
    if clock is not None:
        fields["clock"] = (clock.name,)
    fields.update(
        {role: (column.name,) for role, column in zip(_THREE[1:], _in_three(sheet, time)[1:], strict=False)}
    )
    fields.update({role: (column.name,) for role, column in move.columns.items()})
    if balance is not None:
        fields["balance"] = (balance.name,)
    taken = {name for names in fields.values() for name in names}
    others = [column for column in sheet.columns if column.name not in taken]
    fields.update(_described(others) if sheet.header_at is not None else _by_cells(others))
    currency = _currency(sheet, fields)
    return Answers(
        names=tuple(column.name for column in sheet.columns),
        fields=fields,
        direction=move.direction,
        plus=move.plus,
        minus=move.minus,
        words=dict(move.words),
        time_formats=() if form == "common" else roles().formats[form],
        currency=currency,
        offset_minutes=CHINA_MINUTES if sheet.chinese else _OFFSETS.get(currency, CHINA_MINUTES),
        unit=UNITS[next(iter(_units(sheet)), "")],
        decimal_mark="comma" if any(column.decimal_comma for column in sheet.columns) else "point",
        cells=() if sheet.header_at is not None else tuple(map(_pattern, sheet.columns)),
    )


_IN_A_NAME = re.compile(
    r"(?:\((?:in|单位:?)?|in|(?<=[a-zà-ÿ]))(?P<code>[A-Z]{3}|(?<=\()[a-z]{3}|[¥€£])(?:\)|$)|(?P<sign>[€£])"
)
_SIGNS = {"€": "EUR", "£": "GBP", "₹": "INR"}


def _currency(sheet: Sheet, fields: dict[str, tuple[str, ...]]) -> str:
    """Return the currency that the names of the columns of sums print, or their cells; else what is usual."""
    sums = [column for column in sheet.columns if column.name in _sums(fields)]
    printed = {
        _code(found["code"] or "") or _SIGNS.get(found["code"] or found["sign"], "")
        for column in sums
        for found in _IN_A_NAME.finditer(column.name)
    } | {_SIGNS.get(sign, sign) for column in sums for sign in column.signs}
    printed.discard("")
    if len(printed) == 1:
        return printed.pop()
    if any(_JAPANESE.search(column.name) for column in sheet.columns):
        return "JPY"
    if any(_THAI.search(column.name) for column in sheet.columns):
        return "THB"
    return "CNY" if sheet.chinese else UNSTATED


def _code(text: str) -> str:
    return shared().currency.get(text.upper(), text.upper() if text.upper() in DECIMALS else "")


_JAPANESE = re.compile(r"[\u3040-\u30ff]|^(?:差引)?残高$|^[入出]金額?$|^日付$")
"""Names of columns that only Japanese has; its banks print no currency."""

_THAI = re.compile(r"[\u0e00-\u0e7f]")
_OFFSETS = {"THB": 7 * 60, "CHF": 60}
"""The civil time, in minutes, of files without a Chinese word whose columns print this one country's currency."""


UNITS = {"": "major", "元": "major", "分": "minor", "万元": "ten_thousand", "万": "ten_thousand"}


def _units(sheet: Sheet) -> set[str]:
    """Return the units other than the yuan that the names of columns of sums, or the lines above, print."""
    above = sheet.grid.rows[: sheet.header_at or 0]
    lines = {unit_in(cell) for row in above for cell in row.cells if "单位" in cell} - {""}
    sums = [column for column in sheet.columns if column.money and _MONEY_ROLES & column.by_name.keys()]
    return {unit_in(column.name) or next(iter(lines), "") for column in sums} | lines


_MONEY_ROLES = {"amount", "incoming", "outgoing", "balance", "fee"}


def _sums(fields: dict[str, tuple[str, ...]]) -> set[str]:
    return {name for role in ("amount", "incoming", "outgoing", "balance") for name in fields.get(role, ())}


def _described(columns: Sequence[Column]) -> dict[str, tuple[str, ...]]:
    """Return the columns of the roles that only describe a booking, by their names."""
    fields: dict[str, tuple[str, ...]] = {}
    left = list(columns)
    for role in SINGLE:
        fitting = [column for column in left if role in column.by_name and _can_be(role, column)]
        if fitting:
            best = min(fitting, key=lambda column: (-column.by_name[role], column.at))
            fields[role] = (best.name,)
            left.remove(best)
    if "counterparty_name" not in fields and _stands_behind(fields, "holder", "counterparty_account", columns):
        fields["counterparty_name"] = fields.pop("holder")
    fee = next((column for column in left if "fee" in column.by_name and column.money), None)
    if fee is not None:
        fields["fee"] = (fee.name,)
    # “Valuta” is the currency in some languages and the day of value in others: the cells tell
    named = (column for column in left if "currency" in column.by_name)
    currency = next((column for column in named if _can_be("currency", column)), None)
    if currency is not None:
        fields["currency"] = (currency.name,)
    summary = [column.name for column in left if "summary" in column.by_name and column.filled]
    references = [column.name for column in left if "reference" in column.by_name and column.filled]
    if summary:
        fields["summary"] = tuple(summary)
    if references:
        fields["reference"] = (references[0],)
    if references[1:]:
        fields["references"] = tuple(references[1:])
    return fields


def _stands_behind(fields: dict[str, tuple[str, ...]], role: str, before: str, columns: Sequence[Column]) -> bool:
    """Tell whether a column stands right behind another: a 户名 behind 对方账号 is the other side."""
    places = {column.name: column.at for column in columns}
    here, there = (places.get(fields[each][0]) if each in fields else None for each in (role, before))
    return here is not None and there is not None and here == there + 1


def _can_be(role: str, column: Column) -> bool:
    """Tell whether a column's cells allow the role that its name says."""
    if role == "account":
        return column.filled > 0 and not column.text
    if role == "currency":
        known = shared().currency
        return bool(column.words) and all(word in known or word.upper() in known for word in column.words)
    return column.filled > 0 and not column.formats


def _by_cells(columns: Sequence[Column]) -> dict[str, tuple[str, ...]]:
    """Return what columns without names may safely be: texts are remarks, and so is any number in full."""
    texts = [column.name for column in columns if column.text]
    numbers = [column.name for column in columns if column.long_digits and not column.text]
    fields: dict[str, tuple[str, ...]] = {}
    if texts:
        fields["summary"] = tuple(texts)
    if numbers:
        fields["details"] = tuple(numbers)
    return fields


def _pattern(column: Column) -> str:
    """Return the pattern by which a column without a name is known again."""
    if column.formats:
        return r"\d{1,4}[-/. 年]?\w{1,3}[-/. 月]?\d{1,4}.*"
    if column.money and column.decimals:
        return r"(?:[-+]?[\d,]*\.?\d*)"
    return ".*"
