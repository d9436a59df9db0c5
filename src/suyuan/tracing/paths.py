"""Paths 来路: the transfers by which a claim's money came to an account (docs/method.md, "How it came").

Under fifo and lifo each piece has one chain of transfers. Under every policy with amounts there is the flow
subgraph: the transfers that carried the claim's money on a way, in the order of time, to the account, and its
payments of it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import numpy as np

from suyuan.errors import Failed, WrongUsage
from suyuan.model.money import text_from_minor
from suyuan.model.text import Text
from suyuan.tracing import running
from suyuan.tracing.columns import column_of, places
from suyuan.tracing.earmarks import apart
from suyuan.tracing.findings import TraceInput
from suyuan.tracing.kernels.arrays import Array64, Records
from suyuan.tracing.moments import EPOCH
from suyuan.tracing.pieces import NOWHERE, Asked, Passed, go_through, piece_by_piece, upstream
from suyuan.tracing.policies import Policy
from suyuan.tracing.stream import Stream
from suyuan.tracing.trace import compute
from suyuan.tracing.traced import Traced

WITH_CHAINS = (Policy.FIFO, Policy.LIFO)
NAMED = 5

NO_AMOUNTS = Text(
    zh="规则 {policy} 不计金额，没有来路可列。请选用：{names}。",
    en="The policy {policy} has no amounts and so no paths. Choose one of: {names}.",
)
NO_CLAIM = Text(
    zh="没有名为 {claim} 的被骗款。共 {count} 笔，如：{names}。",
    en="There is no claim {claim!r}. There are {count}, among them: {names}.",
)
NO_CLAIMS = Text(zh="没有任何被骗款，无来路可列。", en="There is no claim at all, and so no path.")
NO_ACCOUNT = Text(
    zh="账户 {account} 不在任何转账中。请核对账号。",
    en="The account {account!r} stands in no transfer. Check its number.",
)
NOT_AS_FOUND = Text(
    zh="核算不平（{policy}）：被骗款 {claim} 在账户 {account} 为 {held}，各链合计为 {chains}。结果未输出。",
    en="The figures do not add up ({policy}): account {account} holds {held} of claim {claim}, the chains come to "
    "{chains}. Nothing is given out.",
)


@dataclass(frozen=True)
class Leg:
    """One transfer on the way. ``amount``: in a chain the piece's, in the subgraph all of the claim's money on it.

    ``transfer`` is empty for a difference to a stated balance, which no booking explains.
    """

    transfer: str
    time: datetime
    payer: str
    payee: str
    amount: int
    transfer_amount: int


@dataclass(frozen=True)
class Chain:
    """The way of a piece that stands in the account, from the claim's own transfer on."""

    amount: int
    legs: tuple[Leg, ...]


@dataclass(frozen=True)
class Passing:
    """What an account of the subgraph had of the claim's money in all.

    ``entered`` + ``came`` = ``towards`` + ``elsewhere`` + ``stands``: the victim's own part that set out here;
    what came by transfers; what left by the subgraph's transfers and by others; what stands at the moment.
    """

    account: str
    entered: int
    came: int
    towards: int
    elsewhere: int
    stands: int


@dataclass(frozen=True)
class ClaimPath:
    """How a claim's money came to an account under one policy, up to ``as_of``.

    ``claimed`` and ``effective`` are of the claim's own currency, the rest of ``currency``; money that an exchange
    brought from another currency sets out from its node. ``held`` is what stands there. ``chains`` (fifo and lifo;
    None under other policies, and where an exchange brought money into a ledger with earmarks) sum to it, oldest
    lot first; ``flows`` is the subgraph in the order of the ledger: what it brings to the account less what it
    takes from there is ``held``. ``passings`` are its accounts, in the order in which it reaches them.
    """

    policy: Policy
    account: str
    claim: str
    victim: str
    currency: str
    as_of: datetime
    claimed: int
    effective: int
    claim_currency: str
    held: int
    chains: tuple[Chain, ...] | None
    flows: tuple[Leg, ...]
    passings: tuple[Passing, ...]


def path_of(
    given: TraceInput, policy: Policy, account: str, claim: str, as_of: datetime | None = None
) -> ClaimPath:
    """Return how ``claim``'s money came to ``account``, with nothing in it where it never did.

    Raises WrongUsage for a policy without amounts, an unknown claim or account; Refused (RowRefused) for an input
    that cannot be traced; Failed where chains or flows are not what the kernels found.
    """
    refuse_without_amounts(policy)
    return path_in(given, compute(given, (policy,), as_of), account, claim)


