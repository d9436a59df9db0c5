"""A case of several currencies traced: each currency's findings, exchanges followed from one into the other.

What each currency's ledger says by itself is as for one currency; claims' money that goes into ``convert:ID``
comes out of it in the other currency, and each lot keeps its basis in the claim's own (docs/method.md, "Over
several currencies"). The amounts come from the plain lines of ``over_currencies.py``; every law is checked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import pyarrow as pa

from suyuan.errors import Failed, Refused
from suyuan.model.text import Text
from suyuan.tracing import account_facts, laws, stream
from suyuan.tracing.currency_events import Merged, merged
from suyuan.tracing.earmarks import Apart, apart
from suyuan.tracing.earmarks import together as put_together
from suyuan.tracing.far_reach import Reached, reach_over
from suyuan.tracing.findings import TraceInput
from suyuan.tracing.kernels import balances, reach
from suyuan.tracing.kernels.arrays import FLOW, HOLDING, Array64
from suyuan.tracing.over_currencies import Account, BasisRun, Exchange, check, run
from suyuan.tracing.policies import Policy
from suyuan.tracing.reference import OTHER
from suyuan.tracing.running import PolicyRun, summed
from suyuan.tracing.stream import Stream
from suyuan.tracing.traced import Traced

NOT_CONSERVED = Text(
    zh="核算不平（{policy}）：{what}。结果未输出。",
    en="The figures do not add up ({policy}): {what}. Nothing is given out.",
)
REPEATED_CURRENCY = Text(
    zh="币种 {currency} 出现两次，每个币种只能有一份转账。",
    en="the currency {currency} is given twice; one ledger each.",
)
REPEATED_CLAIM = Text(
    zh="被骗款 {claim} 在两个币种中各出现一次；编号不能重复。",
    en="claim {claim} stands in two currencies; an id names one claim.",
)


@dataclass(frozen=True)
class Currencies:
    """The ledgers, the first one the main currency's; what each policy gives over all of them.

    ``together`` are the events as the policies ran over them: with earmarks, written anew by ``splits``.
    """

    traced: tuple[Traced, ...]
    together: Merged
    runs: Mapping[Policy, BasisRun]
    splits: tuple[Apart | None, ...]

    def account(self, account: Account) -> tuple[int, int]:
        """Return the ledger and the account's number in it; what an earmark set aside stands in its account."""
        ledger, number = int(account[0]), int(account[1])
        split = self.splits[ledger]
        return ledger, number if split is None else int(split.account[number])

    def currency_of(self, claim: int) -> str:
        """Return a claim's own currency."""
        return next(each.stream.currency for each in self.traced if claim not in each.foreign)

    def of(self, currency: str) -> Traced:
        """Return one currency's part."""
        return next(each for each in self.traced if each.stream.currency == currency)


def compute_all(given: Sequence[TraceInput], policies: Sequence[Policy], as_of: datetime | None) -> Currencies:
    """Return all currencies' parts as numbers, their laws checked; raises Refused, RowRefused, Failed."""
    ledgers = _numbered_through(given, as_of)
    facts = [account_facts.read(each.accounts) for each in given]
    splits = tuple(
        apart(each.earmarks, ledger) if each.earmarks is not None and len(each.earmarks) else None
        for each, ledger in zip(given, ledgers, strict=True)
    )
    ledgers = [
        ledger if split is None else replace(ledger, carried=split.carried)
        for ledger, split in zip(ledgers, splits, strict=True)
    ]
    reached = reach_over(ledgers, facts, merged(ledgers))
    written = [ledger if split is None else split.stream for ledger, split in zip(ledgers, splits, strict=True)]
    together = merged(written)
    chosen = tuple(policy for policy in Policy if policy in set(policies))
    openings, aside = _openings(written, together), _aside(written)
    runs = {policy: run(policy, together.events, openings, aside) for policy in chosen if policy.has_amounts}
    for policy, done in runs.items():
        try:
            check(done)
        except ValueError as error:
            raise Failed(NOT_CONSERVED(policy=policy.value, what=error)) from error
    parts = []
    for number, (ledger, fact, far) in enumerate(zip(ledgers, facts, reached, strict=True)):
        gates, sources = _exchanges(written, together, number)
        foreign = frozenset(np.flatnonzero(_of_ledger(given) != number).tolist())
        part = _traced(ledger, fact, chosen, far)
        own_runs = tuple(
            _checked(_run_of(policy, done, written[number], together, number), part, splits[number])
            for policy, done in runs.items()
        )
        split = splits[number]
        conflicts = () if split is None else split.conflicts
        part = replace(part, runs=own_runs, foreign=foreign, gates=gates, sources=sources, conflicts=conflicts)
        parts.append(part)
    return Currencies(tuple(parts), together, runs, splits)


def _checked(done: PolicyRun, part: Traced, split: Apart | None) -> PolicyRun:
    """Return a run in the accounts and events of the ledger, its laws checked."""
    if split is not None:
        events, moved = split.stream.events, split.stream.openings.copy()
        balances.move(events.payer, events.payee, events.amount, moved)
        laws.check_run(split.stream, done, moved)
        brought = done.brought.copy()
        brought["event"] = split.event[brought["event"]]
        pieces = {int(split.event[event]): each for event, each in done.pieces.items()}
        done = replace(put_together(split, done, len(part.balance)), brought=brought, pieces=pieces)
    laws.check_run(part.stream, done, part.balance)
    return done


