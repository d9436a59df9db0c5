"""Transfers 转账: money moved between two accounts, known from one side or both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Grade(Enum):
    """How a link is known: stated by an institution, inferred by a rule, or assumed by a person."""

    KNOWN = "known"
    INFERRED = "inferred"
    ASSUMED = "assumed"


class AccountKind(Enum):
    """What an account is (column ``kind`` of an accounts file)."""

    BANK = "bank"
    CREDIT = "credit"
    WALLET = "wallet"
    PRODUCT = "product"
    MERCHANT = "merchant"
    POOL = "pool"
    EXCHANGE = "exchange"
    CHAIN = "chain"
    CASH = "cash"


class Role(Enum):
    """The part an account plays for the trace, set by decision with a reason."""

    VICTIM = "victim"
    SUSPECT_CONTROLLED = "suspect_controlled"
    MERCHANT = "merchant"
    POOL = "pool"
    BYSTANDER = "bystander"
    UNKNOWN = "unknown"

    @property
    def stops_the_trail(self) -> bool:
        """Tiers, poison, exits and inquiries do not go on from these roles."""
        return self in (Role.VICTIM, Role.MERCHANT, Role.POOL)


class ExitKind(Enum):
    """Where money leaves the accounts that can be followed."""

    CASH = "cash"
    MERCHANT = "merchant"
    PAYMENT_INSTITUTION = "payment_institution"
    RED_PACKET = "red_packet"
    TOP_UP = "top_up"
    GOODS = "goods"
    SECURITIES = "securities"
    INSURANCE = "insurance"
    LOAN = "loan"
    TAX = "tax"
    CROSS_BORDER = "cross_border"
    ECNY = "ecny"
    EXCHANGE = "exchange"
    CREDIT_CARD = "credit_card"
    DEBT_REPAID = "debt_repaid"
    PRODUCT = "product"
    LOSS = "loss"
    FEE = "fee"
    AUTHORITY = "authority"
    UNEXPLAINED = "unexplained"
    UNNAMED = "unnamed"
    UNMATCHED = "unmatched"
    IN_TRANSIT = "in_transit"
    SUSPENSE = "suspense"
    EDGE_ACCOUNT = "edge_account"
    RETURNED_TO_VICTIM = "returned_to_victim"


@dataclass(frozen=True)
class Transfer:
    """Money moved from ``payer`` to ``payee`` (account keys or nodes like ``cash:BOOKING``), ``amount`` > 0.

    The id is the payer's booking's id, else the payee's. ``bookings`` are the ids of the rows it rests on, payer's
    first. ``time`` is its place in the ledger's order, ``grade`` how the link between the two sides is known,
    ``reason`` the rule that linked them (a word of the pairing rules).
    """

    id: str
    time: datetime
    payer: str
    payee: str
    amount: int
    currency: str
    grade: Grade
    reason: str
    bookings: tuple[str, ...]
