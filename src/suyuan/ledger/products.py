"""Products 理财: what a holder bought from an account is a child of it, ``product:ACCOUNT:CODE``.

Buying and selling are transfers between the two (docs/method.md, "Products"). What a product pays beyond what it
holds is its yield, other funds that come just before (``ID~yield``); what is missing when it closes is lost just
after (``ID~loss``). Names and words are data, ``products.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from suyuan.ledger.identities import is_card
from suyuan.ledger.institutions import institution_of, plain
from suyuan.model.account import MASK
from suyuan.model.booking import Booking, BookingKind, Direction
from suyuan.model.transfer import Transfer

PRODUCT = "product:"
YIELD, LOSS = "yield", "loss"
"""What the ids, reasons and far ends of added transfers say."""

UNNAMED_CODE = "product"

_MOVES = frozenset(
    {BookingKind.TRANSFER, BookingKind.CONSUMPTION, BookingKind.TOP_UP, BookingKind.WALLET_WITHDRAWAL}
)
"""Kinds whose rows may be moves to or from a product by the other side's name; others say what they are."""


def product_end(booking: Booking, account: str) -> str | None:
    """Return the product that a row of ``account`` buys or sells, None where it does not.

    A row of kind product does, and one whose other side, or whose summary where that is a pool, is a product's own
    name. A row that names a card is a payment to it, whatever its remark promises.
    """
    if names_a_card(booking):
        return None
    said = _said(booking)
    words = _words()
    if any(word in said for word in words.not_products):
        return None
    if booking.kind is not BookingKind.PRODUCT and not _is_move(booking, words):
        return None
    return f"{PRODUCT}{account}:{_printed_code(said, words) or _named_code(said, words.products)}"


def names_a_card(booking: Booking) -> bool:
    """Tell whether a row's other side is a bank card, if only a masked one."""
    number = booking.counterparty.account
    return is_card(number.replace(MASK, "0")) and not booking.counterparty.damaged


def closes(booking: Booking) -> bool:
    """Tell whether a row says that its product ends with it."""
    said, words = _said(booking), _words()
    if any(word in said for word in words.closing):
        return True
    has_code = _printed_code(said, words) != ""
    if has_code and any(word in said for word in words.closing_with_code):
        return True
    is_one = has_code or _fits(said, [product for product in words.products if product.alone])
    return is_one and any(word in said for word in words.closing_of_one)


def closing_rows(account: str, rows: Sequence[Booking]) -> dict[str, str]:
    """Return the rows of an account, in its order, with which a product ends, each with the product.

    Where a row without an amount says so (余额宝销户), it is the product's last move before it.
    """
    found: dict[str, str] = {}
    last: dict[str, str] = {}
    for row in rows if any(closes(row) for row in rows) else ():
        product = product_end(row, account)
        if product is None:
            continue
        moves = row.amount > 0 and row.direction is not Direction.NONE
        if moves:
            last[product] = row.id
        if closes(row) and (moves or product in last):
            found[row.id if moves else last[product]] = product
    return found


def parent_of(product: str) -> str:
    """Return the account that a product was bought from."""
    return product.removeprefix(PRODUCT).rpartition(":")[0]


def name_of(product: str) -> str:
    """Return what a product is called: the first word of a known code, else the code that its rows print."""
    code = product.rpartition(":")[2]
    return next((each.words[0] for each in _words().products if each.code == code), code)


def with_yields(
    transfers: Iterable[Transfer], closing: Mapping[str, str]
) -> tuple[tuple[Transfer, ...], dict[str, str]]:
    """Return the transfers with yields and losses among them, and for each added one the one that called for it.

    ``closing`` gives the bookings with which a product ends, and the product. What a product held before the
    ledger's first row of it is not known and counts as yield.
    """
    held: defaultdict[str, int] = defaultdict(int)
    found: list[Transfer] = []
    added: dict[str, str] = {}

    def add(transfer: Transfer, what: str, product: str, amount: int) -> None:
        far = f"{what}:{product.removeprefix(PRODUCT)}"
        payer, payee = (far, product) if what == YIELD else (product, far)
        each = replace(
            transfer,
            id=f"{transfer.id}~{what}",
            payer=payer,
            payee=payee,
            amount=amount,
            reason=what,
            bookings=(),
        )
        found.append(each)
        added[each.id] = transfer.id

    for transfer in transfers:
        product = transfer.payer
        if product.startswith(PRODUCT):
            if transfer.amount > held[product]:
                add(transfer, YIELD, product, transfer.amount - held[product])
                held[product] = transfer.amount
            held[product] -= transfer.amount
        if transfer.payee.startswith(PRODUCT):
            held[transfer.payee] += transfer.amount
        found.append(transfer)
        for closed in {closing[each] for each in transfer.bookings if each in closing}:
            if held[closed] and closed in (transfer.payer, transfer.payee):
                add(transfer, LOSS, closed, held.pop(closed))
    return tuple(found), added


@dataclass(frozen=True)
class _Product:
    code: str
    words: tuple[str, ...]
    alone: bool


@dataclass(frozen=True)
class _Words:
    products: tuple[_Product, ...]
    patterns: tuple[re.Pattern[str], ...]
    closing: tuple[str, ...]
    closing_with_code: tuple[str, ...]
    closing_of_one: tuple[str, ...]
    not_products: tuple[str, ...]


def _said(booking: Booking) -> str:
    return plain(" ".join((booking.summary, booking.counterparty.name, booking.merchant)))


def _is_move(booking: Booking, words: _Words) -> bool:
    """Tell whether the other side is a product by its own name, or a pool of which the summary says so."""
    if booking.kind not in _MOVES:
        return False
    own_names = [product for product in words.products if product.alone]
    other_side = plain(booking.counterparty.name) + " " + plain(booking.merchant)
    if _fits(other_side, own_names):
        return True
    is_pool = institution_of(booking.counterparty) is not None
    return is_pool and not booking.merchant and _fits(plain(booking.summary), own_names)


def _fits(said: str, products: Sequence[_Product]) -> bool:
    return any(word in said for product in products for word in product.words)


def _printed_code(said: str, words: _Words) -> str:
    found = (pattern.search(said) for pattern in words.patterns)
    return next((each[1] for each in found if each is not None), "")


def _named_code(said: str, products: Sequence[_Product]) -> str:
    named = (product.code for product in products if any(word in said for word in product.words))
    return next(named, UNNAMED_CODE)


@cache
def _words() -> _Words:
    text = resources.files("suyuan.ledger").joinpath("products.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return _Words(
        products=tuple(
            _Product(each["code"], tuple(plain(word) for word in each["words"]), each["alone"])
            for each in data["product"]
        ),
        patterns=tuple(re.compile(each) for each in data["codes"]["patterns"]),
        closing=tuple(plain(word) for word in data["closing"]["words"]),
        closing_with_code=tuple(plain(word) for word in data["closing"]["words_with_code"]),
        closing_of_one=tuple(plain(word) for word in data["closing"]["words_of_one"]),
        not_products=tuple(plain(word) for word in data["not_products"]["words"]),
    )
