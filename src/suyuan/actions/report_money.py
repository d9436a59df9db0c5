"""What the report says of the money: claims, losses, transfers with their rows, holdings, what to do next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pyarrow as pa

from suyuan.actions.case_tracing import CURRENCY, TracedCase
from suyuan.actions.report_evidence import place_of
from suyuan.actions.report_marks import marks_of
from suyuan.actions.report_pairs import agreed_sentences
from suyuan.documents.report_model import (
    AccountLine,
    ClaimLine,
    DepthLine,
    FlowLine,
    HoldingLine,
    PolicyAmount,
    StopLine,
    TransferLine,
    VictimLoss,
    YieldLine,
)
from suyuan.documents.shown import spoken_amount
from suyuan.ledger.claims import numbered
from suyuan.model.booking import Booking
from suyuan.model.moment import Precision
from suyuan.model.role import TAG_NAMES
from suyuan.model.text import Message, Text
from suyuan.model.transfer import Role, Transfer
from suyuan.recovery.stop_first import StopProposal
from suyuan.tracing.findings import Findings

NODE = "node"
LIMIT = Text(
    zh="现仍在户；账面余额 {balance}，建议限额 {limit}",
    en="it stands there now; book balance {balance}, proposed limit {limit}",
)
LIMIT_WITHOUT_BALANCE = Text(
    zh="现仍在户；该时点账面余额未载明，建议限额 {limit}",
    en="it stands there now; no book balance is stated for this moment; proposed limit {limit}",
)


def claim_lines(traced: TracedCase) -> tuple[ClaimLine, ...]:
    """Return the claims in their order, each with what entered as the victim's own money."""
    effective = _amounts(traced.findings.claims, ("claim",), "effective")
    sentences = {
        claim: payment.sentence
        for claim, payment in numbered(payment for each in traced.contents for payment in each.payments)
    }
    return tuple(
        ClaimLine(
            id=claim.id,
            victim=claim.victim,
            transfer=claim.transfer,
            amount=claim.amount,
            effective=effective.get((claim.id,), ()),
            place=place_of(claim.payment) if claim.payment else None,
            reasons=traced.ledger.claim_reasons.get(claim.id, ()),
            sentence=sentences.get(claim.id, ""),
        )
        for claim in traced.ledger.claims
    )


def loss_lines(traced: TracedCase) -> tuple[VictimLoss, ...]:
    """Return the victims' three figures."""
    return tuple(
        VictimLoss(each.victim, each.paid, each.returned, each.net, each.returned_by) for each in traced.losses
    )


def holding_lines(traced: TracedCase, findings: Findings) -> tuple[HoldingLine, ...]:
    """Return what each account and node holds of each claim."""
    marks = marks_of(traced.ledger, findings)
    amounts = _amounts(findings.holdings, ("account", "claim"), "amount")
    return tuple(
        HoldingLine(account, claim, amounts[account, claim], marks.get((account, claim), ()))
        for account, claim in sorted(amounts)
    )


