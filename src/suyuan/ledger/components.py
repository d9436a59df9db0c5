"""Strongly connected components of a directed graph (Tarjan), without recursion."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping


def components(edges: Mapping[str, Collection[str]]) -> list[list[str]]:
    """Return the components, each sorted; every node is a key of ``edges``."""
    walk = _Walk(edges)
    for start in edges:
        walk.from_node(start)
    return walk.found


class _Walk:
    def __init__(self, edges: Mapping[str, Collection[str]]) -> None:
        self.found: list[list[str]] = []
        self._edges = edges
        self._index: dict[str, int] = {}
        self._low: dict[str, int] = {}
        self._open: list[str] = []
        self._is_open: set[str] = set()

    def from_node(self, start: str) -> None:
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

    def _enter(self, node: str) -> tuple[str, Iterator[str]]:
        self._index[node] = self._low[node] = len(self._index)
        self._open.append(node)
        self._is_open.add(node)
        return node, iter(sorted(self._edges[node]))

    def _close(self, node: str) -> None:
        component = []
        while True:
            last = self._open.pop()
            self._is_open.discard(last)
            component.append(last)
            if last == node:
                break
        self.found.append(sorted(component))
