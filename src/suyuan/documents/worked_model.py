"""A worked example as the report is given it: one account, booking by booking, under one policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from suyuan.documents.report_model import RowPlace


@dataclass(frozen=True)
class WorkedShare:
    """A lot or a piece of one: its claim (empty: other funds) and its amount."""

    claim: str
    amount: int


@dataclass(frozen=True)
class WorkedStep:
    """One booking: the account on the other side, what came or left in this order, what the account then holds.

    ``transfer`` is empty for a difference that no booking explains; ``rows`` are the bookings of the transfer.
    """

    transfer: str
    time: datetime
    other: str
    amount: int
    arrived: bool
    pieces: tuple[WorkedShare, ...]
    lots: tuple[WorkedShare, ...]
    rows: tuple[RowPlace, ...] = ()
    date_only: bool = False


@dataclass(frozen=True)
class WorkedExample:
    """An account worked through: ``before`` (other funds) until the first step; ``further`` are not shown."""

    policy: str
    account: str
    before: int
    steps: tuple[WorkedStep, ...]
    further: int = 0
