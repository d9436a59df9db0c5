"""Maximum flows on small networks of exact integers (docs/method.md, "Bounds").

Arcs stand in pairs: arc ``i`` and its reverse ``i ^ 1``. ``left`` is what an arc can still take, so a reverse
arc's is the flow on its partner. Dinic's method: shortest ways first, a level at a time.
"""

from __future__ import annotations

from typing import NamedTuple

from suyuan.tracing.kernels.arrays import Array32, Array64
from suyuan.tracing.kernels.compiled import compiled

UNBOUNDED = 1 << 62
"""More than any claim: what an arc without a limit takes."""

NONE = -1


class Network(NamedTuple):
    """``first``: each node's first arc, ``onward``: the next arc of the same node (-1: the last), ``head``: where
    an arc leads, ``left``: what it can still take; ``counts``: nodes and arcs in use. Modified in place.
    """

    first: Array32
    onward: Array32
    head: Array32
    left: Array64
    counts: Array64


class Search(NamedTuple):
    """Scratch of a search, one place a node at least: distances, arcs tried so far, a way (or a queue)."""

    level: Array32
    at: Array32
    way: Array32


@compiled
def most(net: Network, search: Search, source: int, sink: int, limit: int) -> int:
    """Push as much as can be, at most ``limit``, from ``source`` to ``sink``; return how much.

    The nodes in use are ``net.counts[0]``.
    """
    pushed = 0
    while pushed < limit and _levels(net, search, source, sink):
        for node in range(net.counts[0]):
            search.at[node] = net.first[node]
        more = _blocking(net, search, source, sink, limit - pushed)
        if more == 0:
            break
        pushed += more
    return pushed


@compiled
def _levels(net: Network, search: Search, source: int, sink: int) -> bool:
    """Number the nodes by their distance from the source; tell whether the sink can be reached."""
    first, onward, head, left = net.first, net.onward, net.head, net.left
    level, queue = search.level, search.way
    for node in range(net.counts[0]):
        level[node] = NONE
    level[source] = 0
    queue[0] = source
    done, waiting = 0, 1
    while done < waiting:
        node = int(queue[done])
        done += 1
        arc = first[node]
        while arc >= 0:
            if left[arc] > 0 and level[head[arc]] < 0:
                level[head[arc]] = level[node] + 1
                if head[arc] == sink:
                    return True
                queue[waiting] = head[arc]
                waiting += 1
            arc = onward[arc]
    return False


@compiled
def _blocking(net: Network, search: Search, source: int, sink: int, limit: int) -> int:
    """Push along ways of growing level until none is free; ``at`` remembers the arcs that are used up."""
    onward, head, left = net.onward, net.head, net.left
    level, at, way = search.level, search.at, search.way
    pushed = 0
    length = 0
    node = source
    while pushed < limit:
        if node == sink:
            room = limit - pushed
            for step in range(length):
                room = min(room, int(left[way[step]]))
            kept = length
            for step in range(length - 1, -1, -1):
                left[way[step]] -= room
                left[way[step] ^ 1] += room
                if left[way[step]] == 0:
                    kept = step
            pushed += room
            if kept < length:
                length = kept
                node = int(head[way[length] ^ 1])
            else:
                length = 0
                node = source
            continue
        arc = at[node]
        while arc >= 0 and not (left[arc] > 0 and level[head[arc]] == level[node] + 1):
            arc = onward[arc]
        at[node] = arc
        if arc >= 0:
            way[length] = arc
            length += 1
            node = int(head[arc])
        elif length == 0:
            break
        else:
            length -= 1
            node = int(head[way[length] ^ 1])
            at[node] = onward[at[node]]
    return pushed
