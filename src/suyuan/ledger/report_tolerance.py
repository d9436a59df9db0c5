"""How near a booking must be to what a person reports. The figures are data in ``report_tolerance.toml``."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from importlib import resources

from suyuan.ledger.own_rows import day_of
from suyuan.model.claim import ReportedPayment
from suyuan.model.moment import Moment, Precision

_DATA = tomllib.loads(
    resources.files("suyuan.ledger").joinpath("report_tolerance.toml").read_text(encoding="utf-8")
)

EITHER_SIDE = timedelta(seconds=_DATA["seconds"])
"""A person's memory of the time, against the institution's row."""

ABOUT = timedelta(seconds=_DATA["about_seconds"])
"""More, where the words are approximate."""

ABOUT_DAYS: int = _DATA["about_days"]
TOLD_APART = timedelta(seconds=_DATA["told_apart_seconds"])
"""So much nearer one of two transfers must be to be chosen for its time."""

NEAREST: int = _DATA["nearest"]
NEAREST_WITHIN = timedelta(days=_DATA["nearest_days"])
NEAREST_PERCENT: int = _DATA["nearest_percent"]
"""Which transfers are named where none fits."""

TOP_UP_BEFORE = timedelta(seconds=_DATA["top_up_before_seconds"])
TOP_UP_AFTER = timedelta(seconds=_DATA["top_up_after_seconds"])
"""How much earlier and later than the bank's row a platform may record a top-up."""


def apart(payment: ReportedPayment, booked: Moment) -> timedelta:
    """Return how far a booking stands from the time that the words mean: nothing inside what they span.

    Where either has only a date, whole days count.
    """
    if Precision.DAY in (payment.time.precision, booked.precision):
        return timedelta(days=abs(day_of(payment.time) - day_of(booked)))
    first, last = _meant(payment)
    return max(first - booked.at, booked.at - last, timedelta(0))


def is_near(payment: ReportedPayment, booked: Moment) -> bool:
    """Tell whether a booking's time agrees with the time that a victim reports."""
    if Precision.DAY in (payment.time.precision, booked.precision):
        return apart(payment, booked) <= timedelta(days=ABOUT_DAYS if payment.about else 0)
    return apart(payment, booked) <= allowed(payment)


def allowed(payment: ReportedPayment) -> timedelta:
    """Return how far from the words' time a booking may stand, where both are more than a date."""
    return EITHER_SIDE + (ABOUT if payment.about else timedelta(0))


def _meant(payment: ReportedPayment) -> tuple[datetime, datetime]:
    return payment.time.at, payment.time.at + timedelta(seconds=payment.span)
