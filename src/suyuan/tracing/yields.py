"""Interest: what of it fell on each claim's money, beside the holdings and never inside them.

Interest is a credit of other funds, its payer a node ``interest:…``. Its share for each claim is pro rata of what
the account held of each origin just before it, by largest remainder (docs/method.md, "Interest").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from suyuan.tracing.columns import begins_with, taken
from suyuan.tracing.kernels.arrays import Array64
from suyuan.tracing.running import PolicyRun
from suyuan.tracing.tables import account_names, claim_names, sorted_by, table
from suyuan.tracing.traced import Traced

INTEREST = "interest:"
"""What the names of nodes begin with that interest comes from."""

Row = tuple[int, int, int]
"""Event, claim, amount."""


def yield_table(traced: Traced, run: PolicyRun) -> pa.Table:
    """Return ``yields`` of one policy: of each interest the part that fell on each claim."""
    stream = traced.stream
    rows = np.array(list(_shares(traced, run)), dtype=np.int64).reshape(-1, 3)
    event, claim, amount = rows[:, 0], rows[:, 1], rows[:, 2]
    transfer = stream.moments.transfer[event]
    order = sorted_by(traced.transfer_ranks(transfer), traced.claim_rank[claim])
    columns = {
        "policy": [run.policy.value] * len(order),
        "transfer": taken(stream.transfers.column("id"), transfer[order]),
        "account": account_names(traced, stream.events.payee[event[order]].astype(np.int64)),
        "claim": claim_names(traced, claim[order]),
        "amount": amount[order],
    }
    return table("yields", stream.currency, columns)


def shares_of(amount: int, held: Sequence[int]) -> list[int]:
    """Split an amount, which may exceed what is held, in proportion to it, to the unit.

    The floor of amount x held / total each, then one unit each to the largest remainders, ties to the one that
    stands first; all zero where nothing is held.
    """
    total = sum(held)
    if not total:
        return [0] * len(held)
    shares = [amount * each // total for each in held]
    by_remainder = sorted(range(len(held)), key=lambda place: (-(amount * held[place] % total), place))
    for place in by_remainder[: amount - sum(shares)]:
        shares[place] += 1
    return shares


def _shares(traced: Traced, run: PolicyRun) -> Iterator[Row]:
    """Yield each share above zero, by event, then in the order of the claims file."""
    stream = traced.stream
    events = stream.events
    pays_interest = np.zeros(len(stream.names) + 1, dtype=np.bool_)
    pays_interest[:-1] = begins_with(stream.names, (INTEREST,))
    bears = pays_interest[events.payer] & (stream.moments.transfer >= 0) & (events.payer != events.payee)
    with_claims = np.zeros(len(stream.names) + 1, dtype=np.bool_)
    with_claims[events.payee[run.flows["event"]]] = True
    bears &= with_claims[events.payee]
    if not bears.any():
        return
    of_interest = np.zeros(len(stream.names) + 1, dtype=np.bool_)
    of_interest[events.payee[bears]] = True
    moved = _moved(traced, run, of_interest)
    held: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    balance = {account: int(stream.openings[account]) for account in np.flatnonzero(of_interest).tolist()}
    touching = np.flatnonzero(of_interest[events.payer] | of_interest[events.payee])
    for event in touching.tolist():
        payer, payee, amount = int(events.payer[event]), int(events.payee[event]), int(events.amount[event])
        if payer == payee:
            continue
        if bears[event]:
            yield from _of_one(event, amount, balance[payee], held[payee])
        if payer in balance:
            balance[payer] -= amount
        if payee in balance:
            balance[payee] += amount
        for claim, own, carried in moved.get(event, ()):
            if payer in balance:
                held[payer][claim] -= carried
            if payee in balance:
                held[payee][claim] += own + carried


def _of_one(event: int, amount: int, balance: int, held: Mapping[int, int]) -> Iterator[Row]:
    claims = sorted(claim for claim, each in held.items() if each)
    if claims:
        amounts = [held[claim] for claim in claims]
        shares = shares_of(amount, [*amounts, balance - sum(amounts)])
        yield from ((event, claim, share) for claim, share in zip(claims, shares, strict=False) if share)


def _moved(traced: Traced, run: PolicyRun, accounts: NDArray[np.bool_]) -> dict[int, list[tuple[int, int, int]]]:
    """Return for each event at these accounts the claims it moved: claim, its victim's own part, the rest."""
    events, flows = traced.stream.events, run.flows
    own: Array64 = traced.own_parts(run)
    here = accounts[events.payer[flows["event"]]] | accounts[events.payee[flows["event"]]]
    found: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
    columns = (flows["event"], flows["claim"], own, flows["amount"] - own)
    for event, *row in zip(*(each[here].tolist() for each in columns), strict=True):
        found[event].append((row[0], row[1], row[2]))
    return found
