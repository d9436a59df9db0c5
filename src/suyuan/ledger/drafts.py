"""Drafts: transfers before they stand in ledger order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from suyuan.ledger.case_ledger import Agreed
from suyuan.model.booking import Booking, Direction
from suyuan.model.moment import Moment, Precision
from suyuan.model.transfer import Grade


@dataclass(frozen=True)
class Draft:
    """A transfer with its two sides: the payer's row, the payee's row, or both.

    ``late`` if it arrived later than two clocks allow: it is to stand as two.
    ``agreed`` is why its two rows are one. Where the payer's row shows a fee too, ``paid`` is that row without the
    fee, and ``fee`` goes to ``fee_node`` right after. ``through`` is the row of a ``wallet`` through which payer
    or payee moved the money, without its passing the wallet's balance.
    """

    payer: str
    payee: str
    paid: Booking | None
    received: Booking | None
    grade: Grade
    reason: str
    id: str = ""
    late: bool = False
    agreed: Agreed | None = None
    fee: int = 0
    fee_node: str = ""
    through: Booking | None = None
    wallet: str = ""

    def __post_init__(self) -> None:
        """Take the payer's booking's id, else the payee's."""
        if not self.id:
            object.__setattr__(self, "id", self.row.id)

    @cached_property
    def row(self) -> Booking:
        """The row that names the transfer: the payer's if there is one."""
        row = self.paid or self._leaving or self.received or self.through
        if row is None:
            raise ValueError("a transfer rests on a row")
        return row

    @cached_property
    def time(self) -> Moment:
        """The payer's time if it is more than a date, else the payee's if that is, else the date."""
        for row in (self.paid, self.received, self.through):
            if row is not None and row.time.precision is not Precision.DAY:
                return row.time
        return self.row.time

    @cached_property
    def bookings(self) -> tuple[str, ...]:
        """The rows it rests on, the payer's first."""
        return tuple(row.id for row in (self.paid, self.through, self.received) if row is not None)

    def split(self) -> tuple[Draft, Draft]:
        """Return the two transfers through ``transit:ID`` that a late or crossing one is."""
        node = f"transit:{self.id}"
        arriving = self.through if self._leaving is None else None
        leaves = replace(self, payee=node, received=None, late=False, through=self._leaving)
        arrives = replace(self, payer=node, paid=None, id=f"{self.id}~2", late=False, fee=0, through=arriving)
        return leaves, arrives

    @property
    def is_two_sided(self) -> bool:
        """Tell whether both the payer's and the payee's own row stand."""
        return self.paid is not None and self.received is not None

    @property
    def _leaving(self) -> Booking | None:
        """The wallet's row if it is a payment."""
        return self.through if self.through is not None and self.through.direction is Direction.OUT else None
