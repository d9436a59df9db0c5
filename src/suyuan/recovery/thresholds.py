"""Which thresholds of the law the figures reach 数额、情节标准: worded as what they reach, never as guilt.

Source: rules ``threshold.*`` of the law's list (意见一 二, 意见二 三, 法释〔2025〕13号 and others). Where a text
changed, every period of it is shown, with the one that governs the day of the act marked; a text from after the
act is shown and governs nothing. What is measured is given with the rows that count; a figure that nobody has
entered is measured nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from suyuan.model.law.book import periods_of
from suyuan.model.law.rule import Rule, Unit

LEVELS = ("threshold.fraud.large", "threshold.fraud.huge", "threshold.fraud.very-huge")
SUM_YEARS, CLOSE, TENFOLD = "threshold.fraud.sum-years", "threshold.fraud.close", "threshold.fraud.tenfold"
COUNTS = {
    "messages": "threshold.fraud.messages",
    "calls": "threshold.fraud.calls",
    "views": "threshold.fraud.views",
    "phone_cards": "threshold.helping.phone-cards",
    "recipients": "threshold.helping.recipients",
}
"""What is counted by an entry, and the rule that names the number."""
UNPROVABLE = ("messages", "calls", "views")
"""What counts where the amount cannot be proven; ten times of it reaches the next line."""
STAY, WINDOW, TRIPS = "threshold.den.stay", "threshold.den.window", "threshold.den.trips"
SETTLEMENT, GAIN, CARDS, INFLOW = (
    "threshold.helping.settlement",
    "threshold.helping.gain",
    "threshold.helping.cards",
    "threshold.helping.inflow",
)
CONCEALING = "threshold.concealing.serious"
PERCENT = 100


@dataclass(frozen=True)
class Stay:
    """Days at a den, both included; ``row`` names the entry that says so."""

    start: date
    end: date
    row: str


@dataclass(frozen=True)
class Counted:
    """A number that an entry states: messages sent, calls made, cards supplied …"""

    what: str
    number: int
    row: str


@dataclass(frozen=True)
class Measured:
    """What is proven of one suspect or of a case, amounts in fen; None where nothing is measured.

    ``act`` is the day of the last act; ``amount`` the amount defrauded (A + B + C) of the acts that are added up;
    ``settlement`` what of his cards' inflow is verified or presumed, ``inflow`` all of it, ``cards`` how many he
    supplied.
    """

    act: date
    amount: int | None = None
    amount_rows: tuple[str, ...] = ()
    stays: tuple[Stay, ...] = ()
    counts: tuple[Counted, ...] = ()
    cards: int | None = None
    card_rows: tuple[str, ...] = ()
    settlement: int | None = None
    inflow: int | None = None
    gain: int | None = None
    gain_rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reached:
    """One threshold beside a figure: whether the figure reaches it, is close to it (by the law's share), or not.

    ``figure`` is in fen for a rule in yuan, else a number; ``governs``: whether this text is of the act's day.
    """

    rule: Rule
    figure: int
    limit: int
    reached: bool
    close: bool
    governs: bool
    rows: tuple[str, ...]


def thresholds(measured: Measured) -> tuple[Reached, ...]:
    """Return every threshold for which something is measured, in the law's order."""
    found: list[Reached] = []
    if measured.amount is not None:
        for rule in LEVELS:
            found += _against(rule, measured.amount, measured.amount_rows, measured.act, close=True)
    for counted in measured.counts:
        if counted.what in COUNTS:
            found += _counted(counted, measured.act)
    if measured.stays:
        rows = tuple(each.row for each in measured.stays)
        found += _against(STAY, longest_within_a_year(measured.stays, measured.act), rows, measured.act)
        found += _against(TRIPS, most_trips_within_a_year(measured.stays, measured.act), rows, measured.act)
    if measured.cards is not None:
        found += _against(CARDS, measured.cards, measured.card_rows, measured.act)
    if measured.inflow is not None:
        found += _against(INFLOW, measured.inflow, measured.card_rows, measured.act)
    if measured.settlement is not None:
        for rule in (SETTLEMENT, CONCEALING):
            found += _against(rule, measured.settlement, measured.card_rows, measured.act)
    if measured.gain is not None:
        found += _against(GAIN, measured.gain, measured.gain_rows, measured.act)
    return tuple(found)


def longest_within_a_year(stays: Iterable[Stay], day: date) -> int:
    """Return the greatest number of days, each counted once, that lie in any window of the law's length."""
    days = sorted({each.start + timedelta(n) for each in stays for n in range((each.end - each.start).days + 1)})
    years = _text_on(WINDOW, day).number
    best = first = 0
    for last, end in enumerate(days):
        while _years_after(days[first], years) <= end:
            first += 1
        best = max(best, last - first + 1)
    return best


def most_trips_within_a_year(stays: Iterable[Stay], day: date) -> int:
    """Return the greatest number of trips that begin in any window; stays that touch are one trip."""
    trips: list[Stay] = []
    for each in sorted(stays, key=lambda one: (one.start, one.end)):
        if trips and each.start <= trips[-1].end + timedelta(1):
            trips[-1] = Stay(trips[-1].start, max(trips[-1].end, each.end), trips[-1].row)
        else:
            trips.append(each)
    years = _text_on(WINDOW, day).number
    starts = [each.start for each in trips]
    return max((sum(one <= each < _years_after(one, years) for each in starts) for one in starts), default=0)


def years_added_up(act: date) -> date:
    """Return the first day of the years whose unpunished acts are added up to an act of a day."""
    years = _text_on(SUM_YEARS, act).number
    return _years_after(act, -years)


def _counted(counted: Counted, act: date) -> Sequence[Reached]:
    found = _against(COUNTS[counted.what], counted.number, (counted.row,), act)
    if counted.what not in UNPROVABLE:
        return found
    times = _text_on(TENFOLD, act)
    tenfold = found[0].limit * times.number
    reached = Reached(
        rule=times,
        figure=counted.number,
        limit=tenfold,
        reached=counted.number >= tenfold,
        close=False,
        governs=times.in_force(act),
        rows=(counted.row,),
    )
    return [*found, reached]


def _against(rule: str, figure: int, rows: tuple[str, ...], act: date, *, close: bool = False) -> list[Reached]:
    share = _text_on(CLOSE, act).number if close else PERCENT
    found = []
    for each in periods_of(rule):
        limit = each.minor if each.unit is Unit.YUAN else each.number
        reached = figure >= limit
        near = not reached and figure * PERCENT >= limit * share
        found.append(Reached(each, figure, limit, reached, near, each.in_force(act), rows))
    return found


def _text_on(rule: str, day: date) -> Rule:
    """Return the text of a rule that governs a day, the earliest one where the day lies before all."""
    periods = periods_of(rule)
    return next((each for each in periods if each.in_force(day)), periods[0])


def _years_after(day: date, years: int) -> date:
    """Return the same day so many years later, the last of February where it is missing."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