def _aside(written: Sequence[Stream]) -> frozenset[Account]:
    """Return the accounts that keep what earmarks set aside."""
    return frozenset(
        (number, account)
        for number, ledger in enumerate(written)
        for account in range(min(ledger.events.aside, len(ledger.names)), len(ledger.names))
    )


def _exchanges(ledgers: Sequence[Stream], together: Merged, number: int) -> tuple[frozenset[int], frozenset[int]]:
    """Return a ledger's nodes of exchanges: those that money is followed from, and those that it comes from."""
    done = [
        (event.node, ledger, int(ledgers[ledger].events.payer[at]))
        for (ledger, at), event in zip(together.places, together.events, strict=True)
        if isinstance(event, Exchange)
    ]
    return (
        frozenset(int(node[1]) for node, _, _ in done if node[0] == number),
        frozenset(source for _, ledger, source in done if ledger == number),
    )


def _of_ledger(given: Sequence[TraceInput]) -> Array64:
    return np.repeat(np.arange(len(given)), [len(each.claims) for each in given])


def _numbered_through(given: Sequence[TraceInput], as_of: datetime | None) -> list[Stream]:
    """Return the ledgers as arrays, all with all claims, those of the first currency first."""
    currencies = [each.currency for each in given]
    repeated = next((each for each in currencies if currencies.count(each) > 1), None)
    if repeated is not None:
        raise Refused(REPEATED_CURRENCY(currency=repeated))
    alone = [stream.build(each, as_of) for each in given]
    claims = pa.concat_tables([each.claims.select(["claim", "victim", "transfer", "amount"]) for each in alone])
    names = claims.column("claim").to_pylist()
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Refused(REPEATED_CLAIM(claim=twice))
    found, first = [], 0
    for each in alone:
        own = slice(first, first + len(each.claimed))
        claimed, event = np.zeros(len(names), np.int64), np.full(len(names), -1, np.int64)
        claimed[own], event[own] = each.claimed, each.claim_event
        events = each.events._replace(claim=(each.events.claim + first).astype(np.int32))
        found.append(replace(each, claims=claims, claimed=claimed, claim_event=event, events=events))
        first = own.stop
    return found


def _openings(ledgers: Sequence[Stream], together: Merged) -> dict[Account, int]:
    """Return what each account held at first; a node that an exchange pays from holds what was paid in."""
    exchanged = {
        (ledger, int(ledgers[ledger].events.payer[at]))
        for (ledger, at), event in zip(together.places, together.events, strict=True)
        if isinstance(event, Exchange)
    }
    return {
        (number, account): int(ledger.openings[account])
        for number, ledger in enumerate(ledgers)
        for account in np.flatnonzero(ledger.openings).tolist()
        if (number, account) not in exchanged
    }


def _run_of(policy: Policy, done: BasisRun, ledger: Stream, together: Merged, number: int) -> PolicyRun:
    """Return one ledger's share of what a policy gives, as the kernels would lay it out."""
    flows = [
        (amount, together.places[event][1], claim)
        for (event, claim), amount in done.moved.items()
        if together.places[event][0] == number
    ]
    brought = [
        (each.received, together.places[each.event][1], each.claim)
        for each in done.exchanged
        if together.places[each.event][0] == number and each.received
    ]
    holdings: list[tuple[int, int, int]] = []
    totals = np.zeros(len(ledger.openings), dtype=np.int64)
    for (place, account), lots in done.lots.items():
        if place == number:
            holdings += [
                (lot.amount, int(account), lot.origin) for lot in lots if lot.origin != OTHER and lot.amount
            ]
            totals[int(account)] += sum(lot.amount for lot in lots)
    for each in done.exchanged:
        event = together.events[each.event]
        if isinstance(event, Exchange) and event.node[0] == number and each.paid:
            holdings.append((each.paid, int(event.node[1]), each.claim))
    for (place, account), amount in done.paid_in.items():
        if place == number:
            totals[int(account)] += amount
    effective = np.zeros(len(ledger.claimed), dtype=np.int64)
    for claim, entered in done.effective.items():
        effective[claim] = entered if ledger.claim_event[claim] >= 0 else 0
    return PolicyRun(
        policy,
        effective,
        summed(np.array(holdings, HOLDING), "account"),
        summed(np.array(flows, FLOW), "event"),
        totals,
        0,
        summed(np.array(brought, FLOW), "event"),
        {
            together.places[event][1]: pieces
            for event, pieces in done.pieces.items()
            if together.places[event][0] == number
        },
    )


def _traced(ledger: Stream, facts: account_facts.Facts, policies: tuple[Policy, ...], far: Reached) -> Traced:
    """Return a ledger's part with balances and movements as ``trace.compute`` finds them."""
    events = ledger.events
    balance = ledger.openings.copy()
    balances.move(events.payer, events.payee, events.amount, balance)
    last = np.full(len(balance), -1, dtype=np.int64)
    reach.touched(events.payer, events.payee, len(events.payer), last, np.zeros(len(balance), dtype=np.bool_))
    pays = np.zeros(len(balance), dtype=np.bool_)
    reach.touched(ledger.payer, ledger.payee, 0, last, pays)
    return Traced(
        ledger, facts, policies, (), far.nodes, far.holder_tier, balance, last, pays, arrived=far.arrived
    )
