"""Ledger order: all accounts' own orders merged, always the transfer that is least next.

Least is the earliest; of one instant's rows in one file the one that stands first there, oldest first; then the
least id.

An account's own order is a constraint between its successive transfers. Where two accounts' orders contradict each
other (a cycle), the two-sided transfer of the cycle that is least so becomes two through a node of its
own (docs/method.md, "Two clocks").
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from suyuan.ledger.components import components
from suyuan.ledger.drafts import Draft
from suyuan.ledger.file_order import Place
from suyuan.ledger.instants import microseconds

FEE = "fee:"
FEE_FOLLOWS = timedelta(minutes=1)
"""A fee booked later than this behind a payment is not taken for its fee: it keeps its place in time."""

Edges = dict[str, set[str]]
Step = tuple[str, str]
"""Two successive bookings of one account."""


def in_order(
    drafts: Iterable[Draft],
    own_orders: Iterable[Sequence[str]],
    places: Mapping[str, Place],
    after: Iterable[tuple[str, str]] = (),
) -> tuple[list[Draft], list[Draft]]:
    """Return the transfers in ledger order, and those whose places crossed and that were split in two.

    ``own_orders`` gives for each account the ids of its bookings in its own order; bookings of no draft are passed
    over. ``places`` gives where each booking stands in its file. ``after`` are drafts of which the second is to
    come after the first where the accounts' own orders let it: what left a node that the first went to. Late
    arrivals are split too, and not returned.
    """
    net = _Net(drafts, own_orders, places)
    split = net.split_crossings()
    net.join_late(after)
    return net.merged(), split


class _Net:
    """Drafts and the constraints between them; a constraint joins two bookings, so it stays when drafts split."""

    def __init__(
        self, drafts: Iterable[Draft], own_orders: Iterable[Sequence[str]], places: Mapping[str, Place]
    ) -> None:
        self._places = places
        self._late: list[tuple[str, str]] = []
        self._drafts: dict[str, Draft] = {}
        for draft in drafts:
            halves = draft.split() if draft.late else (draft,)
            self._drafts |= {half.id: half for half in halves}
            if draft.late:
                self._late.append((halves[0].id, halves[-1].id))
        self._of = {booking: draft.id for draft in self._drafts.values() for booking in draft.bookings}
        self._steps: list[Step] = []
        for own in own_orders:
            placed = [booking for booking in own if booking in self._of]
            self._steps += pairwise(placed)
        self._halves: Edges = defaultdict(set)

    def split_crossings(self) -> list[Draft]:
        """Split transfers until no constraint contradicts another; return them as they were."""
        cycles = [each for each in components(self._edges(self._steps, self._drafts)) if len(each) > 1]
        cycle_of = {draft: number for number, cycle in enumerate(cycles) for draft in cycle}
        inside: defaultdict[int, list[Step]] = defaultdict(list)
        for before, after in self._steps:
            cycle = cycle_of.get(self._of[before])
            if cycle is not None and cycle == cycle_of.get(self._of[after]):
                inside[cycle].append((before, after))
        return [draft for number in range(len(cycles)) for draft in self._untangle(inside[number])]

    def join_late(self, after: Iterable[tuple[str, str]]) -> None:
        """Let a late transfer arrive after it left, and what left a node come after what went there, unless the
        accounts' own orders say otherwise.
        """
        self._late += [each for each in after if self._drafts.keys() >= set(each)]
        for leaves, arrives in self._late:
            self._halves[leaves].add(arrives)
        tangled = [each for each in components(self._edges(self._steps, self._drafts)) if len(each) > 1]
        component_of = {draft: number for number, each in enumerate(tangled) for draft in each}
        for leaves, arrives in self._late:
            if leaves in component_of and component_of[leaves] == component_of.get(arrives):
                self._halves[leaves].discard(arrives)

    def merged(self) -> list[Draft]:
        """Return the drafts in an order that holds every constraint, the least first.

        A fee that its account books right behind a payment, within a minute, stands right behind it.
        """
        edges = self._edges(self._steps, self._drafts)
        waits_for: defaultdict[str, int] = defaultdict(int)
        for later in edges.values():
            for each in later:
                waits_for[each] += 1
        ready = [self._rank(draft) for draft in self._drafts if not waits_for[draft]]
        heapq.heapify(ready)
        ordered = []
        fees: list[str] = []
        while ready or fees:
            draft = fees.pop() if fees else heapq.heappop(ready)[-1]
            ordered.append(self._drafts[draft])
            for each in sorted(edges[draft], reverse=True):
                waits_for[each] -= 1
                if waits_for[each]:
                    continue
                if self._is_fee_of(each, draft):
                    fees.append(each)
                else:
                    heapq.heappush(ready, self._rank(each))
        return ordered

    def _is_fee_of(self, fee: str, principal: str) -> bool:
        """Tell whether a draft is the fee that stands right behind another of its payer."""
        later, before = self._drafts[fee], self._drafts[principal]
        behind = later.time.at - before.time.at
        return later.payee.startswith(FEE) and later.payer == before.payer and behind <= FEE_FOLLOWS

    def _untangle(self, steps: Sequence[Step]) -> list[Draft]:
        """Split the least two-sided transfer of each cycle among these constraints, until there is none."""
        split: list[Draft] = []
        while True:
            nodes = {self._of[booking] for step in steps for booking in step}
            cycles = [each for each in components(self._edges(steps, nodes)) if len(each) > 1]
            if not cycles:
                return split
            for cycle in cycles:
                two_sided = [each for each in cycle if self._drafts[each].is_two_sided]
                split.append(self._split(min(two_sided, key=self._rank), steps))

    def _split(self, draft_id: str, steps: Sequence[Step]) -> Draft:
        draft = self._drafts.pop(draft_id)
        leaves, arrives = draft.split()
        for half in (leaves, arrives):
            self._drafts[half.id] = half
            self._of[half.bookings[0]] = half.id
        nodes = {self._of[booking] for step in steps for booking in step} | {leaves.id, arrives.id}
        # What leaves comes first unless the accounts' own orders say otherwise.
        if not _leads_to(self._edges(steps, nodes), arrives.id, leaves.id):
            self._halves[leaves.id].add(arrives.id)
        return draft

    def _edges(self, steps: Iterable[Step], nodes: Iterable[str]) -> Edges:
        edges: Edges = {node: set() for node in nodes}
        for before, after in steps:
            if self._of[before] != self._of[after]:
                edges[self._of[before]].add(self._of[after])
        for leaves, arrives in self._halves.items():
            if leaves in edges:
                edges[leaves] |= arrives & edges.keys()
        return edges

    def _rank(self, draft_id: str) -> tuple[int, Place, str]:
        draft = self._drafts[draft_id]
        return microseconds(draft.time.at), self._places[draft.row.id], draft_id


def _leads_to(edges: Edges, start: str, goal: str) -> bool:
    seen = {start}
    waiting = [start]
    while waiting:
        for node in edges[waiting.pop()]:
            if node == goal:
                return True
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return False
