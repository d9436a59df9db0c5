"""Bounds over several currencies: what exchanges can bring of each claim, into which ledger (docs/method.md).

The money is followed exchange by exchange, in their order: in the currency paid a maximum flow says how much of a
claim can stand in ``convert:ID`` at least and at most; the units received are in proportion, rounded outward. They
enter the other currency's network with the credit, from there the next exchange can take them, and so on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from suyuan.tracing.bounded_ledgers import as_it_is, as_open
from suyuan.tracing.bounds import (
    NO_EVENTS,
    Entries,
    Sets,
    Side,
    Work,
    bounded,
    entering_of,
    room_for,
)
from suyuan.tracing.currency_events import Merged, merged
from suyuan.tracing.findings import TraceInput
from suyuan.tracing.kernels.arrays import Array64
from suyuan.tracing.kernels.network import LATER, Asked, Found, Ledger, reach, unroll
from suyuan.tracing.numbering import fixed
from suyuan.tracing.over_currencies import Exchange
from suyuan.tracing.traced import Traced

Brought = dict[int, list[tuple[int, int, int]]]
"""By claim: event, the least and the greatest that an exchange brings with it."""


@dataclass(frozen=True)
class _Gate:
    """An exchange: ledger and node of the debit, all that was paid; ledger, event and units of the credit.

    ``last``: the last event that pays into the node before the credit. ``is_clear``: nothing is paid in later and
    nothing else comes out.
    """

    paying: int
    node: int
    paid: int
    last: int
    receiving: int
    credit: int
    units: int
    is_clear: bool


@dataclass(frozen=True)
class FarSides:
    """Each ledger as it is and open, and the claims of which exchanges can bring something into it."""

    sides: tuple[tuple[Side, Side], ...]
    brought: tuple[frozenset[int], ...]

    def named(self, number: int, traced: Traced) -> list[str]:
        """Return the claims of which exchanges can bring something into a currency, sorted."""
        return sorted(str(traced.claim_names[claim].as_py()) for claim in self.brought[number])


def far_sides(given: Sequence[TraceInput], traced: Sequence[Traced]) -> FarSides:
    """Return what the bounds of each currency are computed from."""
    gates = _gates(traced, merged([each.stream for each in traced]))
    closed = _followed([as_it_is(each) for each in traced], traced, gates, is_open=False)
    opened = _followed([as_open(*each) for each in zip(given, traced, strict=True)], traced, gates, is_open=True)
    brought = [frozenset(one.brought) | frozenset(two.brought) for one, two in zip(closed, opened, strict=True)]
    return FarSides(tuple(zip(closed, opened, strict=True)), tuple(brought))


def units_of(least: int, greatest: int, paid: int, units: int) -> tuple[int, int]:
    """Return what of the units received can be a claim's, of which between least and greatest of all was paid.

    An origin gets its share in whole units or one more: so the least goes down to a unit, the greatest up.
    """
    return units * least // paid, -(-units * greatest // paid)


def _gates(traced: Sequence[Traced], together: Merged) -> list[_Gate]:
    """Return the exchanges in their order."""
    places = {place: at for at, place in enumerate(together.places)}
    exchanges = [(at, each) for at, each in enumerate(together.events) if isinstance(each, Exchange)]
    out = Counter(each.node for _, each in exchanges)
    found = []
    for at, each in exchanges:
        paying, node = int(each.node[0]), int(each.node[1])
        events = traced[paying].stream.events
        into = np.flatnonzero((events.payee == node) & (events.payer != node)).tolist()
        before = [event for event in into if places[paying, event] < at]
        if not before:
            continue
        receiving, credit = together.places[at]
        is_clear = len(before) == len(into) and out[each.node] == 1
        paid = int(events.amount[before].sum())
        found.append(_Gate(paying, node, paid, before[-1], receiving, credit, each.amount, is_clear))
    return found


def _followed(
    ledgers: Sequence[Ledger], traced: Sequence[Traced], gates: Sequence[_Gate], *, is_open: bool
) -> list[Side]:
    may = _reached(ledgers, traced, gates)
    sides = []
    for number, (ledger, part) in enumerate(zip(ledgers, traced, strict=True)):
        rows = sorted((gate.credit, gate.units) for gate in may if gate.receiving == number)
        sides.append(Side(ledger, entering_of(ledger, part, rows)))
    cut = [side.carries(part.stream.events) for side, part in zip(sides, traced, strict=True)]
    works = [Work.of(ledger) for ledger in ledgers]
    brought: list[Brought] = [defaultdict(list) for _ in ledgers]
    claims = [int(claim) for part in traced for claim in part.own_claims]
    for gate in may:
        here = replace(sides[gate.paying], brought=brought[gate.paying]).with_carries(cut[gate.paying])
        doubtful = not gate.is_clear or (is_open and _at_once(gate, gates, ledgers))
        for claim in claims:
            least, greatest = (0, gate.units) if doubtful else _one(gate, here, works[gate.paying], traced, claim)
            if greatest:
                brought[gate.receiving][claim].append((gate.credit, least, greatest))
    return [replace(side, brought=dict(each)) for side, each in zip(sides, brought, strict=True)]


def _reached(ledgers: Sequence[Ledger], traced: Sequence[Traced], gates: Sequence[_Gate]) -> list[_Gate]:
    """Return the exchanges that any claim's money can come to."""
    may: list[_Gate] = []
    while True:
        since: list[Array64] = []
        for number, (ledger, part) in enumerate(zip(ledgers, traced, strict=True)):
            credits = [gate.credit for gate in may if gate.receiving == number]
            own = part.stream.events.claim_event[:-1]
            work = Work.of(ledger)
            entries = np.sort(np.concatenate([own, np.array(credits, dtype=np.int64)]))
            reach(ledger, work.scratch, fixed(entries), len(ledger.payer))
            since.append(work.scratch.since)
        now = [gate for gate in gates if since[gate.paying][gate.node] < LATER]
        if len(now) == len(may):
            return now
        may = now


