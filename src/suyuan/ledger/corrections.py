"""Reversed bookings 冲正: taken out with their corrections, or sent through a node of their own.

A correction names its original by the original's reference, with the same amount and the other direction. If no
other booking of either account lies between the two, both are left out; else the original goes to
``suspense:ORIGINAL`` and comes back from there at the correction's place (docs/method.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from suyuan.ledger.case_ledger import Contradiction, ContradictionKind
from suyuan.ledger.identities import How, Identities
from suyuan.ledger.own_rows import OwnRows
from suyuan.ledger.readings import Reading
from suyuan.ledger.references import is_placeholder
from suyuan.ledger.windows import is_within
from suyuan.model.booking import Booking, BookingKind, Direction
from suyuan.model.text import Text

ORIGINAL_UNFOUND = Text(
    zh="冲正账目 {booking} 指向的原账目 {reference} 未找到，按一般账目处理。",
    en="The correction {booking} names an original {reference} that is not there; it is taken as any booking.",
)


@dataclass(frozen=True)
class CorrectedPair:
    """An original and the correction that names it, with their places among the account's entering rows."""

    account: str
    original: Booking
    correction: Booking
    first: int
    last: int


@dataclass(frozen=True)
class Returned:
    """A payment that one side alone takes back: ``paid`` is the payer's row, ``received`` the payee's."""

    payer: str
    paid: Booking
    payee: str
    received: Booking
    correction: Booking

    @property
    def by_payer(self) -> bool:
        """Tell whether the correction stands in the payer's statement."""
        return self.correction.direction is Direction.IN

    @property
    def rows(self) -> frozenset[str]:
        """The ids of its three rows."""
        return frozenset({self.paid.id, self.received.id, self.correction.id})


@dataclass(frozen=True)
class Corrections:
    """``left_out`` are bookings that cancel each other; ``suspended`` gives others' node by the booking's id.

    ``returned`` are corrected payments of which the other side's statement shows no correction. ``converted``
    gives the nodes of bookings that are exchanges of currencies.
    """

    left_out: frozenset[str]
    suspended: Mapping[str, str]
    unfound: tuple[Contradiction, ...]
    converted: Mapping[str, str] = field(default_factory=dict)
    returned: tuple[Returned, ...] = ()


def settle(
    accounts: Mapping[str, OwnRows], identities: Identities, reading: Reading = Reading.AS_RULED
) -> Corrections:
    """Return what becomes of every corrected booking of the case."""
    pairs: dict[str, list[CorrectedPair]] = {}
    unfound: list[Contradiction] = []
    for account, own in accounts.items():
        pairs[account] = list(_pairs(own, unfound))
    for unsaid in _unsaid(pairs, accounts, identities):
        pairs[unsaid.account].append(unsaid)
    left_out: set[str] = set()
    suspended: dict[str, str] = {}
    returned = list(_returned(pairs, accounts, identities))
    taken = {row for each in returned for row in each.rows}
    for account in sorted(pairs):
        for pair in (each for each in pairs[account] if each.original.id not in taken):
            removed = reading is Reading.CORRECTED_REMOVED
            if reading is Reading.AS_RULED or reading.is_order:
                removed = _is_clean(pair, pairs, accounts, identities)
            if removed:
                left_out |= {pair.original.id, pair.correction.id}
            else:
                node = f"suspense:{pair.original.id}"
                suspended |= {pair.original.id: node, pair.correction.id: node}
    return Corrections(frozenset(left_out), suspended, tuple(unfound), returned=tuple(returned))


def _unsaid(
    pairs: Mapping[str, list[CorrectedPair]], accounts: Mapping[str, OwnRows], identities: Identities
) -> list[CorrectedPair]:
    """Return the corrected pairs that another account's correction shows, and no word of their own statement."""
    corrected = _rows_of(pairs)
    found: list[CorrectedPair] = []
    for pair in (pair for account in sorted(pairs) for pair in pairs[account]):
        other, original = _other_side(pair, pair.original, corrected, accounts, identities)
        _, correction = _other_side(pair, pair.correction, corrected, accounts, identities)
        if original is not None and correction is not None:
            places = {row.id: place for place, row in enumerate(accounts[other].entering)}
            first, last = places[original.id], places[correction.id]
            if first < last:
                corrected |= {original.id, correction.id}
                found.append(CorrectedPair(other, original, correction, first, last))
    return found


