"""Bookings that end in a node of their own: cash, fees, interest, authorities, products, pools, the unnamed.

Each such node belongs to one booking, so that nobody's money mixes in it (docs/method.md, "Accounts that are not
one purse"); only the fees of one institution share a node, and an account's interest.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from suyuan.ledger.institutions import InstitutionKind, institution_named, institution_of
from suyuan.ledger.products import names_a_card, product_end
from suyuan.ledger.row_words import exit_word, is_collection, is_returned
from suyuan.model.booking import Booking, BookingKind, Direction


class Barred(Enum):
    """By which rules a booking may still be paired with another account's row.

    IF_UNNAMED bars nothing, and the end stands only where the row names no account in full.
    """

    NEVER = "never"
    UNLESS_REFERENCE = "unless_reference"
    UNLESS_CERTAIN = "unless_certain"
    IF_UNNAMED = "if_unnamed"


@dataclass(frozen=True)
class OwnEnd:
    """The node at the other end of a booking, the rule's word, and which pairings are barred."""

    node: str
    reason: str
    barred: Barred


_BY_KIND = {
    BookingKind.PRODUCT: "product",
    BookingKind.REPAYMENT: "credit",
}
_REASONS = {"credit": "credit_card"}

AGENCY = "agency"
"""An institution that collects or pays out for others (代收, 代付) and stands in no list of institutions."""


def own_end(booking: Booking, account: str) -> OwnEnd | None:
    """Return where a booking of ``account`` ends by what its own row says, None where it is between accounts.

    Cash, fees, interest, authorities and products are never paired. A repayment goes to the card that it names or
    is paired with, else to an end of its own. A row that names a merchant, or whose words name another exit, is
    paired only with certainty (both rows name each other, or share a reference), one against a pool or an exchange
    only by a reference.
    """
    pays = booking.direction is Direction.OUT
    product = product_end(booking, account)
    if product is not None:
        return OwnEnd(product, "product", Barred.NEVER)
    node = _node_by_kind(booking, account, pays=pays)
    word = exit_word(booking) if booking.kind in _BY_KIND else None
    if node is not None and word is None:
        return OwnEnd(*node, Barred.IF_UNNAMED if booking.kind is BookingKind.REPAYMENT else Barred.NEVER)
    return _by_words(booking, "via" if pays else "from")


def is_pool(end: OwnEnd | None) -> bool:
    """Tell whether a booking stands against an account in which everybody's money mixes."""
    return end is not None and end.barred is Barred.UNLESS_REFERENCE


def _by_words(booking: Booking, side: str) -> OwnEnd | None:
    """Return the end of a row between accounts by the institution, the merchant or the words that it prints."""
    printed, merchant = institution_of(booking.counterparty), institution_named(booking.merchant)
    exchange = next((each for each in (printed, merchant) if each and each.kind is InstitutionKind.EXCHANGE), None)
    if exchange is not None:
        return OwnEnd(f"{side}:exchange:{booking.id}", "exchange", Barred.UNLESS_REFERENCE)
    word = exit_word(booking)
    if word is not None:
        return OwnEnd(f"{side}:{word}:{booking.id}", word, Barred.UNLESS_CERTAIN)
    if booking.merchant and merchant is None:
        return OwnEnd(f"{side}:merchant:{booking.id}", "merchant", Barred.UNLESS_CERTAIN)
    institution = printed or merchant
    if institution is not None:
        return OwnEnd(f"{side}:{institution.id}:{booking.id}", "pool", Barred.UNLESS_REFERENCE)
    if is_collection(booking):
        return OwnEnd(f"{side}:{AGENCY}:{booking.id}", AGENCY, Barred.UNLESS_REFERENCE)
    return None


def unnamed_end(booking: Booking) -> str:
    """Return the node of a booking whose counterparty is masked, damaged or blank and found no pair."""
    return f"unnamed:{booking.id}"


def _node_by_kind(booking: Booking, account: str, *, pays: bool) -> tuple[str, str] | None:
    """Return node and reason of a booking whose kind alone says where it ends."""
    kind = booking.kind
    if kind in (BookingKind.CASH_WITHDRAWAL, BookingKind.CASH_DEPOSIT):
        return f"{'cash' if pays else 'cash-in'}:{booking.id}", "cash"
    if kind is BookingKind.FEE:
        return f"fee:{booking.institution or account}", "fee"
    if kind is BookingKind.INTEREST and not pays:
        return f"interest:{account}", "interest"
    if kind is BookingKind.AUTHORITY and not _gives_back(booking, pays=pays):
        return f"authority:{booking.id}", "authority"
    if kind in _BY_KIND and (kind is BookingKind.REPAYMENT or not names_a_card(booking)):
        word = _BY_KIND[kind]
        return f"{'via' if pays else 'from'}:{word}:{booking.id}", _REASONS.get(word, word)
    return None


def _gives_back(booking: Booking, *, pays: bool) -> bool:
    """Tell whether an authority's row is a return to the account that it names: a payment like any other."""
    return pays and is_returned(booking) and bool(booking.counterparty.account)
