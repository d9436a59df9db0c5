"""Texts as numbers: equal texts get the same number, in order of first use (a table of places, open addressing).

Texts lie one after another in ``content``; text i is the bytes from ``begin[i]`` up to ``begin[i + 1]``.
"""

# mypy: disable-error-code="no-any-return"
# (an element of an array is Any to the type checker, an integer to the compiler)

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from suyuan.tracing.kernels.ahead import prefetch
from suyuan.tracing.kernels.arrays import Array32, word
from suyuan.tracing.kernels.compiled import compiled_in_place, compiled_inside

EMPTY = -1
AHEAD = 16
"""How many texts ahead memory is asked for."""

SEED = np.uint64(0xCBF29CE484222325)
PRIME = np.uint64(0x100000001B3)
SPREAD = np.uint64(32)


class Texts(NamedTuple):
    """Texts one after another; read-only."""

    begin: Array32
    content: NDArray[np.uint8]


class Known(NamedTuple):
    """The different texts so far. ``slots`` (EMPTY throughout; a power of two, more than there are texts):
    numbers; ``first``: by number, the place where the text stood first. ``mixed``: by text, where to look first.
    """

    slots: Array32
    first: Array32
    mixed: Array32


@compiled_inside
def _same(texts: Texts, one: int, other: int) -> bool:
    begin, length = texts.begin[one], texts.begin[one + 1] - texts.begin[one]
    if texts.begin[other + 1] - texts.begin[other] != length:
        return False
    place = texts.begin[other]
    for i in range(length):  # noqa: SIM110  the compiler knows no all()
        if texts.content[begin + i] != texts.content[place + i]:
            return False
    return True


@compiled_in_place
def mix(texts: Texts, mixed: Array32, slots: int) -> None:
    """Fill ``mixed`` with the slot where each text is looked for first (Fowler, Noll and Vo's hash 1a)."""
    for at in range(len(mixed)):
        value = SEED
        for i in range(texts.begin[at], texts.begin[at + 1]):
            value = (value ^ np.uint64(texts.content[i])) * PRIME
        mixed[at] = word((value ^ (value >> SPREAD)) & np.uint64(slots - 1))


@compiled_inside
def _number(texts: Texts, at: int, known: Known, count: int) -> int:
    """Return the number of the text at a place: ``count`` where it is a new one, which is noted."""
    slot = known.mixed[at]
    while known.slots[slot] != EMPTY:
        if _same(texts, at, known.first[known.slots[slot]]):
            return known.slots[slot]
        slot = (slot + 1) & (len(known.slots) - 1)
    known.slots[slot] = count
    known.first[count] = at
    return count


@compiled_in_place
def number_in_pairs(texts: Texts, pairs: int, known: Known, numbers: Array32) -> int:
    """Fill ``numbers``: of texts 0 and ``pairs``, 1 and ``pairs`` + 1 and so on, then of those after both.

    Returns how many different texts there are.
    """
    count = 0
    last = len(known.mixed) - 1
    for i in range(pairs):
        prefetch(known.slots, known.mixed[min(i + AHEAD, last)])
        prefetch(known.slots, known.mixed[min(pairs + i + AHEAD, last)])
        for at in (i, pairs + i):
            number = _number(texts, at, known, count)
            numbers[at] = number
            count += word(number == count)
    for at in range(2 * pairs, len(known.mixed)):
        number = _number(texts, at, known, count)
        numbers[at] = number
        count += word(number == count)
    return count


@compiled_in_place
def first_repeated(texts: Texts, known: Known) -> int:
    """Return the first text that stood before, -1 where all are different."""
    last = len(known.mixed) - 1
    for at in range(len(known.mixed)):
        prefetch(known.slots, known.mixed[min(at + AHEAD, last)])
        if _number(texts, at, known, at) != at:
            return at
    return -1


@compiled_in_place
def ascending(texts: Texts) -> bool:
    """Tell whether each text comes after the one before it, by length, then byte by byte: all are different then.

    Ids that were counted up stand so (t9, t10), those of one length also where they are sorted as text.
    """
    begin, content = texts.begin, texts.content
    for at in range(1, len(begin) - 1):
        one, other, end = begin[at - 1], begin[at], begin[at + 1]
        if end - other > other - one:
            continue
        if end - other < other - one:
            return False
        while other < end and content[one] == content[other]:
            one += 1
            other += 1
        if other == end or content[one] > content[other]:
            return False
    return True
