"""The report's worked example: the account with most of the victims' money that stands, booking by booking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from suyuan.actions.case_currencies import input_of
from suyuan.actions.case_tracing import TracedCase, held_over_policies
from suyuan.actions.report_evidence import place_of
from suyuan.documents.report_model import RowPlace
from suyuan.documents.worked_model import WorkedExample, WorkedShare, WorkedStep
from suyuan.model.booking import Booking
from suyuan.model.moment import CHINA, Precision
from suyuan.model.transfer import Role
from suyuan.tracing.policies import Policy
from suyuan.tracing.worked import Share, Step, Worked, worked, worked_in

MOST_STEPS = 30
PREFERRED = (Policy.FIFO, Policy.PRO_RATA)


def worked_examples(traced: TracedCase, bookings: Mapping[str, Booking]) -> tuple[WorkedExample, ...]:
    """Return an account worked through under fifo and pro rata, or the first policy run where neither was."""
    account = account_to_work(traced)
    run = [policy for policy in traced.policies if policy.has_amounts]
    policies = [policy for policy in run if policy in PREFERRED] or run[:1]
    if account is None or not policies:
        return ()
    done = _worked(traced, policies, account)
    rows = {
        transfer.id: tuple(place_of(bookings[each].source) for each in transfer.bookings)
        for transfer in traced.ledger.transfers
        if account in (transfer.payer, transfer.payee)
    }
    return tuple(
        WorkedExample(
            each.policy.value,
            each.account,
            each.before,
            tuple(_step(step, traced, rows) for step in each.steps),
            each.unseen,
        )
        for each in done
    )


def _worked(traced: TracedCase, policies: list[Policy], account: str) -> tuple[Worked, ...]:
    """Return the account worked through by the rules alone, without earmarks; over all currencies there are."""
    if traced.far is not None:
        part = (traced.far.without_earmarks or traced.far).computed.of(traced.ledger.currency)
        runs = tuple(run for run in part.runs if run.policy in policies)
        return worked_in(replace(part, runs=runs), account, MOST_STEPS)
    given = input_of(traced.ledger)
    given = given.without or replace(given, earmarks=None)
    return worked(given, policies, account, traced.as_of, MOST_STEPS)


def account_to_work(traced: TracedCase) -> str | None:
    """Return the account, no victim's, with most of the victims' money that stands; where none stands, with most.

    Most is the greatest over the policies; of equals the least number. None where no account holds any.
    """
    _, greatest = held_over_policies(traced.findings)
    stands = {row["account"] for row in traced.findings.coverage.to_pylist() if row["state"] == "stands"}
    accounts = traced.ledger.accounts
    ranked = sorted(
        (account not in stands, -amount, account)
        for account, amount in greatest.items()
        if amount and account in accounts and accounts[account].role is not Role.VICTIM
    )
    return ranked[0][2] if ranked else None


def _step(step: Step, traced: TracedCase, rows: Mapping[str, tuple[RowPlace, ...]]) -> WorkedStep:
    leg = step.leg
    booked = traced.ledger.booked_at.get(leg.transfer)
    return WorkedStep(
        transfer=leg.transfer,
        time=(booked.at if booked else leg.time).astimezone(CHINA),
        other=leg.payer if step.arrived else leg.payee,
        amount=leg.amount,
        arrived=step.arrived,
        pieces=tuple(_share(each) for each in step.pieces),
        lots=tuple(_share(each) for each in step.lots),
        rows=rows.get(leg.transfer, ()),
        date_only=booked is not None and booked.precision is Precision.DAY,
    )


def _share(share: Share) -> WorkedShare:
    return WorkedShare(share.claim, share.amount)
