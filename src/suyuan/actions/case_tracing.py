"""A case traced: its segments to a ledger, the ledger to findings, losses and what to stop first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from suyuan.actions.account_decisions import contents_of
from suyuan.actions.case_currencies import OtherCurrency, input_of, other_ledgers, trace_ledgers
from suyuan.actions.case_readings import ReadOtherwise, ledgers_of, trace_otherwise, widened
from suyuan.actions.cases import TakenUp, take_up
from suyuan.actions.earmarking import earmarked
from suyuan.actions.trace_cache import KNOWN, Extras, write_again
from suyuan.documents import trace_given, trace_tables
from suyuan.errors import Refused
from suyuan.ledger.build import FileContents, Ledger, Reading, build
from suyuan.ledger.claims import as_counted
from suyuan.model.claim import ReportedPayment
from suyuan.model.text import Text
from suyuan.model.transfer import Role
from suyuan.recovery.losses import Loss, losses
from suyuan.recovery.stop_first import Standing, StopProposal, stop_first
from suyuan.settings import Settings
from suyuan.tracing.findings import Findings
from suyuan.tracing.policies import Policy
from suyuan.tracing.resuming import Again
from suyuan.tracing.trace_currencies import FarFindings

CURRENCY = "CNY"
NOTHING_TO_TRACE = Text(
    zh="案件 {case} 的材料中没有人民币账目，无从追踪。请先用 suyuan import 导入银行、支付机构的反馈。",
    en="The evidence of case {case} holds no bookings in CNY, so there is nothing to trace. "
    "Import the banks' and wallets' answers first with suyuan import.",
)


@dataclass(frozen=True)
class StatedBalance:
    """A book balance (账面余额) that an institution stated, in minor units, and the time of its row."""

    amount: int
    time: datetime


@dataclass(frozen=True)
class TracedCase:
    """A case with everything that was computed from its evidence at one moment.

    ``known`` are the findings of a ledger without any inferred link. ``suspects`` are the accounts whose payments
    to a victim count as returns, ``victim_of`` the victim of each victim's account. ``balances`` are the last
    balances that institutions stated up to the moment. All this is of the main currency; ``others`` are further
    currencies that claims' money is in, and ``far`` the findings of all currencies, None where there is one.
    """

    taken: TakenUp
    contents: tuple[FileContents, ...]
    ledger: Ledger
    policies: tuple[Policy, ...]
    as_of: datetime
    findings: Findings
    known: Findings
    losses: tuple[Loss, ...]
    stops: tuple[StopProposal, ...]
    suspects: frozenset[str]
    victim_of: Mapping[str, str]
    balances: Mapping[str, StatedBalance]
    others: tuple[OtherCurrency, ...] = ()
    far: FarFindings | None = None
    readings: tuple[ReadOtherwise, ...] = ()
    again: tuple[Again, ...] = ()
    kept_from: datetime | None = None

    def all_findings(self) -> Findings:
        """Return the findings of all currencies as one set of tables."""
        return self.findings if self.far is None else self.far.together()

    def victims_in(self, ledger: Ledger) -> Mapping[str, str]:
        """Return the victim of each victim's account in one of the case's ledgers."""
        return self._of(ledger).victim_of

    def suspects_in(self, ledger: Ledger) -> frozenset[str]:
        """Return the accounts whose payments to a victim count as returns in one of the case's ledgers."""
        return self._of(ledger).suspects

    def _of(self, ledger: Ledger) -> TracedCase | OtherCurrency:
        return next((each for each in self.others if each.ledger is ledger), self)


