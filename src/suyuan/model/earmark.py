"""Earmarks 专款认定: of what one transfer brought, so much left with another; a decision with evidence."""

from __future__ import annotations

from dataclasses import dataclass

from suyuan.model.moment import Moment
from suyuan.model.source import Source
from suyuan.model.text import Message
from suyuan.model.transfer import Grade


@dataclass(frozen=True)
class EarmarkDecision:
    """One earmark as a named person decided it.

    ``credit`` and ``debit`` name a transfer: its id, or a row (``FILE:ROW``, ``FILE:SHEET:ROW``; the sheet by
    number). ``account`` may be empty: then it is the one that the credit came to. ``amount`` is in minor units of
    ``currency``. Either ``source`` (a form's line) or ``number`` (in the casebook) is set. ``time`` is None where
    the list has none.
    """

    account: str
    credit: str
    debit: str
    amount: int
    currency: str
    grade: Grade
    reason: str
    evidence: str
    author: str
    time: Moment | None
    source: Source | None = None
    number: int | None = None


@dataclass(frozen=True)
class PlacedEarmark:
    """An earmark in the ledger: ``account`` received ``credit`` and paid ``debit`` (ids of transfers).

    ``joined`` is the deposit where the earmark joins cash taken out with cash paid in: then ``debit`` is the
    transfer between the two nodes of cash, which stands right before it.
    """

    decision: EarmarkDecision
    account: str
    credit: str
    debit: str
    joined: str = ""


@dataclass(frozen=True)
class UnplacedEarmark:
    """An earmark that the ledger cannot carry out, and why."""

    decision: EarmarkDecision
    why: Message
