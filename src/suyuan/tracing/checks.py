"""What a trace refuses, each with the table and the row (docs/method.md, "Claims"; amounts, order, references)."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from suyuan.errors import Refused
from suyuan.model.money import LARGEST_MINOR, text_from_minor
from suyuan.model.text import Message, Text
from suyuan.tracing.columns import Column, first_repeated, is_missing, is_text, numbers, places, taken, unique
from suyuan.tracing.findings import MONEY, TEXT, TIME
from suyuan.tracing.kernels.arrays import Array64

IN_TABLE = Text(zh="{table} 第 {row} 条：{what}", en="{table}, record {row}: {what}")
NO_COLUMN = Text(zh="{table} 缺少列 {column}。", en="{table} has no column {column}.")
WRONG_TYPE = Text(
    zh="{table} 的列 {column} 类型是 {found}，应为 {expected}。",
    en="{table}: column {column} is of type {found}, expected {expected}.",
)
EMPTY = Text(zh="{column} 为空。", en="{column} is empty.")
NOT_POSITIVE = Text(zh="金额 {amount} 不大于零。", en="the amount {amount} is not above zero.")
NEGATIVE = Text(zh="余额 {amount} 为负数，不能作为账户持有的资金。", en="the balance {amount} is below zero.")
TOO_LARGE = Text(
    zh="金额或账户余额过大：须小于 {limit}。",
    en="the amount or an account's balance is too large: it must stay below {limit}.",
)
UNSORTED = Text(
    zh="时间早于上一条；转账须按时间先后排列。",
    en="its time is before that of the record above; transfers must stand in order of time.",
)
REPEATED = Text(zh="编号 {id} 重复。", en="the id {id} is repeated.")
UNKNOWN_TRANSFER = Text(zh="没有编号为 {id} 的转账。", en="there is no transfer {id}.")
ON_ITSELF = Text(
    zh="转账 {id} 的付款账户与收款账户相同，不能作为被骗转账。",
    en="transfer {id} goes from an account to itself; it cannot be claimed.",
)
ABOVE_TRANSFER = Text(
    zh="金额 {claimed} 超过转账 {id} 的金额 {amount}。",
    en="{claimed} is above the amount of transfer {id}, {amount}.",
)
SUM_ABOVE_TRANSFER = Text(
    zh="至此对转账 {id} 主张的合计 {claimed} 超过其金额 {amount}。",
    en="the claims on transfer {id} up to here come to {claimed}, above its amount {amount}.",
)

TRANSFERS, CLAIMS, OPENINGS, ACCOUNTS, ASSERTIONS = "transfers", "claims", "openings", "accounts", "assertions"
EARMARKS = "earmarks"

REQUIRED: dict[str, dict[str, pa.DataType]] = {
    TRANSFERS: {"id": TEXT, "time": TIME, "payer": TEXT, "payee": TEXT, "amount": MONEY},
    CLAIMS: {"claim": TEXT, "victim": TEXT, "transfer": TEXT, "amount": MONEY},
    ASSERTIONS: {"account": TEXT, "time": TIME, "after_transfer": TEXT, "amount": MONEY},
    EARMARKS: {"account": TEXT, "credit": TEXT, "debit": TEXT, "amount": MONEY},
}
LARGE = 1 << 25
"""From so many rows on a table stays in chunks: its copy would be half of the memory a trace needs."""

MAY_BE_EMPTY = frozenset({"after_transfer", "victim"})


class RowRefused(Refused):
    """A refusal that knows its place: ``table`` (like ``claims``), ``row`` from 0, and ``what`` is wrong there."""

    def __init__(self, table: str, row: int, what: Message) -> None:
        super().__init__(IN_TABLE(table=table, row=row + 1, what=what))
        self.table = table
        self.row = row
        self.what = what


def conform(table: pa.Table, name: str) -> pa.Table:
    """Return the table with its required columns in the types they need, no value missing.

    Its chunks are joined, unless it is large.

    Raises Refused for a missing column or a wrong type, RowRefused for an empty value.
    """
    columns: dict[str, Column] = {column: table.column(column) for column in table.column_names}
    for column, kind in REQUIRED[name].items():
        if column not in columns:
            raise Refused(NO_COLUMN(table=name, column=column))
        found = columns[column]
        if found.type != kind:
            if not _castable(found.type, kind):
                raise Refused(WRONG_TYPE(table=name, column=column, found=found.type, expected=kind))
            found = columns[column] = found.cast(kind)
        if column not in MAY_BE_EMPTY:
            _refuse_first(is_missing(found), name, EMPTY(column=column))
            if kind == TEXT:
                _refuse_first(is_text(found, ""), name, EMPTY(column=column))
    whole = pa.table(columns)
    return whole if len(whole) >= LARGE else whole.combine_chunks()


def _castable(found: pa.DataType, wanted: pa.DataType) -> bool:
    if pa.types.is_null(found):
        return True
    if wanted == TIME:
        return bool(pa.types.is_timestamp(found) and found.tz is not None)
    if wanted == TEXT:
        return bool(pa.types.is_string(found) or pa.types.is_large_string(found) or pa.types.is_dictionary(found))
    return bool(pa.types.is_integer(found))


def _refuse_first(wrong: NDArray[np.bool_], table: str, what: Message) -> None:
    if wrong.any():
        raise RowRefused(table, int(wrong.argmax()), what)


def check_transfers(transfers: pa.Table, currency: str) -> None:
    """Raise RowRefused for an amount not above zero or too large, a time before the last, a repeated id."""
    check_amounts(transfers, TRANSFERS, currency, least=1)
    times = numbers(transfers.column("time"))
    back = np.flatnonzero(times[1:] < times[:-1])
    if len(back):
        raise RowRefused(TRANSFERS, int(back[0]) + 1, UNSORTED())
    check_unique(transfers.column("id"), TRANSFERS)


def check_amounts(table: pa.Table, name: str, currency: str, *, least: int) -> None:
    """Raise RowRefused for the first amount below ``least`` (1 or 0) or from 2**62 minor units up."""
    amounts = numbers(table.column("amount"))
    for row in np.flatnonzero(amounts < least)[:1]:
        amount = text_from_minor(int(amounts[row]), currency)
        raise RowRefused(name, int(row), (NOT_POSITIVE if least else NEGATIVE)(amount=amount))
    for row in np.flatnonzero(amounts >= LARGEST_MINOR)[:1]:
        raise too_large(name, int(row), currency)


def too_large(table: str, row: int, currency: str) -> RowRefused:
    """Return the refusal of an amount or balance that 64 bits do not hold safely."""
    return RowRefused(table, row, TOO_LARGE(limit=text_from_minor(LARGEST_MINOR, currency)))


def check_unique(ids: Column, table: str) -> None:
    """Raise RowRefused for the first record whose id stood before."""
    row = first_repeated(ids)
    if row >= 0:
        raise RowRefused(table, row, REPEATED(id=ids[row].as_py()))


def transfers_named(named: Column, transfers: pa.Table) -> Array64:
    """Return for each transfer id its place in the list, -1 where there is no such transfer."""
    wanted = unique(named)
    hits = places(transfers.column("id"), wanted)
    rows = np.flatnonzero(hits >= 0)
    place_of_wanted = np.full(len(wanted), -1, dtype=np.int64)
    place_of_wanted[hits[rows]] = rows
    return place_of_wanted[places(named, wanted)]


def claimed_transfers(claims: pa.Table, transfers: pa.Table, currency: str) -> Array64:
    """Return each claim's transfer as its place in the list.

    Raises RowRefused for a repeated claim id, an unknown transfer, a transfer of an account to itself, an amount
    not above zero or above the transfer's, alone or together with the claims before it.
    """
    check_amounts(claims, CLAIMS, currency, least=1)
    check_unique(claims.column("claim"), CLAIMS)
    found = transfers_named(claims.column("transfer"), transfers)
    ids = claims.column("transfer").to_pylist()
    amounts = numbers(claims.column("amount")).tolist()
    known = found[: int(np.argmax(np.append(found, -1) < 0))]
    limits = taken(transfers.column("amount"), known).to_pylist()
    payers, payees = taken(transfers.column("payer"), known), taken(transfers.column("payee"), known)
    sums: dict[int, int] = {}
    for row, place in enumerate(found.tolist()):
        if place < 0:
            raise RowRefused(CLAIMS, row, UNKNOWN_TRANSFER(id=ids[row]))
        if payers[row] == payees[row]:
            raise RowRefused(CLAIMS, row, ON_ITSELF(id=ids[row]))
        amount, limit = amounts[row], limits[row]
        sums[place] = sums.get(place, 0) + amount
        if sums[place] > limit:
            text, stated = (ABOVE_TRANSFER, amount) if amount > limit else (SUM_ABOVE_TRANSFER, sums[place])
            values = {"claimed": text_from_minor(stated, currency), "amount": text_from_minor(limit, currency)}
            raise RowRefused(CLAIMS, row, text(id=ids[row], **values))
    if sum(sums.values()) >= LARGEST_MINOR:
        raise too_large(CLAIMS, len(claims) - 1, currency)
    return found
