"""The other currencies of a case: which ledgers belong to it, and what is found in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from suyuan.ledger.arrays import trace_input
from suyuan.ledger.build import FileContents, Ledger, build
from suyuan.recovery.losses import Loss
from suyuan.recovery.stop_first import StopProposal
from suyuan.tracing.findings import Findings, TraceInput
from suyuan.tracing.policies import Policy
from suyuan.tracing.resuming import Resuming
from suyuan.tracing.trace import trace
from suyuan.tracing.trace_currencies import FarFindings, trace_all


@dataclass(frozen=True)
class OtherCurrency:
    """What a case has in a currency besides its main one, as of the same moment.

    ``suspects`` are the accounts whose payments to a victim count as returns, ``victim_of`` the victim of each
    victim's account.
    """

    ledger: Ledger
    findings: Findings
    losses: tuple[Loss, ...]
    stops: tuple[StopProposal, ...]
    suspects: frozenset[str]
    victim_of: Mapping[str, str]


def other_currencies(contents: Sequence[FileContents], main: Ledger) -> list[str]:
    """Return the other currencies that claims' money can be in, sorted.

    These are the currencies of known conversions, and those in which victims report payments and of which there
    are bookings.
    """
    booked = {row.currency for each in contents for part in each.parts for row in part.bookings}
    paid = {payment.currency for each in contents for payment in each.payments}
    exchanged = {
        currency for each in main.conversions for currency in (each.paid_currency, each.received_currency)
    }
    return sorted((exchanged | (paid & booked)) - {main.currency})


def other_ledgers(
    contents: Sequence[FileContents], main: Ledger, *, known_links_only: bool = False
) -> tuple[Ledger, ...]:
    """Return the ledgers of the other currencies that claims' money can be in, sorted by currency."""
    found = (
        build(contents, currency, known_links_only=known_links_only)
        for currency in other_currencies(contents, main)
    )
    return tuple(ledger for ledger in found if ledger.transfers)


def input_of(ledger: Ledger) -> TraceInput:
    """Return a ledger as what tracing takes."""
    tables = trace_input(ledger)
    joined = {each.debit for each in ledger.earmarks if each.joined}
    without = replace(
        ledger, transfers=tuple(each for each in ledger.transfers if each.id not in joined), earmarks=()
    )
    return TraceInput(
        currency=tables.currency,
        transfers=tables.transfers,
        claims=tables.claims,
        openings=tables.openings,
        accounts=tables.accounts,
        assertions=tables.assertions,
        earmarks=tables.earmarks if ledger.earmarks else None,
        without=input_of(without) if joined else None,
    )


def trace_ledgers(
    given: Sequence[TraceInput],
    policies: Sequence[Policy],
    as_of: datetime | None,
    *,
    bounds: bool = False,
    sets: Mapping[str, Sequence[str]] | None = None,
    kept_from: datetime | None = None,
    resuming: Resuming | None = None,
) -> tuple[Findings, FarFindings | None]:
    """Return the main currency's findings, and all currencies' where there are several; raises as ``trace``.

    Only a trace of one currency goes on from snapshots.
    """
    if len(given) == 1:
        found = trace(given[0], policies, as_of, bounds=bounds, sets=sets, kept_from=kept_from, resuming=resuming)
        return found, None
    far = trace_all(given, policies, as_of, bounds=bounds, sets=sets, kept_from=kept_from)
    return far.each[0], far
