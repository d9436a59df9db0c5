"""Cells of plain files that are all written in one full form; where one is not, the slow way goes.

Cell i is the bytes from ``begin[i]`` up to ``begin[i + 1]``, as Arrow keeps texts.
"""

from __future__ import annotations

from suyuan.intake.columns.kernels.arrays import Array32, Array64, Bytes
from suyuan.intake.columns.kernels.values import (
    A_DAY,
    COLON,
    DASH,
    MICROSECONDS,
    NINE,
    POINT,
    ZERO,
    day_number,
    digits_at,
)
from suyuan.kernel_cache import compiled

LONGEST = 17
"""Digits of an amount that surely fits 64 bits in minor units."""

PLUS, LETTER_T = 43, 84
ZONE = len("+08:00")


@compiled
def full_amounts(data: Bytes, begin: Array32, places: int, value: Array64) -> int:
    """Read amounts of digits with exactly ``places`` decimals into minor units.

    Returns the first cell written otherwise, -1 where there is none.
    """
    point = places + 1 if places else 0
    for row in range(len(value)):
        start, stop = begin[row], begin[row + 1]
        whole = stop - point
        if not 1 <= whole - start <= LONGEST - places or (places and data[whole] != POINT):
            return row
        found = 0
        for at in range(start, stop):
            if places and at == whole:
                continue
            if not ZERO <= data[at] <= NINE:
                return row
            found = found * 10 + (data[at] - ZERO)
        value[row] = found
    return -1


@compiled
def pair_at(data: Bytes, at: int, before: int, most: int) -> int:
    """Return the two digits after the sign ``before`` at a place, -1 where they are not or above ``most``."""
    if data[at] != before or not (ZERO <= data[at + 1] <= NINE and ZERO <= data[at + 2] <= NINE):
        return -1
    number = (data[at + 1] - ZERO) * 10 + (data[at + 2] - ZERO)
    return number if number <= most else -1


@compiled
def full_times(data: Bytes, begin: Array32, value: Array64, offset: Array64) -> int:
    """Read ``2021-03-05T10:11:12[.ffffff]+08:00`` into microseconds from 1970 UTC and the offset in minutes.

    Returns the first cell written otherwise, or of a day that is not there, -1 where there is none.
    """
    for row in range(len(value)):
        start, stop = begin[row], begin[row + 1]
        zone = stop - ZONE
        if zone < start + 19:
            return row
        year, after = digits_at(data, start, stop, 4)
        if after != start + 4:
            return row
        month, day = pair_at(data, start + 4, DASH, 12), pair_at(data, start + 7, DASH, 31)
        hour, minute = pair_at(data, start + 10, LETTER_T, 23), pair_at(data, start + 13, COLON, 59)
        second = pair_at(data, start + 16, COLON, 59)
        hours, minutes = pair_at(data, zone, data[zone], 23), pair_at(data, zone + 3, COLON, 59)
        if min(month, day, hour, minute, second, hours, minutes) < 0:
            return row
        days = day_number(year, month, day)
        if days < 0 or (data[zone] != PLUS and data[zone] != DASH):
            return row
        micros = 0
        if zone > start + 19:
            digits = zone - start - 20
            micros, after = digits_at(data, start + 20, zone, 6)
            if data[start + 19] != POINT or not 1 <= digits <= 6 or after != zone:
                return row
            for _ in range(6 - digits):
                micros *= 10
        beside = hours * 60 + minutes
        if data[zone] == DASH:
            beside = -beside
        offset[row] = beside
        clock = hour * 3600 + minute * 60 + second - beside * 60
        value[row] = (days * A_DAY + clock) * MICROSECONDS + micros
    return -1
