"""Ranges: the least and the greatest that the policies run give for each account and claim."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from suyuan.tracing.tables import account_names, claim_names, sorted_by, table
from suyuan.tracing.traced import Traced


def range_table(traced: Traced) -> pa.Table:
    """Return ``ranges``; a policy that leaves nothing of a claim in an account counts as zero there."""
    rows = [run.holdings for run in traced.runs if len(run.holdings)]
    held = np.concatenate(rows) if rows else np.zeros(0, [("amount", "i8"), ("account", "i4"), ("claim", "i4")])
    held = held[sorted_by(traced.account_rank[held["account"]], traced.claim_rank[held["claim"]])]
    fresh = np.ones(len(held), dtype=np.bool_)
    fresh[1:] = (held["account"][1:] != held["account"][:-1]) | (held["claim"][1:] != held["claim"][:-1])
    starts = np.flatnonzero(fresh)
    count = np.diff(np.append(starts, len(held)))
    least = np.minimum.reduceat(held["amount"], starts) if len(held) else held["amount"]
    columns = {
        "account": account_names(traced, held["account"][starts]),
        "claim": claim_names(traced, held["claim"][starts]),
        "least": np.where(count == len(traced.runs), least, 0),
        "greatest": np.maximum.reduceat(held["amount"], starts) if len(held) else held["amount"],
    }
    return table("ranges", traced.stream.currency, columns)
