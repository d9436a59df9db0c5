"""What the bookings of an account come to: how many and how much by direction, from when to when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from suyuan.model.booking import Booking, Direction
from suyuan.model.moment import Moment

Dated = tuple[Moment, int]
"""A time with the place in the table of the booking that has it."""


@dataclass(frozen=True)
class Figures:
    """``count`` and ``amount`` (minor units) by direction; ``first`` and ``last`` None where there is no booking."""  # noqa: E501

    count: Mapping[Direction, int]
    amount: Mapping[Direction, int]
    first: Dated | None
    last: Dated | None

    @property
    def bookings(self) -> int:
        """How many bookings there are."""
        return sum(self.count.values())


def figures_of(bookings: Sequence[Booking]) -> Figures:
    """Return the figures of bookings; of equal times the one that stands first counts."""
    count = dict.fromkeys(Direction, 0)
    amount = dict.fromkeys(Direction, 0)
    for booking in bookings:
        count[booking.direction] += 1
        amount[booking.direction] += booking.amount
    times = [(booking.time, booking.order_in_file) for booking in bookings]
    return Figures(count, amount, _least(times), _greatest(times))


def together(figures: Sequence[Figures]) -> Figures:
    """Return the figures of several accounts together."""
    return Figures(
        {each: sum(one.count[each] for one in figures) for each in Direction},
        {each: sum(one.amount[each] for one in figures) for each in Direction},
        _least(one.first for one in figures if one.first),
        _greatest(one.last for one in figures if one.last),
    )


def _least(times: Iterable[Dated]) -> Dated | None:
    return min(times, key=lambda dated: (dated[0].at, dated[1]), default=None)


def _greatest(times: Iterable[Dated]) -> Dated | None:
    return max(times, key=lambda dated: (dated[0].at, -dated[1]), default=None)
