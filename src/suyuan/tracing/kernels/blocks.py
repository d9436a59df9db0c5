"""Where shares lie: records of accounts, and blocks of the pool for them.

A record's shares are a block of the pool, sorted by claim. Blocks have sizes that are powers of two; those given
back are kept in a list for each size.
"""

# mypy: disable-error-code="no-any-return"
# (an element of an array is Any to the type checker, an integer to the compiler)

from __future__ import annotations

import numpy as np

from suyuan.tracing.kernels.arrays import (
    FREE_BLOCKS,
    FREE_RECORD,
    USED_POOL,
    USED_RECORDS,
    Records,
    State,
    word,
)
from suyuan.tracing.kernels.compiled import compiled_inside

SHARE = np.dtype([("amount", "i8"), ("claim", "i4"), ("next", "i4")])
RECORD = np.dtype(
    [("other", "i8"), ("claimed", "i8"), ("start", "i4"), ("count", "i4"), ("size", "i4"), ("unused", "i4")]
)

NOTHING = -1
SMALLEST = 1


@compiled_inside
def _take_block(state: State, size: int) -> int:
    """Return the start of a free block of 2**size shares."""
    marks = state.marks
    start = marks[FREE_BLOCKS + size]
    if start != NOTHING:
        marks[FREE_BLOCKS + size] = state.pool[start].next
    else:
        start = marks[USED_POOL]
        marks[USED_POOL] = start + (1 << size)
    return start


@compiled_inside
def _give_back_block(state: State, start: int, size: int) -> None:
    state.pool[start].next = state.marks[FREE_BLOCKS + size]
    state.marks[FREE_BLOCKS + size] = start


@compiled_inside
def open_record(state: State, account: int) -> int:
    """Make a record out of an account that was one number."""
    marks = state.marks
    place = marks[FREE_RECORD]
    if place != NOTHING:
        marks[FREE_RECORD] = state.mixed[place].start
    else:
        place = marks[USED_RECORDS]
        marks[USED_RECORDS] = place + 1
    record = state.mixed[place]
    record.other = state.purses[account]
    record.claimed = 0
    record.count = 0
    record.size = SMALLEST
    record.start = _take_block(state, SMALLEST)
    state.purses[account] = -1 - place
    return place


@compiled_inside
def close_if_plain(state: State, account: int, place: int) -> None:
    """Make an account one number again when it holds nothing but other funds."""
    record = state.mixed[place]
    if record.count > 0:
        return
    _give_back_block(state, record.start, record.size)
    state.purses[account] = record.other
    record.start = state.marks[FREE_RECORD]
    state.marks[FREE_RECORD] = place


@compiled_inside
def make_room(state: State, place: int, count: int) -> None:
    """Move a record's shares to a larger block where ``count`` would not fit."""
    record = state.mixed[place]
    size = record.size
    while (1 << size) < count:
        size += 1
    if size == record.size:
        return
    start = _take_block(state, size)
    for i in range(record.count):
        state.pool[start + i] = state.pool[record.start + i]
    _give_back_block(state, record.start, record.size)
    record.start = start
    record.size = size


@compiled_inside
def find(pool: Records, start: int, low: int, count: int, claim: int) -> int:
    """Return the first place from ``low`` on whose claim is not less; ``count`` where there is none."""
    left = count - low
    while left > 1:  # without a branch, which would be guessed wrong every other time
        half = left >> 1
        low += half * word(pool[start + low + half - 1].claim < claim)
        left -= half
    if left == 1:
        low += word(pool[start + low].claim < claim)
    return low


@compiled_inside
def close_gaps(state: State, place: int) -> None:
    """Drop a record's shares of which nothing is left."""
    record = state.mixed[place]
    pool, start = state.pool, record.start
    to = start
    for i in range(start, start + record.count):
        amount = pool[i].amount
        pool[to].amount = amount
        pool[to].claim = pool[i].claim
        to += word(amount > 0)
    record.count = to - start
