"""The balance chain over arrays: ``suyuan.intake.balance_chain`` for all accounts of a file at once.

Each part's rows stand in the file's order, those that moved money only. What is settled here is settled as there;
a part with an instant of very many rows is left to it.
"""

from __future__ import annotations

import numpy as np

from suyuan.intake.columns.kernels import trails
from suyuan.intake.columns.kernels.arrays import Array32, Array64, Flags
from suyuan.intake.columns.kernels.values import DAY
from suyuan.kernel_cache import compiled

A_DAY = 86_400_000_000
PROVEN, ABSENT, BROKEN, HARD = range(4)
"""What a part's balances prove; HARD: the row engine must say."""


@compiled
def local_day(at: int, offset: int) -> int:
    """Return the day of an instant in the source's zone."""
    return (at + offset) // A_DAY


@compiled
def is_newest_first(at: Array64, exact: Flags, step: Array64, balance: Array64, has: Flags, offset: int) -> bool:
    """Tell whether rows stand newest first: by their times, and where these are silent by their balances."""
    later, earlier = 0, 0
    for row in range(len(at) - 1):
        one, two = at[row], at[row + 1]
        if exact[row] == DAY or exact[row + 1] == DAY:
            one, two = local_day(one, offset), local_day(two, offset)
        later += two > one
        earlier += two < one
    if later == earlier:
        later, earlier = 0, 0
        for row in range(len(at) - 1):
            if has[row] and has[row + 1]:
                later += balance[row] + step[row + 1] == balance[row + 1]
                earlier += balance[row + 1] + step[row] == balance[row]
    return earlier > later


@compiled
def instants(at: Array64, exact: Flags, offset: int) -> Array64:
    """Return the instant of each row, oldest first; a bare date stands where the file put it within its day."""
    found = at.copy()
    for row in range(1, len(at)):
        if exact[row] == DAY and local_day(found[row - 1], offset) == local_day(at[row], offset):
            found[row] = found[row - 1]
    return found


@compiled
def is_sorted(values: Array64) -> bool:
    """Tell whether no value is less than the one before it."""
    for row in range(1, len(values)):  # noqa: SIM110
        if values[row] < values[row - 1]:
            return False
    return True


@compiled
def begins_after(
    start: Array64, step: Array64, balance: Array64, has: Flags, order: Array64
) -> tuple[Array64, Flags]:
    """Return for each instant the balance with which the rows after it begin, and whether they say so."""
    groups = len(start) - 1
    begin, known = np.zeros(groups, np.int64), np.zeros(groups, np.uint8)
    following, is_known = 0, 0
    for group in range(groups - 1, -1, -1):
        begin[group], known[group] = following, is_known
        rows = order[start[group] : start[group + 1]]
        whole = True
        for row in rows:
            whole = whole and has[row] == 1
        if not whole:
            is_known = 0
            continue
        how, where = 2, 0
        if len(rows) == 1:
            if step[rows[0]] != 0:
                how, where = 1, balance[rows[0]] - step[rows[0]]
        else:
            how, where = trails.own_start(balance[rows] - step[rows], balance[rows])
        if how == 1:
            following, is_known = where, 1
        elif how == 0:
            is_known = 0
    return begin, known


@compiled
def settle_instant(  # noqa: PLR0913
    rows: Array64,
    step: Array64,
    balance: Array64,
    credit: Flags,
    current: int,
    has_current: bool,  # noqa: FBT001
    begin: int,
    has_begin: int,
) -> bool:
    """Put one instant's rows in order in place: from the balance before, else from where they themselves begin."""
    after = balance[rows]
    before = after - step[rows]
    is_credit = credit[rows]
    order = np.empty(len(rows), np.int32)
    found = has_current and trails.trail(before, after, is_credit, current, order)
    if not found:
        how, where = trails.own_start(before, after)
        if how == 1:
            found = trails.trail(before, after, is_credit, where, order)
        elif how == 2:
            found = has_begin == 1 and trails.trail(before, after, is_credit, begin, order)
            found = found or trails.trail(before, after, is_credit, before[0], order)
    if found:
        rows[:] = rows[order]
    return found


