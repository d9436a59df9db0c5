"""What measures of a case have come to at a moment: held by freezes, returned from them, seized and given back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from suyuan.actions import freezes, jurisdiction, measures, seizures
from suyuan.actions.cases import casebook_of
from suyuan.casebook import cases, proceedings
from suyuan.model.account import normal_form
from suyuan.model.proceeding import Proceeding, ProceedingKind, Step
from suyuan.model.recorded import from_text
from suyuan.recovery.freeze_facts import FreezeState, FreezeStep, PartRelease
from suyuan.recovery.return_facts import Payment, Receipt, ReturnStep
from suyuan.recovery.returning import Return, return_of
from suyuan.settings import Settings

FREEZE = ProceedingKind.FREEZE
Receipts = Mapping[str, Mapping[datetime, Sequence[Payment]]]
"""Payments that banks acknowledged, by freeze and time of the act."""


@dataclass(frozen=True)
class Payout:
    """One payment to a victim out of a frozen account, in minor units; ``payee`` is empty where none was noted."""

    account: str
    currency: str
    payee: str
    amount: int
    at: datetime


@dataclass(frozen=True)
class Came:
    """What measures had come to at a moment, by account and currency in minor units: held, returned from there.

    ``payouts`` are the single payments that ``returned`` is made of.
    """

    held: Mapping[tuple[str, str], int]
    returned: Mapping[tuple[str, str], int]
    payouts: tuple[Payout, ...] = ()


def measures_at(settings: Settings, word: str, moment: datetime) -> Came:
    """Return what the freezes of a case, and of cases merged into it, held at a moment, and what was returned.

    Steps of later acts are left out, whenever they were entered.
    """
    held: dict[tuple[str, str], int] = {}
    returned: dict[tuple[str, str], int] = {}
    payouts: list[Payout] = []
    with casebook_of(settings) as casebook, casebook.reading() as session:
        main = cases.find_case(session, word)
        merged = cases.cases_of(session, jurisdiction.merged_cases(session, main.number)).values()
        for record in (main, *merged):
            scope = measures.scope_of(record)
            every = [
                cut
                for each in proceedings.on_subjects_of(session, scope, FREEZE)
                if (cut := _until(each, moment)).steps
            ]
            receipts = _receipts(proceedings.list_proceedings(session, scope, [ProceedingKind.RETURN]), moment)
            for each in every:
                if each.scope != scope:
                    continue
                view = freezes.view_of(record, each, every, moment)
                key = (normal_form(view.freeze.proposal.account), view.freeze.proposal.currency)
                if view.state is FreezeState.ACTIVE:
                    held[key] = held.get(key, 0) + (view.freeze.cash or 0)
                parts = tuple(_parts(each))
                if parts:
                    returned[key] = returned.get(key, 0) + sum(amount for _, amount in parts)
                    payouts += _payouts(key, parts, receipts.get(each.id, {}))
    return Came(held, returned, tuple(payouts))


def seized_money(views: Iterable[seizures.SeizureView], currency: str) -> tuple[int, int]:
    """Return what is seized or given up and still held as money, and what of it was returned to victims."""
    mine = [each.seizure for each in views if each.seizure.currency == currency]
    return sum(each.left for each in mine), sum(each.paid for each in mine)


def _until(found: Proceeding, moment: datetime) -> Proceeding:
    return replace(found, steps=tuple(step for step in found.steps if step.act.acted.at <= moment))


def _parts(found: Proceeding) -> Iterable[tuple[datetime, int]]:
    """Give when which sum left a freeze for victims; what was released is none of them."""
    for step in found.steps:
        if step.act.kind == FreezeStep.PART.value:
            yield step.act.acted.at, from_text(PartRelease, step.act.facts).amount


def _receipts(returns: Iterable[Proceeding], moment: datetime) -> Receipts:
    """Return the payments that banks acknowledged up to a moment, by freeze and time of the act."""
    found: dict[str, dict[datetime, list[Payment]]] = {}
    for each in returns:
        steps = _until(each, moment).steps
        payments = {one.payment.number: one.payment for one in _return(steps).payments} if steps else {}
        for step in steps:
            if step.act.kind == ReturnStep.PAY.value:
                for number in from_text(Receipt, step.act.facts).payments:
                    payment = payments[number]
                    found.setdefault(payment.name, {}).setdefault(step.act.acted.at, []).append(payment)
    return found


def _return(steps: Iterable[Step]) -> Return:
    return return_of(step.act for step in steps)


def _payouts(
    key: tuple[str, str], parts: Iterable[tuple[datetime, int]], receipts: Mapping[datetime, Sequence[Payment]]
) -> Iterable[Payout]:
    """Give the single payments behind the sums that left a freeze; one entered by hand has no payee."""
    account, currency = key
    left: dict[datetime, list[int]] = {}
    for at, amount in parts:
        left.setdefault(at, []).append(amount)
    for at, amounts in left.items():
        payments = receipts.get(at, ())
        if sum(each.amount for each in payments) == sum(amounts):
            for each in payments:
                yield Payout(account, currency, normal_form(each.account), each.amount, at)
        else:
            yield from (Payout(account, currency, "", amount, at) for amount in amounts)
