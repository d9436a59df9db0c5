"""Products of two amounts, which exceed 64 bits, divided exactly (docs/method.md, "Policies")."""

# mypy: disable-error-code="no-any-return"
# (an element of an array is Any to the type checker, an integer to the compiler)

from __future__ import annotations

from typing import Any

import numpy as np

from suyuan.tracing.kernels.compiled import compiled_in_place

FITS = 9.0e18
"""Below this, as a float, a product of two amounts surely fits 64 bits (2**63 is 9.22e18)."""

HALF = np.uint64(32)
LOW = np.uint64(0xFFFFFFFF)
BASE = np.uint64(1 << 32)
ONE = np.uint64(1)
TOP = np.uint64(1 << 63)


@compiled_in_place
def multiplied(left: int, right: int) -> tuple[np.uint64, np.uint64]:
    """Return the high and the low 64 bits of the product of two amounts (0 <= each < 2**63)."""
    a, b = np.uint64(left), np.uint64(right)
    a1, a0 = a >> HALF, a & LOW
    b1, b0 = b >> HALF, b & LOW
    low = a0 * b0
    middle = a1 * b0 + (low >> HALF)
    other = a0 * b1 + (middle & LOW)
    return a1 * b1 + (middle >> HALF) + (other >> HALF), (other << HALF) | (low & LOW)


@compiled_in_place
def _digit(high: np.uint64, next_half: np.uint64, divisor: np.uint64) -> np.uint64:
    """Return one half-word digit of a long division; the divisor's top bit is set."""
    d1, d0 = divisor >> HALF, divisor & LOW
    digit = high // d1
    rest = high - digit * d1
    while digit >= BASE or digit * d0 > ((rest << HALF) | next_half):
        digit -= ONE
        rest += d1
        if rest >= BASE:
            break
    return digit


@compiled_in_place
def _divided(high: np.uint64, low: np.uint64, divisor: np.uint64) -> tuple[np.int64, np.int64]:
    """Return quotient and remainder of a two-word number, high < divisor < 2**63 (long division by half-words)."""
    shift = np.uint64(0)
    while divisor < TOP:
        divisor <<= ONE
        shift += ONE
    high = (high << shift) | (low >> (np.uint64(64) - shift))
    low <<= shift
    first = _digit(high, low >> HALF, divisor)
    rest = ((high << HALF) | (low >> HALF)) - first * divisor
    second = _digit(rest, low & LOW, divisor)
    remainder = (((rest << HALF) | (low & LOW)) - second * divisor) >> shift
    return np.int64((first << HALF) + second), np.int64(remainder)


@compiled_in_place
def part_and_remainder(amount: int, held: int, total: int) -> tuple[Any, Any]:
    """Return ``amount * held // total`` and ``amount * held % total``, exactly.

    ``0 <= amount, held <= total`` and ``0 < total < 2**63``.
    """
    if np.float64(amount) * np.float64(held) < FITS:
        product = amount * held
        if product < total:
            return 0, product  # so it is for most origins of a small payment, and a division is dear
        part = product // total
        return part, product - part * total
    high, low = multiplied(amount, held)
    return _divided(high, low, np.uint64(total))
