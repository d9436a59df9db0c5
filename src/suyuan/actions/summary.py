"""A traced case in a dozen figures: what a person reads first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from suyuan.actions.case_tracing import TracedCase
from suyuan.documents.report_model import CaseReport, HoldingLine
from suyuan.intake.balance_chain import BalanceState
from suyuan.model.case import Outcome


@dataclass(frozen=True)
class Range:
    """The least and the greatest of a figure over the policies run, minor units."""

    least: int
    greatest: int


@dataclass(frozen=True)
class CaseSummary:
    """The figures of a case. ``places`` is the claims' money by where it is, over the policies run: a word of
    ``ExitKind`` where it left what can be followed, else the account's state (stands, stood_until, last_seen).
    """

    files_read: int
    files_refused: int
    duplicates: int
    rows: int
    rows_read: int
    rows_quarantined: int
    accounts: int
    balances: dict[BalanceState, int]
    transfers: int
    victims: int
    claimed: int
    net_loss: int
    traced: Range
    places: dict[str, Range]


def summary_of(traced: TracedCase, report: CaseReport) -> CaseSummary:
    """Return the figures of a traced case and its report."""
    records = traced.taken.evidence
    read = [record for record in records if record.reading.outcome is Outcome.IMPORTED]
    rows = Counter({"total": 0})
    for record in read:
        rows.update(record.reading.rows)
    states = Counter(
        part.balance.state
        for each in traced.contents
        for part in each.parts
        if part.bookings and part.repeats_sheet is None
    )
    kinds = {account.key: account.exit_kind or account.state for account in report.accounts}
    policies = [policy.policy for policy in report.policies]
    return CaseSummary(
        files_read=len(read),
        files_refused=sum(record.reading.outcome is Outcome.REFUSED for record in records),
        duplicates=sum(len(record.arrivals) - 1 for record in records),
        rows=rows["total"],
        rows_read=rows["read"],
        rows_quarantined=rows["quarantined"],
        accounts=len(_with_statements(traced)),
        balances={state: states[state] for state in BalanceState},
        transfers=len(traced.ledger.transfers),
        victims=len(report.losses),
        claimed=sum(claim.amount for claim in report.claims),
        net_loss=sum(loss.net for loss in report.losses),
        traced=_over_policies(report.holdings, policies),
        places=_by_kind(report.holdings, kinds, policies),
    )


def _with_statements(traced: TracedCase) -> set[str]:
    """Return the accounts with rows of their own in the currency that is traced."""
    key_of = {number: key for key, facts in traced.ledger.accounts.items() for number in facts.numbers}
    parts = (part for each in traced.contents for part in each.parts if part.currency == traced.ledger.currency)
    return {key_of.get(booking.account, booking.account) for part in parts for booking in part.bookings}


def _by_kind(lines: tuple[HoldingLine, ...], kinds: dict[str, str], policies: list[str]) -> dict[str, Range]:
    present = sorted({kinds[line.account] for line in lines})
    return {
        kind: _over_policies(tuple(line for line in lines if kinds[line.account] == kind), policies)
        for kind in present
    }


def _over_policies(lines: tuple[HoldingLine, ...], policies: list[str]) -> Range:
    sums = [
        sum(each.amount for line in lines for each in line.amounts if each.policy == policy) for policy in policies
    ]
    return Range(min(sums, default=0), max(sums, default=0))
