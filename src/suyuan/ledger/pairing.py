"""Pairing: a debit of one account and a credit of another that are one payment, one to one.

Candidates come from one SQL statement (``sql/pair_candidates.sql``); they are taken greedily by grade, then by
nearness in time, then by id, so the result is the same whatever the order of import. First the rows that two
clocks can put at one time, then, among the rest, arrivals later than that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

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
    """The two sides of one payment, by the bookings' ids; ``late`` if it arrived later than the clocks allow."""

    paid: str
    received: str
    reason: PairReason
    late: bool = False


@dataclass(frozen=True)
class Pairing:
    """``pairs`` sorted by the debit's id; no booking is in two of them.

    ``alike`` are bookings in no pair whose counterparty has a booking of its own in no pair that could be the same
    payment but for the time (it arrived before it left).
    """

    pairs: tuple[Pair, ...]
    alike: frozenset[str]


def pair(rows: Iterable[OpenRow], identities: Identities, engine: Engine) -> Pairing:
    """Return the pairs among these rows, and the rows that are left with a like one on the other side."""
    sides = sorted((row for row in rows if row.barred is not Barred.NEVER), key=lambda row: row.booking.id)
    search = _Search(identities, engine)
    pairs = search.pairs(sides, CLOCKS)
    rest = _without(sides, pairs)
    late = search.pairs(rest, LATE)
    alike = {
        side.booking.id
        for candidate in search.candidates(_without(rest, late), EITHER_WAY)
        for side in candidate.sides
    }
    both = sorted((*pairs, *late), key=lambda each: (each.paid, each.received))
    return Pairing(tuple(both), frozenset(alike))


def _without(sides: Iterable[OpenRow], pairs: Iterable[Pair]) -> list[OpenRow]:
    paired = {booking for each in pairs for booking in (each.paid, each.received)}
    return [side for side in sides if side.booking.id not in paired]


@dataclass(frozen=True)
class _Candidate:
    """Two rows that can be one payment: their places among the rows given, the rows, the rule's rank."""

    places: tuple[int, int]
    sides: tuple[OpenRow, OpenRow]
    rank: int


class _Search:
    def __init__(self, identities: Identities, engine: Engine) -> None:
        self._identities = identities
        self._engine = engine

    def candidates(self, sides: Sequence[OpenRow], window: Window) -> list[_Candidate]:
        """Return the possible pairs, best first; beyond the clocks only rows that name each other, one in full."""
        self._engine.give(pair_tables(sides, self._identities, window))
        found = self._engine.run("pair_candidates")
        columns = (found.column(name).to_pylist() for name in ("paid", "received", "rank", "blank"))
        return [
            _Candidate((paid, received), (sides[paid], sides[received]), rank)
            for paid, received, rank, blank in zip(*columns, strict=True)
            if window is CLOCKS or _BY_RANK[rank].grade is Grade.KNOWN or (_BY_RANK[rank] is _NAMED and not blank)
        ]

    def pairs(self, sides: Sequence[OpenRow], window: Window) -> list[Pair]:
        """Return the pairs that these rows make within a window."""
        ranks: dict[tuple[int, int], int] = {}
        taken: set[int] = set()
        chosen: list[tuple[int, int]] = []
        for candidate in self.candidates(sides, window):
            ranks[candidate.places] = candidate.rank
            if taken.isdisjoint(candidate.places):
                taken.update(candidate.places)
                chosen.append(candidate.places)
        return [
            Pair(
                sides[paid].booking.id, sides[received].booking.id, _BY_RANK[ranks[paid, received]], window is LATE
            )
            for paid, received in sorted(_uncrossed(chosen, ranks, sides))
        ]


_NAMED = PairReason.ONE_NAMED


def _uncrossed(
    chosen: Collection[tuple[int, int]], ranks: Mapping[tuple[int, int], int], sides: Sequence[OpenRow]
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
