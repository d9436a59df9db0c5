"""What the report says whatever the rule: bounds of the claims' money where it stands, where rules differ."""

from __future__ import annotations

from suyuan.actions.case_currencies import input_of
from suyuan.actions.case_tracing import TracedCase
from suyuan.documents.bounds_model import BoundedClaim, BoundedPages, FirstMixing
from suyuan.documents.shown import moment, spoken_amount
from suyuan.model.node import is_node
from suyuan.model.text import Message, Text
from suyuan.model.transfer import Grade, Transfer
from suyuan.tracing.findings import Findings
from suyuan.tracing.trace import trace
from suyuan.tracing.trace_currencies import trace_all

STANDS = "stands"
WAY = Text(zh="{time} {payer} → {payee} {amount}", en="{time} {payer} → {payee} {amount}")


def bounded_pages(traced: TracedCase) -> BoundedPages:
    """Return the main currency's bounds of each claim in all accounts where money now stands."""
    rows = traced.findings.coverage.to_pylist()
    here = [row["account"] for row in rows if row["state"] == STANDS and not is_node(row["account"])]
    found = _bounded(traced, here)
    bounds = {
        row["claim"]: row
        for row in (found.bounds.to_pylist() if found.bounds is not None else ())
        if row["account"] == f"set:{STANDS}"
    }
    lines = tuple(
        BoundedClaim(
            claim.id,
            claim.victim,
            claim.amount,
            *(bounds[claim.id][name] for name in ("least", "greatest", "least_open", "greatest_open")),
        )
        if claim.id in bounds
        else BoundedClaim(claim.id, claim.victim, claim.amount, 0, 0, 0, 0)
        for claim in traced.ledger.claims
    )
    pairs = [each for each in traced.ledger.transfers if len(each.bookings) > 1]
    return BoundedPages(
        claims=lines,
        mixing=_mixing(traced, found),
        bookings=len({booking for each in traced.ledger.transfers for booking in each.bookings}),
        pairs=len(pairs),
        inferred=sum(each.grade is not Grade.KNOWN for each in pairs),
    )


def _bounded(traced: TracedCase, accounts: list[str]) -> Findings:
    """Return the findings with bounds; they are the policies' of the report, traced once more."""
    given = [input_of(each) for each in (traced.ledger, *(other.ledger for other in traced.others))]
    sets = {STANDS: accounts}
    if traced.far is None:
        return trace(given[0], traced.policies, traced.as_of, bounds=True, sets=sets)
    return trace_all(given, traced.policies, traced.as_of, bounds=True, sets=sets).of(traced.ledger.currency)


def _mixing(traced: TracedCase, found: Findings) -> tuple[FirstMixing, ...]:
    told = found.summary.get("bounds")
    by_id = {each.id: each for each in traced.ledger.transfers}
    rows = told.get("first_mixing", []) if isinstance(told, dict) else []
    return tuple(
        FirstMixing(
            each["claim"],
            each["account"],
            facts.holder if (facts := traced.ledger.accounts.get(each["account"])) else "",
            _way(by_id[each["transfer"]]) if each["transfer"] else None,
            each["open"],
        )
        for each in rows
    )


def _way(transfer: Transfer) -> Message:
    amount = spoken_amount(transfer.amount, transfer.currency)
    return WAY(time=moment(transfer.time), payer=transfer.payer, payee=transfer.payee, amount=amount)
