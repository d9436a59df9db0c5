"""Bytes to records and cells. In UTF-8 and GB18030 no comma, tab, quote or line end is part of another sign."""

from __future__ import annotations

from suyuan.intake.columns.kernels.arrays import Array32, Bytes, Flags, Grid32
from suyuan.kernel_cache import compiled

DONE, QUOTES, INVALID = range(3)
"""How a run ends: at the end; before a record whose quotes need a closer look; at bytes that are no text."""

PLACE, RECORDS, LINES, STATE = range(4)
"""Places in the marks: the byte to go on from (or at fault), records and line ends so far, how the run ended."""

ODD = 1
"""A record that the row engine must read."""

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
    return sign == BLANK or sign == TAB or sign == 11 or sign == 12


@compiled
def sign_length(data: Bytes, at: int, end: int, pairs: Flags) -> int:
    """Return how many bytes the sign at a place takes; 0 if it is none.

    ``pairs`` says which two bytes are a sign in GB18030; empty for UTF-8, which is checked elsewhere.
    """
    if data[at] < 128:
        return 1 if data[at] else 0
    if not len(pairs):
        return 1
    if at + 1 < end and pairs[(data[at] << 8) | data[at + 1]]:
        return 2
    if at + 3 < end and 0x30 <= data[at + 1] <= 0x39 and 0x81 <= data[at + 2] <= 0xFE and 0x81 <= data[at] <= 0xFE:
        return 4 if 0x30 <= data[at + 3] <= 0x39 else 0
    return 0


@compiled
def split(
    data: Bytes,
    end: int,
    delimiter: int,
    pairs: Flags,
    slots: Array32,
    starts: Grid32,
    ends: Grid32,
    records: Grid32,
    marks: Array32,
) -> None:
    """Split from ``marks[PLACE]`` to ``end``, cells without the blanks and quotes around them.

    ``slots`` says for each column in which row of ``starts`` and ``ends`` it is kept, -1 for nowhere. ``records``
    takes for each record its first byte, its line (from 0), its number of cells, and ODD or 0: a record with
    another number of cells than ``slots``, or with a sign of four bytes.
    """
    place, record, line = marks[PLACE], marks[RECORDS], marks[LINES]
    width = len(slots)
    while place < end:
        first, cell, odd = place, 0, 0
        while True:
            if place < end and data[place] == QUOTE:
                start = place + 1
                stop = start
                while stop < end and data[stop] != QUOTE and data[stop] != LF and data[stop] != CR:
                    length = sign_length(data, stop, end, pairs)
                    if not length:
                        marks[PLACE], marks[RECORDS], marks[LINES], marks[STATE] = stop, record, line, INVALID
                        return
                    odd |= length == 4
                    stop += length
                after = stop + 1
                closed = stop < end and data[stop] == QUOTE
                if not closed or (
                    after < end and data[after] != delimiter and data[after] != LF and data[after] != CR
                ):
                    marks[PLACE], marks[RECORDS], marks[LINES], marks[STATE] = first, record, line, QUOTES
                    return
                place = after
            else:
                start = place
                while place < end and data[place] != delimiter and data[place] != LF and data[place] != CR:
                    if data[place] == QUOTE:
                        marks[PLACE], marks[RECORDS], marks[LINES], marks[STATE] = first, record, line, QUOTES
                        return
                    length = sign_length(data, place, end, pairs)
                    if not length:
                        marks[PLACE], marks[RECORDS], marks[LINES], marks[STATE] = place, record, line, INVALID
                        return
                    odd |= length == 4
                    place += length
                stop = place
            if cell < width and slots[cell] >= 0:
                while start < stop and is_blank(data[start]):
                    start += 1
                while start < stop and is_blank(data[stop - 1]):
                    stop -= 1
                starts[slots[cell], record] = start
                ends[slots[cell], record] = stop
            cell += 1
            if place < end and data[place] == delimiter:
                place += 1
                continue
            break
        records[0, record] = first
        records[1, record] = line
        records[2, record] = cell
        records[3, record] = ODD if odd or cell != width else 0
        record += 1
        if place < end:
            line += 1
            place += 2 if data[place] == CR and place + 1 < end and data[place + 1] == LF else 1
    marks[PLACE], marks[RECORDS], marks[LINES], marks[STATE] = place, record, line, DONE
