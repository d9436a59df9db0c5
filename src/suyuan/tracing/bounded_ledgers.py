"""The ledgers that bounds are found on: as it is, and open where nobody stated all (docs/method.md, "Bounds")."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from suyuan.tracing.columns import column_of as column
from suyuan.tracing.columns import is_text, places
from suyuan.tracing.corrected_pairs import NO_LIFT, lifts
from suyuan.tracing.findings import TraceInput
from suyuan.tracing.kernels import balances
from suyuan.tracing.kernels.arrays import Array32, Array64
from suyuan.tracing.kernels.flow import UNBOUNDED
from suyuan.tracing.kernels.network import Ledger
from suyuan.tracing.numbering import fixed
from suyuan.tracing.traced import Traced
from suyuan.tracing.unexplained import UNEXPLAINED

PROVEN = "proven"
"""What the column ``order`` of the transfers says where a chain of balances proves a transfer's place."""


def as_it_is(traced: Traced) -> Ledger:
    """Return the ledger as networks are cut from it."""
    stream = traced.stream
    events = stream.events
    count = len(events.payer)
    none = np.full(count, -1, dtype=np.int32)
    return Ledger(
        payer=events.payer, payee=events.payee, amount=events.amount,
        instant=fixed(np.arange(count, dtype=np.int64)), joined_payer=fixed(none), joined_payee=fixed(none),
        carries=events.amount.copy(), gap=fixed(none), leak=fixed(none), lift_payer=NO_LIFT, lift_payee=NO_LIFT,
        openings=fixed(stream.openings),
        unbounded=fixed(np.zeros(len(stream.openings), dtype=np.int8)),
    )  # fmt: skip


def as_open(given: TraceInput, traced: Traced) -> Ledger:
    """Return the ledger with room for what nobody stated: openings, orders of one instant, gaps."""
    stream = traced.stream
    ledger = as_it_is(traced)
    count = len(ledger.payer)
    unbounded = np.ones(len(stream.openings), dtype=np.int8)
    stated = places(column(given.openings), stream.names)
    unbounded[stated[stated >= 0]] = 0
    time = stream.moments.time
    instant = np.searchsorted(time, time, side="left").astype(np.int64) if count else np.zeros(0, dtype=np.int64)
    gap, leak = np.full(count, -1, dtype=np.int32), np.full(count, -1, dtype=np.int32)
    carries = ledger.carries.copy()
    unexplained = np.flatnonzero(stream.moments.transfer < 0)
    for event, difference in zip(unexplained.tolist(), stream.differences, strict=True):
        account = int(difference["account"])
        if difference["kind"] == balances.CREDIT:
            gap[event] = account
            leak[event] = places(column([UNEXPLAINED + traced.name(account)]), stream.names)[0]
        elif difference["kind"] == balances.DEBIT:
            carries[event] = UNBOUNDED
    payer, payee = _joined(stream.transfers, traced, instant)
    lift_payer, lift_payee = lifts(traced)
    return ledger._replace(
        lift_payer=lift_payer, lift_payee=lift_payee,
        instant=fixed(instant), joined_payer=fixed(payer), joined_payee=fixed(payee), carries=carries,
        gap=fixed(gap), leak=fixed(leak), unbounded=fixed(unbounded),
    )  # fmt: skip


def _joined(transfers: pa.Table, traced: Traced, instant: Array64) -> tuple[Array32, Array32]:
    """Return the groups of each event at its payer and its payee: one account's events of one instant, where the
    order of at least one of several is not proven; -1 for events by themselves.
    """
    events = traced.stream.events
    count = len(events.payer)
    account = np.concatenate([events.payer, events.payee]).astype(np.int64)
    when = np.concatenate([instant, instant])
    group = (
        np.unique(account * (count + 1) + when, return_inverse=True)[1] if count else np.zeros(0, dtype=np.int64)
    )
    unproven = np.ones(count, dtype=np.bool_)
    if "order" in transfers.column_names:
        transfer = traced.stream.moments.transfer
        proven = is_text(transfers.column("order"), PROVEN)
        unproven = (transfer >= 0) & ~proven[np.maximum(transfer, 0)]
    moving = np.tile(events.payer != events.payee, 2)
    size = np.bincount(group[moving], minlength=len(group) or 1)
    doubts = np.bincount(group[moving], weights=np.tile(unproven, 2)[moving], minlength=len(group) or 1)
    joined = np.where((size[group] > 1) & (doubts[group] > 0) & moving, group, -1).astype(np.int32)
    return joined[:count], joined[count:]
