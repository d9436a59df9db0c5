"""Wallet payments that the wallet's balance does not pay: by a bank card, a credit line, a product.

Such a row stands in the wallet's list and is no booking of its purse: it says to whom the money of the card went,
while the bank's row says only that it went to the wallet's company. Both are one movement, from the card to whom
the wallet names (docs/method.md, "Paid by card"). They are joined by an order number alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from suyuan.ledger.assignment import Possible, Seat, Weight, assign
from suyuan.ledger.ends import is_pool
from suyuan.ledger.identities import Identities
from suyuan.ledger.institutions import institution_of
from suyuan.ledger.means import Means, funding_of
from suyuan.ledger.products import PRODUCT
from suyuan.ledger.sharing import Row, by_reference
from suyuan.ledger.windows import BOOKED_BY_NUMBER, is_within, is_within_window
from suyuan.model.booking import BookingKind, Direction
from suyuan.model.credit_line import line_of


@dataclass(frozen=True)
class Funded:
    """A wallet's row and what paid: ``source`` is an account or a node, ``bank`` the bank's row of the payment.

    ``doubt`` is a bank's row of that card, amount and time without a common number: the same payment perhaps.
    """

    row: Row
    source: str
    bank: Row | None = None
    doubt: Row | None = None


def fund(aside: Iterable[Row], others: Iterable[Row], identities: Identities) -> list[Funded]:
    """Return what paid each wallet row that stands aside of its purse; ``others`` are the rows that may be banks'.

    The bank's row shares an order number, direction and amount with it and stands against a collecting account.
    """
    rows = sorted(aside, key=lambda row: row.booking.id)
    banks = [row for row in sorted(others, key=lambda row: row.booking.id) if _is_wallets_company(row)]
    bank_of = _banks(rows, banks, identities)
    taken = {bank.booking.id for bank in bank_of.values()}
    free: defaultdict[tuple[Direction, int], list[Row]] = defaultdict(list)
    for bank in banks:
        if bank.booking.id not in taken:
            free[bank.booking.direction, bank.booking.amount].append(bank)
    bound: defaultdict[str, list[str]] = defaultdict(list)
    for each in identities.bindings:
        bound[each.wallet].append(each.card)
    return [_funded(row, bank_of.get(row.booking.id), free, bound, identities) for row in rows]


def _banks(rows: Sequence[Row], banks: Sequence[Row], identities: Identities) -> dict[str, Row]:
    """Return the bank's row of each wallet row, one to one, the nearest in time overall."""
    sides = [*rows, *banks]
    place = {row.booking.id: number for number, row in enumerate(sides)}
    carry = by_reference(banks)
    possible: dict[Possible, Weight] = {}
    for number, row in enumerate(rows):
        for bank in (bank for each in _references(row) for bank in carry.get(each, ())):
            if _can_be(row, bank, identities) and is_within_window(
                row.booking.time, bank.booking.time, BOOKED_BY_NUMBER
            ):
                apart = abs(row.booking.time.at - bank.booking.time.at) // timedelta(seconds=1)
                possible[number, place[bank.booking.id]] = Weight(0, apart)
    seats = [Seat(row.account, number) for number, row in enumerate(sides)]
    return {sides[each.debit].booking.id: sides[each.credit] for each in assign(possible, seats)}


def _is_wallets_company(row: Row) -> bool:
    """Tell whether a bank's row stands against a collecting account; one that repays does so by its other side."""
    repays = row.booking.kind is BookingKind.REPAYMENT
    return is_pool(row.end) or (repays and institution_of(row.booking.counterparty) is not None)


def _references(row: Row) -> Iterable[str]:
    return by_reference([row])


def _can_be(row: Row, bank: Row, identities: Identities) -> bool:
    """Tell whether a bank's row can be the payment behind a wallet's, its card being the one that paid."""
    one, other = row.booking, bank.booking
    if bank.account == row.account or (one.direction, one.amount) != (other.direction, other.amount):
        return False
    funding = funding_of(one)
    if funding is None or funding.means is not Means.CARD:
        return False
    if funding.number:
        return identities.key(funding.number) == bank.account
    return any(number.endswith(funding.tail) for number in identities.numbers(bank.account))


def _funded(
    row: Row,
    bank: Row | None,
    free: Mapping[tuple[Direction, int], Sequence[Row]],
    bound: Mapping[str, Sequence[str]],
    identities: Identities,
) -> Funded:
    funding = funding_of(row.booking)
    if funding is None:
        raise ValueError("the row is paid from its purse")
    if bank is not None:
        return Funded(row, bank.account, bank)
    here, side = row.booking, "from" if row.pays else "via"
    if funding.means is Means.CREDIT:
        return Funded(row, line_of(row.account, funding.code))
    if funding.means is Means.PRODUCT:
        return Funded(row, f"{PRODUCT}{row.account}:{funding.code}")
    cards = {identities.key(funding.number)} if funding.number else set()
    if funding.tail:
        cards = {
            card
            for card in bound.get(row.account, ())
            if any(number.endswith(funding.tail) for number in identities.numbers(card))
        }
    doubt = next(
        (
            each
            for each in free[here.direction, here.amount]
            if _can_be(row, each, identities) and is_within(here.time, each.booking.time)
        ),
        None,
    )
    if len(cards) == 1:
        return Funded(row, next(iter(cards)), doubt=doubt)
    return Funded(row, f"{side}:card:{here.id}", doubt=doubt)
