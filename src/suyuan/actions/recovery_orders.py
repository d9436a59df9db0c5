"""A freeze plan written out: its table, its orders as messages, and a draft letter for each institution."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import date
from io import StringIO
from pathlib import Path

from suyuan.actions.recovery_plan import RecoveryPlan, clock_of
from suyuan.documents.freeze_orders import (
    Order,
    RenewalOrder,
    SourcePayment,
    freeze_orders,
    letter,
    renewal_orders,
    stop_orders,
)
from suyuan.errors import Failed, WrongUsage
from suyuan.ledger import products
from suyuan.ledger.build import Ledger
from suyuan.model.moment import Moment
from suyuan.model.money import text_from_minor
from suyuan.model.proceeding import ProceedingKind
from suyuan.model.text import Language, Text
from suyuan.model.transfer import Transfer
from suyuan.recovery import citing, freezing
from suyuan.recovery.freeze_facts import FreezeState
from suyuan.recovery.freeze_plan import Candidate, FreezePlan, Proposal
from suyuan.tracing.findings import Findings

NOTICE_RULES = ("freeze.cash.approval", "freeze.cash.term")
"""What the notice rests on: who approves a freeze of deposits, and for how long."""
COLUMNS = (
    "rank", "account", "institution", "holder", "parent", "limit", "whole", "reason", "balance", "balance_time",
    "least", "greatest", "least_open", "greatest_open", "frozen", "last_debit", "clock", "currency",
)  # fmt: skip
THERE_ALREADY = Text(
    zh="{path} 已有文件，不覆盖。请指定空目录。", en="{path} holds files already; nothing is overwritten."
)
CANNOT_WRITE = Text(zh="写不下 {path}：{why}。", en="{path} cannot be written: {why}.")


def write_plan(plan: RecoveryPlan, directory: Path, language: Language) -> tuple[Path, ...]:
    """Write ``plan.csv``, the orders to stop, freeze and renew, and letters into an empty or new folder.

    Raises WrongUsage if there are files in it, Failed where the disk does not take them.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise WrongUsage(THERE_ALREADY(path=directory))
    orders = [order for each in plan.plans for order in _orders(plan, each)]
    files = {
        "plan.csv": _plan_csv(plan, language),
        "stop_orders.csv": stop_orders(orders),
        "freeze_orders.csv": freeze_orders(orders),
        "renewal_orders.csv": renewal_orders(list(_renewals(plan))),
    }
    article = _ground(citing.day_of(plan.now))
    for number, institution in enumerate(sorted({each.institution for each in orders}), 1):
        name = re.sub(r"[^\w]", "_", institution) or "unknown"
        of_it = [each for each in orders if each.institution == institution]
        files[f"letters/{number:02d}_{name}.docx"] = letter(institution, of_it, article)
    try:
        return tuple(_written(directory / name, content) for name, content in files.items())
    except OSError as error:
        raise Failed(CANNOT_WRITE(path=directory, why=error.strerror or type(error).__name__)) from error


def _ground(day: date) -> str:
    """Return the legal ground of a notice of a day: the articles by which it is approved and its term runs."""
    articles: dict[str, list[str]] = {}
    for rule in (citing.governing(each, day) for each in NOTICE_RULES):
        articles.setdefault(rule.document.name, []).append(rule.article or "")
    return "，".join(document + "、".join(filter(None, found)) for document, found in articles.items())


