"""What the pairing gives to SQL: open rows, the accounts they name, their references, slots of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pyarrow as pa

from suyuan.ledger.ends import Barred
from suyuan.ledger.identities import How, Identities
from suyuan.ledger.instants import microseconds
from suyuan.ledger.own_rows import day_of
from suyuan.ledger.references import telling_references
from suyuan.ledger.windows import CLOCKS, Window
from suyuan.model.booking import Booking, Direction
from suyuan.model.moment import Precision


@dataclass(frozen=True)
class OpenRow:
    """A booking that may be paired: its account, its place there, what bars a pair (None: nothing)."""

    booking: Booking
    account: str
    place: int
    barred: Barred | None


def pair_tables(sides: Sequence[OpenRow], identities: Identities, window: Window) -> dict[str, pa.Table]:
    """Return the relations of ``sql/pair_candidates.sql`` for these rows, numbered as they stand."""
    rows: list[tuple[int | str, ...]] = []
    names: list[tuple[int | str, ...]] = []
    slots: list[tuple[int | str, ...]] = []
    references: list[tuple[int | str, ...]] = []
    for number, side in enumerate(sides):
        booking = side.booking
        named = identities.named(booking.counterparty, side.account)
        against_pool = side.barred is Barred.UNLESS_REFERENCE
        rows.append(
            (
                number,
                side.account,
                booking.amount,
                microseconds(booking.time.at),
                microseconds(booking.time.at) // _MINUTE,
                day_of(booking.time),
                _COARSENESS.get(booking.time.precision, 0),
                int(named.how is How.BLANK or against_pool),
                int(against_pool),
                int(side.barred is Barred.UNLESS_CERTAIN),
                int(booking.direction is Direction.OUT),
            )
        )
        its_slots = _slots_by_clock(booking) if window is CLOCKS else _slots_by_day(booking, window)
        slots += [(number, slot) for slot in its_slots]
        if not against_pool:
            how = 0 if named.how is How.FULL else 1
            names += [(number, account, how) for account in named.accounts if identities.is_known(account)]
        references += [(number, each) for each in telling_references(booking)]
    return {
        "rows": _table(rows, "row account amount time minute day coarse blank only_reference only_certain pays"),
        "names": _table(names, "row account how"),
        "slots": _table(slots, "row slot"),
        "refs": _table(references, "row reference"),
        "reach": _table(list(_reach(window)), "coarse low high"),
    }


_COARSENESS = {Precision.MINUTE: 1, Precision.DAY: 2}
_MICROSECOND = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1) // _MICROSECOND


def _reach(window: Window) -> Iterable[tuple[int, int, int]]:
    for coarse, (low, high) in enumerate((window.seconds, window.minutes)):
        yield coarse, low // _MICROSECOND, high // _MICROSECOND
    yield len(_COARSENESS), *window.days


_SLOT_WIDTH = CLOCKS.minutes[1] // _MICROSECOND


def _slots_by_clock(booking: Booking) -> list[int]:
    """Return the slots of time in which a row can meet another by the clocks: such rows share exactly one.

    Three kinds, kept apart by the remainder by 4: stretches as long as the longest window (a debit takes its
    neighbours too), days of rows that state no more (1), and days of rows that do (2), to meet those.
    """
    dated, timed = 4 * day_of(booking.time) + 1, 4 * day_of(booking.time) + 2
    pays = booking.direction is Direction.OUT
    if booking.time.precision is Precision.DAY:
        return [dated, timed] if pays else [dated]
    stretch = microseconds(booking.time.at) // _SLOT_WIDTH
    stretches = [4 * (stretch + step) for step in ((-1, 0, 1) if pays else (0,))]
    return [*stretches, dated] if pays else [*stretches, timed]


def _slots_by_day(booking: Booking, window: Window) -> list[int]:
    """Return the days in which a row can meet another within a window of days: a debit takes all it can reach."""
    day = day_of(booking.time)
    if booking.direction is not Direction.OUT:
        return [day]
    one_day = timedelta(days=1)
    first = min(window.days[0], *(low // one_day for low in (window.seconds[0], window.minutes[0])))
    last = max(window.days[1], *(-(-high // one_day) for high in (window.seconds[1], window.minutes[1])))
    return list(range(day + first, day + last + 1))


_TEXT_COLUMNS = {"account", "reference"}


def _table(rows: Sequence[tuple[int | str, ...]], names: str) -> pa.Table:
    columns = names.split()
    values = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    types = [pa.string() if name in _TEXT_COLUMNS else pa.int64() for name in columns]
    arrays = [pa.array(value, kind) for value, kind in zip(values, types, strict=True)]
    return pa.Table.from_arrays(arrays, names=columns)
