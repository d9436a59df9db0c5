"""Pro rata and its relatives: accounts as the sum they hold of each origin (docs/method.md, "Policies").

A payment goes in three steps through ``scratch``: what leaves of each share, the shares of which something leaves,
and these pieces added to the payee. The first two run over all the payer's shares without a branch, the third over
the pieces alone.
"""

# mypy: disable-error-code="no-any-return"
# (an element of an array is Any to the type checker, an integer to the compiler)

from __future__ import annotations

import numpy as np

from suyuan.tracing.kernels.ahead import prefetch
from suyuan.tracing.kernels.arrays import (
    BROKEN,
    FLOWS,
    NEXT_CLAIM,
    USED_POOL,
    USED_RECORDS,
    Array64,
    Events,
    Records,
    State,
    word,
)
from suyuan.tracing.kernels.blocks import RECORD, SHARE, close_gaps, close_if_plain, find, make_room, open_record
from suyuan.tracing.kernels.compiled import compiled_in_place, compiled_inside
from suyuan.tracing.kernels.proportion import divide, raise_largest
from suyuan.tracing.kernels.wide import part_and_remainder

__all__ = ["CLAIMS_FIRST", "OTHER_FIRST", "PRO_RATA", "RECORD", "SCRATCH", "SHARE", "list_holdings", "run"]

PRO_RATA, OTHER_FIRST, CLAIMS_FIRST = range(3)
"""The three rules: all origins in proportion; other funds before claims; claims before other funds."""

AHEAD, LINE = 8, 4
"""How many events ahead memory is asked for, and the shares in a line of it."""

MANY = 1 << 12
"""With fewer records than this, all are near anyway."""

SCRATCH = np.dtype("i8")
PARTS, RESTS, CLAIMS = range(3)
"""The rows of ``scratch``, three of equal length: what leaves of each share and what remains in its division;
then, of the shares of which something leaves, how much and of which claim."""


@compiled_inside
def _note_flow(state: State, event: int, claim: int, amount: int) -> None:
    row = state.marks[FLOWS]
    flow = state.flows[row]
    flow.amount = amount
    flow.event = event
    flow.claim = claim
    state.marks[FLOWS] = row + 1


@compiled_inside
def _receive_own(state: State, account: int, claim: int, amount: int) -> None:
    """Add a claim's entering part; the account holds nothing of it yet, or gets more of the same."""
    purse = state.purses[account]
    place = open_record(state, account) if purse >= 0 else -1 - purse
    record = state.mixed[place]
    record.claimed += amount
    at = find(state.pool, record.start, 0, record.count, claim)
    if at < record.count and state.pool[record.start + at].claim == claim:
        state.pool[record.start + at].amount += amount
        return
    make_room(state, place, record.count + 1)
    pool, start = state.pool, record.start
    for i in range(record.count, at, -1):
        pool[start + i] = pool[start + i - 1]
    pool[start + at].claim = claim
    pool[start + at].amount = amount
    record.count += 1


@compiled_inside
def _split(state: State, place: int, amount: int, rule: int) -> int:
    """Split ``amount`` over a record's claims (PRO_RATA: and other funds), into ``scratch``.

    By largest remainder; ties go to the claim that stands first, other funds last. Returns other funds' part.
    """
    record = state.mixed[place]
    parts, rests = state.scratch[PARTS], state.scratch[RESTS]
    start, count = record.start, word(record.count)
    available = record.other if rule == PRO_RATA else 0
    total = record.claimed + available
    given = divide(state.pool, start, count, amount, total, parts, rests)
    part, rests[count] = part_and_remainder(amount, available, total)
    parts[count] = part
    if given + part < amount:
        raise_largest(parts, rests, count + 1, amount - given - part)
    return parts[count]


@compiled_inside
def _split_whole(state: State, place: int) -> None:
    """Take all of a record's claims, into ``scratch``."""
    record = state.mixed[place]
    parts = state.scratch[PARTS]
    for i in range(record.count):
        parts[i] = state.pool[record.start + i].amount


@compiled_inside
def _split_in_order(state: State, place: int, amount: int) -> None:
    """Take ``amount`` of a record's claims in the order of the claims file, into ``scratch``."""
    record = state.mixed[place]
    parts = state.scratch[PARTS]
    left = amount
    for i in range(record.count):
        parts[i] = min(left, state.pool[record.start + i].amount)
        left -= parts[i]


@compiled_inside
def _take_parts(state: State, place: int) -> int:
    """Take the parts in ``scratch`` from a record's shares; return how many pieces that makes."""
    record = state.mixed[place]
    parts, claims = state.scratch[PARTS], state.scratch[CLAIMS]
    pool, start = state.pool, record.start
    pieces, used_up = 0, 0
    for i in range(record.count):
        part = parts[i]
        rest = pool[start + i].amount - part
        pool[start + i].amount = rest
        used_up += word(rest == 0)
        parts[pieces] = part
        claims[pieces] = pool[start + i].claim
        pieces += word(part > 0)
    if used_up > 0:
        close_gaps(state, place)
    return pieces


