"""Compiles all kernels and leaves them in the cache, so that no first trace waits (``suyuan doctor``)."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa

from suyuan.tracing.findings import TIME, TraceInput
from suyuan.tracing.kernels import balances, flow, lots, network, reach, shares, wide
from suyuan.tracing.policies import Policy
from suyuan.tracing.trace import trace


def warm() -> int:
    """Trace three transfers by every policy, with all a ledger may have; return how many kernels there are."""
    moments = pa.array([datetime(2021, 3, 5, hour, tzinfo=UTC) for hour in (2, 3, 4)], TIME)
    transfers = pa.table(
        {
            "id": ["1", "2", "3"],
            "time": moments,
            "payer": ["A", "B", "A"],
            "payee": ["B", "C", "C"],
            "amount": [100, 60, 2**61],
        }
    )
    claims = pa.table(
        {
            "claim": ["K", "L", "M"],
            "victim": ["V", "W", "V"],
            "transfer": ["1", "3", "2"],
            "amount": [50, 2**60, 60],
        }
    )
    accounts = pa.table({"account": ["B", "C"], "holder": ["H", "H"]})
    assertions = pa.table({"account": ["C"], "time": moments[2:], "after_transfer": ["3"], "amount": [7]})
    given = TraceInput("CNY", transfers, claims, {"A": 10}, accounts, assertions)
    trace(given, tuple(Policy), bounds=True, sets={"S": ["C"]})
    modules = (balances, flow, lots, network, reach, shares, wide)
    named = {id(each): each for module in modules for each in vars(module).values()}
    return sum(hasattr(each, "py_func") for each in named.values())
