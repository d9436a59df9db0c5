"""The cheapest matching of a sparse graph by shortest alternating paths, in whole numbers of any size."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping

Pair = tuple[int, int]


def cheapest(costs: Mapping[Pair, int]) -> dict[int, int]:
    """Return the matching of least total cost, debit to credit; every cost is below zero.

    Debits are entered one after another. Each looks for the cheapest chain of changes that ends at a free credit,
    or with some debit left alone (which costs nothing); prices kept on the rows make every step of the search at
    least zero, so that it may stop early (Dijkstra's search, Johnson's prices).
    """
    search = _Search(costs)
    for debit in sorted(search.edges):
        search.enter(debit)
    return search.credit_of


class _Search:
    def __init__(self, costs: Mapping[Pair, int]) -> None:
        self.edges: dict[int, list[tuple[int, int]]] = {}
        for (debit, credit), cost in sorted(costs.items()):
            self.edges.setdefault(debit, []).append((credit, cost))
        self.credit_of: dict[int, int] = {}
        self._debit_of: dict[int, int] = {}
        self._price: dict[int, int] = {}
        self._discount: defaultdict[int, int] = defaultdict(int)

    def enter(self, start: int) -> None:
        """Match one more debit, or leave one alone, at the least cost."""
        discount = self._discount
        self._price[start] = min(0, *(cost - discount[credit] for credit, cost in self.edges[start]))
        reached = {start: 0}
        left_alone, alone_at = start, -self._price[start]
        came_from: dict[int, int] = {}
        shortest: dict[int, int] = {}
        settled: dict[int, int] = {}
        heap: list[tuple[int, int]] = []
        debit, ends_at = start, -1
        while True:
            at, price = reached[debit], self._price[debit]
            for credit, cost in self.edges[debit]:
                distance = at + cost - price - discount[credit]
                if credit not in settled and (credit not in shortest or distance < shortest[credit]):
                    shortest[credit] = distance
                    came_from[credit] = debit
                    heapq.heappush(heap, (distance, credit))
            while heap and (heap[0][1] in settled or heap[0][0] > shortest[heap[0][1]]):
                heapq.heappop(heap)
            if not heap or heap[0][0] >= alone_at:
                distance = alone_at
                break
            distance, credit = heapq.heappop(heap)
            if credit not in self._debit_of:
                ends_at = credit
                break
            settled[credit] = distance
            debit = self._debit_of[credit]
            reached[debit] = distance
            if distance - self._price[debit] < alone_at:
                left_alone, alone_at = debit, distance - self._price[debit]
        self._reprice(reached, settled, distance)
        self._change(start, ends_at, left_alone, came_from)

    def _reprice(self, reached: Mapping[int, int], settled: Mapping[int, int], distance: int) -> None:
        for debit, at in reached.items():
            self._price[debit] += distance - at
        for credit, at in settled.items():
            self._discount[credit] -= distance - at

    def _change(self, start: int, ends_at: int, left_alone: int, came_from: Mapping[int, int]) -> None:
        """Follow the chain back from its end; the debit left alone gives up its credit."""
        credit = ends_at
        if ends_at < 0:
            if left_alone == start:
                return
            credit = self.credit_of.pop(left_alone)
        while True:
            debit = came_from[credit]
            before = self.credit_of.get(debit)
            self.credit_of[debit] = credit
            self._debit_of[credit] = debit
            if debit == start or before is None:
                return
            credit = before
