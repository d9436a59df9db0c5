"""Cells to codes of distinct texts, by their bytes, and texts to the buffers of a column."""

from __future__ import annotations

import numpy as np

from suyuan.intake.columns.kernels.arrays import Array32, Array64, Bytes, Flags, Grid32
from suyuan.intake.columns.kernels.values import EMPTY, READ, UNSURE, says_nothing
from suyuan.kernel_cache import compiled

NUMBER, ACCOUNT = range(2)
"""What a plain cell may be made of: digits and Latin letters; digits and capitals."""

ONE, TWO, THREE = np.uint64(1), np.uint64(2), np.uint64(3)
FIRST_HASH, NEXT_HASH = 1_469_598_103, 1_099_511


@compiled
def same(data: Bytes, one: int, two: int, length: int) -> bool:
    """Tell whether the bytes at two places are alike."""
    # Places without a sign: for others each look would first ask whether it counts from the end.
    first, second = np.uint64(one), np.uint64(two)
    for at in range(np.uint64(length)):  # noqa: SIM110
        if data[first + at] != data[second + at]:
            return False
    return True


@compiled
def copied(data: Bytes, start: int, size: int, out: Bytes, to: int) -> int:
    """Copy a text and return the place behind it."""
    first, second = np.uint64(start), np.uint64(to)
    for at in range(np.uint64(size)):
        out[second + at] = data[first + at]
    return to + size


@compiled
def hash_of(data: Bytes, at: int, end: int) -> int:
    """Return a number that texts of the same bytes share, four bytes at a time."""
    hashed = FIRST_HASH
    while at + 4 <= end:
        place = np.uint64(at)
        four = data[place] | data[place + ONE] << 8 | data[place + TWO] << 16 | data[place + THREE] << 24
        hashed = (hashed ^ four) * NEXT_HASH & 0x7FFFFFFFFFFF
        hashed ^= hashed >> 19
        at += 4
    while at < end:
        hashed = (hashed ^ data[at]) * NEXT_HASH & 0x7FFFFFFFFFFF
        at += 1
    return hashed


@compiled
def code(data: Bytes, start: Array32, end: Array32, table: Array32, codes: Array32, first: Array32) -> int:
    """Number the distinct texts of a column by their first row; ``table`` (-1 throughout) has a power of two
    places, at least twice the rows. Returns how many there are; ``first`` takes the row of each.
    """
    count = 0
    mask = len(table) - 1
    for row in range(len(codes)):
        at, length = start[row], end[row] - start[row]
        if row and length == end[row - 1] - start[row - 1] and same(data, at, start[row - 1], length):
            codes[row] = codes[row - 1]
            continue
        hashed = hash_of(data, at, at + length)
        place = (hashed ^ (hashed >> 23)) & mask
        while True:
            known = table[place]
            if known < 0:
                table[place] = count
                first[count] = row
                codes[row] = count
                count += 1
                break
            other = first[known]
            if end[other] - start[other] == length and same(data, at, start[other], length):
                codes[row] = known
                break
            place = (place + 1) & mask
    return count


@compiled
def pairs(one: Array32, two: Array32, table: Array32, codes: Array32, first: Array32) -> int:
    """Number the distinct pairs of two columns of codes, like ``code``."""
    count = 0
    mask = len(table) - 1
    for row in range(len(codes)):
        if row and one[row] == one[row - 1] and two[row] == two[row - 1]:
            codes[row] = codes[row - 1]
            continue
        hashed = (one[row] * 2_654_435_761 + two[row] * 40_503) & 0x7FFFFFFFFFFF
        place = (hashed ^ (hashed >> 15)) & mask
        while True:
            known = table[place]
            if known < 0:
                table[place] = count
                first[count] = row
                codes[row] = count
                count += 1
                break
            other = first[known]
            if one[other] == one[row] and two[other] == two[row]:
                codes[row] = known
                break
            place = (place + 1) & mask
    return count


