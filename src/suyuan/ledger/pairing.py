"""Pairing: a debit of one account and a credit of another that are one payment, one to one.

Candidates come from one SQL statement (``sql/pair_candidates.sql``); of all ways to pair them the one that is best
overall is taken (``assignment.py``), so the result is the same whatever the order of import. First the rows that
two clocks can put at one time, then, among the rest, arrivals later than that. Where rows could have been paired
otherwise just as well, they are listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from suyuan.ledger.agreed import agreed
from suyuan.ledger.assignment import Assigned, Possible, Seat, Weight, assign
from suyuan.ledger.case_ledger import Agreed, Ambiguous, AmbiguousBy
from suyuan.ledger.ends import Barred
from suyuan.ledger.engine import Engine
from suyuan.ledger.identities import Identities
from suyuan.ledger.pair_tables import OpenRow, pair_tables
from suyuan.ledger.windows import CLOCKS, EITHER_WAY, LATE, Window
from suyuan.model.transfer import Grade

__all__ = ["OpenRow", "Pair", "PairReason", "Pairing", "pair"]


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
class Pair:
    """The two sides of one payment, by the bookings' ids; ``late`` if it arrived later than the clocks allow.

    ``agreed`` tells what the two rows have in common.
    """

    paid: str
    received: str
    reason: PairReason
    agreed: Agreed
    late: bool = False


@dataclass(frozen=True)
class Pairing:
    """``pairs`` sorted by the debit's id; no booking is in two of them.

    ``alike`` are bookings in no pair whose counterparty has a booking of its own in no pair that could be the same
    payment but for the time (it arrived before it left). ``ambiguous`` lists the rows of pairs that could have
    another partner in an assignment with as many pairs of every rule.
    """

    pairs: tuple[Pair, ...]
    alike: frozenset[str]
    ambiguous: tuple[Ambiguous, ...] = ()


def pair(rows: Iterable[OpenRow], identities: Identities, engine: Engine) -> Pairing:
    """Return the pairs among these rows, and the rows that are left with a like one on the other side."""
    sides = sorted((row for row in rows if row.barred is not Barred.NEVER), key=lambda row: row.booking.id)
    search = _Search(identities, engine)
    pairs = search.pairs(sides, CLOCKS)
    rest = _without(sides, pairs)
    late = search.pairs(rest, LATE)
    alike = {
        rest_of_all[row].booking.id
        for rest_of_all in (_without(rest, late),)
        for places in search.candidates(rest_of_all, EITHER_WAY)
        for row in places
    }
    both = sorted((*pairs, *late), key=lambda each: (each.paid, each.received))
    ambiguous = sorted(search.ambiguous, key=lambda each: each.booking)
    return Pairing(tuple(both), frozenset(alike), tuple(ambiguous))


def _without(sides: Iterable[OpenRow], pairs: Iterable[Pair]) -> list[OpenRow]:
    paired = {booking for each in pairs for booking in (each.paid, each.received)}
    return [side for side in sides if side.booking.id not in paired]


MOST_OTHERS = 8
"""So many other partners of an ambiguous row are named; the rest are counted."""


class _Search:
    def __init__(self, identities: Identities, engine: Engine) -> None:
        self.ambiguous: list[Ambiguous] = []
        self._identities = identities
        self._engine = engine

    def candidates(self, sides: Sequence[OpenRow], window: Window) -> dict[Possible, Weight]:
        """Return the possible pairs; beyond the clocks only rows that name each other, one in full."""
        tables = pair_tables(sides, self._identities, window)
        if not tables["names"].num_rows:
            return {}  # nobody names anybody; the engine's plan for an empty table is a bad one
        self._engine.give(tables)
        found = self._engine.run("pair_candidates")
        columns = (found.column(name).to_pylist() for name in ("paid", "received", "rank", "blank", "apart"))
        return {
            (paid, received): Weight(rank, apart)
            for paid, received, rank, blank, apart in zip(*columns, strict=True)
            if window is CLOCKS or _BY_RANK[rank].grade is Grade.KNOWN or (_BY_RANK[rank] is _NAMED and not blank)
        }

    def pairs(self, sides: Sequence[OpenRow], window: Window) -> list[Pair]:
        """Return the pairs that these rows make within a window; note what is ambiguous."""
        possible = self.candidates(sides, window)
        pairs = []
        for each in assign(possible, [Seat(side.account, side.place) for side in sides]):
            debit, credit = sides[each.debit], sides[each.credit]
            pairs.append(
                Pair(
                    debit.booking.id,
                    credit.booking.id,
                    _BY_RANK[possible[each.debit, each.credit].rank],
                    agreed(debit.booking, debit.account, credit.booking, credit.account, self._identities),
                    window is LATE,
                )
            )
            self._note(each, sides, possible)
        return pairs

    def _note(self, each: Assigned, sides: Sequence[OpenRow], possible: dict[Possible, Weight]) -> None:
        """List the rows of a pair that could have another partner; where time alone decided, one of the two."""
        apart = possible[each.debit, each.credit].apart
        by_time: list[Ambiguous] = []
        for row, partner, others in (
            (each.debit, each.credit, [(other, (each.debit, other)) for other in each.other_credits]),
            (each.credit, each.debit, [(other, (other, each.credit)) for other in each.other_debits]),
        ):
            account = sides[partner].account
            elsewhere = [other for other, _ in others if sides[other].account != account]
            nearer = [other for other, both in others if possible[both].apart != apart]
            named = [sides[other].booking.id for other in elsewhere or nearer]
            if not named:
                continue
            by = AmbiguousBy.ANOTHER_ACCOUNT if elsewhere else AmbiguousBy.TIME_ALONE
            ids = sides[row].booking.id, sides[partner].booking.id
            listed = Ambiguous(*ids, tuple(named[:MOST_OTHERS]), len(named), by)
            (self.ambiguous if elsewhere else by_time).append(listed)
        self.ambiguous += by_time[:1]


_NAMED = PairReason.ONE_NAMED
