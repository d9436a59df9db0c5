"""Which days of which account are covered 覆盖日历: by an institution's answer, by rows alone, or not at all.

A day counts as covered only if answers cover the whole of it, else as covered in part. Days are China's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from suyuan.ledger.completeness import coverages, merged
from suyuan.ledger.contents import FileContents
from suyuan.ledger.identities import Identities, own_number
from suyuan.ledger.request_register import RegisteredRequest, RequestRegister, Standing
from suyuan.model.moment import CHINA
from suyuan.model.text import Text

A_DAY = timedelta(days=1)


class DayState(Enum):
    """What is known of one day of one account."""

    BOOKED = "covered_with_bookings"
    QUIET = "covered_without_bookings"
    PARTLY = "covered_in_part"
    UNCOVERED = "bookings_not_covered"
    UNANSWERED = "asked_not_answered"
    IN_VAIN = "asked_answer_covers_nothing"
    NEVER = "never_asked"


DAY_STATE_NAMES = {
    DayState.BOOKED: Text(zh="已覆盖、有账", en="covered, with bookings"),
    DayState.QUIET: Text(zh="已覆盖、无账", en="covered, without bookings"),
    DayState.PARTLY: Text(zh="覆盖不足一日", en="covered in part"),
    DayState.UNCOVERED: Text(zh="有账、未覆盖", en="bookings, not covered"),
    DayState.UNANSWERED: Text(zh="已调取、未反馈", en="asked, not answered"),
    DayState.IN_VAIN: Text(zh="已调取、反馈不覆盖", en="asked, the answer covers nothing"),
    DayState.NEVER: Text(zh="从未调取", en="never asked"),
}


@dataclass(frozen=True)
class DayRun:
    """Days of one state, both ends included."""

    first: date
    last: date
    state: DayState

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class AccountCalendar:
    """An account's days over the calendar's whole window, in order and without holes."""

    account: str
    runs: tuple[DayRun, ...]

    def days(self, state: DayState) -> int:
        """Return how many days are of a state."""
        return sum(run.days for run in self.runs if run.state is state)


@dataclass(frozen=True)
class DayCalendar:
    """All accounts' days from ``first`` to ``last``, None where nothing has a date; accounts by key."""

    first: date | None
    last: date | None
    accounts: tuple[AccountCalendar, ...]


def day_calendar(
    files: Sequence[FileContents], identities: Identities, register: RequestRegister, further: Iterable[str] = ()
) -> DayCalendar:
    """Return the calendar of a case; ``further`` accounts are listed though neither file nor request names them.

    The window runs from the first to the last day of any row, any covered period and any request.
    """
    booked = _booked(files, identities)
    covered = _covered(files, identities)
    asked: defaultdict[str, list[RegisteredRequest]] = defaultdict(list)
    for request in register.requests:
        if request.standing is not Standing.NOT_SENT:
            asked[request.account].append(request)
    ends = [day for days in booked.values() for day in days]
    ends += [day for each in covered.values() for period in each.touched for day in period]
    ends += [_day(at) for its in asked.values() for each in its for at in (each.request.start, each.request.end)]
    accounts = sorted({*booked, *covered, *asked, *further})
    if not ends:
        return DayCalendar(None, None, tuple(AccountCalendar(account, ()) for account in accounts))
    first, last = min(ends), max(ends)
    return DayCalendar(
        first,
        last,
        tuple(
            AccountCalendar(
                account,
                _runs(first, last, booked.get(account, set()), covered.get(account, _Covered()), asked[account]),
            )
            for account in accounts
        ),
    )


Days = tuple[date, date]


def _booked(files: Iterable[FileContents], identities: Identities) -> dict[str, set[date]]:
    """Return the days on which each account has rows; accounts with a statement without rows are there too."""
    found: defaultdict[str, set[date]] = defaultdict(set)
    for contents in files:
        for number, part in enumerate(contents.parts):
            found[identities.key(own_number(contents, number, part))] |= {
                _day(row.time.at) for row in part.bookings
            }
    return dict(found)


@dataclass(frozen=True)
class _Covered:
    """The days that answers and printed periods touch, and those of them that they cover wholly."""

    touched: tuple[Days, ...] = ()
    whole: tuple[Days, ...] = ()


def _covered(files: Sequence[FileContents], identities: Identities) -> dict[str, _Covered]:
    """Return what is covered of each account, in whatever currency."""
    currencies = {part.currency for contents in files for part in contents.parts} | {"CNY"}
    periods: defaultdict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for currency in sorted(currencies):
        for account, given in coverages(files, identities, currency).items():
            periods[account] += [(each.start, each.end) for each in given]
    found = {}
    for account, its in periods.items():
        joined = merged(its)
        whole = (_whole_days(start, end) for start, end in joined)
        touched = ((_day(start), _day(end - timedelta(seconds=1))) for start, end in joined)
        found[account] = _Covered(tuple(touched), tuple(days for days in whole if days[0] <= days[1]))
    return found


def _whole_days(start: datetime, end: datetime) -> Days:
    """Return the first and last day that lie wholly inside a period whose end is open."""
    first, last = _day(start), _day(end) - A_DAY
    if start.astimezone(CHINA).time() > time.min:
        first += A_DAY
    return first, last


def _runs(
    first: date, last: date, booked: set[date], covered: _Covered, asked: Sequence[RegisteredRequest]
) -> tuple[DayRun, ...]:
    """Return an account's days as runs of one state: its edges are where anything begins or ends."""
    open_: list[Days] = []
    vain: list[Days] = []
    for each in asked:
        days = max(first, _day(each.request.start)), min(last, _day(each.request.end))
        (open_ if each.standing.is_open or each.standing is Standing.RECEIVED else vain).append(days)
    edges = {first, last + A_DAY}
    for since, until in (*covered.touched, *covered.whole, *open_, *vain):
        edges |= {since, until + A_DAY}
    for day in booked:
        edges |= {day, day + A_DAY}
    places = sorted(edge for edge in edges if first <= edge <= last + A_DAY)
    runs: list[DayRun] = []
    for at, since in enumerate(places[:-1]):
        until = places[at + 1] - A_DAY
        state = _state(since, covered, open_, vain, booked=since in booked)
        if runs and runs[-1].state is state:
            runs[-1] = DayRun(runs[-1].first, until, state)
        else:
            runs.append(DayRun(since, until, state))
    return tuple(runs)


def _state(day: date, covered: _Covered, open_: Sequence[Days], vain: Sequence[Days], *, booked: bool) -> DayState:
    def holds(periods: Sequence[Days]) -> bool:
        return any(since <= day <= until for since, until in periods)

    if holds(covered.whole):
        return DayState.BOOKED if booked else DayState.QUIET
    if holds(covered.touched):
        return DayState.PARTLY
    if booked:
        return DayState.UNCOVERED
    if holds(open_):
        return DayState.UNANSWERED
    return DayState.IN_VAIN if holds(vain) else DayState.NEVER


def _day(at: datetime) -> date:
    return at.astimezone(CHINA).date()


def totals(calendar: DayCalendar) -> Mapping[DayState, int]:
    """Return how many days of all accounts together are of each state."""
    return {state: sum(each.days(state) for each in calendar.accounts) for state in DayState}
