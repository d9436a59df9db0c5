"""FIFO and LIFO: accounts as lists of lots (docs/method.md, "Lots", "Claims", "Policies").

A record's list runs from the lot that leaves first (``head``) to the one that leaves last (``tail``). Under FIFO
what arrives goes behind the tail, under LIFO before the head; payments always take from the head. Neighbours of
one origin are one lot, which changes nothing that can be asked.
"""

# mypy: disable-error-code="no-any-return"
# (an element of an array is Any to the type checker, an integer to the compiler)

from __future__ import annotations

import numpy as np

from suyuan.tracing.kernels.arrays import (
    BROKEN,
    FLOWS,
    FREE_POOL,
    FREE_RECORD,
    NEXT_CLAIM,
    OTHER,
    USED_POOL,
    USED_RECORDS,
    Array64,
    Events,
    Records,
    State,
)
from suyuan.tracing.kernels.compiled import compiled_in_place, compiled_inside

LOT = np.dtype([("amount", "i8"), ("origin", "i4"), ("next", "i4")])
RECORD = np.dtype([("total", "i8"), ("head", "i4"), ("tail", "i4"), ("lots", "i4"), ("unused", "i4")])
NOTHING = -1
OLDEST_FIRST, NEWEST_FIRST = range(2)


@compiled_inside
def _take_lot(state: State, origin: int, amount: int) -> int:
    """Return the place of a fresh lot."""
    marks = state.marks
    place = marks[FREE_POOL]
    if place != NOTHING:
        marks[FREE_POOL] = state.pool[place].next
    else:
        place = marks[USED_POOL]
        marks[USED_POOL] = place + 1
    lot = state.pool[place]
    lot.amount = amount
    lot.origin = origin
    lot.next = NOTHING
    return place


@compiled_inside
def _give_back_lot(state: State, place: int) -> None:
    state.pool[place].next = state.marks[FREE_POOL]
    state.marks[FREE_POOL] = place


@compiled_inside
def _open_record(state: State, account: int) -> int:
    """Make a list of lots out of an account that was one number."""
    marks = state.marks
    place = marks[FREE_RECORD]
    if place != NOTHING:
        marks[FREE_RECORD] = state.mixed[place].head
    else:
        place = marks[USED_RECORDS]
        marks[USED_RECORDS] = place + 1
    record = state.mixed[place]
    balance = state.purses[account]
    record.total = balance
    record.head = record.tail = NOTHING
    record.lots = 0
    if balance > 0:
        record.head = record.tail = _take_lot(state, OTHER, balance)
        record.lots = 1
    state.purses[account] = -1 - place
    return place


@compiled_inside
def _close_if_plain(state: State, account: int, place: int) -> None:
    """Make an account one number again when nothing but other funds is left in it."""
    record = state.mixed[place]
    if record.lots > 1 or (record.lots == 1 and state.pool[record.head].origin != OTHER):
        return
    if record.lots == 1:
        _give_back_lot(state, record.head)
    state.purses[account] = record.total
    record.head = state.marks[FREE_RECORD]
    state.marks[FREE_RECORD] = place


@compiled_inside
def _append(state: State, place: int, origin: int, amount: int, order: int) -> None:
    """Add a piece as the newest lot of a record."""
    record = state.mixed[place]
    record.total += amount
    end = record.head if order == NEWEST_FIRST else record.tail
    if end != NOTHING and state.pool[end].origin == origin:
        state.pool[end].amount += amount
        return
    fresh = _take_lot(state, origin, amount)
    record.lots += 1
    if end == NOTHING:
        record.head = record.tail = fresh
    elif order == NEWEST_FIRST:
        state.pool[fresh].next = end
        record.head = fresh
    else:
        state.pool[end].next = fresh
        record.tail = fresh


@compiled_in_place
def _receive(state: State, account: int, origin: int, amount: int, order: int) -> None:
    """Add a piece as the newest lot of an account."""
    purse = state.purses[account]
    if purse >= 0:
        if origin == OTHER:
            state.purses[account] = purse + amount
            return
        place = _open_record(state, account)
    else:
        place = -1 - purse
    _append(state, place, origin, amount, order)


@compiled_inside
def _note_flow(state: State, event: int, claim: int, amount: int) -> None:
    row = state.marks[FLOWS]
    flow = state.flows[row]
    flow.amount = amount
    flow.event = event
    flow.claim = claim
    state.marks[FLOWS] = row + 1


