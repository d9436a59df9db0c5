"""The trace: a ledger and claims in, findings out (docs/method.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from suyuan.errors import Failed
from suyuan.tracing import account_facts, laws, running, stream
from suyuan.tracing.bounds import Bounds, bounds_of
from suyuan.tracing.columns import taken
from suyuan.tracing.coverage import coverage_table
from suyuan.tracing.earmarks import Apart, apart, together
from suyuan.tracing.exits import exit_table
from suyuan.tracing.findings import SCHEMAS, Findings, TraceInput
from suyuan.tracing.inquiries import inquiry_table
from suyuan.tracing.kept import kept_table
from suyuan.tracing.kernels import balances, reach
from suyuan.tracing.kernels.arrays import Array64
from suyuan.tracing.mixing import first_mixing
from suyuan.tracing.policies import Policy
from suyuan.tracing.ranges import range_table
from suyuan.tracing.resuming import Resuming
from suyuan.tracing.running import PolicyRun
from suyuan.tracing.stream import Stream
from suyuan.tracing.summary import summary_of
from suyuan.tracing.tables import account_names, claim_names, joined, sorted_by, table
from suyuan.tracing.tiers import depth_table, holder_tiers, nodes_of, reached_table, tier_table
from suyuan.tracing.traced import Traced
from suyuan.tracing.yields import yield_table

THREADS = 2
"""How many policies run at once."""


def trace(
    given: TraceInput,
    policies: Sequence[Policy],
    as_of: datetime | None = None,
    *,
    bounds: bool = False,
    sets: Mapping[str, Sequence[str]] | None = None,
    kept_from: datetime | None = None,
    resuming: Resuming | None = None,
) -> Findings:
    """Follow the claims through the ledger under each policy, up to ``as_of`` (aware; all, where None).

    With ``bounds`` also what no rule can deny or exceed, for accounts and for ``sets`` of accounts by name.
    With ``kept_from``, the first report, what still stood where it could be stopped, hour by hour.
    With ``resuming`` policies go on from its last snapshot that fits; the findings are the same.
    Raises Refused (RowRefused: with table and row) for an input that cannot be traced and Failed where a law of
    the money does not hold. Everything is sorted; the same input gives the same tables.
    """
    plain = None
    if given.earmarks is not None and len(given.earmarks):
        plain = trace(
            given.without or replace(given, earmarks=None),
            policies,
            as_of,
            bounds=bounds,
            sets=sets,
            kept_from=kept_from,
        )
    found = findings_of(
        given, compute(given, policies, as_of, resuming), as_of, bounds=bounds, sets=sets, kept_from=kept_from
    )
    found = replace(found, without_earmarks=plain)
    laws.check_findings(found)
    return found


def findings_of(
    given: TraceInput,
    traced: Traced,
    as_of: datetime | None,
    *,
    bounds: bool = False,
    sets: Mapping[str, Sequence[str]] | None = None,
    kept_from: datetime | None = None,
) -> Findings:
    """Return what was computed as tables; the laws of the tables are the caller's to check."""
    by_policy = sorted(traced.runs, key=lambda run: run.policy.value)
    exits = joined("exits", [exit_table(traced, run) for run in by_policy])
    bounded = bounds_of(given, traced, sets or {}) if bounds else None
    return Findings(
        currency=given.currency,
        claims=joined("claims", [claim_table(traced, run) for run in by_policy]),
        holdings=joined("holdings", [holding_table(traced, run) for run in by_policy]),
        flows=joined("flows", [flow_table(traced, run) for run in by_policy]),
        tiers=tier_table(traced),
        depths=joined("depths", [depth_table(traced, run) for run in by_policy]),
        exits=exits,
        inquiries=inquiry_table(traced),
        coverage=coverage_table(traced),
        ranges=range_table(traced),
        reached=reached_table(traced) if Policy.POISON in traced.policies else SCHEMAS["reached"].empty_table(),
        bounds=bounded.rows if bounded else None,
        kept=kept_table(given, traced, kept_from, bounds=bounds) if kept_from is not None else None,
        yields=joined("yields", [yield_table(traced, run) for run in by_policy]),
        summary=summary_of(traced, exits, as_of is not None) | (_told(given, traced, bounded) if bounded else {}),
    )


def _told(given: TraceInput, traced: Traced, bounded: Bounds) -> dict[str, Any]:
    """Return what the summary says of the bounds, and where rules that agree could first have differed."""
    told = bounded.told()
    told["bounds"]["first_mixing"] = first_mixing(given, traced, bounded.rows)
    return told


