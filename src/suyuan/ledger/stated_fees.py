"""Fees that a row states beside its amount (服务费¥0.10), and whether the amount includes them.

The account's balances are the judge (docs/method.md, "Fees"): a payment whose balance fell by its amount includes
the fee, one whose balance fell by amount and fee does not. Where no balance says, nothing is booked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from suyuan.intake.balance_chain import step_of
from suyuan.ledger.row_words import STATED_FEES
from suyuan.model.booking import Booking, BookingKind, Direction
from suyuan.model.money import minor_from_text

_PATTERNS = tuple(
    re.compile(rf"(?:^|[\s,，;；]){re.escape(label)}[:：]? ?[¥￥]?(\d+(?:\.\d+)?)(?=[\s,，;；元]|$)")
    for label in STATED_FEES
)


@dataclass(frozen=True)
class JudgedFees:
    """An account's rows with amounts that include their fees, these by the booking's id, and what still breaks."""

    rows: tuple[Booking, ...]
    fees: Mapping[str, int]
    breaks: Mapping[str, tuple[int, ...]]


def stated_fee(row: Booking) -> int:
    """Return the fee that a row's text states behind its name, minor units; 0 where it states none."""
    for pattern in _PATTERNS:
        stated = pattern.search(row.summary)
        if stated is not None:
            return minor_from_text(stated[1], row.currency)
    return 0


def judged(rows: Sequence[Booking], breaks: Mapping[str, tuple[int, ...]]) -> JudgedFees:
    """Return what an account's rows, in its order, say of its payments' fees; a fee's own row speaks first."""
    found: list[Booking] = []
    fees: dict[str, int] = {}
    left = dict(breaks)
    before: int | None = None
    for place, row in enumerate(rows):
        fee = stated_fee(row) if _may_include(row) else 0
        following = rows[place + 1] if place + 1 < len(rows) else None
        has_own_row = following is not None and following.kind is BookingKind.FEE and following.amount == fee
        if fee and not has_own_row and before is not None and row.balance is not None:
            fell = before - row.balance
            if fell == row.amount + fee:
                row = replace(row, amount=row.amount + fee)
                left.pop(row.id, None)
            if fell == row.amount and fee < row.amount:
                fees[row.id] = fee
        found.append(row)
        if row.balance is not None:
            before = row.balance
        elif before is not None:
            before += step_of(row)
    return JudgedFees(tuple(found), fees, left)


def _may_include(row: Booking) -> bool:
    return row.direction is Direction.OUT and row.kind is not BookingKind.FEE
