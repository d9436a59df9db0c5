"""Deadlines against a second way of counting, over every day of years, and by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suyuan.model.law.book import NotInForce, all_rules
from suyuan.model.law.deadline import Deadline, add_months, deadline
from suyuan.model.law.working_days import calendar
from suyuan.model.moment import CHINA, Moment, Precision
from suyuan.model.text import Language

ONE = timedelta(days=1)
DAYS = calendar()


def on(text: str) -> Moment:
    """Return the moment of an ISO date, with or without a time."""
    at = datetime.fromisoformat(text)
    at = at if at.tzinfo else at.replace(tzinfo=CHINA)
    return Moment(at, Precision.DAY if len(text) == 10 else Precision.SECOND)


def ends(found: Deadline) -> tuple[date, date, date]:
    """Return the three ends of a term of days."""
    return found.literal_end, found.rolled_end, found.safe_date


def months_later(day: date, count: int) -> date:
    """Count months by walking from day to day, one month's last day at a time: slow, plain, and different."""
    last_day_of_month = (day + ONE).day == 1
    walked, left = day, count
    while left:
        walked += ONE
        left -= (walked + ONE).day == 1 and (walked.year, walked.month) != (day.year, day.month)
    # walked is now the last day of the target month
    if last_day_of_month:
        return walked
    return walked if day.day > walked.day else walked.replace(day=day.day)


@pytest.mark.parametrize("count", [1, 6, 12, 24])
def test_months_over_ten_years(count: int) -> None:
    """Month terms from each day of 2019 to 2029 end where a walk through the calendar ends."""
    day = date(2019, 1, 1)
    while day < date(2029, 1, 1):
        assert add_months(day, count) == months_later(day, count), day
        day += ONE


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-08-30", "2027-02-28"),
        ("2026-02-28", "2026-08-31"),
        ("2027-08-31", "2028-02-29"),
        ("2028-02-28", "2028-08-28"),
        ("2028-02-29", "2028-08-31"),
        ("2026-08-31", "2027-02-28"),
        ("2025-12-15", "2026-06-15"),
    ],
)
def test_six_months_by_hand(start: str, end: str) -> None:
    """Month ends and leap years, counted by hand from the courts' article 202."""
    assert deadline("freeze.cash.term", on(start)).literal_end == date.fromisoformat(end)


@pytest.mark.parametrize("rule", ["freeze.cash.term", "freeze.cash.term.major", "return.notice", "return.bank"])
def test_ends_over_all_days(rule: str) -> None:
    """From every day of 2020-10 to 2026: the safe date is the last working day not after the end, the rolled end
    the first not before it, with no working day in between but the end itself."""
    day = date(2020, 10, 1)
    while day < date(2027, 1, 1):
        found = deadline(rule, on(day.isoformat()))
        literal, rolled, safe = ends(found)
        assert safe <= literal <= rolled
        assert DAYS.is_working(safe)
        assert DAYS.is_working(rolled)
        between = [safe + ONE * each for each in range(1, (rolled - safe).days)]
        assert not any(DAYS.is_working(each, cautious=True) for each in between)
        if rule == "return.notice":
            assert (literal - day).days == 30
        if rule == "return.bank":
            passed = [day + ONE * each for each in range(1, (literal - day).days + 1)]
            assert sum(map(DAYS.is_working, passed)) == 3
        day += ONE


@given(st.integers(1_464_900_000, 2_051_222_400), st.integers(-12, 14))
def test_48_hours_are_48_hours(second: int, offset: int) -> None:
    """A stop ends 172,800 seconds after its effect, whatever the offset it is written in, over any midnight."""
    begun = datetime.fromtimestamp(second, timezone(timedelta(hours=offset)))
    found = deadline("stop-payment.term", Moment(begun))
    assert isinstance(found.literal_end, datetime)
    assert found.literal_end.timestamp() - begun.timestamp() == 172_800
    assert found.literal_end == found.rolled_end == found.safe_date == found.end
    assert found.literal_end.utcoffset() == timedelta(hours=8)


def test_48_hours_over_midnight_and_weekend() -> None:
    """A stop of Friday 23:59:59 before a holiday ends on Sunday at the same second: no roll."""
    found = deadline("stop-payment.term", on("2026-02-13T23:59:59"))
    assert found.literal_end == datetime(2026, 2, 15, 23, 59, 59, tzinfo=CHINA)
    assert found.warnings == ()


