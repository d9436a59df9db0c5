"""How far apart two institutions' clocks may put one and the same payment."""

from __future__ import annotations

from datetime import timedelta

from suyuan.ledger.own_rows import day_of
from suyuan.model.moment import Moment, Precision

BETWEEN_CLOCKS = timedelta(seconds=300)
"""Two rows of one payment stand at most so far apart (docs/method.md)."""

MORE_TO_THE_MINUTE = timedelta(seconds=60)
"""Added where one of the two is stated to the minute only."""

BETWEEN_REPORT_AND_BOOKING = timedelta(minutes=30)
"""A victim's memory of the time, against the institution's row."""


def is_within(one: Moment, other: Moment) -> bool:
    """Tell whether two rows can be one payment by their times: the same day where either has no more than that."""
    if Precision.DAY in (one.precision, other.precision):
        return day_of(one) == day_of(other)
    allowed = BETWEEN_CLOCKS
    if Precision.MINUTE in (one.precision, other.precision):
        allowed += MORE_TO_THE_MINUTE
    return abs(one.at - other.at) <= allowed


def is_as_reported(reported: Moment, booked: Moment) -> bool:
    """Tell whether a booking's time agrees with the time that a victim reported."""
    if Precision.DAY in (reported.precision, booked.precision):
        return day_of(reported) == day_of(booked)
    return abs(reported.at - booked.at) <= BETWEEN_REPORT_AND_BOOKING