def refuse_without_amounts(policy: Policy) -> None:
    """Raise WrongUsage for a policy without amounts."""
    if not policy.has_amounts:
        names = ", ".join(each.value for each in Policy if each.has_amounts)
        raise WrongUsage(NO_AMOUNTS(policy=policy.value, names=names))


def path_in(given: TraceInput, traced: Traced, account: str, claim: str, own: Traced | None = None) -> ClaimPath:
    """Return a path in what was computed for one policy with amounts; ``own`` is the claim's own currency's part,
    where that is another. Raises as ``path_of``.
    """
    policy = traced.runs[0].policy
    place, number = _claim(traced, claim), _account(traced, account)
    held = _held(traced, number, place)
    flows, passings = _subgraph(traced, number, place)
    chains = None
    earmarked = given.earmarks is not None and len(given.earmarks) > 0
    if policy in WITH_CHAINS and not (earmarked and traced.runs[0].pieces):
        chains = _chains(given, traced, number, place)
        _check(traced, number, place, held, sum(chain.amount for chain in chains))
    came = sum(leg.amount for leg in flows if leg.payee == account and leg.payer != account)
    went = sum(leg.amount for leg in flows if leg.payer == account and leg.payee != account)
    ledger, origin = traced.stream, own or traced
    _check(traced, number, place, held, (_entered(traced, number, place) if flows else 0) + came - went)
    return ClaimPath(
        policy=policy,
        account=account,
        claim=claim,
        victim=str(ledger.claims.column("victim")[place].as_py() or ""),
        currency=ledger.currency,
        as_of=moment_of(*ledger.as_of),
        claimed=int(origin.stream.claimed[place]),
        effective=int(origin.runs[0].effective[place]),
        claim_currency=origin.stream.currency,
        held=held,
        chains=chains,
        flows=flows,
        passings=passings,
    )


def moment_of(at: int, offset: int) -> datetime:
    """Return microseconds since 1970 as a moment in the given offset (minutes)."""
    return (EPOCH + timedelta(microseconds=at)).astimezone(timezone(timedelta(minutes=offset)))


def leg_of(traced: Traced, event: int, amount: int) -> Leg:
    """Return an event of the ledger as a leg that carried ``amount``."""
    ledger, moments = traced.stream, traced.stream.moments
    transfer = int(moments.transfer[event])
    payer, payee = int(ledger.events.payer[event]), int(ledger.events.payee[event])
    return Leg(
        transfer=str(ledger.transfers.column("id")[transfer].as_py()) if transfer >= 0 else "",
        time=moment_of(int(moments.time[event]), int(moments.offset[event])),
        payer=traced.name(payer) if payer < len(ledger.names) else "",
        payee=traced.name(payee),
        amount=amount,
        transfer_amount=int(ledger.events.amount[event]),
    )


def account_number(traced: Traced, account: str) -> int:
    """Return an account's number, -1 where no transfer names it."""
    return int(places(column_of([account]), traced.stream.names)[0])


def _account(traced: Traced, account: str) -> int:
    number = account_number(traced, account)
    if number < 0:
        raise WrongUsage(NO_ACCOUNT(account=account))
    return number


def _claim(traced: Traced, claim: str) -> int:
    names = traced.claim_names.to_pylist()
    if claim in names:
        return int(names.index(claim))
    if not names:
        raise WrongUsage(NO_CLAIMS())
    raise WrongUsage(NO_CLAIM(claim=claim, count=len(names), names=", ".join(sorted(names)[:NAMED])))


def _held(traced: Traced, account: int, claim: int) -> int:
    rows = traced.runs[0].holdings
    return int(rows["amount"][(rows["account"] == account) & (rows["claim"] == claim)].sum())


def _entered(traced: Traced, account: int, claim: int) -> int:
    """Return what of a claim set out from an account: its victim's own money, or what an exchange brought."""
    run, payer = traced.runs[0], traced.stream.events.payer
    event = int(traced.stream.claim_event[claim])
    own = int(run.effective[claim]) if event >= 0 and int(payer[event]) == account else 0
    here = (run.brought["claim"] == claim) & (payer[run.brought["event"]] == account)
    return own + int(run.brought["amount"][here].sum())


def _check(traced: Traced, account: int, claim: int, held: int, found: int) -> None:
    if held != found:
        currency = traced.stream.currency
        raise Failed(
            NOT_AS_FOUND(
                policy=traced.runs[0].policy.value,
                claim=traced.claim_names[claim],
                account=traced.name(account),
                held=text_from_minor(held, currency),
                chains=text_from_minor(found, currency),
            )
        )


