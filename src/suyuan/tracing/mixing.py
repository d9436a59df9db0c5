"""Where the rules could first have differed (docs/method.md, "Bounds under any rule").

All policies run may agree on a claim though its bounds are wide: that is chance, not proof. Then the first
transfer is named at which its money could leave with other money, so that a rule has to say which of the two went.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from suyuan.tracing.bounded_ledgers import as_it_is, as_open
from suyuan.tracing.bounds import entering_of
from suyuan.tracing.findings import TraceInput
from suyuan.tracing.kernels.network import Ledger
from suyuan.tracing.traced import Traced


def first_mixing(given: TraceInput, traced: Traced, bounds: pa.Table) -> list[dict[str, Any]]:
    """Return claim, account and transfer (None: an unexplained booking) for each claim on which all policies run
    agree though its bounds are wide, sorted by claim; ``open`` where only the open bounds are.
    """
    if len(traced.runs) < 2 or traced.arrived is not None:
        return []
    rank = {name: place for place, name in enumerate(traced.claim_names.to_pylist())}
    agreed = _agreed(traced)
    wide: dict[int, bool] = {}
    for row in bounds.to_pylist():
        claim = rank[row["claim"]]
        if claim in agreed and row["least"] < row["greatest"]:
            wide[claim] = False
        elif claim in agreed and row["least_open"] < row["greatest_open"]:
            wide.setdefault(claim, True)
    found: list[dict[str, Any]] = []
    for is_open in (False, True):
        claims = {claim for claim, each in wide.items() if each is is_open}
        if claims:
            ledger = as_open(given, traced) if is_open else as_it_is(traced)
            found += _Walk(traced, ledger, claims, is_open).named()
    return sorted(found, key=lambda row: str(row["claim"]))


def _agreed(traced: Traced) -> set[int]:
    """Return the claims that stand in the same places under every policy run."""
    places = [
        {(claim, account): amount for amount, account, claim in run.holdings.tolist()} for run in traced.runs
    ]
    every = set().union(*places)
    differ = {key[0] for key in every if len({each.get(key, 0) for each in places}) > 1}
    return set(range(len(traced.claim_names))) - differ


@dataclass
class _Walk:
    """Follows claims as long as every rule must do the same with them."""

    traced: Traced
    ledger: Ledger
    claims: set[int]
    is_open: bool

    def named(self) -> list[dict[str, Any]]:
        """Return for each claim where that ends."""
        stream, ledger = self.traced.stream, self.ledger
        entering: dict[int, list[int]] = {}
        for claim in sorted(self.claims):
            entering.setdefault(int(stream.claim_event[claim]), []).append(claim)
        effective = self.traced.runs[0].effective.tolist()
        unsure = self._entering_by_rule()
        others = self._others_own()
        balance = np.asarray(stream.openings).tolist()
        held: dict[int, dict[int, int]] = {}
        found = []
        columns = (each.tolist() for each in (ledger.payer, ledger.payee, ledger.amount))
        for event, (payer, payee, amount) in enumerate(zip(*columns, strict=True)):
            if payer == payee:
                continue
            free, there_is = amount - others.get(event, 0), balance[payer] - others.get(event, 0)
            fresh = (claim for claim in entering.get(event, ()) if effective[claim] or claim in unsure)
            arriving = {claim: effective[claim] for claim in fresh}
            for claim, own in list(held.get(payer, {}).items()):
                if self._mixes(event, own, there_is, free):
                    found.append(self._row(claim, payer, event))
                    self._forget(held, claim)
                    continue
                moved = own if free == there_is else min(own, free)
                held[payer][claim] -= moved
                if not held[payer][claim]:
                    del held[payer][claim]
                if moved:
                    arriving[claim] = arriving.get(claim, 0) + moved
            for claim, moved in arriving.items():
                by_rule = claim in entering.get(event, ()) and claim in unsure
                if by_rule or ledger.joined_payee[event] >= 0:
                    found.append(self._row(claim, payer if by_rule else payee, event))
                    self._forget(held, claim)
                    continue
                there = held.setdefault(payee, {})
                there[claim] = there.get(claim, 0) + moved
            leaving = int(ledger.gap[event])
            for claim in list(held.get(leaving, {})) if leaving >= 0 else ():
                found.append(self._row(claim, leaving, event))
                self._forget(held, claim)
            balance[payer] -= amount
            balance[payee] += amount
        return found

    def _entering_by_rule(self) -> set[int]:
        """Return the claims of which the rule itself decides how much enters."""
        entering = entering_of(self.ledger, self.traced)
        return set(np.flatnonzero(entering.least < entering.greatest).tolist())

    def _others_own(self) -> dict[int, int]:
        """Return by event what leaves with it as victims' own money at least: no other claim's can be in that."""
        events, least = self.traced.stream.events, entering_of(self.ledger, self.traced).least
        own: dict[int, int] = {}
        for event, claim in zip(events.claim_event[:-1].tolist(), events.claim.tolist(), strict=True):
            own[event] = own.get(event, 0) + int(least[claim])
        return own

    def _mixes(self, event: int, own: int, balance: int, amount: int) -> bool:
        """Tell whether a rule has to say what of a claim leaves with a payment."""
        if not amount:
            return False
        if self.ledger.unbounded[self.ledger.payer[event]] or self.ledger.joined_payer[event] >= 0:
            return True
        if self.is_open and self.traced.stream.moments.transfer[event] < 0:
            return True
        return own < balance and amount < balance

    def _forget(self, held: dict[int, dict[int, int]], claim: int) -> None:
        for each in held.values():
            each.pop(claim, None)

    def _row(self, claim: int, account: int, event: int) -> dict[str, Any]:
        transfer = int(self.traced.stream.moments.transfer[event])
        ids = self.traced.stream.transfers.column("id")
        return {
            "claim": str(self.traced.claim_names[claim].as_py()),
            "account": self.traced.name(account),
            "transfer": str(ids[transfer].as_py()) if transfer >= 0 else None,
            "open": self.is_open,
        }