@compiled_inside
def _take_other(state: State, place: int, wanted: int, order: int) -> int:
    """Take up to ``wanted`` of a record's other funds, oldest lot first; return how much there was."""
    record = state.mixed[place]
    pool = state.pool
    kept = 0
    if order == NEWEST_FIRST:
        held = 0
        at = record.head
        while at != NOTHING:
            if pool[at].origin == OTHER:
                held += pool[at].amount
            at = pool[at].next
        kept = max(0, held - wanted)
    taken = 0
    before = NOTHING
    at = record.head
    while at != NOTHING and taken < wanted:
        lot = pool[at]
        following = lot.next
        if lot.origin != OTHER or lot.amount <= kept:
            if lot.origin == OTHER:
                kept -= lot.amount
            before = at
            at = following
            continue
        part = min(lot.amount - kept, wanted - taken)
        kept = 0
        taken += part
        lot.amount -= part
        if lot.amount == 0:
            if before == NOTHING:
                record.head = following
            else:
                pool[before].next = following
            if following == NOTHING:
                record.tail = before
            record.lots -= 1
            _give_back_lot(state, at)
        else:
            before = at
        at = following
    record.total -= taken
    return taken


@compiled_in_place
def _pay(state: State, event: int, payer: int, payee: int, amount: int, order: int) -> None:
    """Move ``amount`` by the policy, as one payment; ``order`` is the payee's."""
    purse = state.purses[payer]
    if purse >= 0:
        state.purses[payer] = purse - amount
        _receive(state, payee, OTHER, amount, order)
        return
    place = -1 - purse
    record = state.mixed[place]
    pool = state.pool
    missing = amount
    while missing > 0 and record.head != NOTHING:
        at = record.head
        lot = pool[at]
        origin = lot.origin
        part = lot.amount
        if part > missing:
            part = missing
            lot.amount -= part
        else:
            record.head = lot.next
            record.lots -= 1
            _give_back_lot(state, at)
        missing -= part
        if origin != OTHER:
            _note_flow(state, event, origin, part)
        _receive(state, payee, origin, part, order)
    if record.head == NOTHING:
        record.tail = NOTHING
    record.total -= amount
    if missing != 0:
        state.marks[BROKEN] = event + 1
    _close_if_plain(state, payer, place)


@compiled_in_place
def _pay_claims(events: Events, state: State, event: int, order: int, there: int) -> int:
    """Work off the event's claims one after another, ``there`` being the payee's order; return what of its amount
    is claimed.
    """
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
            own = _take_other(state, -1 - purse, wanted, order)
            _close_if_plain(state, payer, -1 - purse)
        state.effective[claim] = own
        if own > 0:
            _note_flow(state, event, claim, own)
            _receive(state, payee, claim, own, there)
        if own < wanted:
            _pay(state, event, payer, payee, wanted - own, there)
        row += 1
    state.marks[NEXT_CLAIM] = row
    return claimed


@compiled_inside
def _has_room(events: Events, state: State, event: int) -> bool:
    """Tell whether the buffers hold whatever the event may need."""
    marks = state.marks
    row = marks[NEXT_CLAIM]
    claims = 0
    while events.claim_event[row + claims] == event:
        claims += 1
    purse = state.purses[events.payer[event]]
    lots = state.mixed[-1 - purse].lots if purse < 0 else 0
    return (
        marks[FLOWS] + lots + 2 * claims + 2 <= len(state.flows)
        and marks[USED_POOL] + 2 * claims + 4 <= len(state.pool)
        and marks[USED_RECORDS] + 2 <= len(state.mixed)
    )


@compiled_in_place
def run(events: Events, state: State, start: int, stop: int, order: int) -> int:
    """Apply the events from ``start`` up to ``stop``; ``order`` is OLDEST_FIRST (FIFO) or NEWEST_FIRST (LIFO).

    Returns ``stop``, or the event before which it stopped for want of room. Every payer must hold what it pays.
    """
    payer, payee, amount = events.payer, events.payee, events.amount
    purses = state.purses
    upcoming = events.claim_event[state.marks[NEXT_CLAIM]]
    for event in range(start, stop):
        source, target, moved = payer[event], payee[event], amount[event]
        if event != upcoming and purses[source] >= 0 and purses[target] >= 0:
            purses[source] -= moved
            purses[target] += moved
            continue
        if source == target:
            continue
        if not _has_room(events, state, event):
            return event
        there = order if target < events.aside else OLDEST_FIRST
        if event == upcoming:
            moved -= _pay_claims(events, state, event, order, there)
            upcoming = events.claim_event[state.marks[NEXT_CLAIM]]
        if moved > 0:
            _pay(state, event, source, target, moved, there)
    return stop


@compiled_in_place
def list_holdings(state: State, totals: Array64, holdings: Records) -> int:
    """Fill ``totals`` with each account's sum of lots and ``holdings`` with its claims' lots, in list order.

    Returns how many holdings there are; called with too small a buffer, it counts only.
    """
    count = 0
    for account in range(len(state.purses)):
        purse = state.purses[account]
        if purse >= 0:
            totals[account] = purse
            continue
        at = state.mixed[-1 - purse].head
        held = 0
        while at != NOTHING:
            lot = state.pool[at]
            held += lot.amount
            if lot.origin != OTHER:
                if count < len(holdings):
                    row = holdings[count]
                    row.amount = lot.amount
                    row.account = account
                    row.claim = lot.origin
                count += 1
            at = lot.next
        totals[account] = held
    return count
