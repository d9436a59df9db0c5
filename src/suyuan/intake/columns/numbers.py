"""Check digits of the numbers of a large file: ``number_warnings`` over arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from suyuan.intake.columns.kernels.arrays import Array64, Flags
from suyuan.intake.columns.parts import GroupedRows
from suyuan.intake.columns.rows import Rows
from suyuan.intake.number_warnings import NUMBERS_NAMED, NumberChecks, number_to_check
from suyuan.model.booking import Counterparty
from suyuan.model.number_checks import Check, check_of
from suyuan.model.text import Message


@dataclass(frozen=True)
class SeenNumbers:
    """Counterparties' numbers that may fail their check, by the place of their row: cards that do fail, as whole
    numbers; and all others that are not bare digits.
    """

    places: Array64
    cards: Array64
    others: Sequence[tuple[int, str]]


def checks_of(rows: Rows, groups: GroupedRows, gone: Flags, seen: SeenNumbers) -> tuple[Message, ...]:
    """Return what the check digits say against the numbers, in the order of the parts and their rows."""
    rank = _ranks(groups)
    places, cards, others = [2 * rank[seen.places] + 1], [seen.cards], list[tuple[int, str]]()
    kept = [gone[seen.places] == 0]
    more = [(place, text) for place, text in seen.others]
    for place, read in rows.slow.items():
        other: Counterparty = read.booking.counterparty
        if other.account and not other.damaged:
            more.append((place, number_to_check(other)))
    for at, text in _own(rows, groups, gone, rank):
        _sort_in(at, text, places, cards, kept, others)
    for place, text in more:
        if not gone[place]:
            _sort_in(2 * int(rank[place]) + 1, text, places, cards, kept, others)
    row_of = np.empty(len(rank), np.int64)
    row_of[rank] = rows.row
    checks = NumberChecks()
    for at, text in sorted(others):
        checks.add(text, int(row_of[at // 2]))
    found = _first_of_each(np.concatenate(places), np.concatenate(cards), np.concatenate(kept))
    if len(found[0]):
        checks.failed[Check.CARD] = cast(Any, FailedCards(row_of[found[0] // 2], found[1]))
    return tuple(checks.messages())


class FailedCards(Sequence[tuple[str, int]]):
    """Cards that fail with the row of each; only those that are named are ever spelled out."""

    def __init__(self, rows: Array64, cards: Array64) -> None:
        """Take the rows and the numbers, in order."""
        self._rows, self._cards = rows, cards

    def __len__(self) -> int:
        """How many there are."""
        return len(self._cards)

    def __getitem__(self, at: Any) -> Any:
        """Return some of them."""
        named = zip(self._cards[:NUMBERS_NAMED].tolist(), self._rows[:NUMBERS_NAMED].tolist(), strict=True)
        return [(str(card), row) for card, row in named][at]


def _ranks(groups: GroupedRows) -> Array64:
    """Return for each row its place when the parts stand one behind the other."""
    rank = np.empty(len(groups.members), np.int64)
    rank[groups.members] = np.arange(len(groups.members))
    return rank


def _own(rows: Rows, groups: GroupedRows, gone: Flags, rank: Array64) -> Iterator[tuple[int, str]]:
    """Yield the numbers that rows state for their own account, each combination at its first row."""
    members = groups.members[gone[groups.members] == 0]
    own, first = np.unique(rows.own[members], return_index=True)
    for numbers, place in zip(own.tolist(), members[first].tolist(), strict=True):
        for number in rows.owns[numbers]:
            yield 2 * int(rank[place]), number


def _sort_in(
    at: int,
    text: str,
    places: list[Array64],
    cards: list[Array64],
    kept: list[NDArray[np.bool_]],
    others: list[tuple[int, str]],
) -> None:
    """Put a number to the cards that fail or to those that are looked at one by one."""
    if not (text.isascii() and text.isdigit()):
        others.append((at, text))
        return
    said = check_of(text)
    if said is not None and not said[1]:
        places.append(np.array([at]))
        cards.append(np.array([int(text)]))
        kept.append(np.array([True]))


def _first_of_each(places: Array64, cards: Array64, kept: NDArray[np.bool_]) -> tuple[Array64, Array64]:
    """Return each card once with the least place at which it stands, by place."""
    places, cards = places[kept], cards[kept]
    order = np.lexsort((places, cards))
    places, cards = places[order], cards[order]
    first = np.ones(len(cards), bool)
    first[1:] = cards[1:] != cards[:-1]
    places, cards = places[first], cards[first]
    by_place = np.argsort(places, kind="stable")
    return places[by_place], cards[by_place]
