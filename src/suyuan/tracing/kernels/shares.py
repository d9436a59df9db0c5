"""Pro rata and its relatives: accounts as the sum they hold of each origin (docs/method.md, "Policies").

A record's shares are a block of the pool, sorted by claim. Blocks have sizes that are powers of two; those given
back are kept in a list for each size.
"""

# mypy: disable-error-code="no-any-return"
# (an element of an array is Any to the type checker, an integer to the compiler)

from __future__ import annotations

import numpy as np

from suyuan.tracing.kernels.arrays import (
    BROKEN,
    FLOWS,
    FREE_BLOCKS,
    FREE_RECORD,
    NEXT_CLAIM,
    USED_POOL,
    USED_RECORDS,
    Array64,
    Events,
    Records,
    State,
)
from suyuan.tracing.kernels.compiled import compiled
from suyuan.tracing.kernels.wide import largest, part_and_remainder

SHARE = np.dtype([("amount", "i8"), ("claim", "i4"), ("next", "i4")])
RECORD = np.dtype(
    [("other", "i8"), ("claimed", "i8"), ("start", "i4"), ("count", "i4"), ("size", "i4"), ("unused", "i4")]
)
PART = np.dtype([("part", "i8"), ("remainder", "i8"), ("order", "i8")])

PRO_RATA, OTHER_FIRST, CLAIMS_FIRST = range(3)
"""The three rules: all origins in proportion; other funds before claims; claims before other funds."""

NOTHING = -1
SMALLEST = 1
FEW = 4
"""Up to so many units are given out one by one."""


@compiled
def _take_block(state: State, size: int) -> int:
    """Return the start of a free block of 2**size shares."""
    marks = state.marks
    start = marks[FREE_BLOCKS + size]
    if start != NOTHING:
        marks[FREE_BLOCKS + size] = state.pool[start].next
    else:
        start = marks[USED_POOL]
        marks[USED_POOL] = start + (1 << size)
    return start


@compiled
def _give_back_block(state: State, start: int, size: int) -> None:
    state.pool[start].next = state.marks[FREE_BLOCKS + size]
    state.marks[FREE_BLOCKS + size] = start


@compiled
def _open_record(state: State, account: int) -> int:
    """Make a record out of an account that was one number."""
    marks = state.marks
    place = marks[FREE_RECORD]
    if place != NOTHING:
        marks[FREE_RECORD] = state.mixed[place].start
    else:
        place = marks[USED_RECORDS]
        marks[USED_RECORDS] = place + 1
    record = state.mixed[place]
    record.other = state.purses[account]
    record.claimed = 0
    record.count = 0
    record.size = SMALLEST
    record.start = _take_block(state, SMALLEST)
    state.purses[account] = -1 - place
    return place


@compiled
def _close_if_plain(state: State, account: int, place: int) -> None:
    """Make an account one number again when it holds nothing but other funds."""
    record = state.mixed[place]
    if record.count > 0:
        return
    _give_back_block(state, record.start, record.size)
    state.purses[account] = record.other
    record.start = state.marks[FREE_RECORD]
    state.marks[FREE_RECORD] = place


@compiled
def _make_room(state: State, place: int, count: int) -> None:
    """Move a record's shares to a larger block where ``count`` would not fit."""
    record = state.mixed[place]
    size = record.size
    while (1 << size) < count:
        size += 1
    if size == record.size:
        return
    start = _take_block(state, size)
    for i in range(record.count):
        state.pool[start + i] = state.pool[record.start + i]
    _give_back_block(state, record.start, record.size)
    record.start = start
    record.size = size


@compiled
def _find(state: State, start: int, low: int, count: int, claim: int) -> int:
    """Return the first place from ``low`` on whose claim is not less; ``count`` where there is none."""
    high = count
    while low < high:
        middle = (low + high) // 2
        if state.pool[start + middle].claim < claim:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _receive_own(state: State, account: int, claim: int, amount: int) -> None:
    """Add a claim's entering part; the account holds nothing of it yet, or gets more of the same."""
    purse = state.purses[account]
    place = _open_record(state, account) if purse >= 0 else -1 - purse
    record = state.mixed[place]
    record.claimed += amount
    at = _find(state, record.start, 0, record.count, claim)
    if at < record.count and state.pool[record.start + at].claim == claim:
        state.pool[record.start + at].amount += amount
        return
    _make_room(state, place, record.count + 1)
    pool, start = state.pool, record.start
    for i in range(record.count, at, -1):
        pool[start + i] = pool[start + i - 1]
    pool[start + at].claim = claim
    pool[start + at].amount = amount
    record.count += 1


@compiled
def _raise_few(parts: Records, count: int, units: int) -> None:
    """Give a unit each to the largest remainders, one after another; among equal ones the first wins."""
    for _ in range(units):
        most = 0
        for i in range(1, count):
            if parts[i].remainder > parts[most].remainder:
                most = i
        parts[most].part += 1
        parts[most].remainder = -1


