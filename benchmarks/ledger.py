"""The stream that every benchmark of the trace runs on: invented, the same on every machine.

``stream(transfers, claims_share, seed)``: a tenth as many accounts as transfers; which accounts pay and receive is
heavy-tailed (rank by an exponential of a uniform draw, so that a few hubs have most of the traffic); amounts are
log-normal around 1,000.00; 90 days; fixed seed. Claims lie on one transfer of each of ``claims_share`` of the
accounts, on all of its amount. Only integers leave this module.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from suyuan.tracing.kernels.arrays import NEVER, Array64, Events
from suyuan.tracing.kernels.balances import least_openings, number_by_first_use
from suyuan.tracing.numbering import fixed

SEED = 20210305
ACCOUNT_SHARE = 10
DAYS = 90
TAIL = 3.0
"""Ranks are ``accounts * u ** TAIL``: half of all sides fall on an eighth of the accounts."""


@dataclass(frozen=True)
class BenchLedger:
    """Events for the kernels, their openings, and how many claims there are."""

    events: Events
    openings: Array64
    claims: int


def stream(transfers: int, claims: int | None = None, seed: int = SEED) -> BenchLedger:
    """Return the documented stream; claims on one in a hundred accounts where no number is given."""
    rng = np.random.default_rng(seed)
    accounts = max(transfers // ACCOUNT_SHARE, 2)
    payer = (accounts * rng.random(transfers) ** TAIL).astype(np.int32)
    payee = (accounts * rng.random(transfers) ** TAIL).astype(np.int32)
    shuffled = rng.permutation(accounts).astype(np.int32)
    payer, payee = shuffled[payer], shuffled[payee]
    amount = fixed(np.maximum(1, np.exp(rng.normal(np.log(100_000), 1.5, transfers))).astype(np.int64))
    number = np.full(accounts, -1, dtype=np.int32)
    number_by_first_use(fixed(payer), fixed(payee), number)
    payer, payee = fixed(number[payer]), fixed(number[payee])
    wanted = claims if claims is not None else accounts // 100
    moving = np.flatnonzero(payer != payee)
    on = np.sort(rng.choice(moving, size=min(wanted, len(moving)), replace=False))
    events = Events(
        payer,
        payee,
        amount,
        fixed(np.append(on, NEVER)),
        fixed(rng.permutation(len(on)).astype(np.int32)),
        fixed(amount[on]),
    )
    net, low = np.zeros(accounts + 1, np.int64), np.zeros(accounts + 1, np.int64)
    least_openings(payer, payee, amount, fixed(np.full(accounts + 1, NEVER)), net, low)
    return BenchLedger(events, -low, len(on))
