"""Next inquiries: whom to ask what, ranked by the victims' money that stops there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
import pyarrow as pa

from suyuan.model.node import is_node
from suyuan.model.transfer import ExitKind
from suyuan.tracing.coverage import Standing, standing_of
from suyuan.tracing.exits import is_edge, kind_of
from suyuan.tracing.nodes import institution_of
from suyuan.tracing.policies import Policy
from suyuan.tracing.sums import added_up
from suyuan.tracing.tables import Moment, account_names, table, timed
from suyuan.tracing.traced import Traced


class Reason(Enum):
    """Why an institution is to be asked."""

    NEVER_ASKED = "never_asked"
    PERIOD_NOT_STATED = "period_not_stated"
    ANSWER_ENDS = "answer_ends"
    ORDER_NUMBER = "order_number"
    UNMATCHED = "unmatched"
    UNNAMED = "unnamed"
    GAP = "gap"


REASON_OF_NODE = {
    ExitKind.PAYMENT_INSTITUTION: Reason.ORDER_NUMBER,
    ExitKind.EXCHANGE: Reason.ORDER_NUMBER,
    ExitKind.RED_PACKET: Reason.ORDER_NUMBER,
    ExitKind.ECNY: Reason.ORDER_NUMBER,
    ExitKind.UNNAMED: Reason.UNNAMED,
    ExitKind.UNMATCHED: Reason.UNMATCHED,
    ExitKind.UNEXPLAINED: Reason.GAP,
}


@dataclass(frozen=True)
class Inquiry:
    """One question: about which account, from when, how much stops there under which policy, and why."""

    account: int
    policy: Policy
    amount: int
    start: Moment
    reason: Reason


def inquiries(traced: Traced) -> list[Inquiry]:
    """Return the inquiries, the one with most money first.

    The amount is the greatest over the policies run, ``policy`` the first that gives it. The period runs from the
    first moment claims' money could have come, or from the end of the answer there is.
    """
    greatest: dict[int, tuple[int, Policy]] = {}
    for run in traced.runs:
        nothing = np.zeros(len(run.holdings), dtype=np.int64)
        account, _, amount = added_up(run.holdings["account"].astype(np.int64), nothing, run.holdings["amount"])
        for each, held in zip(account.tolist(), amount.tolist(), strict=True):
            if held > greatest.get(each, (0, run.policy))[0]:
                greatest[each] = (held, run.policy)
    found = []
    for account_number, (held, policy) in greatest.items():
        reason, start = _reason(traced, account_number)
        if reason is not None:
            found.append(Inquiry(account_number, policy, held, start, reason))
    return sorted(found, key=lambda inquiry: (-inquiry.amount, traced.account_rank[inquiry.account]))


def _reason(traced: Traced, account: int) -> tuple[Reason | None, Moment]:
    """Return why to ask about an account that holds claims' money, and from when on; None: nothing to ask."""
    if not traced.reached(account) or traced.nodes[account]["stops"] or account in traced.gates:
        return None, None
    first = traced.first_reached(account)
    kind = kind_of(traced, account)
    if is_node(traced.name(account)):
        return (REASON_OF_NODE.get(kind) if kind else None), first
    if kind is ExitKind.CASH:
        return None, None
    if is_edge(traced, account):
        return Reason.NEVER_ASKED, first
    standing, period = standing_of(traced, account)
    if standing is Standing.STOOD_UNTIL and period is not None:
        return Reason.ANSWER_ENDS, period.end
    if standing is Standing.LAST_SEEN and traced.facts.given:
        return Reason.PERIOD_NOT_STATED, first
    return None, None


def inquiry_table(traced: Traced) -> pa.Table:
    """Return ``inquiries``, ranked from 1."""
    found = inquiries(traced)
    accounts = np.array([each.account for each in found], dtype=np.int64)
    names = traced.names(accounts)
    columns = {
        "policy": [each.policy.value for each in found],
        "rank": np.arange(1, len(found) + 1),
        "account": account_names(traced, accounts),
        "bank": [traced.facts.of(name).bank or institution_of(name) for name in names],
        **timed("from", [each.start for each in found]),
        **timed("to", [traced.stream.as_of] * len(found)),
        "amount": np.array([each.amount for each in found], dtype=np.int64),
        "reason": [each.reason.value for each in found],
    }
    return table("inquiries", traced.stream.currency, columns)
