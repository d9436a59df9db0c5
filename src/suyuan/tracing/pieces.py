"""FIFO and LIFO once more in plain lines, over the few accounts asked about: each piece of one claim keeps the way
it came, and an account can be watched payment by payment.

The kernels keep no parents, so they stay fast; what comes out here is compared with theirs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from suyuan.tracing.kernels.arrays import NEVER, OTHER, Array64, Events, Records
from suyuan.tracing.policies import Policy

NOWHERE = -1
"""The parent of a piece that entered as its victim's own money; the way of a piece that nobody asked about."""


NOBODY = -2
"""Neither an origin (OTHER is -1) nor an account."""


@dataclass
class Lot:
    """A lot: its origin, its amount, and (of the claim asked about) its way: a place in ``Passed.ways``."""

    origin: int
    amount: int
    way: int = NOWHERE


@dataclass(frozen=True)
class Seen:
    """What one event did to the watched account: the pieces that came or left, in order, and its lots after it,
    the one that leaves first standing first.
    """

    event: int
    arrived: bool
    pieces: tuple[Lot, ...]
    lots: tuple[Lot, ...]


@dataclass
class Passed:
    """What the pass leaves: ``ways`` are (way of the piece before, event), ``lots`` those of the accounts gone
    through, ``seen`` what befell the watched account from the first claims' money on, and ``unseen`` how many
    events more.
    """

    ways: list[tuple[int, int]] = field(default_factory=list)
    lots: dict[int, deque[Lot]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    unseen: int = 0


@dataclass(frozen=True)
class Asked:
    """What a pass is to keep: the ways of one ``claim``'s pieces; of the ``watched`` account at most ``most``
    events, from the first claims' money on, or every one.
    """

    claim: int = NOBODY
    watched: int = NOBODY
    most: int = 0
    every: bool = False


def upstream(events: Events, flows: Records, accounts: Iterable[int], count: int) -> NDArray[np.bool_]:
    """Return which of ``count`` accounts claims' money could have passed on its way into ``accounts``, and these.

    ``flows`` are a policy's own: what comes to these accounts from any other is other funds alone.
    """
    needed = np.zeros(count, dtype=np.bool_)
    needed[list(accounts)] = True
    carrying = np.unique(flows["event"])
    payer, payee = events.payer[carrying], events.payee[carrying]
    while True:
        paying = np.zeros(count, dtype=np.bool_)
        paying[payer[needed[payee]]] = True
        if not (paying & ~needed).any():
            return needed
        needed |= paying


def piece_by_piece(events: Events, pieces: Mapping[int, Sequence[tuple[int, int]]]) -> tuple[Events, Array64]:
    """Return the events with what exchanges brought (``pieces``: by event, origin and amount in order) as an event
    for each piece, a claim's entering like a victim's own money; and which event each of them is.
    """
    count = len(events.payer)
    if not pieces:
        return events, np.arange(count)
    sizes = np.ones(count, dtype=np.int64)
    for event, parts in pieces.items():
        sizes[event] = len(parts)
    own = np.repeat(np.arange(count), sizes)
    first = np.cumsum(sizes) - sizes
    amount = events.amount[own].copy()
    on = zip(events.claim_event[:-1].tolist(), events.claim.tolist(), events.claim_amount.tolist(), strict=True)
    claims = [(int(first[event]), claim, claimed) for event, claim, claimed in on]
    for event, parts in pieces.items():
        for place, (origin, part) in enumerate(parts, int(first[event])):
            amount[place] = part
            if origin != OTHER:
                claims.append((place, origin, part))
    claims.sort(key=lambda each: each[0])
    return (
        events._replace(
            payer=events.payer[own],
            payee=events.payee[own],
            amount=amount,
            claim_event=np.array([*(each[0] for each in claims), NEVER], dtype=np.int64),
            claim=np.array([each[1] for each in claims], dtype=np.int32),
            claim_amount=np.array([each[2] for each in claims], dtype=np.int64),
        ),
        own,
    )


def go_through(
    policy: Policy, events: Events, openings: Array64, needed: NDArray[np.bool_], asked: Asked
) -> Passed:
    """Apply all events that touch the ``needed`` accounts under fifo or lifo (docs/method.md, "Policies").

    Raises ValueError where an account pays what it does not hold.
    """
    return _Pass(policy, events, openings, needed, asked).out()


class _Pass:
    def __init__(
        self, policy: Policy, events: Events, openings: Array64, needed: NDArray[np.bool_], asked: Asked
    ) -> None:
        self.newest_first = policy is Policy.LIFO
        self.events = events
        self.needed = needed
        self.asked = asked
        self.passed = Passed()
        for account in np.flatnonzero(needed).tolist():
            self.passed.lots[account] = deque()
            if openings[account] > 0:
                self.passed.lots[account].append(Lot(OTHER, int(openings[account])))
        self.claims: dict[int, list[tuple[int, int]]] = {}
        for row, event in enumerate(events.claim_event[:-1].tolist()):
            pair = (int(events.claim[row]), int(events.claim_amount[row]))
            self.claims.setdefault(event, []).append(pair)

    def out(self) -> Passed:
        """Return what the events leave."""
        events, needed = self.events, self.needed
        touched = np.flatnonzero((needed[events.payer] | needed[events.payee]) & (events.payer != events.payee))
        columns = (touched, events.payer[touched], events.payee[touched], events.amount[touched])
        for event, payer, payee, amount in zip(*(column.tolist() for column in columns), strict=True):
            pieces = self._leaving(event, payer, amount)
            if self.asked.watched == payer:
                self._see(event, pieces, arrived=False)
            if needed[payee]:
                for piece in pieces:
                    self._receive(payee, event, piece)
            if self.asked.watched == payee:
                self._see(event, pieces, arrived=True)
        return self.passed

    def _leaving(self, event: int, payer: int, amount: int) -> list[Lot]:
        """Take the event's pieces from its payer: each claim's own part, at once its rest, then what is left."""
        lots = self.passed.lots.get(payer)
        if lots is None:
            return [Lot(OTHER, amount)]
        oldest_first = not self.newest_first or payer >= self.events.aside
        pieces: list[Lot] = []
        for claim, claimed in self.claims.get(event, ()):
            own = _take_other(lots, claimed)
            if own:
                pieces.append(Lot(claim, own))
            pieces += _take(lots, claimed - own, oldest_first=oldest_first)
            amount -= claimed
        return pieces + _take(lots, amount, oldest_first=oldest_first)

    def _receive(self, account: int, event: int, piece: Lot) -> None:
        """Append a piece; all but the pieces of the claim asked about join a neighbour of their origin."""
        lots = self.passed.lots[account]
        if piece.origin == self.asked.claim:
            self.passed.ways.append((piece.way, event))
            lots.append(Lot(piece.origin, piece.amount, len(self.passed.ways) - 1))
        elif lots and lots[-1].origin == piece.origin:
            lots[-1].amount += piece.amount
        else:
            lots.append(Lot(piece.origin, piece.amount))

    def _see(self, event: int, pieces: list[Lot], *, arrived: bool) -> None:
        held = self.passed.lots[self.asked.watched]
        nothing_yet = not self.passed.seen and not self.asked.every
        if nothing_yet and all(lot.origin == OTHER for lot in (*pieces, *held)):
            return
        if len(self.passed.seen) >= self.asked.most:
            self.passed.unseen += 1
            return
        lots = [Lot(lot.origin, lot.amount) for lot in held]
        if self.newest_first:
            lots.reverse()
        self.passed.seen.append(Seen(event, arrived, tuple(pieces), tuple(lots)))


def _take(lots: deque[Lot], amount: int, *, oldest_first: bool) -> list[Lot]:
    """Take ``amount`` from one end of the lots; a lot that remains keeps its place."""
    pieces: list[Lot] = []
    while amount:
        if not lots:
            raise ValueError("an account pays what it does not hold")
        lot = lots[0] if oldest_first else lots[-1]
        part = min(lot.amount, amount)
        pieces.append(Lot(lot.origin, part, lot.way))
        amount -= part
        lot.amount -= part
        if not lot.amount:
            if oldest_first:
                lots.popleft()
            else:
                lots.pop()
    return pieces


def _take_other(lots: deque[Lot], wanted: int) -> int:
    """Take up to ``wanted`` of the other funds, oldest lot first; return how much there was."""
    missing = wanted
    for lot in lots:
        if not missing:
            break
        if lot.origin == OTHER:
            part = min(lot.amount, missing)
            lot.amount -= part
            missing -= part
    if missing != wanted:
        kept = [lot for lot in lots if lot.amount]
        lots.clear()
        lots.extend(kept)
    return wanted - missing
