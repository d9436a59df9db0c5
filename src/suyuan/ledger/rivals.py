"""What else could stand: the pairs of other matchings that cost just as much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from suyuan.ledger.components import components

Pair = tuple[int, int]
_NO_CREDIT, _NO_DEBIT = -1, -2
"""Ends of a chain of changes: a debit that is left alone, and a credit that is."""


def rivals(match: Mapping[int, int], costs: Mapping[Pair, int]) -> list[Pair]:
    """Return the pairs, none of them in ``match``, that stand in some matching of the same, least, total cost.

    ``match`` is a cheapest matching, debit to credit; a row in no pair costs nothing. Another cheapest matching
    differs from it by cycles of changes, each worth nothing. Prices make every change worth at least zero, and
    those worth nothing lie in such a cycle if and only if both their ends are in one strong component.
    """
    changes = _changes(match, costs)
    price = _prices(changes)
    free: dict[int, set[int]] = {
        node: {other for other, cost, _ in its if price[node] + cost == price[other]}
        for node, its in changes.items()
    }
    group = {node: number for number, each in enumerate(components(free)) for node in each}
    return sorted(
        pair
        for node, its in changes.items()
        for other, cost, pair in its
        if pair is not None and group[node] == group[other] and price[node] + cost == price[other]
    )


_Changes = dict[int, list[tuple[int, int, Pair | None]]]


def _changes(match: Mapping[int, int], costs: Mapping[Pair, int]) -> _Changes:
    """Return what each debit may do instead: who then needs a credit, what that costs, the pair."""
    holder = {credit: debit for debit, credit in match.items()}
    now = {debit: costs[debit, credit] for debit, credit in match.items()}
    debits = {debit for debit, _ in costs}
    changes: _Changes = {debit: [] for debit in debits}
    changes[_NO_CREDIT] = [(debit, 0, None) for debit in sorted(debits - match.keys())]
    changes[_NO_DEBIT] = [(debit, 0, None) for debit in sorted(match)]
    for (debit, credit), cost in costs.items():
        if match.get(debit) != credit:
            change = cost - now.get(debit, 0)
            changes[debit].append((holder.get(credit, _NO_DEBIT), change, (debit, credit)))
    for debit, cost in now.items():
        changes[debit].append((_NO_CREDIT, -cost, None))
    return changes


def _prices(changes: _Changes) -> dict[int, int]:
    """Return the least cost at which a chain of changes ends at each place (Bellman and Ford)."""
    price: defaultdict[int, int] = defaultdict(int)
    waiting = list(changes)
    while waiting:
        lowered: dict[int, None] = {}
        for node in waiting:
            at = price[node]
            for other, cost, _ in changes[node]:
                if at + cost < price[other]:
                    price[other] = at + cost
                    lowered[other] = None
        waiting = list(lowered)
    return {node: price[node] for node in changes}
