"""The network of one claim's possible ways, unrolled in time, and the bounds on it (docs/method.md, "Bounds").

A node is an account at one of its events (or at all of one instant, where nothing proves their order). Arcs are
transfers and stays; only what the claim's money can reach has nodes. Node 0 is where it enters, node 1 the end,
to which every account's last node leads with what the account holds then.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from suyuan.tracing.kernels.arrays import Array32, Array64
from suyuan.tracing.kernels.compiled import compiled
from suyuan.tracing.kernels.flow import UNBOUNDED, Network, Search, most

ENTRY, END = 0, 1
NOWHERE = -1
LATER = 1 << 62


class Ledger(NamedTuple):
    """What every claim's network is cut from. Arrays by event unless said otherwise; read-only.

    ``instant``: the first event of its instant. ``joined_payer, joined_payee``: a group's number (one account at
    one instant whose order nothing proves), -1 for an event that stands by itself. ``carries``: the most of other
    people's entered money that it can bring. ``leak``: the account to which all may have left at a gap of ``gap``
    (-1: none). ``lift_payer, lift_payee``: how much more than the ledger has there its payer, its payee may keep
    from an event on (both empty: nothing anywhere). ``openings`` and ``unbounded`` (1: its stays have no limit)
    are by account.
    """

    payer: Array32
    payee: Array32
    amount: Array64
    instant: Array64
    joined_payer: Array32
    joined_payee: Array32
    carries: Array64
    gap: Array32
    leak: Array32
    lift_payer: Array64
    lift_payee: Array64
    openings: Array64
    unbounded: NDArray[np.int8]


class Scratch(NamedTuple):
    """One place an account each, for one claim at a time: from which event on it can pay with the claim's money,
    its node, that node's group, what it may keep after it, its balance, and what it may keep beyond that.
    """

    since: Array64
    node: Array32
    group: Array32
    kept: Array64
    balance: Array64
    lifted: Array64


class Asked(NamedTuple):
    """What a network is made for: money entering with ``entries`` (events, sorted), at most ``room`` each.

    ``until`` is -1, or an account whose node alone leads to the end (by the last arc); then what enters on a
    transfer and what it carries are together at most its amount, and only ``useful`` events (by event) have arcs.
    """

    entries: Array64
    room: Array64
    until: int
    useful: NDArray[np.int8]


class Found(NamedTuple):
    """What ``bounds`` fills: accounts, and for these and then the sets the least and the greatest."""

    accounts: Array32
    least: Array64
    greatest: Array64


@compiled
def reach(ledger: Ledger, scratch: Scratch, entries: Array64, stop: int) -> int:
    """Fill ``scratch.since`` for money that enters with ``entries`` (events, sorted); return how many events
    it can pass.
    """
    since = scratch.since
    since[:] = LATER
    passed = 0
    event = 0 if not len(entries) else int(ledger.instant[entries[0]])
    row = 0
    while event < stop:
        end = event + 1
        while end < stop and ledger.instant[end] == event:
            end += 1
        changed = True
        start = row
        while changed:
            changed = False
            row = start
            for each in range(event, end):
                enters = False
                while row < len(entries) and entries[row] == each:
                    enters = True
                    row += 1
                if enters or since[ledger.payer[each]] <= each:
                    changed |= _mark(since, ledger.payee[each], ledger.joined_payee[each], each, event)
                if ledger.gap[each] >= 0 and since[ledger.gap[each]] <= each:
                    changed |= _mark(since, ledger.leak[each], -1, each, event)
            if end == event + 1:
                break
        for each in range(event, end):
            passed += since[ledger.payer[each]] <= each or ledger.gap[each] >= 0
        event = end
    return passed + len(entries)


@compiled
def leading_to(ledger: Ledger, account: int, stop: int, leads: NDArray[np.int8], to: NDArray[np.int8]) -> None:
    """Mark in ``to`` the events before ``stop`` whose money can come to an account by then.

    ``leads`` and ``to`` (zeros, a place an account and an event) are modified in place. Within one instant whose
    order is open any event may come before any other.
    """
    leads[account] = 1
    end = stop
    while end > 0:
        start = int(ledger.instant[end - 1])
        changed = True
        while changed:
            changed = False
            for event in range(end - 1, start - 1, -1):
                source, target = ledger.payer[event], ledger.payee[event]
                if leads[target]:
                    to[event] = 1
                    changed |= leads[source] == 0
                    leads[source] = 1
            changed = changed and end - start > 1
        end = start


@compiled
def _mark(since: Array64, account: int, group: int, event: int, instant: int) -> bool:
    """Note from when on an account can pay with the money; within a group it can from the instant's start on."""
    when = instant if group >= 0 else event
    if since[account] <= when:
        return False
    since[account] = when
    return True


