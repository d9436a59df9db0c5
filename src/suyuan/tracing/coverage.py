"""Coverage: of which accounts one may say that money is there now (docs/method.md, "Coverage and assertions")."""

from __future__ import annotations

from enum import Enum

import numpy as np
import pyarrow as pa

from suyuan.tracing.account_facts import Period
from suyuan.tracing.tables import Moment, account_names, sorted_by, table, timed, without_nodes
from suyuan.tracing.traced import Traced


class Standing(Enum):
    """What may be said of an account's holdings at the moment asked for."""

    STANDS = "stands"
    STOOD_UNTIL = "stood_until"
    LAST_SEEN = "last_seen"


def standing_of(traced: Traced, account: int) -> tuple[Standing, Period | None]:
    """Return an account's standing and the period it rests on.

    ``stands``: a covered period holds the moment, or a balance was asserted at it. ``stood_until``: a period ended
    before. ``last_seen``: no answer was ever whole up to a moment before.
    """
    moment = traced.stream.as_of[0]
    periods = traced.facts.of(traced.name(account)).periods
    within = [period for period in periods if period.holds(moment)]
    ended = [period for period in periods if period.end is not None and period.end[0] < moment]
    latest = max(ended, key=lambda period: period.end or (0, 0)) if ended else None
    if within:
        return Standing.STANDS, max(within, key=lambda period: period.end or (np.iinfo(np.int64).max, 0))
    asserted = traced.stream.asserted
    own = asserted.rows[asserted.rows["account"] == account]["row"] if len(asserted.rows) else ()
    if len(own) and (asserted.time[own] == moment).any():
        return Standing.STANDS, latest
    return (Standing.STOOD_UNTIL, latest) if latest else (Standing.LAST_SEEN, None)


def coverage_table(traced: Traced) -> pa.Table:
    """Return ``coverage``: every account (no node) that holds or held claims' money under some policy.

    ``balance`` is the account's in the ledger at the moment, ``balance_time`` that of its last movement before.
    """
    moved = [traced.stream.events.payee[run.flows["event"]] for run in traced.runs]
    accounts = without_nodes(traced, np.unique(np.concatenate(moved)) if moved else np.zeros(0, dtype=np.int64))
    accounts = accounts[sorted_by(traced.account_rank[accounts])]
    found = [standing_of(traced, account) for account in accounts.tolist()]
    last = traced.last[accounts].tolist()
    times = traced.stream.moments
    at: list[Moment] = [
        (int(times.time[event]), int(times.offset[event])) if event >= 0 else None for event in last
    ]
    columns = {
        "account": account_names(traced, accounts),
        "state": pa.array([standing.value for standing, _ in found], type=pa.string()),
        **timed("covered_from", [period.start if period else None for _, period in found]),
        **timed("covered_to", [period.end if period else None for _, period in found]),
        "balance": traced.balance[accounts],
        **timed("balance_time", at),
    }
    return table("coverage", traced.stream.currency, columns)
