"""Rows of one instant put in order by their balances: ``suyuan.intake.balance_trail`` over arrays.

A row is a step from the balance before it to the balance after it. The same steps are chosen as there, one by one:
a credit before a debit, then the row that stands first, as long as the rest still hangs together (Fleury).
"""

from __future__ import annotations

import numpy as np

from suyuan.intake.columns.kernels.arrays import Array32, Array64, Flags
from suyuan.kernel_cache import compiled

MOST_ROWS = 64
"""Instants of more rows are left to the row engine's own search."""


@compiled
def number_balances(before: Array64, after: Array64, one: Array32, two: Array32, known: Array64) -> int:
    """Number the distinct balances that steps join; ``one`` and ``two`` take their numbers. Returns how many."""
    count = 0
    for side in range(2):
        for step in range(len(before)):
            balance = before[step] if side == 0 else after[step]
            number = 0
            while number < count and known[number] != balance:
                number += 1
            if number == count:
                known[count] = balance
                count += 1
            if side == 0:
                one[step] = number
            else:
                two[step] = number
    return count


@compiled
def own_start(before: Array64, after: Array64) -> tuple[int, int]:
    """Return (1, balance) where the steps can begin at one balance only, (2, 0) where they form a round, else (0, 0)."""  # noqa: E501
    size = len(before)
    one, two = np.empty(size, np.int32), np.empty(size, np.int32)
    known = np.empty(2 * size, np.int64)
    count = number_balances(before, after, one, two, known)
    more = np.zeros(count, np.int32)
    for step in range(size):
        more[one[step]] += 1
        more[two[step]] -= 1
    surplus, where, uneven = 0, 0, False
    for number in range(count):
        uneven |= more[number] != 0
        if more[number] > 0:
            surplus += 1
            where = number
    if not uneven:
        return 2, 0
    if surplus == 1 and more[where] == 1:
        return 1, known[where]
    return 0, 0


@compiled
def reaches(start: int, wanted: int, one: Array32, two: Array32, used: Flags, count: int) -> int:
    """Return how many balances the steps not used join with ``start``; -1 as soon as ``wanted`` is one of them."""
    seen = np.zeros(count, np.uint8)
    waiting = np.empty(count, np.int32)
    seen[start] = 1
    waiting[0] = start
    left, found = 1, 1
    while left:
        left -= 1
        here = waiting[left]
        for step in range(len(one)):
            if used[step]:
                continue
            other = -1
            if one[step] == here:
                other = two[step]
            elif two[step] == here:
                other = one[step]
            if other >= 0 and not seen[other]:
                if other == wanted:
                    return -1
                seen[other] = 1
                found += 1
                waiting[left] = other
                left += 1
    return found


@compiled
def trail(before: Array64, after: Array64, credit: Flags, start: int, order: Array32) -> bool:
    """Fill ``order`` with the places of the steps as they happened from a balance on; False where they cannot have."""  # noqa: E501
    size = len(before)
    one, two = np.empty(size, np.int32), np.empty(size, np.int32)
    known = np.empty(2 * size, np.int64)
    count = number_balances(before, after, one, two, known)
    here = -1
    more = np.zeros(count, np.int32)
    for step in range(size):
        more[one[step]] += 1
        more[two[step]] -= 1
    uneven = 0
    for number in range(count):
        if known[number] == start:
            here = number
        if more[number] != 0:
            uneven += 1
            if abs(more[number]) > 1:
                return False
    if here < 0 or (uneven and (uneven != 2 or more[here] != 1)):
        return False
    used = np.zeros(size, np.uint8)
    if reaches(here, -1, one, two, used, count) != count:
        return False
    for at in range(size):
        chosen = next_step(here, one, two, credit, used, count)
        used[chosen] = 1
        order[at] = chosen
        here = two[chosen]
    return True


@compiled
def next_step(here: int, one: Array32, two: Array32, credit: Flags, used: Flags, count: int) -> int:
    """Return the step to take from a balance: credits first, then as they stand, as long as the rest is a trail."""  # noqa: E501
    choices = 0
    for step in range(len(one)):
        choices += not used[step] and one[step] == here
    last = -1
    for wanted in (1, 0):
        for step in range(len(one)):
            if used[step] or one[step] != here or credit[step] != wanted:
                continue
            last = step
            if choices == 1 or two[step] == here:
                return step
            used[step] = 1
            joined = reaches(two[step], here, one, two, used, count) < 0
            used[step] = 0
            if joined:
                return step
    return last
