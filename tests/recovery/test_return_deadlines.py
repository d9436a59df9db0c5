"""The terms of a return from each calendar day of ten years, against a second way of counting.

The second way walks day by day, with the days off read anew from the notices' own table.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib import resources

import pytest

from suyuan.model.moment import CHINA, Moment
from suyuan.model.proceeding import Act
from suyuan.model.recorded import to_text
from suyuan.recovery import return_facts as facts_of
from suyuan.recovery import returning
from suyuan.recovery.return_facts import FixedPlan
from suyuan.recovery.returning import Return

ONE = timedelta(days=1)
PLAN = FixedPlan(
    currency="CNY",
    as_of=datetime(2016, 10, 1, tzinfo=CHINA),
    pooled=False,
    accounts=(),
    claims=(),
    lines=(),
    blocks=(),
    rules=(),
    flow_hash="flow",
    version="1",
).sealed


def days_of_ten_years() -> Iterator[datetime]:
    """Give noon of each day of 2017 to 2026, the years with official notices."""
    at = datetime(2017, 1, 1, 12, tzinfo=CHINA)
    while at.year < 2027:
        yield at
        at += ONE


@pytest.fixture(scope="module")
def off() -> set[date]:
    """Every day off from 2016 to 2028: weekends and holidays, less the days worked in exchange."""
    text = resources.files("suyuan.model.law").joinpath("holidays.toml").read_text("utf-8")
    given = tomllib.loads(text)
    found = set()
    day = date(2016, 1, 1)
    while day.year < 2029:
        if day.isoweekday() in (6, 7):
            found.add(day)
        day += ONE
    for each in given["notice"]:
        for span in each["off"]:
            found |= {span[0] + ONE * more for more in range((span[-1] - span[0]).days + 1)}
        found -= set(each.get("worked", ()))
    for each in given["notice"]:
        found |= set(each.get("no_longer_worked", ()))
    for each in given["projected"]:
        for span in each["off"]:
            found |= {span[0] + ONE * more for more in range((span[-1] - span[0]).days + 1)}
    return found


def act(kind: str, at: datetime, facts: object) -> Act:
    """Return a step taken at a moment."""
    return Act(kind, Moment(at), to_text(facts))


def begun() -> Return:
    """Return a return of which the victims were told."""
    about = facts_of.Informed("CNY", ("freeze-1",), ("测甲",))
    return returning.begun(act("inform", datetime(2016, 12, 1, tzinfo=CHINA), about))


def test_a_notice_of_each_day_runs_thirty_days_and_rolls(off: set[date]) -> None:
    """The day after it is day one; where the thirtieth is a day off, the term ends with the next working day."""
    base = begun()
    for at in days_of_ten_years():
        found = returning.after(base, act("notice", at, facts_of.Announced(PLAN, "公告1号")))
        assert found.notice is not None
        last = at.date()
        for _ in range(30):
            last += ONE
        assert found.notice.literal_end == last, at
        while last in off:
            last += ONE
        assert found.notice.end == last, at


def test_a_bank_has_three_working_days_from_each_day(off: set[date]) -> None:
    """The day of the notice does not count; the third working day after it is the last, to its last second."""
    base = begun()
    for at in days_of_ten_years():
        found = returning.after(base, act("order", at, facts_of.Ordered("freeze-1", ("甲", "乙"), "协返1号")))
        last, left = at.date(), 3
        while left:
            last += ONE
            left -= last not in off
        term = found.orders["freeze-1"]
        assert term is not None
        assert term.end == last, at
