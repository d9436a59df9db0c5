"""Refunds 退款, 退货, 退汇: transfers back at their own time, from where the original went.

A row of kind refund names its original by a reference that both carry: an earlier debit of the same account, not
less than what comes back. Its money returns from the original's end with the labels it left with (docs/method.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from suyuan.ledger.own_rows import OwnRows
from suyuan.ledger.references import telling_references
from suyuan.model.booking import Booking, BookingKind, Direction


def refunded(accounts: Mapping[str, OwnRows], settled: frozenset[str]) -> dict[str, str]:
    """Return each refund's original, by their bookings' ids.

    ``settled`` are bookings that a correction took out or sent through a node of its own: no originals. Of several
    originals the nearest earlier one stands; several refunds of one never exceed it.
    """
    found: dict[str, str] = {}
    for account in sorted(accounts):
        own = accounts[account].entering
        if any(_is_refund(row) for row in own):
            found |= _of_account([row for row in own if row.id not in settled])
    return found


def _is_refund(row: Booking) -> bool:
    return row.kind is BookingKind.REFUND and row.direction is Direction.IN


def _of_account(rows: list[Booking]) -> dict[str, str]:
    found: dict[str, str] = {}
    by_reference: defaultdict[str, list[int]] = defaultdict(list)
    left: dict[int, int] = {}
    for place, row in enumerate(rows):
        references = telling_references(row)
        if _is_refund(row):
            earlier = {at for each in references for at in by_reference[each] if left[at] >= row.amount}
            if earlier:
                original = max(earlier)
                left[original] -= row.amount
                found[row.id] = rows[original].id
        elif row.direction is Direction.OUT:
            left[place] = row.amount
            for each in references:
                by_reference[each].append(place)
    return found
