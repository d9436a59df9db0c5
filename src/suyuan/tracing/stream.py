"""The ledger as arrays: accounts numbered by first use, openings, events in order, claims by event.

Every policy runs over the same events: the transfers up to the moment asked for, and between them the unexplained
bookings (a shortfall, a difference to an asserted balance), which do not depend on the policy.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from suyuan.tracing import unexplained
from suyuan.tracing.checks import (
    ASSERTIONS,
    CLAIMS,
    TRANSFERS,
    check_transfers,
    claimed_transfers,
    conform,
    too_large,
)
from suyuan.tracing.columns import Column, begins_with, column_of, numbers, places, taken, texts_of
from suyuan.tracing.findings import CHINA_MINUTES, TraceInput
from suyuan.tracing.kernels import balances
from suyuan.tracing.kernels.arrays import NEVER, Array32, Array64, Events, Records
from suyuan.tracing.moments import microseconds, offset_minutes, offsets
from suyuan.tracing.numbering import Numbering, fixed, number

LARGEST = int(np.iinfo(np.int64).max)
LENDER = "lender:"
CREDITED = (balances.SHORTFALL, balances.CREDIT)


@dataclass(frozen=True)
class Moments:
    """When each event was (microseconds, offset in minutes), and which transfer it is (-1: an unexplained one)."""

    time: Array64
    offset: Array64
    transfer: Array64


@dataclass(frozen=True)
class Stream:
    """One currency's ledger, ready for the kernels.

    ``names``: account numbers to names; the number after the last is the source of unexplained credits and of
    what is lent: a lender never pays with money that came to it. ``payer, payee``: of all transfers, also those
    after ``stop``, the number of transfers up to the moment asked for. ``events``: these, with the unexplained
    bookings (``differences``) among them; ``moments``: of the events. ``openings``: what each account held before.
    ``claimed``: the claimed amounts; ``claim_event``: each claim's event, -1 if its transfer comes later.
    ``as_of``: the moment the figures speak of (microseconds, offset): the one asked for, else the last
    transfer's. ``carried``: 1 for the events with which earmarked pieces leave, empty where there are no earmarks.
    """

    currency: str
    transfers: pa.Table
    claims: pa.Table
    asserted: unexplained.Asserted
    names: Column
    payer: Array32
    payee: Array32
    stop: int
    events: Events
    moments: Moments
    openings: Array64
    differences: Records
    claimed: Array64
    claim_event: Array64
    as_of: tuple[int, int]
    carried: NDArray[np.int8] = field(default_factory=lambda: np.zeros(0, dtype=np.int8))


def build(given: TraceInput, as_of: datetime | None) -> Stream:
    """Check the input and return it as arrays; raises Refused, RowRefused."""
    transfers, claims = conform(given.transfers, TRANSFERS), conform(given.claims, CLAIMS)
    check_transfers(transfers, given.currency)
    claimed = claimed_transfers(claims, transfers, given.currency)
    time, offset = numbers(transfers.column("time")), offsets(transfers, "time")
    stop = len(time) if as_of is None else int(np.searchsorted(time, microseconds(as_of), side="right"))
    stated = None if given.assertions is None else conform(given.assertions, ASSERTIONS)
    asserted = unexplained.read(stated, transfers, time, given.currency)
    numbered = _lent_afresh(number(transfers, [*given.openings, *asserted.names()]))
    name_rows(asserted, numbered.names)
    amount = fixed(numbers(transfers.column("amount")))
    moved = (numbered.payer, numbered.payee, amount)
    held = unexplained.openings(given.openings, numbered.names, moved, asserted, given.currency)
    until_stop = (numbered.payer[:stop], numbered.payee[:stop], amount[:stop])
    found = np.zeros(0, balances.DIFFERENCE)
    if given.openings or len(asserted.rows):
        standing = unexplained.standing(asserted, stop, as_of)
        found = unexplained.differences(held, until_stop, standing, given.currency)
    held[-1] += _sum_of_credits(found, given.currency)
    merged, moments = _merge(until_stop, numbered, found, asserted, Moments(time, offset, np.arange(len(time))))
    claim_event = _events_of(claimed, moments.transfer, stop)
    return Stream(
        currency=given.currency, transfers=transfers, claims=claims, asserted=asserted, names=numbered.names,
        payer=numbered.payer, payee=numbered.payee, stop=stop,
        events=_with_claims(merged, claim_event, numbers(claims.column("amount"))), moments=moments, openings=held,
        differences=found, claimed=numbers(claims.column("amount")), claim_event=claim_event,
        as_of=_moment(time, offset, as_of),
    )  # fmt: skip


def _lent_afresh(numbered: Numbering) -> Numbering:
    """Let what a lender lends come from the source: it is other funds, whatever was paid back to the lender."""
    lenders = begins_with(numbered.names, (LENDER,))
    if not lenders.any():
        return numbered
    source = np.int32(len(numbered.names))
    return replace(numbered, payer=fixed(np.where(lenders[numbered.payer], source, numbered.payer)))


def name_rows(asserted: unexplained.Asserted, names: Column) -> None:
    """Write the accounts' numbers into the assertions' records (modified in place)."""
    if len(asserted.rows):
        asserted.rows["account"] = places(asserted.account_names, names)[asserted.rows["row"]]


def _moment(time: Array64, offset: Array64, as_of: datetime | None) -> tuple[int, int]:
    if as_of is not None:
        return microseconds(as_of), offset_minutes(as_of)
    return (int(time[-1]), int(offset[-1])) if len(time) else (0, CHINA_MINUTES)


def _sum_of_credits(found: Records, currency: str) -> int:
    total = sum(found["amount"][np.isin(found["kind"], CREDITED)].tolist())
    if total > LARGEST:
        raise too_large(TRANSFERS, int(found["event"][-1]), currency)
    return int(total)


def _merge(
    moved: unexplained.Moved,
    numbered: Numbering,
    found: Records,
    asserted: unexplained.Asserted,
    all_moments: Moments,
) -> tuple[unexplained.Moved, Moments]:
    """Put the unexplained bookings into their places among the transfers."""
    stop = len(moved[0])
    moments = Moments(all_moments.time[:stop], all_moments.offset[:stop], all_moments.transfer[:stop])
    if not len(found):
        return moved, moments
    account = found["account"].astype(np.int32)
    credit = np.isin(found["kind"], CREDITED)
    source = np.int32(len(numbered.names))
    taker = _debit_accounts(found, numbered.names)
    place = found["event"]
    events = (
        fixed(np.insert(moved[0], place, np.where(credit, source, account))),
        fixed(np.insert(moved[1], place, np.where(credit, account, taker))),
        fixed(np.insert(moved[2], place, found["amount"])),
    )
    time, offset = _moments_of(found, asserted, all_moments)
    return events, Moments(
        np.insert(moments.time, place, time),
        np.insert(moments.offset, place, offset),
        np.insert(moments.transfer, place, -1),
    )


def _moments_of(found: Records, asserted: unexplained.Asserted, transfers: Moments) -> tuple[Array64, Array64]:
    """A shortfall is at its transfer's moment, an asserted balance at the one's it names, else at its own."""
    near = np.where(found["kind"] == balances.SHORTFALL, found["event"], found["event"] - 1)
    row = found["row"]
    own = (row >= 0) & (asserted.timed[row] if len(asserted.timed) else False)
    time, offset = np.empty(len(found), np.int64), np.empty(len(found), np.int64)
    time[own], offset[own] = asserted.time[row[own]], asserted.offset[row[own]]
    time[~own], offset[~own] = transfers.time[near[~own]], transfers.offset[near[~own]]
    return time, offset


def _debit_accounts(found: Records, names: Column) -> Array32:
    """Return for each unexplained booking the number of ``unexplained:ACCOUNT`` (a credit's is not used)."""
    wanted = texts_of(taken(names, found["account"]))
    found_places = places(column_of(unexplained.UNEXPLAINED + name for name in wanted), names)
    return np.maximum(found_places, 0).astype(np.int32)


def _events_of(claimed: Array64, transfer: Array64, stop: int) -> Array64:
    """Return each claim's event, -1 where its transfer is not among them."""
    event = np.full(stop, -1, dtype=np.int64)
    rows = np.flatnonzero(transfer >= 0)
    event[transfer[rows]] = rows
    return np.array([event[place] if place < stop else -1 for place in claimed.tolist()], dtype=np.int64)


def _with_claims(moved: unexplained.Moved, claim_event: Array64, claimed: Array64) -> Events:
    """Return the events with the claims on them, by event, then in the order of the claims file."""
    claims = np.flatnonzero(claim_event >= 0)
    order = claims[np.argsort(claim_event[claims], kind="stable")]
    return Events(
        payer=moved[0],
        payee=moved[1],
        amount=moved[2],
        claim_event=fixed(np.append(claim_event[order], NEVER)),
        claim=fixed(order.astype(np.int32)),
        claim_amount=fixed(claimed[order]),
    )
