"""The calendar of working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from suyuan.model.law.working_days import YearState, calendar, notices

DAYS = calendar()
# by hand from the notices: weekdays of the year, less weekdays off, plus weekend days worked (2026: 261 - 19 + 6)
COUNTED = {2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248}


@pytest.mark.parametrize(("year", "count"), COUNTED.items())
def test_working_days_of_a_year(year: int, count: int) -> None:
    """A year has as many working days as its notice leaves."""
    first = date(year, 1, 1)
    days = [first + timedelta(days=each) for each in range((date(year + 1, 1, 1) - first).days)]
    assert sum(map(DAYS.is_working, days)) == count


def test_notices_agree_with_the_week() -> None:
    """Each day worked in exchange is a Saturday or Sunday and is not off by the same notice."""
    for notice in notices():
        for day in notice.get("worked", ()):
            assert day.weekday() >= 5, day
            assert not any(span[0] <= day <= span[-1] for span in notice["off"]), day
        for span in notice["off"]:
            assert span == sorted(span)


def test_years_are_marked() -> None:
    """2015 to 2026 are official, later listed years projected, others unlisted."""
    assert {DAYS.states[year] for year in range(2015, 2027)} == {YearState.OFFICIAL}
    assert DAYS.state(date(2027, 3, 1)) is YearState.PROJECTED
    assert DAYS.state(date(2014, 3, 1)) is DAYS.state(date(2031, 3, 1)) is YearState.UNLISTED


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2015-09-03", False),  # the holiday of that one year
        ("2015-09-06", True),  # a Sunday worked for it
        ("2018-12-29", True),  # a Saturday worked by the notice of the year after
        ("2018-12-31", False),
        ("2019-05-03", False),  # only by the second notice of 2019
        ("2020-02-01", False),  # to be worked by the first notice, off by the second
        ("2020-01-31", False),
        ("2020-02-03", True),
        ("2026-02-28", True),  # a Saturday worked
        ("2026-03-01", False),
        ("2031-10-01", False),  # fixed date of an unlisted year
        ("2031-10-08", True),
    ],
)
def test_single_days(day: str, *, working: bool) -> None:
    """Days as the notices say, read by hand."""
    assert DAYS.is_working(date.fromisoformat(day)) is working


def test_the_safe_side_of_a_projected_year() -> None:
    """Days that are only likely off do not count as working where a date must be safe."""
    assert DAYS.is_working(date(2027, 10, 6))
    assert not DAYS.is_working(date(2027, 10, 6), cautious=True)
    assert DAYS.on_or_before(date(2027, 10, 7)) == date(2027, 9, 30)
