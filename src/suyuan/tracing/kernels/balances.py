"""What accounts hold whatever the policy: openings, balances, unexplained differences (docs/method.md, "Lots")."""

from __future__ import annotations

import numpy as np

from suyuan.tracing.kernels.arrays import Array32, Array64, Records
from suyuan.tracing.kernels.compiled import compiled_in_place

LIMIT = 1 << 62
"""A balance at or beyond this is refused: the sum of two must fit 64 bits."""

LARGEST = np.iinfo(np.int64).max

DIFFERENCE = np.dtype([("amount", "i8"), ("event", "i8"), ("account", "i4"), ("kind", "i4"), ("row", "i8")])
"""A balance asserted, or an unexplained booking: of which account, before which event, how much, of which kind,
and from which row of the assertions (-1: none)."""

SHORTFALL, CREDIT, DEBIT = range(3)
"""Just before the payment that needs it; up to an asserted balance; down to one."""


@compiled_in_place
def number_by_first_use(payer: Array32, payee: Array32, number: Array32) -> int:
    """Fill ``number`` (-1 throughout) with account numbers in order of first use; return how many there are."""
    count = 0
    for event in range(len(payer)):
        if number[payer[event]] < 0:
            number[payer[event]] = count
            count += 1
        if number[payee[event]] < 0:
            number[payee[event]] = count
            count += 1
    for code in range(len(number)):
        if number[code] < 0:
            number[code] = count
            count += 1
    return count


@compiled_in_place
def least_openings(
    payer: Array32, payee: Array32, amount: Array64, until: Array64, net: Array64, low: Array64
) -> int:
    """Fill ``net`` (zeros) with credits less debits and ``low`` (zeros) with its least value, never above zero.

    ``until`` says for each account up to before which event its opening matters (its first asserted balance).
    Returns the event at which an account's sum exceeds LIMIT, else -1.
    """
    for event in range(len(payer)):
        source, target, moved = payer[event], payee[event], amount[event]
        if source == target:
            continue
        left = net[source] - moved
        come = net[target] + moved
        if left <= -LIMIT or come >= LIMIT:
            return event
        net[source] = left
        net[target] = come
        if left < low[source] and event < until[source]:
            low[source] = left
    return -1


@compiled_in_place
def book_differences(
    payer: Array32, payee: Array32, amount: Array64, balance: Array64, asserted: Records, found: Records
) -> int:
    """Run the balances forward and note each shortfall and each difference to an asserted balance.

    ``balance`` holds the openings and is modified in place to the balances at the end. ``asserted`` holds the
    asserted balances (``event``: the one before which they hold), sorted as they apply. ``found`` takes at most
    one row an event and one an assertion. Returns how many were found, or -1 - event where a balance is too large.
    """
    count = 0
    row = 0
    for event in range(len(payer) + 1):
        while row < len(asserted) and asserted[row].event == event:
            account = asserted[row].account
            difference = asserted[row].amount - balance[account]
            if difference != 0:
                found[count].event = event
                found[count].account = account
                found[count].amount = abs(difference)
                found[count].kind = CREDIT if difference > 0 else DEBIT
                found[count].row = asserted[row].row
                count += 1
                balance[account] += difference
            row += 1
        if event == len(payer):
            break
        source, target, moved = payer[event], payee[event], amount[event]
        if source == target:
            continue
        if balance[source] < moved:
            found[count].event = event
            found[count].account = source
            found[count].amount = moved - balance[source]
            found[count].kind = SHORTFALL
            found[count].row = -1
            count += 1
            balance[source] = moved
        if balance[target] > LARGEST - moved:
            return -1 - event
        balance[source] -= moved
        balance[target] += moved
    return count


@compiled_in_place
def move(payer: Array32, payee: Array32, amount: Array64, balance: Array64) -> None:
    """Run the balances forward, modified in place: the bare loop that every trace is measured against."""
    for event in range(len(payer)):
        balance[payer[event]] -= amount[event]
        balance[payee[event]] += amount[event]
