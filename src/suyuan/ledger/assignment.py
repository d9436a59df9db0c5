"""The best one-to-one assignment of debits to credits: best overall, exact, and only one.

Of all ways to pair, first those with the most pairs of the best rank, then of the next rank, and so on; then the
least total difference in time; then the best agreement with the accounts' own orders (the least sum of squared
differences between the rows' places among the rows in question, which no crossing can reach); then the least sum
of the rows' numbers, which stand in the order of their ids. Whole numbers only. The possible pairs fall into
components that share no row, and each is solved by itself: on a line (``straight.py``), or by shortest alternating
paths (``paths.py``), always starting from the least ids, so that what is still alike is decided always alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from suyuan.ledger.paths import cheapest
from suyuan.ledger.rivals import rivals
from suyuan.ledger.straight import as_line, straightest

Possible = tuple[int, int]
"""A debit and a credit, by their numbers."""


@dataclass(frozen=True)
class Weight:
    """How good a possible pair is: its rule's rank (0 is best) and how far apart in time its rows are."""

    rank: int
    apart: int


@dataclass(frozen=True)
class Seat:
    """Where a row stands: its account and its place among that account's rows."""

    account: str
    place: int


@dataclass(frozen=True)
class Assigned:
    """A pair chosen. ``other_credits`` and ``other_debits`` are the partners that its rows have in other
    assignments with as many pairs of every rank, sorted.
    """

    debit: int
    credit: int
    other_credits: tuple[int, ...] = ()
    other_debits: tuple[int, ...] = ()


def assign(possible: Mapping[Possible, Weight], seats: Sequence[Seat]) -> list[Assigned]:
    """Return the best assignment, sorted by debit. Rows are numbered as ``seats``, least first."""
    chosen: list[Assigned] = []
    for component in _components(possible):
        if len(component) == 1:
            chosen.append(Assigned(*component[0]))
        else:
            chosen += _solved({pair: possible[pair] for pair in component}, seats)
    return sorted(chosen, key=lambda each: each.debit)


def costs_of(possible: Mapping[Possible, Weight], seats: Sequence[Seat]) -> dict[Possible, int]:
    """Return a whole number for each pair: of two assignments the better one has the smaller sum.

    Every number is below zero, so no pair is left out that could be added.
    """
    ordinal = _ordinals(possible, seats)
    most = min(len({debit for debit, _ in possible}), len({credit for _, credit in possible}))
    off = {(debit, credit): (ordinal[debit] - ordinal[credit]) ** 2 for debit, credit in possible}
    unit_off = most * max(sum(pair) for pair in possible) + 1
    unit_apart = unit_off * (most * max(off.values()) + 1)
    unit = unit_apart * (most * max(each.apart for each in possible.values()) + 1)
    worth = {}
    for rank in sorted({each.rank for each in possible.values()}, reverse=True):
        worth[rank] = unit
        unit *= most + 1
    return {
        pair: weight.apart * unit_apart + off[pair] * unit_off + sum(pair) - worth[weight.rank]
        for pair, weight in possible.items()
    }


def _ordinals(possible: Iterable[Possible], seats: Sequence[Seat]) -> dict[int, int]:
    """Return each row's place among the rows of its account that stand in question."""
    by_account: defaultdict[str, list[int]] = defaultdict(list)
    for row in {row for pair in possible for row in pair}:
        by_account[seats[row].account].append(row)
    found = {}
    for its in by_account.values():
        its.sort(key=lambda row: (seats[row].place, row))
        found.update({row: place for place, row in enumerate(its)})
    return found


def _solved(possible: Mapping[Possible, Weight], seats: Sequence[Seat]) -> list[Assigned]:
    """Solve one component."""
    order = {row: (seats[row].place, row) for pair in possible for row in pair}
    between_two = len({(seats[debit].account, seats[credit].account) for debit, credit in possible}) == 1
    one_rank = len({each.rank for each in possible.values()}) == 1
    apart = {pair: weight.apart for pair, weight in possible.items()}
    line = as_line(apart, order) if between_two and one_rank else None
    costs = costs_of(possible, seats)
    match = straightest(line, costs) if line is not None else cheapest(costs)
    return _with_rivals(match, rivals(match, _by_rank_alone(possible, len(match))))


def _by_rank_alone(possible: Mapping[Possible, Weight], most: int) -> dict[Possible, int]:
    """Return numbers by which two assignments are alike if they have as many pairs of every rank."""
    ranks = sorted({each.rank for each in possible.values()}, reverse=True)
    worth = {rank: (most + 2) ** place for place, rank in enumerate(ranks)}
    return {pair: -worth[weight.rank] for pair, weight in possible.items()}


def _with_rivals(match: Mapping[int, int], others: Iterable[Possible]) -> list[Assigned]:
    credits: defaultdict[int, list[int]] = defaultdict(list)
    debits: defaultdict[int, list[int]] = defaultdict(list)
    for debit, credit in others:
        credits[debit].append(credit)
        debits[credit].append(debit)
    return [
        Assigned(debit, credit, tuple(sorted(credits[debit])), tuple(sorted(debits[credit])))
        for debit, credit in match.items()
    ]


def _components(possible: Iterable[Possible]) -> Iterator[list[Possible]]:
    """Yield the possible pairs in groups that share no row."""
    of_debit: defaultdict[int, list[int]] = defaultdict(list)
    of_credit: defaultdict[int, list[int]] = defaultdict(list)
    for debit, credit in possible:
        of_debit[debit].append(credit)
        of_credit[credit].append(debit)
    seen: set[int] = set()
    for start in sorted(of_debit):
        if start in seen:
            continue
        seen.add(start)
        waiting, found = [start], []
        passed: set[int] = set()
        while waiting:
            debit = waiting.pop()
            for credit in of_debit[debit]:
                found.append((debit, credit))
                if credit not in passed:
                    passed.add(credit)
                    fresh = [other for other in of_credit[credit] if other not in seen]
                    seen.update(fresh)
                    waiting += fresh
        yield found