@compiled
def _arc(net: Network, tail: int, head: int, room: int) -> int:
    arc = net.counts[1]
    net.head[arc] = head
    net.left[arc] = room
    net.onward[arc] = net.first[tail]
    net.first[tail] = arc
    net.head[arc + 1] = tail
    net.left[arc + 1] = 0
    net.onward[arc + 1] = net.first[head]
    net.first[head] = arc + 1
    net.counts[1] = arc + 2
    return int(arc)


@compiled
def _fresh(net: Network) -> int:
    node = net.counts[0]
    net.first[node] = NOWHERE
    net.counts[0] = node + 1
    return int(node)


@compiled
def _node_at(net: Network, scratch: Scratch, account: int, group: int) -> int:
    """Return the account's node for an event: its present one within a group, else a new one that it stays to."""
    present = scratch.node[account]
    if present >= 0 and group >= 0 and scratch.group[account] == group:
        return int(present)
    node = _fresh(net)
    if present >= 0:
        _arc(net, present, node, scratch.kept[account])
    scratch.node[account] = node
    scratch.group[account] = group
    return node


@compiled
def unroll(ledger: Ledger, scratch: Scratch, net: Network, asked: Asked, stop: int) -> None:
    """Make the network of the money that enters, up to ``stop``; ``scratch.since`` is filled, ``net`` large
    enough.
    """
    scratch.node[:] = NOWHERE
    scratch.group[:] = NOWHERE
    scratch.balance[:] = ledger.openings
    scratch.lifted[:] = 0
    net.counts[0], net.counts[1] = 0, 0
    _fresh(net)
    _fresh(net)
    row = 0
    for event in range(stop):
        start = row
        while row < len(asked.entries) and asked.entries[row] == event:
            row += 1
        source, target = ledger.payer[event], ledger.payee[event]
        if source == target:
            continue
        scratch.balance[source] -= ledger.amount[event]
        scratch.balance[target] += ledger.amount[event]
        if len(ledger.lift_payer):
            scratch.lifted[source] += ledger.lift_payer[event]
            scratch.lifted[target] += ledger.lift_payee[event]
        if asked.until < 0 or asked.useful[event]:
            _pass(ledger, scratch, net, event, asked.room[start:row], asked.until >= 0)
        elif scratch.since[source] <= event and scratch.node[source] >= 0:
            _node_at(net, scratch, source, ledger.joined_payer[event])
            _keep(ledger, scratch, source)
    if asked.until >= 0:
        if scratch.node[asked.until] >= 0:
            _arc(net, scratch.node[asked.until], END, scratch.balance[asked.until])
        return
    for account in range(len(scratch.node)):
        if scratch.node[account] >= 0:
            scratch.group[account] = _arc(net, scratch.node[account], END, scratch.kept[account])


@compiled
def _pass(
    ledger: Ledger,
    scratch: Scratch,
    net: Network,
    event: int,
    room: Array64,
    shared: bool,  # noqa: FBT001
) -> None:
    """Make the arcs of one event, and note what its accounts can keep from here on."""
    source, target = ledger.payer[event], ledger.payee[event]
    pays = scratch.since[source] <= event
    if pays or len(room):
        _bring(ledger, scratch, net, event, room, pays, shared)
        _keep(ledger, scratch, target)
    elif scratch.node[target] >= 0 and ledger.joined_payee[event] == scratch.group[target] != NOWHERE:
        _keep(ledger, scratch, target)
    if pays:
        _keep(ledger, scratch, source)
    if ledger.gap[event] >= 0 and scratch.since[ledger.gap[event]] <= event:
        _leak(ledger, scratch, net, event)


@compiled
def _bring(
    ledger: Ledger,
    scratch: Scratch,
    net: Network,
    event: int,
    room: Array64,
    pays: bool,  # noqa: FBT001
    shared: bool,  # noqa: FBT001
) -> None:
    """Make the arcs of one transfer: what enters on it and, where the payer may hold such money, what it carries;
    ``shared``: both together are at most its amount.
    """
    there = _node_at(net, scratch, ledger.payee[event], ledger.joined_payee[event])
    brought = there
    carries = ledger.carries[event]
    if shared and len(room):
        brought = _fresh(net)
        carries = ledger.amount[event]
        _arc(net, brought, there, carries)
    for entering in room:
        _arc(net, ENTRY, brought, entering)
    if pays:
        _arc(net, _node_at(net, scratch, ledger.payer[event], ledger.joined_payer[event]), brought, carries)


@compiled
def _keep(ledger: Ledger, scratch: Scratch, account: int) -> None:
    """Note what an account can keep from here on."""
    room = scratch.balance[account] + scratch.lifted[account]
    scratch.kept[account] = UNBOUNDED if ledger.unbounded[account] else room


@compiled
def _leak(ledger: Ledger, scratch: Scratch, net: Network, event: int) -> None:
    """Let all that an account may hold leave at a gap."""
    account, away = ledger.gap[event], ledger.leak[event]
    here = _node_at(net, scratch, account, NOWHERE)
    _arc(net, here, _node_at(net, scratch, away, NOWHERE), UNBOUNDED)
    _keep(ledger, scratch, account)
    scratch.kept[away] = UNBOUNDED


