"""Kept by the hour as the report is given it: what stood where it could be stopped, under each policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class KeptHour:
    """One hour; each figure in the report's order of policies, minor units.

    ``stood``: in accounts that could be stopped; ``covered``: of it where an answer reaches the hour;
    ``earlier``: what stood 10, 30 and 60 minutes before.
    """

    time: datetime
    stood: tuple[int, ...]
    covered: tuple[int, ...]
    earlier: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class KeptHours:
    """The hours from ``start`` on; ``by_filing``: that is when the case was filed, as nobody stated when the
    first report came; ``by_form``: it is the earliest that a victim's report form states.
    """

    start: datetime
    by_filing: bool
    hours: tuple[KeptHour, ...]
    by_form: bool = False
