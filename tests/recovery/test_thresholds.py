"""Thresholds: what the figures reach, by the day of the act. Figures by hand, limits from the law's list."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from suyuan.recovery.thresholds import (
    Counted,
    Measured,
    Reached,
    Stay,
    longest_within_a_year,
    most_trips_within_a_year,
    thresholds,
    years_added_up,
)

ACT = date(2021, 6, 18)


def said(measured: Measured) -> dict[tuple[str, int], tuple[bool, bool, bool]]:
    """Return by rule and limit whether it is reached, close, governing."""
    return {(each.rule.id, each.limit): (each.reached, each.close, each.governs) for each in thresholds(measured)}


def one(measured: Measured, rule: str) -> Reached:
    """Return the text of a rule that governs the act."""
    (found,) = (each for each in thresholds(measured) if each.rule.id == rule and each.governs)
    return found


def test_levels_of_the_amount() -> None:
    """420,000.00: large (3,000) and huge (30,000) reached, very huge (500,000) close at 80 %."""
    found = said(Measured(ACT, amount=420_000_00, amount_rows=("t1",)))
    assert found == {
        ("threshold.fraud.large", 3_000_00): (True, False, True),
        ("threshold.fraud.huge", 30_000_00): (True, False, True),
        ("threshold.fraud.very-huge", 500_000_00): (False, True, True),
    }
    assert not one(Measured(ACT, amount=399_999_99), "threshold.fraud.very-huge").close
    assert one(Measured(ACT, amount=400_000_00), "threshold.fraud.very-huge").close


def test_messages_and_calls_and_ten_times_of_them() -> None:
    """5,000 messages and 499 calls: the first reached, the second not; 50,000 messages reach the tenfold too."""
    counts = (Counted("messages", 5_000, "r1"), Counted("calls", 499, "r2"))
    found = said(Measured(ACT, counts=counts))
    assert found["threshold.fraud.messages", 5_000][0] and not found["threshold.fraud.calls", 500][0]
    assert not found["threshold.fraud.tenfold", 50_000][0]
    tenfold = said(Measured(ACT, counts=(Counted("messages", 50_000, "r1"),)))
    assert tenfold["threshold.fraud.tenfold", 50_000][0]


def test_changed_texts_stand_side_by_side() -> None:
    """Three cards: by the text of before 2025-07-28 (five) not reached, by the later one (three) reached."""
    before = said(Measured(ACT, cards=3))
    assert before["threshold.helping.cards", 5] == (False, False, True)
    assert before["threshold.helping.cards", 3] == (True, False, False)
    after = said(Measured(date(2025, 7, 28), cards=3))
    assert after["threshold.helping.cards", 5] == (False, False, False)
    assert after["threshold.helping.cards", 3] == (True, False, True)


def test_concealing_line_by_the_day() -> None:
    """200,000.00: serious by the line of 2021 (100,000), not by that of 2025-08-26 (500,000); both are shown."""
    found = said(Measured(date(2025, 8, 26), settlement=200_000_00))
    assert found["threshold.concealing.serious", 100_000_00][0]
    assert found["threshold.concealing.serious", 500_000_00] == (False, False, True)


def test_stays_are_a_union_within_a_year() -> None:
    """1 to 20 and 11 to 25 January are 25 days; five days of the next January do not add up, of December they do.

    The year runs from the first day to the day before the same day of the next year.
    """
    stays = [Stay(date(2020, 1, 1), date(2020, 1, 20), "a"), Stay(date(2020, 1, 11), date(2020, 1, 25), "b")]
    assert longest_within_a_year(stays, ACT) == 25
    later = Stay(date(2021, 1, 26), date(2021, 1, 30), "c")
    assert longest_within_a_year([*stays, later], ACT) == 25
    december = Stay(date(2020, 12, 27), date(2020, 12, 31), "d")
    assert longest_within_a_year([*stays, december], ACT) == 30
    assert one(Measured(ACT, stays=(*stays, december)), "threshold.den.stay").reached
    assert most_trips_within_a_year([*stays, december], ACT) == 2
    assert most_trips_within_a_year([*stays, later], ACT) == 1


def test_a_text_from_after_the_act_governs_nothing() -> None:
    """Thirty days at a den before the text of 2021-06-17: shown as reached, and governing nothing."""
    stay = (Stay(date(2021, 1, 1), date(2021, 1, 30), "a"),)
    assert said(Measured(date(2021, 3, 16), stays=stay))["threshold.den.stay", 30] == (True, False, False)


def test_two_years_are_added_up() -> None:
    """Acts from 2019-06-18 on count with one of 2021-06-18; from a 29 February on the 28th."""
    assert years_added_up(ACT) == date(2019, 6, 18)
    assert years_added_up(date(2024, 2, 29)) == date(2022, 2, 28)


starts = st.integers(0, 900).map(lambda n: date(2020, 1, 1) + timedelta(n))
some_stays = st.lists(
    st.builds(lambda start, days: Stay(start, start + timedelta(days), "x"), starts, st.integers(0, 60)),
    max_size=6,
)


@given(some_stays)
def test_the_window_equals_a_search_of_all_days(stays: list[Stay]) -> None:
    """No window of a year holds more days than the sliding one finds, and one holds as many."""
    days = {each.start + timedelta(n) for each in stays for n in range((each.end - each.start).days + 1)}
    ends = {day: date(day.year + 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day) for day in days}
    expected = max((sum(day <= each < ends[day] for each in days) for day in days), default=0)
    assert longest_within_a_year(stays, ACT) == expected
