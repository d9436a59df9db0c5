"""What a wallet's row says it was paid from: its own balance, a bank card, a credit line, a product.

Labels and words are data, ``funding.toml``; balances speak before words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import resources

from suyuan.intake.balance_chain import step_of
from suyuan.ledger.institutions import plain
from suyuan.model.account import normal_form
from suyuan.model.booking import Booking, BookingKind, Direction

_DATA = tomllib.loads(resources.files("suyuan.ledger").joinpath("funding.toml").read_text(encoding="utf-8"))


class Means(Enum):
    """What paid in the wallet's stead."""

    CARD = "card"
    CREDIT = "credit"
    PRODUCT = "product"


@dataclass(frozen=True)
class Funding:
    """What a wallet's row was paid from: a card by ``number`` or only ``tail``, a line, a product by ``code``."""

    means: Means
    number: str = ""
    tail: str = ""
    code: str = ""


_LABEL = re.compile(
    r"(?:^|\s)(?:" + "|".join(re.escape(each) for each in _DATA["labels"]) + r"): (?P<said>.*?)(?=\s\S+: |$)"
)
_BETWEEN = re.compile(_DATA["between"])
_CARD = re.compile(_DATA["card"]["named"])
_NUMBER = re.compile(_DATA["card"]["number"])
_TO_AND_FROM_CARDS = frozenset(
    {BookingKind.TOP_UP, BookingKind.WALLET_WITHDRAWAL, BookingKind.PRODUCT, BookingKind.REPAYMENT}
)
"""Kinds of rows that name a card as the other side and not as what paid."""


def funding_of(booking: Booking) -> Funding | None:
    """Return what paid a wallet's row in the wallet's stead, None where the row does not say that anything did."""
    if booking.direction is Direction.NONE:
        return None
    if booking.kind in _TO_AND_FROM_CARDS and repaid_line(booking) is None:
        return None
    if booking.direction is Direction.IN and booking.kind is not BookingKind.REFUND:
        return None
    said = _LABEL.search(booking.summary)
    if said is None:
        return None
    found = _means(said["said"].strip())
    is_other_side = found is not None and found.number and found.number == booking.counterparty.account
    return None if is_other_side else found


def repaid_line(booking: Booking) -> str | None:
    """Return the code of the credit line that a row repays by its words, None where it repays none."""
    if booking.kind is not BookingKind.REPAYMENT or booking.direction is not Direction.OUT:
        return None
    said = plain(" ".join((_LABEL.sub(" ", booking.summary), booking.counterparty.name, booking.merchant)))
    return _line_named(said)


def means_said(booking: Booking) -> str:
    """Return the words of a row that say what paid it, with their label; empty where it says nothing of it."""
    said = _LABEL.search(booking.summary)
    return said[0].strip() if said else ""


@cache
def _means(said: str) -> Funding | None:
    """Return what a printed means of payment is; None for the purse itself, several together, and the unknown."""
    parts = [each.strip() for each in _BETWEEN.split(said)]
    parts = [each for each in parts if each and not any(word in each for word in _DATA["beside"])]
    if len(parts) != 1:
        return None
    (part,) = parts
    name = plain(part)
    if name in _DATA["purse"]:
        return None
    for product in _DATA["product"]:
        if any(name.startswith(word) for word in product["words"]):
            return Funding(Means.PRODUCT, code=product["code"])
    line = _line_named(name)
    if line is not None:
        return Funding(Means.CREDIT, code=line)
    if _NUMBER.fullmatch(part):
        return Funding(Means.CARD, number=normal_form(part))
    card = _CARD.fullmatch(part)
    return Funding(Means.CARD, tail=card["tail"] or "") if card else None


def _line_named(said: str) -> str | None:
    return next((each["code"] for each in _DATA["credit"] if any(word in said for word in each["words"])), None)


def aside_of(rows: Sequence[Booking]) -> frozenset[str]:
    """Return the rows of an account, in its order, that its purse did not pay; balances speak before words."""
    found = set()
    before: int | None = None
    for row in rows:
        if funding_of(row) is not None:
            moved = None if before is None or row.balance is None else row.balance - before
            if moved is None or moved != step_of(row):
                found.add(row.id)
        before = row.balance if row.balance is not None else None
    return frozenset(found)