@compiled
def _raise_many(parts: Records, count: int, units: int) -> None:
    """Do as ``_raise_few``, in time that does not grow with the units."""
    order = parts["order"]
    for i in range(count):
        order[i] = parts[i].remainder
    least = largest(order, count, units)
    for i in range(count):
        if parts[i].remainder > least:
            parts[i].part += 1
            units -= 1
    for i in range(count):
        if units > 0 and parts[i].remainder == least:
            parts[i].part += 1
            units -= 1


@compiled
def _split(state: State, place: int, amount: int, rule: int) -> int:
    """Split ``amount`` over a record's claims (PRO_RATA: and other funds), into ``scratch``.

    By largest remainder; ties go to the claim that stands first, other funds last. Returns other funds' part.
    """
    record = state.mixed[place]
    pool, parts, start, count = state.pool, state.scratch, record.start, record.count
    available = record.other if rule == PRO_RATA else 0
    total = record.claimed + available
    if amount == total:
        for i in range(count):
            parts[i].part = pool[start + i].amount
        return available
    left = amount
    for i in range(count):
        part, remainder = part_and_remainder(amount, pool[start + i].amount, total)
        parts[i].part = part
        parts[i].remainder = remainder
        left -= part
    part, remainder = part_and_remainder(amount, available, total)
    parts[count].part = part
    parts[count].remainder = remainder
    left -= part
    if left <= FEW:
        _raise_few(parts, count + 1, left)
    else:
        _raise_many(parts, count + 1, left)
    return parts[count].part


@compiled
def _split_in_order(state: State, place: int, amount: int) -> None:
    """Take ``amount`` of a record's claims in the order of the claims file, into ``scratch``."""
    record = state.mixed[place]
    pool, parts, start = state.pool, state.scratch, record.start
    left = amount
    for i in range(record.count):
        parts[i].part = min(left, pool[start + i].amount)
        left -= parts[i].part


@compiled
def _receive_parts(state: State, event: int, source: int, account: int) -> int:
    """Add the parts in ``scratch`` of the record ``source`` to an account's claims; return their sum."""
    pool, parts = state.pool, state.scratch
    giver = state.mixed[source]
    purse = state.purses[account]
    place = _open_record(state, account) if purse >= 0 else -1 - purse
    record = state.mixed[place]
    fresh, at, moved = 0, 0, 0
    for i in range(giver.count):
        part = parts[i].part
        if part == 0:
            continue
        claim = pool[giver.start + i].claim
        flow = state.flows[state.marks[FLOWS]]
        flow.amount = part
        flow.event = event
        flow.claim = claim
        state.marks[FLOWS] += 1
        moved += part
        at = _find(state, record.start, at, record.count, claim)
        if at < record.count and pool[record.start + at].claim == claim:
            pool[record.start + at].amount += part
        else:
            fresh += 1
    record.claimed += moved
    if fresh > 0:
        _insert_fresh(state, source, place, fresh)
    return moved


@compiled
def _insert_fresh(state: State, source: int, place: int, fresh: int) -> None:
    """Merge the ``fresh`` parts whose claims a record does not have yet, from the highest claim down."""
    giver, record = state.mixed[source], state.mixed[place]
    _make_room(state, place, record.count + fresh)
    pool, parts = state.pool, state.scratch
    old = record.count - 1
    to = record.count + fresh - 1
    i = giver.count - 1
    while to > old:
        if parts[i].part == 0:
            i -= 1
            continue
        claim = pool[giver.start + i].claim
        while old >= 0 and pool[record.start + old].claim > claim:
            pool[record.start + to] = pool[record.start + old]
            old -= 1
            to -= 1
        if old < 0 or pool[record.start + old].claim != claim:
            pool[record.start + to].claim = claim
            pool[record.start + to].amount = parts[i].part
            to -= 1
        i -= 1
    record.count += fresh


@compiled
def _take_parts(state: State, place: int) -> None:
    """Take the parts in ``scratch`` from a record's shares and close the gaps of those used up."""
    record = state.mixed[place]
    pool, parts, start = state.pool, state.scratch, record.start
    to = 0
    for i in range(record.count):
        rest = pool[start + i].amount - parts[i].part
        if rest > 0:
            pool[start + to].claim = pool[start + i].claim
            pool[start + to].amount = rest
            to += 1
    record.count = to


