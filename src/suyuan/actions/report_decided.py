"""Earmarks and presumed claims as the report shows them."""

from __future__ import annotations

from suyuan.actions.case_tracing import TracedCase
from suyuan.actions.presumed_letters import STATES
from suyuan.actions.presumed_tracing import traced_presumed
from suyuan.actions.presuming import CasePresumed, presumed_in
from suyuan.actions.presuming import PresumedLine as Found
from suyuan.documents.decided_model import DecidedPages, EarmarkEffect, EarmarkLine, PresumedHolding, PresumedLine
from suyuan.documents.shown import moment as shown_moment
from suyuan.model.earmark import EarmarkDecision, PlacedEarmark
from suyuan.model.moment import CHINA
from suyuan.model.text import Message, Text
from suyuan.model.transfer import Transfer
from suyuan.recovery.presumed import Exclusion
from suyuan.tracing.findings import Findings

WAY = Text(zh="{time} {payer} → {payee}", en="{time} {payer} → {payee}")
REASONS = {
    Exclusion.OWN_TRANSFER: Text(zh="同一户名", en="same holder's name"),
    Exclusion.REFUND: Text(zh="退款或退回", en="refund, or the same amount back"),
    Exclusion.INTEREST: Text(zh="利息收益", en="interest or yield"),
    Exclusion.TEST_TRANSFER: Text(zh="小额测试", en="small test transfer"),
    Exclusion.SETTLEMENT: Text(zh="商户或机构结算", en="settlement by a merchant or institution"),
    Exclusion.EXPLAINED: Text(zh="借款或已查明", en="a loan, or explained"),
}


def decided_pages(traced: TracedCase) -> DecidedPages:
    """Return a traced case's earmarks with what they change, and its presumed claims up to its moment."""
    ledgers = [traced.ledger, *(other.ledger for other in traced.others)]
    found = presumed_in(traced.taken, traced.contents, traced.ledger, traced.as_of, "", ledgers)
    return DecidedPages(
        _earmarks(traced), _effects(traced), tuple(map(_presumed, found.lines)), _presumed_held(traced, found)
    )


def _presumed_held(traced: TracedCase, found: CasePresumed) -> tuple[PresumedHolding, ...]:
    """Return where presumed claims' money stands in the main currency, most first."""
    others = [other.ledger for other in traced.others]
    ledgers = [traced.ledger, *others]
    far = [presumed_in(traced.taken, traced.contents, each, traced.as_of, "", ledgers) for each in others]
    done = traced_presumed(ledgers, [found, *far], traced.policies, traced.as_of)
    if done is None:
        return ()
    held: dict[str, dict[str, int]] = {}
    for row in done.findings.holdings.to_pylist():
        if row["currency"] == traced.ledger.currency:
            by_policy = held.setdefault(row["account"], {})
            by_policy[row["policy"]] = by_policy.get(row["policy"], 0) + row["amount"]
    state = {row["account"]: row["kind"] for row in done.findings.exits.to_pylist()}
    state |= {row["account"]: row["state"] for row in done.findings.coverage.to_pylist()}
    policies = [policy.value for policy in traced.policies if policy.has_amounts]
    rows = (
        PresumedHolding(
            account,
            facts.holder if (facts := traced.ledger.accounts.get(account)) else "",
            state.get(account, ""),
            tuple(amounts.get(policy, 0) for policy in policies),
        )
        for account, amounts in held.items()
    )
    return tuple(sorted(rows, key=lambda each: (-max(each.amounts), each.account)))


def _earmarks(traced: TracedCase) -> tuple[EarmarkLine, ...]:
    by_id = {each.id: each for each in traced.ledger.transfers}
    placed = [_placed(traced, each, by_id) for each in traced.ledger.earmarks]
    return (*placed, *(_line(each.decision, "", each.why) for each in traced.ledger.unplaced_earmarks))


def _placed(traced: TracedCase, placed: PlacedEarmark, by_id: dict[str, Transfer]) -> EarmarkLine:
    facts = traced.ledger.accounts.get(placed.account)
    line = _line(placed.decision, placed.account, None)
    return EarmarkLine(
        account=placed.account,
        holder=facts.holder if facts else "",
        came=_way(by_id[placed.credit]),
        left=_way(by_id[placed.joined or placed.debit]),
        amount=line.amount,
        grade=line.grade,
        reason=line.reason,
        evidence=line.evidence,
        author=line.author,
        time=line.time,
    )


def _line(decision: EarmarkDecision, account: str, why_not: Message | None) -> EarmarkLine:
    return EarmarkLine(
        account=account or decision.account,
        holder="",
        came=decision.credit,
        left=decision.debit,
        amount=decision.amount,
        grade=decision.grade.value,
        reason=decision.reason,
        evidence=decision.evidence,
        author=decision.author,
        time=decision.time.at.astimezone(CHINA) if decision.time else None,
        why_not=why_not,
    )


def _way(transfer: Transfer) -> Message:
    at = shown_moment(transfer.time.astimezone(CHINA))
    return WAY(time=at, payer=transfer.payer, payee=transfer.payee)


def _effects(traced: TracedCase) -> tuple[EarmarkEffect, ...]:
    plain = traced.findings.without_earmarks
    if plain is None:
        return ()
    policies = [policy.value for policy in traced.policies if policy.has_amounts]
    ours, others = _held(traced.findings), _held(plain)
    found = []
    for account in sorted(ours.keys() | others.keys()):
        sums = [tuple(held.get(account, {}).get(policy, 0) for policy in policies) for held in (ours, others)]
        if sums[0] != sums[1]:
            facts = traced.ledger.accounts.get(account)
            found.append(EarmarkEffect(account, facts.holder if facts else "", sums[0], sums[1]))
    return tuple(found)


def _held(findings: Findings) -> dict[str, dict[str, int]]:
    sums: dict[str, dict[str, int]] = {}
    for row in findings.holdings.to_pylist():
        by_policy = sums.setdefault(row["account"], {})
        by_policy[row["policy"]] = by_policy.get(row["policy"], 0) + row["amount"]
    return sums


def _presumed(found: Found) -> PresumedLine:
    claim, decided = found.claim, found.decided
    return PresumedLine(
        time=claim.transfer.time.astimezone(CHINA),
        payer=claim.payer,
        name=found.name,
        bank=found.bank,
        province=found.province,
        payee=claim.transfer.payee,
        payee_name=found.payee_name,
        amount=claim.amount,
        known_victim=claim.victim,
        proposed=REASONS[claim.proposed] if claim.proposed else None,
        excluded=REASONS[decided.excluded] if decided.excluded else None,
        state=STATES[decided.state],
        counts=found.counts,
    )
