"""Claims 被骗款: what a victim reports, and what of a transfer it says was defrauded."""

from __future__ import annotations

from dataclasses import dataclass

from suyuan.model.moment import Moment
from suyuan.model.source import Source


@dataclass(frozen=True)
class ReportedPayment:
    """One payment of a victim's report 报案: who paid when from where to where, and how much.

    ``payer`` and ``payee`` are account numbers in normal form (may be masked, ``*1234`` is a tail 尾号, or empty),
    ``amount`` minor units. Names and banks are as the report states them, else empty. ``number`` tells apart the
    payments of one row or sentence, from 1. ``span`` is how many seconds from ``time`` on the words still mean
    (10时 is an hour); ``about`` says that they are approximate (许, 左右). ``least`` and ``greatest`` bound an
    amount that the words leave open (5000余元), both 0 where it is exact. ``sentence`` is what a free text says.
    ``reported_at`` is when the report was made 报案时间, None where no form says it.
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
    number: int = 1
    payer_name: str = ""
    payer_bank: str = ""
    payee_name: str = ""
    payee_bank: str = ""
    span: int = 0
    about: bool = False
    least: int = 0
    greatest: int = 0
    sentence: str = ""
    reported_at: Moment | None = None

    @property
    def amounts(self) -> tuple[int, int]:
        """The least and the greatest amount that the words can mean, in minor units."""
        return (self.least, self.greatest) if self.greatest else (self.amount, self.amount)


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
