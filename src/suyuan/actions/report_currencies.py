"""What the report says of the case's other currencies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pyarrow as pa

from suyuan.actions.case_currencies import OtherCurrency
from suyuan.actions.case_tracing import TracedCase
from suyuan.actions.report_inquiries import REASONS
from suyuan.documents.currency_model import (
    Amounts,
    BasisPart,
    CurrencyPages,
    ExchangeLine,
    FarClaim,
    FarHolding,
    FarInquiry,
    FarStop,
    FarUnfound,
)
from suyuan.documents.report_model import HoldingLine, PolicyAmount
from suyuan.model.moment import CHINA, Precision
from suyuan.tracing.findings import Findings

Row = Mapping[str, Any]


def currency_pages(traced: TracedCase) -> CurrencyPages | None:
    """Return the pages on other currencies, None where the case has one."""
    return None if traced.far is None else _Pages(traced, traced.far.together()).all()


def brought_back(traced: TracedCase) -> tuple[HoldingLine, ...]:
    """Return what exchanges brought into the main currency, by their node and claim, of the claims in it."""
    found: dict[tuple[str, str], list[PolicyAmount]] = defaultdict(list)
    table = traced.findings.conversions
    for row in () if table is None else table.to_pylist():
        found[row["conversion"], row["claim"]].append(PolicyAmount(row["policy"], row["received"]))
    own = {claim.id for claim in traced.ledger.claims}
    return tuple(HoldingLine(node, claim, tuple(each)) for (node, claim), each in found.items() if claim in own)


def of_own_claims(traced: TracedCase) -> TracedCase:
    """Return a traced case whose main currency's findings speak of the claims in that currency alone.

    What came of a claim in another currency stands on the pages of the other currencies.
    """
    if traced.far is None:
        return traced
    own = {claim.id for claim in traced.ledger.claims}
    return replace(traced, findings=_only(traced.findings, own), known=_only(traced.known, own))


def _only(findings: Findings, claims: set[str]) -> Findings:
    """Return findings without the rows of other claims."""
    tables = {
        name: table.filter(pa.array([each in claims for each in table.column("claim").to_pylist()], pa.bool_()))
        for name, table in findings.tables().items()
        if "claim" in table.column_names
    }
    return replace(findings, **tables)  # type: ignore[arg-type]


class _Pages:
    def __init__(self, traced: TracedCase, found: Findings) -> None:
        self.traced = traced
        self.found = found
        self.policies = [policy.value for policy in traced.policies if policy.has_amounts]
        self.ledgers = {each.currency: each for each in (traced.ledger, *(far.ledger for far in traced.others))}
        self.victims = {row["claim"]: row["victim"] for row in found.claims.to_pylist()}

    def all(self) -> CurrencyPages:
        """Return every page's lines."""
        return CurrencyPages(
            claims=self._claims(),
            unfound=tuple(self._unfound()),
            parts=self._parts(),
            exchanges=self._exchanges(),
            holdings=self._holdings(),
            stops=tuple(stop for each in self.traced.others for stop in self._stops(each)),
            inquiries=tuple(line for each in self.traced.others for line in self._inquiries(each)),
        )

    def _amounts(self, rows: Iterable[Row], column: str, currency: str) -> Amounts:
        by_policy: dict[str, int] = defaultdict(int)
        for row in rows:
            by_policy[row["policy"]] += row[column]
        return Amounts(tuple(by_policy[policy] for policy in self.policies), currency)

    def _claims(self) -> tuple[FarClaim, ...]:
        entered = _grouped(self.found.claims, "claim", "currency")
        return tuple(
            FarClaim(
                claim.id,
                claim.victim,
                claim.amount,
                each.ledger.currency,
                self._amounts(
                    entered.get((claim.id, each.ledger.currency), ()), "effective", each.ledger.currency
                ),
            )
            for each in self.traced.others
            for claim in each.ledger.claims
        )

    def _unfound(self) -> Iterable[FarUnfound]:
        pairs = [(other, each) for other in self.traced.others for each in other.ledger.unfound]
        for other, each in pairs:
            payment = each.payment
            if payment.currency == other.ledger.currency:
                yield FarUnfound(
                    payment.report,
                    payment.victim,
                    payment.time.at.astimezone(CHINA),
                    payment.time.precision is Precision.DAY,
                    payment.payer,
                    payment.payee,
                    payment.amount,
                    payment.currency,
                    each.reason,
                )

    def _parts(self) -> tuple[BasisPart, ...]:
        return tuple(
            BasisPart(claim, self.victims[claim], currency, self._amounts(rows, "basis", of))
            for (claim, currency, of), rows in sorted(
                _grouped(self.found.basis, "claim", "currency", "basis_currency").items()
            )
        )

    def _exchanges(self) -> tuple[ExchangeLine, ...]:
        came = {each.payer: each for ledger in self.ledgers.values() for each in ledger.transfers}
        went = {each.payee: each for ledger in self.ledgers.values() for each in ledger.transfers}
        lines = []
        for (node, claim, of), rows in _grouped(
            self.found.conversions, "conversion", "claim", "basis_currency"
        ).items():
            debit, credit = went[node], came[node]
            whole = Amounts((debit.amount,), debit.currency), Amounts((credit.amount,), credit.currency)
            lines.append(
                ExchangeLine(
                    debit.payer,
                    credit.payee,
                    debit.time.astimezone(CHINA),
                    whole,
                    claim,
                    self._amounts(rows, "paid", debit.currency),
                    self._amounts(rows, "received", credit.currency),
                    self._amounts(rows, "basis", of),
                )
            )
        return tuple(sorted(lines, key=lambda line: (line.time, line.payer, line.payee, line.claim)))

    def _holdings(self) -> tuple[FarHolding, ...]:
        """Return all holdings of other currencies, and of the main one those whose basis is not their amount."""
        main = self.traced.ledger.currency
        states = {(row["account"], row["currency"]): row["state"] for row in self.found.coverage.to_pylist()}
        exits = {(row["account"], row["currency"]): row["kind"] for row in self.found.exits.to_pylist()}
        tiers = {(row["account"], row["currency"]): row["tier"] for row in self.found.tiers.to_pylist()}
        lines = []
        for (account, claim, currency, of), rows in _grouped(
            self.found.basis, "account", "claim", "currency", "basis_currency"
        ).items():
            if currency == main and all(row["amount"] == row["basis"] for row in rows):
                continue
            facts = self.ledgers[currency].accounts.get(account)
            lines.append(
                FarHolding(
                    account,
                    facts.holder if facts else "",
                    states.get((account, currency)) or exits.get((account, currency), "last_seen"),
                    tiers.get((account, currency)),
                    claim,
                    self._amounts(rows, "amount", currency),
                    self._amounts(rows, "basis", of),
                )
            )
        return tuple(sorted(lines, key=lambda line: (line.amounts.currency, line.account, line.claim)))

    def _stops(self, other: OtherCurrency) -> Iterable[FarStop]:
        currency, held = other.ledger.currency, _grouped(other.findings.holdings, "account")
        for stop in other.stops:
            facts = other.ledger.accounts[stop.account]
            amounts = self._amounts(held.get((stop.account,), ()), "amount", currency)
            yield FarStop(stop.rank, stop.account, facts.holder, facts.bank, amounts, stop.limit, stop.balance)

    def _inquiries(self, other: OtherCurrency) -> Iterable[FarInquiry]:
        for row in other.findings.inquiries.to_pylist():
            yield FarInquiry(
                row["rank"],
                row["account"],
                row["bank"] or "",
                row["from"].astimezone(CHINA) if row["from"] else None,
                row["to"].astimezone(CHINA) if row["to"] else None,
                row["amount"],
                other.ledger.currency,
                REASONS[row["reason"]],
            )


def _grouped(table: pa.Table | None, *keys: str) -> dict[tuple[Any, ...], list[Row]]:
    """Return a table's rows by these columns."""
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in () if table is None else table.to_pylist():
        found[tuple(row[key] for key in keys)].append(row)
    return found
