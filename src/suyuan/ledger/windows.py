"""How far apart two institutions' clocks may put one and the same payment. Data in ``windows.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources

from suyuan.ledger.own_rows import day_of
from suyuan.model.moment import Moment, Precision

_DATA = tomllib.loads(resources.files("suyuan.ledger").joinpath("windows.toml").read_text(encoding="utf-8"))

BETWEEN_CLOCKS = timedelta(seconds=_DATA["between_clocks_seconds"])
"""Two rows of one payment stand at most so far apart (docs/method.md)."""

MORE_TO_THE_MINUTE = timedelta(seconds=_DATA["more_to_the_minute_seconds"])
"""Added where one of the two is stated to the minute only."""


@dataclass(frozen=True)
class Window:
    """How much later than the debit the credit may stand; negative is earlier.

    ``seconds`` holds for two rows to the second, ``minutes`` where one is to the minute, ``days`` (of the
    calendar) where one is dated only. Both ends are included.
    """

    seconds: tuple[timedelta, timedelta]
    minutes: tuple[timedelta, timedelta]
    days: tuple[int, int]


_LATEST = timedelta(seconds=_DATA["late_arrival_seconds"])
_LATEST_DAYS: int = _DATA["late_arrival_days"]
_TO_THE_MINUTE = BETWEEN_CLOCKS + MORE_TO_THE_MINUTE

CLOCKS = Window((-BETWEEN_CLOCKS, BETWEEN_CLOCKS), (-_TO_THE_MINUTE, _TO_THE_MINUTE), (0, 0))
"""One transfer at one time, by two clocks."""

LATE = Window((timedelta(0), _LATEST), (timedelta(0), _LATEST), (0, _LATEST_DAYS))
"""A transfer that arrived later than it left."""

EITHER_WAY = Window((-_LATEST, _LATEST), (-_LATEST, _LATEST), (-_LATEST_DAYS, _LATEST_DAYS))
"""Near enough to be suspected of being one payment."""

_BY_NUMBER_DAYS: int = _DATA["late_by_number_days"]
_BY_NUMBER = timedelta(days=_BY_NUMBER_DAYS)

LATE_BY_NUMBER = Window((timedelta(0), _BY_NUMBER), (timedelta(0), _BY_NUMBER), (0, _BY_NUMBER_DAYS))
"""A payment through a collecting account, of which both rows carry one number."""

BOOKED_BY_NUMBER = Window((-_LATEST, _BY_NUMBER), (-_LATEST, _BY_NUMBER), (-_LATEST_DAYS, _BY_NUMBER_DAYS))
"""A bank's row of a wallet's payment by card, of which both carry one number."""


def is_within(one: Moment, other: Moment) -> bool:
    """Tell whether two rows can be one payment by their times: the same day where either has no more than that."""
    if Precision.DAY in (one.precision, other.precision):
        return day_of(one) == day_of(other)
    allowed = BETWEEN_CLOCKS
    if Precision.MINUTE in (one.precision, other.precision):
        allowed += MORE_TO_THE_MINUTE
    return abs(one.at - other.at) <= allowed


def common_precision(one: Moment, other: Moment) -> Precision:
    """Return how exactly both rows state their times."""
    return max((one.precision, other.precision), key=_COARSENESS.__getitem__)


_COARSENESS = {Precision.MICROSECOND: 0, Precision.SECOND: 1, Precision.MINUTE: 2, Precision.DAY: 3}
_SECONDS_IN = {Precision.MICROSECOND: 1, Precision.SECOND: 1, Precision.MINUTE: 60, Precision.DAY: 86400}


def time_between(one: Moment, other: Moment) -> int:
    """Return by how many seconds the other stands later than the one, as exactly as both are stated."""
    precision = common_precision(one, other)
    if precision is Precision.DAY:
        return (day_of(other) - day_of(one)) * _SECONDS_IN[precision]
    unit = timedelta(seconds=_SECONDS_IN[precision])
    return (_whole(other, unit) - _whole(one, unit)) * _SECONDS_IN[precision]


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _whole(moment: Moment, unit: timedelta) -> int:
    return (moment.at - _EPOCH) // unit


def is_within_window(paid: Moment, received: Moment, window: Window) -> bool:
    """Tell whether a credit stands as much later than its debit as a window allows."""
    if Precision.DAY in (paid.precision, received.precision):
        return window.days[0] <= day_of(received) - day_of(paid) <= window.days[1]
    to_the_minute = Precision.MINUTE in (paid.precision, received.precision)
    low, high = window.minutes if to_the_minute else window.seconds
    return low <= received.at - paid.at <= high


def clock_tolerance(time: Moment) -> timedelta:
    """Return how far from a stated time another clock may put the payment: not at all from a bare date."""
    if time.precision is Precision.DAY:
        return timedelta(0)
    return BETWEEN_CLOCKS + (MORE_TO_THE_MINUTE if time.precision is Precision.MINUTE else timedelta(0))
