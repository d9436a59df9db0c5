"""Claims that another case has too: reported there, or returned there; both case numbers are named.

A loss is the same where the same payer paid the same amount at the same time, whoever reported it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from suyuan.actions import jurisdiction
from suyuan.actions.case_folder import folder_of
from suyuan.actions.cases import casebook_of, manifest_of
from suyuan.casebook import cases, proceedings
from suyuan.casebook.evidence import list_evidence
from suyuan.ledger import segment
from suyuan.ledger.build import FileContents
from suyuan.ledger.claims import numbered
from suyuan.model.account import normal_form
from suyuan.model.claim import ReportedPayment
from suyuan.model.moment import CHINA
from suyuan.model.money import text_from_minor
from suyuan.model.proceeding import Proceeding, ProceedingKind
from suyuan.model.text import Language, Text
from suyuan.recovery import returning
from suyuan.recovery.return_facts import Block, FixedClaim
from suyuan.settings import Settings

REPORTED = "victim_report"
RETURNED_THERE = Text(
    zh="该案已返还或决定返还 {amount} {currency}", en="{amount} {currency} is returned or decided there"
)
REPORTED_THERE = Text(zh="该案也有同一笔报案", en="the same payment is reported there")
Payment = tuple[str, str, int]


def blocks_of(
    settings: Settings, case: str, contents: Sequence[FileContents], claims: Sequence[FixedClaim]
) -> tuple[Block, ...]:
    """Return why claims of a case are not paid for now, by claim; returned elsewhere goes before reported.

    That a case merged with this one has the same report is no reason: its victims are this case's.
    """
    mine = _payments_of_claims(contents, [each.claim for each in claims])
    victim_of = {each.claim: each.victim for each in claims}
    with casebook_of(settings) as casebook, casebook.reading() as session:
        found = returned_elsewhere(session, case, claims)
        family = jurisdiction.merged_together(session, case)
        reports = {each: list_evidence(session, each) for each in _others(session, case) if each not in family}
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


def returned_elsewhere(session: Session, case: str, claims: Sequence[FixedClaim]) -> dict[str, Block]:
    """Return the blocks, by claim, of claims on which another case has decided or paid a return.

    Two cases number their reports each for itself: a claim is the same if the loss is, or number and victim are.
    Asked again in the transaction that decides, for another case may have decided since the plan was made.
    """
    found: dict[str, Block] = {}
    for each in proceedings.of_kind(session, ProceedingKind.RETURN):
        other = each.scope.removeprefix("case:")
        for there, amount, currency in _returned(each) if other != case else ():
            for claim in claims:
                if _same(claim, there):
                    why = RETURNED_THERE(amount=text_from_minor(amount, currency), currency=currency)
                    found[claim.claim] = Block(claim.claim, claim.victim, case, other, why.render(Language.ZH))
    return found


def _same(one: FixedClaim, other: FixedClaim) -> bool:
    numbered_alike = (one.claim, one.victim) == (other.claim, other.victim)
    paid_alike = (one.first_transfer, one.loss) == (other.first_transfer, other.loss)
    return numbered_alike or (paid_alike and not set(one.payers).isdisjoint(other.payers))


def _others(session: Session, case: str) -> list[str]:
    return [each for each in cases.every_number(session) if each != case]


def _payments_of_claims(contents: Sequence[FileContents], claims: Iterable[str]) -> Mapping[str, Payment]:
    wanted = set(claims)
    reported = numbered([payment for file in contents for payment in file.payments])
    return {claim: _payment(payment) for claim, payment in reported if claim in wanted}


def _payment(each: ReportedPayment) -> Payment:
    return normal_form(each.payer), each.time.at.astimezone(CHINA).isoformat(), each.amount


def _returned(found: Proceeding) -> Iterable[tuple[FixedClaim, int, str]]:
    """Give each claim on which a return has decided or paid, with how much of which currency."""
    state = returning.return_of(step.act for step in found.steps)
    sums: Counter[str] = Counter()
    for paying in state.payments:
        sums[paying.payment.claim] += paying.payment.amount
    for claim in state.plan.claims if state.plan else ():
        if claim.claim in sums:
            yield claim, sums[claim.claim], state.about.currency
