"""Ranges: the least and the greatest that the policies run give for each account and claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from suyuan.tracing.findings import Findings
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


def over_readings(findings: Findings, others: Mapping[str, Findings]) -> Findings:
    """Return findings whose ranges also cover other readings of the evidence, by their names.

    What a reading leaves nothing of counts as zero there, and what only a reading has begins at zero. ``summary``
    says of each reading how many ranges it widens.
    """
    if not others:
        return replace(findings, summary={**findings.summary, "readings": []})
    found = _ranges(findings)
    kept = dict(found)
    told = []
    for name, other in others.items():
        its = _ranges(other)
        widened = 0
        for key in found.keys() | its.keys():
            here, there = found.get(key, (0, 0)), its.get(key, (0, 0))
            widened += there[0] < here[0] or there[1] > here[1]
            least, greatest = kept.get(key, (0, 0))
            kept[key] = min(least, there[0]), max(greatest, there[1])
        told.append({"reading": name, "ranges_widened": widened})
    rows = [
        {"account": account, "claim": claim, "least": least, "greatest": greatest, "currency": findings.currency}
        for (account, claim), (least, greatest) in sorted(kept.items())
    ]
    ranges = pa.Table.from_pylist(rows, schema=findings.ranges.schema)
    return replace(findings, ranges=ranges, summary={**findings.summary, "readings": told})


def _ranges(findings: Findings) -> dict[tuple[str, str], tuple[int, int]]:
    return {
        (each["account"], each["claim"]): (each["least"], each["greatest"]) for each in findings.ranges.to_pylist()
    }
