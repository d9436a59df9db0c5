"""Strongly connected components of a directed graph (Tarjan), without recursion."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Generic, TypeVar

Node = TypeVar("Node", str, int)


def components(edges: Mapping[Node, Collection[Node]]) -> list[list[Node]]:
    """Return the components, each sorted; every node is a key of ``edges``."""
    walk: _Walk[Node] = _Walk(edges)
    for start in edges:
        walk.from_node(start)
    return walk.found


class _Walk(Generic[Node]):
    def __init__(self, edges: Mapping[Node, Collection[Node]]) -> None:
        self.found: list[list[Node]] = []
        self._edges: Mapping[Node, Collection[Node]] = edges
        self._index: dict[Node, int] = {}
        self._low: dict[Node, int] = {}
        self._open: list[Node] = []
        self._is_open: set[Node] = set()

    def from_node(self, start: Node) -> None:
        if start in self._index:
            return
        low = self._low
        path = [self._enter(start)]
        while path:
            node, rest = path[-1]
            nearest = next(rest, None)
            if nearest is None:
                path.pop()
                if path:
                    above = path[-1][0]
                    low[above] = min(low[above], low[node])
                if low[node] == self._index[node]:
                    self._close(node)
            elif nearest not in self._index:
                path.append(self._enter(nearest))
            elif nearest in self._is_open:
                low[node] = min(low[node], self._index[nearest])

    def _enter(self, node: Node) -> tuple[Node, Iterator[Node]]:
        self._index[node] = self._low[node] = len(self._index)
        self._open.append(node)
        self._is_open.add(node)
        return node, iter(sorted(self._edges[node]))

    def _close(self, node: Node) -> None:
        component = []
        while True:
            last = self._open.pop()
            self._is_open.discard(last)
            component.append(last)
            if last == node:
                break
        self.found.append(sorted(component))
