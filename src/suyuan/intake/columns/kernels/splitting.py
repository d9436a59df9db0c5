"""Bytes to records and cells. In UTF-8 and GB18030 no comma, tab, quote or line end is part of another sign."""

from __future__ import annotations

import numpy as np

from suyuan.intake.columns.kernels.arrays import Array32, Bytes, Flags, Grid32
from suyuan.kernel_cache import compiled

DONE, QUOTES, INVALID = range(3)
"""How a run ends: at the end; before a record whose quotes need a closer look; at bytes that are no text."""

PLACE, RECORDS, LINES, STATE = range(4)
"""Places in the marks: the byte to go on from (or at fault), records and line ends so far, how the run ended."""

ODD = 1
"""A record that the row engine must read."""

PLAIN, CELL_END, QUOTE_SIGN, PART, NO_SIGN = range(5)
"""How a byte is read: a sign by itself, the end of a cell, a quote, a part of a longer sign, no sign at all."""

ONE = np.uint64(1)
TAB, LF, CR, QUOTE, BLANK = 9, 10, 13, 34, 32


@compiled
def count_line_ends(data: Bytes) -> int:
    """Return an upper bound of the number of records: signs that may end a line, and one."""
    count = 1
    for at in range(len(data)):
        count += (data[at] == LF) | (data[at] == CR)
    return count


@compiled
def is_blank(sign: int) -> bool:
    """Tell whether a byte stands around values and says nothing."""
    return sign == BLANK or (9 <= sign <= 12 and sign != LF)


@compiled
def kinds_of_signs(delimiter: int) -> Flags:
    """Return for each byte how it is read: as it stands, as the end of a cell, as a quote, as part of more, not."""  # noqa: E501
    kinds = np.zeros(256, np.uint8)
    kinds[128:] = PART
    kinds[0] = NO_SIGN
    kinds[delimiter] = CELL_END
    kinds[LF] = CELL_END
    kinds[CR] = CELL_END
    kinds[QUOTE] = QUOTE_SIGN
    return kinds


@compiled
def more_bytes(data: Bytes, at: int, end: int, pairs: Flags) -> int:
    """Return how many bytes the sign of several bytes at a place takes in GB18030; 0 if it is none."""
    if at + 1 < end and pairs[(data[at] << 8) | data[at + 1]]:
        return 2
    if at + 3 < end and 0x30 <= data[at + 1] <= 0x39 and 0x81 <= data[at + 2] <= 0xFE and 0x81 <= data[at] <= 0xFE:
        return 4 if 0x30 <= data[at + 3] <= 0x39 else 0
    return 0


@compiled
def plain_up_to(data: Bytes, at: int, end: int, kinds: Flags) -> int:
    """Return the place of the next byte from here that is no sign by itself."""
    # Places without a sign: for others each look would first ask whether it counts from the end.
    place, last = np.uint64(at), np.uint64(end)
    while place < last and kinds[data[place]] == PLAIN:
        place += ONE
    return np.int64(place)  # type: ignore[return-value]  # to Numba int() keeps it without a sign


@compiled
def run_on(data: Bytes, at: int, end: int, kinds: Flags, pairs: Flags) -> tuple[int, bool]:
    """Return the place of the next byte from here that is no plain sign, and whether a sign of four bytes was met.

    ``pairs`` says which two bytes are a sign in GB18030; empty for UTF-8, which is checked elsewhere.
    """
    long = False
    while at < end:
        at = plain_up_to(data, at, end, kinds)
        if at >= end:
            break
        if kinds[data[at]] == PART:
            length = more_bytes(data, at, end, pairs) if len(pairs) else 1
            if not length:
                return at, long
            long |= length == 4
            at += length
        else:
            return at, long
    return at, long


@compiled
def quoted_cell(data: Bytes, at: int, end: int, kinds: Flags, pairs: Flags) -> tuple[int, bool, int]:
    """Return where the text of a quoted cell ends, whether a sign of four bytes was met, and how it ended.

    ``at`` is the place behind its first quote. DONE: a quote closes it before a delimiter or the line's end.
    """
    long = False
    while True:
        at, more = run_on(data, at, end, kinds, pairs)
        long |= more
        if at >= end or data[at] == LF or data[at] == CR:
            return at, long, QUOTES
        if data[at] == QUOTE:
            closes = at + 1 == end or kinds[data[at + 1]] == CELL_END
            return at, long, DONE if closes else QUOTES
        if kinds[data[at]] != CELL_END:
            return at, long, INVALID
        at += 1


@compiled
def keep(data: Bytes, start: int, stop: int, starts: Array32, ends: Array32, record: int) -> None:
    """Note where a cell stands, without the blanks around it."""
    while start < stop and is_blank(data[start]):
        start += 1
    while start < stop and is_blank(data[stop - 1]):
        stop -= 1
    starts[record] = start
    ends[record] = stop


@compiled
def split(
    data: Bytes,
    signs: tuple[int, Flags],
    slots: Array32,
    cells: tuple[Grid32, Grid32],
    records: Grid32,
    marks: Array32,
) -> None:
    """Split from ``marks[PLACE]`` to the end, cells without the blanks and quotes around them.

    ``signs`` are the delimiter and which two bytes are a sign. ``slots`` says for each column in which row of
    ``cells`` (where they start, where they end) it is kept, -1 for nowhere. ``records`` takes for each record its
    first byte, its line (from 0), its number of cells, and ODD or 0: a record with another number of cells than
    ``slots``, or with a sign of four bytes.
    """
    delimiter, pairs = signs
    starts, ends = cells
    kinds = kinds_of_signs(delimiter)
    place, record, line, end = marks[PLACE], marks[RECORDS], marks[LINES], len(data)
    while place < end:
        first, cell, odd, state = place, 0, False, DONE
        while True:
            start = place
            place = plain_up_to(data, place, end, kinds)
            stop = place
            if place < end and kinds[data[place]] != CELL_END:
                if place == start and data[place] == QUOTE:
                    start = place + 1
                    stop, long, state = quoted_cell(data, start, end, kinds, pairs)
                    place = stop + 1
                else:
                    stop, long = run_on(data, place, end, kinds, pairs)
                    place = stop
                    if stop < end and kinds[data[stop]] != CELL_END:
                        state = QUOTES if data[stop] == QUOTE else INVALID
                odd |= long
                if state != DONE:
                    break
            if cell < len(slots) and slots[cell] >= 0:
                keep(data, start, stop, starts[slots[cell]], ends[slots[cell]], record)
            cell += 1
            if place >= end or data[place] != delimiter:
                break
            place += 1
        if state != DONE:
            marks[PLACE] = first if state == QUOTES else stop
            marks[RECORDS], marks[LINES], marks[STATE] = record, line, state
            return
        records[0, record] = first
        records[1, record] = line
        records[2, record] = cell
        records[3, record] = ODD if odd or cell != len(slots) else 0
        record += 1
        if place < end:
            line += 1
            place += 2 if data[place] == CR and place + 1 < end and data[place + 1] == LF else 1
    marks[PLACE], marks[RECORDS], marks[LINES], marks[STATE] = place, record, line, DONE
