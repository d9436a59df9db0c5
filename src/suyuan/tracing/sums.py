"""Amounts added up by key, exactly: a sum beyond 64 bits is refused, never wrapped."""

from __future__ import annotations

import numpy as np

from suyuan.errors import Refused
from suyuan.model.text import Text
from suyuan.tracing.kernels.arrays import Array64

TOO_LARGE = Text(
    zh="同一账户的流入合计超出 64 位整数，无法列出。请缩小时间范围（--as-of）。",
    en="the credits of one account add up to more than 64 bits hold. Ask for an earlier moment (--as-of).",
)
HALF = 32
LOW = (1 << HALF) - 1


def added_up(first: Array64, second: Array64, amounts: Array64) -> tuple[Array64, Array64, Array64]:
    """Return the different pairs of keys, sorted, and the sum of the amounts of each; raises Refused."""
    if not len(amounts):
        return first, second, amounts
    order = np.lexsort((second, first))
    first, second, amounts = first[order], second[order], amounts[order]
    fresh = np.append(True, (first[1:] != first[:-1]) | (second[1:] != second[:-1]))
    starts = np.flatnonzero(fresh)
    high = np.add.reduceat(amounts >> HALF, starts) + (np.add.reduceat(amounts & LOW, starts) >> HALF)
    if (high >> (HALF - 1)).any():
        raise Refused(TOO_LARGE())
    return first[starts], second[starts], np.add.reduceat(amounts, starts)
