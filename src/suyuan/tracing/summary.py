"""The summary of a trace, ready to be written as JSON: amounts are decimal strings, what is absent is null."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from suyuan.model.money import text_from_minor
from suyuan.model.transfer import ExitKind
from suyuan.tracing.columns import numbers, texts_of
from suyuan.tracing.kernels import balances
from suyuan.tracing.moments import written
from suyuan.tracing.running import PolicyRun
from suyuan.tracing.tables import without_nodes
from suyuan.tracing.traced import Traced

KINDS = {balances.SHORTFALL: "shortfall", balances.CREDIT: "assertion", balances.DEBIT: "assertion"}


def summary_of(traced: Traced, exits: pa.Table, as_of_asked: bool) -> dict[str, Any]:  # noqa: FBT001
    """Return currency, policies, moment, counts, claimed, what nobody explains, and for each policy its sums.

    ``as_of`` is null where no moment was asked for; the figures then speak of the last transfer (``until``).
    """
    stream = traced.stream
    victims = texts_of(stream.claims.column("victim"))
    return {
        "currency": stream.currency,
        "policies": [policy.value for policy in traced.policies],
        "as_of": written(*stream.as_of) if as_of_asked else None,
        "until": written(*stream.as_of) if len(stream.payer) else None,
        "counts": {
            "transfers": len(stream.payer),
            "transfers_until_as_of": stream.stop,
            "accounts": len(stream.names),
            "accounts_reached": len(without_nodes(traced, np.flatnonzero(traced.nodes["tier"] > 0))),
            "claims": len(traced.own_claims),
            "victims": len({victims[claim] for claim in traced.own_claims}),
            "unexplained": len(stream.differences),
        },
        "claimed": text_from_minor(sum(stream.claimed.tolist()), stream.currency),
        "by_policy": {run.policy.value: _policy_sums(traced, run, exits) for run in traced.runs},
        "unexplained": unexplained(traced),
        "earmark_conflicts": earmark_conflicts(traced),
    }


def earmark_conflicts(traced: Traced) -> list[dict[str, Any]]:
    """Return what earmarks (their row, from 1) had to release so that their account could pay a transfer."""
    ids = traced.stream.transfers.column("id")
    return [
        {
            "earmark": each.row + 1,
            "before_transfer": ids[each.transfer].as_py() if each.transfer >= 0 else None,
            "released": text_from_minor(each.amount, traced.stream.currency),
        }
        for each in traced.conflicts
    ]


def _policy_sums(traced: Traced, run: PolicyRun, exits: pa.Table) -> dict[str, Any]:
    currency = traced.stream.currency
    sums: dict[str, int] = {}
    own = np.array([policy == run.policy.value for policy in texts_of(exits.column("policy"))], dtype=np.bool_)
    kinds = np.array(texts_of(exits.column("kind")), dtype=object)[own].tolist()
    for kind, amount in zip(kinds, numbers(exits.column("amount"))[own].tolist(), strict=True):
        sums[kind] = sums.get(kind, 0) + amount
    return {
        "effective": text_from_minor(sum(run.effective.tolist()), currency),
        "in_edge_accounts": text_from_minor(sums.get(ExitKind.EDGE_ACCOUNT.value, 0), currency),
        "by_exit_kind": {kind: text_from_minor(sums[kind], currency) for kind in sorted(sums)},
    }


def unexplained(traced: Traced) -> list[dict[str, Any]]:
    """Return what was booked without a transfer, in order: before which one, how much came (in) or went (out)."""
    stream = traced.stream
    ids = stream.transfers.column("id")
    rows = []
    for found in stream.differences:
        before = int(found["event"])
        rows.append(
            {
                "account": traced.name(int(found["account"])),
                "before_transfer": ids[before].as_py() if before < len(ids) else None,
                "direction": "out" if found["kind"] == balances.DEBIT else "in",
                "amount": text_from_minor(int(found["amount"]), stream.currency),
                "cause": KINDS[int(found["kind"])],
            }
        )
    return rows
