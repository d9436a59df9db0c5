"""Claims 被骗款: what a victim reports, and what of a transfer it says was defrauded."""

from __future__ import annotations

from dataclasses import dataclass

from suyuan.model.moment import Moment
from suyuan.model.source import Source


@dataclass(frozen=True)
class ReportedPayment:
    """One line of a victim's report 报案: who paid when from where to where, and how much.

    ``payer`` and ``payee`` are account numbers in normal form (may be masked or empty), ``amount`` minor units.
    """

    source: Source
    report: str
    victim: str
    time: Moment
    payer: str
    payee: str
    amount: int
    currency: str
    channel: str


@dataclass(frozen=True)
class Claim:
    """Of transfer ``transfer`` the amount ``amount`` (minor units) was defrauded from ``victim``.

    ``payment`` is the place in the victim's report that it rests on, None for a claim given as such.
    """

    id: str
    victim: str
    transfer: str
    amount: int
    payment: Source | None = None
