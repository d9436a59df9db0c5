"""What people decided on a case, as the report shows it: earmarks, and presumed claims with their state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from suyuan.model.text import Message, Text


@dataclass(frozen=True)
class EarmarkLine:
    """An earmark: what came to the account and what left, as time and sides; ``why_not`` where it lapsed."""

    account: str
    holder: str
    came: Message | str
    left: Message | str
    amount: int
    grade: str
    reason: str
    evidence: str
    author: str
    time: datetime | None
    why_not: Message | None = None


@dataclass(frozen=True)
class EarmarkEffect:
    """What an account holds of all claims under each policy, with the earmarks and without them."""

    account: str
    holder: str
    with_them: tuple[int, ...]
    without: tuple[int, ...]


@dataclass(frozen=True)
class PresumedLine:
    """A presumed claim: who paid what to whom, what speaks against it, how far the search has come."""

    time: datetime
    payer: str
    name: str
    bank: str
    province: str
    payee: str
    payee_name: str
    amount: int
    known_victim: str
    proposed: Text | None
    excluded: Text | None
    state: Text
    counts: bool


@dataclass(frozen=True)
class PresumedHolding:
    """What an account or node holds of presumed claims' money under each policy; ``state`` as of a
    holding, or the kind of exit.
    """

    account: str
    holder: str
    state: str
    amounts: tuple[int, ...]


@dataclass(frozen=True)
class DecidedPages:
    """Everything of the two; empty where nobody decided on an earmark and nothing is presumed."""

    earmarks: tuple[EarmarkLine, ...] = ()
    effects: tuple[EarmarkEffect, ...] = ()
    presumed: tuple[PresumedLine, ...] = ()
    held: tuple[PresumedHolding, ...] = ()