@compiled
def joined(data: Bytes, start: Array32, end: Array32, rows: Array32, mark: int, out: Bytes) -> int:
    """Write the texts of some rows one behind the other, a mark after each; return the length."""
    to = 0
    for row in rows:
        for at in range(start[row], end[row]):
            out[to] = data[at]
            to += 1
        out[to] = mark
        to += 1
    return to


@compiled
def is_word(data: Bytes, start: int, end: int, capitals_only: bool) -> bool:  # noqa: FBT001
    """Tell whether a cell has only digits and Latin letters."""
    place, last = np.uint64(start), np.uint64(end)
    while place < last:
        sign = data[place]
        if sign < 48 or sign > 57:  # noqa: SIM102
            if sign < 65 or sign > 122 or (sign > 90 and (sign < 97 or capitals_only)):
                return False
        place += ONE
    return True


@compiled
def marks_emptiness(data: Bytes, start: int, end: int) -> bool:
    """Tell whether a word may be one that institutions print for nothing (null, nan, None): begins with n."""
    return end - start <= 4 and (data[start] == 78 or data[start] == 110)


@compiled
def classify(data: Bytes, start: Array32, end: Array32, kind: int, state: Flags) -> None:
    """Say of each cell of a column of numbers whether it is empty, plain (its own normal form) or neither."""
    for row in range(len(state)):
        at, stop = start[row], end[row]
        if says_nothing(data, at, stop):
            state[row] = EMPTY
        elif is_word(data, at, stop, kind == ACCOUNT) and not marks_emptiness(data, at, stop):
            state[row] = READ
        else:
            state[row] = UNSURE


@compiled
def copy_spans(data: Bytes, side: Bytes, start: Array32, length: Array32, offsets: Array32, out: Bytes) -> None:
    """Write a column of texts: a start below zero counts from the end of -1 into ``side``, else into ``data``."""
    to = 0
    for row in range(len(start)):
        offsets[row] = to
        at = start[row]
        size = length[row]
        to = copied(data, at, size, out, to) if at >= 0 else copied(side, -1 - at, size, out, to)
    offsets[len(start)] = to


@compiled
def sign_of(data: Bytes, side: Bytes, start: int, at: int) -> int:
    """Return a byte of a span."""
    return data[start + at] if start >= 0 else side[-1 - start + at]  # type: ignore[no-any-return]


@compiled
def same_spans(data: Bytes, side: Bytes, one: int, two: int, length: int) -> bool:
    """Tell whether two spans of one length are alike."""
    for at in range(length):  # noqa: SIM110
        if sign_of(data, side, one, at) != sign_of(data, side, two, at):
            return False
    return True


@compiled
def lists(
    data: Bytes,
    side: Bytes,
    start: Grid32,
    length: Grid32,
    list_offsets: Array32,
    offsets: Array32,
    out: Bytes,
) -> int:
    """Write a column of lists of texts: of each row its spans in order, empty and repeated ones left out.

    Returns how many texts all lists hold.
    """
    count, to = 0, 0
    for row in range(start.shape[1]):
        list_offsets[row] = count
        for each in range(start.shape[0]):
            size = length[each, row]
            known = size == 0
            for before in range(each):
                if known:
                    break
                known = length[before, row] == size and same_spans(
                    data, side, start[before, row], start[each, row], size
                )
            if not known:
                offsets[count] = to
                at = start[each, row]
                to = copied(data, at, size, out, to) if at >= 0 else copied(side, -1 - at, size, out, to)
                count += 1
    list_offsets[start.shape[1]] = count
    offsets[count] = to
    return count


@compiled
def places(prefix: Bytes, row: Array64, offsets: Array32, out: Bytes) -> int:
    """Write the ids of bookings: the prefix and the physical row's number. Returns the length."""
    to = 0
    for each in range(len(row)):
        offsets[each] = to
        for sign in prefix:
            out[to] = sign
            to += 1
        number, digits = row[each], 1
        power = 10
        while number >= power:
            digits += 1
            power *= 10
        for at in range(digits - 1, -1, -1):
            out[to + at] = 48 + number % 10
            number //= 10
        to += digits
    offsets[len(row)] = to
    return to
