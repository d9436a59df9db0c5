"""Openings, asserted balances, and the bookings nobody explains.

The rules: docs/method.md, "Lots" and "Coverage and assertions".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from suyuan.model.money import LARGEST_MINOR, text_from_minor
from suyuan.tracing.checks import (
    ASSERTIONS,
    NEGATIVE,
    OPENINGS,
    TRANSFERS,
    UNKNOWN_TRANSFER,
    RowRefused,
    check_amounts,
    too_large,
    transfers_named,
)
from suyuan.tracing.columns import Column, column_of, is_text, joined, numbers, places, texts_of
from suyuan.tracing.kernels import balances
from suyuan.tracing.kernels.arrays import NEVER, Array32, Array64, Records
from suyuan.tracing.moments import microseconds, offsets
from suyuan.tracing.numbering import fixed

Moved = tuple[Array32, Array32, Array64]
"""Payers, payees and amounts of transfers."""

UNEXPLAINED = "unexplained:"
"""What an asserted balance takes away goes to the account of this name and the account's."""


@dataclass(frozen=True)
class Asserted:
    """The asserted balances in the order in which they apply.

    ``rows``: balances.DIFFERENCE records (``event``: how many transfers stand before; ``row``: which record of the
    table). ``time, offset`` by record of the table; ``timed`` marks those that hold after all transfers up to
    their time. ``account_names`` are the accounts.
    """

    rows: Records
    time: Array64
    offset: Array64
    timed: NDArray[np.bool_]
    account_names: Column

    def names(self) -> list[str]:
        """Return all names that the assertions bring: their accounts, and where their debits go."""
        each = sorted(set(texts_of(self.account_names)))
        return each + [UNEXPLAINED + name for name in each]


NO_ASSERTIONS = Asserted(
    np.zeros(0, balances.DIFFERENCE), np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.bool_),
    column_of([]),
)  # fmt: skip


def read(assertions: pa.Table | None, transfers: pa.Table, time: Array64, currency: str) -> Asserted:
    """Return the assertions with their places; raises RowRefused for an unknown transfer or a negative balance.

    Right after a transfer come first those that name it, then those that hold after all transfers up to a time, by
    time, then in the order of their rows.
    """
    if assertions is None or not len(assertions):
        return NO_ASSERTIONS
    check_amounts(assertions, ASSERTIONS, currency, least=0)
    named = column_of(texts_of(assertions.column("after_transfer")))
    at = numbers(assertions.column("time"))
    timed = is_text(named, "")
    found = transfers_named(named, transfers)
    unknown = np.flatnonzero(~timed & (found < 0))
    if len(unknown):
        row = int(unknown[0])
        raise RowRefused(ASSERTIONS, row, UNKNOWN_TRANSFER(id=named[row].as_py()))
    place = np.where(timed, np.searchsorted(time, at, side="right"), found + 1)
    order = np.lexsort((np.arange(len(at)), np.where(timed, at, 0), timed, place))
    rows = np.zeros(len(at), balances.DIFFERENCE)
    rows["event"], rows["row"] = place[order], order
    rows["amount"] = numbers(assertions.column("amount"))[order]
    return Asserted(rows, at, offsets(assertions, "time"), timed, joined(assertions.column("account")))


def openings(stated: Mapping[str, int], names: Column, moved: Moved, asserted: Asserted, currency: str) -> Array64:
    """Return what each account held before the first transfer; the last place is the source's and empty.

    The stated opening; where none is stated, also if others are, the least with which the account never goes below
    zero over the whole list, or up to its first asserted balance, after which its opening decides nothing.
    """
    payer, payee, amount = moved
    count = len(names) + 1
    until = np.full(count, NEVER, dtype=np.int64)
    np.minimum.at(until, asserted.rows["account"], asserted.rows["event"])
    net, low = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    at = balances.least_openings(payer, payee, amount, fixed(until), net, low)
    if at >= 0:
        raise too_large(TRANSFERS, at, currency)
    held = -low
    if stated:
        numbered = places(column_of(stated), names)
        for row, (place, amount_stated) in enumerate(zip(numbered.tolist(), stated.values(), strict=True)):
            if amount_stated < 0:
                raise RowRefused(OPENINGS, row, NEGATIVE(amount=text_from_minor(amount_stated, currency)))
            if amount_stated >= LARGEST_MINOR:
                raise too_large(OPENINGS, row, currency)
            held[place] = amount_stated
    return held


def standing(asserted: Asserted, stop: int, as_of: datetime | None) -> Records:
    """Return the assertions that hold up to the moment asked for."""
    if as_of is None:
        return asserted.rows
    rows = asserted.rows
    within = np.where(
        asserted.timed[rows["row"]], asserted.time[rows["row"]] <= microseconds(as_of), rows["event"] <= stop
    )
    return rows[within]


def differences(held: Array64, moved: Moved, asserted: Records, currency: str) -> Records:
    """Return the shortfalls and the differences to asserted balances, in order (balances.DIFFERENCE)."""
    payer, payee, amount = moved
    found = np.zeros(len(payer) + len(asserted), balances.DIFFERENCE)
    count = balances.book_differences(payer, payee, amount, held.copy(), asserted, found)
    if count < 0:
        raise too_large(TRANSFERS, -1 - count, currency)
    return found[:count].copy()