def _returned(
    pairs: Mapping[str, list[CorrectedPair]], accounts: Mapping[str, OwnRows], identities: Identities
) -> Iterator[Returned]:
    """Yield the corrected payments whose row on the other side stands there uncorrected."""
    corrected = _rows_of(pairs)
    for pair in (pair for account in sorted(pairs) for pair in pairs[account]):
        other, theirs = _other_side(pair, pair.original, corrected, accounts, identities)
        if theirs is None:
            continue
        corrected.add(theirs.id)
        if pair.original.direction is Direction.IN:
            yield Returned(other, theirs, pair.account, pair.original, pair.correction)
        else:
            yield Returned(pair.account, pair.original, other, theirs, pair.correction)


def _rows_of(pairs: Mapping[str, list[CorrectedPair]]) -> set[str]:
    return {row.id for its in pairs.values() for pair in its for row in (pair.original, pair.correction)}


def _other_side(
    pair: CorrectedPair,
    row: Booking,
    corrected: Set[str],
    accounts: Mapping[str, OwnRows],
    identities: Identities,
) -> tuple[str, Booking | None]:
    """Return the account that a pair's original names in full, and its uncorrected row that is one of the pair's.

    Of several such rows the nearest in time is the one.
    """
    named = identities.named(pair.original.counterparty, pair.account)
    if named.how is not How.FULL or named.accounts[0] not in accounts:
        return "", None
    other = named.accounts[0]
    likely = [
        each
        for each in accounts[other].entering
        if _cancel(row, each)
        and each.id not in corrected
        and is_within(each.time, row.time)
        and pair.account in identities.named(each.counterparty, other).accounts
    ]
    return other, min(likely, key=lambda each: (abs(each.time.at - row.time.at), each.id), default=None)


def _pairs(own: OwnRows, unfound: list[Contradiction]) -> Iterator[CorrectedPair]:
    """Yield an account's corrections with the nearest earlier booking that each of them names, one to one."""
    if not any(row.corrects for row in own.entering):
        return
    by_reference: defaultdict[str, list[int]] = defaultdict(list)
    taken: set[int] = set()
    for place, row in enumerate(own.entering):
        if row.corrects and row.kind is BookingKind.CORRECTION:
            named = [at for at in by_reference[row.corrects] if at not in taken]
            fitting = [at for at in named if _cancel(own.entering[at], row)]
            if fitting:
                first = fitting[-1]
                taken |= {first, place}
                yield CorrectedPair(own.account, own.entering[first], row, first, place)
                continue
            message = ORIGINAL_UNFOUND(booking=row.id, reference=row.corrects)
            unfound.append(
                Contradiction(ContradictionKind.ORIGINAL_UNFOUND, own.account, row.id, row.amount, message)
            )
        for reference in {row.reference, *row.references}:
            if is_placeholder(reference):
                continue
            by_reference[reference].append(place)


def _cancel(original: Booking, correction: Booking) -> bool:
    """Tell whether one row takes back what the other booked, or is it seen from the other side."""
    opposite = {Direction.IN: Direction.OUT, Direction.OUT: Direction.IN}[original.direction]
    return original.amount == correction.amount and correction.direction is opposite


def _is_clean(
    pair: CorrectedPair,
    pairs: Mapping[str, list[CorrectedPair]],
    accounts: Mapping[str, OwnRows],
    identities: Identities,
) -> bool:
    """Tell whether no other booking of either account lies between the original and its correction."""
    if pair.last - pair.first > 1:
        return False
    named = identities.named(pair.original.counterparty, pair.account)
    if named.how is not How.FULL or named.accounts[0] not in accounts:
        return True
    other = named.accounts[0]
    mirror = next((each for each in pairs[other] if _mirrors(each, pair, identities)), None)
    if mirror is not None:
        return mirror.last - mirror.first == 1
    start, end = pair.original.time.at, pair.correction.time.at
    return not any(start < row.time.at < end for row in accounts[other].entering)


def _mirrors(theirs: CorrectedPair, ours: CorrectedPair, identities: Identities) -> bool:
    """Tell whether another account's corrected pair is the same two bookings seen from there."""
    back = identities.named(theirs.original.counterparty, theirs.account)
    return (
        theirs.original.amount == ours.original.amount
        and theirs.original.direction is not ours.original.direction
        and (back.how is How.BLANK or ours.account in back.accounts)
        and is_within(theirs.original.time, ours.original.time)
        and is_within(theirs.correction.time, ours.correction.time)
    )
