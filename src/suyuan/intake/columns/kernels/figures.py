"""Sums over the rows of each part, exact at any size."""

from __future__ import annotations

from suyuan.intake.columns.kernels.arrays import Array32, Array64, Flags
from suyuan.kernel_cache import compiled

LOW = (1 << 31) - 1


@compiled
def add_up(  # noqa: PLR0913
    part: Array32,
    direction: Flags,
    amount: Array64,
    at: Array64,
    gone: Flags,
    count: Array64,
    low: Array64,
    high: Array64,
    first: Array64,
    last: Array64,
) -> None:
    """Add up rows by part and direction (three places a part) and note the rows of the least and greatest time.

    ``low`` and ``high`` take the amounts' lower 31 bits and the rest; ``first`` and ``last`` begin with -1. Rows
    that are ``gone`` do not count.
    """
    for row in range(len(part)):
        if gone[row]:
            continue
        place = 3 * part[row] + direction[row]
        count[place] += 1
        low[place] += amount[row] & LOW
        high[place] += amount[row] >> 31
        if first[part[row]] < 0 or at[row] < at[first[part[row]]]:
            first[part[row]] = row
        if last[part[row]] < 0 or at[row] > at[last[part[row]]]:
            last[part[row]] = row


@compiled
def group(part: Array32, taken: Flags, start: Array64, members: Array64) -> None:
    """Group the rows taken by part, in their order; ``start`` (zeros, one more than parts) takes where each begins."""  # noqa: E501
    for row in range(len(part)):
        if taken[row]:
            start[part[row] + 1] += 1
    for each in range(1, len(start)):
        start[each] += start[each - 1]
    filled = start.copy()
    for row in range(len(part)):
        if taken[row]:
            members[filled[part[row]]] = row
            filled[part[row]] += 1
