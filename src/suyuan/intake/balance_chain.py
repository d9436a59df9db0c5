"""The balance chain 余额链: whether each balance follows from the one before, and in which order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from functools import partial
from itertools import groupby, pairwise

from suyuan.intake.balance_trail import Step, is_round, own_start, trail
from suyuan.model.booking import Booking, BookingKind, Direction
from suyuan.model.moment import Moment, Precision


class BalanceState(Enum):
    """Whether the balances prove the rows: all follow, there are none (or only one), or some do not follow."""

    PROVEN = "proven"
    ABSENT = "absent"
    BROKEN = "broken"


@dataclass(frozen=True)
class BalanceBreak:
    """A balance that does not follow: at physical row ``row`` stands ``found``, where ``expected`` follows.

    Both are minor units. ``quarantined`` names the physical rows between this row and the one before it in the
    chain that could not be read and may explain the break.
    """

    row: int
    expected: int
    found: int
    quarantined: tuple[int, ...] = ()


@dataclass(frozen=True)
class BalanceProof:
    """What the balances of one account and currency prove.

    ``order`` holds the places (in the sequence given) of the bookings that moved money, in ledger order.
    """

    state: BalanceState
    breaks: tuple[BalanceBreak, ...]
    order: tuple[int, ...]


def prove(
    bookings: Sequence[Booking], quarantined: Sequence[int] = (), loose: Set[int] = frozenset()
) -> BalanceProof:
    """Prove the balances of one account in one currency, given in the file's order.

    ``quarantined`` are physical rows of the same table that could not be read. The order of rows of one instant
    is settled as docs/method.md says under "Order". Where institutions print in the order of posting and not of
    time, the file's own order is taken if fewer balances fail to follow in it. ``loose`` are places of bookings
    that may have left the balance as it was (a wallet's payment out of a bound card): those whose balance does not
    follow take no part.
    """
    places = [place for place, booking in enumerate(bookings) if booking.status.moved_money]
    if is_newest_first([bookings[place] for place in places]):
        places.reverse()
    instants = _instants([bookings[place].time for place in places])
    by_time = sorted(range(len(places)), key=instants.__getitem__)
    ordered = [places[at] for at in by_time]
    aside = _aside(bookings, ordered, loose)
    if aside:
        inside = [place for place in range(len(bookings)) if place not in aside]
        numbers = {place: number for number, place in enumerate(inside)}
        proof = prove([bookings[place] for place in inside], quarantined, {numbers[at] for at in loose - aside})
        return replace(proof, order=_put_back([inside[at] for at in proof.order], ordered, aside))
    if sum(bookings[place].balance is not None for place in places) < 2:
        return BalanceProof(BalanceState.ABSENT, (), tuple(ordered))
    groups = [[places[at] for at in group] for _, group in groupby(by_time, key=instants.__getitem__)]
    order = _in_order(bookings, groups)
    breaks = _breaks(bookings, order, quarantined)
    if breaks:
        # Where only one row of a day has a balance, it may be the day's last one wherever the row stands.
        at_the_end = [
            at for group in groups for at in sorted(group, key=lambda at: bookings[at].balance is not None)
        ]
        for other in (places, at_the_end):
            found = _breaks(bookings, other, quarantined)
            if len(found) < len(breaks):
                order, breaks = other, found
    return BalanceProof(BalanceState.BROKEN if breaks else BalanceState.PROVEN, tuple(breaks), tuple(order))


def is_newest_first(bookings: Sequence[Booking]) -> bool:
    """Tell whether rows stand newest first: by their times, and where these are silent by their balances."""
    later = earlier = 0
    for one, two in pairwise(bookings):
        first, second = _comparable(one.time, two.time)
        later += second > first
        earlier += second < first
    if later == earlier:
        later = sum(_follows(one, two) for one, two in pairwise(bookings))
        earlier = sum(_follows(two, one) for one, two in pairwise(bookings))
    return earlier > later


def step_of(booking: Booking) -> int:
    """Return by how much a booking changes its account's balance, in minor units; a noted freeze by nothing."""
    if booking.kind is BookingKind.HOLD:
        return 0
    if booking.direction is Direction.IN:
        return booking.amount
    return -booking.amount if booking.direction is Direction.OUT else 0


def _aside(bookings: Sequence[Booking], ordered: Sequence[int], loose: Set[int]) -> set[int]:
    """Return those of the loose bookings whose balance does not follow from the one before."""
    aside = set()
    balance: int | None = None
    for place in ordered if loose else ():
        booking = bookings[place]
        if place in loose and (balance is None or booking.balance != balance + step_of(booking)):
            aside.add(place)
        elif booking.balance is not None:
            balance = booking.balance
    return aside


def _put_back(order: Sequence[int], ordered: Sequence[int], aside: Set[int]) -> tuple[int, ...]:
    """Return the order with the bookings that took no part, each behind the one it follows in time."""
    behind: defaultdict[int, list[int]] = defaultdict(list)
    last = -1
    for place in ordered:
        if place in aside:
            behind[last].append(place)
        else:
            last = place
    whole = list(behind[-1])
    for place in order:
        whole += [place, *behind[place]]
    return tuple(whole)


def _comparable(one: Moment, two: Moment) -> tuple[datetime, datetime]:
    """Return two instants to compare: whole days where either source gives no more."""
    if Precision.DAY not in (one.precision, two.precision):
        return one.at, two.at
    midnight = {"hour": 0, "minute": 0, "second": 0, "microsecond": 0}
    return one.at.replace(**midnight), two.at.replace(**midnight)  # type: ignore[arg-type]


def _follows(one: Booking, two: Booking) -> bool:
    return one.balance is not None and two.balance is not None and one.balance + step_of(two) == two.balance


def _instants(times: Sequence[Moment]) -> list[datetime]:
    """Return the instant of each row, oldest first; a bare date stands where the file put it within its day."""
    instants: list[datetime] = []
    for time in times:
        before = instants[-1] if instants else None
        stays = time.precision is Precision.DAY and before is not None and before.date() == time.at.date()
        instants.append(before if stays and before is not None else time.at)
    return instants


def _in_order(bookings: Sequence[Booking], groups: Sequence[Sequence[int]]) -> list[int]:
    """Return the places in ledger order, each instant's rows as their balances settle it."""
    order: list[int] = []
    balance: int | None = None
    begins = _Begins(bookings, groups)
    for number, group in enumerate(groups):
        ordered = group
        if len(group) > 1:
            ordered = _within_instant(bookings, group, balance, partial(begins.after, number))
        order.extend(ordered)
        for place in ordered:
            stated = bookings[place].balance
            if stated is not None:
                balance = stated
            elif balance is not None:
                balance += step_of(bookings[place])
    return order


def _within_instant(
    bookings: Sequence[Booking], group: Sequence[int], balance: int | None, next_begin: Callable[[], int | None]
) -> Sequence[int]:
    """Return one instant's rows in order: from the balance before, else from where they themselves begin."""
    steps = _steps(bookings, group)
    if steps is None:
        return group
    for start in _starts(steps, balance, next_begin):
        found = trail(steps, start)
        if found is not None:
            return [group[place] for place in found]
    return group


def _starts(steps: Sequence[Step], balance: int | None, next_begin: Callable[[], int | None]) -> Iterator[int]:
    """Yield the balances from which an instant's rows may begin, the best first."""
    if balance is not None:
        yield balance
    begin = own_start(steps)
    if begin is None and is_round(steps):
        begin = next_begin()
        yield from () if begin is None else (begin,)
        yield steps[0].before
    elif begin is not None:
        yield begin


def _steps(bookings: Sequence[Booking], group: Sequence[int]) -> list[Step] | None:
    """Return the rows as steps between balances; None where a row has no readable balance."""
    steps = []
    for place in group:
        booking = bookings[place]
        if booking.balance is None:
            return None
        credit = booking.direction is Direction.IN
        steps.append(Step(booking.balance - step_of(booking), booking.balance, credit))
    return steps


class _Begins:
    """The balance with which the rows after each instant begin; all are worked out once, from the end.

    Looking ahead from each instant anew would take the square of their number where nothing follows.
    """

    def __init__(self, bookings: Sequence[Booking], groups: Sequence[Sequence[int]]) -> None:
        self._bookings = bookings
        self._groups = groups
        self._after: list[int | None] = []

    def after(self, number: int) -> int | None:
        """Return the balance before the next instant whose rows say where they begin."""
        if not self._after:
            following: int | None = None
            for group in reversed(self._groups):
                self._after.append(following)
                steps = _steps(self._bookings, group)
                if steps is None:
                    following = None
                elif not is_round(steps):
                    following = own_start(steps)
            self._after.reverse()
        return self._after[number]


def _breaks(bookings: Sequence[Booking], order: Sequence[int], quarantined: Sequence[int]) -> list[BalanceBreak]:
    """Return the places where a balance does not follow from the one before."""
    breaks = []
    balance: int | None = None
    last_row = 0
    for place in order:
        booking = bookings[place]
        expected = None if balance is None else balance + step_of(booking)
        found = booking.balance
        if expected is not None and found is not None and expected != found:
            low, high = sorted((last_row, booking.source.row))
            inside = tuple(sorted(row for row in quarantined if low < row < high))
            breaks.append(BalanceBreak(booking.source.row, expected, found, inside))
        balance = expected if found is None else found
        last_row = booking.source.row if found is not None else last_row
    return breaks
