"""Moments: an aware instant with the precision its source had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import Enum

CHINA = timezone(timedelta(hours=8))
"""The one civil time of China; Chinese files are in it without saying so."""


class Precision(Enum):
    """How exactly a source states a time."""

    MICROSECOND = "microsecond"
    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"


@dataclass(frozen=True)
class Moment:
    """An instant as a source states it; ``at`` is aware, and midnight for a bare date."""

    at: datetime
    precision: Precision = Precision.SECOND

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a moment needs its offset")

    def __str__(self) -> str:
        """ISO 8601 with offset, or the bare date where the source gives no more."""
        if self.precision is Precision.DAY:
            return self.at.date().isoformat()
        whole = self.precision is not Precision.MICROSECOND
        return self.at.isoformat(timespec="seconds" if whole else "microseconds")
