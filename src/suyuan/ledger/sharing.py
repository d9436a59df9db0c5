"""Rows that share an order, channel or clearing number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from suyuan.ledger.ends import OwnEnd
from suyuan.ledger.references import telling_references
from suyuan.ledger.windows import clock_tolerance, is_within
from suyuan.model.booking import Booking, Direction


@dataclass(frozen=True)
class Row:
    """A booking with its account and the end that its own words give it."""

    booking: Booking
    account: str
    end: OwnEnd | None

    @property
    def pays(self) -> bool:
        """Tell whether the row is a debit."""
        return self.booking.direction is Direction.OUT


def joined_by_reference(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the rows in groups that share numbers, sorted by the rows' ids."""
    above = list(range(len(rows)))

    def root(place: int) -> int:
        while above[place] != place:
            above[place] = above[above[place]]
            place = above[place]
        return place

    first: dict[str, int] = {}
    for place, row in enumerate(rows):
        for reference in telling_references(row.booking):
            above[root(place)] = root(first.setdefault(reference, place))
    groups: defaultdict[int, list[Row]] = defaultdict(list)
    for place, row in enumerate(rows):
        groups[root(place)].append(row)
    sorted_groups = [sorted(group, key=lambda row: row.booking.id) for group in groups.values()]
    return sorted(sorted_groups, key=lambda group: group[0].booking.id)


def by_reference(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return the rows that carry each number, in the order given."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for reference in telling_references(row.booking):
            found[reference].append(row)
    return found


def is_after(credit: Row, debit: Row) -> bool:
    """Tell whether a credit stands after a debit, or not before it by more than two clocks differ."""
    times = debit.booking.time, credit.booking.time
    return times[1].at >= times[0].at - clock_tolerance(times[0]) or is_within(*times)