def yield_lines(traced: TracedCase) -> tuple[YieldLine, ...]:
    """Return what of interest fell on each claim's money, by account and claim."""
    sums: defaultdict[tuple[str, str], defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in traced.findings.yields.to_pylist():
        sums[row["account"], row["claim"]][row["policy"]] += row["amount"]
    return tuple(
        YieldLine(account, claim, tuple(PolicyAmount(policy, its[policy]) for policy in sorted(its)))
        for (account, claim), its in sorted(sums.items())
    )


def depth_lines(traced: TracedCase) -> tuple[DepthLine, ...]:
    """Return the claims' money by depth."""
    amounts = _amounts(traced.findings.depths, ("account", "depth"), "amount")
    return tuple(DepthLine(account, depth, amounts[account, depth]) for account, depth in sorted(amounts))


def transfer_lines(traced: TracedCase, bookings: Mapping[str, Booking]) -> tuple[TransferLine, ...]:
    """Return the transfers that carry claims' money under any policy run, or that returned money to a victim."""
    carried: dict[str, list[FlowLine]] = defaultdict(list)
    flows = _amounts(traced.findings.flows, ("transfer", "claim"), "amount")
    for transfer, claim in sorted(flows):
        carried[transfer].append(FlowLine(claim, flows[transfer, claim]))
    returned = {name for each in traced.losses for name in each.returned_by}
    claimed = {claim.transfer: claim.payment for claim in traced.ledger.claims}
    lines = (
        _transfer_line(transfer, tuple(carried.get(transfer.id, ())), traced, bookings)
        for transfer in traced.ledger.transfers
        if transfer.id in carried or transfer.id in returned or transfer.id in claimed
    )
    # What was handed over stands in no statement: its row is the victim's report.
    return tuple(
        line if line.rows or not (place := claimed.get(line.id)) else replace(line, rows=(place_of(place),))
        for line in lines
    )


def _transfer_line(
    transfer: Transfer, flows: tuple[FlowLine, ...], traced: TracedCase, bookings: Mapping[str, Booking]
) -> TransferLine:
    booked = traced.ledger.booked_at.get(transfer.id)
    return TransferLine(
        id=transfer.id,
        time=booked.at if booked else transfer.time,
        payer=transfer.payer,
        payee=transfer.payee,
        amount=transfer.amount,
        grade=transfer.grade.value,
        reason=transfer.reason,
        rows=tuple(place_of(bookings[booking].source) for booking in transfer.bookings),
        flows=flows,
        date_only=booked is not None and booked.precision is Precision.DAY,
        agreed=agreed_sentences(found, CURRENCY) if (found := traced.ledger.agreed.get(transfer.id)) else (),
    )


def account_lines(traced: TracedCase, transfers: Iterable[TransferLine]) -> tuple[AccountLine, ...]:
    """Return every account and node that a line of the report names."""
    named = {each for transfer in transfers for each in (transfer.payer, transfer.payee)}
    for findings in (traced.findings, traced.known):
        for table in (findings.holdings, findings.tiers, findings.depths, findings.inquiries):
            named |= {str(account) for account in table.column("account").to_pylist()}
    named |= {gap.account for gap in traced.ledger.gaps}
    named |= {each.account for each in traced.ledger.contradictions}
    named |= {stop.account for stop in traced.stops}
    children = named
    while children := {_parent_of(key, traced) for key in children} - named - {""}:
        named |= children
    runs = (traced.known, traced.findings)  # the run with all links has the last word
    tiers = {row["account"]: row for run in runs for row in run.tiers.to_pylist()}
    coverage = {row["account"]: row for run in runs for row in run.coverage.to_pylist()}
    exits = {row["account"]: row["kind"] for run in runs for row in run.exits.to_pylist()}
    reasons = {
        decision.account: f"{decision.reason}（{decision.author}）" if decision.author else decision.reason
        for each in traced.contents
        for decision in each.roles
    }
    return tuple(
        _account_line(key, traced, tiers.get(key, {}), coverage.get(key, {}), exits.get(key, ""), reasons)
        for key in sorted(named)
    )


def _parent_of(key: str, traced: TracedCase) -> str:
    facts = traced.ledger.accounts.get(key)
    return facts.parent if facts else ""


def _account_line(
    key: str,
    traced: TracedCase,
    tier: Mapping[str, object],
    coverage: Mapping[str, object],
    exit_kind: str,
    reasons: Mapping[str, str],
) -> AccountLine:
    facts = traced.ledger.accounts.get(key)
    stated = traced.balances.get(key)
    return AccountLine(
        key=key,
        numbers=facts.numbers if facts else (),
        holder=facts.holder if facts else "",
        bank=facts.bank if facts else traced.ledger.labels.get(key, ""),
        kind=facts.kind.value if facts else NODE,
        role=facts.role.value if facts else Role.UNKNOWN.value,
        role_reason=next(
            (reasons[number] for number in (facts.numbers if facts else ()) if number in reasons), ""
        ),
        tier=_whole(tier.get("tier")),
        holder_tier=_whole(tier.get("holder_tier")),
        first_reached=_time(tier.get("first_reached")),
        state=str(coverage.get("state") or "last_seen"),
        covered_from=_time(coverage.get("covered_from")),
        covered_to=_time(coverage.get("covered_to")),
        balance=stated.amount if stated else None,
        balance_time=stated.time if stated else None,
        has_statement=facts.has_statement if facts else False,
        exit_kind=exit_kind,
        parent=facts.parent if facts else "",
        controller=facts.controller if facts else "",
        tags=tuple(TAG_NAMES[each] for each in facts.tags) if facts else (),
    )


def stop_lines(traced: TracedCase) -> tuple[StopLine, ...]:
    """Return what to stop first, with what each policy gives."""
    held: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in traced.findings.holdings.to_pylist():
        held[row["account"]][row["policy"]] += row["amount"]
    return tuple(
        StopLine(
            rank=stop.rank,
            account=stop.account,
            institution=traced.ledger.accounts[stop.account].bank,
            amounts=tuple(
                PolicyAmount(policy.value, held[stop.account][policy.value])
                for policy in traced.policies
                if policy.has_amounts
            ),
            reason=_limit(stop),
        )
        for stop in traced.stops
    )


def _limit(stop: StopProposal) -> Message:
    """Return the proposed limit in words: never above the book balance."""
    limit = spoken_amount(stop.limit, CURRENCY)
    if stop.balance is None:
        return LIMIT_WITHOUT_BALANCE(limit=limit)
    return LIMIT(balance=spoken_amount(stop.balance, CURRENCY), limit=limit)


def _amounts(
    table: pa.Table, keys: tuple[str, ...], column: str
) -> dict[tuple[Any, ...], tuple[PolicyAmount, ...]]:
    """Return an amount of each policy by the row's other keys."""
    found: dict[tuple[Any, ...], list[PolicyAmount]] = defaultdict(list)
    for row in table.to_pylist():
        found[tuple(row[key] for key in keys)].append(PolicyAmount(row["policy"], row[column]))
    return {key: tuple(amounts) for key, amounts in found.items()}


def _time(value: object) -> datetime | None:
    return value if isinstance(value, datetime) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
