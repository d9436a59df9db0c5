"""Presumed claims 推定被骗款: what came into suspect-controlled accounts from outside and no claim covers.

docs/method.md, "Presumed claims". Each such inflow is a claim that nobody has made yet; what may speak against it
is proposed with its reason and excludes nothing by itself. None of it stands among the claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from suyuan.model.booking import BookingKind
from suyuan.model.claim import Claim
from suyuan.model.node import is_node
from suyuan.model.transfer import Role, Transfer

PASSING = ("transit:", "suspense:", "packet:")
BACK_FROM = ("via:", "fee:", "unexplained:", "convert:")
EARNED = ("interest:", "yield:")
JOINED = "earmark"
"""The reason of a transfer by which an earmark joins cash taken out with cash paid in."""
SETTLING = (Role.MERCHANT, Role.POOL)
MOST_OF_A_TEST = 100
"""A test transfer is at most this (minor units) and followed by more from the same payer."""


class Exclusion(Enum):
    """Why an inflow may be no victim's money."""

    OWN_TRANSFER = "own_transfer"
    REFUND = "refund"
    INTEREST = "interest"
    TEST_TRANSFER = "test_transfer"
    SETTLEMENT = "settlement"
    EXPLAINED = "explained"


class SearchState(Enum):
    """How far the search for the presumed victim has come."""

    TO_BE_FOUND = "to_be_found"
    CONTACTED = "contacted"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    NOT_FOUND = "not_found"


@dataclass(frozen=True)
class Known:
    """What is known of accounts and transfers, by key and by id; what nobody knows is not there.

    ``kinds`` are those of the rows that a transfer rests on; ``victims`` the victim of each victim's account;
    ``reached`` when claims' money could first have come to an account: what it pays from then on may be of it;
    ``carried`` what of a transfer an earmark has from another one: it is no money of the payer's.
    """

    roles: Mapping[str, Role] = field(default_factory=dict)
    holders: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    victims: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, Collection[BookingKind]] = field(default_factory=dict)
    reached: Mapping[str, datetime] = field(default_factory=dict)
    carried: Mapping[str, int] = field(default_factory=dict)

    def may_pay_on(self, payer: str, time: datetime) -> bool:
        """Tell whether what an account, no victim's, pays at a time may be claims' money that came to it."""
        return payer in self.reached and payer not in self.victims and self.reached[payer] <= time


@dataclass(frozen=True)
class PresumedClaim:
    """An inflow of which ``amount`` (minor units) is covered by no claim.

    ``payer`` is who stands behind it, also where it came through a node that only passes it on. ``victim`` is the
    known victim whose account paid and who did not report this payment, else empty. ``proposed`` may exclude it.
    """

    transfer: Transfer
    payer: str
    amount: int
    victim: str
    proposed: Exclusion | None


def presumed_claims(
    transfers: Sequence[Transfer], claims: Iterable[Claim], suspects: Collection[str], known: Known
) -> tuple[PresumedClaim, ...]:
    """Return the inflows from outside into the suspects' accounts that no claim covers, in the ledger's order.

    Moves among the suspects' accounts, their products and sub-accounts are none, nor is what an account pays that
    claims' money had come to.
    """
    inside = set(suspects) | {child for child, parent in known.parents.items() if parent in suspects}
    claimed: defaultdict[str, int] = defaultdict(int)
    for claim in claims:
        claimed[claim.transfer] += claim.amount
    into: dict[str, Transfer] = {}
    through: defaultdict[str, int] = defaultdict(int)
    proposing = _Proposing(transfers, known)
    found: list[PresumedClaim] = []
    for transfer in transfers:
        if transfer.payee.startswith(PASSING):
            into.setdefault(transfer.payee, transfer)
            through[transfer.payee] += claimed[transfer.id]
            continue
        if transfer.reason == JOINED:
            through[transfer.payee] += transfer.amount
            continue
        behind = into.get(transfer.payer)
        payer = behind.payer if behind else transfer.payer
        if transfer.payee not in inside or payer in inside or known.may_pay_on(payer, transfer.time):
            continue
        covered = min(transfer.amount, claimed[transfer.id] + known.carried.get(transfer.id, 0))
        if transfer.payer in through:
            passed_on = min(transfer.amount - covered, through[transfer.payer])
            through[transfer.payer] -= passed_on
            covered += passed_on
        if covered < transfer.amount:
            proposed = proposing.of(transfer, payer)
            amount = transfer.amount - covered
            found.append(PresumedClaim(transfer, payer, amount, known.victims.get(payer, ""), proposed))
    return tuple(found)


class _Proposing:
    def __init__(self, transfers: Sequence[Transfer], known: Known) -> None:
        self._known = known
        self._place = {transfer.id: place for place, transfer in enumerate(transfers)}
        self._paid: dict[tuple[str, str, int], int] = {}
        self._last_above: dict[tuple[str, str], int] = {}
        for place, transfer in enumerate(transfers):
            self._paid.setdefault((transfer.payer, transfer.payee, transfer.amount), place)
            if transfer.amount > MOST_OF_A_TEST:
                self._last_above[transfer.payer, transfer.payee] = place

    def of(self, transfer: Transfer, payer: str) -> Exclusion | None:
        """Return what may exclude an inflow; the first that holds."""
        kinds = self._known.kinds.get(transfer.id, ())
        role = self._known.roles.get(payer, Role.UNKNOWN)
        checks = (
            (Exclusion.INTEREST, payer.startswith(EARNED) or BookingKind.INTEREST in kinds),
            (Exclusion.REFUND, payer.startswith(BACK_FROM) or BookingKind.REFUND in kinds),
            (Exclusion.OWN_TRANSFER, self._one_holder(payer, transfer.payee)),
            (Exclusion.SETTLEMENT, role in SETTLING),
            (Exclusion.EXPLAINED, payer.startswith("lender:") or role is Role.BYSTANDER),
            (Exclusion.REFUND, self._came_back(transfer, payer)),
            (Exclusion.TEST_TRANSFER, self._is_test(transfer, payer)),
        )
        return next((reason for reason, holds in checks if holds), None)

    def _one_holder(self, payer: str, payee: str) -> bool:
        holder = self._known.holders.get(payer, "")
        return bool(holder) and holder == self._known.holders.get(payee, "")

    def _came_back(self, transfer: Transfer, payer: str) -> bool:
        """Tell whether the account had paid the same amount to the payer before."""
        before = self._paid.get((transfer.payee, payer, transfer.amount))
        return not is_node(payer) and before is not None and before < self._place[transfer.id]

    def _is_test(self, transfer: Transfer, payer: str) -> bool:
        after = self._last_above.get((payer, transfer.payee), -1)
        return transfer.amount <= MOST_OF_A_TEST and after > self._place[transfer.id]
