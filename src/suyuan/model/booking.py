"""Bookings 账目: one row of one account as its institution states it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from suyuan.model.moment import Moment
from suyuan.model.source import Source


class Direction(Enum):
    """Seen from the account: money comes in, goes out, or neither (收/支/不计收支)."""

    IN = "in"
    OUT = "out"
    NONE = "none"


class BookingStatus(Enum):
    """Whether money moved. Only EFFECTIVE, REFUNDED and UNKNOWN bookings take part in balances and the ledger.

    REFUNDED marks an original that was refunded later: itself a real debit, its refund has a row of its own.
    """

    EFFECTIVE = "effective"
    FAILED = "failed"
    CLOSED = "closed"
    PENDING = "pending"
    REFUNDED = "refunded"
    UNKNOWN = "unknown"

    @property
    def moved_money(self) -> bool:
        """Tell whether a booking of this status changed the balance."""
        return self in (BookingStatus.EFFECTIVE, BookingStatus.REFUNDED, BookingStatus.UNKNOWN)


class BookingKind(Enum):
    """What a booking is, as far as its own row says so; TRANSFER where nothing says otherwise.

    HOLD is a row that notes a freeze, its end or a stop (冻结, 解冻, 止付): it moves nothing, whatever amount it
    shows.
    """

    TRANSFER = "transfer"
    CASH_WITHDRAWAL = "cash_withdrawal"
    CASH_DEPOSIT = "cash_deposit"
    FEE = "fee"
    INTEREST = "interest"
    CONSUMPTION = "consumption"
    TOP_UP = "top_up"
    WALLET_WITHDRAWAL = "wallet_withdrawal"
    RED_PACKET = "red_packet"
    REFUND = "refund"
    CORRECTION = "correction"
    PRODUCT = "product"
    REPAYMENT = "repayment"
    TRADE = "trade"
    AUTHORITY = "authority"
    HOLD = "hold"
    TOKEN_TRANSFER = "token_transfer"  # noqa: S105


@dataclass(frozen=True)
class Counterparty:
    """The other side as printed. ``account`` is in normal form, may be masked, empty where the row has none;
    ``account_raw`` is as printed; ``damaged`` says that a spreadsheet lost digits of it: never a key.
    """

    account: str = ""
    account_raw: str = ""
    name: str = ""
    bank: str = ""
    damaged: bool = False


@dataclass(frozen=True)
class Booking:
    """One row of one account.

    ``account`` is the number by which this row's file knows the account (normal form), ``other_numbers`` further
    numbers of the same account that the row states (the card beside the account number). ``amount`` and
    ``balance`` are minor units of ``currency``; the amount is never negative, ``balance`` is after the booking
    and None where the row has no readable one. ``reference`` is the institution's number of the booking,
    ``references`` all order, clearing and channel numbers of the row, by which two institutions' rows of one
    payment name each other. ``corrects`` is the reference of a booking that this one reverses, else empty.
    ``direction_inferred`` marks a direction that the balance chain settled and no word states.
    ``order_in_file`` is the place in the table, from 0, top to bottom. ``cash_spot`` says in which of an account's
    two purses of a foreign currency the row stands (钞汇): ``钞`` cash, ``汇`` spot, another code as printed, else
    empty.
    """

    source: Source
    account: str
    other_numbers: tuple[str, ...]
    holder: str
    institution: str
    time: Moment
    direction: Direction
    amount: int
    currency: str
    balance: int | None
    counterparty: Counterparty
    kind: BookingKind
    summary: str
    reference: str
    references: tuple[str, ...]
    corrects: str
    status: BookingStatus
    direction_inferred: bool = False
    order_in_file: int = 0
    merchant: str = ""
    cash_spot: str = ""

    @property
    def id(self) -> str:
        """The booking's id, made of its place."""
        return self.source.booking_id