def trace_case(
    settings: Settings,
    word: str,
    policies: Sequence[Policy],
    as_of: datetime | None = None,
    *,
    bounds: bool = False,
    sets: Mapping[str, Sequence[str]] | None = None,
    extras: Extras | None = None,
) -> TracedCase:
    """Trace a case found by number or name; ``as_of`` None asks as of its last transfer.

    With ``bounds`` also what no rule can deny or exceed, for accounts and for ``sets`` of accounts by name.
    ``extras``: what else is asked for, and whether to go on from the last trace's snapshots (it does by itself).
    Raises WrongUsage if there is no such case, Refused if its evidence holds no bookings, Failed where a segment
    is damaged or a law of the money does not hold.
    """
    taken = take_up(settings, word)
    contents = contents_of(taken)
    read = ledgers_of(contents, CURRENCY)
    if not read.ruled[0].transfers:
        raise Refused(NOTHING_TO_TRACE(case=taken.case.number))
    ledger, *others = earmarked(taken, contents, read.ruled)
    moment = as_of if as_of is not None else max(each.transfers[-1].time for each in (ledger, *others))
    given = [input_of(each) for each in (ledger, *others)]
    asked = extras or Extras()
    kept_from = asked.kept_since(taken.case, contents)
    resuming = asked.resuming(taken.folder.path, Reading.AS_RULED.value)
    findings, far = trace_ledgers(
        given, policies, moment, bounds=bounds, sets=sets, kept_from=kept_from, resuming=resuming
    )
    readings = trace_otherwise(taken, contents, read, policies, moment, asked)
    findings, far = widened(findings, far, readings)
    known_ledger = build(contents, CURRENCY, known_links_only=True)
    known_all = [known_ledger, *other_ledgers(contents, known_ledger, known_links_only=True)]
    known_all = earmarked(taken, contents, known_all, known_links_only=True)
    again = asked.resuming(taken.folder.path, KNOWN)
    known, _ = trace_ledgers([input_of(each) for each in known_all], policies, moment, resuming=again)
    cut_off = taken.case.filed_at.at if taken.case.filed_at is not None else None
    reported = [payment for each in contents for payment in each.payments]
    counted = as_counted(reported, ledger.claims, ledger.unfound)
    payments = [payment for payment in counted if payment.currency == CURRENCY]
    victim_of = victims_accounts(ledger, payments)
    # who is behind the fraud does not depend on the moment asked about, so neither may a loss
    reached, far_reached = trace_ledgers(given, (Policy.POISON,), None)
    suspects = suspect_accounts(ledger, reached)
    balances = stated_balances(contents, ledger, moment)
    return TracedCase(
        taken=taken,
        contents=contents,
        ledger=ledger,
        policies=tuple(policies),
        as_of=moment,
        findings=findings,
        known=known,
        losses=losses(payments, ledger.transfers, victim_of, suspects, cut_off),
        stops=stop_first(standings(ledger, findings, balances, moment, [each.each[0] for each in readings])),
        balances=balances,
        suspects=suspects,
        victim_of=victim_of,
        readings=readings,
        again=tuple(resuming.again) if resuming else (),
        kept_from=kept_from,
        others=tuple(
            _other(contents, each, far, far_reached, (moment, cut_off), [read.each[at] for read in readings])
            for at, each in enumerate(others, 1)
            if far is not None and far_reached is not None
        ),
        far=far,
    )


def _other(
    contents: Sequence[FileContents],
    ledger: Ledger,
    far: FarFindings,
    reached: FarFindings,
    moments: tuple[datetime, datetime | None],
    readings: Sequence[Findings],
) -> OtherCurrency:
    """Return what a case has in another currency, as of the first moment; returns count until the second.

    ``readings`` are what is found in it where the evidence is read another way.
    """
    findings = far.of(ledger.currency)
    reported = (payment for each in contents for payment in each.payments)
    counted = as_counted(reported, ledger.claims, ledger.unfound)
    payments = [payment for payment in counted if payment.currency == ledger.currency]
    victim_of = victims_accounts(ledger, payments)
    suspects = suspect_accounts(ledger, reached.of(ledger.currency))
    balances = stated_balances(contents, ledger, moments[0])
    return OtherCurrency(
        ledger,
        findings,
        losses(payments, ledger.transfers, victim_of, suspects, moments[1]),
        stop_first(standings(ledger, findings, balances, moments[0], readings)),
        suspects,
        victim_of,
    )


def write_trace(traced: TracedCase, directory: Path) -> tuple[Path, ...]:
    """Write a traced case's findings as CSV, and below them what they rest on; return all files' paths.

    Tables have the rows of all currencies; what they rest on is a folder of plain files for each, the main
    currency's the first.
    Raises WrongUsage where ``directory`` is a file, Failed where the disk does not take them.
    """
    trace_tables.refuse_overwriting((), directory, trace_tables.CSV)
    written = trace_tables.write(traced.all_findings(), directory, trace_tables.CSV)
    written += trace_given.write(input_of(traced.ledger), directory)
    if traced.again:
        written += (write_again(traced.again, directory),)
    for each in traced.others:
        written += trace_given.write(input_of(each.ledger), directory, each.ledger.currency)
    return written


