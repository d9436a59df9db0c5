"""How far claimed money can have come: tiers and the policy ``poison`` (docs/method.md, "Policies", "Tier")."""

# mypy: disable-error-code="no-any-return"
# (an element of an array is Any to the type checker, an integer to the compiler)

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from suyuan.tracing.kernels.arrays import Array32, Array64, Events, Records, word
from suyuan.tracing.kernels.compiled import compiled_in_place, compiled_inside

NODE = np.dtype([("tier", "i4"), ("first", "i4"), ("group", "i4"), ("passes", "i1"), ("stops", "i1"), ("x", "i2")])
"""An account: its tier (0: none) and the event that first reached it; the accounts it is one with for hops;
whether hops out of it do not count; whether the trail ends in it."""

ARRIVAL = np.dtype([("account", "i4"), ("event", "i4"), ("claims", "u8")])
"""The claims (a bit each, of up to 64) that an event brings to an account for the first time."""

NONE = 0xFFFFFFFF
"""One less than no tier, when taken as a number without a sign: above every other."""


@compiled_inside
def hop(nodes: Records, source: int, target: int) -> int:
    """Return 1 where going from one account to the other is a hop, else 0."""
    return word(nodes[source].passes == 0) & word(nodes[source].group != nodes[target].group)


@compiled_inside
def goes_on(nodes: Records, source: int, carried: NDArray[np.int8], event: int) -> bool:
    """Tell whether the trail goes on from an account with an event: also where it ends, if an earmark carries it.

    ``carried`` is 1 for the events with which earmarked pieces leave; empty where there is no earmark.
    """
    return not nodes[source].stops or (len(carried) > 0 and carried[event] != 0)


@compiled_in_place
def tiers(events: Events, nodes: Records, carried: NDArray[np.int8], stop: int) -> None:
    """Fill ``tier`` and ``first`` of the nodes: fewest hops in time order from a claim's transfer."""
    row = 0
    upcoming = events.claim_event[0]
    for event in range(stop):
        source, target = events.payer[event], events.payee[event]
        tier = word(nodes[source].tier)
        come = ((tier - 1) & NONE) + hop(nodes, source, target)
        if come >= (word(nodes[target].tier) - 1) & NONE and event != upcoming:
            continue  # nothing comes, or nothing sooner than before: so it is nearly always, and in one comparison
        if source == target:
            continue
        new = 0
        if tier > 0 and goes_on(nodes, source, carried, event):
            new = tier + hop(nodes, source, target)
        if event == upcoming:
            new = 1
            while events.claim_event[row] == event:
                row += 1
            upcoming = events.claim_event[row]
        if new == 0:
            continue
        node = nodes[target]
        if node.tier == 0:
            node.tier = new
            node.first = event
        elif new < node.tier:
            node.tier = new


@compiled_in_place
def holder_tiers(
    events: Events, nodes: Records, holder: Array32, tier: Array32, carried: NDArray[np.int8], stop: int
) -> None:
    """Fill ``tier`` (zeros), by holder: as ``tiers``, with all accounts of one holder taken as one."""
    row = 0
    for event in range(stop):
        source, target = events.payer[event], events.payee[event]
        if source == target:
            continue
        new = 0
        reached = nodes[source].first <= event and nodes[source].tier > 0
        if reached and nodes[source].first < event and goes_on(nodes, source, carried, event):
            same = holder[source] == holder[target]
            new = tier[holder[source]] + (0 if same else hop(nodes, source, target))
        if events.claim_event[row] == event:
            new = 1
            while events.claim_event[row] == event:
                row += 1
        if new > 0 and (tier[holder[target]] == 0 or new < tier[holder[target]]):
            tier[holder[target]] = new


@compiled_in_place
def arrivals(
    events: Events,
    nodes: Records,
    mask: NDArray[np.uint64],
    first_claim: int,
    carried: NDArray[np.int8],
    stop: int,
    found: Records,
) -> int:
    """Follow up to 64 claims from ``first_claim`` on; ``mask`` (zeros) is modified in place.

    Fills ``found`` with what arrives first where, in order; returns how many, counting on beyond its end.
    """
    row = 0
    count = 0
    for event in range(stop):
        source, target = events.payer[event], events.payee[event]
        if source == target:
            continue
        new = np.uint64(0)
        if goes_on(nodes, source, carried, event):
            new = mask[source]
        while events.claim_event[row] == event:
            place = events.claim[row] - first_claim
            if 0 <= place < 64:
                new |= np.uint64(1) << np.uint64(place)
            row += 1
        new &= ~mask[target]
        if new == 0:
            continue
        mask[target] |= new
        if count < len(found):
            found[count].account = target
            found[count].event = event
            found[count].claims = new
        count += 1
    return count


@compiled_in_place
def touched(payer: Array32, payee: Array32, stop: int, last: Array64, pays: NDArray[np.bool_]) -> None:
    """Note each account's last event before ``stop`` that moved anything, and whether it pays anywhere at all.

    ``last`` (-1 throughout) and ``pays`` (False throughout) are modified in place.
    """
    for event in range(len(payer)):
        source, target = payer[event], payee[event]
        if source == target:
            continue
        pays[source] = True
        if event < stop:
            last[source] = event
            last[target] = event
