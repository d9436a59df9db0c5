"""A worked example 演算: what an account held, lot by lot, and what each booking brought and took.

To be followed with a pencil: it begins with the first claims' money in the account, and each step can be computed
from the one before it by the policy's rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from suyuan.errors import Failed, WrongUsage
from suyuan.model.money import text_from_minor
from suyuan.model.text import Text
from suyuan.tracing.findings import TraceInput
from suyuan.tracing.kernels.arrays import OTHER, Array64
from suyuan.tracing.laws import ACCOUNT
from suyuan.tracing.paths import NO_ACCOUNT, WITH_CHAINS, Leg, account_number, leg_of
from suyuan.tracing.pieces import Asked, Lot, Passed, Seen, go_through, piece_by_piece, upstream
from suyuan.tracing.policies import Policy
from suyuan.tracing.running import PolicyRun
from suyuan.tracing.trace import compute
from suyuan.tracing.traced import Traced

WITH_EARMARKS = Text(
    zh="演算只按规则进行，不适用于指定对应。请去掉 --earmarks 或 --lots。",
    en="A worked example follows the rule alone, without earmarks. Leave out --earmarks or --lots.",
)


@dataclass(frozen=True)
class Share:
    """A lot or a piece: its claim (empty: other funds) and its amount."""

    claim: str
    amount: int


@dataclass(frozen=True)
class Step:
    """One booking of the account: its whole amount is ``leg.amount``, ``pieces`` came or left in this order, and
    ``lots`` is what the account holds after it: under fifo and lifo what leaves first first, else by origin.
    """

    leg: Leg
    arrived: bool
    pieces: tuple[Share, ...]
    lots: tuple[Share, ...]


@dataclass(frozen=True)
class Worked:
    """An account worked through under one policy: ``before``, other funds alone, is what it held until the first
    step; ``unseen`` says how many further steps there are.
    """

    policy: Policy
    account: str
    before: int
    steps: tuple[Step, ...]
    unseen: int


def worked(
    given: TraceInput, policies: Sequence[Policy], account: str, as_of: datetime | None, most: int
) -> tuple[Worked, ...]:
    """Return an account's first ``most`` steps from the first claims' money on, for each policy with amounts.

    Raises WrongUsage for an unknown account and for earmarks, Failed where a balance does not come out.
    """
    if given.earmarks is not None and len(given.earmarks):
        raise WrongUsage(WITH_EARMARKS())
    return worked_in(compute(given, policies, as_of), account, most)


def worked_in(traced: Traced, account: str, most: int) -> tuple[Worked, ...]:
    """Return the same of what was computed, also over several currencies; raises as ``worked``."""
    number = account_number(traced, account)
    if number < 0:
        raise WrongUsage(NO_ACCOUNT(account=account))
    return tuple(_checked(traced, _worked(traced, run, number, most)) for run in traced.runs)


def _worked(traced: Traced, run: PolicyRun, account: int, most: int) -> Worked:
    if run.policy in WITH_CHAINS:
        ledger = traced.stream
        needed = upstream(ledger.events, run.flows, (account,), len(ledger.openings))
        events, own = piece_by_piece(ledger.events, run.pieces)
        asked = Asked(watched=account, most=most)
        if run.pieces:
            asked = Asked(watched=account, most=len(events.payer), every=True)
        passed = go_through(run.policy, events, ledger.openings, needed, asked)
        if run.pieces:
            passed = _whole_events(passed, own, most)
        steps = tuple(
            _step(traced, each.event, each.pieces, each.lots, arrived=each.arrived) for each in passed.seen
        )
        return Worked(run.policy, traced.name(account), _before(traced, account, steps), steps, passed.unseen)
    return _in_proportion(traced, run, account, most)


def _whole_events(passed: Passed, own: Array64, most: int) -> Passed:
    """Return what was seen with the pieces of one exchange as one event again, at most so many."""
    seen: list[Seen] = []
    for each in passed.seen:
        event = int(own[each.event])
        if seen and seen[-1].event == event:
            seen[-1] = replace(seen[-1], pieces=seen[-1].pieces + each.pieces, lots=each.lots)
        else:
            seen.append(replace(each, event=event))
    with_claims = (place for place, each in enumerate(seen) if _has_claims(each))
    seen = seen[next(with_claims, len(seen)) :]
    return replace(passed, seen=seen[:most], unseen=len(seen[most:]))


def _has_claims(each: Seen) -> bool:
    return any(lot.origin != OTHER for lot in (*each.pieces, *each.lots))


def _in_proportion(traced: Traced, run: PolicyRun, account: int, most: int) -> Worked:
    """The same by the sums of each origin, from what the kernel says that each event moved."""
    events, claims = traced.stream.events, run.flows["claim"]
    touching = ((events.payer == account) | (events.payee == account)) & (events.payer != events.payee)
    moved: defaultdict[int, dict[int, int]] = defaultdict(dict)
    own = touching[run.flows["event"]]
    columns = (run.flows["event"][own], claims[own], run.flows["amount"][own])
    for event, claim, amount in zip(*(column.tolist() for column in columns), strict=True):
        moved[event][claim] = amount
    balance = int(traced.stream.openings[account])
    held: dict[int, int] = {}
    steps: list[Step] = []
    unseen = 0
    entering = traced.stream.claim_event
    for event in np.flatnonzero(touching).tolist():
        arrived, amount = bool(events.payee[event] == account), int(events.amount[event])
        of_claims = moved.get(event, {})
        balance += amount if arrived else -amount
        for claim, part in of_claims.items():
            fresh = int(run.effective[claim]) if not arrived and entering[claim] == event else 0
            held[claim] = held.get(claim, 0) + (part if arrived else fresh - part)
        if not steps and not of_claims:
            continue
        if len(steps) >= most:
            unseen += 1
            continue
        pieces = _by_origin(run.policy, of_claims, amount)
        steps.append(_step(traced, event, pieces, _by_origin(run.policy, held, balance), arrived=arrived))
    done = tuple(steps)
    return Worked(run.policy, traced.name(account), _before(traced, account, done), done, unseen)


def _by_origin(policy: Policy, of_claims: dict[int, int], total: int) -> tuple[Lot, ...]:
    """Return claims in the order of their file and other funds last, or first where they leave first."""
    shares = [Lot(claim, of_claims[claim]) for claim in sorted(of_claims) if of_claims[claim]]
    other = [Lot(OTHER, rest)] if (rest := total - sum(of_claims.values())) else []
    return tuple(other + shares if policy is Policy.LOWEST_INTERMEDIATE_BALANCE else shares + other)


def _step(traced: Traced, event: int, pieces: Sequence[Lot], lots: Sequence[Lot], *, arrived: bool) -> Step:
    amount = int(traced.stream.events.amount[event])
    return Step(leg_of(traced, event, amount), arrived, _shares(traced, pieces), _shares(traced, lots))


def _shares(traced: Traced, lots: Sequence[Lot]) -> tuple[Share, ...]:
    """Return lots with their claims' names; neighbours of one origin are one."""
    shares: list[Share] = []
    for lot in lots:
        name = "" if lot.origin == OTHER else str(traced.claim_names[lot.origin].as_py())
        if shares and shares[-1].claim == name:
            shares[-1] = Share(name, shares[-1].amount + lot.amount)
        else:
            shares.append(Share(name, lot.amount))
    return tuple(shares)