def victims_accounts(ledger: Ledger, payments: Sequence[ReportedPayment]) -> dict[str, str]:
    """Return the victim of each account that a victim reports to have paid from, found there or not.

    An account to which a decision gives another part is not the victim's.
    """
    key_of = {number: key for key, facts in ledger.accounts.items() for number in facts.numbers}
    payer_of = {transfer.id: transfer.payer for transfer in ledger.transfers}
    paid = {key_of.get(payment.payer, payment.payer): payment.victim for payment in reversed(payments)}
    paid |= {payer_of[claim.transfer]: claim.victim for claim in reversed(ledger.claims)}
    return {
        account: victim
        for account, victim in sorted(paid.items())
        if account in ledger.accounts and ledger.accounts[account].role in (Role.VICTIM, Role.UNKNOWN)
    }


def stated_balances(contents: Sequence[FileContents], ledger: Ledger, as_of: datetime) -> dict[str, StatedBalance]:
    """Return the last balance that an institution stated for each account up to the moment, by account."""
    key_of = {number: key for key, facts in ledger.accounts.items() for number in facts.numbers}
    found: dict[str, StatedBalance] = {}
    for part in (part for each in contents for part in each.parts):
        if part.currency != ledger.currency or part.repeats_sheet is not None:
            continue
        for booking in (part.bookings[place] for place in part.balance.order):
            account = key_of.get(booking.account, booking.account)
            known = found.get(account)
            in_time = booking.time.at <= as_of and (known is None or known.time <= booking.time.at)
            if booking.balance is not None and in_time:
                found[account] = StatedBalance(booking.balance, booking.time.at)
    return found


def suspect_accounts(ledger: Ledger, findings: Findings) -> frozenset[str]:
    """Return the suspect-controlled accounts: by decision, and where nothing was decided those with a tier."""
    decided = {key for key, facts in ledger.accounts.items() if facts.role is Role.SUSPECT_CONTROLLED}
    undecided = {key for key, facts in ledger.accounts.items() if facts.role is Role.UNKNOWN}
    return frozenset(decided | (undecided & set(findings.tiers.column("account").to_pylist())))


def standings(
    ledger: Ledger,
    findings: Findings,
    balances: Mapping[str, StatedBalance],
    as_of: datetime,
    readings: Sequence[Findings] = (),
) -> list[Standing]:
    """Return the accounts that hold claims' money, with what an institution says of them.

    Least and greatest are those over the policies and over other ``readings`` of the evidence.
    """
    least, greatest = held_over_policies(findings, *readings)
    last_debit: dict[str, datetime] = {}
    for transfer in ledger.transfers:
        if transfer.time <= as_of:
            last_debit[transfer.payer] = transfer.time
    return [
        Standing(
            account=row["account"],
            role=ledger.accounts[row["account"]].role,
            stands=row["state"] == "stands",
            least=least.get(row["account"], 0),
            greatest=greatest.get(row["account"], 0),
            balance=balances[row["account"]].amount if row["account"] in balances else None,
            last_debit=last_debit.get(row["account"]),
        )
        for row in findings.coverage.to_pylist()
        if row["account"] in ledger.accounts and greatest.get(row["account"], 0)
    ]


def held_over_policies(*readings: Findings) -> tuple[dict[str, int], dict[str, int]]:
    """Return the least and the greatest over the policies (and readings) of all claims' money, by account."""
    each_way = [_held_over_policies(findings) for findings in readings]
    accounts = {account for _, greatest in each_way for account in greatest}
    return (
        {account: min(least.get(account, 0) for least, _ in each_way) for account in accounts},
        {account: max(greatest.get(account, 0) for _, greatest in each_way) for account in accounts},
    )


def _held_over_policies(findings: Findings) -> tuple[dict[str, int], dict[str, int]]:
    by_policy: dict[str, dict[str, int]] = {}
    for row in findings.holdings.to_pylist():
        held = by_policy.setdefault(row["policy"], {})
        held[row["account"]] = held.get(row["account"], 0) + row["amount"]
    accounts = {account for held in by_policy.values() for account in held}
    policies = findings.summary["by_policy"]  # not from claims: money may come from those of another currency
    assert isinstance(policies, Mapping)  # noqa: S101
    sums = {
        account: [by_policy.get(str(policy), {}).get(account, 0) for policy in policies] for account in accounts
    }
    return (
        {account: min(each) for account, each in sums.items()},
        {account: max(each) for account, each in sums.items()},
    )
