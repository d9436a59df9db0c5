"""Card numbers whose last digit is not the one that the others ask for (Luhn)."""

from __future__ import annotations

from suyuan.intake.columns.kernels.arrays import Array32, Array64, Bytes
from suyuan.kernel_cache import compiled

SHORTEST, LONGEST = 16, 19
NO_CARD, NO_DIGITS = 0, -1
"""What stands for a number whose digit holds or that is no card's; for one with other signs than digits."""


@compiled
def failing(data: Bytes, start: Array32, end: Array32, rows: Array32, value: Array64) -> None:
    """Fill ``value`` with the card numbers of some rows that fail, as whole numbers; they begin with 62."""
    for place in range(len(rows)):
        at, stop = start[rows[place]], end[rows[place]]
        value[place] = NO_CARD
        number, total, twice = 0, 0, False
        if stop - at > LONGEST or stop - at < SHORTEST or data[at] != 54 or data[at + 1] != 50:
            for each in range(at, stop):
                if not 48 <= data[each] <= 57:
                    value[place] = NO_DIGITS
            continue
        for each in range(stop - 1, at - 1, -1):
            digit = data[each] - 48
            if not 0 <= digit <= 9:
                value[place] = NO_DIGITS
                break
            doubled = digit * 2 if twice else digit
            total += doubled - 9 if doubled > 9 else doubled
            twice = not twice
        if value[place] == NO_CARD and total % 10:
            for each in range(at, stop):
                number = number * 10 + (data[each] - 48)
            value[place] = number