@compiled_inside
def _receive_pieces(state: State, event: int, account: int, pieces: int) -> int:
    """Add the pieces in ``scratch`` to an account's claims; return their sum."""
    parts, claims = state.scratch[PARTS], state.scratch[CLAIMS]
    pool = state.pool
    purse = state.purses[account]
    place = open_record(state, account) if purse >= 0 else -1 - purse
    record = state.mixed[place]
    start, count = record.start, word(record.count)
    row = state.marks[FLOWS]
    fresh, at, moved = 0, 0, 0
    for i in range(pieces):
        part, claim = parts[i], claims[i]
        flow = state.flows[row + i]
        flow.amount = part
        flow.event = event
        flow.claim = claim
        moved += part
        at = find(pool, start, at, count, claim)
        if at < count and pool[start + at].claim == claim:
            pool[start + at].amount += part
        else:
            parts[fresh] = part
            claims[fresh] = claim
            fresh += 1
    state.marks[FLOWS] = row + pieces
    record.claimed += moved
    if fresh > 0:
        _insert_fresh(state, place, fresh)
    return moved


@compiled_inside
def _insert_fresh(state: State, place: int, fresh: int) -> None:
    """Merge the first ``fresh`` pieces, of claims a record does not have yet, from the highest claim down."""
    parts, claims = state.scratch[PARTS], state.scratch[CLAIMS]
    record = state.mixed[place]
    make_room(state, place, record.count + fresh)
    pool, start = state.pool, record.start
    old = word(record.count) - 1
    for i in range(fresh - 1, -1, -1):
        claim = claims[i]
        while old >= 0 and pool[start + old].claim > claim:
            pool[start + old + i + 1].amount = pool[start + old].amount
            pool[start + old + i + 1].claim = pool[start + old].claim
            old -= 1
        pool[start + old + i + 1].claim = claim
        pool[start + old + i + 1].amount = parts[i]
    record.count += fresh


@compiled_in_place
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
        if rule == OTHER_FIRST:
            other = min(amount, record.other)
        elif rule == CLAIMS_FIRST or payer >= aside or amount == record.claimed + record.other:
            other = amount - min(amount, record.claimed)
        else:
            other = _split(state, place, amount, rule)
        if other < amount:
            if amount - other == record.claimed:
                _split_whole(state, place)
            elif payer >= aside:
                _split_in_order(state, place, amount - other)
            elif rule != PRO_RATA:
                _split(state, place, amount - other, rule)
            moved = _receive_pieces(state, event, payee, _take_parts(state, place))
            record.claimed -= moved
            if moved + other != amount:
                state.marks[BROKEN] = event + 1
        record.other -= other
        close_if_plain(state, payer, place)
    purse = state.purses[payee]
    if purse >= 0:
        state.purses[payee] = purse + other
    else:
        state.mixed[-1 - purse].other += other


@compiled_in_place
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
            _note_flow(state, event, claim, own)
            _receive_own(state, payee, claim, own)
        if own < wanted:
            _pay(state, event, payer, payee, wanted - own, rule, events.aside)
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
    source, target = state.purses[events.payer[event]], state.purses[events.payee[event]]
    given = state.mixed[-1 - source].count if source < 0 else 0
    held = state.mixed[-1 - target].count if target < 0 else 0
    return (
        marks[FLOWS] + (given + 1) * (claims + 1) + claims <= len(state.flows)
        and marks[USED_POOL] + 4 * (given + held + claims) + 8 <= len(state.pool)
        and marks[USED_RECORDS] + 2 <= len(state.mixed)
        and given + 2 <= state.scratch.shape[1]
    )


@compiled_inside
def _look_ahead(events: Events, state: State, event: int, stop: int) -> None:
    """Ask for what the coming events need: first the purses, then the records, then the shares."""
    if state.marks[USED_RECORDS] < MANY or event + 3 * AHEAD >= stop:
        return
    far, near = event + 2 * AHEAD, event + AHEAD
    prefetch(state.purses, events.payer[far + AHEAD])
    prefetch(state.purses, events.payee[far + AHEAD])
    prefetch(state.mixed, max(-1 - state.purses[events.payer[far]], 0))
    prefetch(state.mixed, max(-1 - state.purses[events.payee[far]], 0))
    giver = state.mixed[max(-1 - state.purses[events.payer[near]], 0)].start
    taker = state.mixed[max(-1 - state.purses[events.payee[near]], 0)].start
    prefetch(state.pool, giver)
    prefetch(state.pool, giver + LINE)
    prefetch(state.pool, giver + 2 * LINE)
    prefetch(state.pool, taker)
    prefetch(state.pool, taker + LINE)
    prefetch(state.pool, taker + 2 * LINE)


@compiled_in_place
def run(events: Events, state: State, start: int, stop: int, rule: int) -> int:
    """Apply the events from ``start`` up to ``stop`` by PRO_RATA, OTHER_FIRST or CLAIMS_FIRST.

    Returns ``stop``, or the event before which it stopped for want of room. Every payer must hold what it pays.
    """
    payer, payee, amount = events.payer, events.payee, events.amount
    purses = state.purses
    upcoming = events.claim_event[state.marks[NEXT_CLAIM]]
    for event in range(start, stop):
        _look_ahead(events, state, event, stop)
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


@compiled_in_place
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