@compiled
def _pay(state: State, event: int, payer: int, payee: int, amount: int, rule: int, aside: int) -> None:
    """Move ``amount`` by the rule, as one payment; what was set aside (``aside``) leaves as it came.

    As it came: in the order of the claims file, other funds last, or first where the rule takes them first.
    """
    purse = state.purses[payer]
    other = amount
    if purse >= 0:
        state.purses[payer] = purse - amount
    else:
        place = -1 - purse
        record = state.mixed[place]
        in_order = payer >= aside
        if rule == PRO_RATA and not in_order:
            other = _split(state, place, amount, rule)
        elif rule == OTHER_FIRST:
            other = min(amount, record.other)
        else:
            other = amount - min(amount, record.claimed)
        if other < amount:
            if in_order:
                _split_in_order(state, place, amount - other)
            elif rule != PRO_RATA:
                _split(state, place, amount - other, rule)
            moved = _receive_parts(state, event, place, payee)
            _take_parts(state, place)
            record.claimed -= moved
            if moved + other != amount:
                state.marks[BROKEN] = event + 1
        record.other -= other
        _close_if_plain(state, payer, place)
    purse = state.purses[payee]
    if purse >= 0:
        state.purses[payee] = purse + other
    else:
        state.mixed[-1 - purse].other += other


@compiled
def _pay_claims(events: Events, state: State, event: int, rule: int) -> int:
    """Work off the event's claims one after another; return what of its amount is claimed."""
    payer, payee = events.payer[event], events.payee[event]
    claimed = 0
    row = state.marks[NEXT_CLAIM]
    while events.claim_event[row] == event:
        claim, wanted = events.claim[row], events.claim_amount[row]
        claimed += wanted
        purse = state.purses[payer]
        if purse >= 0:
            own = min(wanted, purse)
            state.purses[payer] = purse - own
        else:
            record = state.mixed[-1 - purse]
            own = min(wanted, record.other)
            record.other -= own
        state.effective[claim] = own
        if own > 0:
            flow = state.flows[state.marks[FLOWS]]
            flow.amount = own
            flow.event = event
            flow.claim = claim
            state.marks[FLOWS] += 1
            _receive_own(state, payee, claim, own)
        if own < wanted:
            _pay(state, event, payer, payee, wanted - own, rule, events.aside)
        row += 1
    state.marks[NEXT_CLAIM] = row
    return claimed


@compiled
def _has_room(events: Events, state: State, event: int) -> bool:
    """Tell whether the buffers hold whatever the event may need."""
    marks = state.marks
    row = marks[NEXT_CLAIM]
    claims = 0
    while events.claim_event[row + claims] == event:
        claims += 1
    source, target = state.purses[events.payer[event]], state.purses[events.payee[event]]
    given = state.mixed[-1 - source].count if source < 0 else 0
    held = state.mixed[-1 - target].count if target < 0 else 0
    return (
        marks[FLOWS] + (given + 1) * (claims + 1) + claims <= len(state.flows)
        and marks[USED_POOL] + 4 * (given + held + claims) + 8 <= len(state.pool)
        and marks[USED_RECORDS] + 2 <= len(state.mixed)
        and given + 2 <= len(state.scratch)
    )


@compiled
def run(events: Events, state: State, start: int, stop: int, rule: int) -> int:
    """Apply the events from ``start`` up to ``stop`` by PRO_RATA, OTHER_FIRST or CLAIMS_FIRST.

    Returns ``stop``, or the event before which it stopped for want of room. Every payer must hold what it pays.
    """
    payer, payee, amount = events.payer, events.payee, events.amount
    purses = state.purses
    upcoming = events.claim_event[state.marks[NEXT_CLAIM]]
    for event in range(start, stop):
        source, target, moved = payer[event], payee[event], amount[event]
        if event != upcoming and purses[source] >= 0:
            if source == target:
                continue
            purses[source] -= moved
            purse = purses[target]
            if purse >= 0:
                purses[target] = purse + moved
            else:
                state.mixed[-1 - purse].other += moved
            continue
        if source == target:
            continue
        if not _has_room(events, state, event):
            return event
        if event == upcoming:
            moved -= _pay_claims(events, state, event, rule)
            upcoming = events.claim_event[state.marks[NEXT_CLAIM]]
        if moved > 0:
            _pay(state, event, source, target, moved, rule, events.aside)
    return stop


@compiled
def list_holdings(state: State, totals: Array64, holdings: Records) -> int:
    """Fill ``totals`` with each account's sum of shares and ``holdings`` with its claims' shares.

    Returns how many holdings there are; called with too small a buffer, it counts only.
    """
    count = 0
    for account in range(len(state.purses)):
        purse = state.purses[account]
        if purse >= 0:
            totals[account] = purse
            continue
        record = state.mixed[-1 - purse]
        held = record.other
        for i in range(record.count):
            share = state.pool[record.start + i]
            held += share.amount
            if count < len(holdings):
                row = holdings[count]
                row.amount = share.amount
                row.account = account
                row.claim = share.claim
            count += 1
        totals[account] = held
    return count