@compiled
def count_breaks(order: Array64, step: Array64, balance: Array64, has: Flags) -> int:
    """Return how many balances do not follow from the one before in an order."""
    count, current, known = 0, 0, False
    for row in order:
        current += step[row]
        if has[row]:
            count += known and current != balance[row]
            current = balance[row]
            known = True
    return count


@compiled
def find_breaks(order: Array64, step: Array64, balance: Array64, has: Flags, found: Array64) -> None:
    """Fill ``found`` with a line for each break: its row, the row before it that has a balance, the balance due."""  # noqa: E501
    count, current, last = 0, 0, -1
    for row in order:
        current += step[row]
        if has[row]:
            if last >= 0 and current != balance[row]:
                found[3 * count] = row
                found[3 * count + 1] = last
                found[3 * count + 2] = current
                count += 1
            current = balance[row]
            last = row


@compiled
def prove(  # noqa: PLR0913
    at: Array64,
    exact: Flags,
    step: Array64,
    balance: Array64,
    has: Flags,
    credit: Flags,
    offset: int,
    order: Array64,
) -> int:
    """Put one part's rows in ledger order and return what its balances prove; HARD leaves ``order`` as it is."""
    size = len(at)
    places = np.arange(size)
    if is_newest_first(at, exact, step, balance, has, offset):
        places = places[::-1].copy()
    when = instants(at[places], exact[places], offset)
    by_time = places
    if not is_sorted(when):
        sorting = np.argsort(when, kind="mergesort")
        by_time, when = places[sorting], when[sorting]
    stated = 0
    for row in range(size):
        stated += has[row]
    if stated < 2:
        order[:] = by_time
        return ABSENT
    start = np.empty(size + 1, np.int64)
    groups = 0
    for row in range(size):
        if not row or when[row] != when[row - 1]:
            start[groups] = row
            groups += 1
    start[groups] = size
    start = start[: groups + 1]
    grouped = by_time.copy()
    if groups < size and not settle(start, step, balance, has, credit, grouped):
        return HARD
    breaks = count_breaks(grouped, step, balance, has)
    best = grouped
    if breaks:
        at_the_end = by_time.copy()
        blank_first(start, has, at_the_end)
        for other in (places, at_the_end):
            found = count_breaks(other, step, balance, has)
            if found < breaks:
                best, breaks = other, found
    order[:] = best
    return BROKEN if breaks else PROVEN


@compiled
def settle(start: Array64, step: Array64, balance: Array64, has: Flags, credit: Flags, order: Array64) -> bool:
    """Settle the order within each instant, in place; False where an instant has too many rows."""
    if widest(start) > trails.MOST_ROWS:
        return False
    begin, knows = begins_after(start, step, balance, has, order)
    current, known = 0, False
    for group in range(len(start) - 1):
        rows = order[start[group] : start[group + 1]]
        if len(rows) > 1:
            whole = True
            for row in rows:
                whole = whole and has[row] == 1
            if whole:
                settle_instant(rows, step, balance, credit, current, known, begin[group], knows[group])
        for row in rows:
            current += step[row]
            if has[row]:
                current, known = balance[row], True
    return True


@compiled
def widest(start: Array64) -> int:
    """Return the number of rows of the largest instant."""
    most = 0
    for group in range(len(start) - 1):
        most = max(most, start[group + 1] - start[group])
    return most


@compiled
def blank_first(start: Array64, has: Flags, order: Array64) -> None:
    """Put rows without a balance before the others within each instant, in place."""
    for group in range(len(start) - 1):
        rows = order[start[group] : start[group + 1]].copy()
        to = start[group]
        for wanted in (0, 1):
            for row in rows:
                if has[row] == wanted:
                    order[to] = row
                    to += 1


@compiled
def prove_all(  # noqa: PLR0913
    part_start: Array64,
    at: Array64,
    exact: Flags,
    step: Array64,
    balance: Array64,
    has: Flags,
    credit: Flags,
    offset: int,
    order: Array64,
    state: Array32,
) -> None:
    """Prove every part; rows are grouped by part. ``order`` takes for each part its rows' places in ledger order."""  # noqa: E501
    for part in range(len(part_start) - 1):
        low, high = part_start[part], part_start[part + 1]
        state[part] = prove(
            at[low:high],
            exact[low:high],
            step[low:high],
            balance[low:high],
            has[low:high],
            credit[low:high],
            offset,
            order[low:high],
        )