@compiled
def bounds(
    net: Network,
    scratch: Scratch,
    rooms: Array64,
    wanted: NDArray[np.int8],
    sets: Array64,
    members: Array32,
    found: Found,
) -> int:
    """Fill least and greatest of the claim's money for each account ``wanted`` and reached, then for each set.

    ``net`` is as ``unroll`` left it, ``scratch.group`` the arc from each account to the end. ``rooms``: what
    enters at least and at most. ``sets``: where each set begins in ``members``, with the end of the last. Returns
    how many accounts are filled in; the sets follow.
    """
    own, arcs = int(net.counts[0]), int(net.counts[1])
    for _ in range(len(sets) - 1):
        _fresh(net)
    size = int(net.counts[0]) + 2
    search = Search(np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size, np.int32))
    count = 0
    for account in range(len(scratch.node)):
        if scratch.node[account] >= 0 and wanted[account]:
            found.accounts[count] = account
            count += 1
    empty = net.left[:arcs].copy()
    reached = most(net, search, ENTRY, END, rooms[1])
    full = net.left[:arcs].copy()
    for place in range(count):
        found.greatest[place] = _most_in(net, search, scratch, full, found.accounts[place])
    for each in range(len(sets) - 1):
        inside = members[sets[each] : sets[each + 1]]
        found.greatest[count + each] = _most_in_set(net, search, scratch, full, own + each, inside)
    if rooms[0] != rooms[1]:
        net.left[:arcs] = empty
        reached = most(net, search, ENTRY, END, rooms[0])
        full = net.left[:arcs].copy()
    for place in range(count):
        moved = _moved_away(net, search, scratch, full, found.accounts[place])
        found.least[place] = max(0, int(rooms[0]) - reached - moved)
    for each in range(len(sets) - 1):
        inside = members[sets[each] : sets[each + 1]]
        moved = _moved_away_from_set(net, search, scratch, full, own + each, inside)
        found.least[count + each] = max(0, int(rooms[0]) - reached - moved)
    return count


@compiled
def _most_in(net: Network, search: Search, scratch: Scratch, full: Array64, account: int) -> int:
    """Return the most that one account can hold: what it has in a whole flow, and what others' share can give."""
    arc = scratch.group[account]
    held, room = int(full[arc ^ 1]), int(full[arc])
    if room == 0:
        return held
    net.left[: len(full)] = full
    net.left[arc] = 0
    net.left[arc ^ 1] = 0
    return held + most(net, search, END, int(scratch.node[account]), room)


@compiled
def _moved_away(net: Network, search: Search, scratch: Scratch, full: Array64, account: int) -> int:
    """Return what of an account's money in a whole flow can stand elsewhere, less all of it: never above zero."""
    arc = scratch.group[account]
    held = int(full[arc ^ 1])
    if held == 0:
        return 0
    net.left[: len(full)] = full
    net.left[arc] = 0
    net.left[arc ^ 1] = 0
    return most(net, search, int(scratch.node[account]), END, held) - held


@compiled
def _most_in_set(
    net: Network, search: Search, scratch: Scratch, full: Array64, node: int, members: Array32
) -> int:
    """Return the most that a set of accounts can hold together; ``node`` stands for the set."""
    held = _gathered(net, scratch, full, node, members, inward=True)
    more = most(net, search, END, node, UNBOUNDED)
    _scattered(net, scratch, len(full), node, members)
    return held + more


@compiled
def _moved_away_from_set(
    net: Network, search: Search, scratch: Scratch, full: Array64, node: int, members: Array32
) -> int:
    """Return what of a set's money in a whole flow can stand elsewhere, less all of it."""
    held = _gathered(net, scratch, full, node, members, inward=False)
    away = most(net, search, node, END, UNBOUNDED)
    _scattered(net, scratch, len(full), node, members)
    return away - held


@compiled
def _gathered(
    net: Network,
    scratch: Scratch,
    full: Array64,
    node: int,
    members: Array32,
    inward: bool,  # noqa: FBT001
) -> int:
    """Join a set's accounts to its node instead of the end: with the room they have, or with what they hold."""
    net.left[: len(full)] = full
    held = 0
    for account in members:
        if scratch.node[account] >= 0:
            arc = scratch.group[account]
            held += int(full[arc ^ 1])
            net.left[arc] = 0
            net.left[arc ^ 1] = 0
            if inward:
                _arc(net, scratch.node[account], node, full[arc])
            else:
                _arc(net, node, scratch.node[account], full[arc ^ 1])
    return held


@compiled
def _scattered(net: Network, scratch: Scratch, arcs: int, node: int, members: Array32) -> None:
    """Take a set's arcs away again: each is the first of its account's node."""
    for account in members:
        if scratch.node[account] >= 0:
            net.first[scratch.node[account]] = net.onward[net.first[scratch.node[account]]]
    net.first[node] = NOWHERE
    net.counts[1] = arcs