def _before(traced: Traced, account: int, steps: Sequence[Step]) -> int:
    """Return the account's balance before the first step; at the end, where there is none."""
    if not steps:
        return int(traced.balance[account])
    first = steps[0]
    after = sum(share.amount for share in first.lots)
    return after - first.leg.amount if first.arrived else after + first.leg.amount


def _checked(traced: Traced, done: Worked) -> Worked:
    """Raise Failed unless the pieces come to each amount, and the lots to each balance and in the end to what the
    kernel found.
    """
    balance = done.before
    for step in done.steps:
        balance += step.leg.amount if step.arrived else -step.leg.amount
        _agree(traced, done, sum(share.amount for share in step.pieces), step.leg.amount)
        _agree(traced, done, sum(share.amount for share in step.lots), balance)
    if done.steps and not done.unseen:
        number = account_number(traced, done.account)
        run = next(each for each in traced.runs if each.policy is done.policy)
        own = run.holdings[run.holdings["account"] == number]
        found: defaultdict[str, int] = defaultdict(int)
        for share in done.steps[-1].lots:
            found[share.claim] += share.amount
        for claim, amount in zip(own["claim"].tolist(), own["amount"].tolist(), strict=True):
            _agree(traced, done, found[str(traced.claim_names[claim].as_py())], amount)
        _agree(traced, done, balance, int(traced.balance[number]))
    return done


def _agree(traced: Traced, done: Worked, found: int, expected: int) -> None:
    if found != expected:
        currency = traced.stream.currency
        raise Failed(
            ACCOUNT(
                policy=done.policy.value,
                account=done.account,
                lots=text_from_minor(found, currency),
                balance=text_from_minor(expected, currency),
            )
        )
