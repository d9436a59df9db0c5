"""One-to-one assignment that is best overall: most pairs first, then the least sum of costs.

The graph falls into components of those that share candidates, and each is solved exactly by itself (successive
shortest augmenting paths with potentials). Costs are whole numbers; the result depends on the set of edges alone,
not on the order in which they came.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping

Edges = Mapping[tuple[str, str], int]
"""(left, right) to the cost of joining them, not negative; what is not there cannot be joined."""


def best_match(edges: Edges) -> dict[str, str]:
    """Return the right partner of each left side that has one."""
    chosen: dict[str, str] = {}
    for component in _components(edges):
        chosen |= _solved({edge: edges[edge] for edge in component})
    return dict(sorted(chosen.items()))


def _components(edges: Edges) -> list[list[tuple[str, str]]]:
    """Return the edges in groups that share no side with each other, sorted."""
    above: dict[tuple[int, str], tuple[int, str]] = {}

    def root(node: tuple[int, str]) -> tuple[int, str]:
        above.setdefault(node, node)
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    for left, right in edges:
        above[root((0, left))] = root((1, right))
    groups: defaultdict[tuple[int, str], list[tuple[str, str]]] = defaultdict(list)
    for edge in sorted(edges):
        groups[root((0, edge[0]))].append(edge)
    return list(groups.values())


def _solved(edges: dict[tuple[str, str], int]) -> dict[str, str]:
    if len(edges) == 1:
        return dict([*edges])
    solver = _Solver(edges)
    while solver.augment():
        pass
    return {left: right for right, left in solver.left_of.items()}


class _Solver:
    """Grows the cheapest matching of each size by one pair at a time."""

    def __init__(self, edges: dict[tuple[str, str], int]) -> None:
        self.left_of: dict[str, str] = {}
        self._cost = edges
        self._rights: defaultdict[str, list[str]] = defaultdict(list)
        for left, right in edges:
            self._rights[left].append(right)
        self._right_of: dict[str, str] = {}
        self._left_height = dict.fromkeys(sorted(self._rights), 0)
        self._right_height: dict[str, int] = dict.fromkeys(sorted({right for _, right in edges}), 0)

    def augment(self) -> bool:
        """Add one pair at the least cost; tell whether one could be added."""
        distance: dict[str, int] = {}
        came_from: dict[str, str] = {}
        reached: dict[str, int] = {}
        queue: list[tuple[int, str]] = []
        for left in self._left_height:
            if left not in self._right_of:
                reached[left] = 0
                self._reach(left, 0, distance, came_from, queue)
        end = ""
        done: set[str] = set()
        while queue:
            far, right = heapq.heappop(queue)
            if right in done:
                continue
            done.add(right)
            if right not in self.left_of:
                end = right
                break
            left = self.left_of[right]
            reached[left] = far
            self._reach(left, far, distance, came_from, queue)
        if not end:
            return False
        least = distance[end]
        for left, far in reached.items():
            self._left_height[left] += least - far
        for right in done:
            self._right_height[right] -= least - distance[right]
        self._turn(end, came_from)
        return True

    def _reach(
        self,
        left: str,
        far: int,
        distance: dict[str, int],
        came_from: dict[str, str],
        queue: list[tuple[int, str]],
    ) -> None:
        for right in self._rights[left]:
            if self._right_of.get(left) == right:
                continue
            step = self._cost[left, right] - self._left_height[left] - self._right_height[right]
            if right not in distance or far + step < distance[right]:
                distance[right] = far + step
                came_from[right] = left
                heapq.heappush(queue, (far + step, right))

    def _turn(self, end: str, came_from: dict[str, str]) -> None:
        right = end
        while True:
            left = came_from[right]
            before = self._right_of.get(left)
            self._right_of[left], self.left_of[right] = right, left
            if before is None:
                return
            right = before
