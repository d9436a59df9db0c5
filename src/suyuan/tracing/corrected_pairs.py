"""Corrected pairs in the open bounds: what an account could hold if a pair in ``suspense:`` had never been booked.

A corrected payment leaves for ``suspense:ID`` and comes back from there. Read without the pair, its payer holds
the amount in between; whoever was credited from such a node and gave it back does not (docs/method.md, "Bounds").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from suyuan.tracing.columns import begins_with
from suyuan.tracing.kernels.arrays import Array64
from suyuan.tracing.numbering import fixed
from suyuan.tracing.traced import Traced

SUSPENSE = "suspense:"
NO_LIFT: Array64 = fixed(np.zeros(0, dtype=np.int64))
"""Nothing may be kept beyond the ledger."""


@dataclass(frozen=True)
class Corrected:
    """One account's corrected pair: the places of both events (``last`` beyond all where there is no second yet).

    ``paid``: the account paid first and got it back; else it received first and gave it back.
    """

    account: int
    first: int
    last: int
    amount: int
    paid: bool


def corrected_pairs(traced: Traced) -> list[Corrected]:
    """Return the pairs that went through ``suspense:``, by their first event."""
    events = traced.stream.events
    nodes = np.flatnonzero(begins_with(traced.stream.names, (SUSPENSE,)))
    if not len(nodes):
        return []
    known = set(nodes.tolist())
    touching: defaultdict[int, list[tuple[int, int, bool]]] = defaultdict(list)
    for event in np.flatnonzero(np.isin(events.payer, nodes) | np.isin(events.payee, nodes)).tolist():
        payer, payee = int(events.payer[event]), int(events.payee[event])
        for node, other, paid in ((payee, payer, True), (payer, payee, False)):
            if node in known:
                touching[node].append((event, other, paid))
    return sorted(_pairs(traced, touching), key=lambda each: each.first)


def _pairs(traced: Traced, touching: dict[int, list[tuple[int, int, bool]]]) -> Iterator[Corrected]:
    amount, beyond = traced.stream.events.amount, len(traced.stream.events.payer)
    for rows in touching.values():
        (first, account, paid), *rest = rows
        back = [event for event, other, again in rest if other == account and again != paid]
        if back or not rest:
            yield Corrected(account, first, back[0] if back else beyond, int(amount[first]), paid)


def lifts(traced: Traced) -> tuple[Array64, Array64]:
    """Return by event how much more its payer, and its payee, could keep from there on without corrected pairs.

    A payer keeps the amount until the correction. Who was credited first keeps less meanwhile; but where it spent
    what was taken back later, something that no row shows must have covered it, and that stays.
    """
    pairs = corrected_pairs(traced)
    if not pairs:
        return NO_LIFT, NO_LIFT
    count = len(traced.stream.events.payer)
    payer, payee = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    received = _received(pairs)
    for pair in pairs:
        if pair.paid:
            payer[pair.first] += pair.amount
            if pair.last < count:
                payee[pair.last] -= pair.amount
        elif pair.last < count and _least_held(traced, pair) < received[pair.account]:
            payer[pair.last] += pair.amount
    return fixed(payer), fixed(payee)


def dropped(pairs: Sequence[Corrected], account: int, event: int) -> int:
    """Return what an account would lack just before an event if no corrected pair that credits it were there."""
    return sum(
        pair.amount
        for pair in pairs
        if not pair.paid and pair.account == account and pair.first < event <= pair.last
    )


def _received(pairs: Sequence[Corrected]) -> dict[int, int]:
    found: defaultdict[int, int] = defaultdict(int)
    for pair in pairs:
        if not pair.paid:
            found[pair.account] += pair.amount
    return found


def _least_held(traced: Traced, pair: Corrected) -> int:
    """Return the least that the account holds between the two events of a pair."""
    events = traced.stream.events
    step = np.where(events.payee == pair.account, events.amount, 0)
    step -= np.where(events.payer == pair.account, events.amount, 0)
    balance = int(traced.stream.openings[pair.account]) + np.cumsum(step)
    return int(balance[pair.first : pair.last].min())
