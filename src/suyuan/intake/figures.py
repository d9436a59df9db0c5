"""What the bookings of an account come to: how many and how much by direction, from when to when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from suyuan.model.booking import Booking, Direction
from suyuan.model.moment import Moment, Precision

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
    given = list(times)
    place = _place(given)
    return min(given, key=lambda dated: (place(dated[0]), dated[1]), default=None)


def _greatest(times: Iterable[Dated]) -> Dated | None:
    given = list(times)
    place = _place(given)
    return max(given, key=lambda dated: (place(dated[0]), -dated[1]), default=None)


def _place(times: Sequence[Dated]) -> Callable[[Moment], datetime]:
    """Return how times are put in order: instants as such; beside bare dates all by the day and hour printed.

    A bare date has no zone, so no instant says whether it lies before a time of another zone.
    """
    bare = any(time.precision is Precision.DAY for time, _ in times)
    return (lambda time: time.at.replace(tzinfo=None)) if bare else (lambda time: time.at)
