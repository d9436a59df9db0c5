"""Working days: Monday to Friday less the State Council's holidays, plus the days worked in exchange.

Years with a notice are *official*. Later years are *projected*: the statutory days that can be computed, and,
for dates that must be safe, the days that are usually off around them; exchanged working days are not known.
Years of which nothing is listed know only weekends and the statutory days of fixed date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cache
from typing import Any

from suyuan.model.law.book import table

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class YearState(Enum):
    """What is known of a year's holidays."""

    OFFICIAL = "official"
    PROJECTED = "projected"
    UNLISTED = "unlisted"


@dataclass(frozen=True)
class Calendar:
    """Days off and days worked in exchange; ``likely`` are days of projected years that are usually off too."""

    off: frozenset[date]
    worked: frozenset[date]
    likely: frozenset[date]
    states: Mapping[int, YearState]
    fixed: tuple[tuple[int, int], ...]

    def state(self, day: date) -> YearState:
        """Return what is known of the year of a day."""
        return self.states.get(day.year, YearState.UNLISTED)

    def is_working(self, day: date, *, cautious: bool = False) -> bool:
        """Return whether a day is a working day; ``cautious`` leaves out the days that are only likely off."""
        if day in self.worked:
            return True
        if day.weekday() >= SATURDAY or day in self.off or (cautious and day in self.likely):
            return False
        return not (self.state(day) is YearState.UNLISTED and (day.month, day.day) in self.fixed)

    def on_or_before(self, day: date) -> date:
        """Return the last working day on or before a day, on the safe side."""
        while not self.is_working(day, cautious=True):
            day -= ONE_DAY
        return day

    def on_or_after(self, day: date) -> date:
        """Return a day, or the first working day after it if it is none."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def after(self, day: date, count: int) -> date:
        """Return the working day that is the ``count``-th after a day, which itself does not count."""
        while count:
            day += ONE_DAY
            count -= self.is_working(day)
        return day


@cache
def calendar() -> Calendar:
    """Return the calendar of ``holidays.toml``."""
    given = table("holidays")
    off: set[date] = set()
    worked: set[date] = set()
    for notice in given["notice"]:
        off.update(_spans(notice["off"]))
        worked.update(notice.get("worked", ()))
        # a later notice of the same year may turn a day of exchange into a day off
        worked.difference_update(notice.get("no_longer_worked", ()))
    states = {notice["year"]: YearState.OFFICIAL for notice in given["notice"]}
    likely: set[date] = set()
    for year in given["projected"]:
        states[year["year"]] = YearState.PROJECTED
        off.update(_spans(year["off"]))
        likely.update(_spans(year["likely"]))
    fixed = tuple((month, day) for month, day in given["fixed"])
    return Calendar(frozenset(off), frozenset(worked), frozenset(likely), states, fixed)


def notices() -> tuple[Mapping[str, Any], ...]:
    """Return the State Council's notices as they are listed, the earliest year first."""
    return tuple(table("holidays")["notice"])


def _spans(spans: list[list[date]]) -> Iterator[date]:
    """Yield the days of spans: one day, or the first and the last."""
    for span in spans:
        day = span[0]
        while day <= span[-1]:
            yield day
            day += ONE_DAY
