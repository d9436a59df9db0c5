"""Pairing: a debit of one account and a credit of another that are one payment, one to one.

Candidates come from one SQL statement (``sql/pair_candidates.sql``); they are taken greedily by grade, then by
nearness in time, then by id, so the result is the same whatever the order of import.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

import pyarrow as pa

from suyuan.ledger.cells import microseconds
from suyuan.ledger.ends import Barred
from suyuan.ledger.engine import Engine
from suyuan.ledger.identities import How, Identities
from suyuan.ledger.own_rows import SHORTEST_REFERENCE, day_of
from suyuan.ledger.windows import BETWEEN_CLOCKS, MORE_TO_THE_MINUTE
from suyuan.model.booking import Booking, Direction
from suyuan.model.moment import Precision
from suyuan.model.transfer import Grade


class PairReason(Enum):
    """The rule that paired two rows, best first (docs/method.md)."""

    BOTH_NAMED = "both_named"
    REFERENCE = "reference"
    ONE_NAMED = "one_named"
    MASKED = "masked"

    @property
    def grade(self) -> Grade:
        """Known where both name each other or share a reference, else inferred."""
        return Grade.KNOWN if self in (PairReason.BOTH_NAMED, PairReason.REFERENCE) else Grade.INFERRED


_BY_RANK = tuple(PairReason)


@dataclass(frozen=True)
class OpenRow:
    """A booking that may be paired: its account, its place there, what bars a pair (None: nothing)."""

    booking: Booking
    account: str
    place: int
    barred: Barred | None


@dataclass(frozen=True)
class Pair:
    """The two sides of one payment, by the bookings' ids."""

    paid: str
    received: str
    reason: PairReason


def pair(rows: Iterable[OpenRow], identities: Identities, engine: Engine) -> list[Pair]:
    """Return the pairs among these rows, sorted by the debit's id; no booking is in two of them."""
    sides = sorted((row for row in rows if row.barred is not Barred.NEVER), key=lambda row: row.booking.id)
    engine.give(_tables(sides, identities))
    found = engine.run("pair_candidates")
    candidates = zip(*(found.column(name).to_pylist() for name in ("paid", "received", "rank")), strict=True)
    ranks: dict[tuple[int, int], int] = {}
    taken: set[int] = set()
    chosen: list[tuple[int, int]] = []
    for paid, received, rank in candidates:
        ranks[paid, received] = rank
        if paid not in taken and received not in taken:
            taken |= {paid, received}
            chosen.append((paid, received))
    straight = _uncrossed(chosen, ranks, sides)
    return [
        Pair(sides[paid].booking.id, sides[received].booking.id, _BY_RANK[ranks[paid, received]])
        for paid, received in sorted(straight)
    ]


def _uncrossed(
    chosen: Sequence[tuple[int, int]], ranks: Mapping[tuple[int, int], int], sides: Sequence[OpenRow]
) -> list[tuple[int, int]]:
    """Pair like payments in the order of both accounts' own rows.

    Equal amounts between the same two accounts within minutes can pair crosswise when the clocks differ; the
    transfers are the same, but each account's own order would contradict the other's. Where the straight pairs
    are possible with the same grade, they stand.
    """
    alike: defaultdict[tuple[str, str, int, int], list[tuple[int, int]]] = defaultdict(list)
    for paid, received in chosen:
        debit, credit = sides[paid], sides[received]
        alike[debit.account, credit.account, debit.booking.amount, ranks[paid, received]].append((paid, received))
    result: list[tuple[int, int]] = []
    for (_, _, _, rank), pairs in alike.items():
        paid_in_order = sorted((paid for paid, _ in pairs), key=lambda row: sides[row].place)
        received_in_order = sorted((received for _, received in pairs), key=lambda row: sides[row].place)
        straight = list(zip(paid_in_order, received_in_order, strict=True))
        result += straight if all(ranks.get(each) == rank for each in straight) else pairs
    return result


def _tables(sides: Sequence[OpenRow], identities: Identities) -> dict[str, pa.Table]:
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
                _COARSENESS.get(booking.time.precision, 0),
                int(named.how is How.BLANK or against_pool),
                int(against_pool),
                int(side.barred is Barred.UNLESS_CERTAIN),
                int(booking.direction is Direction.OUT),
            )
        )
        slots += [(number, slot) for slot in _slots(booking)]
        if not against_pool:
            how = 0 if named.how is How.FULL else 1
            names += [(number, account, how) for account in named.accounts if identities.is_known(account)]
        printed = {booking.reference, *booking.references}
        references += [(number, each) for each in sorted(printed) if len(each) >= SHORTEST_REFERENCE]
    return {
        "rows": _table(rows, "row account amount time allowed blank only_reference only_certain pays"),
        "names": _table(names, "row account how"),
        "slots": _table(slots, "row slot"),
        "refs": _table(references, "row reference"),
    }


_COARSENESS = {Precision.MINUTE: 1, Precision.DAY: 2}
_SLOT_WIDTH = (BETWEEN_CLOCKS + MORE_TO_THE_MINUTE) // timedelta(microseconds=1)


def _slots(booking: Booking) -> list[int]:
    """Return the slots of time in which a row can meet another: near enough rows share exactly one.

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


_TEXT_COLUMNS = {"account", "reference"}


def _table(rows: Sequence[tuple[int | str, ...]], names: str) -> pa.Table:
    columns = names.split()
    values = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    types = [pa.string() if name in _TEXT_COLUMNS else pa.int64() for name in columns]
    arrays = [pa.array(value, kind) for value, kind in zip(values, types, strict=True)]
    return pa.Table.from_arrays(arrays, names=columns)
