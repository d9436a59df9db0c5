"""A payment shared in proportion, by largest remainder, exactly (docs/method.md, "Policies").

The products exceed 64 bits. Most quotients are found without a wide division: an estimate in floating point
that is off by one at most, put right by the remainder, which is exact in 64 bits whatever the product was.
"""

from __future__ import annotations

import numpy as np

from suyuan.tracing.kernels.arrays import Array64, Records, word
from suyuan.tracing.kernels.compiled import compiled_inside
from suyuan.tracing.kernels.wide import part_and_remainder

ESTIMATED_UP_TO = 1 << 50
"""Payments below this, out of less than LARGEST_TOTAL: four roundings of a quotient this large are less than a
half, and a remainder off by twice the total fits 64 bits."""

LARGEST_TOTAL = 1 << 61


@compiled_inside
def divide(held: Records, start: int, count: int, amount: int, total: int, parts: Array64, rests: Array64) -> int:
    """Fill ``parts`` and ``rests`` with quotients and remainders of amount x share / total; return the sum."""
    given = 0
    if amount < ESTIMATED_UP_TO and total < LARGEST_TOTAL:
        ratio = np.float64(amount) / np.float64(total)
        for i in range(count):
            share = held[start + i].amount
            part = word(np.float64(share) * ratio)
            rest = amount * share - part * total  # the product may wrap round: so does what is taken from it
            below = word(rest < 0)
            beyond = word(rest >= total)
            part += beyond - below
            parts[i] = part
            rests[i] = rest + (below - beyond) * total
            given += part
        return given
    for i in range(count):
        part, rest = part_and_remainder(amount, held[start + i].amount, total)
        parts[i] = part
        rests[i] = rest
        given += part
    return given


@compiled_inside
def bar(rests: Array64, count: int, units: int) -> tuple[int, int]:
    """Return (bar, spare): each remainder above ``bar`` gets a unit, and the first ``spare`` that are equal to it.

    So that the ``units`` largest of ``count`` remainders get one each. More than ``units`` are above zero.
    """
    high = 0
    for i in range(count):
        high = max(high, rests[i])
    low, spare = 0, units
    while high - low > 1:  # more than ``units`` remainders are above low, ``units - spare`` above high
        middle = low + (high - low) // 2
        above = 0
        for i in range(count):
            above += word(rests[i] > middle)
        if above == units:
            return middle, 0
        if above > units:
            low = middle
        else:
            high = middle
            spare = units - above
    return high, spare


@compiled_inside
def raise_largest(parts: Array64, rests: Array64, count: int, units: int) -> None:
    """Give a unit each to the ``units`` largest remainders; among equal ones the first wins."""
    least, spare = bar(rests, count, units)
    for i in range(count):
        parts[i] += word(rests[i] > least)
    i = 0
    while spare > 0:
        if rests[i] == least:
            parts[i] += 1
            spare -= 1
        i += 1
