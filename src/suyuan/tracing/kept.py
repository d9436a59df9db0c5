"""Kept by the hour: what of the victims' money still stood where it could be stopped (docs/method.md).

From the first report on, for each hour: what stood in accounts that could be stopped, and what stood there so many
minutes before, but not before the report: what a stop so much earlier would have kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from suyuan.model.node import is_node
from suyuan.model.transfer import AccountKind, Role
from suyuan.tracing.findings import TraceInput
from suyuan.tracing.kept_bounds import KeptBounds
from suyuan.tracing.kernels.arrays import Array64
from suyuan.tracing.moments import microseconds, offset_minutes
from suyuan.tracing.nodes import exit_of
from suyuan.tracing.running import PolicyRun
from suyuan.tracing.tables import joined, table
from suyuan.tracing.traced import Traced

MINUTE = 60_000_000
HOUR = 60 * MINUTE
HOURS = 72
"""So many hours from the report on are listed."""

EARLIER = (10, 30, 60)
"""Minutes by which a stop could have come earlier."""

BOUNDS = ("least", "greatest", "least_open", "greatest_open")
"""What stands for a policy in the rows of what no rule can deny or exceed."""


def kept_table(given: TraceInput, traced: Traced, report: datetime, *, bounds: bool = False) -> pa.Table:
    """Return ``kept``: for each policy, and with ``bounds`` under any rule, a row for each hour from the report
    to the moment asked for.

    ``stood``: in accounts that could be stopped; ``covered``: of it in accounts whose answers reach that moment
    (empty in the rows of bounds); ``earlier_10`` and so on: what stood so many minutes before.
    """
    start = microseconds(report)
    times = [start + hour * HOUR for hour in range(HOURS + 1)]
    times = [each for each in times if each <= traced.stream.as_of[0]]
    moments = sorted({max(start, each - back * MINUTE) for each in times for back in (0, *EARLIER)})
    rows = [_rows(run.policy.value, times, _standing(traced, run, moments)) for run in traced.runs]
    if bounds and traced.arrived is None:
        found = _bounded(given, traced, moments)
        rows += [
            _rows(name, times, {at: (each[place], None) for at, each in found.items()})
            for place, name in enumerate(BOUNDS)
        ]
    offset = offset_minutes(report)
    tables = [
        table("kept", traced.stream.currency, columns | {"time_offset": [offset] * len(times)})
        for columns in sorted(rows, key=lambda columns: columns["policy"][:1])
    ]
    return joined("kept", [each for each in tables if len(each)])


def _rows(policy: str, times: list[int], stood: dict[int, tuple[int, int | None]]) -> dict[str, list[object]]:
    start = times[0] if times else 0
    columns: dict[str, list[object]] = {
        "policy": [policy for _ in times],
        "time": list(times),
        "stood": [stood[each][0] for each in times],
        "covered": [stood[each][1] for each in times],
    }
    for back in EARLIER:
        columns[f"earlier_{back}"] = [stood[max(start, each - back * MINUTE)][0] for each in times]
    return columns


def stoppable(traced: Traced, accounts: Array64) -> NDArray[np.bool_]:
    """Tell for accounts whether they could be stopped: accounts on the trail, their products too, that are no node
    and nobody's in good faith, and where an institution could carry a stop out.

    Victims', merchants', pools', bystanders' and exchanges' accounts, credit lines, chains' addresses could not.
    """
    return np.array([_can_be_stopped(traced, int(account)) for account in accounts], dtype=np.bool_)


def _can_be_stopped(traced: Traced, account: int) -> bool:
    if account >= len(traced.stream.names) or not traced.reached(account):
        return False
    name = traced.name(account)
    fact = traced.facts.of(name)
    out_of_reach = fact.role is Role.BYSTANDER or fact.kind is AccountKind.CHAIN
    return exit_of(name, fact) is None and not is_node(name) and not out_of_reach


def _standing(traced: Traced, run: PolicyRun, moments: list[int]) -> dict[int, tuple[int, int | None]]:
    """Return for each moment what stood where it could be stopped, and of it what is covered.

    All is read off the flows: what came to an account less what left it, own parts leaving nobody.
    """
    events, flows = traced.stream.events, run.flows
    payee, payer = events.payee[flows["event"]], events.payer[flows["event"]]
    came, left = flows["amount"], flows["amount"] - traced.own_parts(run)
    ever = np.unique(payee).astype(np.int64)
    ever = ever[stoppable(traced, ever)]
    held = np.zeros(len(traced.balance), dtype=np.int64)
    found: dict[int, tuple[int, int | None]] = {}
    done = 0
    for at, stop, on_trail in _reached(traced, moments, ever):
        until = int(np.searchsorted(flows["event"], stop, side="left"))
        np.add.at(held, payee[done:until], came[done:until])
        np.subtract.at(held, payer[done:until], left[done:until])
        done = until
        here = on_trail[held[on_trail] > 0]
        covered = [account for account in here.tolist() if _covered(traced, account, at)]
        found[at] = int(held[here].sum()), int(held[covered].sum())
    return found


def _reached(traced: Traced, moments: list[int], accounts: Array64) -> Iterator[tuple[int, int, Array64]]:
    """Return for each moment the first event after it, and the accounts that the trail had reached by then."""
    first = traced.nodes["first"][accounts]
    for at in moments:
        stop = int(np.searchsorted(traced.stream.moments.time, at, side="right"))
        yield at, stop, accounts[first < stop]


def _covered(traced: Traced, account: int, at: int) -> bool:
    """Tell whether an institution's answer reaches a moment, or it stated a balance at it."""
    if any(period.holds(at) for period in traced.facts.of(traced.name(account)).periods):
        return True
    asserted = traced.stream.asserted
    own = asserted.rows[asserted.rows["account"] == account]["row"]
    return bool((asserted.time[own] == at).any())


def _bounded(given: TraceInput, traced: Traced, moments: list[int]) -> dict[int, tuple[int, int, int, int]]:
    """Return for each moment least and greatest in the accounts that could be stopped, then both open."""
    every = np.flatnonzero(traced.nodes["tier"] > 0).astype(np.int64)
    every = every[stoppable(traced, every)]
    network = KeptBounds.of(given, traced)
    return {at: network.at(stop, members) for at, stop, members in _reached(traced, moments, every)}
