"""Exits: where claims' money left the accounts that can be followed, or stands in accounts nobody has seen."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from suyuan.model.node import is_node
from suyuan.model.transfer import AccountKind, ExitKind
from suyuan.tracing.kernels.arrays import Array64
from suyuan.tracing.nodes import exit_of
from suyuan.tracing.running import PolicyRun
from suyuan.tracing.sums import added_up
from suyuan.tracing.tables import account_names, claim_names, sorted_by, table
from suyuan.tracing.traced import Traced

Rows = tuple[Array64, Array64, Array64]
"""Account, claim, amount."""


def is_edge(traced: Traced, account: int) -> bool:
    """Tell whether nobody has the account's statement.

    With an accounts table: an account (not a node) without any covered period and without rows of its own. Without
    one: an account that never pays in the whole list. What an account bought (a product) stands in its statement.
    """
    name = traced.name(account)
    if is_node(name):
        return False
    fact = traced.facts.of(name)
    if fact.kind is AccountKind.PRODUCT and fact.parent:
        return False
    if traced.facts.given:
        return not fact.periods and not fact.statement
    return not bool(traced.pays[account])


def kind_of(traced: Traced, account: int) -> ExitKind | None:
    """Return which exit money in an account is; None where it can be followed, or has left the trail before."""
    if not traced.reached(account):
        return None
    name = traced.name(account)
    kind = exit_of(name, traced.facts.of(name))
    if kind is None and is_edge(traced, account):
        return ExitKind.EDGE_ACCOUNT
    if kind is ExitKind.CREDIT_CARD and not is_node(name) and not is_edge(traced, account):
        return None
    return kind


def exit_rows(traced: Traced, run: PolicyRun) -> Rows:
    """Return account, claim and amount of every exit under one policy.

    At an exit stands what the account holds. Where the trail ends by the account's role, it is what reached the
    account and did not go back from it onto the trail: the trail does not follow what such an account pays on.
    """
    stops = traced.nodes["stops"] > 0
    account = run.holdings["account"].astype(np.int64)
    held = ~stops[account]
    kinds = {each: kind_of(traced, each) for each in np.unique(account[held]).tolist()}
    held &= np.array([kinds.get(each) is not None for each in account.tolist()], dtype=np.bool_)
    ended = _ended(traced, run, stops & (traced.nodes["tier"] > 0))
    return (
        np.concatenate([account[held], ended[0]]),
        np.concatenate([run.holdings["claim"].astype(np.int64)[held], ended[1]]),
        np.concatenate([run.holdings["amount"][held], ended[2]]),
    )


def _ended(traced: Traced, run: PolicyRun, ends: NDArray[np.bool_]) -> Rows:
    """Return what reached the accounts where the trail ends and did not go back onto it."""
    events, flows = traced.stream.events, run.flows
    payer = events.payer[flows["event"]].astype(np.int64)
    payee = events.payee[flows["event"]].astype(np.int64)
    come = ends[payee]
    back = ends[payer] & (traced.nodes["tier"][payee] > 0)
    carried = flows["amount"] - traced.own_parts(run)
    claim = flows["claim"].astype(np.int64)
    account, claim, amount = added_up(
        np.concatenate([payee[come], payer[back]]),
        np.concatenate([claim[come], claim[back]]),
        np.concatenate([flows["amount"][come], -carried[back]]),
    )
    some = amount > 0
    return account[some], claim[some], amount[some]


def exit_table(traced: Traced, run: PolicyRun) -> pa.Table:
    """Return ``exits`` of one policy."""

    @cache
    def kind(account: int) -> str:
        found = kind_of(traced, account)
        return found.value if found else ""

    account, claim, amount = exit_rows(traced, run)
    order = sorted_by(traced.account_rank[account], traced.claim_rank[claim])
    account, claim, amount = account[order], claim[order], amount[order]
    columns = {
        "policy": [run.policy.value] * len(order),
        "account": account_names(traced, account),
        "kind": pa.array([kind(each) for each in account.tolist()], type=pa.string()),
        "claim": claim_names(traced, claim),
        "amount": amount,
    }
    return table("exits", traced.stream.currency, columns)
