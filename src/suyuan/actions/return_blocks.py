"""Claims that another case has too: reported there, or returned there; both case numbers are named.

A loss is the same where the same payer paid the same amount at the same time, whoever reported it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from suyuan.actions.case_folder import folder_of
from suyuan.actions.cases import casebook_of, manifest_of
from suyuan.casebook import cases, proceedings
from suyuan.casebook.evidence import list_evidence
from suyuan.ledger import segment
from suyuan.ledger.build import FileContents
from suyuan.ledger.claims import numbered
from suyuan.model.claim import ReportedPayment
from suyuan.model.money import text_from_minor
from suyuan.model.proceeding import Proceeding, ProceedingKind
from suyuan.model.text import Language, Text
from suyuan.recovery import returning
from suyuan.recovery.allocation import LossClaim
from suyuan.recovery.return_facts import Block
from suyuan.settings import Settings

REPORTED = "victim_report"
RETURNED_THERE = Text(
    zh="该案已返还或决定返还 {amount} {currency}", en="{amount} {currency} is returned or decided there"
)
REPORTED_THERE = Text(zh="该案也有同一笔报案", en="the same payment is reported there")
Payment = tuple[str, str, int]


def blocks_of(
    settings: Settings,
    case: str,
    contents: Sequence[FileContents],
    claims: Sequence[LossClaim],
) -> tuple[Block, ...]:
    """Return why claims of a case are not paid for now, by claim; returned elsewhere goes before reported."""
    mine = _payments_of_claims(contents, claims)
    victim_of = {each.id: each.victim for each in claims}
    with casebook_of(settings) as casebook, casebook.reading() as session:
        found = returned_elsewhere(session, case, victim_of)
        reports = {each: list_evidence(session, each) for each in _others(session, case)}
    for other, files in reports.items():
        named = tuple(each for each in files if each.reading.kind == REPORTED)
        if not named:
            continue
        there = segment.read_case(manifest_of(named), folder_of(settings, other).ledger)
        reported = {_payment(each) for file in there for each in file.payments}
        for name, payment in mine.items():
            if payment in reported and name not in found:
                found[name] = Block(name, victim_of[name], case, other, REPORTED_THERE().render(Language.ZH))
    return tuple(found[name] for name in sorted(found))


def returned_elsewhere(session: Session, case: str, victim_of: Mapping[str, str]) -> dict[str, Block]:
    """Return the blocks, by claim, of claims on which another case has decided or paid a return.

    Asked again in the transaction that decides, for another case may have decided since the plan was made.
    """
    found: dict[str, Block] = {}
    for other in _others(session, case):
        paid = _returned(proceedings.list_proceedings(session, f"case:{other}", [ProceedingKind.RETURN]))
        for claim, (amount, currency) in paid.items():
            if claim in victim_of:
                why = RETURNED_THERE(amount=text_from_minor(amount, currency), currency=currency)
                found[claim] = Block(claim, victim_of[claim], case, other, why.render(Language.ZH))
    return found


def _others(session: Session, case: str) -> list[str]:
    return [each for each in cases.every_number(session) if each != case]


def _payments_of_claims(contents: Sequence[FileContents], claims: Sequence[LossClaim]) -> Mapping[str, Payment]:
    wanted = {each.id for each in claims}
    reported = numbered([payment for file in contents for payment in file.payments])
    return {claim: _payment(payment) for claim, payment in reported if claim in wanted}


def _payment(each: ReportedPayment) -> Payment:
    return each.payer, each.time.at.isoformat(), each.amount


def _returned(found: Iterable[Proceeding]) -> dict[str, tuple[int, str]]:
    """Return what returns have decided or paid on each claim, by claim id, with the currency."""
    sums: dict[str, tuple[int, str]] = {}
    for each in found:
        state = returning.return_of(step.act for step in each.steps)
        for paying in state.payments:
            claim = paying.payment.claim
            amount, _ = sums.get(claim, (0, ""))
            sums[claim] = (amount + paying.payment.amount, state.about.currency)
    return sums
