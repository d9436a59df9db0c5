"""Tiers, holders' tiers and ``poison`` over several currencies: the ledgers as one list, exchanges as hops.

How far money can have come does not depend on amounts, so the kernels of one currency run over all. An exchange
on one account is no hop; one between two accounts of a holder is one (docs/method.md, "Over several currencies").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from suyuan.tracing.account_facts import Facts
from suyuan.tracing.columns import texts_of
from suyuan.tracing.currency_events import Merged
from suyuan.tracing.kernels import reach
from suyuan.tracing.kernels.arrays import NEVER, Array32, Array64, Events, Records
from suyuan.tracing.numbering import fixed
from suyuan.tracing.stream import Stream
from suyuan.tracing.tiers import arrivals, root_of, unreached


@dataclass(frozen=True)
class Reached:
    """One ledger's share: its accounts with their tiers, by holder too, and what ``poison`` says."""

    nodes: Records
    holder_tier: Array32
    arrived: tuple[Array64, Array64, Array64]


def reach_over(ledgers: Sequence[Stream], facts: Sequence[Facts], together: Merged) -> list[Reached]:
    """Return for each ledger how far the claims' money of all of them can have come."""
    one = _One(ledgers, together)
    nodes = one.nodes(facts)
    count = len(one.events.payer)
    reach.tiers(one.events, nodes, one.carried, count)
    holder = one.holders(facts)
    tier = np.zeros(len(nodes), dtype=np.int32)
    reach.holder_tiers(one.events, nodes, holder, tier, one.carried, count)
    by_holder = tier[holder]
    whole = replace(
        ledgers[0], events=one.events, carried=one.carried, claimed=np.zeros(len(one.claims), np.int64)
    )
    claims, accounts, events = arrivals(whole, nodes)
    found = []
    for number, ledger in enumerate(ledgers):
        own = one.number[number]
        here = nodes[own].copy()
        here["first"] = one.local(number, here["first"])
        inside = one.ledger[events] == number
        first, last = one.starts[number], one.starts[number] + len(ledger.names) + 1
        inside &= (accounts >= first) & (accounts < last)
        at = one.local(number, events[inside].astype(np.int64))
        found.append(Reached(here, by_holder[own], (claims[inside], accounts[inside] - first, at)))
    return found


class _One:
    """All ledgers' events in one order, their accounts numbered through; an exchange's two nodes are one."""

    def __init__(self, ledgers: Sequence[Stream], together: Merged) -> None:
        self._ledgers, self._together = ledgers, together
        sizes = [len(ledger.names) + 1 for ledger in ledgers]
        self.starts = [sum(sizes[:number]) for number in range(len(sizes))]
        self.number = [np.arange(start, start + size) for start, size in zip(self.starts, sizes, strict=True)]
        for (ledger, node), (other, paid_in) in together.links.items():
            self.number[ledger][node] = self.starts[other] + paid_in
        self.ledger = np.array([ledger for ledger, _ in together.places], dtype=np.int64)
        self._positions = [np.flatnonzero(self.ledger == number) for number in range(len(ledgers))]
        self.carried = self._carried()
        self.claims = ledgers[0].claimed
        self.events = self._events()

    def _carried(self) -> NDArray[np.int8]:
        """Return which events earmarked pieces leave with; empty where there are no earmarks."""
        if not any(len(ledger.carried) for ledger in self._ledgers):
            return np.zeros(0, dtype=np.int8)
        carried = np.zeros(len(self.ledger), dtype=np.int8)
        for at, ledger in zip(self._positions, self._ledgers, strict=True):
            if len(ledger.carried):
                carried[at] = ledger.carried
        return carried

    def _events(self) -> Events:
        count = len(self.ledger)
        columns = [np.zeros(count, dtype=np.int64) for _ in range(3)]
        claims: list[tuple[int, int, int]] = []
        for number, ledger in enumerate(self._ledgers):
            at, events = self._positions[number], ledger.events
            columns[0][at], columns[1][at] = self.number[number][events.payer], self.number[number][events.payee]
            columns[2][at] = events.amount
            rows = zip(events.claim_event[:-1], events.claim, events.claim_amount, strict=True)
            claims += [(int(at[event]), int(claim), int(amount)) for event, claim, amount in rows]
        claims.sort(key=lambda each: each[:2])
        return Events(
            payer=fixed(columns[0].astype(np.int32)),
            payee=fixed(columns[1].astype(np.int32)),
            amount=fixed(columns[2]),
            claim_event=fixed(np.array([*(each[0] for each in claims), NEVER], dtype=np.int64)),
            claim=fixed(np.array([each[1] for each in claims], dtype=np.int32)),
            claim_amount=fixed(np.array([each[2] for each in claims], dtype=np.int64)),
        )

    def nodes(self, facts: Sequence[Facts]) -> Records:
        """Return all accounts before anything reached them; those of one name or one parent are one for hops."""
        nodes = np.concatenate([unreached(*each) for each in zip(self._ledgers, facts, strict=True)])
        groups: dict[str, int] = {}
        group = np.arange(len(nodes), dtype=np.int32)
        for ledger, start, fact in zip(self._ledgers, self.starts, facts, strict=True):
            for place, name in enumerate(texts_of(ledger.names)):
                root = root_of(name, fact) if fact.of(name).parent else name
                group[start + place] = groups.setdefault(root, start + place)
        paid: dict[int, int] = {}
        got: dict[int, int] = {}
        exchanges = {int(self.starts[ledger] + node) for ledger, node in self._together.links.values()}
        for payer, payee in zip(self.events.payer.tolist(), self.events.payee.tolist(), strict=True):
            if payee in exchanges:
                paid[payee] = int(group[payer])
            if payer in exchanges:
                got[payer] = int(group[payee])
        nodes["group"] = group
        for node in exchanges:
            nodes[node]["passes"] = True
            if paid.get(node, -1) == got.get(node):
                nodes[node]["group"] = paid[node]
        return nodes

    def holders(self, facts: Sequence[Facts]) -> Array32:
        """Return for each account the first of its person (controller, or else holder), itself where none is."""
        people: dict[str, int] = {}
        holder = np.arange(self.starts[-1] + len(self._ledgers[-1].names) + 1, dtype=np.int32)
        for ledger, start, fact in zip(self._ledgers, self.starts, facts, strict=True):
            for place, name in enumerate(texts_of(ledger.names)):
                person = fact.of(name).controller or fact.of(name).holder
                if person and name in fact.by_account:
                    holder[start + place] = people.setdefault(person, start + place)
        return holder

    def local(self, number: int, positions: Array64 | Array32) -> Array64:
        """Return the ledger's own events at these places of the whole order, the next one where it is no own."""
        own = self._positions[number]
        return np.minimum(np.searchsorted(own, positions), max(len(own) - 1, 0)).astype(np.int64)
