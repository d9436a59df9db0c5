"""The rows of a table by account and currency: blank directions settled, balances proven, sums added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from suyuan.intake.balance_chain import BalanceBreak, BalanceProof, BalanceState, prove
from suyuan.intake.columns.kernels import chains, figures, texts
from suyuan.intake.columns.kernels.arrays import Array32, Array64, Flags
from suyuan.intake.columns.pieces import DIRECTIONS, sign_of
from suyuan.intake.columns.rows import Rows
from suyuan.intake.directions import settled_by
from suyuan.intake.figures import Figures
from suyuan.intake.purses import Purses
from suyuan.intake.quarantine import QuarantinedRow
from suyuan.model.booking import BookingKind, BookingStatus, Direction

STATES = (BalanceState.PROVEN, BalanceState.ABSENT, BalanceState.BROKEN)

Unsettled = Callable[[int, str], QuarantinedRow]
"""Returns the quarantined row of a booking (its place) whose direction the balances do not settle; its code."""


@dataclass(frozen=True)
class GroupedRows:
    """Rows by part. ``part`` of each row; ``accounts`` and ``currencies`` of each part, in the order of their first
    rows; ``start`` and ``members`` list the rows of each part in the file's order.
    """  # noqa: E501

    part: Array32
    accounts: list[str]
    currencies: list[str]
    numbers: list[tuple[str, ...]]
    start: Array64
    members: Array64

    def __len__(self) -> int:
        """How many parts there are."""
        return len(self.accounts)

    def rows_of(self, part: int) -> Array64:
        """Return the places of a part's rows."""
        return self.members[self.start[part] : self.start[part + 1]]


def grouped(rows: Rows) -> tuple[GroupedRows, Purses]:
    """Return the rows by account and currency, and which numbers are one account."""
    purses = Purses(rows.owns)
    table = np.full(1 << max(4, (2 * len(rows)).bit_length()), -1, np.int32)
    codes, first = np.empty(len(rows), np.int32), np.empty(len(rows), np.int32)
    count = texts.pairs(rows.own, rows.currency, table, codes, first)
    parts: dict[tuple[str, str], int] = {}
    of_pair = []
    for row in first[:count].tolist():
        purse = purses.key(rows.owns[rows.own[row]][0]), rows.currencies[rows.currency[row]]
        of_pair.append(parts.setdefault(purse, len(parts)))
    part = np.array(of_pair or [0], np.int32)[codes]
    start, members = _members(part, len(parts), np.ones(len(rows), np.uint8))
    accounts = [account for account, _ in parts]
    numbers = [purses.numbers(account) for account in accounts]
    return GroupedRows(part, accounts, [currency for _, currency in parts], numbers, start, members), purses


def _members(part: Array32, parts: int, taken: Flags) -> tuple[Array64, Array64]:
    start = np.zeros(parts + 1, np.int64)
    members = np.empty(int(taken.sum(dtype=np.int64)), np.int64)
    figures.group(part, taken, start, members)
    return start, members


# --- directions that the balances settle -----------------------------------------------------------------------


def settle(rows: Rows, groups: GroupedRows) -> dict[int, list[int]]:
    """Settle blank directions in place, as ``directions.settle`` does; return for each part the rows left open."""
    waiting: defaultdict[int, list[int]] = defaultdict(list)
    for place, read in rows.slow.items():
        if read.undecided or read.minus:
            waiting[int(groups.part[place])].append(place)
    left: dict[int, list[int]] = {}
    for part in sorted(waiting):
        _settle_part(rows, groups.rows_of(part), sorted(waiting[part]))
        open_ = [
            place
            for place in sorted(waiting[part])
            if rows.slow[place].undecided and rows.slow[place].booking.direction is Direction.NONE
        ]
        if open_:
            left[part] = open_
    return left


def _settle_part(rows: Rows, members: Array64, waiting: Sequence[int]) -> None:
    places = members[rows.moved[members] == 1]
    if chains.is_newest_first(*_chain(rows, places), rows.offset * 1_000_000):
        places = places[::-1].copy()
    position = {int(place): at for at, place in enumerate(places.tolist())} if waiting else {}
    by_time = np.argsort(rows.at[places], kind="stable")
    times = rows.at[places][by_time]
    found = {}
    for place in waiting:
        at = position.get(place)
        if at is None:
            continue
        booking = rows.slow[place].booking
        before = int(places[at - 1]) if at else -1
        low, high = np.searchsorted(times, rows.at[place]), np.searchsorted(times, rows.at[place], side="right")
        beside = [int(each) for each in places[by_time[low:high]] if each != place]
        around = [SimpleNamespace(balance=_balance(rows, each)) for each in beside]
        said = settled_by(booking, _balance(rows, before) if at else None, cast(Any, around))
        if said is not None and said is not booking.direction:
            found[place] = replace(booking, direction=said, direction_inferred=True)
    for place, booking in found.items():
        read = rows.slow[place]
        rows.slow[place] = replace(read, booking=read.towards(booking))
        rows.direction[place] = DIRECTIONS.index(booking.direction)
        rows.sign[place] = sign_of(rows.slow[place].booking.kind, booking.direction)
        rows.inferred[place] = 1


def _balance(rows: Rows, place: int) -> int | None:
    return int(rows.balance[place]) if rows.has_balance[place] else None


def _chain(rows: Rows, places: Array64) -> tuple[Array64, Flags, Array64, Array64, Flags]:
    """Return what the balance chain needs of these rows: times, their precision, steps, balances, which there are."""  # noqa: E501
    step = rows.amount[places] * rows.sign[places]
    return rows.at[places], rows.exact[places], step, rows.balance[places], rows.has_balance[places]