def _subgraph(traced: Traced, account: int, claim: int) -> tuple[tuple[Leg, ...], tuple[Passing, ...]]:
    """Return the transfers that brought the claim's money nearer to the account, and took it from there."""
    events, run = traced.stream.events, traced.runs[0]
    rows = run.flows[run.flows["claim"] == claim]
    at = rows["event"]
    columns = (at, events.payer[at], events.payee[at], rows["amount"])
    moved = list(zip(*(column.tolist() for column in columns), strict=True))
    leading: set[int] = set()
    chosen: list[tuple[int, int, int, int]] = []
    for each in reversed(moved):
        _, payer, payee, _ = each
        if payee == account or payee in leading:
            leading.add(payer)
            chosen.append(each)
        elif payer == account and payer != payee:
            chosen.append(each)
    if not any(payee == account for _, _, payee, _ in chosen):
        return (), ()
    chosen.reverse()
    on_the_way = {event for event, *_ in chosen}
    order = list(dict.fromkeys(place for _, payer, payee, _ in chosen for place in (payer, payee)))
    came: defaultdict[int, int] = defaultdict(int)
    towards: defaultdict[int, int] = defaultdict(int)
    elsewhere: defaultdict[int, int] = defaultdict(int)
    for event, payer, payee, amount in moved:
        came[payee] += amount
        (towards if event in on_the_way else elsewhere)[payer] += amount
    passings = []
    for place in order:
        entered = _entered(traced, place, claim)
        stands = _held(traced, place, claim)
        left = towards[place] + elsewhere[place] + stands
        _check(traced, place, claim, stands, entered + came[place] - (left - stands))
        passings.append(
            Passing(traced.name(place), entered, came[place], towards[place], elsewhere[place], stands)
        )
    return tuple(leg_of(traced, event, amount) for event, _, _, amount in chosen), tuple(passings)


def _chains(given: TraceInput, traced: Traced, account: int, claim: int) -> tuple[Chain, ...]:
    """Return the chains of the pieces that stand in the account, equal ones together."""
    ledger, run = traced.stream, traced.runs[0]
    policy = run.policy
    standing_in, own_event = [account], np.arange(len(ledger.events.payer))
    if given.earmarks is not None and len(given.earmarks):
        split = apart(given.earmarks, ledger)
        ledger, own_event = split.stream, split.event
        run = running.run(policy, ledger.events, ledger.openings, len(ledger.claimed))
        standing_in = np.flatnonzero(split.account == account).tolist()
    needed = upstream(ledger.events, run.flows, standing_in, len(ledger.openings))
    events, in_pieces = piece_by_piece(ledger.events, run.pieces)
    own_event = own_event[in_pieces]
    passed = go_through(policy, events, ledger.openings, needed, Asked(claim=claim))
    _check_pass(traced, ledger, passed, (run.holdings, in_pieces), claim)
    sums: dict[tuple[int, ...], int] = {}
    for place in standing_in:
        for lot in passed.lots[place]:
            if lot.origin == claim:
                way = tuple(int(own_event[event]) for event in _way(passed, lot.way) if own_event[event] >= 0)
                sums[way] = sums.get(way, 0) + lot.amount
    return tuple(
        Chain(amount, tuple(leg_of(traced, event, amount) for event in way)) for way, amount in sums.items()
    )


def _way(passed: Passed, way: int) -> list[int]:
    """Return the events of a way, first to last."""
    events: list[int] = []
    while way != NOWHERE:
        way, event = passed.ways[way]
        events.append(event)
    events.reverse()
    return events


def _check_pass(
    traced: Traced, ledger: Stream, passed: Passed, found_by: tuple[Records, Array64], claim: int
) -> None:
    """Raise Failed unless every account gone through holds of the claim what the kernel found."""
    found: defaultdict[int, int] = defaultdict(int)
    holdings, in_pieces = found_by
    own = holdings[holdings["claim"] == claim]
    for account, amount in zip(own["account"].tolist(), own["amount"].tolist(), strict=True):
        found[account] += amount
    for account, lots in passed.lots.items():
        here = sum(lot.amount for lot in lots if lot.origin == claim)
        if here != found[account]:
            _check(traced, min(account, len(traced.stream.names) - 1), claim, found[account], here)
    run = traced.runs[0]
    entering = {int(ledger.claim_event[claim])}
    if run.pieces:
        entering |= set(run.brought["event"][run.brought["claim"] == claim].tolist())
    for way, event in passed.ways:
        if way == NOWHERE and int(in_pieces[event]) not in entering:
            _check(traced, 0, claim, 0, -1)
