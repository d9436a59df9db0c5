"""Tracing over several currencies, in plain lines: lots that carry what they are worth in their claim's currency.

A lot of a claim has an amount in the currency of the account it stands in, and a *basis* in the claim's own
currency. Where money is exchanged, the units received are split over the pieces paid, and each piece keeps its
basis; no market rate is used (docs/method.md, "Over several currencies"). One list of events holds all currencies,
in their order (``currency_events.py`` makes it of the currencies' ledgers).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from suyuan.model.money import share_by_largest_remainder
from suyuan.tracing.policies import Policy
from suyuan.tracing.reference import OTHER

Account = tuple[str, str] | tuple[int, int]
"""A currency and the name of an account or node in it, or their numbers."""


@dataclass
class BasisLot:
    """An amount of one origin (a claim's place, or OTHER), and what it is worth in the claim's currency.

    Other funds have no basis: it is 0.
    """

    origin: int
    amount: int
    basis: int


@dataclass(frozen=True)
class Payment:
    """A transfer within one currency; ``claims`` are (claim, claimed amount) in the order of the claims file."""

    payer: Account
    payee: Account
    amount: int
    claims: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Exchange:
    """The credit of a conversion: all that stands in ``node`` becomes ``amount`` units in ``payee``.

    The debit is a payment into the node, before it.
    """

    node: Account
    payee: Account
    amount: int


@dataclass(frozen=True)
class Exchanged:
    """What one exchange did with one claim: units paid, units received, and the basis that goes with them."""

    event: int
    claim: int
    paid: int
    received: int
    basis: int


@dataclass
class BasisRun:
    """What stands where, and each claim's own part when it entered, in its own currency.

    ``moved``: by event and claim what the event moved of it, in the currency of its payee. ``exchanged``: each
    claim in each exchange. ``pieces``: by exchange (its event) origin and units of what was received, in the order
    in which it came. ``paid_in``: by the node of an exchange all that was paid.
    """

    effective: dict[int, int] = field(default_factory=dict)
    lots: dict[Account, list[BasisLot]] = field(default_factory=lambda: defaultdict(list))
    moved: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))
    exchanged: list[Exchanged] = field(default_factory=list)
    pieces: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    paid_in: dict[Account, int] = field(default_factory=dict)
    aside: frozenset[Account] = frozenset()

    def holdings(self) -> dict[tuple[Account, int], tuple[int, int]]:
        """Return account and claim to the amount that stands there and its basis."""
        held: dict[tuple[Account, int], tuple[int, int]] = {}
        for account, lots in self.lots.items():
            for lot in lots:
                if lot.origin != OTHER:
                    amount, basis = held.get((account, lot.origin), (0, 0))
                    held[account, lot.origin] = amount + lot.amount, basis + lot.basis
        return held


def run(
    policy: Policy,
    events: Sequence[Payment | Exchange],
    openings: Mapping[Account, int],
    aside: frozenset[Account] = frozenset(),
) -> BasisRun:
    """Apply the events in order; every payer must hold what it pays, else ValueError.

    From accounts ``aside`` what came first leaves first, whatever the policy (they keep what earmarks set aside).
    """
    result = BasisRun(aside=aside)
    for account, amount in openings.items():
        if amount:
            result.lots[account].append(BasisLot(OTHER, amount, 0))
    for place, event in enumerate(events):
        if isinstance(event, Exchange):
            _change(policy, result, place, event)
        elif event.payer != event.payee:
            _pay(policy, result, place, event)
    return result


def _change(policy: Policy, result: BasisRun, place: int, event: Exchange) -> None:
    paid = result.lots.pop(event.node, [])
    received = exchanged(paid, event.amount)
    result.paid_in[event.node] = sum(piece.amount for piece in paid)
    result.pieces[place] = tuple((piece.origin, piece.amount) for piece in received if piece.amount)
    for claim in sorted({piece.origin for piece in paid} - {OTHER}):
        got = [piece for piece in received if piece.origin == claim]
        units = sum(piece.amount for piece in got)
        basis = sum(piece.basis for piece in got)
        result.exchanged.append(Exchanged(place, claim, _held(paid, claim), units, basis))
    _arrive(policy, result, place, event.payee, received)


def exchanged(pieces: Sequence[BasisLot], received: int) -> list[BasisLot]:
    """Split the units received over the origins paid: received x paid of the origin / paid, by largest remainder,
    and each origin's units likewise over its pieces.

    Ties go to the claim that stands first, other funds last; among an origin's pieces to the one that left first.
    Each piece keeps its basis, also one that is too small for a unit. Where nothing was paid in, what is received
    is other funds.
    """
    if not sum(piece.amount for piece in pieces):
        return [*pieces, BasisLot(OTHER, received, 0)]
    origins = sorted({piece.origin for piece in pieces}, key=lambda origin: (origin == OTHER, origin))
    units = _in_shares(received, [_held(pieces, origin) for origin in origins])
    parts = [0] * len(pieces)
    for origin, got in zip(origins, units, strict=True):
        own = [at for at, piece in enumerate(pieces) if piece.origin == origin]
        if got:
            shares = _in_shares(got, [pieces[at].amount for at in own])
            for at, share in zip(own, shares, strict=True):
                parts[at] = share
    return [
        BasisLot(piece.origin, part, piece.basis)
        for piece, part in zip(pieces, parts, strict=True)
        if part or piece.basis
    ]


def _in_shares(units: int, paid: Sequence[int]) -> list[int]:
    """Split units of another currency, as many as there are, by largest remainder; ties to the first."""
    total = sum(paid)
    shares = [units * each // total if total else 0 for each in paid]
    by_remainder = sorted(range(len(paid)), key=lambda place: -(units * paid[place] % total if total else 0))
    for place in by_remainder[: units - sum(shares)]:
        shares[place] += 1
    return shares


def part_of(lot: BasisLot, amount: int) -> BasisLot:
    """Take a part of a lot (modified in place): floor(basis x part / amount) of its basis, all with all of it."""
    basis = lot.basis * amount // lot.amount if lot.amount else 0
    lot.amount -= amount
    lot.basis -= basis
    return BasisLot(lot.origin, amount, basis)


def check(result: BasisRun) -> None:
    """Raise ValueError unless every claim's own part is the sum of its basis over all accounts and currencies."""
    standing: defaultdict[int, int] = defaultdict(int)
    for (_, claim), (_, basis) in result.holdings().items():
        standing[claim] += basis
    for claim, entered in result.effective.items():
        if standing[claim] != entered:
            raise ValueError(f"claim {claim} entered with {entered}, {standing[claim]} stand")


def _pay(policy: Policy, result: BasisRun, place: int, event: Payment) -> None:
    payer = result.lots[event.payer]
    rule = Policy.FIFO if event.payer in result.aside else policy
    unclaimed = event.amount
    for claim, claimed in event.claims:
        own = min(claimed, _held(payer, OTHER))
        _taken(payer, own, only=OTHER)
        result.effective[claim] = own
        if own:
            _arrive(policy, result, place, event.payee, [BasisLot(claim, own, own)])
        _arrive(policy, result, place, event.payee, _leaving(rule, payer, claimed - own))
        unclaimed -= claimed
    _arrive(policy, result, place, event.payee, _leaving(rule, payer, unclaimed))


def _arrive(policy: Policy, result: BasisRun, place: int, payee: Account, pieces: Sequence[BasisLot]) -> None:
    """Add pieces as new lots; where only the sum of each origin counts, to the origin's lot.

    Other funds have no basis, so they join other funds that stand beside them: no account grows a lot for each
    payment that no claim is in.
    """
    lots, in_order = result.lots[payee], payee in result.aside or policy in (Policy.FIFO, Policy.LIFO)
    for piece in pieces:
        if piece.origin != OTHER and piece.amount:
            result.moved[place, piece.origin] += piece.amount
        if in_order:
            same = lots[-1] if lots and lots[-1].origin == piece.origin == OTHER else None
        else:
            same = next((lot for lot in lots if lot.origin == piece.origin), None)
        if same is None:
            lots.append(piece)
        else:
            same.amount += piece.amount
            same.basis += piece.basis


def _leaving(policy: Policy, lots: list[BasisLot], amount: int) -> list[BasisLot]:
    """Take a payment from the lots (modified in place) by the policy; the rules are those of ``reference.py``."""
    if policy is Policy.FIFO:
        return _taken(lots, amount)
    if policy is Policy.LIFO:
        lots.reverse()
        pieces = _taken(lots, amount)
        lots.reverse()
        return pieces
    other = _held(lots, OTHER)
    if policy is Policy.LOWEST_INTERMEDIATE_BALANCE:
        first = min(amount, other)
        return _taken(lots, first, only=OTHER) + _in_proportion(lots, amount - first, with_other=False)
    if policy is Policy.CLAIMS_FIRST:
        first = min(amount, sum(lot.amount for lot in lots) - other)
        return _in_proportion(lots, first, with_other=False) + _taken(lots, amount - first, only=OTHER)
    return _in_proportion(lots, amount, with_other=True)


def _held(lots: Sequence[BasisLot], origin: int) -> int:
    return sum(lot.amount for lot in lots if lot.origin == origin)


def _taken(lots: list[BasisLot], amount: int, only: int | None = None) -> list[BasisLot]:
    """Take from the first lots (of one origin, if named); what has neither amount nor basis left goes."""
    pieces = []
    for lot in lots:
        if amount and lot.amount and only in (None, lot.origin):
            pieces.append(part_of(lot, min(lot.amount, amount)))
            amount -= pieces[-1].amount
    if amount:
        raise ValueError("an account pays what it does not hold")
    lots[:] = [lot for lot in lots if lot.amount or lot.basis]
    return pieces


def _in_proportion(lots: list[BasisLot], amount: int, *, with_other: bool) -> list[BasisLot]:
    """Take in proportion to what is held of each origin (a lot each): claims as in the file, other funds last."""
    if amount == 0:
        return []
    of = {lot.origin: lot for lot in lots if with_other or lot.origin != OTHER}
    origins = sorted(of, key=lambda origin: (origin == OTHER, origin))
    parts = share_by_largest_remainder(amount, [of[origin].amount for origin in origins])
    pieces = [part_of(of[origin], part) for origin, part in zip(origins, parts, strict=True) if part]
    lots[:] = [lot for lot in lots if lot.amount or lot.basis]
    return pieces