# --- balances --------------------------------------------------------------------------------------------------


class LazyOrder(Sequence[int]):
    """The places of a part's rows in ledger order, without an object for each."""

    def __init__(self, places: Array64) -> None:
        """Take the places."""
        self.places = places

    def __len__(self) -> int:
        """How many rows moved money."""
        return len(self.places)

    def __getitem__(self, at: Any) -> Any:
        """Return the place of the so-manyth row."""
        found = self.places[at]
        return tuple(found.tolist()) if isinstance(at, slice) else int(cast(Any, found))

    def __iter__(self) -> Iterator[int]:
        """Yield the places."""
        for low in range(0, len(self.places), 65_536):
            yield from self.places[low : low + 65_536].tolist()

    def __eq__(self, other: object) -> bool:
        """Tell whether the other is the same order."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """Return a hash that equal orders share."""
        return hash(tuple(self))


@dataclass(frozen=True)
class Proven:
    """The proof of each part, and for all rows the place in their part's ledger order, -1 where none moved."""

    proofs: list[BalanceProof]
    place: Array64


def prove_all(rows: Rows, groups: GroupedRows, gone: Flags, aside: Sequence[Sequence[int]]) -> Proven:
    """Prove the balances of every part; ``aside`` are for each part the physical rows that could not be read."""
    taken = rows.moved & (1 - gone)
    start, members = _members(groups.part, len(groups), taken)
    chain = _chain(rows, members)
    credit = (rows.direction[members] == DIRECTIONS.index(Direction.IN)).astype(np.uint8)
    order, state = np.arange(len(members)), np.empty(len(groups), np.int32)
    chains.prove_all(start, *chain, credit, rows.offset * 1_000_000, order, state)
    place = np.full(len(rows), -1, np.int64)
    proofs = []
    kept_start = _members(groups.part, len(groups), 1 - gone)[0]
    index = _index_in_part(groups, gone, kept_start)
    for part in range(len(groups)):
        low, high = int(start[part]), int(start[part + 1])
        its, ordered = members[low:high], order[low:high]
        if state[part] == chains.HARD:
            proof = _by_the_row_engine(rows, its, aside[part])
            ordered = np.array(proof.order, np.int64)
            verdict, breaks = proof.state, proof.breaks
        else:
            verdict = STATES[state[part]]
            broken = verdict is BalanceState.BROKEN
            breaks = (
                _breaks(rows, its, ordered, tuple(each[low:high] for each in chain[2:]), aside[part])
                if broken
                else ()
            )
        place[its[ordered]] = np.arange(high - low)
        proofs.append(BalanceProof(verdict, breaks, cast(Any, LazyOrder(index[its[ordered]]))))
    return Proven(proofs, place)


def _index_in_part(groups: GroupedRows, gone: Flags, start: Array64) -> Array64:
    """Return for each row its place among its part's rows in the file's order, those that are gone left out."""
    index = np.empty(len(groups.part), np.int64)
    kept = groups.members[gone[groups.members] == 0]
    index[kept] = np.arange(len(kept)) - start[groups.part[kept]]
    return index


def _breaks(
    rows: Rows,
    members: Array64,
    order: Array64,
    chain: tuple[NDArray[Any], ...],
    aside: Sequence[int],
) -> tuple[BalanceBreak, ...]:
    step, balance, has = chain
    found = np.empty(3 * chains.count_breaks(order, step, balance, has), np.int64)
    chains.find_breaks(order, step, balance, has, found)
    breaks = []
    for at, before, expected in found.reshape(-1, 3).tolist():
        row = int(rows.row[members[at]])
        low, high = sorted((int(rows.row[members[before]]), row))
        inside = tuple(sorted(each for each in aside if low < each < high))
        breaks.append(BalanceBreak(row, expected, int(balance[at]), inside))
    return tuple(breaks)


def _by_the_row_engine(rows: Rows, members: Array64, aside: Sequence[int]) -> BalanceProof:
    """Prove a part that is too hard for the kernels."""
    bookings = [
        SimpleNamespace(
            status=BookingStatus.EFFECTIVE,
            time=rows.moment(place),
            kind=BookingKind.TRANSFER,
            direction=DIRECTIONS[rows.direction[place]],
            amount=int(rows.amount[place]) * abs(int(rows.sign[place])),
            balance=_balance(rows, place),
            source=SimpleNamespace(row=int(rows.row[place])),
        )
        for place in members.tolist()
    ]
    return prove(cast(Any, bookings), aside)


# --- sums ------------------------------------------------------------------------------------------------------


def figures_of_parts(rows: Rows, groups: GroupedRows, gone: Flags) -> list[Figures]:
    """Return the figures of each part."""
    parts = len(groups)
    count, low, high = (np.zeros(3 * parts, np.int64) for _ in range(3))
    first, last = np.full(parts, -1, np.int64), np.full(parts, -1, np.int64)
    figures.add_up(groups.part, rows.direction, rows.amount, rows.at, gone, count, low, high, first, last)
    made = []
    for part in range(parts):
        places = [3 * part + DIRECTIONS.index(each) for each in Direction]
        made.append(
            Figures(
                {each: int(count[at]) for each, at in zip(Direction, places, strict=True)},
                {each: int(low[at]) + (int(high[at]) << 31) for each, at in zip(Direction, places, strict=True)},
                (rows.moment(int(first[part])), int(first[part])) if first[part] >= 0 else None,
                (rows.moment(int(last[part])), int(last[part])) if last[part] >= 0 else None,
            )
        )
    return made