def test_other_hour_terms_leave_out_the_first_hour() -> None:
    """24 hours from 10:20:30 count from 11:00 by article 105; the safe instant counts from the moment itself."""
    found = deadline("filing.transfer", on("2026-03-05T10:20:30"))
    assert found.literal_end == datetime(2026, 3, 6, 11, 0, tzinfo=CHINA)
    assert found.safe_date == datetime(2026, 3, 6, 10, 20, 30, tzinfo=CHINA)


def test_a_bare_date_for_hours_is_its_midnight_and_warns() -> None:
    """The earliest reading is taken, and said."""
    found = deadline("stop-payment.term", on("2026-03-05"))
    assert found.literal_end == datetime(2026, 3, 7, tzinfo=CHINA)
    assert "midnight" in found.warnings[0].render(Language.EN)


def test_the_day_is_chinas() -> None:
    """An evening in London is the next day in China: the term counts from there."""
    late = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
    assert deadline("freeze.release.unconnected", Moment(late)).literal_end == date(2026, 3, 9)


def test_a_freeze_does_not_roll() -> None:
    """A freeze that ends on Sunday 2027-02-28 ends then; the roll is shown with a warning, Friday is safe."""
    found = deadline("freeze.cash.term", on("2026-08-30"))
    assert found.end == found.literal_end == date(2027, 2, 28)
    assert found.rolled_end == date(2027, 3, 1)
    assert found.safe_date == date(2027, 2, 26)
    said = [each.render(Language.EN) for each in found.warnings]
    assert any("does not move" in each for each in said)
    assert any("2027 are projected" in each for each in said)


def test_a_notice_rolls_over_national_day() -> None:
    """Thirty days from 2026-09-01 end on 1 October; the first working day after the holiday is the 8th."""
    found = deadline("return.notice", on("2026-09-01"))
    assert found.end == found.rolled_end == date(2026, 10, 8)
    assert found.safe_date == date(2026, 9, 30)


def test_a_worked_saturday_ends_the_roll() -> None:
    """Three days from Wednesday 2026-02-25 end on Saturday the 28th, a day worked in exchange: nothing moves."""
    found = deadline("freeze.release.unconnected", on("2026-02-25"))
    assert found.literal_end == found.rolled_end == found.safe_date == date(2026, 2, 28)


def test_working_days_over_spring_festival() -> None:
    """Three working days from Thursday 2026-02-12: Friday 13, Saturday 14 (worked), Tuesday 24."""
    assert deadline("return.bank", on("2026-02-12")).literal_end == date(2026, 2, 24)


def test_unlisted_years_warn() -> None:
    """A date in a year that is not in the table says that it is uncertain."""
    found = deadline("freeze.securities.term", on("2030-06-03"))
    assert any("2032 is not in the table" in each.render(Language.EN) for each in found.warnings)


def test_notice_before_a_hearing_goes_back() -> None:
    """Three days before Wednesday 2026-03-18 is Sunday; the safe date is Friday, and the reading is labelled."""
    found = deadline("forfeiture.hearing", on("2026-03-18"))
    assert (found.literal_end, found.rolled_end) == (date(2026, 3, 15), date(2026, 3, 15))
    assert found.safe_date == date(2026, 3, 13)
    assert found.warnings


@given(
    st.sampled_from([each for each in all_rules() if each.is_term]), st.dates(date(2010, 1, 1), date(2040, 1, 1))
)
def test_every_term_computes_or_says_why_not(rule: object, day: date) -> None:
    """Each rule with a term gives ordered ends for any day it governs, and NotInForce for any other."""
    name = rule.id  # type: ignore[attr-defined]
    try:
        found = deadline(name, on(day.isoformat()))
    except NotInForce:
        assert not any(each.in_force(day) for each in all_rules() if each.id == name)
        return
    assert found.safe_date <= found.literal_end <= found.rolled_end
    assert found.rule.in_force(day)


def test_a_rule_without_a_term_has_no_deadline() -> None:
    """A threshold is refused, as is the end of time."""
    with pytest.raises(ValueError, match="no term"):
        deadline("threshold.fraud.large", on("2026-01-01"))
    with pytest.raises(OverflowError):
        deadline("freeze.cash.term", on("9999-12-30"))
