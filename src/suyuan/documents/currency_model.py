"""The other currencies of a case as the report is given them; amounts are minor units, one for each policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from suyuan.model.text import Message, Text


@dataclass(frozen=True)
class Amounts:
    """An amount of one currency under each policy of the report, in its order."""

    minor: tuple[int, ...]
    currency: str


@dataclass(frozen=True)
class FarClaim:
    """A claim in another currency than the case's: how much, and what entered as the victim's own."""

    id: str
    victim: str
    amount: int
    currency: str
    effective: Amounts


@dataclass(frozen=True)
class FarUnfound:
    """A payment reported in another currency for which no transfer was found, and why."""

    report: str
    victim: str
    time: datetime
    date_only: bool
    payer: str
    payee: str
    amount: int
    currency: str
    reason: Message


@dataclass(frozen=True)
class BasisPart:
    """What of a claim stands in one currency, as its basis: the parts of a claim sum to what entered."""

    claim: str
    victim: str
    currency: str
    basis: Amounts


@dataclass(frozen=True)
class ExchangeLine:
    """A known exchange and one claim's part of both its sides; ``whole`` are all units paid and received."""

    payer: str
    payee: str
    time: datetime
    whole: tuple[Amounts, Amounts]
    claim: str
    paid: Amounts
    received: Amounts
    basis: Amounts


@dataclass(frozen=True)
class FarHolding:
    """What an account or node holds of a claim in a currency, and its basis; ``state`` is a state or an exit."""

    account: str
    holder: str
    state: str
    tier: int | None
    claim: str
    amounts: Amounts
    basis: Amounts


@dataclass(frozen=True)
class FarStop:
    """An account to stop in another currency; ``limit`` never above ``balance`` (None: not stated)."""

    rank: int
    account: str
    holder: str
    institution: str
    amounts: Amounts
    limit: int
    balance: int | None


@dataclass(frozen=True)
class FarInquiry:
    """What to ask next in another currency; the greatest amount over the policies stops there."""

    rank: int
    account: str
    institution: str
    start: datetime | None
    end: datetime | None
    amount: int
    currency: str
    reason: Text


@dataclass(frozen=True)
class CurrencyPages:
    """All that the report says beyond the case's currency."""

    claims: tuple[FarClaim, ...]
    unfound: tuple[FarUnfound, ...]
    parts: tuple[BasisPart, ...]
    exchanges: tuple[ExchangeLine, ...]
    holdings: tuple[FarHolding, ...]
    stops: tuple[FarStop, ...]
    inquiries: tuple[FarInquiry, ...]
