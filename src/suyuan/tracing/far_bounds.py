"""Which claims the bounds of one currency can speak of, where exchanges bring money in from another.

The network of one ledger has no way for what came in by an exchange. A claim whose money can have come so has no
bounds in that currency, nor has one whose victim's account such money can have reached before it paid.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from suyuan.tracing.traced import Traced


def bounded_runs(traced: Traced) -> tuple[Traced, frozenset[int]]:
    """Return what was computed without the claims that cannot be bounded, and these claims.

    Claims of other currencies are left out too; named are only those whose money can have come.
    """
    if traced.arrived is None:
        return traced, frozenset()
    claims, accounts, events = traced.arrived
    own_event = traced.stream.claim_event
    by_exchange = {
        int(claim)
        for claim, payer in zip(claims.tolist(), traced.stream.events.payer[events].tolist(), strict=True)
        if payer in traced.sources
    }
    touched = {
        (account, event)
        for claim, account, event in zip(claims.tolist(), accounts.tolist(), events.tolist(), strict=True)
        if claim in by_exchange
    }
    without = set(by_exchange)
    for claim in traced.own_claims:
        event = int(own_event[claim])
        payer = int(traced.stream.events.payer[event]) if event >= 0 else -1
        if any(account == payer and at < event for account, at in touched):
            without.add(claim)
    gone = list(without | traced.foreign)
    kept = tuple(replace(run, holdings=run.holdings[~np.isin(run.holdings["claim"], gone)]) for run in traced.runs)
    return replace(traced, runs=kept), frozenset(without)
