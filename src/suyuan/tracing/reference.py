"""The policies in plain lines: the specification's twin of the kernels, for tests and for readers.

An account is a list of lots ``[origin, amount]``, oldest first; an origin is a claim's place in the claims file,
or OTHER. Nothing here is fast; everything stands as docs/method.md says it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from suyuan.model.money import share_by_largest_remainder
from suyuan.tracing.policies import Policy

OTHER = -1

Lot = list[int]
Piece = tuple[int, int]


@dataclass(frozen=True)
class PlainEvent:
    """A payment; ``claims`` are (claim, claimed amount), in the order of the claims file."""

    payer: int
    payee: int
    amount: int
    claims: tuple[Piece, ...] = ()


@dataclass
class PlainRun:
    """What a policy gives: each claim's own part, the lots of each account, the claims' money each event moved."""

    effective: dict[int, int] = field(default_factory=dict)
    lots: dict[int, list[Lot]] = field(default_factory=lambda: defaultdict(list))
    flows: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))

    def holdings(self) -> dict[tuple[int, int], int]:
        """Return account and claim to what stands there."""
        held: dict[tuple[int, int], int] = defaultdict(int)
        for account, lots in self.lots.items():
            for origin, amount in lots:
                if origin != OTHER:
                    held[account, origin] += amount
        return dict(held)


def run(policy: Policy, events: Sequence[PlainEvent], openings: Mapping[int, int]) -> PlainRun:
    """Apply the events in order; every payer must hold what it pays."""
    result = PlainRun()
    for account, amount in openings.items():
        if amount:
            result.lots[account].append([OTHER, amount])
    for number, event in enumerate(events):
        if event.payer != event.payee:
            _apply(policy, result, number, event)
    return result


def _apply(policy: Policy, result: PlainRun, number: int, event: PlainEvent) -> None:
    payer, payee = result.lots[event.payer], result.lots[event.payee]

    def move(pieces: list[Piece]) -> None:
        for origin, amount in pieces:
            payee.append([origin, amount])
            if origin != OTHER:
                result.flows[number, origin] += amount

    unclaimed = event.amount
    for claim, claimed in event.claims:
        own = sum(amount for _, amount in _take(payer, min(claimed, _held(payer, OTHER)), only=OTHER))
        result.effective[claim] = own
        move([(claim, own)] if own else [])
        move(leaving(policy, payer, claimed - own))
        unclaimed -= claimed
    move(leaving(policy, payer, unclaimed))


def leaving(policy: Policy, lots: list[Lot], amount: int) -> list[Piece]:
    """Take a payment from the lots (modified in place); return its pieces in the order in which they leave."""
    if policy is Policy.FIFO:
        return _take(lots, amount)
    if policy is Policy.LIFO:
        lots.reverse()
        pieces = _take(lots, amount)
        lots.reverse()
        return pieces
    other = _held(lots, OTHER)
    if policy is Policy.LOWEST_INTERMEDIATE_BALANCE:
        first = min(amount, other)
        return _take(lots, first, only=OTHER) + _in_proportion(lots, amount - first, with_other=False)
    if policy is Policy.CLAIMS_FIRST:
        first = min(amount, sum(each for _, each in lots) - other)
        return _in_proportion(lots, first, with_other=False) + _take(lots, amount - first, only=OTHER)
    return _in_proportion(lots, amount, with_other=True)


def _held(lots: list[Lot], origin: int) -> int:
    return sum(amount for each, amount in lots if each == origin)


def _take(lots: list[Lot], amount: int, only: int | None = None) -> list[Piece]:
    """Take ``amount`` from the first lots (of one origin, if named); a lot that remains keeps its place."""
    pieces: list[Piece] = []
    for lot in lots:
        if amount == 0:
            break
        if only is None or lot[0] == only:
            part = min(lot[1], amount)
            pieces.append((lot[0], part))
            lot[1] -= part
            amount -= part
    if amount:
        raise ValueError("an account pays what it does not hold")
    lots[:] = [lot for lot in lots if lot[1]]
    return pieces


def _in_proportion(lots: list[Lot], amount: int, *, with_other: bool) -> list[Piece]:
    """Take ``amount`` in proportion to the sum of each origin: claims as in the file, other funds last."""
    if amount == 0:
        return []
    origins = sorted({lot[0] for lot in lots} - {OTHER}) + ([OTHER] if with_other else [])
    parts = share_by_largest_remainder(amount, [_held(lots, origin) for origin in origins])
    return [
        piece
        for origin, part in zip(origins, parts, strict=True)
        for piece in _take(lots, part, only=origin)
        if part
    ]
