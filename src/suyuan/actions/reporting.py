"""The case report: a traced case as the values the report is made of, and the report's two files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from suyuan import __version__
from suyuan.actions import report_evidence as evidence
from suyuan.actions import report_money as money
from suyuan.actions.back_office import book_lines, top_up_lines
from suyuan.actions.case_tracing import TracedCase
from suyuan.actions.report_bounds import bounded_pages
from suyuan.actions.report_completeness import case_completeness, completeness_pages
from suyuan.actions.report_currencies import brought_back, currency_pages, of_own_claims
from suyuan.actions.report_decided import decided_pages
from suyuan.actions.report_inquiries import inquiry_lines
from suyuan.actions.report_kept import kept_hours
from suyuan.actions.report_limits import limits
from suyuan.actions.report_pairs import ambiguous_lines, lead_lines
from suyuan.actions.report_worked import worked_examples
from suyuan.documents.report_model import CaseFacts, CaseReport, PolicyWords
from suyuan.model.moment import CHINA
from suyuan.model.text import Language, Text
from suyuan.tracing.policies import Policy

POLICY_NAMES = {
    Policy.FIFO: Text(zh="先进先出", en="First in, first out"),
    Policy.LIFO: Text(zh="后进先出", en="Last in, first out"),
    Policy.PRO_RATA: Text(zh="按比例", en="Pro rata"),
    Policy.LOWEST_INTERMEDIATE_BALANCE: Text(zh="最低中间余额", en="Lowest intermediate balance"),
    Policy.CLAIMS_FIRST: Text(zh="被骗款优先转出", en="Claims first"),
}


def case_report(traced: TracedCase) -> CaseReport:
    """Return everything the report says of a traced case."""
    pages, brought = currency_pages(traced), brought_back(traced)
    traced = of_own_claims(traced)
    bookings = evidence.bookings_by_id(traced.contents)
    transfers = money.transfer_lines(traced, bookings)
    proof = case_completeness(traced)
    case = traced.taken.case
    return CaseReport(
        case=CaseFacts(
            number=case.number,
            name=case.name,
            organ=case.organ,
            filed_at=case.filed_at.at if case.filed_at else None,
            as_of=in_china(traced.as_of),
            currency=traced.ledger.currency,
            version=__version__,
        ),
        policies=tuple(
            PolicyWords(policy.value, POLICY_NAMES[policy], policy.words)
            for policy in traced.policies
            if policy.has_amounts
        ),
        evidence=evidence.evidence_files(traced),
        accounts=money.account_lines(traced, transfers),
        claims=money.claim_lines(traced),
        losses=money.loss_lines(traced),
        transfers=transfers,
        holdings=money.holding_lines(traced, traced.findings),
        known_holdings=money.holding_lines(traced, traced.known),
        depths=money.depth_lines(traced),
        yields=money.yield_lines(traced),
        inquiries=inquiry_lines(traced, bookings, proof.register),
        stops=money.stop_lines(traced),
        quarantined=evidence.quarantined_lines(traced),
        balances=evidence.balance_lines(traced),
        gaps=evidence.gap_lines(traced, bookings),
        contradictions=evidence.contradiction_lines(traced, bookings),
        ambiguous=ambiguous_lines(traced, bookings),
        leads=lead_lines(traced, bookings),
        unfound=evidence.unfound_lines(traced),
        left_out=evidence.left_out_lines(traced, bookings),
        books=book_lines(traced),
        top_ups=top_up_lines(traced),
        returns=evidence.return_lines(traced),
        limits=limits(traced),
        completeness=completeness_pages(traced, proof),
        worked=worked_examples(traced, bookings),
        kept=kept_hours(traced),
        brought=brought,
        currencies=pages,
        decided=decided_pages(traced),
        bounded=bounded_pages(traced),
    )


def write_report(report: CaseReport, folder: Path, language: Language) -> tuple[Path, Path]:
    """Write ``report.html`` and ``report.xlsx`` into a folder; return their paths.

    Both change places with older ones only when complete.
    """
    from suyuan.documents import report_html, report_xlsx

    folder.mkdir(parents=True, exist_ok=True)
    page, workbook = folder / "report.html", folder / "report.xlsx"
    report_html.write_report(report, page, language)
    report_xlsx.write_report(report, workbook, language)
    return page, workbook


def in_china(moment: datetime) -> datetime:
    """Return a moment in China's civil time, in which the report speaks."""
    return moment.astimezone(CHINA)