def compute(
    given: TraceInput, policies: Sequence[Policy], as_of: datetime | None, resuming: Resuming | None = None
) -> Traced:
    """Return everything the tables are made of, as numbers, its laws checked."""
    facts = account_facts.read(given.accounts)
    ledger = stream.build(given, as_of)
    events = ledger.events
    chosen = tuple(policy for policy in Policy if policy in set(policies))
    balance = ledger.openings.copy()
    balances.move(events.payer, events.payee, events.amount, balance)
    split = apart(given.earmarks, ledger) if given.earmarks is not None and len(given.earmarks) else None
    runs = _side_by_side(
        lambda policy: _run(policy, ledger, split, balance, resuming),
        [policy for policy in chosen if policy.has_amounts],
        THREADS if resuming is None else 1,
    )
    if split is not None:
        ledger = replace(ledger, carried=split.carried)
    nodes = nodes_of(ledger, facts)
    last = np.full(len(balance), -1, dtype=np.int64)
    reach.touched(events.payer, events.payee, len(events.payer), last, np.zeros(len(balance), dtype=np.bool_))
    pays = np.zeros(len(balance), dtype=np.bool_)
    reach.touched(ledger.payer, ledger.payee, 0, last, pays)
    holders = holder_tiers(ledger, facts, nodes)
    conflicts = () if split is None else split.conflicts
    return Traced(ledger, facts, chosen, runs, nodes, holders, balance, last, pays, conflicts)


def _side_by_side(
    one: Callable[[Policy], PolicyRun], policies: Sequence[Policy], threads: int
) -> tuple[PolicyRun, ...]:
    """Run policies at once, as many as there are threads: kernels leave the interpreter to others meanwhile.

    No policy sees another's figures; what is raised is what the first one raises.
    """
    if threads == 1 or len(policies) == 1:
        return tuple(one(policy) for policy in policies)
    with ThreadPoolExecutor(threads) as pool:
        return tuple(pool.map(one, policies))


def _run(
    policy: Policy, ledger: Stream, split: Apart | None, balance: Array64, resuming: Resuming | None
) -> PolicyRun:
    """Run one policy, its laws checked; with earmarks over the ledger written anew, and then as the ledger is."""
    if split is None:
        return _checked(policy, ledger, balance, resuming)
    events, moved = split.stream.events, split.stream.openings.copy()
    balances.move(events.payer, events.payee, events.amount, moved)
    run = together(split, _checked(policy, split.stream, moved, resuming), len(balance))
    laws.check_run(ledger, run, balance)
    return run


def _checked(policy: Policy, ledger: Stream, balance: Array64, resuming: Resuming | None) -> PolicyRun:
    """Run one policy, from its last snapshot if there is one; from the start, should the laws not hold then."""
    if resuming is None:
        run = running.run(policy, ledger.events, ledger.openings, len(ledger.claimed))
        laws.check_run(ledger, run, balance)
        return run
    run = resuming.run(policy, ledger)
    try:
        laws.check_run(ledger, run, balance)
    except Failed:
        run = resuming.run(policy, ledger, afresh=True)
        laws.check_run(ledger, run, balance)
    return run


def claim_table(traced: Traced, run: PolicyRun) -> pa.Table:
    """Return ``claims`` of one policy: every claim of the currency, also one whose transfer comes after the moment
    asked for.
    """
    ledger = traced.stream
    own = np.array(traced.own_claims, dtype=np.int64)
    order = own[sorted_by(traced.claim_rank[own])]
    columns = {
        "policy": [run.policy.value] * len(order),
        "claim": claim_names(traced, order),
        "victim": taken(ledger.claims.column("victim"), order),
        "claimed": ledger.claimed[order],
        "effective": run.effective[order],
    }
    return table("claims", ledger.currency, columns)


def holding_table(traced: Traced, run: PolicyRun) -> pa.Table:
    """Return ``holdings`` of one policy."""
    held = run.holdings
    held = held[sorted_by(traced.account_rank[held["account"]], traced.claim_rank[held["claim"]])]
    columns = {
        "policy": [run.policy.value] * len(held),
        "account": account_names(traced, held["account"]),
        "claim": claim_names(traced, held["claim"]),
        "amount": held["amount"],
    }
    return table("holdings", traced.stream.currency, columns)


def flow_table(traced: Traced, run: PolicyRun) -> pa.Table:
    """Return ``flows`` of one policy; what an asserted balance took away is no transfer and not there."""
    transfer = traced.stream.moments.transfer[run.flows["event"]]
    moved = run.flows[transfer >= 0]
    transfer = transfer[transfer >= 0]
    order = sorted_by(traced.transfer_ranks(transfer), traced.claim_rank[moved["claim"]])
    columns = {
        "policy": [run.policy.value] * len(moved),
        "transfer": taken(traced.stream.transfers.column("id"), transfer[order]),
        "claim": claim_names(traced, moved["claim"][order]),
        "amount": moved["amount"][order],
    }
    return table("flows", traced.stream.currency, columns)