def _written(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _orders(plan: RecoveryPlan, of: FreezePlan) -> Iterable[Order]:
    ledger, findings = _ledger_of(plan, of.currency)
    case = plan.traced.taken.case
    sources = _sources(ledger, findings)
    for each in of.proposals:
        candidate = each.candidate
        parent = ledger.accounts.get(candidate.parent)
        yield Order(
            case=case.number,
            organ=case.organ,
            institution=candidate.institution or (parent.bank if parent is not None else ""),
            account=number_of(candidate),
            holder=candidate.holder or (parent.holder if parent is not None else ""),
            amount=each.limit,
            currency=of.currency,
            whole=each.whole,
            least=candidate.least,
            greatest=candidate.greatest,
            source=_source(sources.get(candidate.account), ledger),
            reason="；".join(filter(None, (scope_of(candidate), each.reason))),
        )


def number_of(candidate: Candidate) -> str:
    """Return the number that a bank knows: of a product that of the account from which it was bought."""
    return candidate.parent if candidate.account.startswith(products.PRODUCT) else candidate.account


def scope_of(candidate: Candidate) -> str:
    """Return what of the account is meant 冻结范围, where it is only a product."""
    is_product = candidate.account.startswith(products.PRODUCT)
    return f"冻结范围限于该户名下产品“{products.name_of(candidate.account)}”" if is_product else ""


def _renewals(plan: RecoveryPlan) -> Iterable[RenewalOrder]:
    """Give the orders that renew the case's freezes that end within the plan's thirty days, each by its next term.

    What was found unconnected is to be released and not renewed.
    """
    case = plan.traced.taken.case
    for item in plan.expiring:
        if item.proceeding.kind is not ProceedingKind.FREEZE or item.case != case.number:
            continue
        freeze = freezing.freeze_of(step.act for step in item.proceeding.steps)
        if freeze.state_at(plan.now) is not FreezeState.ACTIVE or freeze.unconnected is not None:
            continue
        given, last = freeze.proposal, freeze.terms[-1]
        rule = freezing.term_rule(freeze.kind, last.major, Moment(plan.now))
        end = citing.last_instant(citing.term_of(rule, last.expiry).literal_end)
        law = f"{rule.document.name}{rule.article or ''}"
        yield RenewalOrder(
            case=case.number,
            organ=case.organ,
            institution=given.institution,
            account=given.account,
            holder=given.holder,
            number=given.number,
            amount=freeze.limit,
            currency=given.currency,
            start=last.over,
            end=end,
            why=f"{item.proceeding.id} 于 {citing.day_of(last.expiry)} 届满（{law}）",
        )


def _ledger_of(plan: RecoveryPlan, currency: str) -> tuple[Ledger, Findings]:
    traced = plan.traced
    for other in traced.others:
        if other.ledger.currency == currency:
            return other.ledger, other.findings
    return traced.ledger, traced.findings


def _sources(ledger: Ledger, findings: Findings) -> Mapping[str, Transfer]:
    """Return by account the last transfer into it that carries claims' money under any rule."""
    carried = set(findings.flows.column("transfer").to_pylist())
    return {each.payee: each for each in ledger.transfers if each.id in carried}


def _source(transfer: Transfer | None, ledger: Ledger) -> SourcePayment | None:
    if transfer is None:
        return None
    facts = ledger.accounts.get(transfer.payer)
    known = (facts.holder, facts.bank) if facts is not None else ("", "")
    return SourcePayment(transfer.payer, *known, transfer.amount, transfer.time)


def _plan_csv(plan: RecoveryPlan, language: Language) -> bytes:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for of in plan.plans:
        writer.writerows(_row(each, of.currency, language) for each in of.proposals)
    return out.getvalue().encode()


def _row(proposal: Proposal, currency: str, language: Language) -> list[object]:
    each = proposal.candidate

    def amount(minor: int | None) -> str:
        return "" if minor is None else text_from_minor(minor, currency)

    return [
        proposal.rank,
        each.account,
        each.institution,
        each.holder,
        each.parent,
        amount(proposal.limit),
        "true" if proposal.whole else "false",
        proposal.reason,
        amount(each.balance),
        "" if each.balance_time is None else each.balance_time.isoformat(),
        amount(each.least),
        amount(each.greatest),
        amount(each.least_open),
        amount(each.greatest_open),
        amount(each.frozen),
        "" if each.last_debit is None else each.last_debit.isoformat(),
        "; ".join(said.render(language) for said in clock_of(each, held_shown(each))),
        currency,
    ]


def held_shown(candidate: Candidate) -> dict[str, str]:
    """Return what each freeze holds, as text."""
    return {
        each.id: ""
        if each.held is None
        else f"{text_from_minor(each.held, candidate.currency)} {candidate.currency}"
        for each in candidate.measures
    }