def _at_once(gate: _Gate, gates: Sequence[_Gate], ledgers: Sequence[Ledger]) -> bool:
    """Tell whether another exchange brings money at the instant of the debit: nobody knows which came first."""
    instant = ledgers[gate.paying].instant
    return any(
        other is not gate and other.receiving == gate.paying and instant[other.credit] == instant[gate.last]
        for other in gates
    )


def _one(gate: _Gate, side: Side, work: Work, traced: Sequence[Traced], claim: int) -> tuple[int, int]:
    """Return the least and the greatest units that an exchange brings of a claim."""
    ledger = side.ledger
    event = int(traced[gate.paying].stream.claim_event[claim])
    stop = int(np.searchsorted(ledger.instant, ledger.instant[gate.last], side="right"))
    entries = side.entries(claim, event)
    early = entries.events < stop
    entries = Entries(*(fixed(each[early]) for each in (entries.events, entries.least, entries.greatest)))
    if not entries.greatest.sum():
        return 0, 0
    passed = reach(ledger, work.scratch, entries.events, stop)
    if work.scratch.since[gate.node] == LATER:
        return 0, 0
    own = 0 <= event < stop
    if own:
        ledger.carries[event] += side.entering.least[claim]
    net = room_for(passed, 2 * passed + 4, len(entries.events), 0)
    unroll(ledger, work.scratch, net, Asked(entries.events, entries.greatest, -1, NO_EVENTS), stop)
    wanted = np.zeros(len(ledger.openings), dtype=np.int8)
    wanted[gate.node] = 1
    found = Found(np.zeros(1, np.int32), np.zeros(1, np.int64), np.zeros(1, np.int64))
    nothing = Sets(np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int32))
    bounded(ledger, work, net, entries, stop, wanted, nothing, found)
    if own:
        ledger.carries[event] -= side.entering.least[claim]
    least, greatest = (min(int(each[0]), gate.paid) for each in (found.least, found.greatest))
    return units_of(least, greatest, gate.paid, gate.units)
