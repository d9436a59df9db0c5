"""Cells to numbers and instants. Whatever is not plainly written is left to the row engine."""

from __future__ import annotations

from suyuan.intake.columns.kernels.arrays import Array32, Array64, Bytes, Flags
from suyuan.kernel_cache import compiled

EMPTY, READ, UNSURE = range(3)
"""What became of a cell: it says nothing; it was read; the row engine must look at it."""

LONGEST_WHOLE = 13
"""Digits before the point; with two decimals such an amount is below any implausible one."""

DASH_SECOND, DASH_MINUTE, DASH_DAY, SLASH_SECOND, SLASH_MINUTE, SLASH_DAY, DIGITS_DAY, DIGITS_SECOND = range(8)
FORMS = 8
"""The forms of times: parted by dashes, by slashes, or bare digits; to the second, the minute or the day."""

SECOND, MINUTE, DAY = range(3)
"""How exactly a time is stated."""

ZERO, NINE, DASH, POINT, COMMA, SLASH, COLON, BLANK = 48, 57, 45, 46, 44, 47, 58, 32
MICROSECONDS = 1_000_000
A_DAY = 86_400


@compiled
def says_nothing(data: Bytes, start: int, end: int) -> bool:
    """Tell whether a cell only marks emptiness: nothing, a slash, a run of dashes."""
    if end == start or (end - start == 1 and data[start] == SLASH):
        return True
    for at in range(start, end):  # noqa: SIM110
        if data[at] != DASH:
            return False
    return True


@compiled
def amounts(data: Bytes, start: Array32, end: Array32, places: int, value: Array64, state: Flags) -> None:  # noqa: C901, PLR0912
    """Read amounts with at most ``places`` decimals into minor units; groups of three may be parted by commas."""
    for row in range(len(value)):
        at, stop = start[row], end[row]
        value[row] = 0
        if says_nothing(data, at, stop):
            state[row] = EMPTY
            continue
        state[row] = UNSURE
        minus = data[at] == DASH
        if minus:
            at += 1
        found, digits, since_comma = 0, 0, -1
        while at < stop and digits <= LONGEST_WHOLE:
            if ZERO <= data[at] <= NINE:
                found = found * 10 + (data[at] - ZERO)
                digits += 1
                if since_comma >= 0:
                    since_comma += 1
            elif data[at] == COMMA and ((since_comma < 0 and 1 <= digits <= 3) or since_comma == 3):
                since_comma = 0
            else:
                break
            at += 1
        if not 1 <= digits <= LONGEST_WHOLE or (since_comma >= 0 and since_comma != 3):
            continue
        decimals = 0
        if at < stop:
            if data[at] != POINT or not places:
                continue
            at += 1
            while at < stop and decimals < places and ZERO <= data[at] <= NINE:
                found = found * 10 + (data[at] - ZERO)
                decimals += 1
                at += 1
            while at < stop and data[at] == ZERO:
                at += 1
            if at < stop or not decimals:
                continue
        for _ in range(places - decimals):
            found *= 10
        value[row] = -found if minus else found
        state[row] = READ


@compiled
def digits_at(data: Bytes, at: int, stop: int, most: int) -> tuple[int, int]:
    """Return the number that stands at a place, of at most so many digits, and the place after it."""
    number, last = 0, min(stop, at + most)
    while at < last and ZERO <= data[at] <= NINE:
        number = number * 10 + (data[at] - ZERO)
        at += 1
    return number, at


@compiled
def day_number(year: int, month: int, day: int) -> int:
    """Return the days from 1970-01-01, -1 where the calendar has no such day from 1970 on."""
    if year < 1970 or month < 1 or month > 12 or day < 1:
        return -1
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    length = 31
    if month == 2:
        length = 29 if leap else 28
    elif month == 4 or month == 6 or month == 9 or month == 11:
        length = 30
    if day > length:
        return -1
    years = year - 1 if month <= 2 else year
    of_march = (month + 9) % 12
    era = years // 400
    of_era = years - era * 400
    of_year = (153 * of_march + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


@compiled
def clock_at(data: Bytes, at: int, stop: int) -> tuple[int, int]:
    """Return the seconds of ``H:mm[:ss]`` up to ``stop`` and how exactly they are stated; (-1, 0) for no clock."""
    hour, after = digits_at(data, at, stop, 2)
    if after == at or after >= stop or data[after] != COLON or hour > 23:
        return -1, 0
    minute, at = digits_at(data, after + 1, stop, 2)
    if at != after + 3 or minute > 59:
        return -1, 0
    if at == stop:
        return hour * 3600 + minute * 60, MINUTE
    if data[at] != COLON:
        return -1, 0
    second, after = digits_at(data, at + 1, stop, 2)
    if after != at + 3 or after != stop or second > 59:
        return -1, 0
    return hour * 3600 + minute * 60 + second, SECOND


@compiled
def time_at(data: Bytes, at: int, stop: int, allowed: Flags) -> tuple[int, int]:
    """Return a cell's time as seconds from 1970 of its own zone, and how exactly it is stated; (-1, 0) if unsure."""  # noqa: E501
    year, after = digits_at(data, at, stop, 4)
    if after != at + 4 or after >= stop:
        return -1, 0
    parted = data[after]
    if ZERO <= parted <= NINE:
        return digits_time(data, at, stop, allowed)
    if parted != DASH and parted != SLASH:
        return -1, 0
    month, at = digits_at(data, after + 1, stop, 2)
    if at == after + 1 or at >= stop or data[at] != parted:
        return -1, 0
    day, after = digits_at(data, at + 1, stop, 2)
    if after == at + 1:
        return -1, 0
    days = day_number(year, month, day)
    if days < 0:
        return -1, 0
    form = DASH_SECOND if parted == DASH else SLASH_SECOND
    if after == stop:
        return (days * A_DAY, DAY) if allowed[form + DAY] else (-1, 0)
    if data[after] != BLANK:
        return -1, 0
    while after < stop and data[after] == BLANK:
        after += 1
    seconds, exact = clock_at(data, after, stop)
    if seconds < 0 or not allowed[form + exact]:
        return -1, 0
    return days * A_DAY + seconds, exact


@compiled
def digits_time(data: Bytes, at: int, stop: int, allowed: Flags) -> tuple[int, int]:
    """Return the time of eight or fourteen bare digits, like ``time_at``."""
    if stop - at != 8 and stop - at != 14:
        return -1, 0
    date, after = digits_at(data, at, stop, 8)
    days = day_number(date // 10_000, date // 100 % 100, date % 100)
    if after != at + 8 or days < 0:
        return -1, 0
    if after == stop:
        return (days * A_DAY, DAY) if allowed[DIGITS_DAY] else (-1, 0)
    clock, after = digits_at(data, after, stop, 6)
    hour, minute, second = clock // 10_000, clock // 100 % 100, clock % 100
    if after != stop or hour > 23 or minute > 59 or second > 59 or not allowed[DIGITS_SECOND]:
        return -1, 0
    return days * A_DAY + hour * 3600 + minute * 60 + second, SECOND


@compiled
def times(  # noqa: PLR0913
    data: Bytes,
    start: Array32,
    end: Array32,
    offset: int,
    allowed: Flags,
    value: Array64,
    exact: Flags,
    state: Flags,
) -> None:
    """Read times into microseconds from 1970 UTC; ``offset`` is the source's zone in seconds."""
    for row in range(len(value)):
        seconds, how = time_at(data, start[row], end[row], allowed)
        value[row] = (seconds - offset) * MICROSECONDS
        exact[row] = how
        state[row] = UNSURE if seconds < 0 else READ
